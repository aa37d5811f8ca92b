"""Which payments are so late that a right arises? Past days, past a share, past the cap.

A right arises on the day after the last one that lateness may reach: 25 days late are over with the
25th day after the due day. What was paid later takes no right back.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lineproof.assess.deadlines import Dated, Status, as_far_as_counted
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.paying import LateInterest, LateRight
from lineproof.contract.terms.rights import rights_of
from lineproof.contract.terms.standing import Right
from lineproof.model.period import Days, add_months
from lineproof.settle.book import Book, Reading
from lineproof.settle.interest import Stretch, late_stretches, limit_of
from lineproof.settle.plan import Instalment, contract_total, plan_of

_DAY = dt.timedelta(days=1)
Valued = tuple[Days, Fraction]


@dataclass(frozen=True, slots=True)
class _Late:
    """One payment that is late, or was: its last day in time, what was owed since, and on what.

    paid: the day on which nothing was left; None while something is.
    """

    key: str
    due: dt.date
    stretches: tuple[Stretch, ...]
    base: int
    paid: dt.date | None

    def daily(self, term: LateInterest) -> list[Valued]:
        """Return what each of its days costs, as far as its rate is known."""
        fixed = term.base == "contract_amount"
        return [
            (s.days, (s.rate.a_day or 0) * Fraction(self.base if fixed else s.owed))
            for s in self.stretches
        ]


def late_payments(view: View, *, on: dt.date) -> Iterator[Dated]:
    """Yield what was paid too late, or wasn't by a day, with the last day before a right arises."""
    if view.term_days is None or plan_of(view) is None:
        return
    named = {name for version in view.versions for _, name in rights_of(version.term)}
    for term, days in of_kind(view.versions, LateInterest):
        free = tuple(
            right.id for right, _ in of_kind(view.versions, Right)
            if right.trigger == term.id and right.id not in named
        )  # fmt: skip
        if free or any(True for _ in rights_of(term)):
            found = (d for d in _of(view, term, free, on=on) if d.since is None or d.since in days)
            yield from as_far_as_counted(found, term)


def _of(view: View, term: LateInterest, free: tuple[str, ...], *, on: dt.date) -> Iterator[Dated]:
    """Yield one clause's rights; free: those that any late payment gives."""
    late = [*_late(view, term, on=on)]
    for each in late:
        if free:
            yield _each(view, term, each, (each.due, free), on=on)
        for right, last in _limits(term, each):
            yield _each(view, term, each, (last, (right,)), on=on)
    for right, since in _together(view, term, late):
        arisen = since if since is not None and since <= on else None
        yield from _whole(view, term, late, (right, arisen))


def _late(view: View, term: LateInterest, *, on: dt.date) -> Iterator[_Late]:
    """Yield the payments that are late by a day, or were."""
    book = Book(view, Reading())
    month = on.replace(day=1)
    for instalment in book.instalments(month):
        if instalment.due is None or instalment.due >= on:
            continue
        amount = _amount(book, instalment)
        if amount is None:
            continue
        # a day further: what was paid on the day itself is told from what wasn't
        end = on + 2 * _DAY
        stretches = late_stretches(view, term, instalment, amount=amount, end=end)
        after = tuple(s for s in stretches if s.days.end > instalment.due + _DAY)
        if after:
            base = contract_total(view) if term.base == "contract_amount" else amount
            last = after[-1].days.end
            paid = last - _DAY if last < end else None
            yield _Late(instalment.key, instalment.due, stretches, base, paid)


def _amount(book: Book, instalment: Instalment) -> int | None:
    """Return what a payment came to: the month is only worked out where that decides anything."""
    rows = book.view.rows("payments").filter(pl.col("item") == instalment.key)
    paid = int(rows.get_column("amount").sum())
    fixed = instalment.amount
    return fixed if fixed is not None and not 0 < paid < fixed else book.amount_of(instalment)


