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
from lineproof.contract.parse import parse_contract
from lineproof.model.finding import Finding, Severity, Status, Touches
from lineproof.sources.folder import CONTRACT_FILE, read_workdays
from lineproof.store.files import KEPT, write_file

_KEY, _FINDINGS = "key.json", "findings.json"


@dataclass(frozen=True)
class Prepared:
    """Some lines of a prepared folder: a case of these alone, and what `check` found on all."""

    case: Case
    findings: tuple[Finding, ...]


def prepare(folder: Path, case: Case, findings: Sequence[Finding]) -> None:
    """Keep a folder's tables and findings in a form that a few lines can be read from.

    findings: what `check` found. Raises StoreError where it can't be written.
    """
    kept = folder / KEPT
    files = {f"schedule-{i}.parquet": frame for i, frame in enumerate(case.schedules.values())}
    files |= {f"record-{kind}.parquet": frame for kind, frame in case.records.items()}
    (kept / _KEY).unlink(missing_ok=True)
    for name, frame in files.items():
        buffer = io.BytesIO()
        frame.write_parquet(buffer, compression="zstd", row_group_size=50_000, statistics=True)
        write_file(kept / name, buffer.getvalue())
    plain = [dataclasses.asdict(finding) for finding in findings]
    write_file(kept / _FINDINGS, json.dumps(plain, ensure_ascii=False).encode())
    write_file(kept / _KEY, json.dumps(_key(folder, case)).encode())


def load_prepared(folder: Path, *, line: str | None, circuit: str | None) -> Prepared | None:
    """Return a prepared folder's case with only the lines asked about; None where it isn't still.

    The lines are the one named, or those of a circuit id, and all others that share their ids.
    """
    kept = folder / KEPT
    try:
        text = (folder / CONTRACT_FILE).read_text(encoding="utf-8")
        key = json.loads((kept / _KEY).read_bytes())
        parsed = parse_contract(text, file=CONTRACT_FILE)
        if parsed.contract is None or key["files"] != _stamps(folder, key["files"]):
            return None
        if key["version"] != __version__ or set(_tables(folder)) - set(key["files"]):
            return None
        findings = tuple(_finding(raw) for raw in json.loads((kept / _FINDINGS).read_bytes()))
        lifecycle = [kept / "record-lifecycle.parquet"] if "lifecycle" in key["records"] else []
        frames = [kept / f"schedule-{i}.parquet" for i in range(len(key["schedules"]))]
        lines = _lines(frames, lifecycle, line=line, circuit=circuit)
        schedules = {
            name: pl.scan_parquet(path).filter(pl.col("line").is_in(lines)).collect()
            for name, path in zip(key["schedules"], frames, strict=True)
        }
        records = {k: _records(kept / f"record-{k}.parquet", lines) for k in key["records"]}
    except (OSError, ValueError, KeyError, pl.exceptions.PolarsError):
        return None
    workdays = read_workdays(folder, parsed.contract, parsed.positions)
    case = Case(parsed.contract, schedules, records, workdays, parsed.positions)
    return Prepared(case, findings)


def _key(folder: Path, case: Case) -> dict[str, Any]:
    """Return what a prepared folder is known by."""
    calendar = case.contract.contract.calendar
    pinned = [calendar.file] if calendar is not None and calendar.file is not None else []
    files = [CONTRACT_FILE, *case.schedules, *pinned, *_tables(folder)]
    return {
        "version": __version__,
        "files": _stamps(folder, files),
        "schedules": list(case.schedules),
        "records": list(case.records),
    }


def _tables(folder: Path) -> list[str]:
    """Return the record files of a folder."""
    records = folder / "records"
    return [f"records/{p.name}" for p in records.iterdir()] if records.is_dir() else []


def _stamps(folder: Path, files: Iterable[str]) -> dict[str, list[int]]:
    """Return the size and times of last change of some files."""
    stats = {file: (folder / file).stat() for file in files}
    return {file: [s.st_size, s.st_mtime_ns, s.st_ctime_ns] for file, s in stats.items()}


def _lines(
    schedules: Sequence[Path], lifecycle: Sequence[Path], *, line: str | None, circuit: str | None
) -> list[str]:
    """Return the lines asked about, and those that share a circuit id with them."""
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
    return sorted(str(one) for one in found)


def _records(path: Path, lines: Sequence[str]) -> pl.DataFrame:
    """Return a kind's records that are about some lines, or about no line at all."""
    rows = pl.scan_parquet(path)
    if "line" in rows.collect_schema():
        rows = rows.filter(pl.col("line").is_in(lines) | pl.col("line").is_null())
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
