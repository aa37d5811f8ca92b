"""What is it in the book's currency, and what did a rate that moved gain or lose? By pinned rates.

A month-end is converted at the rate of its last day, and reversed at the same. An invoice is booked
at the rate of the day it came; what its payment comes to at its own day's rate differs from that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lineproof.contract.case import View
from lineproof.ledger.accounts import Account
from lineproof.ledger.books import Books, PinnedRate, rate_on
from lineproof.ledger.closing import Closing, JournalLine
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.model.money import currency_digits, unordered_parts
from lineproof.model.period import Days


@dataclass(frozen=True, slots=True)
class BookLine:
    """A journal line in the book's currency, and the rate it was converted at; None: none was."""

    line: JournalLine
    currency: str
    amount: int
    rate: PinnedRate | None


def book_lines(view: View, closing: Closing, books: Books, *, period: Days) -> tuple[BookLine, ...]:
    """Return a month-end's lines in the book's currency, with what payments realised in it.

    Raises InputRefusedError where a rate isn't recorded.
    """
    head = view.contract.contract
    if books.currency is None or books.currency == head.currency:
        return tuple(BookLine(line, head.currency, line.amount, None) for line in closing.lines)
    rate = _rate(view, books, closing.last)
    converted = tuple(_converted(closing, rate, book=books.currency))
    return (*converted, *_realised(view, books, period))


def _rate(view: View, books: Books, day: dt.date) -> PinnedRate:
    """Return the rate of a day; raises InputRefusedError where none is recorded."""
    currency = view.contract.contract.currency
    series = books.rates.get(currency)
    found = None if series is None else rate_on(view, series, day)
    if found is None:
        named = f'the series "{series}"' if series else f"[rates] {currency} in books.toml"
        message = f"no rate of {currency} in {books.currency} is known on {day}: {named} has none"
        fix = "Record it: lineproof record DIR rates --series … --date … --value …"
        raise InputRefusedError((error("E-RATE-MISSING", message, where="books.toml", fix=fix),))
    return found


def _converted(closing: Closing, rate: PinnedRate, *, book: str) -> Iterator[BookLine]:
    """Yield lines in the book's currency; each entry's parts sum to its whole, and reverse so."""
    scale = Fraction(10) ** (currency_digits(book) - closing.digits)
    amounts: dict[tuple[str, Account, str], int] = {}
    for entry in dict.fromkeys(line.entry for line in closing.lines if not line.reverses):
        own = [line for line in closing.lines if line.entry == entry]
        parts, whole = own[:-1], own[-1]
        total = rate.book_minor(
            whole.amount, digits=closing.digits, book_digits=currency_digits(book)
        )
        exact = [part.amount * rate.value * scale for part in parts]
        cut = unordered_parts(-total, exact=exact)
        for line, amount in zip(own, (*cut, total), strict=True):
            amounts[entry, line.account, line.cost_centre] = amount
    for line in closing.lines:
        entry = line.reverses or line.entry
        amount = amounts[entry, line.account, line.cost_centre]
        yield BookLine(line, book, -amount if line.reverses else amount, rate)


def _realised(view: View, books: Books, period: Days) -> Iterator[BookLine]:
    """Yield what the payments of some days gained or lost beside their invoices' rates."""
    assert books.currency is not None, "asked only of another currency"
    digits, book_digits = view.contract.digits, currency_digits(books.currency)
    received = _received(view)
    paid = view.rows("payments").filter(
        pl.col("paid").is_between(period.start, period.end, closed="left")
    )
    columns = ("id", "item", "amount", "paid", "invoice")
    for own, item, amount, day, invoice in paid.sort("paid", "id").select(columns).iter_rows():
        came = received.get(("number", invoice)) or received.get(("item", item))
        if came is None:
            continue
        rates = [_rate(view, books, each) for each in (day, came)]
        now, then = (r.book_minor(amount, digits=digits, book_digits=book_digits) for r in rates)
        if now == then:
            continue
        key = f"{view.contract.contract.id}/payment:{own}/exchange"
        lost = JournalLine(key, day, Account.EXCHANGE, "", 0)
        yield BookLine(lost, books.currency, now - then, rates[0])
        yield BookLine(JournalLine(key, day, Account.PAYABLE, "", 0), books.currency, then - now,
                       rates[1])  # fmt: skip


def _received(view: View) -> dict[tuple[str, str], dt.date]:
    """Return the day invoices came, by number and by item; the first of an item's."""
    rows = view.rows("invoices").sort("received", descending=True)
    found: dict[tuple[str, str], dt.date] = {}
    for number, item, day in rows.select("number", "item", "received").iter_rows():
        found["number", number] = day
        if item is not None:
            found["item", item] = day
    return found


def is_balanced(lines: Sequence[BookLine]) -> bool:
    """Tell whether every entry's debits are its credits, in the book's currency."""
    sums: dict[str, int] = {}
    for each in lines:
        sums[each.line.entry] = sums.get(each.line.entry, 0) + each.amount
    return not any(sums.values())
