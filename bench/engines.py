"""What do other engines take for a share of the month? Polars and DuckDB windows, and Prometheus.

Run as `python -m bench.engines FOLDER`; it prints the seconds of each run by name, as JSON. The
windows have to find the outages that we do; Prometheus' `avg_over_time` only averages.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import duckdb
import polars as pl
from bench.inside import seconds
from bench.month import END_NS, RULE, states_of_bucket
from bench.samples import DAYS, EVERY_NS, NS

from lineproof.store.samples import SampleStore

CIRCUITS_OF_PROMETHEUS = 200
_BUCKET = 0
_WAIT_S = 60


def main(folder: Path) -> dict[str, list[float]]:
    """Return the rows of the share and the seconds of each engine; all must agree."""
    files = str(folder / "measurements" / "samples" / "*" / f"bucket={_BUCKET:02}" / "*.parquet")
    rows = pl.scan_parquet(files).select(pl.len()).collect().item()
    low, high = slots_down(folder)
    for name, theirs in (("Polars", polars_windows(files)), ("DuckDB", duckdb_windows(files))):
        if not low <= theirs <= high:
            sys.exit(f"lineproof and {name} differ: {low} to {high}, and {theirs} slots down")
    found = {
        "rows": [float(rows)],
        "one-bucket": seconds(lambda: states_of_bucket(SampleStore(folder), _BUCKET), runs=3),
        "polars": seconds(lambda: polars_windows(files), runs=3),
        "duckdb": seconds(lambda: duckdb_windows(files), runs=3),
    }
    return found | {"prometheus": _prometheus(files)}


def slots_down(folder: Path) -> tuple[int, int]:
    """Return how many slots our states are down in, and how many they may be.

    What the slots past the month's end decide is unknown to us; a window knows no such thing.
    """
    states = states_of_bucket(SampleStore(folder), _BUCKET).with_columns(
        slots=(pl.col("hi") - pl.col("lo")) // EVERY_NS
    )
    down, unknown = (
        int(states.filter(pl.col("state") == state)["slots"].sum()) for state in ("down", "unknown")
    )
    return down, down + unknown


def polars_windows(files: str) -> int:
    """Return how many slots are down, by a window over each circuit."""
    is_same = (pl.col("bad") == pl.col("bad").shift()) & (
        pl.col("circuit") == pl.col("circuit").shift()
    )
    runs = (
        pl.scan_parquet(files)
        .select("circuit", "scheduled", bad=pl.col("received") < pl.col("sent"))
        .sort("circuit", "scheduled")
        .with_columns(run=(~is_same).fill_null(value=True).cum_sum())
        .group_by("run")
        .agg(pl.col("circuit", "bad", "scheduled").first(), slots=pl.len())
        # shorter runs go on with the state before them
        .with_columns(down=pl.when(pl.col("slots") >= RULE.down_run).then("bad"))
        .sort("circuit", "scheduled")
        .with_columns(down=pl.col("down").forward_fill().over("circuit").fill_null(value=False))
    )
    down = runs.filter("down").select(pl.col("slots").sum()).collect().item()
    return int(down)


def duckdb_windows(files: str) -> int:
    """Return how many slots are down, by SQL windows on two threads."""
    query = f"""
    with samples as (
      select circuit, scheduled, received < sent as bad,
        lag(received < sent) over (partition by circuit order by scheduled) as before
      from read_parquet('{files}')
    ), numbered as (
      select circuit, scheduled, bad,
        sum(case when bad = before then 0 else 1 end)
          over (partition by circuit order by scheduled) as run
      from samples
    ), runs as (
      select circuit, run, any_value(bad) as bad, count(*) as slots from numbered group by all
    )
    select sum(slots) from (
      select slots, last_value(case when slots >= {RULE.down_run} then bad end ignore nulls)
        over (partition by circuit order by run) as down
      from runs
    ) where down
    """  # noqa: S608 - our own files and numbers
    with duckdb.connect(config={"threads": 2}) as engine:
        row = engine.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def _prometheus(files: str) -> list[float]:
    """Return the seconds of `avg_over_time` in a Prometheus that holds some circuits' samples."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        _backfill(files, folder)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        (folder / "none.yml").write_text("")
        server = subprocess.Popen(  # noqa: S603 - our own arguments
            ["prometheus", f"--config.file={folder / 'none.yml'}",  # noqa: S607 - on the path
             f"--storage.tsdb.path={folder / 'data'}", "--storage.tsdb.retention.time=100y",
             f"--web.listen-address=127.0.0.1:{port}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _wait_for(f"http://127.0.0.1:{port}/-/ready")
            asked = urllib.parse.urlencode(
                {"query": f"avg_over_time(probe_success[{DAYS}d])", "time": END_NS // NS}
            )
            url = f"http://127.0.0.1:{port}/api/v1/query?{asked}"
            if len(_answer(url)["data"]["result"]) != CIRCUITS_OF_PROMETHEUS:
                sys.exit("Prometheus doesn't hold the samples it was given")
            return seconds(lambda: _answer(url), runs=3)
        finally:
            server.terminate()
            server.wait(timeout=_WAIT_S)


def _backfill(files: str, folder: Path) -> None:
    """Write samples as blocks of Prometheus, by its own tool."""
    rows = pl.scan_parquet(files).select(
        "circuit", "received", at=pl.col("scheduled").dt.epoch("ns") // NS
    )
    names = rows.select(pl.col("circuit").unique().sort()).head(CIRCUITS_OF_PROMETHEUS).collect()
    own = rows.join(names.lazy(), on="circuit", how="semi").sort("at", "circuit")
    label, end, space = pl.lit('probe_success{circuit="'), pl.lit('"} '), pl.lit(" ")
    lines = own.select(pl.concat_str(label, "circuit", end, "received", space, "at"))
    text = "\n".join(lines.collect().to_series().to_list())
    (folder / "samples.txt").write_text(f"# TYPE probe_success gauge\n{text}\n# EOF\n")
    subprocess.run(  # noqa: S603 - our own arguments
        ["promtool", "tsdb", "create-blocks-from", "--max-block-duration=486h", "openmetrics",  # noqa: S607 - on the path
         str(folder / "samples.txt"), str(folder / "data")],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def _wait_for(url: str) -> None:
    """Wait until a server answers; ends the program where it doesn't in time."""
    end = time.monotonic() + _WAIT_S
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    sys.exit("Prometheus didn't start")


def _answer(url: str) -> dict[str, dict[str, list[object]]]:
    """Return what a server answers."""
    with urllib.request.urlopen(url, timeout=_WAIT_S) as answer:  # noqa: S310 - our own server
        found: dict[str, dict[str, list[object]]] = json.load(answer)
    return found


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
