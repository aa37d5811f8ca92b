"""How does a folder come in again that has grown since? What is new is added, the rest must agree.

A changed text becomes a proposed version, which a person approves as ever. Nothing that is there is
changed or taken out: what contradicts it is refused, every reason at once, and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.conf import settings
from django.db import transaction

from lineproof.contract.case import Case
from lineproof.model.errors import InputRefusedError, LineproofError, StoreError
from lineproof.model.finding import Finding, error
from lineproof.sources.folder import CONTRACT_FILE, RECORDS_FOLDER, read_case
from lineproof.store.files import write_file
from lineproof.store.sealed import sealed_months
from lineproof.web.doing.deciding import lock
from lineproof.web.doing.recording import keep, last_of
from lineproof.web.doing.taking_in import SEALED, is_record, named_files, paths_of, read_file
from lineproof.web.doing.versions import Change, open_version, proposed
from lineproof.web.kept.contracts import Contract, KeptFile, State, Version
from lineproof.web.kept.record_rows import frame_of
from lineproof.web.kept.trail import note
from lineproof.web.kept.vault import put
from lineproof.web.known.case import KEPT_AS_FOLDERS, case_of, folder_of
from lineproof.web.who.people import Organisation, User

_KEEP = "Give it as it is kept, or correct it on the server."


@dataclass(frozen=True, slots=True)
class Updated:
    """What came of it. version: the proposed one, None where the text is the same.

    records, files: how many rows and files are new.
    """

    contract: Contract
    version: Version | None
    records: int
    files: int


@transaction.atomic
def update(folder: Path, organisation: Organisation, *, by: User | str) -> Updated:
    """Bring a contract up to date from its folder, and return what was new.

    Raises InputRefusedError with everything that can't be read or contradicts what is there,
    LineproofError where there is no such contract or a version waits for a decision, StoreError.
    """
    case = read_case(folder)
    sealed_months(folder)
    contract = _contract(organisation, case.contract.contract.id)
    new = {kind: _new_rows(contract, kind, frame) for kind, frame in case.records.items()}
    content = {path: read_file(folder, path) for path in paths_of(folder)}
    files = _other_files(contract, case, content)
    grown = dict(_grown(contract, folder))
    reasons = (
        *(reason for kind in case.records for reason in _changed(contract, kind, case)),
        *_sealed_otherwise(contract, content),
        *(_differs(path) for path, sha256 in files.items() if sha256 is None),
        *(_differs(path) for path, grows in grown.items() if grows is None),
    )
    if reasons:
        raise InputRefusedError(reasons)
    version = _version(contract, case, content, by=by)
    for kind, rows in new.items():
        if rows.height:
            keep(contract, kind, rows)
    case_of(contract.in_force)  # what came must fit to what is agreed today
    KeptFile.objects.bulk_create(
        KeptFile(contract=contract, path=path, sha256=sha256, size=len(content[path]))
        for path, sha256 in files.items()
        if sha256 is not None
    )
    count = sum(rows.height for rows in new.values())
    number = None if version is None else version.number
    note("folder taken in again", by=by, contract=contract, count=count, version=number)
    for path, grows in grown.items():
        write_file(folder_of(contract) / path, grows or b"")
    return Updated(contract, version, count, len(files) + len(grown))


def _contract(organisation: Organisation, name: str) -> Contract:
    """Return the contract of a name, held until the transaction ends."""
    found = Contract.objects.filter(organisation=organisation, name=name).first()
    if found is None:
        message = f'{organisation} has no contract "{name}"; take it in without --update'
        raise LineproofError(message)
    return lock(found)


def _new_rows(contract: Contract, kind: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a kind that aren't there, numbered behind those that are."""
    there = frame_of(contract, kind).get_column("id")
    rows = frame.filter(~pl.col("id").is_in(there.implode())).sort("row")
    first = last_of(contract, kind) + 1
    numbers = pl.int_range(first, first + rows.height, eager=True).cast(frame.schema["row"])
    return rows.with_columns(numbers.alias("row"))


