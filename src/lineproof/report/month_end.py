"""What does a contract's month-end come to, in the book's currency too? Worked out to be shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from lineproof.contract.case import View, view
from lineproof.contract.check import check
from lineproof.ledger.billed import with_bills
from lineproof.ledger.books import Books
from lineproof.ledger.closing import Closing, close
from lineproof.ledger.exchange import BookLine, book_lines
from lineproof.model.bill import Bill
from lineproof.store.sealed_books import Reads
from lineproof.store.used_months import used_months


@dataclass(frozen=True)
class MonthEnd:
    """A contract's month-end with its lines in the book's currency."""

    closing: Closing
    lines: tuple[BookLine, ...]
    books: Books


@dataclass(frozen=True)
class Bookkeeping:
    """How a contract's books are kept, and what is known for them besides its case.

    rules: who bears what, columns of `COST_CENTRES`. sealed: what reads the files of each sealed
    month.
    """

    books: Books
    rules: pl.DataFrame
    bills: Sequence[Bill]
    sealed: Mapping[str, Reads]


def month_end_of(seen: View, month: dt.date, keeping: Bookkeeping) -> MonthEnd:
    """Return a contract's month-end; raises InputRefusedError for a month that it hasn't."""
    findings = check(seen.case)
    with_invoices = with_bills(view(seen.case), keeping.bills)
    months = used_months(with_invoices, month, findings, keeping.sealed)
    closing = close(with_invoices, months, keeping.books, keeping.rules)
    period = with_invoices.period(month)
    lines = book_lines(with_invoices, closing, keeping.books, period=period)
    return MonthEnd(closing, lines, keeping.books)
