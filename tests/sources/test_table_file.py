"""A table is what its bytes say: the same from CSV, XLSX and Parquet, with the same hash."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from lineproof.model.canonical import canonical_csv
from lineproof.model.circuit import CIRCUITS
from lineproof.model.record import RECORDS
from lineproof.model.table_text import canonical_text
from lineproof.sources import table_file
from lineproof.sources.table_file import TableRead

Read = Callable[..., TableRead]
Xlsx = Callable[[Sequence[Sequence[object]]], bytes]

_CSV = """序号,电路编号,月租(元),开通日期,带宽,站点
1,00123,900,2024-11-01,10,"a, b"
2,CKT-2,812.90,2024年11月2日,2.50,/
3,,0.10,,100,北京
"""
_ROWS = (
    ("序号", "电路编号", "月租(元)", "开通日期", "带宽", "站点"),
    (1, "00123", 900, dt.date(2024, 11, 1), 10, "a, b"),
    ("2", "CKT-2", 812.9, "2024/11/2", 2.5, "／"),
    (3, None, 0.1, None, 100, " 北京 "),
)
_COLUMNS = "line,id,site,service,bandwidth,monthly_rent,start,end,stated_amount,price_line"
_CANONICAL = f"""{_COLUMNS},group,upstream,list_rent
1,00123,"a, b",,10,900.00,2024-11-01,,,,,,
2,CKT-2,,,2.5,812.90,2024-11-02,,,,,,
3,,北京,,100,0.10,,,,,,,
"""


def _canonical(read: TableRead) -> str:
    """Return the canonical bytes of circuits, as text."""
    return canonical_csv(canonical_text(read.frame, table=CIRCUITS, currency_digits=2)).decode()


def _parquet(frame: pl.DataFrame) -> bytes:
    """Return a frame as Parquet."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def test_csv_and_xlsx_give_the_same_frame_and_the_same_bytes(read: Read, xlsx: Xlsx) -> None:
    """Numbers, days and texts in the spreadsheet; only texts in the CSV; rows 2 to 4 in both."""
    from_csv, from_xlsx = read(_CSV), read(xlsx(_ROWS))
    assert_frame_equal(from_csv.frame, from_xlsx.frame)
    assert _canonical(from_csv) == _canonical(from_xlsx) == _CANONICAL
    assert [f.code for f in from_csv.findings] == ["W-CELL-ABSENT"]
    assert [f.code for f in from_xlsx.findings] == ["W-CELL-ABSENT"]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("月租(元)", 812.905, "E-MONEY-PRECISE"),
        ("月租(元)", -5, "E-MONEY-NEGATIVE"),
        ("月租(元)", 2e13, "E-MONEY-RANGE"),
        ("月租(元)", 1e22, "E-MONEY"),
        ("月租(元)", "９00", "E-MONEY"),
        ("月租(元)", "1,200", "E-MONEY"),
        ("电路编号", 1.2e17, "E-ID-SCIENTIFIC"),
        ("电路编号", "1.2E+11", "E-ID-SCIENTIFIC"),
        ("电路编号", "=A1", "E-CELL-FORMULA"),
        ("开通日期", "03/04/2025", "E-DATE-AMBIGUOUS"),
        ("开通日期", 45000, "E-DATE"),
        ("带宽", "#REF!", "E-CELL-ERROR"),
    ],
)
def test_a_bad_cell_is_told_in_its_row(
    read: Read, xlsx: Xlsx, column: str, cell: float | str, code: str
) -> None:
    """The second row of the sheet; texts the same in a CSV."""
    names = ["序号", "月租(元)"] + [column] * (column != "月租(元)")
    values: list[object] = ["1", *(cell if name == column else 900 for name in names[1:])]
    findings = read(xlsx([names, values])).findings
    assert [(f.code, f.where) for f in findings] == [(code, "circuits.csv:2")]
    if isinstance(cell, str):
        quoted = ",".join(f'"{value}"' for value in values)
        assert read(f"{','.join(names)}\n{quoted}\n").findings == findings


