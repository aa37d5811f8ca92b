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
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.contract import write_contract
from bench.measure import run
from bench.measurement import Row
from bench.visiting import PAGES, Visitor
from tests.live.postgres import USER, postgres
from tests.web.running_server import Place, Server, environment_of, serving

CLIENTS, REQUESTS = 20, 300
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
    """What clients waited for a page. first_s: until it was worked out. cpu_s: the server's, each.

    rate: pages a second.
    """

    first_s: float
    seconds: tuple[float, ...]
    rate: float
    cpu_s: float

    @property
    def p95_s(self) -> float:
        """What 19 of 20 waited no longer than."""
        return statistics.quantiles(self.seconds, n=20)[-1]


def served(folder: Path) -> str:
    """Measure both databases, and return the page's section on them; all lies in a folder."""
    rows = [row for kind in SIZES for row in _rows(folder, kind)]
    lines = "\n".join(row.line for row in rows)
    return f"""\
## The web application

One contract, like the one above, of {SIZES["postgresql"]:,} circuits in PostgreSQL, and one of
{SIZES["sqlite"]:,} in SQLite.
`lineproof serve` answers {CLIENTS} clients on this machine, each of whom asks for the next page as
soon as it has one; {REQUESTS} requests a page, for circuits drawn at random.
The clients and PostgreSQL share the cores with the server.
Seconds are the 95th percentile, behind it the median and the slowest.
CPU is what the server took for a page.

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
        middle, slowest = statistics.median(waited.seconds), max(waited.seconds)
        spread = f"{waited.p95_s:.3f} s ({middle:.3f}, {slowest:.3f}); {waited.cpu_s:.3f} s CPU"
        target = "" if most is None else f"≤ {most} s"
        yield Row(f"{name}: {what}", target, spread, None if most is None else waited.p95_s <= most)
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
    words = [str(each) for each in (*asked, CLIENTS)]
    before = sum(map(_cpu_s, _family(server.process)))
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-m", "bench.visiting", server.origin, name, *words],
        input=json.dumps(visitor.cookies),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found = json.loads(done.stdout)
    cpu_s = sum(map(_cpu_s, _family(server.process))) - before
    seconds = tuple(found["seconds"])
    return Waited(first_s, seconds, len(seconds) / found["all"], cpu_s / len(seconds))


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
