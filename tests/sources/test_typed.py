"""A grid of texts becomes a typed frame, and every bad cell is told once."""

from __future__ import annotations

import time
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineproof.model.circuit import CIRCUITS
from lineproof.model.record import RECORDS
from lineproof.sources.grid import Grid
from lineproof.sources.table_file import TableRead
from lineproof.sources.typed import duplicates, typed_frame

Read = Callable[..., TableRead]

_RECORD = "id,recorded_at,by,replaces,line,event,date\n"
_LEARNED = "2025-03-04T08:00Z,me"


def _codes(read: TableRead) -> list[tuple[str, str]]:
    """Return codes and lines."""
    return [(f.code, f.where.removeprefix("circuits.csv:")) for f in read.findings]


def test_columns_come_as_declared_and_lacking_ones_are_null(read: Read) -> None:
    """In the table's order, whatever the file's."""
    result = read("rent,line\n900,1\n")
    assert result.frame.schema == CIRCUITS.schema()
    assert result.frame.select("line", "monthly_rent", "id", "row").rows() == [
        ("1", 90000, None, 2)
    ]
    assert result.findings == ()


def test_texts_are_stripped_and_composed(read: Read) -> None:
    """U+0065 and U+0301 are é; an ideographic space is white space; line breaks inside are LF."""
    frame = read('line,rent,site\n 1　,900 ,"\u3000e\u0301\r\nx "\n').frame
    assert frame.select("line", "monthly_rent", "site").rows() == [("1", 90000, "é\nx")]


@pytest.mark.parametrize("mark", ["/", "-", "—", "——", "N/A", "／", "－", " - "])
def test_marks_are_absent_and_said_so(read: Read, mark: str) -> None:
    """Once a column, with the first row and how many."""
    result = read(f"line,rent,site\n1,900,\n2,900,{mark}\n3,900,{mark}\n")
    assert result.frame["site"].to_list() == [None, None, None]
    assert _codes(result) == [("W-CELL-ABSENT", "3")]
    assert "in 2 cells" in result.findings[0].message


def test_blank_cells_need_no_saying(read: Read) -> None:
    """An optional cell is blank, an ideographic space, or quoted and empty."""
    assert read('line,rent,site\n1,900,\n2,900,　\n3,900,""\n').findings == ()


def test_required_cells_are_told(read: Read) -> None:
    """Blank, or read as absent: then both are said."""
    result = read("line,rent\n1,\n2,/\n,900\n")
    assert _codes(result) == [
        ("W-CELL-ABSENT", "3"),
        ("E-CELL-REQUIRED", "2"),
        ("E-CELL-REQUIRED", "3"),
        ("E-CELL-REQUIRED", "4"),
    ]


def test_a_lacking_column_is_told_once_and_not_a_row(read: Read) -> None:
    """The header says it all."""
    assert _codes(read("line,site\n1,a\n2,b\n")) == [("E-COLUMN-MISSING", "1")]


def test_a_withdrawal_leaves_its_own_columns_blank(read: Read) -> None:
    """It replaces a row and says nothing itself; its common columns are needed still."""
    content = f"{_RECORD}a,{_LEARNED},,1,ceased,2025-03-04\nb,{_LEARNED},a,,,\n"
    assert read(content, RECORDS["lifecycle"]).findings == ()
    content = f"{_RECORD}b,2025-03-04T08:00Z,,a,,,\n"
    assert _codes(read(content, RECORDS["lifecycle"])) == [("E-CELL-REQUIRED", "2")]


def test_a_correction_needs_all_its_columns(read: Read) -> None:
    """It replaces a row and says something: then it must say it whole."""
    content = f"{_RECORD}b,{_LEARNED},a,1,ceased,\n"
    assert _codes(read(content, RECORDS["lifecycle"])) == [("E-CELL-REQUIRED", "2")]


def test_a_row_that_replaces_nothing_needs_all_its_columns(read: Read) -> None:
    """Line, event and date are blank: three findings."""
    content = f"{_RECORD}b,{_LEARNED},,,,\n"
    assert _codes(read(content, RECORDS["lifecycle"])) == [("E-CELL-REQUIRED", "2")] * 3


def test_bad_cells_are_null_and_told_in_the_order_of_rows(read: Read) -> None:
    """Rows first, then columns as declared."""
    result = read("start,rent,line\n03/04/2025,900,1\n2025-02-30,1e5,2\n,-5,3\n")
    assert _codes(result) == [
        ("E-DATE-AMBIGUOUS", "2"),
        ("E-MONEY", "3"),
        ("E-DATE", "3"),
        ("E-MONEY-NEGATIVE", "4"),
    ]
    assert result.frame["monthly_rent"].to_list() == [90000, None, None]
    assert result.frame["start"].to_list() == [None, None, None]


