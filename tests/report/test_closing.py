"""Is a month-end shown in both languages, and its journal safe to open?"""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Callable
from typing import Any

import pytest
from tests.ledger.test_closing import closed, used

from lineproof.ledger.books import Books
from lineproof.ledger.closing import Closing
from lineproof.ledger.exchange import BookLine
from lineproof.report.closing import journal_csv, month_end_json, print_month_end
from lineproof.report.month_end import MonthEnd
from lineproof.report.printing import Printing, console_for
from lineproof.report.wording import LANGUAGES, Language

Made = Callable[..., Any]


def end(closing: Closing) -> MonthEnd:
    """Return a month-end in its own currency."""
    lines = tuple(BookLine(line, "CNY", line.amount, None) for line in closing.lines)
    return MonthEnd(closing, lines, Books())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_month_end_is_printed(viewed: Made, language: Language) -> None:
    """100.00 accrued, its two lines and their reversal."""
    out = io.StringIO()
    print_month_end(end(closed(viewed(), used("2024-01", 10000))),
                    Printing(console_for(out), language))  # fmt: skip
    text = out.getvalue()
    assert ("应计未开票" if language == "zh" else "Accrued, not billed") in text
    assert text.count("100.00") >= 5


def test_its_journal_balances_and_holds_no_formula(viewed: Made) -> None:
    """Debits are credits; a provider called =1+1 gets an apostrophe before it."""
    closing = dataclasses.replace(closed(viewed(), used("2024-01", 10000)), provider="=1+1")
    rows = [*csv.DictReader(io.StringIO(journal_csv([end(closing)]).decode()))]
    assert [row["debit"] for row in rows] == ["100.00", "0.00", "0.00", "100.00"]
    assert [row["credit"] for row in rows] == ["0.00", "100.00", "100.00", "0.00"]
    assert {row["provider"] for row in rows} == {"'=1+1"}


def test_its_json_has_bounds_and_journal(viewed: Made) -> None:
    """Known: all three the same."""
    told = month_end_json([end(closed(viewed(), used("2024-01", 10000)))], month="2024-01")
    (contract,) = told["contracts"]
    assert contract["accrued"] == {"value": "100.00", "low": "100.00", "high": "100.00"}
    assert len(contract["journal"]) == 4
