"""How are a batch's samples written and read? In one order, as Parquet, by month and bucket.

It knows no log: a file counts only once a line of the log names it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from lineproof.measure.runs import Columns, runs_of_all
from lineproof.measure.samples import SAMPLE_SCHEMA, Samples
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding, error
from lineproof.model.period import add_months

FOLDER = "samples"
_ROWS_IN_GROUP = 1 << 20
_ROWS_READ = 1 << 19
"""Rows decoded at a time: few enough for little memory, and enough that Python takes no time."""
_COLUMNS = ["circuit", "scheduled", "sent", "received"]
_NO_RTT = np.iinfo(np.int64).min
_DAY_NS = 86_400 * 10**9
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_INSTANT = pa.timestamp("ns", "UTC")


@dataclass(frozen=True)
class Content:
    """A batch's samples in their one order, by circuit and time, none twice.

    names: the circuits, sorted; frame: their numbers as `code`, and the other columns of
    `SAMPLE_SCHEMA`. id: SHA-256 of all of it, and of how the vantage was set up.
    """

    names: tuple[str, ...]
    frame: pl.DataFrame
    id: str


def content_of(samples: Samples) -> Content:
    """Return a batch's samples in order; copies that are equal are kept once."""
    texts, code = _coded(samples.frame.get_column("circuit"))
    frame = _ordered(samples.frame.with_columns(code.alias("code")))
    off_grid = frame.get_column("scheduled") % samples.every_ns != 0
    assert not off_grid.any(), "a source schedules its samples at multiples of the period"
    return Content(texts, frame, _content_id(samples, texts, frame))


def _coded(circuits: pl.Series) -> tuple[tuple[str, ...], pl.Series]:
    """Return the circuits' names, sorted, and the number of each row's among them."""
    if circuits.dtype == pl.Categorical:
        found = circuits.unique()
        texts = found.cast(pl.String)
        physical = found.to_physical().to_numpy()
        number = np.zeros(int(physical.max()) + 1, dtype=np.uint32)
        number[physical] = texts.rank("ordinal").to_numpy() - 1
        code = pl.Series(number[circuits.to_physical().to_numpy()])
        return tuple(texts.sort().to_list()), code
    names = circuits.unique().sort()
    code = circuits.cast(pl.Enum(names)).to_physical().cast(pl.UInt32)
    return tuple(names.to_list()), code


def _ordered(frame: pl.DataFrame) -> pl.DataFrame:
    """Return rows by circuit and time, each once; nearly free where they are so already."""
    columns = ["code", *(name for name in SAMPLE_SCHEMA if name != "circuit")]
    rows = frame.select(columns)
    if _is_in_order(rows):
        return rows
    at = np.lexsort((rows.get_column("scheduled").to_numpy(), rows.get_column("code").to_numpy()))
    sorted_rows = rows[at]
    if _is_in_order(sorted_rows):
        return sorted_rows
    return rows.sort(columns, nulls_last=True).unique(
        ["code", "scheduled", "sent", "received"], keep="first", maintain_order=True
    )


def _is_in_order(rows: pl.DataFrame) -> bool:
    """Whether rows ascend by circuit and time, none of them at the same time as another."""
    code, at = (rows.get_column(name).to_numpy() for name in ("code", "scheduled"))
    before, here = code[:-1], code[1:]
    return bool(((before < here) | ((before == here) & (at[:-1] < at[1:]))).all())


def _content_id(samples: Samples, names: tuple[str, ...], frame: pl.DataFrame) -> str:
    """Return the SHA-256 of a batch, the same however its rows came and are encoded."""
    digest = hashlib.sha256()
    suspect = [(s.lo, s.hi, s.why) for s in samples.suspect]
    head = ("samples/1", samples.vantage, samples.every_ns, sorted(samples.canaries), suspect)
    digest.update(repr((*head, names)).encode())
    counts = np.bincount(frame.get_column("code").to_numpy(), minlength=len(names))
    digest.update(counts.astype("<i8").tobytes())
    for name, kind in (("scheduled", "<i8"), ("jitter_ns", "<i8"), ("sent", "<u2"),
                       ("received", "<u2"), ("rtt_ns", "<i8")):  # fmt: skip
        column = frame.get_column(name)
        if name == "rtt_ns":
            column = column.fill_null(_NO_RTT)
        digest.update(np.ascontiguousarray(column.to_numpy(), dtype=kind).data)
    return digest.hexdigest()


def bucket_of(circuit: str, *, buckets: int) -> int:
    """Return the bucket that a circuit's samples lie in, whatever program asks.

    >>> bucket_of("BER-1", buckets=16)
    5
    """
    return int(hashlib.sha256(circuit.encode()).hexdigest()[:8], 16) % buckets


@dataclass(frozen=True)
class Part:
    """What of a batch goes into one file: the file's folder, and rows as `Content` has them."""

    folder: str
    names: tuple[str, ...]
    rows: pl.DataFrame


def parts_of(content: Content, *, buckets: int) -> list[Part]:
    """Return the parts of a batch, by month and bucket."""
    months = _months(content.frame.get_column("scheduled"))
    owner = np.array([bucket_of(name, buckets=buckets) for name in content.names], dtype=np.uint16)
    bucket = owner[content.frame.get_column("code").to_numpy()]
    edges = np.array([start for start, _ in months[1:]], dtype=np.int64)
    month = np.searchsorted(edges, content.frame.get_column("scheduled").to_numpy(), side="right")
    key = month * buckets + bucket if edges.size else bucket
    order = np.argsort(key, kind="stable")
    rows = content.frame[order]
    counts = np.bincount(key, minlength=len(months) * buckets)
    ends = counts.cumsum()
    parts = []
    for number in np.flatnonzero(counts):
        index, of = divmod(int(number), buckets)
        folder = f"{FOLDER}/month={months[index][1]}/bucket={of:02d}"
        count = int(counts[number])
        parts.append(Part(folder, content.names, rows.slice(int(ends[number]) - count, count)))
    return parts


