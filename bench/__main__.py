"""How fast is lineproof on a million circuits? `python -m bench` tells, and writes the page on it.

`python -m bench NAME …` measures only some of it and writes nothing. A target that is missed is
said, no more; the exit code is 1 only where the peer in Decimal comes to other amounts.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from bench.billing import billed
from bench.booking import booked
from bench.judging import judged
from bench.measure import Cost, run
from bench.measurement import section
from bench.reconciling import compared
from bench.web import served

_ROOT = Path(__file__).parents[1]
_PAGE = _ROOT / "docs" / "reference" / "benchmarks.md"
_FOLDER = _ROOT / "build" / "bench"
_MONTH = "2025-03"
_LINE = "500000"
_SECTION = "measurement"
_JUDGING = "judging"
_BILLING = "billing"
_RECONCILING = "reconciling"
_BOOKING = "booking"
_WEB = "web"
_INSIDE = ("compute", "explain", "peer", "reading", "hashing")


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is measured: a stage within a process, or a command and how often it runs."""

    name: str
    what: str
    target_s: float | None = None
    target_mib: float | None = None
    command: tuple[str, ...] = ()
    runs: int = 3
    is_cpu: bool = False
    seconds: tuple[float, ...] = ()
    memory_mib: float = 0.0

    @property
    def middle_s(self) -> float:
        """The median of the runs."""
        return statistics.median(self.seconds)

    @property
    def verdict(self) -> str:
        """Whether the target is met; blank where there is none."""
        if self.target_s is None:
            return ""
        is_met = self.middle_s <= self.target_s
        return "met" if is_met and self.memory_mib <= (self.target_mib or 1e9) else "MISSED"


_DIR = str(_FOLDER)
_ASKED = (_DIR, "--month", _MONTH)
_SEALED = str(_FOLDER / "settled" / _MONTH / "r0")
_OTHER = str(_FOLDER / "other")
_STANDALONE = str(_ROOT / "src" / "lineproof" / "seal" / "standalone.py")
MEASURES = (
    Measure("compute", "the month: columns in memory → lines and explanation columns", 0.5),
    Measure("peer", "the same in Python's `Decimal`, a loop over the circuits"),
    Measure("settle", "`lineproof settle --no-lines --json`, from CSV", 4, 2048,
            ("settle", *_ASKED, "--no-lines", "--json")),
    Measure("settle-lines", "`lineproof settle --json`, all lines printed", None, None,
            ("settle", *_ASKED, "--json")),
    Measure("seal", "`lineproof seal`, from CSV to the sealed folder", 6, 2048,
            ("seal", *_ASKED, "--json", "--no-lines")),
    Measure("verify", "`lineproof verify`, every amount settled again", 4, None,
            ("verify", _SEALED)),
    Measure("standalone", "the standard-library verifier", 60, None, (_STANDALONE, _SEALED), 1),
    Measure("compare", "`lineproof compare` of two seals that differ in one line", 3, None,
            ("compare", _SEALED, _OTHER)),
    Measure("explain-sealed", "`lineproof explain --line` of the sealed month", 0.6, None,
            ("explain", _SEALED, "--line", _LINE), 7),
    Measure("explain", "explaining one circuit, the month settled in memory", 0.05),
    Measure("explain-command", "`lineproof explain --line`, on a prepared folder", 0.6, None,
            ("explain", *_ASKED, "--line", _LINE), 7),
    Measure("help", "`lineproof --help`, CPU time", 0.15, None, ("--help",), 9, is_cpu=True),
    Measure("check", "`lineproof check`", None, None, ("check", _DIR)),
    Measure("prepare", "`lineproof prepare`", None, None, ("prepare", _DIR)),
    Measure("reading", "reading the CSV files, every cell checked"),
    Measure("hashing", "hashing the inputs and the result"),
)  # fmt: skip


