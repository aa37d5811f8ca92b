"""How are sealed folders checked and compared? Read, settled again, and held against each other."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path

from lineproof.contract.case import view
from lineproof.contract.parse import parse_contract
from lineproof.model.canonical import canonical_json
from lineproof.model.errors import LineproofError
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
from lineproof.seal.signing import level_of, pinned_keys, signature_problems
from lineproof.seal.verify import Verdict, content_problems, file_problems
from lineproof.settle.hashes import inputs_of
from lineproof.settle.lines_text import lines_csv
from lineproof.settle.settle import Asked, settle
from lineproof.sources.sealed_folder import SealedMonth, booked_from, read_sealed, sealed_case
from lineproof.store.cases import open_case

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
    except (LineproofError, KeyError, ValueError, TypeError) as problem:
        return Verdict("none", ("files",), f"it can't be derived again: {problem}")
    for wrong, line in content_problems(sealed.files, derived):
        return Verdict("none", _CHECKED, wrong, line)
    return Verdict(level_of(sealed.files), _CHECKED)


def _keys(folder: Path, sealed: SealedMonth, contract: Path | None) -> dict[str, str | None]:
    """Return the keys that count for a seal's signatures."""
    above = folder.resolve().parents[2] if contract is None else contract
    path = above / CONTRACT_FILE
    is_own = contract is not None or folder.resolve().parents[1].name == "settled"
    content = path.read_bytes() if is_own and path.is_file() else sealed.files[CONTRACT_FILE]
    parsed = parse_contract(content.decode("utf-8-sig", errors="replace"), file=str(path))
    return pinned_keys(parsed.contract) if parsed.contract is not None else {}


def _derived(folder: Path, sealed: SealedMonth) -> dict[str, bytes]:
    """Return the files that a seal's inputs come to, settled again."""
    case, previous = sealed_case(sealed), _previous(folder, sealed)
    if previous is not None:
        case = dataclasses.replace(case, sealed=(*case.sealed, previous.booked))
    raw = sealed.seal["as_known"]
    as_known = None if raw is None else dt.date.fromisoformat(raw)
    month = parse_month(sealed.seal["month"])
    settlement = settle(case, Asked(month, as_known=as_known))
    if not settlement.is_settled:
        message = f"the sealed inputs leave something open: {settlement.blocked[0].reason}"
        raise LineproofError(message)
    known = view(case, as_known=as_known)
    return seal_files(known, settlement, sealed.files[CONTRACT_FILE], previous=previous)


def _previous(folder: Path, sealed: SealedMonth) -> Previous | None:
    """Return the revision a restatement follows: what its own seal says, and its lines if here."""
    booked = booked_from(sealed.seal["booked"], digits=sealed.seal["digits"])
    if booked.revision == 0:
        return None
    beside = folder.parent / f"r{booked.revision - 1}" / LINES_FILE
    return Previous(
        booked=dataclasses.replace(booked, revision=booked.revision - 1),
        lines=beside.read_bytes() if beside.is_file() else None,
        seal_sha256=sealed.seal["follows"],
        due=(),
        deltas=sealed.files[DELTAS_FILE],
    )


def side_of(folder: Path, month: dt.date | None) -> Side:
    """Return what one side settled: a sealed folder as it lies there, or a contract's month.

    month: for contract folders. Raises LineproofError where a contract folder has no month given.
    """
    if (folder / SEAL_FILE).is_file():
        sealed = read_sealed(folder)
        try:
            inputs = json.loads(sealed.files[INPUTS_FILE])
            return Side(inputs, sealed.files[LINES_FILE], sealed.seal["totals"])
        except (KeyError, ValueError) as problem:
            message = f"{folder} isn't readable as a sealed month: {problem}"
            raise LineproofError(message) from problem
    if month is None:
        message = f"{folder} is no sealed month; to compare contract folders, say --month 2025-03"
        raise LineproofError(message)
    case = open_case(folder)
    settlement = settle(case, Asked(month))
    known = view(case)
    inputs = json.loads(canonical_json(inputs_of(known, settlement.month).parts))
    lines = lines_csv(settlement.lines, digits=settlement.digits)
    return Side(inputs, lines, totals_of(settlement))
