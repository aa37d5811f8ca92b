"""The sheet of totals."""

from __future__ import annotations

import dataclasses
import io
from typing import Any

import openpyxl  # type: ignore[import-untyped]

from lineproof.contract.case import View
from lineproof.report.statement import statement_of
from lineproof.report.xlsx import statement_xlsx
from lineproof.settle.settlement import Bounded, Settlement


def by_label(settlement: Settlement, known: View) -> dict[str, Any]:
    """Return what stands in the column of amounts, by label; the last of equal ones wins."""
    content = statement_xlsx(statement_of(settlement, known, ()), language="en")
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Statement"]
    return {row[1]: row[5] for row in sheet.iter_rows(values_only=True) if row[1]}


def totals(settlement: Settlement, known: View) -> list[object]:
    """Return the amounts of the summary: the five rows below its heading."""
    content = statement_xlsx(statement_of(settlement, known, ()), language="en")
    rows = list(
        openpyxl.load_workbook(io.BytesIO(content))["Statement"].iter_rows(values_only=True)
    )
    (start,) = (i for i, row in enumerate(rows) if row[0] == "Summary")
    return [row[5] for row in rows[start + 2 : start + 7]]


def test_totals_are_formulas_where_they_are_sums(settled: Settlement, known: View) -> None:
    """Gross sums the charges, net and tax the rates, payable what counts in the month."""
    gross, net, tax, carried, payable = totals(settled, known)
    assert str(gross).startswith("=SUM(F")
    assert str(net).startswith("=SUM(G")
    assert str(tax).startswith("=SUM(H")
    assert carried == -1000
    assert str(payable).startswith("=SUMIFS('Payments'!$E$2:$E$4,")


def test_a_total_that_is_no_sum_is_a_value(settled: Settlement, known: View) -> None:
    """Then nothing claims to have been computed in the sheet."""
    odd = dataclasses.replace(settled, gross=Bounded.exactly(1), payable=Bounded.exactly(2))
    gross, *_, payable = totals(odd, known)
    assert (gross, payable) == (0.01, 0.02)


def test_known_lines_are_summed_in_a_blocked_month(blocked: Settlement, known: View) -> None:
    """23,286.90 + 600.00; the sheet says that only what is known is in it."""
    found = by_label(blocked, known)
    assert str(found["Sum of the lines that are known"]).startswith("=SUM(F")
    assert found["Earned this month"] is None
