"""What does a contract folder hold? Its files, read into one Case, or every reason why not."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import polars as pl

from lineproof.contract.case import Case
from lineproof.contract.contract import Contract
from lineproof.contract.locate import Path as TermPath
from lineproof.contract.locate import Positions
from lineproof.contract.parse import Parsed, located_terms, parse_contract
from lineproof.contract.terms.pricing import CircuitSchedule
from lineproof.model.calendar import WorkdayTable
from lineproof.model.canonical import sha256_hex
from lineproof.model.circuit import CIRCUITS
from lineproof.model.errors import InputRefusedError, LineproofError
from lineproof.model.finding import Finding, Severity, error
from lineproof.model.line_order import in_line_order
from lineproof.model.period import add_months
from lineproof.model.record import RECORDS
from lineproof.model.table import Table
from lineproof.sources.decode import decode
from lineproof.sources.record_values import too_large, wrong_values
from lineproof.sources.table_file import FILE_BYTES_MAX, read_table
from lineproof.sources.workdays import load_workdays, parse_workday_csv

CONTRACT_FILE = "contract.toml"
CONTRACT_BYTES_MAX = 16 * 2**20
RECORDS_FOLDER = "records"
_ANY_YEARS = (2004, 2040)
"""Years loaded for a contract that names no day at all."""
_YEARS_AFTER = 3
"""Deadlines may run so many years past the end of a term."""
_MONTHS_UNKNOWN = 120
"""So long is a term taken to be for its calendar, where the contract doesn't say."""


Opened = Callable[[str, str], tuple[bytes | None, tuple[Finding, ...]]]
"""Returns the bytes of a file that a contract names, or why there are none; the second argument
says where it is named.
"""


@dataclass(frozen=True)
class Agreed:
    """What the files say that a contract's text names: schedules by file, and the calendar."""

    schedules: dict[str, pl.DataFrame]
    workdays: WorkdayTable | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class FolderRead:
    """A folder's case, if nothing in it is unreadable, and all there is to say about it."""

    case: Case | None
    findings: tuple[Finding, ...]


def read_case(folder: Path) -> Case:
    """Return a folder's case; raises InputRefusedError with every finding where it has none."""
    read = read_folder(folder)
    if read.case is None:
        raise InputRefusedError(read.findings)
    return read.case


def read_folder(folder: Path) -> FolderRead:
    """Return what a contract folder holds; nothing is written, and only files in it are read.

    Raises InputRefusedError where there is no contract.toml that could be opened.
    """
    parsed = read_contract_file(folder)
    if parsed.contract is None:
        return FolderRead(None, parsed.findings)
    # Side by side: for a million lines, each takes a core more than a second.
    opened = opened_in(folder)
    agreed, known = (_Reader(opened, parsed.contract, parsed.positions) for _ in range(2))
    with ThreadPoolExecutor(max_workers=1) as beside:
        reading = beside.submit(known.records, folder)
        schedules = agreed.schedules()
        records = reading.result()
    workdays = known.workdays()
    findings = (*parsed.findings, *agreed.findings, *known.findings)
    if any(f.severity is Severity.ERROR for f in findings):
        return FolderRead(None, findings)
    case = Case(parsed.contract, schedules, records, workdays, parsed.positions, findings)
    return FolderRead(case, findings)


def read_contract(folder: Path) -> Contract:
    """Return a folder's contract alone; raises InputRefusedError where it can't be read."""
    parsed = read_contract_file(folder)
    if parsed.contract is None:
        raise InputRefusedError(parsed.findings)
    return parsed.contract


def read_contract_file(folder: Path) -> Parsed:
    """Return a folder's contract as parsed, or everything that is wrong with its text.

    Raises InputRefusedError where there is no contract.toml that could be opened.
    """
    content, missing = file_content(folder, CONTRACT_FILE, named_at=str(folder))
    if content is None:
        raise InputRefusedError(missing)
    return parse_content(content)


def parse_content(content: bytes) -> Parsed:
    """Return a contract as parsed from the bytes of its file, or all that is wrong with them."""
    decoded = decode(content, file=CONTRACT_FILE)
    if not decoded.utf8 and decoded.findings:
        return Parsed(None, decoded.findings, Positions(CONTRACT_FILE, {}))
    parsed = parse_contract(decoded.utf8.decode(), file=CONTRACT_FILE)
    return dataclasses.replace(parsed, findings=decoded.findings + parsed.findings)


