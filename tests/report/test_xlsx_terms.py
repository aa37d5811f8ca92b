"""The sheets of payments, terms and findings."""

from __future__ import annotations

import dataclasses
import io

import openpyxl  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

from lineproof.contract.case import View
from lineproof.model.finding import Finding
from lineproof.report.statement import statement_of
from lineproof.report.xlsx_cells import Book, Sheet
from lineproof.report.xlsx_terms import counted_formula, write_payments, write_terms
from lineproof.settle.settlement import UNKNOWN, Bounded, Settlement


def test_only_what_the_month_counts_is_summed(settled: Settlement, known: View) -> None:
    """300.00 + 20,258.21 are counted, the 5,000.00 that wait are not."""
    statement = statement_of(settled, known, ())
    workbook = Workbook(io.BytesIO())
    book = Book(workbook, "en", 2)
    formula = counted_formula(statement, book)
    assert formula == "SUMIFS('Payments'!$E$2:$E$4,'Payments'!$D$2:$D$4,1)"
    other = dataclasses.replace(statement, payable=Bounded.exactly(1))
    assert counted_formula(other, book) == ""
    unknown = dataclasses.replace(statement.due[0], amount=UNKNOWN)
    assert counted_formula(dataclasses.replace(statement, due=(unknown,)), book) == ""
    assert counted_formula(dataclasses.replace(statement, due=()), book) == ""
    workbook.close()


def test_payments_terms_and_findings_are_listed(
    blocked: Settlement, known: View, findings: tuple[Finding, ...]
) -> None:
    """An unknown payment has its bounds; a finding its amount at stake."""
    out = io.BytesIO()
    workbook = Workbook(out)
    book = Book(workbook, "en", 2)
    statement = statement_of(blocked, known, findings)
    write_payments(Sheet(book, workbook.add_worksheet("p")), statement)
    write_terms(Sheet(book, workbook.add_worksheet("t")), statement)
    workbook.close()
    found = openpyxl.load_workbook(out)
    payment = [cell.value for cell in found["p"][2]]
    assert payment[0] == "2025-03"
    assert payment[3:8] == [1, None, 13272.14, 22586.9, "III.2.1"]
    rows = list(found["t"].iter_rows(values_only=True))
    assert rows[2][:4] == ("STOP-RENT", "notice", "stopping the rent", "5.1")
    assert ("E-TOTAL", "error", "the total isn't the sum", "III.1", "answered", 123.45) in {
        row[:6] for row in rows
    }