def test_the_largest_exact_number_is_an_id(read: Read, xlsx: Xlsx) -> None:
    """15 digits are all there; a 16th may not be."""
    rows: list[list[object]] = [
        ["line", "rent", "id"],
        ["1", 1, 123_456_789_012_345],
        ["2", 1, 1_234_567_890_123_456],
    ]
    result = read(xlsx(rows))
    assert result.frame["id"].to_list() == ["123456789012345", None]
    assert [f.code for f in result.findings] == ["E-ID-SCIENTIFIC"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding_gives_the_same_frame(read: Read, encoding: str) -> None:
    """Only what is said of it differs."""
    assert_frame_equal(read(_CSV.encode(encoding)).frame, read(_CSV).frame)


def test_the_extension_does_not_matter(read: Read, xlsx: Xlsx) -> None:
    """The fixture calls every file circuits.csv."""
    assert read(xlsx(_ROWS)).frame.height == 3


def test_canonical_bytes_read_back_as_themselves(read: Read) -> None:
    """Reading is a projection: twice is as good as once."""
    again = read(_CANONICAL)
    assert again.findings == ()
    assert _canonical(again) == _CANONICAL


_TEXTS = st.text(st.sampled_from('ab1 ,"\n;é北'), max_size=6).map(str.strip)
_MONEY = st.integers(0, 10**15).map(lambda minor: f"{minor // 100}.{minor % 100:02}")


@given(st.lists(st.tuples(_TEXTS, _MONEY), max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_good_table_round_trips(read: Read, rows: list[tuple[str, str]]) -> None:
    """Quotes, separators and line breaks inside of texts included."""
    frame = pl.DataFrame(
        {
            "line": [str(i) for i in range(len(rows))],
            "site": [text or None for text, _ in rows],
            "rent": [money for _, money in rows],
        },
        schema={"line": pl.String, "site": pl.String, "rent": pl.String},
    )
    once = read(canonical_csv(frame))
    twice = read(_canonical(once))
    assert [f.code for f in once.findings] in ([], ["W-FILE-NO-ROWS"])
    assert once.frame["site"].to_list() == frame["site"].to_list()
    assert_frame_equal(once.frame.drop("row"), twice.frame.drop("row"))


def test_parquet_of_the_declared_types_is_read(read: Read) -> None:
    """Its rows are counted from 1, having no header."""
    frame = read(_CSV).frame
    result = read(_parquet(frame.drop("row")))
    assert_frame_equal(result.frame.drop("row"), frame.drop("row"))
    assert (result.frame["row"].to_list(), result.findings) == ([1, 2, 3], ())


def test_parquet_of_other_types_is_refused(read: Read) -> None:
    """Money as a float, a column too many and one too few."""
    frame = read(_CSV).frame.with_columns(pl.col("monthly_rent") / 100, x=1).drop("end")
    findings = read(_parquet(frame)).findings
    assert [f.code for f in findings] == ["E-COLUMN-TYPE", "E-COLUMN-TYPE", "E-COLUMN-UNKNOWN"]


def test_parquet_cells_are_checked_like_others(read: Read) -> None:
    """Negative money, a formula, and a key twice."""
    frame = read(_CSV).frame.drop("row").head(2)
    bad = frame.with_columns(
        line=pl.lit("1"), monthly_rent=pl.lit(-1, pl.Int64), site=pl.Series([None, "=1"])
    )
    codes = [f.code for f in read(_parquet(bad)).findings]
    assert codes == ["E-MONEY-NEGATIVE", "E-CELL-FORMULA", "E-MONEY-NEGATIVE", "E-ROW-DUPLICATE"]


def test_large_files_are_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """By their bytes, and by the rows of a Parquet file, which packs well."""
    content = _parquet(read(_CSV).frame.drop("row"))
    monkeypatch.setattr(table_file, "PARQUET_ROWS_MAX", 2)
    assert [f.code for f in read(content).findings] == ["E-FILE-TOO-LARGE"]
    monkeypatch.setattr(table_file, "FILE_BYTES_MAX", len(_CSV.encode()))
    assert [f.code for f in read(_CSV).findings] == ["W-CELL-ABSENT"]
    assert [f.code for f in read(_CSV + " ").findings] == ["E-FILE-TOO-LARGE"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "E-FILE-EMPTY"),
        (b"\xef\xbb\xbf\r\n", "E-FILE-EMPTY"),
        (b"line,rent\n", "W-FILE-NO-ROWS"),
        (b"line,\xff\xff\n", "E-ENCODING"),
        (b"PK\x03\x04", "E-FILE-DAMAGED"),
        (b"PAR1", "E-FILE-DAMAGED"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "E-FILE-TYPE"),
    ],
)
def test_files_that_hold_no_table_are_told(read: Read, content: bytes, code: str) -> None:
    """Each has the declared columns and no rows."""
    result = read(content)
    assert [f.code for f in result.findings] == [code]
    assert (result.frame.schema, result.frame.height) == (CIRCUITS.schema(), 0)


def test_a_named_sheet_is_read(read: Read, xlsx: Xlsx) -> None:
    """XlsxWriter calls the first one Sheet1."""
    found, lacking = (read(xlsx(_ROWS), sheet=name) for name in ("Sheet1", "Sheet2"))
    assert found.frame.height == 3
    assert [f.code for f in lacking.findings] == ["E-SHEET-MISSING"]


@pytest.mark.parametrize("kind", list(RECORDS))
def test_every_kind_of_record_can_be_empty(read: Read, kind: str) -> None:
    """A header and no rows: nothing has happened yet."""
    header = ",".join(column.name for column in RECORDS[kind].columns)
    assert [f.code for f in read(f"{header}\n", RECORDS[kind]).findings] == ["W-FILE-NO-ROWS"]
