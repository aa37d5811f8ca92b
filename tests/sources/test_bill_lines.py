"""Are canonical lines read exactly, fast or slow, and refused where any value isn't one?"""

import datetime as dt
import io
from typing import Any

import polars as pl
import pytest

from lineproof.model.bill import BILL_LINES
from lineproof.model.canonical import canonical_csv
from lineproof.model.errors import InputRefusedError
from lineproof.model.table_text import canonical_text
from lineproof.sources.bill_lines import NAMES, canonical_lines, is_canonical, neutral

LINE = {
    "line": "1", "charge": "rent", "circuit": "C-1", "product": "专线 100M",
    "from": dt.date(2025, 3, 1), "to": dt.date(2025, 4, 1), "quantity": "1", "price": "812.9",
    "net": 81290, "rate": "0.06", "tax": 4877, "gross": 86167,
}  # fmt: skip


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    """Return canonical lines, without `row`."""
    schema = {name: dtype for name, dtype in BILL_LINES.schema().items() if name != "row"}
    return pl.DataFrame(list(rows), schema=schema)


def as_parquet(lines: pl.DataFrame) -> bytes:
    """Return lines as Parquet."""
    buffer = io.BytesIO()
    lines.write_parquet(buffer)
    return buffer.getvalue()


def as_csv(lines: pl.DataFrame) -> bytes:
    """Return lines as canonical CSV."""
    return canonical_csv(canonical_text(lines, table=BILL_LINES, currency_digits=2))


CREDIT = {"line": "2", "charge": "credit", "net": -5, "gross": -5}


def test_csv_and_parquet_say_the_same() -> None:
    """Two lines, the second a credit of 0.05: amounts may be negative."""
    lines = frame(LINE, CREDIT)
    of_csv, _ = canonical_lines(as_csv(lines), file="a.csv", currency_digits=2)
    of_parquet, _ = canonical_lines(as_parquet(lines), file="a.parquet", currency_digits=2)
    assert of_csv.drop("row").equals(lines)
    assert of_parquet.drop("row").equals(lines)
    assert of_csv["row"].to_list() == [2, 3]
    assert of_parquet["row"].to_list() == [1, 2]


def test_only_exactly_our_header_is_canonical() -> None:
    """A provider's sheet whose `to` is a last day must not be taken for ours."""
    header = ",".join(NAMES)
    assert is_canonical(f"{header}\n".encode())
    assert is_canonical(f"\ufeff{header}\r\n".encode())
    assert not is_canonical(f"{header},more\n".encode())
    assert not is_canonical(header.replace("line,", "", 1).encode())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"line": None}, "E-CELL-REQUIRED"),
        ({"charge": "fee"}, "E-CHOICE"),
        ({"circuit": "=1+1"}, "E-CELL-FORMULA"),
        ({"circuit": "1.2E+11"}, "E-CELL-FORMULA"),
        ({"text": "a\u200bb"}, "E-CELL-FORMULA"),
        ({"circuit": ""}, "E-CELL-FORMULA"),
        ({"rate": "6%"}, "E-DECIMAL"),
        ({"price": "1.50"}, "E-DECIMAL"),  # 1.5 is its one spelling
        ({"net": 10**15 + 1}, "E-MONEY-RANGE"),
        ({"gross": -(10**15) - 1}, "E-MONEY-RANGE"),
    ],
)
def test_a_value_that_is_none_is_refused_from_parquet(change: dict[str, Any], code: str) -> None:
    """The row is named: the second of two."""
    content = as_parquet(frame(LINE, LINE | {"line": "2"} | change))
    with pytest.raises(InputRefusedError) as refused:
        canonical_lines(content, file="a.parquet", currency_digits=2)
    assert [(f.code, f.where) for f in refused.value.findings] == [(code, "a.parquet:2")]


@pytest.mark.parametrize("net", [10**15, -(10**15)])
def test_the_largest_amounts_are_read(net: int) -> None:
    """Just within: ten billion units of the currency, 10^15 minor ones."""
    lines = frame(LINE | {"net": net})
    for content in (as_csv(lines), as_parquet(lines)):
        read, _ = canonical_lines(content, file="a", currency_digits=2)
        assert read["net"].to_list() == [net]


def test_parquet_of_another_shape_is_refused() -> None:
    """A missing column and one of floats: both are told."""
    content = as_parquet(frame(LINE).drop("text").cast({"net": pl.Float64}))
    with pytest.raises(InputRefusedError) as refused:
        canonical_lines(content, file="a.parquet", currency_digits=2)
    assert [f.code for f in refused.value.findings] == ["E-COLUMN-TYPE", "E-COLUMN-TYPE"]


def test_damaged_parquet_is_refused() -> None:
    """Cut in half, it has no end."""
    content = as_parquet(frame(LINE))
    with pytest.raises(InputRefusedError) as refused:
        canonical_lines(content[: len(content) // 2], file="a.parquet", currency_digits=2)
    assert refused.value.findings[0].code == "E-FILE-DAMAGED"


def test_a_wrong_cell_of_csv_is_told_by_row() -> None:
    """Row 2 holds 1,200 for an amount."""
    content = as_csv(frame(LINE)).replace(b"812.90", b'"1,200"')
    with pytest.raises(InputRefusedError) as refused:
        canonical_lines(content, file="a.csv", currency_digits=2)
    assert [(f.code, f.where) for f in refused.value.findings] == [("E-MONEY", "a.csv:2")]


def test_notes_are_made_harmless_and_ids_are_never_changed() -> None:
    """A note that would run gets an apostrophe; an id that would is an error."""
    notes = frame(LINE | {"product": "+5 IPs", "text": "=HYPERLINK(1)"}).with_row_index("row")
    lines, findings = neutral(notes, file="a.xml")
    assert lines.select("product", "text").row(0) == ("'+5 IPs", "'=HYPERLINK(1)")
    assert findings == ()
    ids = frame(LINE | {"circuit": "@SUM(1)"}).with_row_index("row")
    lines, findings = neutral(ids, file="a.xml")
    assert lines["circuit"].to_list() == ["@SUM(1)"]
    assert [f.code for f in findings] == ["E-CELL-FORMULA"]


def test_what_is_neutral_is_read_again() -> None:
    """Invisible characters become spaces, so that what is kept passes its own reader."""
    bad = frame(LINE | {"text": "a\u202eb\x07", "product": "\u200b"}).with_row_index("row")
    lines, _ = neutral(bad, file="a.xml")
    assert lines.select("text", "product").row(0) == ("a b", None)
    read, _ = canonical_lines(as_csv(lines.drop("row")), file="a.csv", currency_digits=2)
    assert read["text"].to_list() == ["a b"]
