"""Which addresses answer now? Debian's `fping`, one process after another, and what each saw.

It keeps nothing, and knows neither circuits nor contracts.

One process after another: each of them receives the answers to all, and while it is still reading
its targets the answers to another fill its buffer, so that its own first ones would be lost.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from lineproof.model.errors import LineproofError
from lineproof.sources.fping_lines import LINE_SCHEMA, fping_lines
from lineproof.sources.fping_process import run_fping

#: fping numbers its probes with 16 bits, and stops when it would use a number twice in 10 s.
SHARD_PROBES_MAX = 60_000
_STEP_MS_MAX = 10.0
"""Between two probes where there is time enough: fping's own choice."""
_STEP_MS_MIN = 0.025
"""What a probe takes at the fastest, measured on one core."""
_STEP_OVERHEAD_MS = 0.1
_STEP_MS_PACED_MIN = 0.2
"""Below this fping's timer is too coarse: it sends as fast as it can instead."""
_STEP_MS_UNPACED = 0.01
_SENDING_SHARE = 0.75
"""How much of a period may pass before its last probe is sent and judged."""
_NS = 10**9

#: What a round saw of each address, in the order they were given. `sent`: probes that left this
#: machine; `jitter_ns`: whole seconds after the round's time; `rtt_ns`: the mean, -1 without one.
ANSWER = np.dtype([("jitter_ns", "<i8"), ("rtt_ns", "<i8"), ("sent", "<u2"), ("received", "<u2")])
Answers = npt.NDArray[np.void]


@dataclass(frozen=True, slots=True)
class Probing:
    """How a round is probed: how often an address, and how long an answer is waited for."""

    every_ns: int
    count: int
    timeout_ms: int


@dataclass(frozen=True, slots=True)
class Plan:
    """How many addresses one process takes, and how long it pauses between two probes."""

    shard_size: int
    step_ms: float


@dataclass(frozen=True, slots=True)
class Round:
    """When a round is due, nanoseconds; its clock; and what ends it before its time.

    wall_ns: returns nanoseconds since 1970 UTC.
    """

    due_ns: int
    wall_ns: Callable[[], int]
    stop: threading.Event


def plan_for(addresses: int, probing: Probing) -> Plan:
    """Return how so many addresses are probed in a period; raises LineproofError: they don't fit.

    >>> plan_for(1000, Probing(60 * 10**9, 1, 1000))
    Plan(shard_size=60000, step_ms=9.9)
    >>> plan_for(1_000_000, Probing(60 * 10**9, 1, 1000))
    Plan(shard_size=60000, step_ms=0.01)
    """
    size = SHARD_PROBES_MAX // probing.count
    waiting_ms = math.ceil(addresses / size) * probing.count * probing.timeout_ms
    sending_ms = probing.every_ns / 1e6 * _SENDING_SHARE - waiting_ms
    step_ms = sending_ms / (addresses * probing.count)
    if step_ms < _STEP_MS_MIN:
        message = (
            f"{addresses:,} addresses, {probing.count} probes each with {probing.timeout_ms} ms to "
            f"answer, don't fit into {probing.every_ns / _NS:g} s: probe less often (--every), "
            f"wait less long (--timeout-ms), or share them between vantages"
        )
        raise LineproofError(message)
    if step_ms < _STEP_MS_PACED_MIN:
        return Plan(size, _STEP_MS_UNPACED)
    return Plan(size, round(min(step_ms, _STEP_MS_MAX) - _STEP_OVERHEAD_MS, 3))


def probe(addresses: pl.Series, probing: Probing, due: Round) -> Answers:
    """Return what a round saw of each address, which may stand there more than once.

    A probe of which fping says nothing was not sent, or not seen through: it isn't counted as sent.
    Nor is one without an answer while this machine dropped some, which it may have been.
    Raises LineproofError where fping can't work at all.
    """
    asked = addresses.unique(maintain_order=True)
    plan = plan_for(asked.len(), probing)
    told = pl.concat([pl.DataFrame(schema=LINE_SCHEMA), *_told(asked, probing, plan, due)])
    seen = _seen(told, probing, due_ns=due.due_ns)
    rows = (
        addresses.alias("address")
        .to_frame()
        .join(seen, on="address", how="left", maintain_order="left")
    )
    answers = np.zeros(addresses.len(), ANSWER)
    for name, absent in (("jitter_ns", 0), ("rtt_ns", -1), ("sent", 0), ("received", 0)):
        answers[name] = rows.get_column(name).fill_null(absent).to_numpy()
    return answers


def _seen(told: pl.DataFrame, probing: Probing, *, due_ns: int) -> pl.DataFrame:
    """Return what fping's lines say of each address."""
    took_ns = pl.col("rtt_ns").fill_null(probing.timeout_ms * 1_000_000)
    late_ns = (pl.col("at_ns") - took_ns - due_ns).clip(0, probing.every_ns - 1)
    return told.group_by("address").agg(
        (late_ns.min() // _NS * _NS).alias("jitter_ns"),
        pl.col("rtt_ns").mean().floor().cast(pl.Int64),
        pl.len().cast(pl.UInt16).alias("sent"),
        (pl.col("kind") == "answered").sum().cast(pl.UInt16).alias("received"),
    )


def _told(addresses: pl.Series, probing: Probing, plan: Plan, due: Round) -> Iterator[pl.DataFrame]:
    """Yield what one process after another tells of probes, until the round is over or ended.

    What timed out while this machine dropped answers isn't told: it may have been answered.
    """
    give_up = time.monotonic() + (due.due_ns + probing.every_ns - due.wall_ns()) / _NS
    timeout = str(probing.timeout_ms)
    options = [
        "-D", "-C", str(probing.count), "-p", timeout, "-t", timeout, "-i", str(plan.step_ms)
    ]  # fmt: skip
    for start in range(0, addresses.len(), plan.shard_size):
        if due.stop.is_set() or time.monotonic() >= give_up:
            return
        shard = addresses.slice(start, plan.shard_size).to_list()
        printed = run_fping(options, shard, give_up=give_up, stop=due.stop)
        kinds = ["answered"] if printed.has_dropped else ["answered", "timed_out"]
        lines = fping_lines(pl.Series(printed.text.split("\n"), dtype=pl.String))
        yield lines.filter(pl.col("kind").is_in(kinds))
