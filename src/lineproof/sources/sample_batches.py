"""How does a table of samples become batches? Converted piece by piece, cut by number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from lineproof.measure.samples import Samples, Suspect
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding, error
from lineproof.sources.sample_request import ROWS_IN_BATCH, SampleRequest
from lineproof.sources.sample_values import Flaws, samples_in

#: Rows converted at a time: as text they take several times the room they need in a batch.
ROWS_READ = 1 << 17
_STEPS_MIN = 10
_ROWS_COMPARED = 1 << 17


def batches_of(
    pieces: Iterable[pl.DataFrame],
    request: SampleRequest,
    *,
    kind: str,
    flaws: Flaws | None = None,
) -> Iterator[Samples]:
    """Yield a table's samples in batches; raises InputRefusedError once all of it was read.

    pieces: as `samples_in` takes them. What is wrong in a row is told at the end, with all others:
    who stores nothing of a file that has a mistake reads it to its end first. flaws: what the
    pieces note while they are made.
    """
    noted = Flaws(request.file) if flaws is None else flaws
    taken: Iterator[pl.DataFrame] = (samples_in(raw, request, noted) for raw in pieces)
    count = 0
    for frame in cut(taken, rows=ROWS_IN_BATCH):
        if not count:
            refuse_other_period(frame, request)
        count += frame.height
        suspect, noted.suspect = tuple(noted.suspect), []
        yield batch_of(frame, request, kind=kind, suspect=suspect)
    for warning in noted.warnings():
        request.tell(warning)
    findings = noted.wrong.findings()
    if not count and not findings and not noted.skipped.counts:
        findings = (no_samples(request, "it holds no samples"),)
    if findings:
        raise InputRefusedError(findings)


def batch_of(
    frame: pl.DataFrame, request: SampleRequest, *, kind: str, suspect: tuple[Suspect, ...] = ()
) -> Samples:
    """Return a batch of a file's samples."""
    inside = pl.lit(value=True)
    if request.start_ns is not None:
        inside &= pl.col("scheduled") >= request.start_ns
    if request.end_ns is not None:
        inside &= pl.col("scheduled") < request.end_ns
    is_cut = request.start_ns is not None or request.end_ns is not None
    rows = frame.filter(inside) if is_cut else frame
    source = f"{kind}:{request.file}"
    every_ns, canaries = request.every_ns, request.canaries
    return Samples(rows, request.vantage, every_ns, source, canaries, suspect)


def cut(frames: Iterable[pl.DataFrame], *, rows: int) -> Iterator[pl.DataFrame]:
    """Yield the rows of some frames in their order, so many at a time, however they came.

    >>> pieces = [pl.DataFrame({"n": [1, 2, 3]}), pl.DataFrame({"n": [4]})]
    >>> [frame.get_column("n").to_list() for frame in cut(pieces, rows=2)]
    [[1, 2], [3, 4]]
    """
    held: list[pl.DataFrame] = []
    count = 0
    for frame in frames:
        held.append(frame)
        count += frame.height
        while count >= rows:
            whole = pl.concat(held)
            yield whole.head(rows)
            held = [whole.slice(rows)]
            count -= rows
    if count:
        yield pl.concat(held)


def no_samples(request: SampleRequest, why: str) -> Finding:
    """Return the error for a file that can't be read as samples at all."""
    fix = "Export it again, and look whether it is the right file; nothing of it was stored."
    message = f"{request.file}: {' '.join(why.split())}"
    return error("E-SAMPLE-FILE", message, where=request.file, fix=fix)


def refuse_other_period(frame: pl.DataFrame, request: SampleRequest) -> None:
    """Raise InputRefusedError where samples plainly come at another period than was given."""
    steps = (
        frame.head(_ROWS_COMPARED)
        .select("circuit", sent_at=pl.col("scheduled") + pl.col("jitter_ns"))
        .sort("circuit", "sent_at")
        .select(
            pl.when(pl.col("circuit") == pl.col("circuit").shift())
            .then(pl.col("sent_at").diff())
            .alias("step")
        )
        .filter(pl.col("step") > 0)
        .get_column("step")
    )
    if steps.len() < _STEPS_MIN:
        return
    middle = steps.median()
    assert isinstance(middle, float)
    if not request.every_ns / 2 < middle < request.every_ns * 2:
        message = (
            f"{request.file}: its samples come every {middle / 1e9:g} s, "
            f"and --every says {request.every_ns / 1e9:g} s"
        )
        fix = "Give --every the period that the line was probed at; gaps are told by it."
        raise InputRefusedError((error("E-SAMPLE-PERIOD", message, where=request.file, fix=fix),))
