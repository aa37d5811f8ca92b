"""Does every value of a metric earn exactly one factor? It settles no month."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from lineproof.contract.answers import ANSWERS, AS_SIGNED
from lineproof.contract.lint.priced import month_minor, total_minor
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import money, plain, rounded
from lineproof.contract.terms.scoring import Band, Bands, OutageCredit
from lineproof.model.finding import Finding, Severity, Touches

DEDUCTION = Touches(("deduction",))
_YEAR_MONTHS = 12


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The part of the domain that one band covers.

    end is None where the band reaches the domain's greatest value and holds it.
    """

    start: Fraction
    end: Fraction | None
    band: Band

    def text(self, top: Fraction) -> str:
        """Return it as an interval."""
        end = f"{plain(top)}]" if self.end is None else f"{plain(self.end)})"
        return f"[{plain(self.start)},{end}"


def _stretches(bands: Bands) -> list[_Stretch]:
    """Return what the bands cover of the domain, from below; unreachable ones cover nothing."""
    bottom, top = bands.domain
    found = []
    for band in bands.bands:
        start = bottom if band.ge is None else max(band.ge, bottom)
        end = None if band.lt is None or band.lt > top else band.lt
        if start <= top and (end is None or start < end):
            found.append(_Stretch(start, end, band))
    return sorted(found, key=lambda s: (s.start, s.end is None, s.end or top))


def _described(bands: Bands) -> str:
    """Return the domain and the bands, from above, as a message quotes them."""
    top = bands.domain[1]
    listed = [s.text(top) for s in reversed(_stretches(bands))]
    shown = " and ".join(filter(None, [", ".join(listed[:-1]), *listed[-1:]])) or "none"
    verb = "band is" if len(listed) == 1 else "bands are"
    return f"the domain is {plain(bands.domain[0])}–{plain(top)}, and the {verb} {shown}"


def gaps(view: LintView) -> Iterator[Finding]:
    """E-BANDS-GAP: every value of the domain lies in a band."""
    for bands in view.all_of(Bands):
        bottom, top = bands.domain
        reached: Fraction | None = bottom
        before: _Stretch | None = None
        for stretch in _stretches(bands):
            if reached is None:
                break
            if stretch.start > reached:
                missing = (reached + stretch.start) / 2
                stake = _factor_stake(view, before.band, stretch.band) if before else None
                gap = _gap(view, bands, missing, _lengthen(before, stretch, top))
                yield dataclasses.replace(gap, amount=stake)
            is_further = stretch.end is None or stretch.end > reached
            reached, before = (stretch.end, stretch) if is_further else (reached, before)
        if reached is not None and bottom <= top:
            missing = top if reached == top else (reached + top) / 2
            last = "Add a band." if before is None else f"Leave lt out of {before.text(top)}."
            yield _gap(view, bands, missing, last)


def _lengthen(before: _Stretch | None, after: _Stretch, top: Fraction) -> str:
    """Return how to write two neighbours, or the first band, without a gap."""
    if before is None:
        return f"Leave ge out of {after.text(top)}."
    return f'Write lt = "{plain(after.start)}" in {before.text(top)}.'


def _gap(view: LintView, bands: Bands, missing: Fraction, fix: str) -> Finding:
    """Return the finding of a value that no band covers."""
    return Finding(
        "E-BANDS-GAP",
        Severity.ERROR,
        f"bands of {bands.id} leave {plain(missing)} without a factor: {_described(bands)}",
        view.where(bands, "bands"),
        fix,
        clause=bands.clause,
        subject=bands.id,
        touches=DEDUCTION,
    )


def overlaps(view: LintView) -> Iterator[Finding]:
    """E-BANDS-OVERLAP: no value lies in two bands, and no two brackets begin at one length."""
    for bands in view.all_of(Bands):
        top = bands.domain[1]
        furthest: _Stretch | None = None
        for lower, upper in pairwise(_stretches(bands)):
            furthest = lower if furthest is None or _reaches_past(lower, furthest) else furthest
            if furthest.end is not None and furthest.end <= upper.start:
                continue
            yield Finding(
                "E-BANDS-OVERLAP",
                Severity.ERROR,
                f"bands of {bands.id} give {plain(upper.start)} two factors, "
                f"{plain(furthest.band.factor)} in {furthest.text(top)} and "
                f"{plain(upper.band.factor)} in {upper.text(top)}: {_described(bands)}",
                view.where(bands, "bands"),
                _shorten(furthest, upper, top),
                clause=bands.clause,
                amount=_factor_stake(view, furthest.band, upper.band),
                subject=bands.id,
                touches=DEDUCTION,
            )
    yield from _bracket_overlaps(view)


