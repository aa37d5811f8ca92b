"""What does a contract folder hold? Its files, read into one Case, or every reason why not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import polars as pl

from lineproof.contract.case import Case
from lineproof.contract.contract import Contract
from lineproof.contract.locate import Path as TermPath
from lineproof.contract.locate import Positions
from lineproof.contract.parse import located_terms, parse_contract
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
from lineproof.sources.record_values import wrong_values
from lineproof.sources.table_file import read_table
from lineproof.sources.workdays import load_workdays, parse_workday_csv

CONTRACT_FILE = "contract.toml"
_ANY_YEARS = (2004, 2040)
"""Years loaded for a contract that names no day at all."""
_YEARS_AFTER = 3
"""Deadlines may run so many years past the end of a term."""


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
    """Return what a contract folder holds; nothing is written, and only files in it are read."""
    content, missing = _content(folder, CONTRACT_FILE, named_at=str(folder))
    if content is None:
        return FolderRead(None, missing)
    decoded = decode(content, file=CONTRACT_FILE)
    if not decoded.utf8 and decoded.findings:
        return FolderRead(None, decoded.findings)
    parsed = parse_contract(decoded.utf8.decode(), file=CONTRACT_FILE)
    if parsed.contract is None:
        return FolderRead(None, (*decoded.findings, *parsed.findings))
    reader = _Reader(folder, parsed.contract, parsed.positions)
    reader.findings += decoded.findings
    schedules = reader.schedules()
    records = reader.records()
    workdays = reader.workdays()
    findings = tuple(reader.findings)
    if any(f.severity is Severity.ERROR for f in findings):
        return FolderRead(None, findings)
    case = Case(parsed.contract, schedules, records, workdays, parsed.positions, findings)
    return FolderRead(case, findings)


def read_contract(folder: Path) -> Contract:
    """Return a folder's contract alone; raises InputRefusedError where it can't be read."""
    content, missing = _content(folder, CONTRACT_FILE, named_at=str(folder))
    if content is None:
        raise InputRefusedError(missing)
    decoded = decode(content, file=CONTRACT_FILE)
    parsed = parse_contract(decoded.utf8.decode(), file=CONTRACT_FILE)
    if parsed.contract is None:
        raise InputRefusedError(decoded.findings + parsed.findings)
    return parsed.contract


def read_workdays(folder: Path, contract: Contract, positions: Positions) -> WorkdayTable | None:
    """Return the calendar that a contract names, for the years its deadlines may lie in."""
    return _Reader(folder, contract, positions).workdays()


class _Reader:
    """The files that one contract names, read one after the other."""

    def __init__(self, folder: Path, contract: Contract, positions: Positions) -> None:
        self.folder = folder
        self.contract = contract
        self.positions = positions
        self.findings: list[Finding] = []

    def schedules(self) -> dict[str, pl.DataFrame]:
        """Return every schedule the terms name, by file, in line order."""
        frames = {}
        for path, term in located_terms(self.contract):
            if isinstance(term, CircuitSchedule) and term.file not in frames:
                frames[term.file] = in_line_order(self._schedule(term, path))
        return frames

    def _schedule(self, term: CircuitSchedule, path: TermPath) -> pl.DataFrame:
        """Return one schedule's rows; empty where the file can't be used."""
        named_at = self.positions.of(*path, "file")
        content, missing = _content(self.folder, term.file, named_at=named_at)
        self.findings += missing
        if content is None:
            return CIRCUITS.empty()
        self._check_hash(content, term.file, term.sha256, self.positions.of(*path, "sha256"))
        return self._table(content, term.file, CIRCUITS, sheet=term.sheet)

    def _check_hash(self, content: bytes, file: str, pinned: str | None, where: str) -> None:
        """Note a file that isn't the one that was signed; a draft may change."""
        actual = sha256_hex(content)
        if pinned is None or pinned == actual or self.contract.draft:
            return
        message = f"{file} isn't the file that was signed: its SHA-256 is {actual}, not {pinned}"
        fix = "Put the signed file back; or, if this is it, pin its hash by an amendment."
        self.findings.append(error("E-HASH", message, where=where, fix=fix))

    def records(self) -> dict[str, pl.DataFrame]:
        """Return the records, by kind; a kind without a file is absent."""
        frames: dict[str, pl.DataFrame] = {}
        folder = self.folder / "records"
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.name.startswith("."):
                continue
            file = f"records/{path.name}"
            if path.stem not in RECORDS or path.suffix not in {".csv", ".xlsx", ".parquet"}:
                self.findings.append(_no_record(file))
            elif path.stem in frames:
                self.findings.append(_twice(file))
            else:
                content, missing = _content(self.folder, file, named_at=file)
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
        content, missing = _content(self.folder, calendar.file, named_at=named_at)
        self.findings += missing
        if content is None:
            return None
        self._check_hash(content, calendar.file, calendar.sha256, named_at)
        table = parse_workday_csv(content, name=calendar.file)
        if isinstance(table, WorkdayTable):
            return table
        self.findings += table
        return None


def _content(folder: Path, file: str, *, named_at: str) -> tuple[bytes | None, tuple[Finding, ...]]:
    """Return a file's bytes, or why it can't be read; it must lie in the folder."""
    relative = PurePosixPath(file)
    if relative.is_absolute() or ".." in relative.parts:
        message = f'"{file}" lies outside the contract folder'
        fix = "Put the file into the folder and name it from there."
        return None, (error("E-FILE-OUTSIDE", message, where=named_at, fix=fix),)
    try:
        return (folder / relative).read_bytes(), ()
    except FileNotFoundError:
        message = f"{file} doesn't exist in {folder}"
        fix = "Put it there, or correct its name."
        return None, (error("E-FILE-MISSING", message, where=named_at, fix=fix),)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        message = f"{file} can't be read: {reason}"
        fix = "Make it a plain file that you may read."
        return None, (error("E-FILE-UNREADABLE", message, where=named_at, fix=fix),)


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
    """Return the first and last year a contract's deadlines may lie in."""
    head = contract.contract
    days: list[dt.date] = [d for d in (head.signed, head.start) if d is not None]
    if head.start is not None:
        days.append(add_months(head.start, head.months or 0))
    days += [answer.on for answer in contract.answer]
    days += [amendment.effective_from for amendment in contract.amendment]
    if not days:
        return _ANY_YEARS
    return min(days).year - 1, max(days).year + _YEARS_AFTER