def _limits(term: LateInterest, late: _Late) -> Iterator[tuple[str, dt.date | None]]:
    """Yield the rights that one payment can give, with their last days; None: none is in sight."""
    own = term.right_past_cap
    if own is not None and term.right_after_days is not None:
        yield own, late.due + dt.timedelta(days=term.right_after_days)
    for right in term.rights:
        if right.payments == 1:
            yield right.right, _last(right, late.due)
    limit = limit_of(term, late.base)
    if term.right_at_cap is not None and limit is not None:
        past = _day_past(late.daily(term), limit)
        yield term.right_at_cap, None if past is None else past - _DAY


def _last(right: LateRight, due: dt.date) -> dt.date:
    """Return the last day on which a payment is not yet too late for a right to arise."""
    if right.unit == "months":
        return add_months(due, right.after)
    return due + dt.timedelta(days=right.after)


def _together(
    view: View, term: LateInterest, late: Sequence[_Late]
) -> Iterator[tuple[str, dt.date | None]]:
    """Yield the rights that several payments give together, with the day they arose."""
    if term.right_past_cap is not None and term.right_past_share is not None:
        most = term.right_past_share * contract_total(view)
        if term.right_share_of == "interest":
            yield term.right_past_cap, _day_past([v for x in late for v in x.daily(term)], most)
        else:
            owed = [(s.days, Fraction(s.owed)) for each in late for s in each.stretches]
            yield term.right_past_cap, _day_above(owed, most)
    for right in term.rights:
        if right.payments > 1:
            ends = ((_last(right, x.due) + _DAY, x.stretches[-1].days.end) for x in late)
            at_once = [(Days(a, b), Fraction(1)) for a, b in ends if a < b]
            yield right.right, _day_above(at_once, Fraction(right.payments - 1))


def _swept(values: Iterable[Valued]) -> Iterator[Valued]:
    """Yield what some values come to together, on stretches of days between their ends."""
    listed = [*values]
    edges = sorted({edge for days, _ in listed for edge in (days.start, days.end)})
    for start, end in itertools.pairwise(edges):
        yield Days(start, end), sum((v for d, v in listed if start in d), Fraction(0))


def _day_above(values: Iterable[Valued], most: Fraction) -> dt.date | None:
    """Return the first day on which some values together are more than something."""
    return next((days.start for days, value in _swept(values) if value > most), None)


def _day_past(values: Iterable[Valued], most: Fraction) -> dt.date | None:
    """Return the first day whose end finds the sum of all days so far to be more than something."""
    sum_before = Fraction(0)
    for days, value in _swept(values):
        if value > 0 and sum_before + days.count * value > most:
            return days.start + _DAY * math.floor((most - sum_before) / value)
        sum_before += days.count * value
    return None


def _each(
    view: View,
    term: LateInterest,
    late: _Late,
    limit: tuple[dt.date | None, tuple[str, ...]],
    *,
    on: dt.date,
) -> Dated:
    """Return one payment's lateness against one limit; limit: its last day, and what it gives."""
    last, gives = limit
    is_past = last is not None and on > last and (late.paid is None or late.paid > last)
    status: Status = "met" if late.paid is not None else "pending"
    if is_past:
        status = _breached(view)
    return Dated(
        term=term.id, kind=term.kind, clause=term.clause, who="buyer",
        what=f"pay {late.key}, before a right arises", subject=late.key, event=late.key,
        since=late.due, due=last, status=status, done=late.paid,
        effect=f"late since {late.due + _DAY}", gives=gives,
    )  # fmt: skip


def _whole(
    view: View,
    term: LateInterest,
    late: Sequence[_Late],
    arisen: tuple[str, dt.date | None],
) -> Iterator[Dated]:
    """Yield what several payments come to against a limit; none where all were paid within it."""
    right, since = arisen
    if since is None and all(each.paid is not None for each in late):
        return
    status: Status = "pending" if since is None else _breached(view)
    yield Dated(
        term=term.id, kind=term.kind, clause=term.clause, who="buyer",
        what="pay what is overdue, before a right arises", subject="", event="overdue",
        since=min(each.due for each in late), due=None if since is None else since - _DAY,
        status=status, effect=", ".join(each.key for each in late), gives=(right,),
    )  # fmt: skip


def _breached(view: View) -> Status:
    """Return what lateness is called: without a file of payments nobody knows of any."""
    return "breached" if "payments" in view.case.records else "unknown"
