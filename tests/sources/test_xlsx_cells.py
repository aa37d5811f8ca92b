"""What a sheet's XML says of its cells is the same, read fast or strictly."""

from __future__ import annotations

import pytest

from lineproof.sources.xlsx_cells import MalformedSheetError, measured_cells, plain_cells

_PLAIN = (
    b'<sheetData><row r="1" spans="1:3"><c r="A1" t="s"><v>0</v></c><c r="C1" s="2"/></row>'
    b'<row r="7"><c r="AZ7" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B7" t="e"><v>#N/A</v></c></row>'
    b"</sheetData>"
)


def test_plain_xml_is_read_alike_by_both() -> None:
    """Four cells, two of them errors: AZ7 is (6, 51) and B7 (6, 1)."""
    fast, strict = plain_cells([_PLAIN]), measured_cells([_PLAIN])
    assert fast is not None
    assert fast.errors == strict.errors == {(6, 51): "#DIV/0!", (6, 1): "#N/A"}
    assert fast.count == strict.count == 4
    assert strict.span == 7 * 52


def test_chunks_may_be_cut_anywhere() -> None:
    """Here behind every byte."""
    cells = plain_cells(_PLAIN[i : i + 1] for i in range(len(_PLAIN)))
    assert cells is not None
    assert (cells.count, len(cells.errors)) == (4, 2)


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="BA1"/>',
        b'<c r="A1050000"/>',
        b'<c r="A1"r="XFD1"/>',
        b'<c r="A1" r="XFD1"/>',
        b"<c r='XFD1'/>",
        b'<c  r="XFD1"/>',
        b'<c r = "XFD1"/>',
        b'<c t=">" r="XFD1"/>',
        b'<x:c r="XFD1"/>',
        b'<c r="&#88;FD1"/>',
        b"<c/>",
        b'<c r="A1" t="e"/>',
        b"<c\0",
    ],
)
def test_any_other_shape_is_not_plain(cell: bytes) -> None:
    """Far columns and rows, two places, other quotes, spaces, prefixes and references."""
    assert plain_cells([b'<row r="1">' + cell + b"</row>"]) is None


def test_the_last_row_of_a_sheet_is_plain_and_the_next_is_none() -> None:
    """A sheet has 1,048,576 rows; what looks the same with other digits may lie beyond them."""
    for row, is_plain in ((1_048_576, True), (1_050_000, False), (9_999_999, False)):
        text = f'<row r="{row}"><c r="A{row}"/></row>'.encode()
        assert (plain_cells([text]) is not None) == is_plain


def test_one_odd_row_among_rows_that_look_alike_is_seen() -> None:
    """The second of three stands far outside."""
    rows = (b'<row r="1"><c r="A1"/></row>', b'<row r="2"><c r="XFD2"/></row>')
    assert plain_cells([rows[0] + rows[1] + rows[0]]) is None
    assert plain_cells([rows[0] * 3]) is not None


def test_strictly_read_places_count_however_they_are_written() -> None:
    """XFD1 is the 16,384th column, in quotes of either kind, spaced, prefixed or by reference."""
    for cell in (
        b"<c r='XFD1'/>",
        b'<c  r = "XFD1"/>',
        b'<c r="&#88;FD1"/>',
        b'<c t=">" r="XFD1"/>',
    ):
        assert measured_cells([b"<row>" + cell + b"</row>"]).span == 16_384


def test_cells_without_a_place_stand_behind_each_other() -> None:
    """Two in the first row, then one in row 3: six cells are spanned."""
    cells = measured_cells([b'<s><row><c/><c t="e"/></row><row r="3"><c/></row></s>'])
    assert (cells.count, cells.span, cells.errors) == (3, 6, {(0, 1): "#VALUE!"})


@pytest.mark.parametrize(
    "text",
    [b'<c r="A1"r="B1"/>', b'<c r="A1" r="B1"/>', b'<c r="1"/>', b'<c r="AAAA1"/>', b"<c", b"",
     b'<!DOCTYPE c><c r="A1"/>', b'<row r="x"/>', '<c r="A１"/>'.encode()],
)  # fmt: skip
def test_malformed_xml_is_refused(text: bytes) -> None:
    """The reader would make something of it."""
    with pytest.raises(MalformedSheetError):
        measured_cells([text])