def _months(scheduled: pl.Series) -> list[tuple[int, str]]:
    """Return the UTC months from the first to the last of some instants: start, and as text."""
    first, last = (_EPOCH + dt.timedelta(seconds=int(at) // 10**9)  # type: ignore[arg-type]
                   for at in (scheduled.min(), scheduled.max()))  # fmt: skip
    month, months = first.date().replace(day=1), []
    while month <= last.date():
        days = (month - _EPOCH.date()).days
        months.append((days * _DAY_NS, f"{month:%Y-%m}"))
        month = add_months(month, 1)
    return months


def encoded(part: Part) -> bytes:
    """Return samples as Parquet; a column of times that no source measured is left out."""
    rows = part.rows
    code = rows.get_column("code").to_numpy()
    begins = np.append(0, code[1:] != code[:-1])
    names = [part.names[each] for each in code[np.flatnonzero(begins)]]
    circuit = pa.DictionaryArray.from_arrays(
        pa.array(begins.cumsum(dtype=np.int32)), pa.array([part.names[code[0]], *names])
    )
    columns = {
        "circuit": circuit,
        "scheduled": pa.array(rows.get_column("scheduled").to_numpy()).view(_INSTANT),
        **{name: pa.array(rows.get_column(name).to_numpy())
           for name in ("jitter_ns", "sent", "received")},
    }  # fmt: skip
    rtt = rows.get_column("rtt_ns")
    if rtt.null_count() < rtt.len():
        columns["rtt_ns"] = rtt.to_arrow()
    delta = [name for name in ("scheduled", "jitter_ns", "rtt_ns") if name in columns]
    buffer = io.BytesIO()
    pq.write_table(
        pa.table(columns),
        buffer,
        row_group_size=_ROWS_IN_GROUP,
        compression="zstd",
        compression_level=6,
        use_dictionary=["circuit", "sent", "received"],
        column_encoding=dict.fromkeys(delta, "DELTA_BINARY_PACKED"),
        # one page a column: pages of a run cost more than the run itself
        data_page_size=1 << 20,
        max_rows_per_page=1 << 20,
        write_statistics=["circuit", "scheduled", "sent"],
        store_schema=False,
    )
    return buffer.getvalue()


def runs_in(
    files: Iterable[tuple[Path, str]],
    *,
    vantage: str,
    every_ns: int,
    circuits: frozenset[str] | None = None,
) -> pl.DataFrame:
    """Return the runs of files of samples, in columns of `RUN_SCHEMA`.

    files: each with its SHA-256. circuits: only these; None: all. Raises InputRefusedError where a
    file isn't what was stored.
    """
    blocks = itertools.chain.from_iterable(_decoded(*file) for file in files)
    runs = runs_of_all(blocks, vantage=vantage, every=every_ns)
    return runs if circuits is None else runs.filter(pl.col("circuit").is_in(circuits))


def _decoded(path: Path, sha256: str) -> Iterator[tuple[pl.Series, Columns]]:
    """Yield a file's samples block by block: the circuits' names, and columns."""
    content = _content(path, sha256)
    try:
        with pq.ParquetFile(pa.BufferReader(content), read_dictionary=["circuit"]) as file:
            sent = _sent_by_all(file)
            columns = _COLUMNS if sent is None else [*_COLUMNS[:2], "received"]
            for block in file.iter_batches(_ROWS_READ, columns=columns, use_threads=False):
                circuit, scheduled, *counts = block.columns
                names = pl.Series(circuit.dictionary.to_pylist(), dtype=pl.String)
                at = scheduled.view(pa.int64()).to_numpy()
                numbers = [count.to_numpy() for count in counts]
                if sent is not None:
                    numbers.insert(0, np.broadcast_to(sent, at.shape))
                yield names, (circuit.indices.to_numpy(), at, numbers[0], numbers[1])
    except (pa.ArrowException, OSError, ValueError, LookupError, AttributeError) as wrong:
        why = f"it was stored as no file of samples: {wrong}"
        raise InputRefusedError((damaged(path, why),)) from wrong


def _content(path: Path, sha256: str) -> bytes:
    """Return what a file holds; raises InputRefusedError where that isn't what was stored."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as missing:
        raise InputRefusedError((damaged(path, "it isn't there"),)) from missing
    except OSError as problem:
        why = f"it can't be read: {problem.strerror}"
        raise InputRefusedError((damaged(path, why),)) from problem
    if hashlib.sha256(content).hexdigest() != sha256:
        raise InputRefusedError((damaged(path, "it was changed since it was stored"),))
    return content


def _sent_by_all(file: pq.ParquetFile) -> np.uint16 | None:
    """Return how many probes every sample of a file sent; None where they differ.

    It stands in what Parquet says of the column, which then needn't be read.
    """
    meta = file.metadata
    place = file.schema.names.index("sent")
    groups = (
        meta.row_group(group).column(place).statistics for group in range(meta.num_row_groups)
    )
    sent = set()
    for told in groups:
        if told is None or not told.has_min_max or told.null_count != 0:
            return None
        sent |= {told.min, told.max}
    return np.uint16(sent.pop()) if len(sent) == 1 else None


def damaged(path: Path, why: str) -> Finding:
    """Return the error for a file of samples that can't be used."""
    return error(
        "E-STORE-FILE",
        f"{path.name} is named by the log of batches, and {' '.join(why.split())}",
        where=str(path),
        fix="Restore the file from a copy, or take the samples in again in a folder of their own.",
    )
