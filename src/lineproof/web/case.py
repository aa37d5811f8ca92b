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
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from lineproof.contract.case import Case, View, view
from lineproof.contract.check import check
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding, Severity, Touches, error
from lineproof.model.period import parse_month
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
from lineproof.web.kept import Contract, Record, RecordFile, SealedMonth, Version
from lineproof.web.record_rows import frame_of
from lineproof.web.vault import get

#: What is kept as in a contract folder, and by the same functions: see `folder_of`.
KEPT_AS_FOLDERS = (BILLS, DISPUTES, LEDGER, MEASUREMENTS)
_REMEMBERED = 16


@dataclass(frozen=True, slots=True)
class Known:
    """A contract's case, all of it, with what `check` finds."""

    case: Case
    findings: tuple[Finding, ...]
    view: View


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
    used = version or contract.in_force
    record, sealed = (
        kind.objects.filter(contract=contract).order_by("-pk").values_list("pk", flat=True).first()
        for kind in (Record, SealedMonth)
    )
    return At(contract.pk, used.pk, used.sha256, record, sealed)


@functools.lru_cache(maxsize=_REMEMBERED)
def known(state: At) -> Known:
    """Return a contract's case and findings; raises InputRefusedError where it has none."""
    case = case_of(Version.objects.select_related("contract").get(pk=state.version))
    return Known(case, check(case), view(case))


@functools.lru_cache(maxsize=_REMEMBERED)
def settled(state: At, month: str) -> Settlement:
    """Return a month of a contract, as far as it is known; raises InputRefusedError."""
    found = known(state)
    return settle(found.case, Asked(parse_month(month), findings=found.findings))


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
