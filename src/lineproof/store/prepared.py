"""What is known of a few lines of a prepared folder? All that an explanation of them needs.

What `prepare` kept is used only while every file of the folder, and the calendars of our libraries,
have the size and the times of last change it was made from, and by the version that made it. It
reads no other format and opens no library of calendars: that takes longer than the answer.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from lineproof import __version__
from lineproof.contract.case import Case
from lineproof.contract.contract import Contract
from lineproof.contract.parse import located_terms, parse_contract
from lineproof.contract.terms.pricing import CircuitSchedule, PriceLines
from lineproof.contract.terms.scoring import Availability
from lineproof.model.calendar import WorkdayTable
from lineproof.model.finding import Finding, Severity, Status, Touches
from lineproof.store.files import KEPT

CONTRACT_FILE = "contract.toml"
KEY, FINDINGS, WORKDAYS, INDEX = "key.json", "findings.json", "workdays.json", "index.parquet"
FOUND_BY, ORDER = "_found_by", "_order"
"""Columns of what is kept: what a row is found by (null: always), and where it stood."""
ID_KEY, PLACE_KEY = "id:", "place:"
"""What keys of the index begin with: a circuit id, or a price line whose place lines take."""
_CALENDARS = ("holidays", "chinese_calendar")


@dataclass(frozen=True)
class Prepared:
    """Some lines of a prepared folder: a case of these alone, and what `check` found on all."""

    case: Case
    findings: tuple[Finding, ...]


def load_prepared(folder: Path, *, line: str | None, circuit: str | None) -> Prepared | None:
    """Return a prepared folder's case with only the lines asked about; None where it isn't still.

    The lines are the one named, or those of a circuit id, and all others that share their ids.
    """
    try:
        return _load(folder, line=line, circuit=circuit)
    except (OSError, ValueError, LookupError, TypeError, pl.exceptions.PolarsError):
        return None  # the folder itself is read instead, and says what is wrong with it


def _load(folder: Path, *, line: str | None, circuit: str | None) -> Prepared | None:
    """Return some lines of a prepared folder; whatever isn't as it was kept may raise."""
    kept = folder / KEPT
    key = json.loads((kept / KEY).read_bytes())
    if key["version"] != __version__ or key["calendars"] != stamps_of_calendars():
        return None
    text = (folder / CONTRACT_FILE).read_text(encoding="utf-8")
    parsed = parse_contract(text, file=CONTRACT_FILE)
    contract, names = parsed.contract, kept_files(len(key["schedules"]), key["records"])
    if contract is None or _reads_measurements(contract):
        return None
    if key["files"] != stamps(folder, source_files(folder, contract)):
        return None
    if key["kept"] != stamps(kept, names):
        return None
    findings = tuple(_finding(raw) for raw in json.loads((kept / FINDINGS).read_bytes()))
    frames = [kept / schedule_file(i) for i in range(len(key["schedules"]))]
    lines = _with_doubted(_lines(kept / INDEX, frames, line=line, circuit=circuit), findings)
    schedules = {n: _rows(f, lines) for n, f in zip(key["schedules"], frames, strict=True)}
    if line is not None and not _is_priced(line, contract, schedules.values()):
        return None  # interest, and what is taken off a total, depend on all lines
    records = {kind: _rows(kept / record_file(kind), lines) for kind in key["records"]}
    workdays = _workdays(contract, json.loads((kept / WORKDAYS).read_bytes()))
    return Prepared(Case(contract, schedules, records, workdays, parsed.positions), findings)


def _reads_measurements(contract: Contract) -> bool:
    """Whether amounts depend on what was measured, which isn't kept."""
    return any(isinstance(term, Availability) for _, term in located_terms(contract))


def source_files(folder: Path, contract: Contract) -> list[str]:
    """Return the files a folder's case is read from."""
    calendar = contract.contract.calendar
    named = [t.file for _, t in located_terms(contract) if isinstance(t, CircuitSchedule)]
    if calendar is not None and calendar.file is not None:
        named.append(calendar.file)
    records = folder / "records"
    tables = [f"records/{p.name}" for p in records.iterdir()] if records.is_dir() else []
    return [CONTRACT_FILE, *dict.fromkeys(named), *tables]


