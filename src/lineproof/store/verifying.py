"""How are sealed folders checked and compared? Read, settled again, and held against each other."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path

from lineproof.contract.case import View, view
from lineproof.contract.check import check
from lineproof.contract.parse import parse_contract
from lineproof.model.canonical import canonical_json, sha256_hex
from lineproof.model.errors import InputRefusedError, LineproofError
from lineproof.model.period import parse_month
from lineproof.seal.compare import Side
from lineproof.seal.content import (
    CONTRACT_FILE,
    DELTAS_FILE,
    INPUTS_FILE,
    LINES_FILE,
    SEAL_FILE,
    Previous,
    seal_files,
    totals_of,
)
from lineproof.seal.signing import level_of, pinned_keys, signature_problems, signers
from lineproof.seal.verify import Verdict, content_problems, file_problems
from lineproof.settle.hashes import STATES_FILE, inputs_of
from lineproof.settle.lines_text import lines_csv
from lineproof.settle.settle import Asked, settle
from lineproof.settle.settlement import Settlement
from lineproof.sources.sealed_folder import SealedMonth, booked_from, read_sealed, sealed_case
from lineproof.store.cases import open_case
from lineproof.store.sealed import SETTLED

#: A seal lies in settled/M/rN: the contract folder is the third above.
_ABOVE = 2
_CHECKED = ("files", "lines", "totals", "explanation", "inputs_hash", "result_hash")


def verify_folder(folder: Path, contract: Path | None) -> Verdict:
    """Return whether a sealed folder is what its inputs come to.

    contract: the folder whose `contract.toml` pins the keys; by default the one the seal lies in,
    else the keys are those that the seal itself names. Raises InputRefusedError for what is no
    sealed folder at all.
    """
    sealed = read_sealed(folder)
    problems = [*file_problems(sealed.files, sealed.seal)]
    if not problems:
        problems += signature_problems(sealed.files, _keys(folder, sealed, contract))
    if problems:
        return Verdict("none", ("files",), problems[0])
    try:
        derived = _derived(folder, sealed)
    except (LineproofError, AttributeError, LookupError, ValueError, TypeError) as problem:
        return Verdict("none", ("files",), f"it can't be derived again: {problem}")
    for wrong, line in content_problems(sealed.files, derived):
        return Verdict("none", _CHECKED, wrong, line)
    level = level_of(sealed.files)
    if signers(sealed.files) and _pinning(folder, contract) is None:
        level += ", by keys that the seal itself names: say --contract DIR to be sure"
    return Verdict(level, _CHECKED)


def _keys(folder: Path, sealed: SealedMonth, contract: Path | None) -> dict[str, str | None]:
    """Return the keys that count for a seal's signatures."""
    path = _pinning(folder, contract)
    content = sealed.files.get(CONTRACT_FILE, b"") if path is None else path.read_bytes()
    parsed = parse_contract(content.decode("utf-8-sig", errors="replace"), file=CONTRACT_FILE)
    return pinned_keys(parsed.contract) if parsed.contract is not None else {}


def _pinning(folder: Path, contract: Path | None) -> Path | None:
    """Return the contract file whose keys count; None: the seal lies in no contract folder."""
    if contract is not None:
        if not (contract / CONTRACT_FILE).is_file():
            message = f"{contract} is no contract folder: it has no {CONTRACT_FILE}"
            raise LineproofError(message)
        return contract / CONTRACT_FILE
    above = folder.resolve().parents
    if len(above) <= _ABOVE or above[1].name != SETTLED:
        return None
    path = above[_ABOVE] / CONTRACT_FILE
    return path if path.is_file() else None


def _derived(folder: Path, sealed: SealedMonth) -> dict[str, bytes]:
    """Return the files that a seal's inputs come to, settled again."""
    case, previous = sealed_case(sealed), _previous(folder, sealed)
    if previous is not None:
        case = dataclasses.replace(case, sealed=(*case.sealed, previous.booked))
    raw = sealed.seal["as_known"]
    as_known = None if raw is None else dt.date.fromisoformat(raw)
    month = parse_month(sealed.seal["month"])
    findings = check(case, as_known=as_known)
    settlement = settle(case, Asked(month, as_known=as_known, findings=findings))
    if not settlement.is_settled:
        message = f"the sealed inputs leave something open: {settlement.blocked[0].reason}"
        raise LineproofError(message)
    known = view(case, as_known=as_known)
    contract = sealed.files[CONTRACT_FILE]
    return seal_files(known, settlement, contract, previous=previous, at_hand=sealed.files)


def _previous(folder: Path, sealed: SealedMonth) -> Previous | None:
    """Return the revision a restatement follows: what its own seal says, and its lines if here."""
    booked = booked_from(sealed.seal["booked"], digits=sealed.seal["digits"])
    if booked.revision == 0:
        return None
    before = _beside(folder, booked.revision - 1)
    follows, lines = sealed.seal["follows"], None
    if before is not None:
        if sha256_hex(before.files[SEAL_FILE]) != follows:
            message = f"it follows another r{booked.revision - 1} than the one beside it"
            raise LineproofError(message)
        was = booked_from(before.seal["booked"], digits=before.seal["digits"])
        if (was.carried, was.at_once_first) != (booked.carried, booked.at_once_first):
            message = "what it says was carried, or claimed at first, isn't what was sealed before"
            raise LineproofError(message)
        is_whole = not any(file_problems(before.files, before.seal))
        lines = before.files[LINES_FILE] if is_whole else None
    return Previous(
        booked=dataclasses.replace(booked, revision=booked.revision - 1),
        lines=lines,
        seal_sha256=follows,
        due=(),
        deltas=sealed.files[DELTAS_FILE],
    )


def _beside(folder: Path, revision: int) -> SealedMonth | None:
    """Return another revision that lies beside a sealed folder, or None."""
    beside = folder.resolve().parent / f"r{revision}"
    try:
        return read_sealed(beside) if (beside / SEAL_FILE).is_file() else None
    except InputRefusedError:
        return None  # it is damaged: to be said when it is verified itself


def side_of(folder: Path, month: dt.date | None) -> Side:
    """Return what one side settled: a sealed folder as it lies there, or a contract's month.

    month: for contract folders. Raises LineproofError where a contract folder has no month given.
    """
    if (folder / SEAL_FILE).is_file():
        return side_sealed(read_sealed(folder))
    if month is None:
        message = f"{folder} is no sealed month; to compare contract folders, say --month 2025-03"
        raise LineproofError(message)
    case = open_case(folder)
    return side_settled(view(case), settle(case, Asked(month, findings=check(case))))


def side_sealed(sealed: SealedMonth) -> Side:
    """Return what one side sealed; raises LineproofError where it can't be read."""
    try:
        inputs = json.loads(sealed.files[INPUTS_FILE])
        states = sealed.files.get(STATES_FILE, b"")
        return Side(inputs, sealed.files[LINES_FILE], sealed.seal["totals"], states)
    except (KeyError, ValueError) as problem:
        message = f"{sealed.name} isn't readable as a sealed month: {problem}"
        raise LineproofError(message) from problem


def side_settled(known: View, settlement: Settlement) -> Side:
    """Return what one side settles a month to, from what is known."""
    found = inputs_of(known, settlement.month)
    inputs = json.loads(canonical_json(found.parts))
    lines = lines_csv(settlement.lines, digits=settlement.digits)
    return Side(inputs, lines, totals_of(settlement), found.tables.get(STATES_FILE, b""))
