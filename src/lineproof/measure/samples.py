"""What is a batch of samples? What one vantage measured at one period, as a source read it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

#: One row a sample. `scheduled`: nanoseconds since 1970 UTC, a multiple of the batch's period;
#: `jitter_ns`: how much later it was sent; `sent`: probes sent, 0 where it was only meant to be;
#: `received`: answers; `rtt_ns`: round-trip time of an answer, null where none was measured.
SAMPLE_SCHEMA: dict[str, pl.DataType] = {
    "circuit": pl.String(),
    "scheduled": pl.Int64(),
    "jitter_ns": pl.Int64(),
    "sent": pl.UInt16(),
    "received": pl.UInt16(),
    "rtt_ns": pl.Int64(),
}


@dataclass(frozen=True, slots=True)
class Suspect:
    """A stretch in which a vantage's word doesn't count, in nanoseconds, and why."""

    lo: int
    hi: int
    why: str


@dataclass(frozen=True)
class Samples:
    """Samples of one vantage at one period.

    frame: in columns of `SAMPLE_SCHEMA`, in any order; circuits may be categories, too. every_ns:
    the period they were probed at. source: where they come from, as "csv:ping.csv". canaries:
    circuits by which the vantage watches itself; they are in `frame` like any other.
    """

    frame: pl.DataFrame
    vantage: str
    every_ns: int
    source: str
    canaries: tuple[str, ...] = ()
    suspect: tuple[Suspect, ...] = ()


def scheduled(samples: pl.DataFrame, *, every_ns: int) -> pl.DataFrame:
    """Return samples with when they were due and how much later they were sent.

    samples: as `SAMPLE_SCHEMA`, with `sent_at` (nanoseconds) for `scheduled` and `jitter_ns`. Each
    sample's place follows from itself alone, so that how a batch is cut changes nothing.

    >>> late = pl.DataFrame({"sent_at": [120_000_000_007]})
    >>> scheduled(late, every_ns=60 * 10**9).rows()
    [(120000000000, 7)]
    """
    due = pl.col("sent_at") // every_ns * every_ns
    return samples.with_columns(
        due.alias("scheduled"), (pl.col("sent_at") - due).alias("jitter_ns")
    ).drop("sent_at")
