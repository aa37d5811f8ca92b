"""Is a batch's id that of what it holds, and do its files hold it, in few bytes?"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import random
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from lineproof.measure.samples import SAMPLE_SCHEMA, Samples, Suspect
from lineproof.model.errors import InputRefusedError
from lineproof.store.sample_files import bucket_of, content_of, encoded, parts_of, runs_in

SECOND = 10**9
MINUTE = 60 * SECOND
APRIL = int(dt.datetime(2025, 4, 1, tzinfo=dt.UTC).timestamp()) * SECOND


def batch(rows: list[tuple[str, int, int, int, int]], **other: object) -> Samples:
    """Return a batch of (circuit, minute from April on, jitter, sent, received)."""
    values = [(c, APRIL + m * MINUTE, j, s, r, None) for c, m, j, s, r in rows]
    frame = pl.DataFrame(values, schema=SAMPLE_SCHEMA, orient="row")
    return dataclasses.replace(Samples(frame, "v", MINUTE, "csv:a.csv"), **other)  # type: ignore[arg-type]


def written(path: Path, content: bytes) -> tuple[Path, str]:
    """Write a file; return it with its SHA-256."""
    path.write_bytes(content)
    return path, hashlib.sha256(content).hexdigest()


ROWS = [("b", 0, 5, 1, 1), ("a", 0, 0, 1, 1), ("a", 1, 7, 1, 0), ("b", -1, 0, 3, 2)]


def test_the_id_is_that_of_the_content() -> None:
    """Order, copies and the source's name don't change it; each value does."""
    first = content_of(batch(ROWS)).id
    shuffled = random.Random(1).sample([*ROWS, ROWS[0]], k=5)  # noqa: S311 - chance only
    assert content_of(batch(shuffled, source="parquet:b")).id == first
    others = [
        batch([*ROWS[:3], ("b", -1, 0, 3, 1)]),
        batch([*ROWS[:3], ("b", -1, 1, 3, 2)]),
        batch([*ROWS[:3], ("b", -2, 0, 3, 2)]),
        batch([*ROWS[:3], ("c", -1, 0, 3, 2)]),
        batch(ROWS[:3]),
        batch(ROWS, vantage="w"),
        batch(ROWS, every_ns=MINUTE // 2),
        batch(ROWS, canaries=("a",)),
        batch(ROWS, suspect=(Suspect(0, 1, "x"),)),
    ]
    ids = {content_of(each).id for each in others}
    assert len(ids) == len(others)
    assert first not in ids


def test_copies_that_differ_are_both_kept() -> None:
    """At minute 0: answered and lost. The equal copy with another jitter is kept once."""
    rows = [("a", 0, 0, 1, 1), ("a", 0, 0, 1, 0), ("a", 0, 9, 1, 1)]
    frame = content_of(batch(rows)).frame
    assert frame.select("jitter_ns", "received").rows() == [(0, 0), (0, 1)]


def test_files_are_by_month_and_bucket(tmp_path: Path) -> None:
    """The minute before April is March's; each file reads back as runs of its own circuits."""
    found = {}
    for part in parts_of(content_of(batch(ROWS)), buckets=16):
        path = tmp_path / "x.parquet"
        runs = runs_in([written(path, encoded(part))], vantage="v", every_ns=MINUTE)
        found[part.folder] = [
            (c, (lo - APRIL) // MINUTE, (hi - APRIL) // MINUTE, sent, received)
            for c, lo, hi, sent, received in runs.select(
                "circuit", "lo", "hi", "sent", "received"
            ).iter_rows()
        ]
    a, b = (f"bucket={bucket_of(c, buckets=16):02d}" for c in "ab")
    assert found == {
        f"samples/month=2025-03/{b}": [("b", -1, 0, 3, 2)],
        f"samples/month=2025-04/{a}": [("a", 0, 1, 1, 1), ("a", 1, 2, 1, 0)],
        f"samples/month=2025-04/{b}": [("b", 0, 1, 1, 1)],
    }


def test_a_month_of_minutes_takes_few_bytes() -> None:
    """40,000 scheduled minutes of 25 circuits of one bucket, two outages each: a million samples.

    At most 0.02 byte each: 20,000 bytes.
    """
    names = [name for n in range(1000) if bucket_of(name := f"LINE-{n}", buckets=16) == 3][:25]
    minutes = pl.int_range(40_000, eager=True)
    one = pl.DataFrame({"minute": minutes}).with_columns(
        scheduled=APRIL + pl.col("minute") * MINUTE,
        received=1
        - (pl.col("minute").is_between(700, 707) | (pl.col("minute") > 39_000)).cast(int),
    )
    frame = pl.DataFrame({"circuit": names}).join(one, how="cross").select(
        "circuit", "scheduled", jitter_ns=pl.lit(0, pl.Int64), sent=pl.lit(1, pl.UInt16),
        received=pl.col("received").cast(pl.UInt16), rtt_ns=pl.lit(None, pl.Int64),
    )  # fmt: skip
    parts = parts_of(content_of(Samples(frame, "v", MINUTE, "s")), buckets=16)
    assert sum(len(encoded(part)) for part in parts) <= 20_000


def test_the_columns_are_those_of_the_format(tmp_path: Path) -> None:
    """Times that no source measured have no column."""
    (part,) = parts_of(content_of(batch([("a", 0, 0, 1, 1)])), buckets=1)
    (tmp_path / "x.parquet").write_bytes(encoded(part))
    schema = pq.read_schema(tmp_path / "x.parquet")
    assert schema.names == ["circuit", "scheduled", "jitter_ns", "sent", "received"]
    assert str(schema.field("scheduled").type) == "timestamp[ns, tz=UTC]"


@pytest.mark.parametrize("length", [0, 3, 100, -1])
def test_a_file_cut_short_is_told(tmp_path: Path, length: int) -> None:
    """Whatever is left of it."""
    (part,) = parts_of(content_of(batch([("a", n, n, 1, 1) for n in range(500)])), buckets=1)
    path, sha256 = written(tmp_path / "x.parquet", encoded(part))
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(InputRefusedError, match="changed since it was stored"):
        runs_in([(path, sha256)], vantage="v", every_ns=MINUTE)


def test_any_changed_byte_is_told(tmp_path: Path) -> None:
    """Each of 400 damaged files is refused before it is decoded: Arrow itself may crash on one."""
    (part,) = parts_of(content_of(batch([("a", n, n, 1, 1) for n in range(50)])), buckets=1)
    path, sha256 = written(tmp_path / "x.parquet", encoded(part))
    whole, chance = path.read_bytes(), random.Random(2)  # noqa: S311 - chance only
    for _ in range(400):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(damaged))] ^= chance.randrange(1, 256)
        path.write_bytes(bytes(damaged))
        with pytest.raises(InputRefusedError, match="changed since it was stored"):
            runs_in([(path, sha256)], vantage="v", every_ns=MINUTE)


def test_a_file_that_is_missing_is_told(tmp_path: Path) -> None:
    """By its path."""
    with pytest.raises(InputRefusedError, match="isn't there"):
        runs_in([(tmp_path / "no.parquet", "0" * 64)], vantage="v", every_ns=MINUTE)