def main() -> None:
    """Measure what is asked for, print it, and write the page where all of it was."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.split("\n")[0])
    parser.add_argument("name", nargs="*", help=", ".join(_names()))
    parser.add_argument("--date", help="the day the page names; by default the last commit's")
    asked = parser.parse_args()
    unknown = set(asked.name) - set(_names())
    if unknown:
        parser.error(f"nothing is called {', '.join(sorted(unknown))}")
    chosen = [m for m in MEASURES if not asked.name or m.name in asked.name]
    is_needed = chosen or not asked.name or _RECONCILING in asked.name
    if is_needed and not (_FOLDER / "contract.toml").exists():
        run([sys.executable, "-m", "bench.contract", _DIR])
    found = [*_stages(chosen), *_commands(chosen)]
    found.sort(key=lambda m: [each.name for each in MEASURES].index(m.name))
    table = "\n".join(_table(found)) + "\n" if found else ""
    sys.stdout.write(table)
    measured = section(_FOLDER) if not asked.name or _SECTION in asked.name else ""
    sys.stdout.write(measured)
    months = judged(_FOLDER) if not asked.name or _JUDGING in asked.name else ""
    sys.stdout.write(months)
    bills = billed(_FOLDER / "billing") if not asked.name or _BILLING in asked.name else ""
    sys.stdout.write(bills)
    checks = compared(_FOLDER) if not asked.name or _RECONCILING in asked.name else ""
    sys.stdout.write(checks)
    books = booked() if not asked.name or _BOOKING in asked.name else ""
    sys.stdout.write(books)
    pages = served(_FOLDER / "web") if not asked.name or _WEB in asked.name else ""
    sys.stdout.write(pages)
    if not asked.name:
        _PAGE.parent.mkdir(parents=True, exist_ok=True)
        sections = f"{measured}\n{months}\n{bills}\n{checks}\n{books}\n{pages}"
        page = _page(table, sections, asked.date or _last_commit())
        _PAGE.write_text(page, encoding="utf-8")


def _names() -> tuple[str, ...]:
    """Return what can be measured."""
    return (*(m.name for m in MEASURES), _SECTION, _JUDGING, _BILLING, _RECONCILING, _BOOKING, _WEB)


def _stages(chosen: Sequence[Measure]) -> list[Measure]:
    """Return the stages with their seconds, all measured in one process; the peer must agree."""
    stages = [m for m in chosen if m.name in _INSIDE]
    if not stages:
        return []
    names = [m.name for m in stages]
    inside = run([sys.executable, "-m", "bench.inside", _DIR, *names])
    seconds = json.loads(inside.out)
    return [replace(m, seconds=tuple(seconds[m.name])) for m in stages]


def _commands(chosen: Sequence[Measure]) -> Iterator[Measure]:
    """Yield the commands with their seconds, each run in a process of its own after a first one."""
    for measure in chosen:
        if not measure.command:
            continue
        costs = [_cost(measure) for _ in range(measure.runs + 1)][1:]
        yield replace(
            measure,
            seconds=tuple(c.cpu_s if measure.is_cpu else c.wall_s for c in costs),
            memory_mib=max(c.memory_mib for c in costs),
        )
    for left in (".lineproof", "settled", "other"):
        shutil.rmtree(_FOLDER / left, ignore_errors=True)


def _cost(measure: Measure) -> Cost:
    """Run a measure's command once, on a folder made ready for it."""
    if measure.name == "explain-command":
        _lineproof("prepare", _DIR)
    if measure.name == "seal":
        shutil.rmtree(_FOLDER / "settled", ignore_errors=True)
    elif _SEALED in measure.command and not Path(_SEALED).exists():
        _lineproof("seal", *_ASKED, "--json", "--no-lines")
    if measure.name == "standalone":
        return run([sys.executable, "-I", "-S", *measure.command])
    if measure.name != "compare":
        return _lineproof(*measure.command)
    if not Path(_OTHER).exists():
        _write_other(Path(shutil.copytree(_SEALED, _OTHER)) / "lines.csv")
    return _lineproof(*measure.command, code=1)


def _write_other(lines: Path) -> None:
    """Change a digit of the row in the middle of a `lines.csv`, without holding the file."""
    with lines.open("r+b") as file:
        file.seek(lines.stat().st_size // 2)
        file.readline()
        start = file.tell()
        cells = file.readline().split(b",")
        digit = start + sum(len(cell) + 1 for cell in cells[:4]) + len(cells[4]) - 1
        file.seek(digit)
        file.write(b"1" if cells[4][-1:] != b"1" else b"2")


def _lineproof(*arguments: str, code: int = 0) -> Cost:
    """Run the command of this environment, which has to end with an exit code."""
    return run([str(Path(sys.executable).with_name("lineproof")), *arguments], code=code)


def _table(measures: Sequence[Measure]) -> Iterator[str]:
    """Yield the lines of the table."""
    yield "| what | target | median (min–max) | peak memory | result |"
    yield "| --- | --- | --- | --- | --- |"
    for m in measures:
        goal = "" if m.target_s is None else f"≤ {m.target_s:g} s"
        goal += "" if m.target_mib is None else f", ≤ {m.target_mib / 1024:g} GiB"
        spread = f"{_s(m.middle_s)} s ({_s(min(m.seconds))}–{_s(max(m.seconds))})"
        memory = f"{m.memory_mib:,.0f} MiB" if m.memory_mib else ""
        yield f"| {m.what} | {goal} | {spread} | {memory} | {m.verdict} |"
    by_name = {m.name: m.middle_s for m in measures}
    if {"compute", "peer"} <= by_name.keys():
        yield ""
        ratio = by_name["peer"] / by_name["compute"]
        yield f"`Decimal` takes {ratio:.1f} times as long as the month, and agrees on every line."


def _s(seconds: float) -> str:
    """Return seconds to three digits."""
    return f"{seconds:.4f}" if seconds < 0.01 else f"{seconds:.3f}"  # noqa: PLR2004 - of digits


def _page(table: str, measured: str, date: str) -> str:
    """Return the page of the documentation."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"""\
# Benchmarks

`make bench` measured this and wrote this page; don't edit it.

The contract is generated from a seed: 1,000,000 circuits with 1.35 million versions of their price.
A tenth of the circuits start, move, are repriced or cease within {_MONTH}.
The month's score leaves 90 %, so that every line has a deduction; prices include 6 % of tax.

{table}
Each figure is the median of some runs after a first one, with the fastest and the slowest.
Commands run in processes of their own; the kernel counted their time and memory (`wait4`).
What has no memory figure ran within one process.
The peer is a program of its own, written from the contract format.
`make bench` fails where it comes to another rent or deduction on any line.

{measured}
## Where

Machine: {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} on {platform.machine()}.
Python {platform.python_version()}, Polars {version("polars")}, NumPy {version("numpy")}.
PyArrow {version("pyarrow")}, DuckDB {version("duckdb")}.
State of {date}.
"""


def _last_commit() -> str:
    """Return the day of the last commit."""
    return run(["git", "-C", str(_ROOT), "log", "-1", "--format=%cs"]).out.decode().strip()


if __name__ == "__main__":
    main()
