"""The layout of a CSV is found without reading its cells."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from lineproof.sources.csv_layout import csv_layout, is_even


def test_quoted_separators_and_line_ends_do_not_count() -> None:
    """The first record spans lines 1 and 2 and has two cells; the second stands in line 3."""
    layout = csv_layout(b'"a,\n""b""",c\r\nd,e', delimiter=",")
    assert layout is not None
    assert (layout.widths.tolist(), layout.lines.tolist()) == ([2, 2], [1, 3])


def test_a_blank_line_is_a_record_of_one_cell() -> None:
    """It is for the reader to leave it out."""
    layout = csv_layout(b"a,b\n\nc,d\n", delimiter=",")
    assert layout is not None
    assert layout.widths.tolist() == [2, 1, 2]


def test_quotes_that_are_not_strict_have_no_layout() -> None:
    """A quote in a cell, one behind a space, one that isn't closed, and text behind one."""
    for content in (b'a"b"', b' "a"', b'"a', b'"a"b', b'a,b"\n"'):
        assert csv_layout(content, delimiter=",") is None, content


def test_a_lone_carriage_return_has_no_layout() -> None:
    """It may end a line or not: that is for the careful reader."""
    assert csv_layout(b"a\rb", delimiter=",") is None
    assert csv_layout(b"a\r\nb", delimiter=",") is not None


def test_rows_are_even_only_if_each_is() -> None:
    """Two cells a line; a short row and a wide one cancel out in number, and are seen anyway."""
    for body in (b"a,b", b"a,b\n", b"a,b\nc,d\n", b"a,b\r\nc,d", b",\n,"):
        assert is_even(body, delimiter=",", width=2), body
    uneven = (b"", b"\n", b"a\n", b"a,b\n\n", b"a\nb,c,d\n", b"a,b,\nc", b"a,b\r\n\r\n", b"a\rb,c")
    for body in uneven:
        assert not is_even(body, delimiter=",", width=2), body


@given(st.lists(st.lists(st.text(st.sampled_from('a,;"\n é')), min_size=2, max_size=3), max_size=5))
def test_what_the_standard_library_writes_is_laid_out(rows: list[list[str]]) -> None:
    """Widths are those of the rows; lines are counted by the line ends written before."""
    buffer = io.StringIO()
    writer, lines = csv.writer(buffer, lineterminator="\n"), []
    for row in rows:
        lines.append(buffer.getvalue().count("\n") + 1)
        writer.writerow(row)
    layout = csv_layout(buffer.getvalue().encode(), delimiter=",")
    assert layout is not None
    assert layout.widths.tolist() == [len(row) for row in rows]
    assert layout.lines.tolist() == lines
