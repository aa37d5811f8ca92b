"""How is time claimed not to count, and how is that answered? Each side claims, the other answers.

Who claims follows from their role, and the day is today: nobody claims for the other side, nor
answers their own claim. What silence accepted by its last day isn't answered any more.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import polars as pl
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lineproof.assess.claim_effects import Effect, claim_effects
from lineproof.assess.claims import Claimed, claims_made
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.scoring import Exclusion
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Severity
from lineproof.model.period import month_text, parse_month
from lineproof.web.doing.deciding import NotNowError, lock
from lineproof.web.doing.holding import keep_proof
from lineproof.web.doing.record_forms import as_typed
from lineproof.web.doing.recording import agreed_in, new_rows, record
from lineproof.web.doing.uploads import Upload
from lineproof.web.kept.contracts import Circuit, Contract, KeptFile, Record
from lineproof.web.kept.imports import Batch
from lineproof.web.kept.record_rows import frame_of
from lineproof.web.known.case import At, at, known, today
from lineproof.web.known.trying import effect_of
from lineproof.web.who.people import User
from lineproof.web.who.sides import Side, side_of

KIND = "exclusions"
ANSWERS = ("accepted", "partly", "rejected")
_REMEMBERED = 16


@dataclass(frozen=True, slots=True)
class Claim:
    """A time that is claimed not to count, as it was typed in.

    lines: separated by `;`, blank: all. notice: when the buyer had notice; of a provider's claim
    that is when it is made here, if it is made before the time begins.
    """

    cause: str
    begins: str
    ends: str
    lines: str = ""
    notice: str = ""
    evidence: Upload | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a claim; name: the id of its row. begins, ends: what is accepted in part."""

    name: str
    answer: str
    begins: str = ""
    ends: str = ""


@functools.lru_cache(maxsize=_REMEMBERED)
def effects(state: At, month: str, on: dt.date) -> tuple[Effect, ...]:
    """Return the claims about a month as they stand on a day, and what each does to its figures."""
    return tuple(claim_effects(known(state).view, parse_month(month), on=on))


def causes(state: At) -> list[str]:
    """Return the causes that a contract's terms speak of."""
    found = of_kind(known(state).view.versions, Exclusion)
    return list(dict.fromkeys(term.cause for term, _days in found))


def waiting(state: At, side: Side, *, on: dt.date) -> list[Claimed]:
    """Return the claims that a side is to answer."""
    view = known(state).view
    rows = view.rows(KIND)
    if not rows.height:
        return []
    proposers = dict(rows.select("id", "proposed_by").iter_rows())
    return [
        each
        for each in claims_made(view, on=on)
        if each.stands == "pending" and _answerer(proposers[each.id]) is side
    ]


def _answerer(proposed_by: str | None) -> Side:
    """Return the side that answers a claim; what nobody is named for is for the buyer to answer."""
    return Side.PROVIDER if proposed_by == Side.BUYER else Side.BUYER


@transaction.atomic
def claim(contract: Contract, given: Claim, *, by: User) -> str:
    """Record a claim of the side that somebody speaks for, and return its id.

    Raises NotNowError for a line or a cause that the contract doesn't have, and InputRefusedError.
    """
    contract = lock(contract)
    side, now = side_of(by, contract), timezone.now()
    if given.cause not in causes(at(contract)):
        raise NotNowError(_("No clause leaves out time for that cause."))
    _refuse_unknown_lines(contract, given.lines)
    row = {
        "cause": given.cause,
        "from": given.begins,
        "to": given.ends,
        "lines": given.lines,
        "proposed_by": side.value,
        "proposed_on": today(known(at(contract)).case, now).isoformat(),
        "notice_received": given.notice if side is Side.BUYER else "",
        "evidence": keep_proof(contract, given.evidence),
    }
    begins = new_rows(contract, KIND, [row], by=by).item(0, "from")
    if side is Side.PROVIDER and begins > now:
        row["notice_received"] = now.isoformat()
    return _recorded(contract, row, by=by)


