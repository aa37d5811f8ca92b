"""Is every row of a table of samples taken for what it says, or told by its number?"""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from lineproof.model.errors import InputRefusedError
from lineproof.sources.sample_request import SampleRequest
from lineproof.sources.sample_values import Flaws, column_names, instants, samples_in

NS = 10**9
NOON = int(dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC).timestamp()) * NS
TODAY = int(dt.datetime(2025, 4, 1, tzinfo=dt.UTC).timestamp()) * NS
REQUEST = SampleRequest("a.csv", "v", 60 * NS, frozenset({"a", "b"}), TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-01T12:00:00Z",
        " 2025-03-01 12:00:00Z ",
        "2025-03-01T20:00:00+08:00",
        "2025-03-01T20:00:00+0800",
        "2025-03-01T06:30:00.000-05:30",
        "2025-03-01T13:00:00,000000000 +01",
        "1740830400",
        "1740830400.0",
        "1740830400000",
        "1740830400000000",
        "1740830400000000000",
    ],
)
def test_an_instant_may_be_written_so(text: str) -> None:
    """All of them 12:00 UTC; 20,148 days and 12 hours since 1970 are 1,740,830,400 s."""
    assert instants(pl.Series([text])).to_list() == [NOON]
    mixed = instants(pl.Series([text, "2025-03-01T12:00:01Z", "x", "", None]))
    assert mixed.to_list() == [NOON, NOON + NS, None, None, None]


def test_fractions_are_exact() -> None:
    """Of a second, to the nanosecond, in both ways of writing."""
    texts = pl.Series(["1740830400.000000001", "2025-03-01T12:00:00.000000001Z", "1740830400.5"])
    assert instants(texts).to_list() == [NOON + 1, NOON + 1, NOON + NS // 2]


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-01T12:00:00",
        "2025-03-01",
        "2025-13-01T00:00:00Z",
        "2025-02-29T00:00:00Z",
        "-5",
        "1e9",
        "NaN",
        "noon",
        "2025-03-01T12:00:00Zx",
        "2025-03-01T12:00:00+25:00:00",
    ],
)
def test_what_is_no_instant_is_none(text: str) -> None:
    """Without an offset nobody knows which instant it is."""
    assert instants(pl.Series([text])).to_list() == [None]


def test_typed_times_are_taken_in_their_unit() -> None:
    """A time with a zone, numbers of seconds, and a time without a zone, which is none."""
    noon = dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC)
    for unit in ("ms", "us", "ns"):
        series = pl.Series([noon]).dt.cast_time_unit(unit)
        assert instants(series).to_list() == [NOON]
    assert instants(pl.Series([1_740_830_400])).to_list() == [NOON]
    assert instants(pl.Series([1_740_830_400.5, float("nan")])).to_list() == [NOON + NS // 2, None]
    assert instants(pl.Series([noon.replace(tzinfo=None)])).to_list() == [None]
    assert instants(pl.Series([True])).to_list() == [None]


def taken(**columns: list[object]) -> list[tuple[int, int]]:
    """Return sent and received of rows that are all right but for their result."""
    size = len(next(iter(columns.values())))
    raw = pl.DataFrame({"circuit": ["a"] * size, "time": [NOON] * size, **columns})
    frame = samples_in(raw.with_row_index("row", offset=2), REQUEST, Flaws("a.csv"))
    return frame.select("sent", "received").rows()


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"up": ["1", "0", " Up", "false", ""]}, [(1, 1), (1, 0), (1, 1), (1, 0), (0, 0)]),
        ({"up": [1, 0, None]}, [(1, 1), (1, 0), (0, 0)]),
        ({"up": [1.0, 0.0]}, [(1, 1), (1, 0)]),
        ({"up": [True, False]}, [(1, 1), (1, 0)]),
        ({"sent": ["3", "0", "5.0"], "received": ["2", "0", " 5"]}, [(3, 2), (0, 0), (5, 5)]),
        ({"sent": [65_535.0, 3.0], "received": [0, 4]}, [(65_535, 0), (3, 4)]),
        ({"loss": ["0", "100%", "33.33", " 12.5 %", ""]},
         [(10_000, 10_000), (10_000, 0), (10_000, 6_667), (10_000, 8_750), (0, 0)]),
        ({"loss": [0.0, 50.0, None]}, [(10_000, 10_000), (10_000, 5_000), (0, 0)]),
    ],
)  # fmt: skip
def test_a_result_may_be_written_so(
    columns: dict[str, list[object]], expected: list[tuple[int, int]]
) -> None:
    """A blank was meant to be measured and wasn't: nothing sent. 33.33 % lost leave 66.67 %."""
    assert taken(**columns) == expected


