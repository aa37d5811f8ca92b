"""How is a large folder asked quickly? Its tables as Parquet beside it, for as long as it is still.

What is kept can always be made again: it is used only while every file of the folder has the size
and the time of last change it was made from, and by the version that made it.
"""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from lineproof import __version__
from lineproof.contract.case import Case
from lineproof.contract.check import check
from lineproof.contract.contract import Contract
from lineproof.contract.parse import located_terms
from lineproof.contract.terms.pricing import CircuitSchedule, PriceLines
from lineproof.model.errors import InputRefusedError, StoreError
from lineproof.model.finding import Finding, Severity, Status, Touches
from lineproof.sources.folder import (
    CONTRACT_FILE,
    read_case,
    read_contract,
    read_contract_file,
    read_workdays,
)
from lineproof.store.files import KEPT, locked, write_file

_KEY, _FINDINGS = "key.json", "findings.json"


@dataclass(frozen=True)
class Prepared:
    """Some lines of a prepared folder: a case of these alone, and what `check` found on all."""

    case: Case
    findings: tuple[Finding, ...]


def prepare(folder: Path) -> int:
    """Keep a folder's tables and findings in a form that a few lines can be read from.

    Returns how many lines its schedules have. Raises InputRefusedError where the folder can't be
    read, and StoreError where nothing can be written, or it changed meanwhile.
    """
    with locked(folder):
        before = _stamps(folder, _files(folder, read_contract(folder)))
        case = read_case(folder)
        _keep(folder / KEPT, case, check(case))
        if before != _stamps(folder, _files(folder, case.contract)):
            message = f"{folder} changed while it was prepared; prepare it again"
            raise StoreError(message)
        key = {
            "version": __version__,
            "files": before,
            "schedules": list(case.schedules),
            "records": list(case.records),
            "kept": _stamps(folder / KEPT, _kept_files(len(case.schedules), list(case.records))),
        }
        write_file(folder / KEPT / _KEY, json.dumps(key).encode())
    return sum(frame.height for frame in case.schedules.values())


def _keep(kept: Path, case: Case, findings: Sequence[Finding]) -> None:
    """Write the tables and findings; the key, without which they don't count, comes last."""
    files = {f"schedule-{i}.parquet": frame for i, frame in enumerate(case.schedules.values())}
    files |= {f"record-{kind}.parquet": frame for kind, frame in case.records.items()}
    (kept / _KEY).unlink(missing_ok=True)
    for name, frame in files.items():
        buffer = io.BytesIO()
        frame.write_parquet(buffer, compression="zstd", row_group_size=50_000, statistics=True)
        write_file(kept / name, buffer.getvalue())
    plain = [dataclasses.asdict(finding) for finding in findings]
    write_file(kept / _FINDINGS, json.dumps(plain, ensure_ascii=False).encode())


def load_prepared(folder: Path, *, line: str | None, circuit: str | None) -> Prepared | None:
    """Return a prepared folder's case with only the lines asked about; None where it isn't still.

    The lines are the one named, or those of a circuit id, and all others that share their ids.
    """
    kept = folder / KEPT
    try:
        key = json.loads((kept / _KEY).read_bytes())
        parsed = read_contract_file(folder)
        if parsed.contract is None or key["version"] != __version__:
            return None
        if key["files"] != _stamps(folder, _files(folder, parsed.contract)):
            return None
        names = _kept_files(len(key["schedules"]), key["records"])
        if key["kept"] != _stamps(kept, names):
            return None
        findings = tuple(_finding(raw) for raw in json.loads((kept / _FINDINGS).read_bytes()))
        lifecycle = [kept / "record-lifecycle.parquet"] if "lifecycle" in key["records"] else []
        frames = [kept / f"schedule-{i}.parquet" for i in range(len(key["schedules"]))]
        lines = _lines(frames, lifecycle, line=line, circuit=circuit)
        lines = _with_doubted(lines, findings)
        if line is not None and not _is_priced(line, parsed.contract, frames):
            return None  # interest, and what is taken off a total, depend on all lines
        schedules = {
            name: pl.scan_parquet(path).filter(pl.col("line").is_in(lines)).collect()
            for name, path in zip(key["schedules"], frames, strict=True)
        }
        records = {k: _records(kept / f"record-{k}.parquet", lines) for k in key["records"]}
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        InputRefusedError,
        pl.exceptions.PolarsError,
    ):
        return None
    workdays = read_workdays(folder, parsed.contract, parsed.positions)
    case = Case(parsed.contract, schedules, records, workdays, parsed.positions)
    return Prepared(case, findings)