def file_content(
    folder: Path, file: str, *, named_at: str
) -> tuple[bytes | None, tuple[Finding, ...]]:
    """Return a file's bytes, or why it can't be read; it must lie in the folder, links followed."""
    relative = PurePosixPath(file)
    try:
        path = (folder / relative).resolve()
        is_outside = ".." in relative.parts or not path.is_relative_to(folder.resolve())
        if relative.is_absolute() or is_outside:
            message = f'"{file}" lies outside the contract folder'
            fix = "Put the file itself into the folder and name it from there."
            return None, (error("E-FILE-OUTSIDE", message, where=named_at, fix=fix),)
        unusable = _unusable(path.stat(), file, named_at)
        return (path.read_bytes(), ()) if unusable is None else (None, (unusable,))
    except (FileNotFoundError, NotADirectoryError):
        message = f"{file} doesn't exist in {folder}"
        fix = "Put it there, or correct its name."
        return None, (error("E-FILE-MISSING", message, where=named_at, fix=fix),)
    except (OSError, ValueError, RuntimeError) as problem:  # RuntimeError: links in a circle
        reason = getattr(problem, "strerror", None) or str(problem)
        return None, (_unreadable(file, reason, named_at),)


def read_workdays(folder: Path, contract: Contract, positions: Positions) -> WorkdayTable | None:
    """Return the calendar that a contract names, for the years its deadlines may lie in."""
    return _Reader(opened_in(folder), contract, positions).workdays()


def read_agreed(contract: Contract, positions: Positions, opened: Opened) -> Agreed:
    """Return what the files say that a contract names, wherever they are kept."""
    reader = _Reader(opened, contract, positions)
    schedules = reader.schedules()
    return Agreed(schedules, reader.workdays(), tuple(reader.findings))


def opened_in(folder: Path) -> Opened:
    """Return what opens the files of a folder."""

    def opened(file: str, named_at: str) -> tuple[bytes | None, tuple[Finding, ...]]:
        return file_content(folder, file, named_at=named_at)

    return opened


class _Reader:
    """The files that one contract names, read one after the other."""

    def __init__(self, opened: Opened, contract: Contract, positions: Positions) -> None:
        self.opened = opened
        self.contract = contract
        self.positions = positions
        self.findings: list[Finding] = []
        self.hashes: dict[str, str] = {}

    def schedules(self) -> dict[str, pl.DataFrame]:
        """Return every schedule the terms name, by file, in line order."""
        frames: dict[str, pl.DataFrame] = {}
        sheets: dict[str, str | None] = {}
        for path, term in located_terms(self.contract):
            if not isinstance(term, CircuitSchedule):
                continue
            if term.file not in frames:
                frames[term.file] = in_line_order(self._schedule(term, path))
                sheets[term.file] = term.sheet
                continue
            if sheets[term.file] != term.sheet:
                self.findings.append(_two_sheets(term.file, self.positions.of(*path, "sheet")))
            pinned_at = self.positions.of(*path, "sha256")
            self._check_hash(term.file, term.sha256, where=pinned_at)
        return frames

    def _schedule(self, term: CircuitSchedule, path: TermPath) -> pl.DataFrame:
        """Return one schedule's rows; empty where the file can't be used."""
        named_at = self.positions.of(*path, "file")
        content, missing = self.opened(term.file, named_at)
        self.findings += missing
        if content is None:
            return CIRCUITS.empty()
        self.hashes[term.file] = sha256_hex(content)
        self._check_hash(term.file, term.sha256, where=self.positions.of(*path, "sha256"))
        return self._table(content, term.file, CIRCUITS, sheet=term.sheet)

    def _check_hash(self, file: str, pinned: str | None, *, where: str) -> None:
        """Note a file that isn't the one that was signed; a draft may change."""
        actual = self.hashes.get(file, pinned)
        if pinned in {None, actual} or self.contract.draft:
            return
        message = f"{file} isn't the file that was signed: its SHA-256 is {actual}, not {pinned}"
        fix = "Put the signed file back; or, if this is it, pin its hash by an amendment."
        self.findings.append(error("E-HASH", message, where=where, fix=fix))

    def records(self, contract_folder: Path) -> dict[str, pl.DataFrame]:
        """Return the records, by kind; a kind without a file is absent."""
        frames: dict[str, pl.DataFrame] = {}
        folder = contract_folder / RECORDS_FOLDER
        if folder.exists() and not folder.is_dir():
            self.findings.append(_no_records_folder())
            return frames
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.name.startswith("."):
                continue
            file = f"{RECORDS_FOLDER}/{path.name}"
            if path.stem not in RECORDS or path.suffix not in {".csv", ".xlsx", ".parquet"}:
                self.findings.append(_no_record(file))
            elif path.stem in frames:
                self.findings.append(_twice(file))
            else:
                content, missing = self.opened(file, file)
                self.findings += missing
                if content is not None:
                    frame = self._table(content, file, RECORDS[path.stem])
                    digits = self.contract.digits
                    self.findings += wrong_values(frame, kind=path.stem, file=file, digits=digits)
                    frames[path.stem] = frame
        return frames

    def _table(
        self, content: bytes, file: str, table: Table, sheet: str | None = None
    ) -> pl.DataFrame:
        """Return a table file's rows, noting what is wrong with them."""
        read = read_table(
            content,
            file=file,
            table=table,
            currency_digits=self.contract.digits,
            timezone=self.contract.contract.timezone,
            sheet=sheet,
        )
        self.findings += read.findings
        self.findings += too_large(read.frame, table=table, file=file)
        return read.frame

    def workdays(self) -> WorkdayTable | None:
        """Return the contract's calendar, for the years its deadlines may lie in."""
        calendar = self.contract.contract.calendar
        if calendar is None or (calendar.file is None and calendar.workdays is None):
            return None
        if calendar.file is None:
            assert calendar.workdays is not None
            first, last = _years(self.contract)
            try:
                return load_workdays(calendar.workdays, first=first, last=last)
            except LineproofError as unknown:
                where = self.positions.of("contract", "calendar", "workdays")
                fix = "Write a known code, or pin a CSV file."
                self.findings.append(error("E-CALENDAR", str(unknown), where=where, fix=fix))
                return None
        named_at = self.positions.of("contract", "calendar", "file")
        content, missing = self.opened(calendar.file, named_at)
        self.findings += missing
        if content is None:
            return None
        self.hashes[calendar.file] = sha256_hex(content)
        self._check_hash(calendar.file, calendar.sha256, where=named_at)
        table = parse_workday_csv(content, name=calendar.file)
        if isinstance(table, WorkdayTable):
            return table
        self.findings += table
        return None


