"""How is a month closed, signed, checked and compared? `seal`, `sign`, `verify`, `compare`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lineproof.cli.running import (
    CANNOT,
    FINE,
    FOUND,
    AsJson,
    AsKnown,
    Folder,
    Month,
    day_of,
    month_of,
)
from lineproof.model.errors import LineproofError

if TYPE_CHECKING:
    from lineproof.seal.compare import Comparison
    from lineproof.seal.difference import LineDifference
    from lineproof.seal.verify import Verdict
    from lineproof.store.sealing import Sealing

_Seal = Annotated[Path, typer.Argument(metavar="SEAL", help="A sealed folder: settled/M/rN.")]


def seal(
    folder: Folder,
    month: Month,
    as_known: AsKnown = None,
    is_json: AsJson = False,
    no_lines: Annotated[bool, typer.Option("--no-lines", help="Leave the lines out.")] = False,
) -> int:
    """Close a month; later facts make a numbered restatement.

    The same facts change nothing. Exit code 1: something is open, and nothing was sealed.
    """
    from lineproof.report.as_json import write_settlement_json
    from lineproof.store.files import locked
    from lineproof.store.sealing import seal_month

    asked, day = month_of(month), day_of(as_known, option="--as-known")
    with locked(folder):
        sealed = seal_month(folder, asked, as_known=day)
    if is_json:
        more = {
            "revision": sealed.revision if sealed.folder is not None else None,
            "folder": str(sealed.folder) if sealed.folder is not None else None,
        }
        write_settlement_json(
            sealed.settlement, sys.stdout.buffer, with_lines=not no_lines, more=more
        )
    else:
        _tell_sealed(sealed)
    return FOUND if sealed.folder is None else FINE


def _tell_sealed(sealed: Sealing) -> None:
    """Print what sealing came to."""
    from lineproof.model.money import format_minor

    month, digits = sealed.settlement.month, sealed.settlement.digits
    if sealed.folder is None:
        sys.stderr.write(f"{month} isn't sealed: something is open\n")
        for blocked in sealed.settlement.blocked:
            sys.stderr.write(f"{blocked.code} {blocked.subject}: {blocked.reason}\n")
        return
    if not sealed.is_new:
        sys.stdout.write(f"{month}: nothing changed, {sealed.folder} stands\n")
        return
    payable = sealed.settlement.payable.value
    assert payable is not None, "a sealed month knows what it makes payable"
    sys.stdout.write(f"{month}: sealed {sealed.folder}\n")
    sys.stdout.write(f"payable {format_minor(payable, digits=digits)}\n")
    if sealed.change is not None:
        change = format_minor(sealed.change, digits=digits)
        sys.stdout.write(f"restates r{sealed.revision - 1}: {change}, {_reaches(sealed)}\n")


def _reaches(sealed: Sealing) -> str:
    """Return when what a restatement changes reaches the buyer."""
    from lineproof.model.money import format_minor

    assert sealed.change is not None, "only a restatement changes anything"
    next_month = sealed.change - sum(change for _, change in sealed.later)
    parts = [(next_month, "carried into the next month")] if next_month or not sealed.later else []
    parts += [
        (change, "with no month to credit it in" if at is None else f"in what {at} credits")
        for at, change in sealed.later
    ]
    if len(parts) == 1:
        return parts[0][1]
    digits = sealed.settlement.digits
    return ", ".join(f"{format_minor(part, digits=digits)} {said}" for part, said in parts)


def verify(
    sealed: _Seal,
    contract: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The contract folder whose pinned keys count."),
    ] = None,
    is_json: AsJson = False,
) -> int:
    """Derive a sealed month again, to the last byte.

    Exit code 1: something isn't as it was sealed.
    """
    from lineproof.store.verifying import verify_folder

    verdict = verify_folder(sealed, contract)
    if is_json:
        _write_verdict(verdict)
    elif verdict.is_ok:
        sys.stdout.write(f"{sealed}: as sealed; {verdict.level}\n")
        sys.stdout.write(f"derived again: {', '.join(verdict.checked)}\n")
    else:
        sys.stdout.write(f"{sealed}: NOT as sealed: {verdict.problem}\n")
        if verdict.line is not None:
            _tell_line(verdict.line, left="sealed", right="derived")
    return FINE if verdict.is_ok else FOUND


def _write_verdict(verdict: Verdict) -> None:
    """Print a verdict as JSON."""
    from lineproof.report.as_json import dumped
    from lineproof.settle.hashes import jsonable

    told = {
        "ok": verdict.is_ok,
        "level": verdict.level,
        "checked": list(verdict.checked),
        "problem": verdict.problem,
        "first_difference": None if verdict.line is None else jsonable(verdict.line),
    }
    sys.stdout.write(dumped(told) + "\n")


def compare(
    left: Annotated[Path, typer.Argument(metavar="A", help="A seal, or a contract folder.")],
    right: Annotated[Path, typer.Argument(metavar="B", help="Another one.")],
    month: Annotated[
        str | None, typer.Option("--month", metavar="YYYY-MM", help="For contract folders.")
    ] = None,
    is_json: AsJson = False,
) -> int:
    """Tell where two sides differ: inputs first, then the first line.

    Exit code 1: they differ.
    """
    from lineproof.report.as_json import dumped
    from lineproof.seal.compare import compare as compared
    from lineproof.settle.hashes import jsonable
    from lineproof.store.verifying import side_of

    day = month_of(month) if month is not None else None
    found = compared(side_of(left, day), side_of(right, day))
    first = None if found.first is None else jsonable(found.first)
    if is_json:
        told = {
            "same": found.is_same,
            "inputs_differ": list(found.inputs_differ),
            "totals_differ": list(found.totals_differ),
            "first_difference": first,
        }
        sys.stdout.write(dumped(told) + "\n")
    else:
        _tell_comparison(found)
    return FINE if found.is_same else FOUND


def _tell_comparison(found: Comparison) -> None:
    """Print what differs."""
    for title, differences in (("inputs", found.inputs_differ), ("totals", found.totals_differ)):
        said = "\n  ".join(differences) if differences else "the same"
        sys.stdout.write(f"{title}: {said}\n")
    sys.stdout.write(f"first line that differs: {'none' if found.first is None else ''}".rstrip())
    sys.stdout.write("\n")
    if found.first is not None:
        _tell_line(found.first, left="A", right="B")


def _tell_line(found: LineDifference, *, left: str, right: str) -> None:
    """Print a line as both sides have it."""
    for name, row in ((left, found.left), (right, found.right)):
        said = "—" if row is None else ", ".join(f"{key} {value}" for key, value in row.items())
        sys.stdout.write(f"  {name}: {said}\n")


def sign(
    sealed: _Seal,
    party: Annotated[str, typer.Option("--as", help="buyer or provider.")],
    key: Annotated[Path, typer.Option(help="File with the private key, hexadecimal.")],
    new_key: Annotated[bool, typer.Option("--new-key", help="Make the key file first.")] = False,
) -> int:
    """Sign a sealed month, or make a key to sign with.

    The public key that is printed belongs into [contract.parties], as key.
    """
    from lineproof.seal.signing import PARTIES, public_key
    from lineproof.store.signing import make_key, read_key, sign_folder

    if party not in PARTIES:
        message = f'--as "{party}": a contract has the parties {" and ".join(PARTIES)}'
        raise LineproofError(message)
    seed = make_key(key) if new_key else read_key(key)
    sys.stdout.write(f"public key of the {party}: {public_key(seed)}\n")
    if sealed.exists():
        sys.stdout.write(f"wrote {sign_folder(sealed, party, seed)}\n")
        return FINE
    return FINE if new_key else CANNOT
