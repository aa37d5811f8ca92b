"""What does a month-end add to the books? Accruals, prepaid, credits, and what is left to spend.

Cost to date is what the months earned; what isn't billed yet is accrued, what is billed ahead is
prepaid, what a later cycle credits is receivable. Accruals and credits are reversed on the next
month's first day, since the next close computes them anew; a year's release is not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lineproof.contract.case import View
from lineproof.ledger.accounts import Account, recovered_share
from lineproof.ledger.books import Books
from lineproof.ledger.cost_centres import Weights, cut, weights
from lineproof.ledger.facts import clearing_of, invoiced, share_of
from lineproof.model.money import round_half_away
from lineproof.model.period import Days, parse_month
from lineproof.reconcile.disputes import register_of
from lineproof.settle.plan import contract_total
from lineproof.settle.portfolio import sum_of
from lineproof.settle.settlement import Bounded

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class MonthUsed:
    """A month as sealed, else as settled: amounts in minor units, or their bounds.

    claimed: what it asks for, credits carried included. cost: what it earned, and reductions that
    lapse. tax: in what it earned; None: not known. lines: `line` and `amount`, as priced.
    """

    month: str
    claimed: Bounded
    cost: Bounded
    tax: int | None
    lines: pl.DataFrame
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class Prepaid:
    """What was billed ahead: at the month's start, added, used by it, and left at its end."""

    opening: Bounded
    added: int
    released: Bounded
    closing: Bounded


@dataclass(frozen=True, slots=True)
class Left:
    """What a purchase order, budget or contract was given, as prices are; None: not known."""

    kind: str
    name: str
    given: int | None
    used: int

    @property
    def left(self) -> int | None:
        """What may still be spent; below 0: more was."""
        return None if self.given is None else self.given - self.used


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line for the outside book, in the contract's minor units, a debit positive."""

    entry: str
    date: dt.date
    account: Account
    cost_centre: str
    amount: int
    reverses: str = ""


@dataclass(frozen=True)
class Closing:
    """A contract's month-end; amounts in minor units of its currency, tax included.

    accrued: owed and not billed. credits: certain ones; claimed, disputed: those that aren't booked
    since the provider hasn't agreed. is_net: whether the journal leaves recoverable tax out;
    is_stated: whether the contract says how much of it is recovered. lines: the journal.
    """

    contract: str
    provider: str
    month: str
    currency: str
    digits: int
    last: dt.date
    accrued: Bounded
    prepaid: Prepaid
    credits: Bounded
    claimed: int
    disputed: int
    left: tuple[Left, ...]
    weights: Weights
    is_net: bool
    is_stated: bool
    lines: tuple[JournalLine, ...]

    @property
    def is_known(self) -> bool:
        """Whether every amount is known."""
        return None not in {self.accrued.value, self.prepaid.closing.value, self.credits.value}


