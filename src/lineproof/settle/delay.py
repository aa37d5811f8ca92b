"""What does late opening cost? A share for each day after the last one in time, up to its cap.

A line opened on the day after its last day is one day late; one not opened yet is late up to the
month's end. Months follow each other, so each owes R(all so far) - R(all before) (Arithmetic 3).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import polars as pl

from lineproof.assess.deadlines import last_day
from lineproof.assess.events import Occurrence, occurrences
from lineproof.assess.intervals import Intervals
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.standing import DelayPenalty
from lineproof.model.calendar import CalendarMissingError
from lineproof.model.explained import Explained, Rule
from lineproof.model.period import Days
from lineproof.settle.charges import Charge
from lineproof.settle.explain_nodes import rounded
from lineproof.settle.plan import contract_total

_DAY = dt.timedelta(days=1)
CHARGE = "delay_penalty"


@dataclass(frozen=True, slots=True)
class Late:
    """One line, or the contract, that is late.

    due: the last day in time; opened: None while it isn't. row: where its event was recorded.
    """

    line: str
    due: dt.date
    opened: dt.date | None
    row: str


def delay_charges(
    view: View, intervals: Intervals, rents: pl.DataFrame, month: dt.date
) -> Iterator[Charge]:
    """Yield a month's penalties for late opening, each a credit to the buyer.

    rents: the month's rents, in columns of `LINE_SCHEMA`, for a base or a cap of the first month's.
    """
    period = view.period(month)
    for term, days in of_kind(view.versions, DelayPenalty):
        for late in late_of(view, intervals, term, until=period.end - _DAY):
            if late.due not in days:
                continue
            made = _Penalty(view, term, late, rents).of_month(period)
            if made is not None:
                yield made


def late_of(
    view: View, intervals: Intervals, term: DelayPenalty, *, until: dt.date
) -> Iterator[Late]:
    """Yield what a clause's time has run out for, by a day: by line, or for the whole contract."""
    if term.of is None or term.late_after is None or term.by != "provider":
        return
    opened = dict(intervals.frame.group_by("line").agg(pl.col("start").min()).iter_rows())
    for event in occurrences(view, term.of, until=until):
        due = last_day(view, event.day, within=term.late_after, unit=term.unit)
        first = opened.get(event.subject) if event.subject else _completed(view, event)
        if due < until and (first is None or first > due):
            yield Late(event.subject, due, first if first and first <= until else None, event.where)


def _completed(view: View, event: Occurrence) -> dt.date | None:
    """Return when the contract's work was complete, after an event that started its clock."""
    days = [d for d in (view.milestone("completed"), view.milestone("ready")) if d is not None]
    return min((d for d in days if d >= event.day), default=None)


def day_past_cap(view: View, term: DelayPenalty, late: Late, rents: pl.DataFrame) -> dt.date | None:
    """Return the first day whose penalty is more than the cap; None: it has none, or none is known.

    rents: of the month in which the line opened; before that, a cap of the first month's rent
    isn't known.
    """
    is_first = term.cap_base == "first_month_rent"
    if term.cap is None or (is_first and late.opened is None):
        return None
    penalty = _Penalty(view, term, late, rents)
    daily = penalty.base("base").value * term.rate
    if not daily:
        return None
    count = math.floor(penalty.base("cap").value * term.cap / daily) + 1
    day = late.due
    while _days_late(view, term.per, Days(late.due + _DAY, day + _DAY)) < count:
        day += _DAY
    return day


