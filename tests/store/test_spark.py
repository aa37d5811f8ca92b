"""Does Spark come to the states that one process comes to? Spark itself runs, on two threads."""

from __future__ import annotations

import datetime as dt
import random
import sys
import warnings
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from pyspark.sql import SparkSession

from lineproof.measure.reduction import states_of
from lineproof.measure.rule import StateRule
from lineproof.measure.samples import SAMPLE_SCHEMA, Samples, Suspect
from lineproof.measure.states import STATE_SCHEMA
from lineproof.store.sample_files import bucket_of
from lineproof.store.samples import SampleStore
from lineproof.store.spark import SparkStates, spark_states

MINUTE = 60 * 10**9
START = int(dt.datetime(2025, 3, 31, 20, tzinfo=dt.UTC).timestamp()) * 10**9
END = START + 480 * MINUTE  # eight hours, four of them in April: two months of files
READ = (START - 60 * MINUTE, START, END)
NOW = dt.datetime(2025, 5, 1, tzinfo=dt.UTC)
NAMES = [f"C{number}" for number in range(40)]
SERVICES = pl.DataFrame(
    [(name, START - (n % 3) * 45 * MINUTE, END - (n % 2) * 30 * MINUTE)
     for n, name in enumerate(NAMES)],
    schema={"circuit": pl.String, "lo": pl.Int64, "hi": pl.Int64}, orient="row",
)  # fmt: skip

# Spark's own code, and what it uses, warns of what later versions will change.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """Start Spark within this process's folder, reached only from this machine; stop its JVM."""
    builder = SparkSession.Builder().master("local[2]")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.local.dir": str(tmp_path_factory.mktemp("spark")),
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
        "spark.sql.shuffle.partitions": "3",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore")
        # its workers are this interpreter, whatever "python3" is on the path
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        session = builder.getOrCreate()
        gateway = session.sparkContext._gateway  # noqa: SLF001 - nothing public ends the JVM
        yield session
        session.stop()
        if gateway is not None:
            gateway.shutdown()
            gateway.proc.stdin.close()  # the JVM ends when its input does
            gateway.proc.wait(timeout=30)
            SparkSession._instantiatedSession = None  # noqa: SLF001


def rows(seed: int, *, every: int) -> list[tuple[str, int, int, int, int, None]]:
    """Return samples at random: answered, lost, partly lost, not sent and missing."""
    drawn = random.Random(seed)  # noqa: S311 - the same samples each time
    found: list[tuple[str, int, int, int, int, None]] = []
    for name in NAMES[1:]:  # the first is never measured
        sent, received = 2, 2
        for minute in range(-90, 500, every):
            if drawn.random() < 0.1:
                sent, received = drawn.choice([(2, 2), (2, 2), (2, 0), (2, 1), (0, 0), (-1, 0)])
            if sent >= 0:
                found.append((name, START + minute * MINUTE, 0, sent, received, None))
    return found


def filled(folder: Path, seed: int, *, vantages: tuple[str, ...]) -> SampleStore:
    """Store batches of random samples, some of them twice and some of them in conflict."""
    store, drawn = SampleStore(folder), random.Random(seed)  # noqa: S311
    for number, vantage in enumerate(vantages):
        every = (1, 2, 5)[number]
        whole = rows(seed + number, every=every)
        drawn.shuffle(whole)
        third = len(whole) // 3
        wrong = [(c, at, j, s, 0, r) for c, at, j, s, _, r in whole[: len(whole) // 50]]
        for part in (whole[: 2 * third], whole[third:], wrong):
            frame = pl.DataFrame(part, SAMPLE_SCHEMA, orient="row")
            grid = START // MINUTE % every * MINUTE
            placed = frame.with_columns(pl.col("scheduled") - grid)
            doubted = (Suspect(START + 30 * MINUTE, START + 50 * MINUTE, "clock"),)
            batch = Samples(placed, vantage, every * MINUTE, "test", ("C7",), doubted)
            store.append(batch, recorded_at=NOW)
    return store


def of_one_process(store: SampleStore, rule: StateRule) -> pl.DataFrame:
    """Return the states as one process works them out, bucket by bucket."""
    found = []
    for bucket in range(store.buckets):
        evidence = store.evidence(bucket, lo=READ[0], hi=END + 60 * MINUTE)
        mine = [name for name in NAMES if home(store, name) == bucket]
        own = SERVICES.filter(pl.col("circuit").is_in(mine))
        reduced = states_of(evidence, own, rule, read=READ)
        open_ones = pl.col("circuit").is_in(list(reduced.unresolved))
        found.append(reduced.states.with_columns(is_unresolved=open_ones))
    return pl.concat(found).sort("circuit", "lo")


def home(store: SampleStore, name: str) -> int:
    """Return the bucket a circuit lies in."""
    return bucket_of(name, buckets=store.buckets)


def of_spark(spark: SparkSession, store: SampleStore, rule: StateRule) -> pl.DataFrame:
    """Return the states as Spark works them out."""
    asked = SparkStates(SERVICES, rule, READ, partitions=5)
    found = pl.from_arrow(spark_states(spark, store, asked).toArrow())
    assert isinstance(found, pl.DataFrame)
    return found.sort("circuit", "lo")


@pytest.mark.parametrize(("vantages", "quorum"), [(("a",), 1), (("a", "b", "c"), 2)])
def test_spark_and_one_process_agree(
    spark: SparkSession, tmp_path: Path, vantages: tuple[str, ...], quorum: int
) -> None:
    """Batches overlap by a third, a fiftieth of the samples conflict, C7 is the canary."""
    store = filled(tmp_path, len(vantages), vantages=vantages)
    rule = StateRule(60, Fraction(1, 2), 3, 2, quorum)
    expected = of_one_process(store, rule)
    assert set(expected["state"]) == {"up", "down", "unknown"}
    assert expected.height > 4 * len(NAMES)
    assert of_spark(spark, store, rule).equals(expected)


def test_an_empty_store_gives_unknown_states(spark: SparkSession, tmp_path: Path) -> None:
    """40 circuits, no batch: 40 stretches, all unknown."""
    found = of_spark(spark, SampleStore(tmp_path), StateRule(60, Fraction(0), 1, 1))
    assert found["state"].to_list() == ["unknown"] * 40


def test_a_file_that_no_batch_names_is_not_read(spark: SparkSession, tmp_path: Path) -> None:
    """Torn files beside those of the log change nothing; C0, never measured, is unknown."""
    store = filled(tmp_path, 9, vantages=("a",))
    rule = StateRule(60, Fraction(0), 2, 2)
    before = of_spark(spark, store, rule)
    assert before.filter(pl.col("circuit") == "C0").select(*STATE_SCHEMA).rows() == [
        ("C0", START, END, START, "unknown", "no data", 0)
    ]
    for file in list((store.folder / "samples").rglob("*.parquet")):
        file.with_name("0" * 16 + ".parquet").write_bytes(b"torn")
    assert of_spark(spark, store, rule).equals(before)
