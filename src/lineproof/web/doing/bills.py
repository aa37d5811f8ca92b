"""How are a provider's bills kept here? As in a contract folder, each read once while it is there.

A bill never changes once it is kept: its head names the hash of all its files, and what was read of
it is remembered by that.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from lineproof.model.bill import Bill
from lineproof.model.finding import Finding
from lineproof.sources.bill_file import Said
from lineproof.store.bill_given import given_content, said_by
from lineproof.store.bills import Headed, read_heads, read_kept, saved_layouts, verify_kept
from lineproof.store.bringing import Brought, Coming, bring, guesses_of, judged
from lineproof.web.doing.deciding import lock
from lineproof.web.doing.holding import Use, held, ticket_for
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.trail import Entry, note
from lineproof.web.kept.vault import get, put
from lineproof.web.known.case import At, at, folder_of, known
from lineproof.web.who.people import User

_REMEMBERED = 32
_ACTION = "bill brought in"


@dataclass(frozen=True, slots=True)
class Sent:
    """A bill's file as it was uploaded, kept by its hash while somebody looks at its columns.

    detail, detail_sha256: the sheet with its lines, where there is one.
    """

    name: str
    sha256: str
    detail: str = ""
    detail_sha256: str = ""
    number: str = ""
    issued: str = ""
    credits: str = ""


def heads_of(contract: Contract) -> tuple[Headed, ...]:
    """Return a contract's bills without their lines, by day of issue and number."""
    return read_heads(folder_of(contract))


def bill_of(headed: Headed) -> Bill:
    """Return a bill with its lines; raises InputRefusedError where it isn't as it was kept."""
    return _read(str(headed.folder), headed.version)


def bills_of(contract: Contract) -> tuple[Bill, ...]:
    """Return all bills of a contract with their lines."""
    return tuple(bill_of(headed) for headed in heads_of(contract))


@functools.lru_cache(maxsize=_REMEMBERED)
def _read(place: str, version: str) -> Bill:  # noqa: ARG001 - the version is what is remembered by
    """Return a kept bill, once its files are seen to be unchanged."""
    verify_kept(Path(place))
    return read_kept(Path(place))


def keep_sent(sent: Mapping[str, bytes], **said: str) -> Sent:
    """Return what was uploaded, with its files in the vault; the bill first, then its sheet."""
    vault = settings.CONFIGURATION.vault
    kept = [(name, put(vault, content)) for name, content in sent.items()]
    (name, sha256), *beside = kept
    detail, detail_sha256 = beside[0] if beside else ("", "")
    return Sent(name, sha256, detail, detail_sha256, **said)


def ticket_of(sent: Sent, contract: Contract, user: User) -> str:
    """Return what a form carries while somebody looks at the columns; nobody can make one up."""
    return ticket_for(contract, dataclasses.astuple(sent), Use.BILL, by=user)


def sent_by(ticket: str, contract: Contract, user: User) -> Sent:
    """Return what a ticket stands for; raises NotNowError for another's or an old one."""
    return Sent(*held(contract, ticket, Use.BILL, by=user))


def bring_bill(
    contract: Contract, sent: Sent, *, columns: Mapping[str, str] | None, by: User
) -> Brought:
    """Return what bringing in a bill came to; the same file again changes nothing.

    columns: what somebody confirmed of the sheet's columns, name → header; None: nobody did yet.
    """
    case, folder = known(at(contract)).case, folder_of(contract)
    agreed = said_by(case)
    said = dataclasses.replace(
        agreed,
        number=sent.number,
        issued=dt.date.fromisoformat(sent.issued) if sent.issued else None,
        credits=tuple(filter(None, (each.strip() for each in sent.credits.split(",")))),
    )
    vault = settings.CONFIGURATION.vault
    layouts = saved_layouts(folder, agreed.seller)

    def given(name: str, sha256: str, said: Said) -> Coming:
        read = given_content(
            case, name, get(vault, sha256), currency=said.currency, layouts=layouts
        )
        read = dataclasses.replace(read, columns=columns or {})
        return Coming(read, said, agreed.seller, is_confirmed=columns is not None)

    coming = given(sent.name, sent.sha256, said)
    if sent.detail:
        sheet = given(sent.detail, sent.detail_sha256, said).given
        coming = dataclasses.replace(coming, detail=sheet)
    brought = bring(folder, case, coming)
    if brought.bill is not None:
        _note(contract, brought.bill, by=by)
    elif not brought.guesses:
        brought = dataclasses.replace(brought, guesses=guesses_of(coming))
    return brought


@transaction.atomic
def _note(contract: Contract, bill: Bill, *, by: User) -> None:
    """Tell the trail of a bill once, be it at the second try after the server was killed."""
    contract = lock(contract)
    told = {"number": bill.number, "sha256": bill.sha256}
    if not Entry.objects.filter(contract=contract, action=_ACTION, details=told).exists():
        note(_ACTION, by=by, contract=contract, number=bill.number, sha256=bill.sha256)


def findings_of(contract: Contract, headed: Headed) -> tuple[Finding, ...]:
    """Return what of a bill doesn't add up, or isn't the contract's."""
    others = headed.bill.kind == "credit_note"
    kept = heads_of(contract) if others else ()
    return _judged(at(contract), str(headed.folder), headed.version, tuple(h.version for h in kept))


@functools.lru_cache(maxsize=_REMEMBERED)
def _judged(
    state: At, place: str, version: str, others: tuple[str, ...]
) -> tuple[Finding, ...]:  # fmt: skip
    """Return what of a bill is wrong; others: what the bills hold that it is compared with."""
    earlier = bills_of(Contract.objects.get(pk=state.contract)) if others else ()
    return judged(_read(place, version), known(state).case, earlier)
