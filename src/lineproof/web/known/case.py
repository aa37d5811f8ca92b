"""Which case does the database hold? The same values that a folder is read into.

The stages can't tell which of the two a case came from. What was worked out is remembered for as
long as nothing that it depends on changes.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import importlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Subquery
from pydantic import TypeAdapter

from lineproof.contract.case import Case, view
from lineproof.contract.check import check
from lineproof.model.canonical import canonical_json, sha256_hex
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding, Severity, Touches, error
from lineproof.model.period import month_text, parse_month
from lineproof.model.sealed import Booked
from lineproof.seal.content import SEAL_FILE
from lineproof.settle.settle import Asked, settle
from lineproof.settle.settlement import Settlement
from lineproof.sources.folder import Opened, parse_content, read_agreed
from lineproof.sources.sealed_folder import booked_from
from lineproof.store.batches import MEASUREMENTS
from lineproof.store.bills import BILLS
from lineproof.store.disputes import DISPUTES
from lineproof.store.ledger import LEDGER
from lineproof.web.kept.contracts import Contract, Record, RecordFile, SealedMonth, State, Version
from lineproof.web.kept.record_rows import frame_of
from lineproof.web.kept.vault import get
from lineproof.web.known.later import or_later
from lineproof.web.known.remembered import (
    Known,
    keep_known,
    keep_settled,
    or_refused,
    read_known,
    read_settled,
)
from lineproof.web.known.worked_out import is_worked_out, keep_value, kept_value, worked_out

#: What is kept as in a contract folder, and by the same functions: see `folder_of`.
KEPT_AS_FOLDERS = (BILLS, DISPUTES, LEDGER, MEASUREMENTS)
_REMEMBERED, _TOLD_REMEMBERED = 16, 64
_TOLD, _DIGITS = "told.json", 32
_NAME = re.compile(r"[0-9a-z][0-9a-z-]*", re.ASCII)

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class At:
    """A contract at one state of what is kept of it: the last of its versions, records, seals."""

    contract: int
    version: int
    text: str
    record: int | None
    sealed: int | None


def at(contract: Contract, version: Version | None = None) -> At:
    """Return the state of a contract, with its version in force or another."""
    every = Version.objects.filter(contract=contract)
    used = every.filter(pk=version.pk) if version else every.filter(state=State.APPROVED)
    last = {
        name: Subquery(kind.objects.filter(contract=contract).order_by("-pk").values("pk")[:1])
        for name, kind in (("record", Record), ("sealing", SealedMonth))
    }
    found = used.annotate(**last).values_list("pk", "sha256", *last).order_by("-number").first()
    assert found is not None, "a contract is taken in with a version"
    return At(contract.pk, *found)


@functools.lru_cache(maxsize=_REMEMBERED)
def known(state: At) -> Known:
    """Return a contract's case and findings.

    Raises InputRefusedError where it has none; and as `settled` does, LaterError where somebody
    looks at a page, and working it out takes long.
    """
    place = place_of(state, "known")
    or_later(place, state, None)
    version = Version.objects.select_related("contract").get(pk=state.version)

    def make(place: Path) -> None:
        case = case_of(version)
        keep_known(place, Known(case, check(case), view(case)))

    return worked_out(place, or_refused(make), lambda at: read_known(at, bytes(version.text)))


@functools.lru_cache(maxsize=_REMEMBERED)
def settled(state: At, month: str) -> Settlement:
    """Return a month of a contract, as far as it is known.

    Raises InputRefusedError, LaterError, and ValueError for what is no month.
    """
    first = parse_month(month)
    place = place_of(state, month_text(first))
    or_later(place, state, month)

    def make(place: Path) -> None:
        found = known(state)
        keep_settled(place, settle(found.case, Asked(first, findings=found.findings)))

    return worked_out(place, or_refused(make), read_settled)


def is_known_month(state: At, month: str) -> bool:
    """Whether a month was worked out already, so that `settled` has nothing to do."""
    return is_worked_out(place_of(state, month))


def told(state: At, name: str, kind: TypeAdapter[Value], make: Callable[[], Value]) -> Value:
    """Return what was made once of a state of a contract, such as a page's texts.

    name: of what it is, its language included; no two things have the same.
    """

    def keep(place: Path) -> None:
        keep_value(place / _TOLD, kind, make())

    found: Value = worked_out(place_of(state, name), keep, lambda at: _read_told(at, kind))
    return found


@functools.lru_cache(maxsize=_TOLD_REMEMBERED)
def _read_told(place: Path, kind: TypeAdapter[Value]) -> Value:
    """Return what was told of a state, read once by each process."""
    return kept_value(place / _TOLD, kind)


def place_of(state: At, name: str) -> Path:
    """Return the folder of something that is worked out of a state of a contract."""
    assert _NAME.fullmatch(name), "what is kept has a name of our own"
    digest = sha256_hex(canonical_json(dataclasses.astuple(state)))[:_DIGITS]
    root: Path = settings.CONFIGURATION.worked_out
    return root / str(state.contract) / digest / name


def case_of(version: Version) -> Case:
    """Return the case of a version of a contract, with its sealed months and measured states.

    Raises InputRefusedError with everything that makes the version unusable.
    """
    contract = version.contract
    parsed = parse_content(bytes(version.text))
    if parsed.contract is None:
        raise InputRefusedError(parsed.findings)
    agreed = read_agreed(parsed.contract, parsed.positions, opened_of(version))
    files = list(RecordFile.objects.filter(contract=contract).order_by("kind"))
    records = {file.kind: frame_of(contract, file.kind) for file in files}
    said = (finding_of(each) for file in files for each in file.findings)
    findings = (*parsed.findings, *agreed.findings, *said)
    if any(f.severity is Severity.ERROR for f in findings):
        raise InputRefusedError(findings)
    case = Case(
        parsed.contract,
        agreed.schedules,
        records,
        agreed.workdays,
        parsed.positions,
        findings,
        sealed=sealed_of(contract),
    )
    return dataclasses.replace(case, states=_states(contract, case))


def opened_of(version: Version) -> Opened:
    """Return what opens the files that a version names."""

    def opened(file: str, named_at: str) -> tuple[bytes | None, tuple[Finding, ...]]:
        sha256 = version.files.get(file)
        if sha256 is not None:
            return get(settings.CONFIGURATION.vault, sha256), ()
        message = f"{file} isn't kept with version {version.number}"
        fix = "Take it in with a new version, or correct its name."
        return None, (error("E-FILE-MISSING", message, where=named_at, fix=fix),)

    return opened


def sealed_of(contract: Contract) -> tuple[Booked, ...]:
    """Return what a contract's closed months booked, each at its latest revision, in order."""
    latest = {each.month: each for each in SealedMonth.objects.filter(contract=contract)}
    seals = (seal_of(each) for _, each in sorted(latest.items()))
    return tuple(booked_from(seal["booked"], digits=seal["digits"]) for seal in seals)


