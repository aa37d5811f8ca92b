"""Which samples does fping's output hold? A line a probe, as `fping -D -l` writes them to a log.

A timed-out probe is told when it was given up: it was sent a timeout before. Where the clock goes
back, the stretch it runs through twice is suspect: nobody can say which pass a line is of.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import polars as pl

from lineproof.measure.samples import Samples, Suspect
from lineproof.model.errors import InputRefusedError
from lineproof.sources.fping_lines import fping_lines
from lineproof.sources.sample_batches import batches_of, no_samples
from lineproof.sources.sample_request import SampleRequest
from lineproof.sources.sample_values import Flaws

_READ_BYTES = 1 << 23
_TIMEOUT_NS_MAX = 2 * 10**9
"""What fping 5 waits for an answer in its loop, where its period isn't shorter."""
_NO_LINE = (
    "E-SAMPLE-VALUE",
    "fping prints no such line",
    "Keep fping's output as it is: fping -D -l -p 60000 ADDRESS… > ping.log",
)


def read_fping(request: SampleRequest) -> Iterator[Samples]:
    """Yield the samples of fping's output; raises InputRefusedError, for single lines at its end.

    A last line without its line feed is left for the next time: fping is still writing it.
    """
    flaws = Flaws(request.file)
    try:
        with Path(request.place).open("rb") as file:
            yield from batches_of(_pieces(file, request, flaws), request, kind="fping", flaws=flaws)
    except OSError as problem:
        why = f"it can't be read: {problem.strerror}"
        raise InputRefusedError((no_samples(request, why),)) from problem


def _pieces(file: BinaryIO, request: SampleRequest, flaws: Flaws) -> Iterator[pl.DataFrame]:
    """Yield the probes of a log, with the number of each line; notes other lines and jumps."""
    row, probes, latest = 1, 0, None
    for text in _whole_lines(file):
        lines = pl.Series("line", text.decode(errors="replace").splitlines(), dtype=pl.String)
        told = fping_lines(lines).with_row_index("row", offset=row).with_columns(lines)
        row += lines.len()
        other = told.filter(pl.col("kind").is_null())
        if other.height:
            flaws.wrong.note(
                other.select("row", pl.col("line").str.head(80).alias("shown")), _NO_LINE
            )
        found = told.filter(pl.col("kind").is_in(["answered", "timed_out"]))
        probes += found.height
        latest = _note_jumps(found.get_column("at_ns").drop_nulls(), latest, request, flaws)
        yield _probes(found, request)
    if not probes and not flaws.wrong.counts:
        why = "no line of it tells a probe; log them with fping -D -l, without -q and -Q"
        raise InputRefusedError((no_samples(request, why),))


def _whole_lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file's lines, many at a time; not the last one where it isn't whole."""
    rest = b""
    while block := file.read(_READ_BYTES):
        whole, feed, rest = (rest + block).rpartition(b"\n")
        if feed:
            yield whole + feed


def _probes(found: pl.DataFrame, request: SampleRequest) -> pl.DataFrame:
    """Return probes as rows of a table of samples."""
    is_answered = pl.col("kind") == "answered"
    timeout = min(request.every_ns, _TIMEOUT_NS_MAX)
    waited = pl.when(is_answered).then("rtt_ns").otherwise(timeout)
    return found.select(
        "row",
        pl.col("address").str.split(" ").list.first().alias("circuit"),
        (pl.col("at_ns") - waited).cast(pl.Datetime("ns", "UTC")).alias("time"),
        sent=pl.lit(1, pl.Int64),
        received=is_answered.cast(pl.Int64),
        rtt=pl.col("rtt_ns") / 1e6,
    )


def _note_jumps(
    at: pl.Series, latest: int | None, request: SampleRequest, flaws: Flaws
) -> int | None:
    """Note where the clock goes back by more than a period; return the last instant."""
    before = at.shift(1, fill_value=latest)
    jumps = pl.DataFrame({"before": before, "at": at}).filter(
        pl.col("before") - pl.col("at") > request.every_ns
    )
    for was, now in jumps.iter_rows():
        flaws.suspect.append(Suspect(now, was, "the clock went back"))
    return int(at[-1]) if at.len() else latest
