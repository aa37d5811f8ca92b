"""What does late payment cost? Interest by the day on what was still owed that day.

A payment is late from the day after the due day; the day it is paid is the last that counts.
Months follow each other, so each month's interest is R(all so far) - R(all before) (Arithmetic 3).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.terms.paying import LateInterest
from lineproof.model.period import Days
from lineproof.settle.kernel import round_to
from lineproof.settle.plan import Instalment, contract_total


@dataclass(frozen=True, slots=True)
class Overdue:
    """One instalment paid late, in one month.

    stretches: days of the month and what was owed on each of them; likewise of all days before the
    month, and up to its end. base: what the rate is on, where that isn't what was owed. before,
    so_far: exact interest up to the month's start and end, cap applied. amount: the month's.
    """

    key: str
    due: dt.date
    stretches: tuple[tuple[Days, int], ...]
    stretches_before: tuple[tuple[Days, int], ...]
    stretches_so_far: tuple[tuple[Days, int], ...]
    base: int | None
    rate: Fraction
    before: Fraction
    so_far: Fraction
    amount: int
    is_capped: bool
    term: str
    clause: str
    days_late: int


def interest_of(
    view: View, term: LateInterest, instalment: Instalment, *, amount: int, period: Days
) -> Overdue | None:
    """Return a month's interest on an instalment; None where nothing was late in it.

    amount: what it came to, in minor units. Terms without a fixed rate aren't computed yet.
    """
    if instalment.due is None or term.rate is None:
        return None
    first = instalment.due + dt.timedelta(days=1 if term.first_day == "day_after_due" else 0)
    owed = _balances(view, instalment, amount, Days(first, period.end))
    step = view.contract.minor(view.contract.contract.rounding.unit)
    base = contract_total(view) if term.base == "contract_amount" else None
    limit = term.cap * (base if base is not None else amount) if term.cap is not None else None
    earlier = [_cut(s, Days(first, period.start)) for s in owed]
    before = _interest(earlier, term.rate, base)
    so_far = _interest(owed, term.rate, base)
    inside = tuple(s for s in (_cut(s, period) for s in owed) if s[0].count and s[1])
    if not inside:
        return None
    capped = tuple(x if limit is None else min(x, limit) for x in (before, so_far))
    return Overdue(
        key=instalment.key,
        due=instalment.due,
        stretches=inside,
        stretches_before=tuple(s for s in earlier if s[0].count and s[1]),
        stretches_so_far=tuple(s for s in owed if s[1]),
        base=base,
        rate=term.rate,
        before=capped[0],
        so_far=capped[1],
        amount=round_to(capped[1], step) - round_to(capped[0], step),
        term=term.id,
        is_capped=limit is not None and so_far > limit,
        clause=term.clause,
        days_late=sum(days.count for days, balance in owed if balance),
    )


def _balances(
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


def _cut(stretch: tuple[Days, int], to: Days) -> tuple[Days, int]:
    """Return a stretch cut to some days."""
    return stretch[0].intersection(to), stretch[1]


def _interest(stretches: Sequence[tuple[Days, int]], rate: Fraction, base: int | None) -> Fraction:
    """Return the exact interest of some days, on what was owed or on a fixed base."""
    return sum(
        (days.count * rate * (owed if base is None else base) for days, owed in stretches if owed),
        Fraction(0),
    )