def schedule_file(number: int) -> str:
    """Return the name a schedule is kept by."""
    return f"schedule-{number}.parquet"


def record_file(kind: str) -> str:
    """Return the name a kind of records is kept by."""
    return f"record-{kind}.parquet"


def kept_files(schedules: int, kinds: Sequence[str]) -> list[str]:
    """Return the names of what is kept."""
    tables = [*(schedule_file(i) for i in range(schedules)), *(record_file(k) for k in kinds)]
    return [*tables, INDEX, FINDINGS, WORKDAYS]


def stamps(folder: Path, files: Iterable[str]) -> dict[str, list[int]]:
    """Return the size, inode and times of last change of those files that are there."""
    stats = {file: (folder / file).stat() for file in files if (folder / file).exists()}
    return {file: [s.st_size, s.st_ino, s.st_mtime_ns, s.st_ctime_ns] for file, s in stats.items()}


def stamps_of_calendars() -> dict[str, list[int]]:
    """Return the stamps of the libraries that know holidays, without opening them."""
    specs = [importlib.util.find_spec(name) for name in _CALENDARS]
    return stamps(Path("/"), [spec.origin for spec in specs if spec and spec.origin])


def _lines(
    index: Path, schedules: Sequence[Path], *, line: str | None, circuit: str | None
) -> set[str]:
    """Return the lines asked about, those that share a circuit id with them or take their place."""
    found = {line} if line is not None else _indexed(index, [f"{ID_KEY}{circuit}"])
    ids = {i for path in schedules for i in _rows(path, found)["id"].drop_nulls()}
    found |= _indexed(index, [ID_KEY + i for i in ids])
    return found | _indexed(index, [PLACE_KEY + one for one in found])


def _indexed(index: Path, keys: Iterable[str]) -> set[str]:
    """Return the lines of some keys of the index."""
    return set(_rows(index, keys)["line"])


def _rows(path: Path, keys: Iterable[str]) -> pl.DataFrame:
    """Return the rows found by some keys or by any, in the order they had.

    The file is ordered by what rows are found by, so that most of it needn't be read.
    """
    is_found = pl.col(FOUND_BY).is_in(sorted(keys)) | pl.col(FOUND_BY).is_null()
    rows = pl.scan_parquet(path).filter(is_found).collect()
    return rows.sort(ORDER).drop(ORDER, FOUND_BY)


def _with_doubted(lines: Iterable[str], findings: Iterable[Finding]) -> list[str]:
    """Return some lines and those that a finding doubts together with one of them."""
    found = set(lines)
    for finding in findings:
        if not found.isdisjoint(finding.touches.lines):
            found.update(finding.touches.lines)
    return sorted(found)


def _is_priced(line: str, contract: Contract, schedules: Iterable[pl.DataFrame]) -> bool:
    """Whether a line stands in a schedule or price list."""
    terms = (t for _, t in located_terms(contract) if isinstance(t, PriceLines))
    if any(price.line == line for term in terms for price in term.lines):
        return True
    return any(line in frame["line"] for frame in schedules)


def _workdays(contract: Contract, content: dict[str, list[str]] | None) -> WorkdayTable | None:
    """Return the calendar that was kept."""
    calendar = contract.contract.calendar
    if content is None or calendar is None:
        return None
    return WorkdayTable(
        calendar.file or calendar.workdays or "",
        tuple(int(year) for year in content["years"]),
        frozenset(dt.date.fromisoformat(day) for day in content["holidays"]),
        frozenset(dt.date.fromisoformat(day) for day in content["workdays"]),
    )


def _finding(raw: dict[str, Any]) -> Finding:
    """Return a finding that was kept."""
    touches = Touches(*(tuple(raw["touches"][name]) for name in ("charges", "lines")))
    return Finding(
        **raw
        | {
            "severity": Severity(raw["severity"]),
            "status": Status(raw["status"]),
            "answers": tuple(raw["answers"]),
            "touches": touches,
        }
    )
