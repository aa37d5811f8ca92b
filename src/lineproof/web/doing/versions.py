"""How does a contract's text change? By a version that one proposes and another approves.

What is proposed is parsed, checked and listed as the version in force is; until it is approved,
nothing is settled by it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding
from lineproof.sources.folder import parse_content
from lineproof.web.doing.deciding import NotNowError, decide, lock, refuse_decided, refuse_own
from lineproof.web.doing.taking_in import schedules_of
from lineproof.web.kept.contracts import Contract, State, Version
from lineproof.web.kept.trail import note
from lineproof.web.kept.vault import put
from lineproof.web.known.case import at, case_of, known
from lineproof.web.who.people import User


@dataclass(frozen=True, slots=True)
class Given:
    """An answer of both parties to a question, as it becomes an `[[answer]]`."""

    code: str
    subject: str
    value: str
    on: dt.date
    reason: str = ""


def open_version(contract: Contract) -> Version | None:
    """Return the version that waits for a decision, if there is one."""
    return contract.versions.filter(state=State.PROPOSED).first()


def own_waiting(contract: Contract, by: User) -> Version | None:
    """Return a person's own version that waits; raises NotNowError where it is somebody else's."""
    waiting = open_version(contract)
    if waiting is not None and waiting.proposed_by != by:
        raise NotNowError(
            _("Version %(number)s of %(who)s waits for a decision; approve or reject it first.")
            % {"number": waiting.number, "who": waiting.proposed_by}
        )
    return waiting


@transaction.atomic
def propose_answer(contract: Contract, given: Given, *, by: User) -> Version:
    """Return the proposed version in which a question is answered.

    Several answers of one person go into one version. Raises NotNowError where nobody asks that,
    where it isn't one of the answers, and where another person's version waits for a decision.
    """
    contract = lock(contract)
    waiting = own_waiting(contract, by)
    base = waiting or contract.in_force
    asked = question(known(at(contract, base)).findings, given.code, given.subject)
    if asked is None:
        raise NotNowError(_("Nobody asks that any more: it was answered, or the contract changed."))
    if given.value not in asked.answers:
        raise NotNowError(
            _("“%(value)s” is none of the answers: %(answers)s.")
            % {"value": given.value, "answers": ", ".join(asked.answers)}
        )
    text = with_answer(bytes(base.text), given)
    why = f"{given.code} {given.subject}"
    made = proposed(contract, waiting, text, by=by, change=Change(why))
    note(
        "answer proposed",
        by=by,
        contract=contract,
        version=made.number,
        code=given.code,
        subject=given.subject,
        value=given.value,
    )
    return made


@transaction.atomic
def approve_version(version: Version, *, by: User) -> None:
    """Bring a version into force that another person proposed; raises NotNowError otherwise."""
    lock(version.contract)
    version.refresh_from_db()
    refuse_decided(version)
    refuse_own(version, by)
    decide(version, by, State.APPROVED)
    note(
        "version approved",
        by=by,
        contract=version.contract,
        version=version.number,
        sha256=version.sha256,
        proposed_by=str(version.proposed_by or "operator"),
    )


@transaction.atomic
def reject_version(version: Version, *, by: User) -> None:
    """Leave the contract as it was; whoever proposed it may take it back so."""
    lock(version.contract)
    version.refresh_from_db()
    refuse_decided(version)
    decide(version, by, State.REJECTED)
    note("version rejected", by=by, contract=version.contract, version=version.number)


def question(findings: tuple[Finding, ...], code: str, subject: str) -> Finding | None:
    """Return the open finding that an answer is for."""
    return next(
        (f for f in findings
         if (f.code, f.subject) == (code, subject) and f.answers and f.is_open_block),
        None,
    )  # fmt: skip


def with_answer(text: bytes, given: Given) -> bytes:
    """Return a contract's text with an answer behind what stands there; nothing else changes."""
    rows = [
        ("code", quoted(given.code)),
        *([("subject", quoted(given.subject))] if given.subject else []),
        ("value", quoted(given.value)),
        ("by", '["buyer", "provider"]'),
        ("on", given.on.isoformat()),
        *([("reason", quoted(given.reason))] if given.reason else []),
    ]
    before = text if text.endswith(b"\n") or not text else text + b"\n"
    added = "\n[[answer]]\n" + "".join(f"{key} = {value}\n" for key, value in rows)
    return before + added.encode()


def quoted(text: str) -> str:
    """Return a text as a basic string of TOML, which no text can break out of."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    shown = (c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in plain)
    return '"' + "".join(shown) + '"'


@dataclass(frozen=True, slots=True)
class Change:
    """Why a version is proposed, and which files its text names, where they change."""

    why: str
    files: dict[str, str] | None = None


def proposed(
    contract: Contract, waiting: Version | None, text: bytes, *, by: User | None, change: Change
) -> Version:
    """Return the proposed version of a text; refuses one that can't be read.

    by: None for the operator of the server.
    """
    parsed = parse_content(text)
    if parsed.contract is None:
        raise InputRefusedError(parsed.findings)
    sha256 = put(settings.CONFIGURATION.vault, text)
    if waiting is None:
        last = contract.versions.aggregate(last=Max("number"))["last"]
        base = contract.in_force
        waiting = Version(contract=contract, number=last + 1, files=base.files, proposed_by=by)
    waiting.text, waiting.sha256 = text, sha256
    if change.files is not None:
        waiting.files = change.files
    waiting.why = "; ".join(part for part in (waiting.why, change.why) if part)[:500]
    waiting.save()
    waiting.schedules.set(schedules_of(contract, case_of(waiting), waiting.files))
    return waiting
