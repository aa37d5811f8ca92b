"""Do lines stand in one order, wherever their rows stood?"""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.model.line_order import in_line_order


def ordered(*lines: str) -> list[str]:
    """Return lines in their order."""
    found: list[str] = in_line_order(pl.DataFrame({"line": lines}))["line"].to_list()
    return found


@pytest.mark.parametrize(
    "lines",
    [
        ("1", "2", "10"),
        ("1", "1a", "1b", "2"),
        ("1", "A"),
        ("9", "10a", "A-1", "B"),
        ("2", "10", "９"),
        ("01", "1", "2"),
        ("1", "2", "+3"),
        ("99999999999999999999", "x"),
    ],
)
def test_numbers_come_before_what_follows_them_and_names(lines: tuple[str, ...]) -> None:
    """2 before 10, 1a before 1b; a full-width nine is a name; twenty digits are no crash."""
    assert ordered(*reversed(lines)) == list(lines)


@given(st.permutations(["1", "1a", "2", "10", "A", "B7", "", "0"]))
def test_the_order_of_rows_never_matters(lines: list[str]) -> None:
    """Any order of the rows comes to the same."""
    assert ordered(*lines) == ["0", "1", "1a", "2", "10", "", "A", "B7"]


def test_lines_that_repeat_are_ordered_by_their_content() -> None:
    """Not by the row they stood in, which is kept."""
    rows = pl.DataFrame({"line": ["2", "1", "1"], "rent": [5, 9, 7], "row": [2, 3, 4]})
    expected = [("1", 7, 4), ("1", 9, 3), ("2", 5, 2)]
    assert in_line_order(rows).rows() == expected
    assert in_line_order(rows.reverse()).rows() == expected


def test_a_frame_in_order_is_returned_as_it_is() -> None:
    """A million rows in order cost no sort."""
    frame = pl.DataFrame({"line": ["1", "2", "10"]})
    assert in_line_order(frame) is frame