def _files(folder: Path, contract: Contract) -> list[str]:
    """Return the files a folder's case is read from."""
    calendar = contract.contract.calendar
    named = [t.file for _, t in located_terms(contract) if isinstance(t, CircuitSchedule)]
    if calendar is not None and calendar.file is not None:
        named.append(calendar.file)
    return [CONTRACT_FILE, *dict.fromkeys(named), *_tables(folder)]


def _kept_files(schedules: int, kinds: Sequence[str]) -> list[str]:
    """Return the names of what is kept."""
    tables = [f"schedule-{i}.parquet" for i in range(schedules)]
    return [*tables, *(f"record-{kind}.parquet" for kind in kinds), _FINDINGS]


def _tables(folder: Path) -> list[str]:
    """Return the record files of a folder."""
    records = folder / "records"
    return [f"records/{p.name}" for p in records.iterdir()] if records.is_dir() else []


def _stamps(folder: Path, files: Iterable[str]) -> dict[str, list[int]]:
    """Return the size, inode and times of last change of some files."""
    stats = {file: (folder / file).stat() for file in files}
    return {file: [s.st_size, s.st_ino, s.st_mtime_ns, s.st_ctime_ns] for file, s in stats.items()}


def _lines(
    schedules: Sequence[Path], lifecycle: Sequence[Path], *, line: str | None, circuit: str | None
) -> list[str]:
    """Return the lines asked about, those that share a circuit id with them or take their place."""
    found, ids = {line} - {None}, {circuit} - {None}
    for path in lifecycle:
        renamed = pl.col("event").eq("reidentified") & pl.col("value").is_in(list(ids))
        found |= set(pl.scan_parquet(path).filter(renamed).select("line").collect()["line"])
    for path in schedules:
        named = pl.scan_parquet(path).filter(pl.col("line").is_in(list(found)))
        ids |= set(named.select("id").collect()["id"].drop_nulls())
    for path in schedules:
        sharing = pl.scan_parquet(path).filter(pl.col("id").is_in(list(ids)))
        found |= set(sharing.select("line").collect()["line"])
    for path in schedules:
        placed = pl.scan_parquet(path).filter(pl.col("price_line").is_in(list(found)))
        found |= set(placed.select("line").collect()["line"])
    return sorted(str(one) for one in found)


def _with_doubted(lines: Sequence[str], findings: Iterable[Finding]) -> list[str]:
    """Return some lines and those that a finding doubts together with one of them."""
    found = set(lines)
    for finding in findings:
        if not found.isdisjoint(finding.touches.lines):
            found.update(finding.touches.lines)
    return sorted(found)


def _is_priced(line: str, contract: Contract, schedules: Sequence[Path]) -> bool:
    """Whether a line stands in a schedule or price list."""
    terms = (t for _, t in located_terms(contract) if isinstance(t, PriceLines))
    if any(price.line == line for term in terms for price in term.lines):
        return True
    named = (pl.scan_parquet(path).filter(pl.col("line") == line) for path in schedules)
    return any(rows.select(pl.len()).collect().item() for rows in named)


def _records(path: Path, lines: Sequence[str]) -> pl.DataFrame:
    """Return a kind's records that are about some lines or none, and all corrections.

    A correction may say another line than the row it corrects.
    """
    rows = pl.scan_parquet(path)
    if "line" in rows.collect_schema():
        corrected = rows.select("replaces").drop_nulls().unique().collect()["replaces"].to_list()
        is_corrected = pl.col("replaces").is_not_null() | pl.col("id").is_in(corrected)
        is_about = pl.col("line").is_in(lines) | pl.col("line").is_null()
        rows = rows.filter(is_about | is_corrected)
    return rows.collect()


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
