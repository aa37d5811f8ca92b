"""What does a sealed month hold? Everything it was settled from, and everything that came of it.

A seal is a flat set of files. `seal.json` lists every other one with its SHA-256, so that it alone
stands for the whole; it holds no times, paths or facts of a machine.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lineproof.contract.case import View
from lineproof.model.canonical import canonical_json, sha256_hex
from lineproof.model.money import format_minor
from lineproof.model.sealed import Booked
from lineproof.seal.deltas import deltas_csv
from lineproof.settle.factors import plain
from lineproof.settle.hashes import SEMANTICS, booked_text, inputs_of, jsonable, totals_text
from lineproof.settle.lines_text import lines_csv
from lineproof.settle.settle import Written
from lineproof.settle.settlement import Settlement

FORMAT = "seal/1"
SEAL_FILE, INPUTS_FILE, LINES_FILE = "seal.json", "inputs.json", "lines.csv"
CONTRACT_FILE, EXPLANATION_FILE, DELTAS_FILE = "contract.toml", "explanation.json", "deltas.csv"


@dataclass(frozen=True, slots=True)
class Previous:
    """The revision that a new one follows: what it booked, its seal's hash, its dues, its lines.

    lines: None where they aren't at hand; `deltas` then says what the restatement changed.
    as_known: the day whose facts it was sealed on; None: all there were.
    """

    booked: Booked
    seal_sha256: str
    due: Sequence[object]
    lines: bytes | None
    deltas: bytes = b""
    as_known: str | None = None


def seal_files(
    known: View,
    settlement: Settlement,
    contract: bytes,
    *,
    previous: Previous | None,
    at_hand: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """Return the files of a sealed month, `seal.json` among them.

    known: what was settled; settlement: what came of it, nothing blocked; contract: the bytes of
    `contract.toml`. previous: the revision before, or None for the first. at_hand: files that may
    be those to write; where the settlement's hashes prove it, they aren't written anew.
    """
    assert settlement.is_settled, "a blocked month isn't sealed"
    lines = _lines(settlement, at_hand or {})
    files = {
        CONTRACT_FILE: contract,
        LINES_FILE: lines,
        EXPLANATION_FILE: canonical_json(_explanation(known, settlement)),
        **_inputs(known, settlement, at_hand or {}),
    }
    if previous is not None:
        before = previous.lines
        files[DELTAS_FILE] = previous.deltas if before is None else deltas_csv(before, lines)
    files[SEAL_FILE] = canonical_json(_seal(known, settlement, files, previous))
    return files


def written_files(whole: Written) -> dict[str, bytes]:
    """Return the files of a seal that settling wrote already, to hash them."""
    inputs = {INPUTS_FILE: canonical_json(whole.inputs.parts), **whole.inputs.tables}
    return {LINES_FILE: whole.lines, **inputs}


def _lines(settlement: Settlement, at_hand: Mapping[str, bytes]) -> bytes:
    """Return `lines.csv`, or what is at hand where the hash of the result proves it the same."""
    ready = at_hand.get(LINES_FILE)
    if ready is not None:
        result = {"lines": sha256_hex(ready), "totals": totals_of(settlement)}
        if sha256_hex(canonical_json(result)) == settlement.result_hash:
            return ready
    return lines_csv(settlement.lines, digits=settlement.digits)


def _inputs(known: View, settlement: Settlement, at_hand: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return `inputs.json` and its tables, or those at hand where their hashes prove them so."""
    ready = at_hand.get(INPUTS_FILE)
    if ready is not None and sha256_hex(ready) == settlement.inputs_hash:
        tables = json.loads(ready)["tables"]
        if all(name in at_hand and sha256_hex(at_hand[name]) == tables[name] for name in tables):
            return {INPUTS_FILE: ready, **{name: at_hand[name] for name in tables}}
    inputs = inputs_of(known, settlement.month)
    return {INPUTS_FILE: canonical_json(inputs.parts), **inputs.tables}


def booked_of(settlement: Settlement, *, previous: Previous | None) -> Booked:
    """Return what a sealed month leaves to later ones; a restatement keeps what was carried."""
    gross, carried = settlement.gross.value, settlement.carried.value
    assert gross is not None, "a sealed month has a gross amount"
    assert carried is not None, "a sealed month knows what it carries"
    at_once = gross - sum(amount for _, amount in settlement.deferred)
    before = previous.booked if previous is not None else None
    return Booked(
        month=settlement.month,
        revision=before.revision + 1 if before is not None else 0,
        at_once=at_once,
        at_once_first=before.at_once_first if before is not None else at_once,
        deferred=settlement.deferred,
        carried=before.carried if before is not None else carried,
        result_hash=settlement.result_hash,
    )


def _seal(
    known: View,
    settlement: Settlement,
    files: Mapping[str, bytes],
    previous: Previous | None,
) -> dict[str, object]:
    """Return what `seal.json` says."""
    booked = booked_of(settlement, previous=previous)
    return {
        "format": FORMAT,
        "semantics": SEMANTICS,
        "contract": settlement.contract,
        "month": settlement.month,
        "revision": booked.revision,
        "as_known": known.as_known.isoformat() if known.as_known is not None else None,
        "currency": settlement.currency,
        "digits": settlement.digits,
        "files": {name: sha256_hex(content) for name, content in files.items()},
        "totals": totals_of(settlement),
        "due": due_of(settlement),
        "not_computed": list(settlement.not_computed),
        "booked": booked_text(booked, digits=settlement.digits),
        "follows": previous.seal_sha256 if previous is not None else None,
        "inputs_hash": settlement.inputs_hash,
        "result_hash": settlement.result_hash,
    }


def totals_of(settlement: Settlement) -> dict[str, object]:
    """Return a month's totals as they are sealed."""
    totals = {
        "gross": settlement.gross,
        "carried": settlement.carried,
        "payable": settlement.payable,
        "net": settlement.net,
        "tax": settlement.tax,
    }
    return totals_text(totals, digits=settlement.digits)


def due_of(settlement: Settlement) -> list[dict[str, object]]:
    """Return what falls due, as it is sealed."""
    digits = settlement.digits
    return [
        {
            "item": due.item,
            "date": due.date.isoformat() if due.date is not None else None,
            "waiting_for": due.waiting_for,
            "amount": None
            if due.amount.value is None
            else format_minor(due.amount.value, digits=digits),
            "clause": due.clause,
            "is_counted": due.month is not None,
        }
        for due in settlement.due
    ]


def _explanation(known: View, settlement: Settlement) -> dict[str, object]:
    """Return what the columns of `lines.csv` point to, and how its amounts were rounded."""
    rounding = known.contract.contract.rounding
    return {
        "rounding": {"mode": rounding.mode, "unit": plain_amount(rounding.unit), "at": rounding.at},
        "factors": [
            # in which row of a file the metric stood is shown, never hashed
            [jsonable(dataclasses.replace(factor, evidence=())) for factor in group]
            for group in settlement.factors
        ],
        "terms": {v.term.id: v.term.clause for v in known.versions},
        "taxes": [
            {
                "rate": plain(part.rate),
                "net": format_minor(part.net, digits=settlement.digits),
                "tax": format_minor(part.tax, digits=settlement.digits),
                "clause": part.clause,
                "is_inclusive": part.is_inclusive,
                "round_at": part.round_at,
            }
            for part in settlement.taxes
        ],
        "notes": list(settlement.notes),
    }


def plain_amount(amount: object) -> str:
    """Return an amount of the contract as plain text."""
    return f"{amount:f}"