def seal_of(sealed: SealedMonth) -> dict[str, Any]:
    """Return what a closed month's `seal.json` says."""
    seal: dict[str, Any] = json.loads(file_of(sealed, SEAL_FILE))
    return seal


def file_of(sealed: SealedMonth, name: str) -> bytes:
    """Return one of a closed month's files."""
    return get(settings.CONFIGURATION.vault, sealed.files[name])


def folder_of(contract: Contract) -> Path:
    """Return the folder of a contract's samples, bills, disputes and ledger, if it has any."""
    place: Path = settings.CONFIGURATION.contracts
    return place / str(contract.pk)


def _states(contract: Contract, case: Case) -> Any:  # noqa: ANN401 - a frame, or None
    """Return what was measured of a contract."""
    folder = folder_of(contract)
    if not (folder / MEASUREMENTS).exists():
        return None
    # by name, at need: what reads samples takes long to import, and most contracts have none
    return importlib.import_module("lineproof.store.states").measured_states(folder, case)


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON keeps it."""
    return dataclasses.asdict(finding)


def finding_of(kept: Mapping[str, Any]) -> Finding:
    """Return a finding that JSON kept."""
    touches = Touches(**{name: tuple(each) for name, each in kept["touches"].items()})
    more = {"severity": Severity(kept["severity"]), "answers": tuple(kept["answers"])}
    return Finding(**{**kept, **more, "touches": touches})


def today(case: Case, now: dt.datetime) -> dt.date:
    """Return the day it is where a contract counts its days."""
    return now.astimezone(ZoneInfo(case.contract.contract.timezone)).date()
