"""Where does each claim of exclusion stand? Both sides' words, the notice, the proof, and silence.

What the other side accepted in so many words counts. Silence accepts only what was claimed as the
clause asks: announced early enough, proven where proof is asked for, and needing no signature.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import polars as pl

from lineproof.assess.deadlines import last_day
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.scoring import Exclusion

Stands = Literal["accepted", "partly", "rejected", "accepted by silence", "pending"]
_HOUR, _MICROSECOND = dt.timedelta(hours=1), dt.timedelta(microseconds=1)

_SAID: dict[str, Stands] = {"accepted": "accepted", "partly": "partly", "rejected": "rejected"}


@dataclass(frozen=True, slots=True)
class Claimed:
    """One claim that a time doesn't count.

    stands: where it stands; wanting: what the clause asks for and the claim lacks, in words. due:
    the last day to answer, after which silence accepts it; None: silence never does.
    """

    id: str
    cause: str
    term: str
    clause: str
    stands: Stands
    wanting: tuple[str, ...]
    due: dt.date | None
    where: str


def claims_made(view: View, *, on: dt.date) -> Iterator[Claimed]:
    """Yield every claim as it stands on a day, in the order of their times."""
    if not view.rows("exclusions").height:
        return
    terms = of_kind(view.versions, Exclusion)
    rows = view.rows("exclusions").sort("from", "id")
    for row in rows.iter_rows(named=True):
        term = next((t for t, _ in terms if t.cause == row["cause"]), None)
        yield _claimed(view, term, row, on=on)


def _claimed(view: View, term: Exclusion | None, row: dict[str, object], *, on: dt.date) -> Claimed:
    """Return where one claim stands."""
    wanting = tuple(_wanting(term, row)) if term is not None else ()
    due = _due(view, term, row)
    answer = row["answer"]
    stands: Stands = _SAID.get(str(answer), "pending")
    if stands == "pending" and due is not None and on > due and not wanting:
        stands = "accepted by silence"
    return Claimed(
        str(row["id"]), str(row["cause"]), term.id if term is not None else "",
        term.clause if term is not None else "", stands, wanting, due,
        f"records/exclusions.csv:{row['row']}",
    )  # fmt: skip


def _due(view: View, term: Exclusion | None, row: dict[str, object]) -> dt.date | None:
    """Return the last day to answer a claim; None: no clause makes anything of silence."""
    proposed = row["proposed_on"]
    if term is None or term.silence_within is None or not isinstance(proposed, dt.date):
        return None
    return last_day(view, proposed, within=term.silence_within, unit=term.unit or "days")


def _wanting(term: Exclusion, row: dict[str, object]) -> Iterator[str]:
    """Yield what a clause asks of a claim and it lacks."""
    told, begins = row["notice_received"], row["from"]
    if term.lead_time_h is not None:
        assert isinstance(begins, dt.datetime), "a claim has a time"
        if not isinstance(told, dt.datetime):
            yield "notice of it"
        elif Fraction((begins - told) // _MICROSECOND, _HOUR // _MICROSECOND) < term.lead_time_h:
            yield f"notice {term.lead_time_h} h before"
    if term.evidence is not None and not row["evidence"]:
        yield f"evidence: {term.evidence}"
    if term.countersigned and row["answer"] is None:
        yield "the other side's signature"


def with_silent_claims(view: View, *, on: dt.date) -> View:
    """Return a view in which what silence accepted by a day is answered so."""
    silent = {
        claim.id: claim.due
        for claim in claims_made(view, on=on)
        if claim.stands == "accepted by silence" and claim.due is not None
    }
    if not silent:
        return view
    is_silent = pl.col("id").is_in(list(silent))
    rows = view.rows("exclusions").with_columns(
        pl.when(is_silent).then(pl.lit("accepted")).otherwise("answer").alias("answer"),
        pl.when(is_silent)
        .then(pl.col("id").replace_strict(silent, default=None, return_dtype=pl.Date))
        .otherwise("answered_on")
        .alias("answered_on"),
    )
    return dataclasses.replace(view, records={**view.records, "exclusions": rows})
