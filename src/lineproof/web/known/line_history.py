"""What became of a line? Its steps from order to end, its prices over time, what proves it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from lineproof.model.errors import LineproofError
from lineproof.model.period import add_months, month_text, parse_month
from lineproof.settle.settlement import Settlement
from lineproof.web.kept.contracts import Contract, KeptFile, Record
from lineproof.web.known.case import At, is_known_month, settled
from lineproof.web.known.remembered import Known

#: A larger contract's months are shown as far as somebody worked them out already.
CIRCUITS_MAX = 5_000
_MONTHS = 12
_STEPS = ("delivered", "accepted", "in_service", "ceased")
_REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a line; day: None while it waits."""

    event: str
    day: dt.date | None


@dataclass(frozen=True, slots=True)
class Price:
    """A rent of a line, in minor units, from a day to a day."""

    first: dt.date
    last: dt.date
    rent: int


def steps_of(found: Known, line: str) -> list[Step]:
    """Return a line's steps that were taken, and those that are still to come before it serves."""
    ordered = _rows(found, "orders", line)
    events = _rows(found, "lifecycle", line)
    days: dict[str, dt.date] = {
        row["event"]: row["date"] for row in events.sort("date").iter_rows(named=True)
    }
    steps = [Step("ordered", row["ordered"]) for row in ordered.iter_rows(named=True)]
    cancelled = [row["cancelled"] for row in ordered.iter_rows(named=True) if row["cancelled"]]
    steps += [Step("cancelled", day) for day in cancelled]
    if not steps and not set(days) & {*_STEPS, _REFUSED}:
        return []
    is_over = "ceased" in days or bool(cancelled)
    for event in _STEPS:
        if event == "accepted" and _REFUSED in days and event not in days:
            steps.append(Step(_REFUSED, days[_REFUSED]))
        elif event in days or not (is_over or event == "ceased"):
            steps.append(Step(event, days.get(event)))
    return steps


def _rows(found: Known, kind: str, line: str) -> pl.DataFrame:
    """Return the rows of a kind that hold for a line."""
    return found.view.rows(kind).filter(pl.col("line") == line)


def months_behind(state: At, month: str, *, circuits: int) -> list[Settlement]:
    """Return the settlements of the last twelve months up to one, the latest first.

    circuits: how many the contract has. Of a large one only what is worked out already is there.
    Raises ValueError for what is no month.
    """
    found: list[Settlement] = []
    for number in range(_MONTHS):
        name = month_text(add_months(parse_month(month), -number))
        if circuits <= CIRCUITS_MAX or is_known_month(state, name):
            try:
                found.append(settled(state, name))
            except LineproofError:  # before the contract began, or behind its end
                continue
    return found


def prices_in(months: Sequence[Settlement], line: str) -> list[Price]:
    """Return the rents that a line was charged by, in order; the same one goes on."""
    found: list[Price] = []
    for settlement in reversed(months):
        # one column of a million rows is looked at, the other of those few that are left
        rows = settlement.lines.filter(pl.col("line") == line)
        rows = rows.filter(pl.col("charge") == "rent")
        for row in rows.sort("from").iter_rows(named=True):
            if row["rent"] is None:
                continue
            price = Price(row["from"], row["to"] - dt.timedelta(days=1), row["rent"])
            if found and found[-1].rent == price.rent:
                price = Price(found.pop().first, price.last, price.rent)
            found.append(price)
    return found


def documents_of(contract: Contract, line: str) -> list[KeptFile]:
    """Return the files that prove what was recorded of a line."""
    rows = Record.objects.filter(contract=contract, line=line).exclude(evidence="")
    hashes = set(rows.order_by().values_list("evidence", flat=True))  # an order has SQLite read all
    return list(KeptFile.objects.filter(contract=contract, sha256__in=hashes))