def _recorded(contract: Contract, row: dict[str, str], *, by: User) -> str:
    """Record a claim's row and return its id; raises InputRefusedError for what makes an error.

    Neither side can bring the other's contract to a halt by a claim that contradicts itself.
    """
    new = effect_of(contract, KIND, new_rows(contract, KIND, [row], by=by)).new
    wrong = tuple(finding for finding in new if finding.severity is Severity.ERROR)
    if wrong:
        raise InputRefusedError(wrong)
    return record(contract, KIND, [row], by=by)[0]


def _refuse_unknown_lines(contract: Contract, lines: str) -> None:
    """Raise NotNowError for a line that the contract doesn't have."""
    named = {line.strip() for line in lines.split(";") if line.strip()}
    schedules = contract.in_force.schedules.all()
    there = Circuit.objects.filter(schedule__in=schedules, line__in=named)
    missing = named - set(there.values_list("line", flat=True))
    if missing:
        raise NotNowError(_("There is no line %(line)s.") % {"line": ", ".join(sorted(missing))})


@transaction.atomic
def answer_claim(contract: Contract, reply: Reply, *, by: User) -> str:
    """Record the other side's answer to a claim, and return the id of the row that now holds.

    Raises NotNowError where it isn't to be answered by this side, or no more, and
    InputRefusedError.
    """
    contract = lock(contract)
    state = at(contract)
    found, on = known(state), today(known(state).case, timezone.now())
    held = next((c for c in claims_made(found.view, on=on) if c.id == reply.name), None)
    if held is None or reply.answer not in ANSWERS:
        raise NotNowError(_("There is no such claim, or no such answer."))
    if held.stands != "pending":
        raise NotNowError(_("It was answered already, or accepted by silence."))
    row = frame_of(contract, KIND).filter(pl.col("id") == reply.name)
    if _answerer(row.item(0, "proposed_by")) is not side_of(by, contract):
        raise NotNowError(_("The other side answers this claim."))
    if reply.answer == "partly" and not (reply.begins and reply.ends):
        raise NotNowError(_("Say from when to when it is accepted."))
    partly = (reply.begins, reply.ends) if reply.answer == "partly" else ("", "")
    answered = {
        **as_typed(row, KIND, agreed_in(contract)),
        "evidence": row.item(0, "evidence") or "",
        "answer": reply.answer,
        "answered_on": on.isoformat(),
        "agreed_from": partly[0],
        "agreed_to": partly[1],
        "replaces": reply.name,
    }
    return _recorded(contract, answered, by=by)


def proofs(contract: int) -> QuerySet[Record]:
    """Return a contract's claims that a kept file proves: who may read the claim may have it.

    The file that rows were imported from proves none: more may stand in it than they say.
    """
    kept = KeptFile.objects.filter(contract=contract).values("sha256")
    imported = Batch.objects.filter(contract=contract).values("sha256")
    made = Record.objects.filter(contract=contract, kind=KIND, evidence__in=kept)
    return made.exclude(evidence__in=imported)


def month_of_claim(state: At, name: str) -> str:
    """Return the month in which a claimed time begins, by the contract's clocks; blank: no claim.

    name: the id of a row, be it corrected since.
    """
    found = known(state)
    rows = found.case.records.get(KIND)
    begun = None if rows is None else rows.filter(pl.col("id") == name).get_column("from")
    if begun is None or begun.is_empty():
        return ""
    zone = ZoneInfo(found.case.contract.contract.timezone)
    return month_text(begun.item(0).astimezone(zone))


def first_name(contract: Contract, name: str) -> str:
    """Return the id that a claim began with, however often it was corrected since."""
    rows = Record.objects.filter(contract=contract, kind=KIND).exclude(replaces="")
    before = dict(rows.values_list("name", "replaces"))
    seen = {name}
    while name in before and before[name] not in seen:
        name = before[name]
        seen.add(name)
    return name
