"""What does a month's scorecard come to? Signed figures first, then what the records show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

import polars as pl

from lineproof.assess.availability import judge, named_term, pooled_of
from lineproof.assess.incident_clocks import Took
from lineproof.assess.month_incidents import Judged, incident_rule, month_incidents
from lineproof.assess.scorecard import (
    ItemScore,
    Score,
    Timed,
    each_item,
    rate_item,
    signed_item,
    step_item,
    unknown_item,
)
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.scoring import (
    EachItem,
    Item,
    ManualItem,
    RateItem,
    Scorecard,
    StepItem,
)
from lineproof.model.period import month_text

SCORES, DUTIES, FAULTS = "records/scores.csv", "records/duties.csv", "records/faults.csv"
#: Which of an incident's times a step item's metric reads.
CLOCKS = {"response_h": "response", "on_site_h": "on_site", "restoration_h": "restoration"}


def card_named(view: View, metric: str, month: dt.date) -> Scorecard | None:
    """Return the scorecard that bands name in a month; "score" is the only one there is."""
    held = of_kind(view.versions, Scorecard, within=view.period(month))
    cards = {card.id: card for card, _ in held}
    if metric == "score" and len(cards) == 1:
        return next(iter(cards.values()))
    return cards.get(metric)


def score_of(view: View, served: pl.DataFrame, card: Scorecard, month: dt.date) -> Score:
    """Return a month's score: each item as signed, else as the records show, else unknown.

    served: as `assess.service.services` returns it.
    """
    text = month_text(month)
    rows = view.rows("scores").filter(pl.col("month") == text)
    totals = rows.filter(pl.col("item").is_null())
    values = {Fraction(points) for points in totals.get_column("points")}
    where = tuple(f"{SCORES}:{row}" for row in totals.get_column("row"))
    worked = _Worked(view, served, month, rows)
    return Score(
        card.id,
        text,
        card.base,
        tuple(worked.item(item) for item in card.items),
        values.pop() if len(values) == 1 else None,
        where,
    )


class _Worked:
    """A month's items, one by one; incidents are found once, where an item needs them."""

    def __init__(
        self, view: View, served: pl.DataFrame, month: dt.date, signed: pl.DataFrame
    ) -> None:
        self.view = view
        self.served = served
        self.month = month
        self.signed = signed
        self._incidents: tuple[Judged, ...] | None = None

    def item(self, item: Item) -> ItemScore:
        """Return one item's points."""
        own = self.signed.filter(pl.col("item") == item.item)
        points = {Fraction(text) for text in own.get_column("points")}
        if len(points) == 1 and 0 <= min(points) <= item.max_points:
            where = f"{SCORES}:{own.item(0, 'row')}"
            return signed_item(item.item, item.max_points, points.pop(), where=where)
        if points:
            missing = f"one signed figure of its points in {SCORES}"
            return unknown_item(item.item, item.max_points, missing=missing)
        match item:
            case StepItem():
                return self._steps(item)
            case RateItem():
                return self._rate(item)
            case EachItem():
                return self._each(item)
            case ManualItem():
                missing = f"a signed figure in {SCORES}"
                return unknown_item(item.item, item.max_points, missing=missing)

    def _steps(self, item: StepItem) -> ItemScore:
        """Return an item of time over a limit."""
        clock = CLOCKS.get(item.metric)
        if clock is None or "faults" not in self.view.case.records:
            return unknown_item(item.item, item.max_points, missing=FAULTS)
        is_measured = incident_rule(self.view, self.month).clock == "measured"
        timed = (_timed(each, clock, is_measured=is_measured) for each in self.incidents)
        return step_item(item, [t for t in timed if t is not None])

    @property
    def incidents(self) -> Sequence[Judged]:
        """The month's incidents."""
        if self._incidents is None:
            self._incidents = month_incidents(self.view, self.served, self.month)
        return self._incidents

    def _rate(self, item: RateItem) -> ItemScore:
        """Return an item of a percentage: as found, else as measured."""
        rows = self._duties(item.metric).filter(pl.col("value").is_not_null())
        if rows.height:
            value = Fraction(rows.item(-1, "value"))
            where = f"{DUTIES}:{rows.item(-1, 'row')}"
            return rate_item(item, (value, value), why=f"{rows.item(-1, 'value')} % ({where})")
        term = named_term(self.view, item.metric, self.month)
        judged = judge(self.view, self.served, term, self.month) if term is not None else None
        if judged is None:
            return unknown_item(item.item, item.max_points, missing=f"{item.metric} in {DUTIES}")
        whole = judged.whole
        if whole is None:
            whole = pooled_of(judged.times, digits=judged.term.round_digits)
        if whole is None:
            return unknown_item(item.item, item.max_points, missing="time that counts")
        return rate_item(item, (whole.low, whole.high), why=f"availability by {judged.term.id}")

    def _each(self, item: EachItem) -> ItemScore:
        """Return an item of points per occurrence."""
        if "duties" not in self.view.case.records:
            return unknown_item(item.item, item.max_points, missing=DUTIES)
        counts = [
            (duty, count if count is not None else 1, f"{DUTIES}:{row}")
            for what in item.each
            for duty, count, row in self._duties(what).select("duty", "count", "row").iter_rows()
        ]
        return each_item(item, counts)

    def _duties(self, duty: str) -> pl.DataFrame:
        """Return what was recorded of a duty for the month."""
        rows = self.view.rows("duties")
        return rows.filter(
            (pl.col("duty") == duty) & (pl.col("period") == month_text(self.month))
        ).sort("recorded_at", "id")


def _timed(incident: Judged, clock: str, *, is_measured: bool) -> Timed | None:
    """Return one incident's time as the item reads it; None: it has none.

    Measured times are read where the contract says so, and of what nobody reported.
    """
    by_ticket: Took | None = getattr(incident, clock)
    took = by_ticket
    if clock == "restoration" and (is_measured or incident.told is None):
        took = incident.measured
    if took is None:
        return None
    is_unreported = incident.told is None and not is_measured
    measured = tuple(ref for ref in incident.outages if "@" in ref)
    evidence = (*incident.told.evidence, *measured) if incident.told else incident.outages
    return Timed(
        incident.incident, incident.peak, took.low, took.high,
        took.low if is_unreported else None, evidence,
    )  # fmt: skip
