"""How fast do samples of ten thousand circuits become availability? Ours, and others beside it.

Each figure is the median of some runs; those that are compared ran in turns, in one process.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.engines import CIRCUITS_OF_PROMETHEUS
from bench.measure import Cost, run
from bench.samples import DAYS, SLOTS

CIRCUITS, JITTERED, _JITTER_NS = 10_000, 1_000, 2 * 10**9
_MIB_MAX, _RUNS = 400, "3"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what it is of, its target as text, as measured, and whether that meets it."""

    what: str
    target: str
    measured: str
    is_met: bool | None = None

    @property
    def line(self) -> str:
        """The row of the table."""
        verdict = {None: "", True: "met", False: "MISSED"}[self.is_met]
        return f"| {self.what} | {self.target} | {self.measured} | {verdict} |"


def section(folder: Path) -> str:
    """Measure all of it in a folder, and return the page's section on it."""
    month, jittered = folder / "month", folder / "jittered"
    for each, circuits, jitter in ((month, CIRCUITS, 0), (jittered, JITTERED, _JITTER_NS)):
        if not (each / "measurements" / "batches.jsonl").exists():
            _python("bench.samples", str(each), str(circuits), str(jitter))
    rows = [*_month(month), *_jittered(jittered), *_ingest(), _collector(), *_engines(month)]
    lines = "\n".join(row.line for row in rows)
    return f"""\
## Measured availability

{CIRCUITS:,} circuits are probed once a minute for {DAYS} days, {CIRCUITS * SLOTS * DAYS:,} samples.
Each has 20 outages at random, of up to an hour.
They lie in the store as `lineproof ingest` writes them; generating them isn't timed.
A line is down after three bad slots; four hours of each circuit's month are excluded.

| what | target | measured | result |
| --- | --- | --- | --- |
{lines}

pyarrow decodes the four columns that the kernel needs, from the same files, on two threads.
Polars and DuckDB find the same outages by windows, on a sixteenth of the circuits.
Prometheus holds {CIRCUITS_OF_PROMETHEUS} circuits, averages, and applies no rule.
Where it says *share*, only a part of the month was measured; the rate is what compares.
"""


def _python(module: str, *arguments: str) -> Cost:
    """Run one of our modules in a process of its own."""
    return run([sys.executable, "-m", module, *arguments])


def _medians(cost: Cost) -> dict[str, float]:
    """Return the median of each list of a module's output."""
    found: dict[str, list[float]] = json.loads(cost.out)
    return {name: statistics.median(values) for name, values in found.items()}


def _month(folder: Path) -> Iterator[Row]:
    """Yield what is measured of the whole month."""
    found = _medians(_python("bench.month", str(folder), _RUNS, "decode", "availability", "kept"))
    memory = _python("bench.month", str(folder), "1", "availability").memory_mib
    stored = sum(path.stat().st_size for path in folder.glob("measurements/**/*") if path.is_file())
    each = stored / (CIRCUITS * SLOTS * DAYS)
    ratio = found["availability"] / found["decode"]
    yield Row("pyarrow's decode", "", f"{found['decode']:.2f} s")
    yield Row(
        "samples → intervals → availability minus exclusions", "≤ 2 × decode",
        f"{found['availability']:.2f} s, {ratio:.2f} ×", ratio <= 2,  # noqa: PLR2004 - the target
    )  # fmt: skip
    yield Row("its peak memory", f"≤ {_MIB_MAX} MiB", f"{memory:.0f} MiB", memory <= _MIB_MAX)
    yield Row(
        "the same from kept intervals", "≤ 0.1 s", f"{found['kept']:.3f} s", found["kept"] <= 0.1  # noqa: PLR2004
    )  # fmt: skip
    yield Row(
        "a sample at its scheduled time, in the store", "≤ 0.02 byte",
        f"{each:.4f} byte, {stored / 1e6:.1f} MB in all", each <= 0.02,  # noqa: PLR2004
    )  # fmt: skip


def _jittered(folder: Path) -> Iterator[Row]:
    """Yield what is measured where probes are sent up to two seconds late."""
    found = _medians(_python("bench.month", str(folder), _RUNS, "decode", "availability"))
    ratio = found["availability"] / found["decode"]
    yield Row(
        "with jitter stored, share of a tenth", "≤ 3 × decode",
        f"{found['availability']:.2f} s, {ratio:.2f} ×", ratio <= 3,  # noqa: PLR2004
    )  # fmt: skip


def _ingest() -> Iterator[Row]:
    """Yield how fast samples are taken in."""
    found = _medians(_python("bench.ingesting"))
    for kind, least in (("parquet", 5.0), ("csv", 1.0)):
        rate = found["rows"] / found[f"ingest-{kind}"] / 1e6
        what = f"ingest from {'Parquet' if kind == 'parquet' else 'CSV'}"
        yield Row(what, f"≥ {least:g} M samples/s", f"{rate:.1f} M samples/s", rate >= least)


def _collector() -> Row:
    """Return how many probes a second were sent and written down."""
    found = _medians(_python("bench.collecting"))
    rate, share = found["sent"] / found["seconds"], found["answered"] / found["intended"]
    what = "`lineproof collect` on loopback, all probes sent and logged"
    told = f"{rate:,.0f} probes/s, {share:.2%} answered, {found['cpu']:.1f} s of CPU"
    is_met = found["sent"] == found["intended"] and round(rate) >= 16_667  # noqa: PLR2004 - the target
    return Row(what, "≥ 16,667 probes/s", told, is_met)


def _engines(folder: Path) -> Iterator[Row]:
    """Yield how many samples a second we and other engines take, on a share each."""
    found = _medians(_python("bench.engines", str(folder)))
    samples = found["rows"]
    for name, what in (
        ("one-bucket", "lineproof, share of a bucket, one thread"),
        ("polars", "Polars windows, the same share, two threads"),
        ("duckdb", "DuckDB windows, the same share, two threads"),
    ):
        yield Row(what, "", f"{found[name]:.2f} s, {samples / found[name] / 1e6:.0f} M samples/s")
    rate = CIRCUITS_OF_PROMETHEUS * SLOTS * DAYS / found["prometheus"] / 1e6
    what = f"Prometheus' `avg_over_time`, share of {CIRCUITS_OF_PROMETHEUS} circuits"
    yield Row(what, "", f"{found['prometheus']:.2f} s, {rate:.0f} M samples/s")
