"""The lines of a statement, as tables of texts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lineproof.contract.case import View
from lineproof.report.statement import statement_of
from lineproof.report.worded_lines import LINES_MAX, is_summed_up, line_sections
from lineproof.settle.settlement import Settlement


def test_a_table_shows_only_columns_that_tell_lines_apart(settled: Settlement, known: View) -> None:
    """Full months need no days and shares; a quantity of 1 each needs no column."""
    whole, _, parts, *_ = line_sections(statement_of(settled, known, ()), "en")
    assert [c.name for c in whole.columns] == ["Line", "Service", "Qty", "Monthly rent", "Amount"]
    assert whole.subtitle == "Rent, PRICES, clause III.1, full month"
    assert [c.name for c in parts.columns] == [
        "Line", "Service", "First day", "Last day", "Monthly rent", "Share", "Amount",
    ]  # fmt: skip
    assert parts.rows[0] == (
        "4", "C-4, 东区 rural, ethernet 100 Mbit/s", "2025-03-04", "2025-03-31", "900.00",
        "28/31", "812.90",
    )  # fmt: skip
    assert (parts.total[0], parts.total[-1]) == ("Subtotal", "912.90")


def test_interest_shows_no_rent(settled: Settlement, known: View) -> None:
    """What it is on isn't rent."""
    *_, interest = line_sections(statement_of(settled, known, ()), "en")
    assert [c.name for c in interest.columns][-1] == "Amount"
    assert "Monthly rent" not in [c.name for c in interest.columns]


def test_unknown_lines_show_bounds(blocked: Settlement, known: View) -> None:
    """-81.29 × 4 = -325.16; subtotal -365.16."""
    sections = line_sections(statement_of(blocked, known, ()), "en")
    assert sections[3].rows[0][-1] == "-325.16 to 0.00"
    assert sections[3].total[-1] == "-365.16 to 0.00"


@pytest.mark.parametrize("count", [LINES_MAX, LINES_MAX + 1])
def test_many_lines_are_summed_up(
    many: Callable[[int], Settlement], known: View, count: int
) -> None:
    """2,000 are listed, 2,001 summed up: 667 at 600.00 and 1,334 at 900.00, 1,600,800.00."""
    statement = statement_of(many(count), known, ())
    (section,) = line_sections(statement, "en")
    assert is_summed_up(statement) is (count > LINES_MAX)
    if count == LINES_MAX:
        assert len(section.rows) == LINES_MAX
        return
    assert section.note.startswith("2,001 lines")
    assert "XLSX and JSON" in section.note
    assert section.rows[0] == ("–", "900.00", "1,333", "1,199,700.00")
    assert section.total[-1] == "1,600,800.00"
