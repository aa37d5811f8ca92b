"""Which of a server's samples are asked for? The contract's circuits', of some time.

It knows no server. What files hold is looked at by `sample_values`, row by row.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterable, Iterator

import polars as pl

from lineproof.measure.samples import Samples
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding, Severity, error
from lineproof.sources.sample_request import SampleRequest

_SHOWN_MAX = 5


def span_of(request: SampleRequest) -> tuple[int, int]:
    """Return from when to when a server is asked, in nanoseconds; refuses where no start is given.

    Without an end it is one period before now: a round that is still being probed isn't whole. What
    can't have been measured yet isn't asked for.
    """
    if request.start_ns is None:
        message = f"nothing says from when on {request.place} is asked"
        fix = "Say it with --start, as 2025-03-01T00:00:00Z; what is held already does no harm."
        raise InputRefusedError((error("E-SAMPLE-SPAN", message, where=request.place, fix=fix),))
    now_ns = time.time_ns() - request.every_ns
    end_ns = now_ns if request.end_ns is None else min(request.end_ns, request.latest_ns)
    return request.start_ns, end_ns


def of_contract(found: Iterable[Samples], request: SampleRequest) -> Iterator[Samples]:
    """Yield a server's samples under the contract's names, with the request's canaries.

    Refuses those of a circuit that the contract doesn't have, or tells of them once and leaves them
    out, as the request says. Batches that nothing is left of are left out too.
    """
    known = request.circuits | set(request.canaries)
    told: set[str] = set()
    for samples in found:
        frame = samples.frame
        if request.targets:
            frame = frame.with_columns(pl.col("circuit").replace(dict(request.targets)))
        names = set(frame.get_column("circuit").unique())
        unknown = sorted(names - known - told)
        if unknown and not request.skips_unknown:
            raise InputRefusedError((_unknown(unknown, request.place),))
        if unknown:
            told.update(unknown)
            request.tell(_skipped(unknown, request.place))
        if names - known:
            frame = frame.filter(pl.col("circuit").is_in(known))
        if frame.height:
            canaries = tuple(name for name in request.canaries if name in names)
            yield dataclasses.replace(samples, frame=frame, canaries=canaries)


def _unknown(names: list[str], place: str) -> Finding:
    """Return the error for circuits that no schedule has."""
    count = "1 circuit is" if len(names) == 1 else f"{len(names)} circuits are"
    shown = ", ".join(f'"{name}"' for name in names[:_SHOWN_MAX])
    more = ", …" if len(names) > _SHOWN_MAX else ""
    message = f"{count} in none of the contract's schedules: {shown}{more}"
    fix = "Narrow --query, correct the labels, or leave such circuits out: --skip-unknown."
    return error("E-SAMPLE-UNKNOWN", message, where=place, fix=fix)


def _skipped(names: list[str], place: str) -> Finding:
    """Return the warning that circuits were left out, as asked."""
    fix = "Nothing, if they belong to another contract."
    return dataclasses.replace(
        _unknown(names, place), code="W-SAMPLE-SKIPPED", severity=Severity.WARNING, fix=fix
    )
