"""What do tests of comparing build on? What a minimal contract claims, and bills against it."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from lineproof.contract.case import Case, view
from lineproof.model.bill import BILL_LINES, Bill, BilledTax, BilledTotals
from lineproof.model.period import parse_month
from lineproof.reconcile.owed import Owed, owed
from lineproof.reconcile.reconcile import reconcile
from lineproof.reconcile.reconciliation import Reconciliation
from lineproof.settle.settle import Asked, settle

Rows = Sequence[Mapping[str, Any]]


@pytest.fixture(scope="session")
def claimed(minimal: Callable[..., Case]) -> Callable[..., Owed]:
    """Return what builds a minimal case and claims one or more months of it."""

    def run(*months: str, **changes: object) -> Owed:
        case = minimal(**changes)
        settlements = [settle(case, Asked(parse_month(m), findings=())) for m in months]
        return owed(view(case), settlements)

    return run


@pytest.fixture(scope="session")
def bill_of() -> Callable[..., Bill]:
    """Return what makes a bill of rows; amounts in minor units.

    total: its gross total, else the sum of what its rows print. tax: what it prints as its tax, by
    rate: (rate, base, tax). The rest is other fields of a bill.
    """
    return _bill


def _bill(rows: Rows | pl.DataFrame, *, total: int | None = None, **head: Any) -> Bill:  # noqa: ANN401
    lines = rows if isinstance(rows, pl.DataFrame) else _frame(rows)
    taxes = tuple(BilledTax(Fraction(r), base, tax) for r, base, tax in head.pop("tax", ()))
    printed = pl.coalesce("gross", pl.col("net") + pl.col("tax").fill_null(0))
    gross = int(lines.select(printed.sum()).item() or 0) if total is None else total
    totals = BilledTotals(head.pop("net", None), None, gross, **head.pop("totals", {}))
    usual: dict[str, Any] = {
        "number": "B1", "kind": "invoice", "issued": dt.date(2024, 4, 2), "currency": "CNY",
        "digits": 2, "seller": "P", "buyer": "B", "file": "bill.csv", "sha256": "0" * 64,
    }  # fmt: skip
    return Bill(**usual | head, totals=totals, lines=lines, taxes=taxes)


def _frame(rows: Rows) -> pl.DataFrame:
    numbered = [{"row": n, "line": str(n), **row} for n, row in enumerate(rows, start=1)]
    return pl.DataFrame(numbered, schema=BILL_LINES.schema(), orient="row")


@pytest.fixture(scope="session")
def compared_to(bill_of: Callable[..., Bill]) -> Callable[..., Reconciliation]:
    """Return what compares one bill of some rows with what a contract claims."""

    def run(claim: Owed, rows: Rows, **head: object) -> Reconciliation:
        return reconcile([claim], [bill_of(rows, **head)])

    return run


@pytest.fixture(scope="session")
def told() -> Callable[[Reconciliation], list[tuple[Any, ...]]]:
    """Return what lists the rows that differ: line, cause, difference; by line and cause."""

    def run(found: Reconciliation) -> list[tuple[Any, ...]]:
        rows = found.differences.filter(pl.col("cause").is_not_null())
        return sorted(rows.select("line", "cause", "difference").iter_rows())

    return run