@pytest.mark.parametrize(
    "columns",
    [
        {"up": ["2", "NaN", "-1", "yes?", "0.5"]},
        {"up": [2, -1]},
        {"up": [0.5, float("nan")]},
        {"sent": ["", "1", "-1", "65536", "1.5", "NaN"], "received": ["1"] * 6},
        {"sent": [1.5, float("nan"), float("inf")], "received": [1, 1, 1]},
        {"loss": ["-1", "100.1", "NaN", "inf", "x"]},
    ],
)
def test_any_other_result_is_told(columns: dict[str, list[object]]) -> None:
    """None of these rows is taken, but for sent = 1 and received = 1."""
    kept = [(1, 1)] if "received" in columns and isinstance(columns["sent"][0], str) else []
    assert taken(**columns) == kept


def test_rows_are_told_by_reason_and_number() -> None:
    """Rows 2 to 8: a good one, then two unknown circuits, 1970, 2030, no time, no result."""
    raw = pl.DataFrame(
        [("a", "2025-03-01T12:00:30Z", "1", "0.5"), ("X", "2025-03-01T12:00:00Z", "1", ""),
         (None, "2025-03-01T12:00:00Z", "1", ""), ("a", "0", "1", ""),
         ("a", "2030-01-01T00:00:00Z", "1", ""), ("a", "noon", "1", ""),
         ("b", "2025-03-01T12:00:00Z", "nan", "nan")],
        schema=["circuit", "time", "up", "rtt"], orient="row",
    ).with_row_index("row", offset=2)  # fmt: skip
    flaws = Flaws("a.csv")
    frame = samples_in(raw, REQUEST, flaws)
    assert frame.rows() == [("a", NOON, 30 * NS, 1, 1, 500_000)]
    assert [(f.code, f.where, f.message.split(":")[0]) for f in flaws.wrong.findings()] == [
        ("E-SAMPLE-UNKNOWN", "a.csv:3", "2 rows"),
        ("E-SAMPLE-TIME", "a.csv:7", "1 row"),
        ("E-SAMPLE-TIME", "a.csv:5", "1 row"),
        ("E-SAMPLE-TIME", "a.csv:6", "1 row"),
        ("E-SAMPLE-VALUE", "a.csv:8", "1 row"),
    ]


def test_many_rows_are_one_finding() -> None:
    """12 rows in two pieces: the first five are quoted, all are counted."""
    flaws = Flaws("a.csv")
    raw = pl.DataFrame({"row": range(2, 8), "circuit": "X", "time": NOON, "up": 1})
    samples_in(raw, REQUEST, flaws)
    samples_in(raw.with_columns(pl.col("row") + 6), REQUEST, flaws)
    (finding,) = flaws.wrong.findings()
    assert finding.message.startswith("12 rows: no such circuit")
    assert [f"row {n} " in finding.message for n in (2, 6, 7)] == [True, True, False]


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        (["circuit", "up"], "no column for time"),
        (["time", "up"], "no column for circuit"),
        (["circuit", "time", "sent"], "no column for up, loss, or sent and received"),
        (["circuit", "id", "time", "up"], '"circuit" and "id" both mean circuit'),
        ([], "its columns are none"),
    ],
)
def test_columns_that_are_missing_or_double_are_told(headers: list[str], said: str) -> None:
    """With what the columns are called."""
    with pytest.raises(InputRefusedError, match=said):
        column_names(headers, file="a.csv")
