"""Is a Parquet file of samples read as its types say, or told to be none?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from lineproof.model.errors import InputRefusedError
from lineproof.sources.sample_request import SampleRequest
from lineproof.sources.samples_parquet import read_parquet

NS = 10**9
MARCH = dt.datetime(2025, 3, 1, tzinfo=dt.UTC)
FIRST = int(MARCH.timestamp()) * NS


def request(path: Path) -> SampleRequest:
    """Return a request for a file."""
    return SampleRequest(str(path), "v", 60 * NS, frozenset({"a", "b"}), 10**19 // 2)


def written(path: Path, **columns: object) -> Path:
    """Write a file of two samples, at 00:00:07 and 00:01:00."""
    times = [MARCH + dt.timedelta(seconds=s) for s in (7, 60)]
    pl.DataFrame({"circuit": ["a", "b"], "time": times, **columns}).write_parquet(path)
    return path


@pytest.mark.parametrize(
    "columns",
    [
        {"up": [1, 0]},
        {"sent": pl.Series([1, 1], dtype=pl.UInt8), "received": pl.Series([1, 0], dtype=pl.Int64)},
        {"up": [True, False], "circuit": pl.Series(["a", "b"], dtype=pl.Categorical)},
        {"up": ["1", "0"], "time": ["2025-03-01T00:00:07Z", "2025-03-01T00:01:00Z"]},
        {"up": [1, 0], "time": [FIRST + 7 * NS, FIRST + 60 * NS], "more": [None, None]},
    ],
)
def test_a_file_may_be_typed_so(tmp_path: Path, columns: dict[str, object]) -> None:
    """Minute 0, 7 s late, answered; minute 1 lost."""
    (batch,) = read_parquet(request(written(tmp_path / "a.parquet", **columns)))
    assert batch.frame.drop("rtt_ns").rows() == [
        ("a", FIRST, 7 * NS, 1, 1),
        ("b", FIRST + 60 * NS, 0, 1, 0),
    ]


def test_a_time_without_a_zone_is_told(tmp_path: Path) -> None:
    """Rows 1 and 2, counted from 1: there is no header."""
    path = written(tmp_path / "a.parquet", up=[1, 1], time=[MARCH.replace(tzinfo=None)] * 2)
    with pytest.raises(InputRefusedError) as refused:
        list(read_parquet(request(path)))
    (finding,) = refused.value.findings
    assert (finding.code, finding.where) == ("E-SAMPLE-TIME", "a.parquet:1")


@pytest.mark.parametrize("length", [0, 4, 300, -1])
def test_a_file_cut_short_is_told(tmp_path: Path, length: int) -> None:
    """Whatever is left of it."""
    path = written(tmp_path / "a.parquet", up=[1, 0])
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(InputRefusedError, match="no whole Parquet file"):
        list(read_parquet(request(path)))


def test_other_columns_and_no_rows_are_told(tmp_path: Path) -> None:
    """A table of something else; a table of nothing."""
    pl.DataFrame({"x": [1]}).write_parquet(tmp_path / "x.parquet")
    with pytest.raises(InputRefusedError, match="no column for circuit"):
        list(read_parquet(request(tmp_path / "x.parquet")))
    pl.read_parquet(written(tmp_path / "a.parquet", up=[1, 0])).clear().write_parquet(
        tmp_path / "none.parquet"
    )
    with pytest.raises(InputRefusedError, match="no samples"):
        list(read_parquet(request(tmp_path / "none.parquet")))
