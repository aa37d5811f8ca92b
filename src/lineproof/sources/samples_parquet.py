"""Which samples does a Parquet file hold? The columns of the CSV, typed, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from lineproof.measure.samples import Samples
from lineproof.model.errors import InputRefusedError
from lineproof.sources.ahead import read_ahead
from lineproof.sources.sample_batches import batches_of, no_samples
from lineproof.sources.sample_request import SampleRequest
from lineproof.sources.sample_values import column_names

_ROWS_READ = 1 << 18
"""Rows converted at a time: typed, they take no more room than half as many of text."""


def read_parquet(request: SampleRequest) -> Iterator[Samples]:
    """Yield the samples of a Parquet file; raises InputRefusedError, for single rows at its end."""
    try:
        with pq.ParquetFile(request.place) as plain:
            names = column_names(plain.schema_arrow.names, file=request.file)
            known = plain.metadata
        # a circuit's name is looked at once a block, not once a row
        circuit = [names["circuit"]]
        with pq.ParquetFile(request.place, metadata=known, read_dictionary=circuit) as file:
            yield from batches_of(read_ahead(_pieces(file, names)), request, kind="parquet")
    except (pa.ArrowException, OSError) as wrong:
        why = f"it is no whole Parquet file: {wrong}"
        raise InputRefusedError((no_samples(request, why),)) from wrong


def _pieces(file: pq.ParquetFile, names: dict[str, str]) -> Iterator[pl.DataFrame]:
    """Yield a file's rows, with the number of each row from 1. names: columns by meaning."""
    first = 1
    for block in file.iter_batches(_ROWS_READ, columns=list(names.values())):
        frame = pl.from_arrow(block)
        assert isinstance(frame, pl.DataFrame)
        named = frame.select(**{meaning: pl.col(name) for meaning, name in names.items()})
        yield named.with_row_index("row", offset=first)
        first += named.height
