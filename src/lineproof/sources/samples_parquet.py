"""Which samples does a Parquet file hold? The columns of the CSV, typed, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from lineproof.measure.samples import Samples
from lineproof.model.errors import InputRefusedError
from lineproof.sources.sample_batches import ROWS_READ, batches_of, no_samples
from lineproof.sources.sample_request import SampleRequest
from lineproof.sources.sample_values import column_names


def read_parquet(request: SampleRequest) -> Iterator[Samples]:
    """Yield the samples of a Parquet file; raises InputRefusedError, for single rows at its end."""
    try:
        with pq.ParquetFile(request.place) as file:
            yield from batches_of(_pieces(file, request), request, kind="parquet")
    except (pa.ArrowException, OSError) as wrong:
        why = f"it is no whole Parquet file: {wrong}"
        raise InputRefusedError((no_samples(request, why),)) from wrong


def _pieces(file: pq.ParquetFile, request: SampleRequest) -> Iterator[pl.DataFrame]:
    """Yield a file's rows, with the number of each row from 1."""
    names = column_names(file.schema_arrow.names, file=request.file)
    first = 1
    for block in file.iter_batches(ROWS_READ, columns=list(names.values())):
        frame = pl.from_arrow(block)
        assert isinstance(frame, pl.DataFrame)
        named = frame.select(**{meaning: pl.col(name) for meaning, name in names.items()})
        yield named.with_row_index("row", offset=first)
        first += named.height
