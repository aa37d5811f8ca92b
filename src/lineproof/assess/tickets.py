"""What do the fault tickets tell of each incident? When it was reported, answered and over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import polars as pl

from lineproof.assess.clocks import Stretch
from lineproof.contract.case import View


@dataclass(frozen=True, slots=True)
class Ticket:
    """A fault as recorded. Instants in nanoseconds since 1970 UTC.

    endpoint: the line or site that failed. where: its row, as FILE:ROW.
    """

    id: str
    endpoint: str
    reported: int
    responded: int | None
    on_site: int | None
    restored: int | None
    pauses: tuple[Stretch, ...]
    whose: str
    district: str
    endpoints: int
    where: str


@dataclass(frozen=True, slots=True)
class Told:
    """What an incident's tickets tell together: the first report and answer, the last restoration.

    restored: None while a ticket isn't closed. endpoints: the most that one ticket counts.
    """

    reported: int
    responded: int | None
    on_site: int | None
    restored: int | None
    pauses: tuple[Stretch, ...] = ()
    district: str = ""
    endpoints: int = 0
    evidence: tuple[str, ...] = field(default=())


def tickets(view: View) -> tuple[Ticket, ...]:
    """Return the fault tickets in order of their reports."""
    rows = view.rows("faults").sort("reported", "id")
    instants = [pl.col(c).dt.epoch("ns") for c in ("reported", "responded", "on_site", "restored")]
    picked = rows.select(
        "id", pl.coalesce("line", "site").alias("endpoint"), *instants, "pauses", "whose",
        "district", "endpoints", "row",
    )  # fmt: skip
    return tuple(
        Ticket(
            id_, endpoint or id_, reported, responded, on_site, restored,
            parsed_pauses(pauses or ""), whose or "", district or "", endpoints or 0,
            f"records/faults.csv:{row}",
        )
        for id_, endpoint, reported, responded, on_site, restored, pauses, whose, district,
        endpoints, row in picked.iter_rows()
    )  # fmt: skip


def parsed_pauses(text: str) -> tuple[Stretch, ...]:
    """Return pauses written FROM/TO;FROM/TO, in nanoseconds; raises ValueError where they aren't.

    >>> parsed_pauses("2025-03-01T08:00:00Z/2025-03-01T09:00:00Z")
    ((1740816000000000000, 1740819600000000000),)
    """
    found = []
    for part in filter(None, (p.strip() for p in text.split(";"))):
        start, _, end = part.partition("/")
        instants = [dt.datetime.fromisoformat(each.strip()) for each in (start, end)]
        if any(i.tzinfo is None for i in instants):
            message = f'"{part}" lacks an offset such as +08:00'
            raise ValueError(message)
        lo, hi = (int(i.timestamp()) * 10**9 for i in instants)
        found.append((lo, hi))
    return tuple(found)


def told_by(own: Sequence[Ticket]) -> Told:
    """Return what some tickets of one incident tell together."""
    is_over = all(t.restored is not None for t in own)
    districts = {t.district for t in own if t.district}
    return Told(
        reported=min(t.reported for t in own),
        responded=_first(t.responded for t in own),
        on_site=_first(t.on_site for t in own),
        restored=max(t.restored for t in own if t.restored is not None) if is_over else None,
        pauses=tuple(pause for t in own for pause in t.pauses),
        district=districts.pop() if len(districts) == 1 else "",
        endpoints=max(t.endpoints for t in own),
        evidence=tuple(t.where for t in own),
    )


def _first(instants: Iterable[int | None]) -> int | None:
    """Return the earliest of the instants that are known."""
    return min((i for i in instants if i is not None), default=None)
