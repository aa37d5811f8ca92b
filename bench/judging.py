"""How fast is a month judged, and how fast is everything dated? Each in a process of its own."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.assessing import CIRCUITS, CLAIMS, INCIDENTS, TOGETHER
from bench.dating import CONTRACTS, MONTHS
from bench.measure import run
from bench.measurement import Row

_RUNS = "5"
_MONTH_S_MAX, _MONTH_MIB_MAX, _DATED_S_MAX = 3, 2048, 2


def judged(folder: Path) -> str:
    """Measure both, and return the page's section on it; the month is written into a folder."""
    lines = "\n".join(row.line for row in (*_month(folder / "assessing"), _dated()))
    return f"""\
## Judged months and deadlines

{CIRCUITS:,} circuits had {INCIDENTS * TOGETHER:,} outages in {INCIDENTS:,} incidents.
Each incident has a ticket.
{CLAIMS:,} exclusions are claimed, a twentieth of them for all circuits.
The month is judged from states in memory: incidents by both clocks, availability, each item.
{CONTRACTS:,} contracts of {MONTHS} months each have a report and a payment a month, silence,
renewals and a notice.

| what | target | measured | result |
| --- | --- | --- | --- |
{lines}
"""


def _month(folder: Path) -> Iterator[Row]:
    """Yield how long the month takes, and how much memory with the case itself."""
    if not (folder / "contract.toml").exists():
        run([sys.executable, "-m", "bench.assessing", str(folder)])
    cost = run([sys.executable, "-m", "bench.assessing", str(folder), _RUNS])
    times = json.loads(cost.out)["assess"]
    middle = statistics.median(times)
    yield Row("assessing the month", f"≤ {_MONTH_S_MAX} s", _spread(times), middle <= _MONTH_S_MAX)
    yield Row(
        "its peak memory, the case included", f"≤ {_MONTH_MIB_MAX / 1024:g} GiB",
        f"{cost.memory_mib:,.0f} MiB", cost.memory_mib <= _MONTH_MIB_MAX,
    )  # fmt: skip


def _dated() -> Row:
    """Return how long it takes to date what is due."""
    found = json.loads(run([sys.executable, "-m", "bench.dating", _RUNS]).out)
    what = f"deadlines of {CONTRACTS:,} contracts, {found['duties'][0]:,.0f} of them"
    middle = statistics.median(found["dated"])
    return Row(what, f"≤ {_DATED_S_MAX} s", _spread(found["dated"]), middle <= _DATED_S_MAX)


def _spread(times: list[float]) -> str:
    """Return the median of some seconds, with the fastest and the slowest."""
    return f"{statistics.median(times):.2f} s ({min(times):.2f}–{max(times):.2f})"


if __name__ == "__main__":
    print(judged(Path(sys.argv[1])))
