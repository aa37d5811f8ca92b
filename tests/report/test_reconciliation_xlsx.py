"""Does the workbook hold every difference, as numbers and as harmless texts?"""

import datetime as dt
import io

import openpyxl  # type: ignore[import-untyped]
import polars as pl
import pytest

from lineproof.model.errors import LineproofError
from lineproof.reconcile.causes import Cause
from lineproof.reconcile.reconciliation import DIFFERENCE_SCHEMA, Reconciliation
from lineproof.report import reconciliation_xlsx as module
from lineproof.report.reconciliation_xlsx import reconciliation_xlsx
from lineproof.report.wording import Language


def found(circuit: str = "C1") -> Reconciliation:
    """Return one wrong price of 300.00."""
    row = {"contract": "c", "line": "1", "circuit": circuit, "from": dt.date(2025, 3, 1),
           "to": dt.date(2025, 4, 1), "charge": "rent", "cause": "wrong_price", "billed": 90_000,
           "expected": 60_000, "difference": 30_000, "clause": "III.1", "bill": "B1",
           "bill_line": "4", "suggestion": "", "evidence": "", "is_open": False}  # fmt: skip
    return Reconciliation(
        contract="c", months=("2025-03",), bills=("B1",), currency="CNY", digits=2, billed=90_000,
        expected=60_000, causes={Cause.WRONG_PRICE: 30_000}, undisputed=60_000,
        differences=pl.DataFrame([row], schema=DIFFERENCE_SCHEMA),
    )  # fmt: skip


@pytest.mark.parametrize(("language", "sheets"), [
    ("en", ["Differences by cause", "Lines"]), ("zh", ["差异原因", "明细"]),
])  # fmt: skip
def test_sums_and_lines_stand_on_a_sheet_each(language: Language, sheets: list[str]) -> None:
    """300.00 as a number, once as the cause's sum and once on its line."""
    book = openpyxl.load_workbook(io.BytesIO(reconciliation_xlsx(found(), language)))
    assert book.sheetnames == sheets
    summary, lines = (list(book[name].values) for name in sheets)
    assert 300 in [cell for row in summary for cell in row]
    assert lines[1][:4] == ("c", "1", "C1", "2025-03")
    assert lines[1][5:8] == (900, 600, 300)


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "@x", "-2"])
def test_formula_characters_are_neutralised(text: str) -> None:
    """What a provider wrote is a text, marked as quoted, and never computed."""
    book = openpyxl.load_workbook(io.BytesIO(reconciliation_xlsx(found(text), "en")))
    cell = book["Lines"].cell(2, 3)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_more_than_a_sheet_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The JSON has them all."""
    monkeypatch.setattr(module, "ROWS_MAX", 1)
    with pytest.raises(LineproofError, match="a sheet holds 0"):
        reconciliation_xlsx(found(), "en")
