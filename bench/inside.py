"""How long do the stages take within one process? It settles, explains, and asks the peer.

Run as `python -m bench.inside FOLDER NAME …`; it prints the seconds of each run by name, as JSON.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import polars as pl
from bench.contract import FACTOR, MONTH
from bench.peer import Circuit, Month, Owed, Record, owed

from lineproof.contract.case import Case, view
from lineproof.settle.book import Book, Reading
from lineproof.settle.explain import Explainer
from lineproof.settle.hashes import inputs_of, result_hash
from lineproof.settle.lines_text import lines_csv
from lineproof.settle.reading import read_month
from lineproof.settle.settle import Asked, settle
from lineproof.sources.folder import read_case

_FIRST = dt.date.fromisoformat(f"{MONTH}-01")


def main(folder: Path, names: set[str]) -> dict[str, list[float]]:
    """Return the seconds of each run of the stages named; ends where the peer disagrees."""
    case = read_case(folder)
    known = view(case)
    lines = read_month(Book(known, Reading()), _FIRST).lines
    stages = {
        "compute": lambda: read_month(Book(known, Reading()), _FIRST),
        "reading": lambda: read_case(folder),
        "hashing": lambda: (
            inputs_of(known, MONTH).sha256,
            result_hash(lines_csv(lines, digits=2), {}, digits=2),
        ),
    }
    found = {name: seconds(work, runs=5) for name, work in stages.items() if name in names}
    if "explain" in names:
        found["explain"] = _explaining(case)
    if "peer" in names:
        found["peer"] = _asked_peer(folder, lines)
    return found


def seconds(work: Callable[[], object], *, runs: int) -> list[float]:
    """Return the wall time of some runs, after one that doesn't count."""
    found = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return found[1:]


def _explaining(case: Case) -> list[float]:
    """Return the seconds it takes to explain each of some circuits that changed in the month."""
    explainer = Explainer(view(case), settle(case, Asked(_FIRST, findings=())))
    changed = explainer.settlement.lines.filter(pl.col("from") > _FIRST)
    lines = changed.gather_every(changed.height // 20)["line"].to_list()
    schedule = next(iter(case.schedules.values()))
    ids = iter(schedule.filter(pl.col("line").is_in(lines))["id"].to_list())

    def explain() -> None:
        for line in explainer.lines_of(next(ids)):
            assert explainer.line(line) is not None

    return seconds(explain, runs=len(set(lines)) - 1)


def _asked_peer(folder: Path, lines: pl.DataFrame) -> list[float]:
    """Return the seconds the peer takes; ends the program where it comes to another amount."""
    circuits, records = peer_tables(folder)
    month = Month(_FIRST, (_FIRST + dt.timedelta(days=32)).replace(day=1), Decimal(FACTOR))
    gc.disable()
    found = seconds(lambda: owed(circuits, records, month), runs=3)
    if difference := first_difference(lines, owed(circuits, records, month)):
        sys.exit(f"lineproof and the peer in Decimal differ: {difference}")
    return found


def peer_tables(folder: Path) -> tuple[list[Circuit], list[Record]]:
    """Return the folder's tables as the peer takes them, read by Polars alone."""
    schedule = pl.read_csv(folder / "circuits.csv", infer_schema=False).select(
        pl.col("line").cast(pl.Int64),
        pl.col("monthly_rent").cast(pl.Decimal(18, 2)),
        pl.col("start", "end").str.to_date(),
    )
    lifecycle = pl.read_csv(folder / "records" / "lifecycle.csv", infer_schema=False).select(
        pl.col("line").cast(pl.Int64), "event", pl.col("date").str.to_date(), "value"
    )
    return schedule.rows(), lifecycle.sort("date", maintain_order=True).rows()


def first_difference(lines: pl.DataFrame, expected: list[Owed]) -> str:
    """Return the first line whose amounts aren't those expected; empty: they are the same."""
    keys, amounts = ("line", "from"), ("rent", "deduction")
    types = (pl.String, pl.Date, pl.Int64, pl.Int64)
    schema = dict(zip((*keys, *amounts), types, strict=True))
    cents = [(str(n), day, int(rent * 100), int(cut * 100)) for n, day, rent, cut in expected]
    theirs = pl.DataFrame(cents, schema=schema, orient="row")
    for charge in amounts:
        ours = lines.filter(pl.col("charge") == charge).select(*keys, settled="amount")
        both = theirs.join(ours, on=keys, how="full", coalesce=True)
        wrong = both.filter(pl.col(charge).ne_missing(pl.col("settled")))
        if wrong.height:
            return str(wrong.sort(pl.col("line").cast(pl.Int64), "from").row(0, named=True))
    return ""


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), set(sys.argv[2:]))))
