"""The sheet of lines."""

from __future__ import annotations

from lineproof.contract.case import View
from lineproof.report.statement import statement_of
from lineproof.report.xlsx_lines import letter, refuse_too_many, rows_of
from lineproof.settle.settlement import Settlement


def test_lines_stand_below_two_rows_of_head(settled: Settlement, known: View) -> None:
    """12 lines: rows 3 to 14."""
    statement = statement_of(settled, known, ())
    rows = rows_of(statement)
    assert (rows.first, rows.last) == (3, 14)
    assert rows.range("amount", "Lines") == "'Lines'!$M$3:$M$14"
    assert letter("number") == "A"
    refuse_too_many(statement)


def test_a_month_without_lines_has_a_row_to_sum(settled: Settlement, known: View) -> None:
    """A range must not end before it begins."""
    empty = Settlement(**{**vars(settled), "lines": settled.lines.clear()})
    rows = rows_of(statement_of(empty, known, ()))
    assert (rows.first, rows.last) == (3, 3)
