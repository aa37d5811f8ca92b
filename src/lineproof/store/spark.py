"""In which states were the lines? Worked out by a Spark cluster, from samples on shared storage.

Spark only reads the files and brings a circuit's runs together: runs, votes and states come from
`measure`, as they do on one machine. The log of batches is read here, where the job is started.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from typing import TypeAlias

import numpy as np
import polars as pl
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import col
from pyspark.sql.pandas.types import from_arrow_schema

from lineproof.measure.reduction import SUSPECT_SCHEMA, Evidence, states_of
from lineproof.measure.rule import StateRule
from lineproof.measure.runs import RUN_SCHEMA, Columns, runs_of_all, settled_runs
from lineproof.store.batches import BatchLine
from lineproof.store.samples import SampleStore

#: A row a stretch of one state, as `STATE_SCHEMA`, and whether the circuit's state when the period
#: began hangs on what was before all that was read: then read from further back.
STATE_COLUMNS = pa.schema(
    {
        "circuit": pa.string(),
        "lo": pa.int64(),
        "hi": pa.int64(),
        "since": pa.int64(),
        "state": pa.string(),
        "reason": pa.string(),
        "known": pa.int64(),
        "is_unresolved": pa.bool_(),
    }
)
_RUN_COLUMNS = pa.schema(
    {
        "circuit": pa.string(),
        "vantage": pa.string(),
        "lo": pa.int64(),
        "hi": pa.int64(),
        "every": pa.int64(),
        "sent": pa.int32(),
        "received": pa.int32(),
        "is_suspect": pa.bool_(),
    }
)
_SAMPLE_COLUMNS = "circuit string, scheduled bigint, sent int, received int"
#: Spark reads nanoseconds only as plain numbers; it hands over few large batches faster than many
#: small ones; and as the log says which files there are, it needn't look for them in jobs.
_SETTINGS = {
    "spark.sql.legacy.parquet.nanosAsLong": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(1 << 17),
    "spark.sql.sources.parallelPartitionDiscovery.threshold": str(1 << 20),
}
_Batches: TypeAlias = Iterable[pa.RecordBatch]


@dataclass(frozen=True)
class SparkStates:
    """What is asked of Spark.

    services: when each circuit was in service, as columns circuit, lo, hi. read: from when samples
    are read, and the period's start and end; see `reduce_states`. partitions: how many parts the
    circuits are spread over; each has to fit into a worker's memory.
    """

    services: pl.DataFrame
    rule: StateRule
    read: tuple[int, int, int]
    partitions: int = 16

    @property
    def span(self) -> tuple[int, int]:
        """The instants between which samples are read."""
        slot = self.rule.slot_ns
        return self.read[0], (-(-self.read[2] // slot) + self.rule.lookahead) * slot


def spark_states(spark: SparkSession, store: SampleStore, asked: SparkStates) -> DataFrame:
    """Return the states of circuits from a store's samples, in columns of `STATE_COLUMNS`.

    The store's folder has to lie under one path for this process and for every worker. Rows come in
    no order. Changes three settings of the session, which stand in `_SETTINGS`.
    """
    for name, value in _SETTINGS.items():
        spark.conf.set(name, value)
    lo, hi = asked.span
    known = store.batches()
    batches = [b for b in known if b.lo < hi and b.hi > lo]
    frames = list(_runs(spark, store, batches, asked.span))
    told = [(b.vantage, s.lo, s.hi) for b in known for s in b.suspect if s.lo < hi and s.hi > lo]
    doubted = Evidence(
        pl.DataFrame(schema=RUN_SCHEMA),
        pl.DataFrame(told, SUSPECT_SCHEMA, orient="row"),
        _canaries(batches),
    )
    if doubted.canaries.height:
        # every part needs the canaries' runs, which are few: they go along with the function
        names = doubted.canaries.get_column("circuit").to_list()
        watched = reduce(DataFrame.unionAll, frames).filter(col("circuit").isin(names))
        doubted = replace(doubted, runs=settled_runs(_runs_from(watched.toArrow())))
    # a service travels as a run without a vantage: a circuit that nobody measured is judged, too
    served = asked.services.select(
        "circuit", "lo", "hi", vantage=pl.lit(None, pl.String), every=0, sent=0, received=0,
        is_suspect=False,
    )  # fmt: skip
    rows = _to_arrow(served, _RUN_COLUMNS)
    frames.append(spark.createDataFrame(rows, from_arrow_schema(_RUN_COLUMNS)))
    parts = reduce(DataFrame.unionAll, frames).repartition(asked.partitions, "circuit")
    work = _reduction(asked.rule, asked.read, doubted)
    return parts.mapInArrow(work, from_arrow_schema(STATE_COLUMNS))


def _canaries(batches: Iterable[BatchLine]) -> pl.DataFrame:
    """Return the circuits that vantages watch themselves by, as columns circuit, vantage."""
    pairs = sorted({(circuit, b.vantage) for b in batches for circuit in b.canaries})
    schema = {"circuit": pl.String(), "vantage": pl.String()}
    return pl.DataFrame(pairs, schema=schema, orient="row")


def _runs(
    spark: SparkSession, store: SampleStore, batches: Iterable[BatchLine], span: tuple[int, int]
) -> Iterator[DataFrame]:
    """Yield the runs of the files that the log names, worked out where each file is read."""
    alike: dict[tuple[str, int], list[str]] = {}
    for batch in batches:
        paths = alike.setdefault((batch.vantage, batch.every_ns), [])
        paths += [f"file:{(store.folder / file.path).absolute()}" for file in batch.files]
    for (vantage, every), paths in alike.items():
        samples = spark.read.schema(_SAMPLE_COLUMNS).parquet(*paths)
        work = _kernel(vantage, every, span)
        yield samples.mapInArrow(work, from_arrow_schema(_RUN_COLUMNS))


def _kernel(vantage: str, every: int, span: tuple[int, int]) -> Callable[[_Batches], _Batches]:
    """Return what a worker does with samples of one vantage and period: samples → runs."""

    def runs(batches: _Batches) -> _Batches:
        for batch in batches:
            found = runs_of_all([_columns(batch)], vantage=vantage, every=every)
            touching = (pl.col("lo") < span[1]) & (pl.col("hi") > span[0])
            yield from _to_arrow(found.filter(touching), _RUN_COLUMNS).to_batches()

    return runs


def _columns(batch: pa.RecordBatch) -> tuple[pl.Series, Columns]:
    """Return samples as the kernel takes them: names, and columns of numbers."""
    circuit = batch.column("circuit").dictionary_encode()
    sent, received = (batch.column(n).to_numpy().astype(np.uint16) for n in ("sent", "received"))
    names = pl.Series(circuit.dictionary.to_pylist(), dtype=pl.String)
    return names, (circuit.indices.to_numpy(), batch.column("scheduled").to_numpy(), sent, received)


def _reduction(
    rule: StateRule, read: tuple[int, int, int], doubted: Evidence
) -> Callable[[_Batches], _Batches]:
    """Return what a worker does with all runs and services of some circuits: runs → states.

    doubted: runs of canaries, and what else speaks against a vantage's word.
    """

    def states(batches: _Batches) -> _Batches:
        rows = _runs_from(pa.Table.from_batches(batches, _RUN_COLUMNS))
        is_service = pl.col("vantage").is_null()
        services = rows.filter(is_service).select("circuit", "lo", "hi")
        own = rows.filter(~is_service).join(doubted.canaries, on="circuit", how="anti")
        evidence = replace(doubted, runs=pl.concat([own, doubted.runs]))
        found = states_of(evidence, services, rule, read=read)
        open_ones = pl.Series(found.unresolved, dtype=pl.String)
        marked = found.states.with_columns(
            is_unresolved=pl.col("circuit").is_in(open_ones.implode())
        )
        yield from _to_arrow(marked, STATE_COLUMNS).to_batches()

    return states


def _runs_from(rows: pa.Table) -> pl.DataFrame:
    """Return runs as `measure` takes them."""
    frame = pl.from_arrow(rows)
    assert isinstance(frame, pl.DataFrame)
    return frame.cast(pl.Schema(RUN_SCHEMA))


def _to_arrow(frame: pl.DataFrame, schema: pa.Schema) -> pa.Table:
    """Return a table as Spark takes it."""
    return frame.select(schema.names).to_arrow().cast(schema)
