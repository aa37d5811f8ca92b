"""What does late payment cost? Interest by the day on what was still owed that day.

A payment is late from the day after the due day; the day it is paid is the last that counts.
Months follow each other, so each month's interest is R(all so far) - R(all before) (Arithmetic 3).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.terms.paying import LateInterest
from lineproof.model.period import Days
from lineproof.settle.kernel import round_to
from lineproof.settle.late_rates import RATES, DailyRate, late_rates
from lineproof.settle.plan import Instalment, contract_total
from lineproof.settle.settlement import LINE_SCHEMA


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some days on which the same was owed, in minor units, at the same rate."""

    days: Days
    owed: int
    rate: DailyRate


@dataclass(frozen=True, slots=True)
class Overdue:
    """One instalment paid late, in one month.

    stretches: days of the month and what was owed on each of them; likewise of all days before the
    month, and up to its end. base: what the rate is on, where that isn't what was owed. before,
    so_far: exact interest up to the month's start and end, cap applied. amount: the month's.
    missing: why it isn't known, where a day has no rate; its amounts are then those without it.
    """

    key: str
    due: dt.date
    stretches: tuple[Stretch, ...]
    stretches_before: tuple[Stretch, ...]
    stretches_so_far: tuple[Stretch, ...]
    base: int | None
    before: Fraction
    so_far: Fraction
    amount: int
    is_capped: bool
    term: str
    clause: str
    days_late: int
    missing: str = ""


def interest_of(
    view: View, term: LateInterest, instalment: Instalment, *, amount: int, period: Days
) -> Overdue | None:
    """Return a month's interest on an instalment; None where nothing was late in it.

    amount: what it came to, in minor units.
    """
    if instalment.due is None or (term.rate is None and term.reference is None):
        return None
    late = late_stretches(view, term, instalment, amount=amount, end=period.end)
    inside = _cut(late, period)
    if not inside:
        return None
    step = view.contract.minor(view.contract.contract.rounding.unit)
    base = contract_total(view) if term.base == "contract_amount" else None
    limit = limit_of(term, amount if base is None else base)
    earlier = _cut(late, Days(late[0].days.start, period.start))
    before, so_far = _interest(earlier, base), _interest(late, base)
    capped = tuple(x if limit is None else min(x, limit) for x in (before, so_far))
    return Overdue(
        key=instalment.key,
        due=instalment.due,
        stretches=inside,
        stretches_before=earlier,
        stretches_so_far=late,
        base=base,
        before=capped[0],
        so_far=capped[1],
        amount=round_to(capped[1], step) - round_to(capped[0], step),
        term=term.id,
        is_capped=limit is not None and so_far > limit,
        clause=term.clause,
        days_late=sum(s.days.count for s in late),
        missing=_missing(late, instalment.key),
    )


def interest_lines(overdue: Iterable[Overdue]) -> pl.DataFrame:
    """Return interest as lines of `LINE_SCHEMA`: one for each payment that is late."""
    rows = [
        {
            "line": late.key,
            "charge": "late_interest",
            "from": late.stretches[0].days.start,
            "to": late.stretches[-1].days.end,
            "amount": late.amount,
            "clause": late.clause,
            "term": late.term,
            "quantity": 1,
            "rent": late.stretches[0].owed,
        }
        for late in overdue
    ]
    return pl.DataFrame(rows, schema=LINE_SCHEMA)


def late_stretches(
    view: View, term: LateInterest, instalment: Instalment, *, amount: int, end: dt.date
) -> tuple[Stretch, ...]:
    """Return the days before one on which an instalment was owed late, cut where its rate changes.

    amount: what it came to, in minor units. It has a due day.
    """
    assert instalment.due is not None, "what waits isn't late"
    first = instalment.due + dt.timedelta(days=1 if term.first_day == "day_after_due" else 0)
    if first >= end:
        return ()
    owed = _owed_on(view, instalment, amount, Days(first, end))
    return tuple(s for s in _at_rates(view, term, owed) if s.owed)


def limit_of(term: LateInterest, base: int) -> Fraction | None:
    """Return what a clause's interest comes to at most, in minor units; None: it has no cap."""
    return None if term.cap is None else term.cap * base


def _at_rates(
    view: View, term: LateInterest, owed: Sequence[tuple[Days, int]]
) -> Iterator[Stretch]:
    """Yield what was owed on which days, cut where the rate changes."""
    for days, balance in owed:
        for part, rate in late_rates(view, term, days):
            yield Stretch(part, balance, rate)


def _missing(late: Sequence[Stretch], key: str) -> str:
    """Return why interest isn't known: its first day without a rate; blank where each has one."""
    bare = next((s for s in late if s.rate.a_day is None), None)
    if bare is None:
        return ""
    on = bare.rate.read_on or bare.days.start
    return f"the interest on {key} needs the rate {bare.rate.series} of {on}, and {RATES} has none"


def _owed_on(
    view: View, instalment: Instalment, amount: int, overdue: Days
) -> list[tuple[Days, int]]:
    """Return what was owed on which days; what is paid late on a day is owed on that day still.

    What is paid by the due day is paid in time, wherever interest starts.
    """
    assert instalment.due is not None
    rows = (
        view.rows("payments")
        .filter(pl.col("item") == instalment.key)
        .group_by("paid")
        .agg(pl.col("amount").sum())
    )
    payments: Sequence[tuple[dt.date, int]] = sorted(rows.iter_rows())
    owed, start, found = amount, overdue.start, []
    for paid, part in payments:
        end = min(max(paid + dt.timedelta(days=1), start), overdue.end)
        if start < end and paid > instalment.due:
            found.append((Days(start, end), max(owed, 0)))
            start = end
        owed -= part
    if start < overdue.end:
        found.append((Days(start, overdue.end), max(owed, 0)))
    return found


def _cut(late: Sequence[Stretch], to: Days) -> tuple[Stretch, ...]:
    """Return stretches cut to some days."""
    parts = (dataclasses.replace(s, days=s.days.intersection(to)) for s in late)
    return tuple(part for part in parts if part.days.count)


def _interest(late: Sequence[Stretch], base: int | None) -> Fraction:
    """Return the exact interest of some days, on what was owed or on a fixed base."""
    total = Fraction(0)
    for stretch in late:
        on = stretch.owed if base is None else base
        total += stretch.days.count * (stretch.rate.a_day or 0) * on
    return total
