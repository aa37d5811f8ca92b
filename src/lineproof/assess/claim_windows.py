"""In which days must something be claimed, and was it? One window a month and line.

The time runs from the clause's event; where it happened several times in a month about the same
thing, from the last of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from lineproof.assess.deadlines import last_day
from lineproof.assess.disputed import credits_claimed
from lineproof.assess.events import Occurrence, occurrences
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.paying import Claim
from lineproof.contract.terms.pricing import PriceLines
from lineproof.model.period import month_text


@dataclass(frozen=True, slots=True)
class Claimed:
    """One claim: when it was made, for how much in minor units, and where it is recorded.

    amount: None where a letter claims all of it.
    """

    day: dt.date
    amount: int | None
    where: str


@dataclass(frozen=True, slots=True)
class ClaimWindow:
    """The days in which what a term gives must be claimed.

    event: the day they run from; subject, where: what it is about, and its record. due: the last
    day. claims: those made by the day it is looked at, in order.
    """

    event: dt.date
    subject: str
    where: str
    due: dt.date
    claims: tuple[Claimed, ...]

    @property
    def in_time(self) -> tuple[Claimed, ...]:
        """The claims made by the last day."""
        return tuple(each for each in self.claims if each.day <= self.due)

    def line(self, view: View) -> str:
        """Return the line it is about; blank: all of them."""
        frames = view.case.schedules.values()
        in_schedule = any((frame.get_column("line") == self.subject).any() for frame in frames)
        listed = {p.line for t, _ in of_kind(view.versions, PriceLines) for p in t.lines}
        return self.subject if in_schedule or self.subject in listed else ""


def claim_windows(view: View, term: Claim, *, on: dt.date) -> Iterator[ClaimWindow]:
    """Yield a clause's windows, for each month and thing its event was about, up to a day."""
    last: dict[tuple[str, str], Occurrence] = {}
    for event in occurrences(view, term.of, until=on):
        last[month_text(event.day), event.subject] = event
    made = _made(view, term, on=on)
    for (month, _), event in last.items():
        due = last_day(view, event.day, within=term.within, unit=term.unit)
        own = [
            claimed
            for about, claimed in made
            if about == month or (not about and event.day <= claimed.day <= due)
        ]
        yield ClaimWindow(
            event.day, event.subject, event.where, due,
            tuple(sorted(own, key=lambda claimed: (claimed.day, claimed.where))),
        )  # fmt: skip


def _made(view: View, term: Claim, *, on: dt.date) -> list[tuple[str, Claimed]]:
    """Return what was claimed by a day, each with the month it is for; blank: it doesn't say.

    A record claims its amount; the letter that a dispute begins with claims all of its month.
    """
    rows = view.rows("claims").filter(pl.col("what") == term.what)
    recorded = [
        (month or "", Claimed(day, amount, f"records/claims.csv:{row}"))
        for day, month, amount, row in rows.select("claimed", "period", "amount", "row").iter_rows()
    ]
    sent = [(s.about, Claimed(s.day, None, s.where)) for s in credits_claimed(view, term.what)]
    return [(about, claimed) for about, claimed in (*recorded, *sent) if claimed.day <= on]