def close(view: View, months: Sequence[MonthUsed], books: Books, rules: pl.DataFrame) -> Closing:
    """Return a contract's month-end.

    months: all from the contract's first up to the one that is closed, in order. rules: who bears
    what, columns of `COST_CENTRES`.
    """
    head, month = view.contract.contract, months[-1]
    period = view.period(parse_month(month.month))
    last = period.end - _DAY
    position = _less(sum_of(m.claimed for m in months), invoiced(view, until=last))
    prepaid = _prepaid(view, months, position, period)
    credits_ = _difference(months)
    bearing = weights(view, month.lines, rules)
    amounts = _Amounts(_accrued(position), prepaid, credits_)
    register = register_of(view, on=last)
    claims = view.rows("claims").filter(pl.col("claimed") <= last).get_column("amount")
    stated = head.parties.buyer.vat_recovery
    return Closing(
        contract=head.id, provider=head.parties.provider.name, month=month.month,
        currency=head.currency, digits=view.contract.digits, last=last,
        accrued=amounts.accrued, prepaid=prepaid, credits=credits_,
        claimed=int(claims.cast(pl.Int128).sum()),
        disputed=sum(d.disputed - d.recovered for d in register.disputes
                     if d.is_open and d.state != "rejected"),
        left=tuple(_left(view, months, books)),
        weights=bearing,
        is_net=share_of(view) > 0,
        is_stated=recovered_share(stated) is not None,
        lines=tuple(_journal(view, months, amounts, bearing, period.end)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Amounts:
    """What a month-end books, tax included."""

    accrued: Bounded
    prepaid: Prepaid
    credits: Bounded


def _less(amount: Bounded, billed: int) -> Bounded:
    """Return an amount less what is known."""
    if amount.low is None or amount.high is None:
        return amount
    return Bounded.between(amount.low - billed, amount.high - billed)


def _negated(amount: Bounded) -> Bounded:
    """Return an amount with the other sign."""
    if amount.low is None or amount.high is None:
        return amount
    return Bounded.between(-amount.high, -amount.low)


def _accrued(position: Bounded) -> Bounded:
    """Return what is owed beyond what is billed: nothing where more is billed."""
    if position.low is None or position.high is None:
        return position
    return Bounded.between(max(0, position.low), max(0, position.high))


def _prepaid(view: View, months: Sequence[MonthUsed], position: Bounded, period: Days) -> Prepaid:
    """Return what is billed ahead, and how the month used it."""
    earlier = invoiced(view, until=period.start - _DAY)
    before = _less(sum_of(m.claimed for m in months[:-1]), earlier)
    opening, closing = (_accrued(_negated(each)) for each in (before, position))
    if clearing_of(view) is not Account.PREPAID:
        return Prepaid(opening, 0, Bounded.exactly(0), closing)
    added = invoiced(view, until=period.end - _DAY) - earlier
    return Prepaid(opening, added, months[-1].claimed, closing)


def _difference(months: Iterable[MonthUsed]) -> Bounded:
    """Return what the months claim beyond their cost: credits that a later cycle brings."""
    every = tuple(months)
    claimed, cost = sum_of(m.claimed for m in every), sum_of(m.cost for m in every)
    if claimed.value is not None and cost.value is not None:
        return Bounded.exactly(claimed.value - cost.value)
    if None in {claimed.low, claimed.high, cost.low, cost.high}:
        return claimed if claimed.low is None else cost
    assert claimed.low is not None, "just asked"
    assert claimed.high is not None, "just asked"
    assert cost.low is not None, "just asked"
    assert cost.high is not None, "just asked"
    return Bounded.between(claimed.low - cost.high, claimed.high - cost.low)


def _left(view: View, months: Sequence[MonthUsed], books: Books) -> Iterator[Left]:
    """Yield what orders, budgets and the contract as a whole have left."""
    orders = view.rows("orders").filter(pl.col("cancelled").is_null())
    lines = pl.concat([m.lines for m in months])
    for kind, given in (("purchase_order", books.purchase_orders), ("budget_line", books.budgets)):
        named = orders.filter(pl.col(kind).is_not_null()).select("line", kind).unique()
        used = lines.join(named, on="line").group_by(kind).agg(
            pl.col("amount").cast(pl.Int128).sum().cast(pl.Int64)
        )  # fmt: skip
        spent: dict[str, int] = dict(used.iter_rows())
        for name in sorted({*named.get_column(kind), *given}):
            amount = view.contract.minor(given[name]) if name in given else None
            yield Left(kind, name, amount, spent.get(name, 0))
    if view.contract.contract.months is not None:
        used_up = int(lines.get_column("amount").cast(pl.Int128).sum())
        yield Left("contract", view.contract.contract.id, contract_total(view), used_up)


def _journal(
    view: View,
    months: Sequence[MonthUsed],
    amounts: _Amounts,
    bearing: Weights,
    next_day: dt.date,
) -> Iterator[JournalLine]:
    """Yield the lines of a month-end, and those that reverse them; none where one isn't known.

    A bill of a yearly plan is booked as prepaid, and months use it; any other is booked as cost.
    """
    share, head = share_of(view), view.contract.contract
    if clearing_of(view) is Account.PREPAID:
        parts = [("release", amounts.prepaid.released, Account.PREPAID, 1)]
    else:
        parts = [("accrual", amounts.accrued, Account.ACCRUED, 1),
                 ("deferral", amounts.prepaid.closing, Account.PREPAID, -1)]  # fmt: skip
    for name, amount, other, sign in (*parts, ("credits", amounts.credits, Account.CREDITS, -1)):
        if not amount.value:
            continue
        cost = sign * _in_cost(amount.value, months if name == "accrual" else months[-1:], share)
        key = f"{head.id}/{months[-1].month}/{name}"
        last = next_day - _DAY
        lines = [JournalLine(key, last, Account.COST, centre, part)
                 for centre, part in cut(cost, bearing)]  # fmt: skip
        lines.append(JournalLine(key, last, other, "", -cost))
        yield from lines
        if name != "release":
            for line in lines:
                yield JournalLine(f"{key}/reversal", next_day, line.account, line.cost_centre,
                                  -line.amount, reverses=key)  # fmt: skip


def _in_cost(amount: int, months: Sequence[MonthUsed], share: Fraction) -> int:
    """Return an amount without the tax that is got back.

    The latest months make it up, each with the tax that is in it; what is beyond them is taxed as
    the last of them. Where a month's tax isn't known, all of it is cost.
    """
    left, tax = abs(amount), Fraction(0)
    for number, month in enumerate(reversed(months), 1):
        cost = month.cost.value or 0
        is_last = number == len(months)
        part = left if is_last else min(left, max(0, month.claimed.value or 0))
        tax += Fraction(month.tax or 0, cost) * part if cost else 0
        left -= part
    got_back = round_half_away(tax * share)
    return amount - got_back if amount > 0 else amount + got_back