def _unusable(status: os.stat_result, file: str, named_at: str) -> Finding | None:
    """Return why a file isn't even opened: it is no plain file, or too large."""
    if stat.S_ISDIR(status.st_mode):
        return _unreadable(file, "it is a folder", named_at)
    if not stat.S_ISREG(status.st_mode):
        return _unreadable(file, "it is no plain file", named_at)
    bytes_max = CONTRACT_BYTES_MAX if file == CONTRACT_FILE else FILE_BYTES_MAX
    if status.st_size <= bytes_max:
        return None
    message = f"{file} holds {status.st_size:,} bytes, more than {bytes_max:,}"
    fix = "Check that it is the right file; cut it into smaller ones if it is."
    return error("E-FILE-TOO-LARGE", message, where=named_at, fix=fix)


def _unreadable(file: str, reason: str, named_at: str) -> Finding:
    """Return the finding for a file that is there and can't be read."""
    fix = "Make it a plain file that you may read."
    message = f"{file} can't be read: {reason}"
    return error("E-FILE-UNREADABLE", message, where=named_at, fix=fix)


def _no_records_folder() -> Finding:
    """Return the finding for a `records` that holds no files."""
    return _unreadable(RECORDS_FOLDER, "it is no folder", RECORDS_FOLDER)


def _two_sheets(file: str, where: str) -> Finding:
    """Return the finding for terms that name two sheets of one file."""
    message = f"two terms name different sheets of {file}; one file is one schedule"
    fix = "Save each sheet as a file of its own."
    return error("E-FILE-SHEET", message, where=where, fix=fix)


def _no_record(file: str) -> Finding:
    """Return the finding for a file that is no kind of record."""
    kinds = ", ".join(RECORDS)
    message = f"{file} is no kind of record"
    fix = f"Name it after what its rows say, as .csv, .xlsx or .parquet: {kinds}."
    return error("E-RECORD-KIND", message, where=file, fix=fix)


def _twice(file: str) -> Finding:
    """Return the finding for a kind of record with two files."""
    message = f"{file}: there are two files of this kind"
    return error("E-RECORD-TWICE", message, where=file, fix="Keep one of them.")


def _years(contract: Contract) -> tuple[int, int]:
    """Return the first and last year a contract's deadlines may lie in.

    They follow from its head alone: what is learnt later must not change what was hashed before.
    """
    head = contract.contract
    days: list[dt.date] = [d for d in (head.signed, head.start) if d is not None]
    if not days:
        return _ANY_YEARS
    end = add_months(head.start or max(days), head.months or _MONTHS_UNKNOWN)
    return min(days).year - 1, end.year + _YEARS_AFTER
