"""How does a contract folder come into the database? Read as ever, then kept file by file.

Everything in the folder is kept: what the contract names, records, closed months, samples, and any
other file. Nothing is kept of a folder that can't be read.
"""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lineproof.contract.case import Case
from lineproof.contract.contract import Contract as Agreed
from lineproof.contract.parse import located_terms
from lineproof.contract.terms.pricing import CircuitSchedule, PriceLines
from lineproof.model.canonical import canonical_json, sha256_hex
from lineproof.model.errors import InputRefusedError, LineproofError, StoreError
from lineproof.model.finding import error
from lineproof.seal.content import SEAL_FILE
from lineproof.settle.hashes import jsonable
from lineproof.sources.folder import CONTRACT_FILE, RECORDS_FOLDER, file_content, read_case
from lineproof.store.sealed import SETTLED, sealed_months
from lineproof.web.kept.contracts import (
    Circuit,
    Contract,
    KeptFile,
    RecordFile,
    Schedule,
    SealedMonth,
    State,
    Version,
)
from lineproof.web.kept.many_rows import add_rows
from lineproof.web.kept.record_rows import add_records
from lineproof.web.kept.trail import note
from lineproof.web.kept.vault import put
from lineproof.web.known.case import KEPT_AS_FOLDERS, finding_json, folder_of, seal_of
from lineproof.web.who.people import Organisation, User

_SAME_TEXTS = ("site", "service", "bandwidth", "group")
SEALED = re.compile(rf"{SETTLED}/(?P<month>\d{{4}}-\d{{2}})/r(?P<revision>\d+)/(?P<name>[^/]+)")


@transaction.atomic
def take_in(folder: Path, organisation: Organisation, *, by: User | str) -> Contract:
    """Return the contract that a folder was taken in as.

    Raises InputRefusedError where it can't be read, LineproofError where the organisation has a
    contract of that name, and StoreError.
    """
    case = read_case(folder)
    sealed_months(folder)
    name = case.contract.contract.id
    if Contract.objects.filter(organisation=organisation, name=name).exists():
        message = _("%(who)s has a contract “%(name)s” already; bring it up to date instead.")
        raise LineproofError(message % {"who": organisation, "name": name})
    contract = Contract.objects.create(organisation=organisation, name=name)
    kept = {
        path: put(settings.CONFIGURATION.vault, read_file(folder, path))
        for path in paths_of(folder)
    }
    version = _version(contract, case, kept)
    _records(contract, case, kept)
    _sealed(contract, kept)
    named = {CONTRACT_FILE, *version.files}
    rest = (p for p in kept if p not in named and not SEALED.fullmatch(p) and not is_record(p))
    KeptFile.objects.bulk_create(
        KeptFile(contract=contract, path=p, sha256=kept[p], size=(folder / p).stat().st_size)
        for p in rest
    )
    _folders(contract, folder)
    note("contract taken in", by=by, contract=contract, version=1, sha256=version.sha256)
    return contract


def paths_of(folder: Path) -> Iterator[str]:
    """Yield the path of every file in a folder, but for hidden ones and what is kept as folders."""
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        is_hidden = any(part.startswith(".") for part in relative.parts)
        if path.is_file() and not is_hidden and relative.parts[0] not in KEPT_AS_FOLDERS:
            yield relative.as_posix()


def read_file(folder: Path, path: str) -> bytes:
    """Return a file of the folder; a link out of it is refused."""
    content, problems = file_content(folder, path, named_at=path)
    if content is None:
        raise InputRefusedError(problems)
    return content


def is_record(path: str) -> bool:
    """Whether a file holds records, all of which are taken in as rows."""
    parts = path.split("/")
    return parts[0] == RECORDS_FOLDER and len(parts) == 2  # noqa: PLR2004 - folder and name


def _version(contract: Contract, case: Case, kept: dict[str, str]) -> Version:
    """Keep the contract's text as its first version, in force, with the files that it names."""
    text_hash = kept[CONTRACT_FILE]
    version = Version.objects.create(
        contract=contract,
        number=1,
        text=_text(text_hash),
        sha256=text_hash,
        files={file: kept[_normal(file)] for file in sorted(named_files(case))},
        state=State.APPROVED,
        why="taken in",
    )
    version.schedules.set(schedules_of(contract, case, version.files))
    return version


def named_files(case: Case) -> set[str]:
    """Return the files that a contract's text names: its schedules, and a calendar of its own."""
    named = {term.file for _, term in located_terms(case.contract)
             if isinstance(term, CircuitSchedule)}  # fmt: skip
    calendar = case.contract.contract.calendar
    return named | ({calendar.file} if calendar is not None and calendar.file else set())


def _normal(file: str) -> str:
    """Return a named path as it was found below the folder."""
    return Path(file).as_posix()


def _text(sha256: str) -> bytes:
    """Return the text that was just kept."""
    path: Path = settings.CONFIGURATION.vault / sha256[:2] / sha256
    return path.read_bytes()