@dataclass(frozen=True, slots=True)
class _Penalty:
    """One penalty, and what it is worked out from."""

    view: View
    term: DelayPenalty
    late: Late
    rents: pl.DataFrame

    def of_month(self, period: Days) -> Charge | None:
        """Return what a month owes of it; None: nothing."""
        opened = self.late.opened
        if self.term.set_off == "first_month":
            if opened is None or opened not in period:
                return None
            why = self._rounded("penalty", self._upto(opened))
        else:
            last = period.end - _DAY
            so_far = self._upto(min(opened or last, last))
            before = self._upto(min(opened or period.start, period.start - _DAY))
            parts = (self._rounded("all so far", so_far), self._rounded("all before", before))
            why = Explained(
                label=f"penalty {period.start:%Y-%m}", exact=parts[0].value - parts[1].value,
                rule=Rule.DIFFERENCE, unit=self._unit, inputs=parts,
            )  # fmt: skip
        if not why.value:
            return None
        return Charge(
            self.late.line or self.term.id, CHARGE, self.term.id, self.term.clause, period,
            self._credit(why), note=self._note(why),
        )  # fmt: skip

    def _note(self, why: Explained) -> str:
        """Return that the cap holds; blank: it doesn't."""
        node: Explained | None = why
        while node is not None and node.rule is not Rule.LEAST:
            node = node.inputs[0] if node.inputs else None
        if node is None or node.inputs[0].value <= node.inputs[1].value:
            return ""
        right = f"; right {self.term.right_at_cap} arises" if self.term.right_at_cap else ""
        about = self.late.line or "the contract"
        return f"the penalty for {about} is capped (clause {self.term.clause}){right}"

    @property
    def _unit(self) -> str:
        return self.view.contract.contract.currency

    def _credit(self, why: Explained) -> Explained:
        """Return an amount taken off what the buyer owes."""
        nothing = Explained(label="nothing", exact=Fraction(0), unit=self._unit)
        return Explained(
            label=f"late opening, {self.late.line or 'the contract'}", exact=-why.value,
            rule=Rule.DIFFERENCE, unit=self._unit, clause=self.term.clause, inputs=(nothing, why),
            evidence=(self.late.row,) if self.late.row else (),
        )  # fmt: skip

    def _rounded(self, label: str, node: Explained) -> Explained:
        """Return an exact amount, rounded once to the contract's unit."""
        step = self.view.contract.minor(self.view.contract.contract.rounding.unit)
        return rounded(label, (node,), step=step, unit=self._unit)

    def _upto(self, day: dt.date) -> Explained:
        """Return the exact penalty for lateness up to a day and including it."""
        count = _days_late(self.view, self.term.per, Days(self.late.due + _DAY, day + _DAY))
        base = self.base("base")
        inputs = (
            base,
            Explained(
                label=f"rate a {self.term.per}", exact=self.term.rate, clause=self.term.clause
            ),
            Explained(label=f"{self.term.per}s after {self.late.due}", exact=Fraction(count)),
        )
        exact = base.value * self.term.rate * count
        node = Explained(
            label=f"{count} {self.term.per}s late", exact=exact, rule=Rule.PRODUCT,
            unit=self._unit, inputs=inputs,
        )  # fmt: skip
        if self.term.cap is None:
            return node
        capped = self.base("cap")
        share = Explained(label="at most this share", exact=self.term.cap, clause=self.term.clause)
        cap = Explained(
            label="cap", exact=capped.value * self.term.cap, rule=Rule.PRODUCT, unit=self._unit,
            inputs=(capped, share),
        )  # fmt: skip
        least = min(node.value, cap.value)
        return Explained(
            label="never more than the cap", exact=least, rule=Rule.LEAST, unit=self._unit,
            inputs=(node, cap),
        )  # fmt: skip

    def base(self, of: Literal["base", "cap"]) -> Explained:
        """Return what the rate, or the cap, is a share of, in minor units."""
        line, view = self.late.line, self.view
        own_base = self.term.base or "month_rent"
        name = own_base if of == "base" else self.term.cap_base or own_base
        own = self.rents.filter((pl.col("line") == line) & (pl.col("charge") == "rent"))
        if name == "one_off":
            rows = view.rows("lifecycle").filter(pl.col("line") == line)
            amount = int(rows.get_column("one_off").sum())
        elif name in {"contract_amount", "line_amount"}:
            amount = contract_total(view)
        elif name == "first_month_rent":
            amount = int(own.get_column("amount").sum())
        else:
            amount = int(own.get_column("rent").max() or 0)  # type: ignore[arg-type] # an Int64 column
        return Explained(label=name.replace("_", " "), exact=Fraction(amount), unit=self._unit)


def _days_late(view: View, per: str, days: Days) -> int:
    """Return how many days, or workdays, some days have."""
    if per == "day":
        return days.count
    table = view.case.workdays
    if table is None:
        need = "a penalty by the workday"
        raise CalendarMissingError(need)
    return sum(table.is_workday(days.start + n * _DAY) for n in range(days.count))
