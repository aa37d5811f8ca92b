"""What does a sealed month hold? Its files as they are, and the case it was settled from.

Nothing in it is trusted: what can't be read is a finding, what doesn't fit is for `verify` to say.
"""

from __future__ import annotations

import datetime as dt
import json
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from lineproof.contract.case import Case
from lineproof.contract.contract import Contract
from lineproof.contract.parse import located_terms, parse_contract
from lineproof.contract.terms.pricing import CircuitSchedule
from lineproof.model.calendar import WorkdayTable
from lineproof.model.circuit import CIRCUITS
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Severity, error
from lineproof.model.measured import STATES
from lineproof.model.money import parse_minor
from lineproof.model.record import RECORDS
from lineproof.model.sealed import Booked
from lineproof.model.table import Table
from lineproof.seal.content import CONTRACT_FILE, INPUTS_FILE, SEAL_FILE
from lineproof.settle.hashes import STATES_FILE
from lineproof.sources.table_file import read_table

_RECORD = "record-"


@dataclass(frozen=True)
class SealedMonth:
    """A sealed month as it lies in its folder: name → bytes, and what `seal.json` says."""

    name: str
    files: Mapping[str, bytes]
    seal: Mapping[str, Any]


def read_sealed(folder: Path) -> SealedMonth:
    """Return a sealed folder's files; raises InputRefusedError where it is no such folder.

    Links, folders in it and other things that are no plain file are refused.
    """
    if not (folder / SEAL_FILE).is_file():
        raise _refused(f"{folder} is no sealed month: it has no {SEAL_FILE}", where=str(folder))
    files = {}
    for path in sorted(folder.iterdir()):
        if not stat.S_ISREG(path.lstat().st_mode):
            message = f"{path.name} is a link or no plain file: a seal holds plain files only"
            raise _refused(message, where=str(path))
        files[path.name] = path.read_bytes()
    try:
        seal = json.loads(files[SEAL_FILE])
        is_known = isinstance(seal, dict) and isinstance(seal.get("files"), dict)
    except (ValueError, RecursionError):
        is_known = False
    if not is_known:
        raise _refused(f"{SEAL_FILE} isn't readable", where=str(folder / SEAL_FILE))
    return SealedMonth(str(folder), files, seal)


def sealed_case(sealed: SealedMonth) -> Case:
    """Return the case a month was settled from; raises InputRefusedError where it can't be read."""
    text = _file(sealed, CONTRACT_FILE).decode("utf-8-sig", errors="replace")
    parsed = parse_contract(text, file=CONTRACT_FILE)
    if parsed.contract is None:
        raise InputRefusedError(parsed.findings)
    contract = parsed.contract
    try:
        inputs = json.loads(_file(sealed, INPUTS_FILE))
        workdays = _workdays(inputs["workdays"])
        booked = tuple(booked_from(raw, digits=contract.digits) for raw in inputs["sealed"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as problem:
        message = f"{INPUTS_FILE} isn't what lineproof seals: {problem}"
        raise _refused(message, where=INPUTS_FILE) from problem
    schedules = {
        file: _table(sealed, name, CIRCUITS, contract)
        for file, name in schedule_names(contract).items()
    }
    records = {
        name.removeprefix(_RECORD).removesuffix(".csv"): name
        for name in sealed.files
        if name.startswith(_RECORD)
    }
    frames = {
        kind: _table(sealed, name, RECORDS[kind], contract)
        for kind, name in records.items()
        if kind in RECORDS
    }
    states = _table(sealed, STATES_FILE, STATES, contract) if STATES_FILE in sealed.files else None
    return Case(
        contract, schedules, frames, workdays, parsed.positions, sealed=booked, states=states
    )


def schedule_names(contract: Contract) -> dict[str, str]:
    """Return for each schedule file of a contract the name it is sealed under."""
    files = dict.fromkeys(
        term.file for _, term in located_terms(contract) if isinstance(term, CircuitSchedule)
    )
    return {file: f"schedule-{number}.csv" for number, file in enumerate(files)}


def booked_from(raw: Mapping[str, Any], *, digits: int) -> Booked:
    """Return what `seal.json` says a month booked; digits: decimals of the currency."""

    def minor(text: str) -> int:
        return parse_minor(text, digits=digits)

    return Booked(
        month=str(raw["month"]),
        revision=int(raw["revision"]),
        at_once=minor(raw["at_once"]),
        at_once_first=minor(raw["at_once_first"]),
        deferred=tuple((at, minor(amount)) for at, amount in raw["deferred"]),
        carried=minor(raw["carried"]),
        result_hash=str(raw["result_hash"]),
    )


def _workdays(raw: Mapping[str, Any] | None) -> WorkdayTable | None:
    """Return the workday table that was sealed."""
    if raw is None:
        return None
    days = {
        name: frozenset(dt.date.fromisoformat(day) for day in raw[name])
        for name in ("holidays", "workdays")
    }
    years = tuple(int(year) for year in raw["years"])
    return WorkdayTable("sealed", years, days["holidays"], days["workdays"])


def _table(sealed: SealedMonth, name: str, table: Table, contract: Contract) -> pl.DataFrame:
    """Return a sealed table's rows."""
    read = read_table(
        _file(sealed, name),
        file=name,
        table=table,
        currency_digits=contract.digits,
        timezone="UTC",
    )
    wrong = tuple(f for f in read.findings if f.severity is Severity.ERROR)
    if wrong:
        raise InputRefusedError(wrong)
    return read.frame


def _file(sealed: SealedMonth, name: str) -> bytes:
    """Return a sealed file's bytes."""
    if name not in sealed.files:
        raise _refused(f"{name} is missing from {sealed.name}", where=sealed.name)
    return sealed.files[name]


def _refused(message: str, *, where: str) -> InputRefusedError:
    """Return the refusal of a folder that isn't what was sealed."""
    fix = "Ask the other side for the folder again, as it was sealed."
    return InputRefusedError((error("E-SEAL", message, where=where, fix=fix),))