def _changed(contract: Contract, kind: str, case: Case) -> Iterator[Finding]:
    """Yield a reason for each row that is there already and says something else."""
    kept, given = frame_of(contract, kind), case.records[kind]
    said = [name for name in given.columns if name != "row"]
    other = given.join(kept, on=said, how="anti", nulls_equal=True)
    for row in other.filter(pl.col("id").is_in(kept.get_column("id").implode())).to_dicts():
        where = f"{RECORDS_FOLDER}/{kind}.csv:{row['row']}"
        message = f'{kind} has a row "{row["id"]}" already, and it says something else'
        fix = "Give the row an id of its own, and name the one that it corrects in `replaces`."
        yield error("E-ROW-DUPLICATE", message, where=where, fix=fix)


def _sealed_otherwise(contract: Contract, content: dict[str, bytes]) -> Iterator[Finding]:
    """Yield a reason for each closed month that isn't closed here, or not so."""
    there = {
        f"{sealed}/{name}": sha256
        for sealed in contract.sealed.all()
        for name, sha256 in sealed.files.items()
    }
    for path, text in content.items():
        if SEALED.fullmatch(path) and there.get(path) != put(settings.CONFIGURATION.vault, text):
            message = f"{path} isn't what is sealed on the server"
            fix = "Leave the month out: it is closed on the server, by two people."
            yield error("E-SEAL", message, where=path, fix=fix)


def _other_files(
    contract: Contract, case: Case, content: dict[str, bytes]
) -> dict[str, str | None]:
    """Return the other files that are new, by path: their SHA-256; None where another is there."""
    there = dict(contract.files.values_list("path", "sha256"))
    known = {CONTRACT_FILE, *named_files(case)}
    found: dict[str, str | None] = {}
    for path, text in content.items():
        if path in known or SEALED.fullmatch(path) or is_record(path):
            continue
        sha256 = put(settings.CONFIGURATION.vault, text)
        if there.get(path) != sha256:
            found[path] = None if path in there else sha256
    return found


def _grown(contract: Contract, folder: Path) -> Iterator[tuple[str, bytes | None]]:
    """Yield the files of samples, bills, disputes and ledger that are new or longer, by path.

    A log only ever grows. None: neither of the two files begins as the other.
    """
    for name in KEPT_AS_FOLDERS:
        for path in sorted((folder / name).rglob("*")):
            relative = path.relative_to(folder).as_posix()
            if not path.is_file():
                continue
            given, kept = read_file(folder, relative), _kept(folder_of(contract) / relative)
            if kept is None or (given.startswith(kept) and given != kept):
                yield relative, given
            elif not kept.startswith(given):
                yield relative, None


def _kept(path: Path) -> bytes | None:
    """Return a file of the server's; None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as problem:
        message = f"{path} can't be read: {problem.strerror}"
        raise StoreError(message) from problem


def _differs(path: str) -> Finding:
    """Return the reason why a file can't come in."""
    return error(
        "E-HASH", f"{path} isn't the file that is kept of that name", where=path, fix=_KEEP
    )


def _version(
    contract: Contract, case: Case, content: dict[str, bytes], *, by: User | str
) -> Version | None:
    """Return the proposed version of a text or schedule that was never in force before."""
    vault = settings.CONFIGURATION.vault
    files = {file: put(vault, content[Path(file).as_posix()]) for file in sorted(named_files(case))}
    text = content[CONTRACT_FILE]
    known = contract.versions.filter(state=State.APPROVED, sha256=put(vault, text))
    if any(version.files == files for version in known):
        return None
    waiting = open_version(contract)
    if waiting is not None:
        who = waiting.proposed_by or "the operator"
        message = f"version {waiting.number} of {who} waits for a decision; decide on it first"
        raise LineproofError(message)
    author = by if isinstance(by, User) else None
    return proposed(contract, None, text, by=author, change=Change("taken in again", files))
