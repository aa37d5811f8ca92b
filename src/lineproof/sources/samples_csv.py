"""Which samples does a CSV file hold? One row a sample, columns by their names, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from lineproof.measure.samples import Samples
from lineproof.model.errors import InputRefusedError
from lineproof.sources.decode import is_utf8
from lineproof.sources.sample_batches import ROWS_READ, batches_of, no_samples
from lineproof.sources.sample_request import SampleRequest
from lineproof.sources.sample_values import column_names

_HEAD_BYTES = 1 << 16
_SEPARATORS = ",;\t|"


def read_csv(request: SampleRequest) -> Iterator[Samples]:
    """Yield the samples of a CSV file; raises InputRefusedError, for single rows at its end."""
    separator = _separator(request)
    try:
        yield from batches_of(_pieces(request, separator), request, kind="csv")
    except pl.exceptions.PolarsError as wrong:
        why = f"it can't be read as CSV: {wrong}"
        raise InputRefusedError((no_samples(request, why),)) from wrong


def _separator(request: SampleRequest) -> str:
    """Return what separates a file's columns; raises InputRefusedError where it is no text."""
    try:
        with Path(request.place).open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as problem:
        why = f"it can't be read: {problem.strerror}"
        raise InputRefusedError((no_samples(request, why),)) from problem
    if not head.strip():
        raise InputRefusedError((no_samples(request, "it is empty"),))
    # the last character may be cut in two
    if b"\0" in head or not any(is_utf8(head[: len(head) - cut]) for cut in range(4)):
        raise InputRefusedError((no_samples(request, "it isn't text in UTF-8"),))
    header = head.split(b"\n", 1)[0].decode(errors="replace")
    return max(_SEPARATORS, key=header.count)


def _pieces(request: SampleRequest, separator: str) -> Iterator[pl.DataFrame]:
    """Yield a file's rows as text, with the number of each row in the file."""
    lazy = pl.scan_csv(
        Path(request.place), separator=separator, infer_schema=False, row_index_name="row",
        row_index_offset=2, low_memory=True,
    )  # fmt: skip
    headers = [name for name in lazy.collect_schema().names() if name != "row"]
    names = column_names(headers, file=request.file)
    wanted = lazy.select("row", **{meaning: pl.col(name) for meaning, name in names.items()})
    yield from wanted.collect_batches(chunk_size=ROWS_READ, maintain_order=True)
