"""Can a scorecard's points be counted without doubt? Can the signed ones be? It counts none.

What it finds blocks nothing by itself: a score that isn't sure is given between its
ends, and it is those that leave an amount open.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import polars as pl

from lineproof.contract.answers import ANSWERS, AS_SIGNED
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import counted, plain, quoted
from lineproof.contract.terms.scoring import Bands, RateItem, Scorecard, StepItem
from lineproof.model.finding import Finding, Severity

_GOVERNS = "a signed sheet goes before what is worked out"


def maxima_are_base(view: LintView) -> Iterator[Finding]:
    """E-SCORECARD-MAX: the items' greatest points add up to the base."""
    for card in view.all_of(Scorecard):
        total = sum((item.max_points for item in card.items), Fraction(0))
        if total != card.base:
            yield Finding(
                "E-SCORECARD-MAX",
                Severity.ERROR,
                f"the items of {card.id} are worth {plain(total)} points, and its base is "
                f"{plain(card.base)}; {_GOVERNS}",
                view.where(card, "base"),
                f'Correct the points, or record both parties\' answer "{AS_SIGNED}".',
                clause=card.clause,
                answers=(AS_SIGNED,),
                subject=card.id,
            )


def steps_begun(view: LintView) -> Iterator[Finding]:
    """Q-STEP-PART: "1 point for each further 2 hours": a stretch only begun counts or doesn't."""
    for card, number, item in _steps(view):
        step = next((s for s in item.steps if s.part_step is None), None)
        if step is not None:
            said = (
                f"{item.item} of {card.id} costs {counted(step.each, 'point')} for each further "
                f"{counted(step.per_h, 'hour')}: does a stretch only begun count?"
            )
            yield _asked(view, card, (number, item), code="Q-STEP-PART", said=said)


def step_boundary(view: LintView) -> Iterator[Finding]:
    """Q-STEP-BOUNDARY: exactly on the limit is within it, or over."""
    for card, number, item in _steps(view):
        step = next((s for s in item.steps if s.boundary is None), None)
        if step is not None:
            said = (
                f"{item.item} of {card.id} allows {counted(step.limit_h, 'hour')}: is exactly "
                f"{plain(step.limit_h)} within the limit or over it?"
            )
            yield _asked(view, card, (number, item), code="Q-STEP-BOUNDARY", said=said)


def _steps(view: LintView) -> Iterator[tuple[Scorecard, int, StepItem]]:
    """Yield every item that counts in steps, with its place in its scorecard."""
    for card in view.all_of(Scorecard):
        for number, item in enumerate(card.items):
            if isinstance(item, StepItem):
                yield card, number, item


def points_begun(view: LintView) -> Iterator[Finding]:
    """Q-POINT-PART: a percentage point only begun counts or doesn't."""
    for card in view.all_of(Scorecard):
        for number, item in enumerate(card.items):
            if isinstance(item, RateItem) and item.part_point is None:
                points = counted(item.per_point, "point")
                said = (
                    f"{item.item} of {card.id} costs {points} for each 1 % below "
                    f"{plain(item.target)}: does a part of 1 % count?"
                )
                yield _asked(view, card, (number, item), code="Q-POINT-PART", said=said)


def _asked(
    view: LintView,
    card: Scorecard,
    place: tuple[int, StepItem | RateItem],
    *,
    code: str,
    said: str,
) -> Finding:
    """Return a question about one item of a scorecard."""
    number, item = place
    return Finding(
        code,
        Severity.QUESTION,
        f"{said} ({_GOVERNS})",
        view.where(card, "items", number),
        "Write it in the item, or record both parties' answer.",
        clause=item.clause or card.clause,
        answers=ANSWERS[code],
        subject=f"{card.id}/{item.item}",
    )


def points_possible(view: LintView) -> Iterator[Finding]:
    """E-SCORE-POINTS: signed points are below none, or above what there can be."""
    most = {item.item: item.max_points for card in view.all_of(Scorecard) for item in card.items}
    tops = [card.base for card in view.all_of(Scorecard)]
    tops += [bands.domain[1] for bands in view.all_of(Bands) if bands.metric == "score"]
    whole = max(tops, default=None)
    for item, text, row in view.rows("scores").select("item", "points", "row").iter_rows():
        points, top = Fraction(text), most.get(item) if item is not None else whole
        if points >= 0 and (top is None or points <= top):
            continue
        said = "fewer than none" if points < 0 or top is None else f"more than its {plain(top)}"
        yield Finding(
            "E-SCORE-POINTS",
            Severity.ERROR,
            f"{quoted(item or 'the total')} was given {plain(points)} points, {said}: "
            "they are not taken",
            f"records/scores.csv:{row}",
            "Correct them by a row that names this one in `replaces`.",
        )


def scores_agree(view: LintView) -> Iterator[Finding]:
    """E-SCORE-TWICE: a month has two signed figures that differ."""
    rows = view.rows("scores").with_columns(
        pl.col("points").map_elements(lambda text: str(Fraction(text)), return_dtype=pl.String)
    )
    groups = rows.group_by("month", "item", maintain_order=True).agg("points", "row")
    for month, item, points, numbers in groups.iter_rows():
        if len(set(points)) == 1:
            continue
        figures = " and ".join(plain(Fraction(each)) for each in dict.fromkeys(points))
        yield Finding(
            "E-SCORE-TWICE",
            Severity.ERROR,
            f"{quoted(item or 'the total')} of {month} was signed as {figures}: none is taken",
            f"records/scores.csv:{numbers[-1]}",
            "Name in `replaces` the row that no longer counts.",
        )


RULES = (
    maxima_are_base,
    steps_begun,
    step_boundary,
    points_begun,
    points_possible,
    scores_agree,
)
