"""How long do people wait for the web application? A million circuits lie in one contract.

Run as `python -m bench.web FOLDER DATABASE CIRCUITS REQUESTS`, with "postgresql" or "sqlite"; it
prints what taking in took, what each page took, and the server's memory, as JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.contract import write_contract
from bench.measure import run
from bench.measurement import Row
from bench.visiting import PAGES, Visitor
from tests.live.postgres import USER, postgres
from tests.web.running_server import Place, Server, environment_of, serving

CLIENTS, REQUESTS, PAUSE_MS = 20, 300, 1000
SIZES = {"postgresql": 1_000_000, "sqlite": 100_000}
_NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
_WHAT = {
    "list": ("the circuits that begin so", 0.3),
    "circuit": ("a circuit with its charges", 0.2),
    "month": ("a month", 0.5),
    "line": ("why a line owes what it does", 0.3),
    "total": ("why the month comes to what it does", 0.3),
    "home": ("home", None),
    "contracts": ("the list of contracts", None),
}
_EMAIL, _BUYER = "finance@example.com", "Buyer A"
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Waited:
    """What clients waited for a page. first_s: until it was worked out.

    seconds: with pauses. pressed: without. rate: pages a second then. cpu_s: the server's, each.
    """

    first_s: float
    seconds: tuple[float, ...]
    pressed: tuple[float, ...]
    rate: float
    cpu_s: float


def p95_s(seconds: Sequence[float]) -> float:
    """Return what 19 of 20 waited no longer than."""
    return statistics.quantiles(seconds, n=20)[-1]


def served(folder: Path) -> str:
    """Measure both databases, and return the page's section on them; all lies in a folder."""
    rows = [row for kind in SIZES for row in _rows(folder, kind)]
    lines = "\n".join(row.line for row in rows)
    return f"""\
## The web application

One contract, like the one above, of {SIZES["postgresql"]:,} circuits in PostgreSQL, and one of
{SIZES["sqlite"]:,} in SQLite.
`lineproof serve` answers {CLIENTS} browsers on this machine, who share its cores with PostgreSQL;
{REQUESTS} requests a page, for circuits drawn at random.
Each asks again {PAUSE_MS / 1000:.0f} s after it had its page: seconds are the 95th
percentile, in brackets the median and the slowest.
Pressed, each asks again at once, which shows how many pages a second there are, at which 95th
percentile, and the server's CPU for each.

| what | target | measured | result |
| --- | --- | --- | --- |
{lines}

Load was {os.getloadavg()[1]:.0f} on {os.cpu_count()} cores.
"""


def _rows(folder: Path, kind: str) -> Iterator[Row]:
    """Yield the figures of one database."""
    size = str(SIZES[kind])
    cost = run([sys.executable, "-m", "bench.web", str(folder), kind, size, str(REQUESTS)])
    found = json.loads(cost.out)
    name = _NAMES[kind]
    yield Row(f"{name}: taking the folder in", "", f"{found['taking_in']:.1f} s")
    for page, (what, most) in _WHAT.items():
        waited = Waited(**found["pages"][page])
        took, middle, slowest = (f(waited.seconds) for f in (p95_s, statistics.median, max))
        spread = (
            f"{took:.3f} s ({middle:.3f}, {slowest:.3f}); pressed: {waited.rate:.0f} a second, "
        )
        spread += f"{p95_s(waited.pressed):.3f} s, {waited.cpu_s:.3f} s CPU"
        target = "" if most is None else f"≤ {most} s"
        yield Row(f"{name}: {what}", target, spread, None if most is None else took <= most)
    first = sum(Waited(**each).first_s for each in found["pages"].values())
    yield Row(f"{name}: the first of each page, worked out", "", f"{first:.1f} s")
    yield Row(f"{name}: memory of the server's processes", "", f"{found['memory_mib']:,.0f} MiB")


def main(
    folder: Path, kind: str, circuits: int, requests: int, pages: Iterable[str] = PAGES
) -> dict[str, object]:
    """Return what was measured; folder: where contract and server are made."""
    contract, data = folder / f"contract-{circuits}", folder / kind
    if not (contract / "contract.toml").exists():
        write_contract(contract, circuits=circuits)
    shutil.rmtree(data, ignore_errors=True)
    with _database(kind):
        place = Place(data, environment_of(data), {})
        os.environ.update(place.environment)
        person = _lineproof("add-user", _EMAIL, "--role", "finance", data=data)
        taken = _lineproof("take-in", str(contract), data=data)
        place = Place(data, place.environment, {"finance": person[1].split()[-1]})
        with serving(place, "--workers", "2") as server:
            visitor = Visitor(server.origin)
            visitor.sign_in(_EMAIL, place.passwords["finance"])
            asked = (circuits, requests)
            found = {name: asdict(_waited(visitor, server, name, asked)) for name in pages}
            visitor.close()
            memory = sum(_memory_mib(each) for each in _family(server.process))
    return {"taking_in": taken[0], "pages": found, "memory_mib": memory}


@contextlib.contextmanager
def _database(kind: str) -> Iterator[None]:
    """Have a database of a kind for as long as the block lasts."""
    os.environ.pop("DATABASE_URL", None)
    if kind == "sqlite":
        yield
        return
    with postgres() as running:
        running.create("lineproof", "select 1")
        os.environ["DATABASE_URL"] = f"postgresql://{USER}@/lineproof?host={running.folder}"
        yield


def _lineproof(*words: str, data: Path) -> tuple[float, str]:
    """Run a command of the operator; return its seconds and what it says."""
    command = [sys.executable, "-m", "lineproof", "server", *words]
    cost = run([*command, "--organisation", _BUYER, "--data", str(data)])
    return cost.wall_s, cost.out.decode()


def _waited(visitor: Visitor, server: Server, name: str, asked: tuple[int, int]) -> Waited:
    """Return what clients, in a process of their own, waited for a page that was worked out.

    asked: how many circuits there are, and how many requests to make.
    """
    first_s = visitor.wait_for(PAGES[name](1))
    paused = _asked(visitor, server, name, (*asked, CLIENTS, PAUSE_MS))
    before = sum(map(_cpu_s, _family(server.process)))
    pressed = _asked(visitor, server, name, (*asked, CLIENTS, 0))
    cpu_s = sum(map(_cpu_s, _family(server.process))) - before
    count = len(pressed["seconds"])
    return Waited(
        first_s, paused["seconds"], pressed["seconds"], count / pressed["all"], cpu_s / count
    )


def _asked(visitor: Visitor, server: Server, name: str, numbers: tuple[int, ...]) -> dict[str, Any]:
    """Return what clients in a process of their own waited, each, and how long they took in all."""
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-m", "bench.visiting", server.origin, name, *map(str, numbers)],
        input=json.dumps(visitor.cookies),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _family(process: int) -> list[int]:
    """Return a process and all that come from it."""
    found = [process]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += map(int, task.read_text().split())
    return found


def _cpu_s(process: int) -> float:
    """Return the CPU time that a process has taken."""
    cells = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(cells[11]) + int(cells[12])) / _TICKS


def _memory_mib(process: int) -> float:
    """Return a process's memory, what it shares with others counted in parts."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    pss = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(pss.split()[1]) / 1024


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))))
