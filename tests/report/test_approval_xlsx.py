"""Does the approval workbook compute what it shows, and keep texts texts?"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
from tests.ledger.paying import write_paying
from tests.report.test_approval import made

from lineproof.contract.check import check
from lineproof.ledger.proposal import propose
from lineproof.report.approval_xlsx import approval_xlsx
from lineproof.report.wording import LANGUAGES, Language
from lineproof.store.cases import open_case


@pytest.mark.parametrize("language", LANGUAGES)
def test_amounts_are_numbers_and_the_proposed_one_a_formula(
    tmp_path: Path, language: Language
) -> None:
    """Billed 1,760.00, withheld −150.00: =MAX(0,E+F+G), of which the value is 1,610.00."""
    content = approval_xlsx(made(tmp_path / "c"), language=language)
    formulas, values = (
        openpyxl.load_workbook(io.BytesIO(content), data_only=only).worksheets[0]
        for only in (False, True)
    )
    (row,) = [cell.row for cell in values["A"] if cell.value == "2024-01" and
              values.cell(cell.row, 5).value == 1760]  # fmt: skip
    assert [values.cell(row, column).value for column in (4, 6, 7, 8)] == [1610, -150, 0, 1610]
    assert formulas.cell(row, 8).value == f"=MAX(0,E{row}+F{row}+G{row})"


def test_the_total_is_of_what_nothing_blocks(tmp_path: Path) -> None:
    """January's 1,610.00 can be paid; February's and March's have no invoice yet."""
    case = open_case(write_paying(tmp_path / "c"))
    proposal = propose(case, check(case), on=dt.date(2024, 3, 1))
    content = approval_xlsx(proposal, language="en")
    formulas, values = (
        openpyxl.load_workbook(io.BytesIO(content), data_only=only).worksheets[0]
        for only in (False, True)
    )
    rows = [c.row for c in formulas["H"] if str(c.value).startswith("=SUMIF(J")]
    assert [values.cell(row, 8).value for row in rows] == [1610]
    told = [values.cell(row, 10).value for row in range(rows[0] - 3, rows[0])]
    assert [text.startswith("Ready") for text in told] == [True, False, False]


def test_a_name_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    """A provider called =1+1 is written as that, marked as quoted."""
    proposal = dataclasses.replace(made(tmp_path / "c"), provider="=1+1")
    sheet = openpyxl.load_workbook(
        io.BytesIO(approval_xlsx(proposal, language="en"))
    ).worksheets[0]  # fmt: skip
    (cell,) = [c for c in sheet["B"] if c.value == "=1+1"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
