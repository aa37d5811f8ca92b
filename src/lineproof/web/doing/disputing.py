"""How is a bill disputed here, and a credit claimed? Drafted with its evidence, step by step after.

Letter and table are written in both languages. Files lie in the contract's folder as ever; that
there is a dispute, and how it stands, is a record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lineproof.assess.agenda import agenda
from lineproof.assess.deadlines import Dated
from lineproof.model.period import FAR_FUTURE
from lineproof.reconcile.disputes import FOLLOWS, Dispute, Register, State, register_of
from lineproof.reconcile.drafting import draft_rows, refuse_twice
from lineproof.reconcile.objection import Objection, claim_of
from lineproof.report.as_json import dumped, settlement_json
from lineproof.report.dispute_files import dispute_files, drafted_from
from lineproof.settle.settlement import Settlement
from lineproof.store.disputes import DISPUTES, keep_dispute
from lineproof.store.evidence import PREVIEW_FILE, folder_files
from lineproof.web.doing.bills import heads_of
from lineproof.web.doing.checking import Question, differences, looked, objection_of
from lineproof.web.doing.deciding import NotNowError, lock
from lineproof.web.doing.recording import record
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.trail import note
from lineproof.web.known.case import at, file_of, folder_of, known, settled, today
from lineproof.web.who.people import User

#: What a person records of a dispute; a draft comes with its files, and what stands from comparing.
STEPS: tuple[State, ...] = (
    "sent", "acknowledged", "agreed", "partly", "rejected", "credited", "closed",
)  # fmt: skip


@transaction.atomic
def dispute(
    contract: Contract, question: Question, causes: Collection[str], *, by: User
) -> str:  # fmt: skip
    """Draft the objection to a bill for some causes, and return the dispute's id.

    Raises NotNowError where somebody decided about them, InputRefusedError where it is disputed.
    """
    contract = lock(contract)
    whole = differences(contract, question)
    objection = objection_of(contract, whole, causes)
    bill = next(h for h in heads_of(contract) if h.bill.number == objection.bill)
    name = _drafted(
        contract, objection, folder_files(bill.folder), whole.compared.settlement, by=by
    )
    looked(contract, question, by=by)
    return name


@transaction.atomic
def claim(contract: Contract, month: str, term: str, *, by: User) -> str:
    """Draft the claim of a credit, and return the dispute's id.

    Raises InputRefusedError where the term gives nothing that month, or it is claimed already.
    """
    contract = lock(contract)
    view, settlement = known(at(contract)).view, settled(at(contract), month)
    refuse_twice(register_of(view, on=FAR_FUTURE), month=month, term=term)
    dated = agenda(view, on=today(view.case, timezone.now()))
    objection = claim_of(settlement, view, dated, term=term)
    return _drafted(contract, objection, {}, settlement, by=by)


def _drafted(
    contract: Contract,
    objection: Objection,
    bill: Mapping[str, bytes],
    settlement: Settlement,
    *,
    by: User,
) -> str:
    """Write a dispute's files and record its draft; bill: the files of the bill, as kept."""
    view = known(at(contract)).view
    day = today(view.case, timezone.now())
    settled_files = _sealed(contract, settlement.month) or {
        PREVIEW_FILE: dumped(settlement_json(settlement, with_lines=True)).encode()
    }
    made = drafted_from(objection, view, on=day, bill=bill, settled=settled_files)
    kept = keep_dispute(
        folder_of(contract),
        register_of(view, on=FAR_FUTURE),
        lambda name: dispute_files(name, made, languages=("en", "zh")),
        lambda name: record(
            contract,
            "disputes",
            draft_rows(name, objection, on=day, evidence=made.sha256),
            by=by,
        ),
    )
    about, month = objection.bill or objection.term, objection.month
    note("dispute drafted", by=by, contract=contract, number=about, month=month, first=kept.id)
    return kept.id


def _sealed(contract: Contract, month: str) -> dict[str, bytes]:
    """Return the files of a month as it was sealed last, by the name they have in a pack."""
    latest = contract.sealed.filter(month=month).last()
    if latest is None:
        return {}
    return {f"{latest}/{name}": file_of(latest, name) for name in sorted(latest.files)}


@transaction.atomic
def step(contract: Contract, name: str, values: Mapping[str, str], *, by: User) -> None:
    """Record what happened to a dispute.

    values: event, date, amount, document and reason, as texts. Raises NotNowError for an event that
    can't follow, and InputRefusedError for a wrong amount or day.
    """
    contract = lock(contract)
    register = register_of(known(at(contract)).view, on=FAR_FUTURE)
    found = next((each for each in register.disputes if each.id == name), None)
    if found is None or values.get("event") not in may_follow(found):
        raise NotNowError(_("That can't follow: somebody recorded another step meanwhile."))
    row = {key: text for key, text in values.items() if text}
    record(contract, "disputes", [{"dispute": name, **row}], by=by)


def may_follow(found: Dispute) -> tuple[State, ...]:
    """Return the steps that a person may record next of a dispute."""
    return tuple(state for state in FOLLOWS[found.state] if state in STEPS)


@dataclass(frozen=True, slots=True)
class Standing:
    """A contract's disputes on a day, as far as somebody may see them; dated: duties about them."""

    on: dt.date
    register: Register
    dated: tuple[Dated, ...]


def standing(contract: Contract, *, is_ours: bool) -> Standing:
    """Return how a contract's disputes stand; the provider sees those that were sent to him."""
    view = known(at(contract)).view
    day = today(view.case, timezone.now())
    register = register_of(view, on=FAR_FUTURE)
    if not is_ours:
        sent = tuple(d for d in register.disputes if d.day_of("sent") is not None)
        register = Register(sent, ())
    return Standing(day, register, agenda(view, on=day) if register.disputes else ())


def kept_files(contract: Contract, name: str) -> dict[str, Path]:
    """Return a dispute's files by name; none where it was recorded without."""
    place = folder_of(contract) / DISPUTES
    found = next((p for p in place.iterdir() if p.name == name), None) if place.is_dir() else None
    if found is None or not found.is_dir():
        return {}
    return {path.name: path for path in sorted(found.iterdir()) if path.is_file()}