def test_a_rare_form_does_not_change_the_others(read: Read) -> None:
    """One Chinese date among ISO dates makes the column be read carefully."""
    result = read("line,rent,start\n1,1,2025-03-04\n2,1,2025年3月5日\n3,1,20250306\n")
    assert [str(day) for day in result.frame["start"]] == ["2025-03-04", "2025-03-05", "2025-03-06"]
    assert result.findings == ()


def test_duplicate_keys_are_told_with_both_rows(read: Read) -> None:
    """Row 4 and 5 repeat row 2; blank keys repeat nothing."""
    result = read("line,rent\n1,1\n2,1\n1,1\n 1,1\n")
    assert _codes(result) == [("E-ROW-DUPLICATE", "4"), ("E-ROW-DUPLICATE", "5")]
    assert "row 2" in result.findings[1].message


def test_ids_that_differ_in_zeros_are_no_duplicates() -> None:
    """Ids are text: 01 is not 1."""
    frame = pl.DataFrame({"line": ["1", "01", None, None], "row": [2, 3, 4, 5]})
    assert duplicates(frame, "line", file="a.csv").count == 0


def test_a_million_bad_cells_are_told_in_seconds(read: Read) -> None:
    """Here 200,000 rows of two bad cells each: 100 are listed, and 400,000 counted."""
    content = "line,rent,start\n" + "".join(f"{i},1e5,x\n" for i in range(200_000))
    begin = time.process_time()
    findings = read(content).findings
    assert time.process_time() - begin < 10
    assert len(findings) == 101
    assert "E-DATE 200,000, E-MONEY 200,000" in findings[-1].message


def test_a_grid_without_a_header_has_no_rows() -> None:
    """Its findings say why."""
    frame, findings = typed_frame(
        Grid(), table=CIRCUITS, file="a.csv", currency_digits=2, timezone="UTC"
    )
    assert (frame.schema, frame.height, findings) == (CIRCUITS.schema(), 0, ())


_CELLS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(("/", "-", "900", "1e5", "2025-03-04", "2025-03-30 02:30", "=1", "９", "a")),
)


@given(
    st.lists(st.lists(_CELLS, min_size=4, max_size=4), max_size=4), st.sampled_from(list(RECORDS))
)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_grid_of_texts_gives_a_frame_and_findings(rows: list[list[str]], kind: str) -> None:
    """Never an exception; a bad cell is null, and the columns are those declared."""
    table = RECORDS[kind]
    header = tuple(column.name for column in table.columns[-4:])
    schema = {str(i): pl.String() for i in range(4)} | {"row": pl.UInt32()}
    numbered = [(*row, line) for line, row in enumerate(rows, 2)]
    grid = Grid(header, pl.DataFrame(numbered, schema=schema, orient="row"))
    frame, findings = typed_frame(
        grid, table=table, file="a.csv", currency_digits=2, timezone="Europe/Berlin"
    )
    assert frame.schema == table.schema()
    assert frame.height == len(rows)
    assert all(finding.message and finding.fix for finding in findings)


@pytest.mark.parametrize("name", ["good", "marked", "bad"])
def test_texts_that_repeat_are_read_like_those_that_do_not(read: Read, name: str) -> None:
    """12,000 rows of a few texts, each read once, are what four rows are, 3,000 times."""
    cells = {
        "good": [
            "access,900.00,2025-03-04",
            "裸纤 x,0,2025/3/4",
            " e\u0301,812.9,",
            '"",1,20250304',
        ],
        "marked": ["/,900,—", "x,900,N/A", "- ,900,", ",900,2025-03-04"],
        "bad": ["=x,1e3,2025-02-30", "a\u200bb,-5,03/04/2025", "#REF!,0.005,x", ",900,"],
    }[name]
    header = "line,service,rent,start\n"
    rows = "".join(f"{n},{cells[n % 4]}\n" for n in range(12_000))
    few = read(header + "".join(f"{n},{cell}\n" for n, cell in enumerate(cells)))
    many = read(header + rows)
    own = ["service", "monthly_rent", "start"]
    assert many.frame.select(own).rows() == few.frame.select(own).rows() * 3_000
    assert {f.code for f in many.findings} - {"E-ROWS-MORE"} == {f.code for f in few.findings}
    told = [f for f in many.findings if f.where.endswith((":2", ":3", ":4", ":5"))]
    assert [f.fix for f in told] == [f.fix for f in few.findings]
