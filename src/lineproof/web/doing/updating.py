"""How does a folder come in again that has grown since? What is new is added, the rest must agree.

A changed text becomes a proposed version, which a person approves as ever. Nothing that is there is
changed or taken out: what contradicts it is refused, every reason at once, and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lineproof.contract.case import Case
from lineproof.model.errors import InputRefusedError, LineproofError, StoreError
from lineproof.model.finding import Finding, error
from lineproof.sources.folder import CONTRACT_FILE, RECORDS_FOLDER, parse_content, read_case
from lineproof.store.batches import MEASUREMENTS, BatchLog, chain_findings
from lineproof.store.bills import BILLS, read_heads, verify_kept
from lineproof.store.disputes import DISPUTES
from lineproof.store.files import write_file
from lineproof.store.ledger import LEDGER, read_ledger
from lineproof.store.sealed import sealed_months
from lineproof.web.doing.deciding import NotNowError, lock
from lineproof.web.doing.recording import keep, last_of, right_to_record
from lineproof.web.doing.taking_in import SEALED, is_record, named_files, paths_of, read_file
from lineproof.web.doing.versions import Change, open_version, proposed
from lineproof.web.kept.contracts import Contract, KeptFile, State, Version
from lineproof.web.kept.record_rows import frame_of
from lineproof.web.kept.trail import note
from lineproof.web.kept.vault import put
from lineproof.web.known.case import KEPT_AS_FOLDERS, case_of, folder_of
from lineproof.web.who.people import Organisation, User
from lineproof.web.who.rights import Right

#: What else than rows may come by folder, and what that needs.
_RIGHTS = {
    BILLS: Right.CHECK_BILLS,
    DISPUTES: Right.CHECK_BILLS,
    LEDGER: Right.PAY,
    MEASUREMENTS: Right.RECORD,
}
_KEEP = "Give it as it is kept, or correct it on the server."


@dataclass(frozen=True, slots=True)
class Updated:
    """What came of it. version: the proposed one, None where the text is the same.

    rows: of each kind of record how many are new, and how many were known. paths: files that are
    new or longer.
    """

    contract: Contract
    version: Version | None
    rows: Mapping[str, tuple[int, int]]
    paths: tuple[str, ...]

    @property
    def records(self) -> int:
        """How many rows are new."""
        return sum(new for new, _known in self.rows.values())

    @property
    def files(self) -> int:
        """How many files are new or longer."""
        return len(self.paths)


@transaction.atomic
def update(folder: Path, contract: Contract, *, by: User | str) -> Updated:
    """Bring a contract up to date from its folder, and return what was new.

    Raises InputRefusedError with everything that can't be read or contradicts what is there,
    LineproofError where a version waits for a decision, or the folder isn't the contract's or
    brings more than its bringer may, and StoreError.
    """
    done, grown = _added(folder, contract, by=by)
    for path, content in grown.items():
        write_file(folder_of(contract) / path, content)
    return done


@transaction.atomic
def would_update(folder: Path, contract: Contract, *, by: User) -> Updated:
    """Return what `update` would come to, and raise what it would raise; nothing is kept."""
    done, _grown_files = _added(folder, contract, by=by)
    transaction.set_rollback(True)
    return done


def _added(
    folder: Path, contract: Contract, *, by: User | str
) -> tuple[Updated, Mapping[str, bytes]]:
    """Add to the database what is new; return it, and the files to be written beside it."""
    contract = lock(contract)
    case = _case_of_folder(folder, contract)
    content = {path: read_file(folder, path) for path in paths_of(folder)}
    files = _other_files(contract, case, content)
    grown = dict(_grown(contract, folder))
    _refuse(
        (
            *(reason for kind in case.records for reason in _changed(contract, kind, case)),
            *_sealed_otherwise(contract, content),
            *(_differs(path) for path, sha256 in files.items() if sha256 is None),
            *(_differs(path) for path, grows in grown.items() if grows is None),
        )
    )
    new = {kind: _new_rows(contract, kind, frame) for kind, frame in case.records.items()}
    rows = {kind: (frame.height, case.records[kind].height - frame.height)
            for kind, frame in new.items()}  # fmt: skip
    _refuse_beyond(contract, [kind for kind, (count, _known) in rows.items() if count], grown, by)
    version = _version(contract, case, content, by=by)
    for kind, frame in new.items():
        if frame.height:
            keep(contract, kind, frame)
    case_of(contract.in_force)  # what came must fit to what is agreed today
    KeptFile.objects.bulk_create(
        KeptFile(contract=contract, path=path, sha256=sha256, size=len(content[path]))
        for path, sha256 in files.items()
        if sha256 is not None
    )
    done = Updated(contract, version, rows, (*files, *grown))
    number = None if version is None else version.number
    note("folder taken in again", by=by, contract=contract, count=done.records, version=number)
    return done, {path: grows for path, grows in grown.items() if grows is not None}


def _refuse(reasons: tuple[Finding, ...]) -> None:
    """Raise InputRefusedError where there is a reason to."""
    if reasons:
        raise InputRefusedError(reasons)


def contract_in(folder: Path, organisation: Organisation) -> Contract:
    """Return the contract whose folder it is; raises LineproofError where there is none."""
    parsed = parse_content(read_file(folder, CONTRACT_FILE))
    if parsed.contract is None:
        raise InputRefusedError(parsed.findings)
    name = parsed.contract.contract.id
    found = Contract.objects.filter(organisation=organisation, name=name).first()
    if found is None:
        message = f'{organisation} has no contract "{name}"; take it in without --update'
        raise LineproofError(message)
    return found


def _case_of_folder(folder: Path, contract: Contract) -> Case:
    """Return the case that a folder holds, whose bills, ledger and samples can be read.

    Raises NotNowError for another contract's, and InputRefusedError or StoreError.
    """
    case = read_case(folder)
    sealed_months(folder)
    for headed in read_heads(folder):
        verify_kept(headed.folder)
    read_ledger(folder, contract=case.contract.contract.id, digits=case.contract.digits)
    _refuse(tuple(chain_findings(BatchLog(folder / MEASUREMENTS).lines())))
    name = case.contract.contract.id
    if name != contract.name:
        message = _("It is the folder of %(other)s, not of %(name)s.")
        raise NotNowError(message % {"other": name, "name": contract.name})
    return case


def _refuse_beyond(
    contract: Contract, kinds: Iterable[str], paths: Iterable[str], by: User | str
) -> None:
    """Raise NotNowError where a person brings rows or files that they may not add otherwise."""
    if not isinstance(by, User):
        return
    needed = {right_to_record(kind) for kind in kinds}
    needed |= {_RIGHTS.get(path.partition("/")[0], Right.RECORD) for path in paths}
    missing = [str(each.label) for each in needed if not contract.allows(by, each)]
    if missing:
        message = _("It brings more than you may add; that needs the right to: %(rights)s.")
        raise NotNowError(message % {"rights": ", ".join(sorted(missing))})


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
        who = waiting.proposed_by or _("operator")
        raise NotNowError(
            _("Version %(number)s of %(who)s waits for a decision; approve or reject it first.")
            % {"number": waiting.number, "who": who}
        )
    author = by if isinstance(by, User) else None
    return proposed(contract, None, text, by=author, change=Change("taken in again", files))
