"""The first records say which separator is used and where the header stands."""

from __future__ import annotations

import pytest

from lineproof.model.circuit import CIRCUITS
from lineproof.sources.csv_head import csv_head, records_of


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_separator_is_found_from_the_header(mark: str) -> None:
    """A title with more commas than the header has columns doesn't matter."""
    content = f"Annex, 1, 2, 3, 4\nline{mark}rent{mark}start\n"
    head = csv_head(content.encode(), table=CIRCUITS)
    assert head is not None
    assert (head.delimiter, head.header.cells, head.header.line) == (
        mark,
        ("line", "rent", "start"),
        2,
    )


def test_nothing_but_blank_lines_has_no_head() -> None:
    """Neither has nothing."""
    assert csv_head(b"", table=CIRCUITS) is None
    assert csv_head(b"\n \n", table=CIRCUITS) is None


def test_records_start_where_they_start() -> None:
    """The first spans two lines; the second is not closed, so that it has a problem."""
    records = list(records_of('"a\nb",c\n"d', delimiter=","))
    assert [record.line for record in records] == [1, 3]
    assert [bool(record.problem) for record in records] == [False, True]
