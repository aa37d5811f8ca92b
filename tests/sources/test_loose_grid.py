"""Are a person's rows trimmed, totals told apart, and long amounts rounded as they are printed?"""

import polars as pl
import pytest

from lineproof.model.errors import InputRefusedError
from lineproof.sources.bill_sheet_table import BILL_SHEET
from lineproof.sources.loose_grid import is_total, loose_grid, rounded


def test_cells_are_trimmed_and_marks_say_nothing() -> None:
    """White space around a text, and a stroke that stands for nothing."""
    content = b"Circuit,Amount\n C1 , /\n"
    grid = loose_grid(content, file="a.csv", table=BILL_SHEET, sheet=None, currency_digits=2)
    assert grid.frame.select("0", "1").rows() == [("C1", None)]


def test_a_first_row_of_figures_is_no_header() -> None:
    """Two of three cells are figures, and none is a known name: columns are numbered."""
    content = b"C1,900.00,6\nC2,600.00,6\n"
    grid = loose_grid(content, file="a.csv", table=BILL_SHEET, sheet=None, currency_digits=2)
    assert grid.header == ("column 1", "column 2", "column 3")
    assert grid.frame.height == 2


def test_an_empty_file_is_refused() -> None:
    """There is nothing to guess from."""
    with pytest.raises(InputRefusedError):
        loose_grid(b"", file="a.csv", table=BILL_SHEET, sheet=None, currency_digits=2)


def test_a_row_with_an_id_of_its_own_is_no_total() -> None:
    """A circuit may be called for anything; without an id, the word makes it a total."""
    rows = pl.DataFrame(
        {"0": ["C1", None, "合计:"], "1": ["total", "Total", "9"], "row": [2, 3, 4]}
    )
    assert is_total(rows, "0").to_list() == [False, True, True]
    assert is_total(rows, None).to_list() == [True, True, True]


def test_amounts_are_rounded_half_away_from_zero_and_it_is_said() -> None:
    """48.774 → 48.77; −0.125 → −0.13; 5.10 stays."""
    texts = pl.DataFrame({"net": ["48.774", "-0.125", "5.10", None], "row": [2, 3, 4, 5]})
    frame, findings = rounded(texts, {"net": 2}, file="a.csv")
    assert frame["net"].to_list() == ["48.77", "-0.13", "5.10", None]
    assert [(f.code, f.where) for f in findings] == [("W-BILL-ROUNDED", "a.csv:2")]
