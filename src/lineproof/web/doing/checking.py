"""Is a bill right? Compared with its months here as on the command line, and what people decide.

A difference is disputed by a draft, or let stand; both are records. That somebody looked is kept
beside, so that the list of bills says which wait.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import polars as pl
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lineproof.assess.agenda import agenda
from lineproof.model.canonical import sha256_hex
from lineproof.model.period import FAR_FUTURE
from lineproof.reconcile.against_months import Compared, against_months
from lineproof.reconcile.disputes import Dispute, register_of
from lineproof.reconcile.drafting import decisions, draft_rows, refuse_twice, undecided
from lineproof.reconcile.objection import Objection, Point, objected, objection_to, points_of
from lineproof.report.reconciliation import differing
from lineproof.web.doing.bills import bill_of, heads_of
from lineproof.web.doing.deciding import NotNowError, lock
from lineproof.web.doing.recording import record
from lineproof.web.kept.checks import BillCheck
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.trail import note
from lineproof.web.known.case import At, at, known, settled, today
from lineproof.web.who.people import User

_REMEMBERED = 6
_LETTERS = 8


@dataclass(frozen=True, slots=True)
class Question:
    """Which bills are compared with which months; no number: all that are for them."""

    months: tuple[str, ...]
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Differences:
    """Bills against months, and what follows: rows as `differing` has them, what isn't owed."""

    compared: Compared
    rows: pl.DataFrame
    points: tuple[Point, ...]


def compared(contract: Contract, question: Question) -> Compared:
    """Return what comparing a contract's bills comes to, as of what is known now.

    Raises InputRefusedError where no bill is for the months, or they aren't the contract's.
    """
    return differences(contract, question).compared


def differences(contract: Contract, question: Question) -> Differences:
    """Return what comparing comes to, with its rows in order; see `compared`."""
    kept = tuple((each.folder.name, each.version) for each in heads_of(contract))
    return differences_at(at(contract), question, kept)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What comparing depends on, by which it is remembered; a dispute's step changes none of it.

    months: of each the hashes of what it depends on, and of what it came to. kept: the bills there
    are, each by what it holds. state: from which both are read.
    """

    question: Question
    months: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]
    state: At = field(compare=False)


@functools.lru_cache(maxsize=_REMEMBERED)
def differences_at(
    state: At, question: Question, kept: tuple[tuple[str, str], ...]
) -> Differences:  # fmt: skip
    """Return what comparing comes to; kept: the bills there are, each by what it holds."""
    months = tuple(settled(state, month) for month in question.months)
    hashes = tuple((month.inputs_hash, month.result_hash) for month in months)
    found = _found(_Asked(question, hashes, kept, state))
    now = dataclasses.replace(found.compared, view=known(state).view, settlements=months)
    return dataclasses.replace(found, compared=now)


@functools.lru_cache(maxsize=_REMEMBERED)
def _found(asked: _Asked) -> Differences:
    """Return what comparing comes to, as of the first state in which it comes to that."""
    state, question = asked.state, asked.question
    bills = [bill_of(each) for each in heads_of(Contract.objects.get(pk=state.contract))]
    months = [settled(state, month) for month in question.months]
    found = against_months(known(state).view, months, bills, numbers=question.numbers)
    return Differences(found, differing(found.found), points_of(objected(found.found)))


@dataclass(frozen=True, slots=True)
class Open:
    """What a bill's differences come to, by cause: in all, and as far as nobody decided yet.

    decided: the disputes that decide the rest.
    """

    points: tuple[Point, ...]
    left: tuple[Point, ...]
    decided: tuple[Dispute, ...] = ()


def open_of(whole: Differences) -> Open:
    """Return what isn't owed of compared bills, and what of it nobody decided."""
    found, points = whole.compared, whole.points
    if not is_one(found):
        return Open(points, points)
    register = register_of(found.view, on=FAR_FUTURE)
    (bill,), (month,) = found.found.bills, found.found.months
    left = undecided(points, register, bill=bill, month=month)
    return Open(points, left, decisions(register, bill=bill, month=month))


def is_one(found: Compared) -> bool:
    """Whether one bill was compared with one month: only then is anything decided about it."""
    return len(found.found.bills) == 1 and len(found.found.months) == 1


def objection_of(contract: Contract, whole: Differences, causes: Collection[str]) -> Objection:
    """Return what to object to in a bill: the causes ticked, as far as nobody decided them.

    Raises NotNowError where somebody decided meanwhile, or nothing is ticked, and
    InputRefusedError where the bill is disputed already.
    """
    found = whole.compared
    if not is_one(found):
        raise NotNowError(_("Compare one bill with one month to decide about it."))
    left = {point.cause for point in open_of(whole).left}
    wanted = left & set(causes)
    if not wanted:
        raise NotNowError(_("Tick what it is about; what was decided already stays so."))
    (bill,), (month,) = found.found.bills, found.found.months
    register = register_of(found.view, on=FAR_FUTURE)
    refuse_twice(register, bill=bill, month=month, causes=wanted)
    dated = agenda(found.view, on=today(known(at(contract)).case, timezone.now()))
    return objection_to(found.found, found.view, dated, bill=bill, causes=wanted)


@transaction.atomic
def accept(
    contract: Contract, question: Question, causes: Collection[str], *, why: str, by: User
) -> str:
    """Let differences stand though they aren't owed, and return the record's dispute id.

    Nothing is sent to anybody; payment proposals don't withhold them any more.
    """
    if not why:
        raise NotNowError(_("Say why it may stand: an auditor will ask."))
    contract = lock(contract)
    objection = objection_of(contract, differences(contract, question), causes)
    day = today(known(at(contract)).case, timezone.now())
    name = _accepted_id(objection)
    stands = {"dispute": name, "event": "accepted", "date": day.isoformat(), "reason": why}
    rows = [*draft_rows(name, objection, on=day, evidence=""), stands]
    record(contract, "disputes", rows, by=by)
    bill, month = objection.bill, objection.month
    note("difference let stand", by=by, contract=contract, number=bill, month=month, first=name)
    looked(contract, question, by=by)
    return name


def _accepted_id(objection: Objection) -> str:
    """Return an id that only these differences of this bill have."""
    causes = "/".join(f"{point.cause}:{point.amount}" for point in objection.points)
    text = f"{objection.bill}/{objection.month}/{causes}"
    return f"A-{sha256_hex(text.encode())[:_LETTERS]}"


@transaction.atomic
def looked(contract: Contract, question: Question, *, by: User) -> Sequence[BillCheck]:
    """Keep that somebody compared bills, and what each came to."""
    contract = lock(contract)
    made = []
    whole = compared(contract, question)
    for bill in whole.found.bills:
        own = differences(contract, Question(question.months, (bill,)))
        found, stands = own.compared, open_of(own)
        made.append(
            BillCheck.objects.create(
                contract=contract,
                number=bill,
                months=", ".join(found.found.months),
                billed=found.found.billed,
                expected=found.found.expected,
                not_owed=sum(point.amount for point in stands.points),
                left=sum(point.amount for point in stands.left),
                by=by,
            )
        )
        note("bill checked", by=by, contract=contract, number=bill, month=made[-1].months)
    return made