def schedules_of(contract: Contract, case: Case, files: dict[str, str]) -> list[Schedule]:
    """Return a version's schedules, each kept once: its files' and its text's own price lines."""
    digits, found = case.contract.digits, []
    sheets = {term.file: term.sheet or "" for _, term in located_terms(case.contract)
              if isinstance(term, CircuitSchedule)}  # fmt: skip
    for file, sheet in sheets.items():
        frame = case.schedules[file]
        keys = {"sha256": files[file], "sheet": sheet, "digits": digits}
        defaults = {"file": file, "row_count": frame.height}
        made = Schedule.objects.get_or_create(contract=contract, **keys, defaults=defaults)
        found.append(_filled(*made, rows=_circuits(frame)))
    lines = [line for _, term in located_terms(case.contract)
             if isinstance(term, PriceLines) for line in term.lines]  # fmt: skip
    if lines:
        sha256 = sha256_hex(canonical_json(jsonable(tuple(lines))))
        keys = {"sha256": sha256, "sheet": "", "digits": digits}
        defaults = {"file": CONTRACT_FILE, "row_count": len(lines)}
        made = Schedule.objects.get_or_create(contract=contract, **keys, defaults=defaults)
        found.append(_filled(*made, rows=_price_lines(case.contract)))
    return found


def _filled(schedule: Schedule, is_new: bool, rows: pl.DataFrame) -> Schedule:  # noqa: FBT001
    """Return a schedule with its rows, which are added where it is new."""
    if is_new:
        add_rows(Circuit, rows.with_columns(pl.lit(schedule.pk).alias("schedule_id")))
    return schedule


def _circuits(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a schedule's rows."""
    texts = {"line": "line", "id": "circuit", **{name: name for name in _SAME_TEXTS}}
    return frame.select(
        "row",
        *(pl.col(name).fill_null("").alias(field) for name, field in texts.items()),
        pl.lit(1).alias("quantity"),
        "monthly_rent", "start", "end",
    )  # fmt: skip


def _price_lines(contract: Agreed) -> pl.DataFrame:
    """Return the price lines of a contract's text."""
    lines = (line for _, term in located_terms(contract)
             if isinstance(term, PriceLines) for line in term.lines)  # fmt: skip
    return pl.DataFrame(
        {
            "row": row,
            "line": line.line,
            "circuit": "",
            "site": line.name,
            "service": line.service or "",
            "bandwidth": "" if line.bandwidth is None else f"{line.bandwidth:f}",
            "quantity": line.qty,
            "monthly_rent": contract.minor(line.monthly_rent),
            "group": "",
        }
        for row, line in enumerate(lines, start=1)
    )


def _records(contract: Contract, case: Case, kept: dict[str, str]) -> None:
    """Keep the records as rows, with what was said of their files."""
    for path in filter(is_record, kept):
        kind = Path(path).stem
        frame = case.records[kind]
        said = [f for f in case.findings if f.where == path or f.where.startswith(f"{path}:")]
        RecordFile.objects.create(
            contract=contract,
            kind=kind,
            path=path,
            sha256=kept[path],
            count=frame.height,
            findings=[finding_json(finding) for finding in said],
        )
        add_records(contract, kind, frame)


def _sealed(contract: Contract, kept: dict[str, str]) -> None:
    """Keep the closed months."""
    found: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for path, sha256 in kept.items():
        if match := SEALED.fullmatch(path):
            found[match["month"], int(match["revision"])][match["name"]] = sha256
    for (month, revision), files in sorted(found.items()):
        if SEAL_FILE not in files:
            message = f"{SETTLED}/{month}/r{revision} has no {SEAL_FILE}; run lineproof verify"
            raise StoreError(message)
        sealed = SealedMonth(contract=contract, month=month, revision=revision, files=files)
        sealed.result_hash = seal_of(sealed)["result_hash"]
        sealed.save()


def _folders(contract: Contract, folder: Path) -> None:
    """Keep samples, bills, disputes and ledger, as the files that they are."""
    target = folder_of(contract)
    try:
        shutil.rmtree(target, ignore_errors=True)  # of a contract that never came to be
        for name in KEPT_AS_FOLDERS:
            for path in sorted((folder / name).rglob("*")):
                _refuse_link(path, folder)
            if (folder / name).is_dir():
                shutil.copytree(folder / name, target / name)
    except OSError as problem:
        message = f"what lies in {folder} can't be kept: {problem}"
        raise StoreError(message) from problem


def _refuse_link(path: Path, folder: Path) -> None:
    """Raise InputRefusedError for a link, which may lead out of the folder."""
    if path.is_symlink():
        where = path.relative_to(folder).as_posix()
        message, fix = f"{where} is a link", "Put the file itself in its place."
        raise InputRefusedError((error("E-FILE-OUTSIDE", message, where=where, fix=fix),))