def _shorten(lower: _Stretch, upper: _Stretch, top: Fraction) -> str:
    """Return how to write two bands so that they don't overlap."""
    if lower.start == upper.start:
        return f"Keep one of {lower.text(top)} and {upper.text(top)}."
    return f'Write lt = "{plain(upper.start)}" in {lower.text(top)}.'


def _reaches_past(stretch: _Stretch, other: _Stretch) -> bool:
    """Whether one stretch ends after another."""
    if stretch.end is None or other.end is None:
        return stretch.end is None
    return stretch.end > other.end


def _factor_stake(view: LintView, first: Band, second: Band) -> int | None:
    """Return what lies between two factors in one month."""
    month = month_minor(view)
    return None if month is None else rounded(abs(first.factor - second.factor) * month)


def _bracket_overlaps(view: LintView) -> Iterator[Finding]:
    """Yield outage brackets that begin at the same length."""
    for credit in view.all_of(OutageCredit):
        starts = [bracket.from_h for bracket in credit.brackets]
        for start in sorted({s for s in starts if starts.count(s) > 1}):
            yield Finding(
                "E-BANDS-OVERLAP",
                Severity.ERROR,
                f"two brackets of {credit.id} begin at {plain(start)} hours",
                view.where(credit, "brackets"),
                "Keep one of them.",
                clause=credit.clause,
                subject=credit.id,
            )


def unreachable(view: LintView) -> Iterator[Finding]:
    """E-BANDS-UNREACHABLE: every band holds some value of the domain."""
    for bands in view.all_of(Bands):
        reached = {id(stretch.band) for stretch in _stretches(bands)}
        for number, band in enumerate(bands.bands):
            if id(band) in reached:
                continue
            bounds = [f'{n} = "{plain(v)}"' for n, v in (("ge", band.ge), ("lt", band.lt))
                      if v is not None]  # fmt: skip
            yield Finding(
                "E-BANDS-UNREACHABLE",
                Severity.ERROR,
                f"bands of {bands.id} have one that no value reaches, with {', '.join(bounds)} and "
                f"factor {plain(band.factor)}: {_described(bands)}",
                view.where(bands, "bands", number),
                f'Correct its bounds or the domain, or record both parties\' answer "{AS_SIGNED}".',
                clause=bands.clause,
                answers=(AS_SIGNED,),
                subject=bands.id,
                touches=DEDUCTION,
            )


def monthly_base(view: LintView) -> Iterator[Finding]:
    """Q-MONTHLY-BASE: a month's amount is a twelfth of the total only in a term of 12 months."""
    months = view.contract.contract.months
    if months is None or months == _YEAR_MONTHS:
        return
    for bands in view.all_of(Bands):
        if bands.monthly_base != "total_over_12":
            continue
        total = total_minor(view)
        parts = [] if total is None else [Fraction(total, _YEAR_MONTHS), Fraction(total, months)]
        shown = [money(view.contract, rounded(part)) for part in parts]
        said = f" ({shown[0]} against {shown[1]})" if shown else ""
        yield Finding(
            "Q-MONTHLY-BASE",
            Severity.QUESTION,
            f"{bands.id} scores a twelfth of the total, and the term is {months} months{said}: "
            "which monthly amount is meant?",
            view.where(bands, "monthly_base"),
            "Record both parties' answer: the month's rent, the total / 12, or the total / "
            f"{months}.",
            clause=bands.clause,
            amount=rounded(abs(parts[0] - parts[1])) if parts else None,
            answers=ANSWERS["Q-MONTHLY-BASE"],
            subject=bands.id,
            touches=DEDUCTION,
        )


def cap_order(view: LintView) -> Iterator[Finding]:
    """Q-CAP-ORDER: a cap on a reduction holds before the factor, or after it."""
    bands = view.all_of(Bands)
    capped: list[Bands | OutageCredit] = [term for term in bands if term.cap is not None]
    capped += [
        term
        for term in view.all_of(OutageCredit)
        if bands and (term.cap_unit_month is not None or term.cap_contract is not None)
    ]
    for term in capped:
        if term.cap_order is not None:
            continue
        yield Finding(
            "Q-CAP-ORDER",
            Severity.QUESTION,
            f"{term.id} has a cap and a factor reduces the same amount: does the cap hold before "
            "the factor or after it?",
            view.where(term),
            "Write cap_order, or record both parties' answer.",
            clause=term.clause,
            answers=ANSWERS["Q-CAP-ORDER"],
            subject=term.id,
            touches=DEDUCTION,
        )


RULES = (gaps, overlaps, unreachable, monthly_base, cap_order)
