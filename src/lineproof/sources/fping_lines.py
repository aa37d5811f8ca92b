"""What does each line say that fping prints? Its probes, as `fping -C`, `-c` or `-l` tell them.

It knows no circuit and no period, and doesn't run fping.

Without `-q`, fping 5 prints a line for each answer and one for each probe that timed out; with `-D`
the time in front. A probe that this machine could not send, such as one without a route, gets no
such line, though the summary at the end counts it as sent and lost. So the lines are what is read.
"""

from __future__ import annotations

import polars as pl

#: One row a line. `kind`: "answered", "timed_out", "beside" (a summary, an ICMP error, a duplicate
#: answer, a blank line), or null where fping prints no such line. `number`: which probe of the
#: target it was, from 0. `at_ns`: when the line was printed, nanoseconds since 1970 UTC, null
#: without `-D`. `rtt_ns`: how long the answer took.
LINE_SCHEMA: dict[str, pl.DataType] = {
    "kind": pl.String(),
    "address": pl.String(),
    "number": pl.Int64(),
    "at_ns": pl.Int64(),
    "rtt_ns": pl.Int64(),
}

_PROBE = (
    r"^(?:\[(?<seconds>[0-8]?\d{1,9})\.(?<fraction>\d{1,9})\] )?"
    r"(?<address>\S+(?: \(\S+\))?)\s*: \[(?<number>\d{1,9})\], "
    r"(?:(?<timed_out>timed out)|\d+ bytes, (?<rtt>\d{1,9}(?:\.\d{1,9})?(?:e[+-]?\d{1,2})?) ms)"
    r"(?: \(.*\).*)?\r?$"
)
_BESIDE = (
    r"^\s*$",
    r"^(?:\[[\d.:]+\] )?\S+(?: \(\S+\))?\s*: (?:xmt/rcv/%|duplicate for \[|[\d.e+\- ]+\r?$)",
    r"^\[\d\d:\d\d:\d\d\]\r?$",
    r"^ICMP .* for ICMP Echo sent to ",
    r"error while sending ping: ",
    r"^\s*\d+ (?:targets|alive|unreachable|unknown addresses|timeouts|ICMP|other ICMP)\b",
    r"^\s*[\d.]+ (?:ms \(\w+ round trip time\)|sec \(elapsed real time\))",
)


def fping_lines(lines: pl.Series) -> pl.DataFrame:
    """Return what each line of fping's output says, in columns of `LINE_SCHEMA`.

    >>> printed = "[1795575997.97544] 192.0.2.1 : [0], 64 bytes, 0.011 ms (0.011 avg, 0% loss)"
    >>> fping_lines(pl.Series([printed])).rows()
    [('answered', '192.0.2.1', 0, 1795575997975440000, 11000)]
    """
    found = lines.cast(pl.String).alias("line").to_frame()
    parts = found.with_columns(pl.col("line").str.extract_groups(_PROBE)).unnest("line")
    fraction = pl.col("fraction").str.pad_end(9, "0").cast(pl.Int64)
    return parts.select(
        _kind(found.get_column("line")).alias("kind"),
        pl.col("address"),
        pl.col("number").cast(pl.Int64),
        (pl.col("seconds").cast(pl.Int64) * 1_000_000_000 + fraction).alias("at_ns"),
        _nanoseconds(pl.col("rtt")).alias("rtt_ns"),
    )


def _nanoseconds(milliseconds: pl.Expr) -> pl.Expr:
    """Return a time printed in milliseconds; null where it is longer than any clock runs."""
    return (milliseconds.cast(pl.Float64) * 1e6).round().cast(pl.Int64, strict=False)


def _kind(lines: pl.Series) -> pl.Expr:
    """Return the kind of each line; `_PROBE`'s groups are in the frame it is used on."""
    beside = lines.str.contains("|".join(_BESIDE))
    return (
        pl.when(pl.col("timed_out").is_not_null())
        .then(pl.lit("timed_out"))
        .when(pl.col("rtt").is_not_null())
        .then(pl.lit("answered"))
        .when(beside)
        .then(pl.lit("beside"))
    )
