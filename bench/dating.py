"""Whose deadlines are dated? A thousand contracts of five years, each with what happened in them.

Run as `python -m bench.dating RUNS`; it prints the seconds of each run, and how many duties there
were, as JSON. The cases lie in memory: reading their files isn't timed.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from bench.inside import seconds

from lineproof.assess.agenda import agenda
from lineproof.assess.deadlines import Dated
from lineproof.assess.taken import as_of
from lineproof.contract.case import Case, view
from lineproof.contract.parse import parse_contract
from lineproof.model.period import add_months, month_text
from lineproof.model.record import RECORDS
from lineproof.settle.late_openings import late_openings
from lineproof.settle.payments_due import payments_due
from lineproof.sources.workdays import load_workdays

CONTRACTS, MONTHS = 1_000, 60
BEGIN = dt.date(2021, 1, 1)
ON = dt.date(2025, 12, 31)
_DAY = dt.timedelta(days=1)
_RECORDED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def cases(count: int) -> Iterator[Case]:
    """Yield contracts whose parties are late on days of their own."""
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    workdays = load_workdays("CN", first=BEGIN.year, last=ON.year)
    for number in range(count):
        name = f"bench-dating-{number}"
        parsed = parse_contract(text.replace("bench-dating", name), file="contract.toml")
        assert parsed.contract is not None, parsed.findings
        records = {kind: _frame(kind, rows) for kind, rows in _rows(number).items()}
        yield Case(parsed.contract, {}, records, workdays, parsed.positions)


def dated(case: Case) -> tuple[Dated, ...]:
    """Return everything dated of a contract on its last day, as `lineproof deadlines` does."""
    seen = view(case)
    taken = as_of(seen, on=ON)
    more = (*payments_due(taken, on=ON), *late_openings(taken, on=ON))
    return agenda(seen, on=ON, more=more)


def _rows(number: int) -> dict[str, list[dict[str, object]]]:
    """Return a contract's records: a report and a payment a month, an acceptance, a notice."""
    months = [add_months(BEGIN, n) for n in range(MONTHS)]
    after = [add_months(month, 1) + (number + n) % 9 * _DAY for n, month in enumerate(months)]
    both = [*zip(months, after, strict=True)]
    return {
        "duties": [{"duty": "REPORT", "period": month_text(m), "done_on": day} for m, day in both],
        "payments": [{"item": month_text(m), "amount": 100_000, "paid": day} for m, day in both],
        "milestones": [{"event": "completed", "date": BEGIN + number % 20 * _DAY}],
        "notices": [{"what": "breach", "sender": "buyer", "sent": after[9], "received": after[9]}],
    }


def _frame(kind: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    """Return records as a reader does."""
    told = [
        {"id": f"{kind}-{n}", "recorded_at": _RECORDED, "by": "buyer", "row": n, **row}
        for n, row in enumerate(rows, 2)
    ]
    return pl.DataFrame(told, schema=RECORDS[kind].schema())


def main(count: int, runs: int) -> dict[str, list[float]]:
    """Return the seconds of each run, and how many duties are dated."""
    made = [*cases(count)]
    duties = sum(len(dated(case)) for case in made)
    times = seconds(lambda: [dated(case) for case in made], runs=runs)
    return {"dated": times, "duties": [float(duties)]}


if __name__ == "__main__":
    print(json.dumps(main(CONTRACTS, int(sys.argv[1]))))
