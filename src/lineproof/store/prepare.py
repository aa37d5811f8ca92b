"""How is a large folder made quick to ask? Its tables as Parquet beside it, ordered to be found in.

What is kept can always be made again. `prepared` reads it, and knows no more than it has to.
"""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from lineproof import __version__
from lineproof.contract.case import Case
from lineproof.contract.check import check
from lineproof.model.errors import StoreError
from lineproof.model.finding import Finding
from lineproof.model.record import RECORDS
from lineproof.sources.folder import read_case, read_contract
from lineproof.store.files import KEPT, locked, write_file
from lineproof.store.prepared import (
    FINDINGS,
    FOUND_BY,
    ID_KEY,
    INDEX,
    KEY,
    ORDER,
    PLACE_KEY,
    WORKDAYS,
    kept_files,
    record_file,
    schedule_file,
    source_files,
    stamps,
    stamps_of_calendars,
)

_ROWS_IN_GROUP = 10_000


def prepare(folder: Path) -> int:
    """Keep a folder's tables and findings in a form that a few lines can be read from.

    Returns how many lines its schedules have. Raises InputRefusedError where the folder can't be
    read, and StoreError where nothing can be written, or it changed meanwhile.
    """
    with locked(folder):
        before = stamps(folder, source_files(folder, read_contract(folder)))
        case = read_case(folder)
        kept = folder / KEPT
        (kept / KEY).unlink(missing_ok=True)
        _keep(kept, case, check(case))
        if before != stamps(folder, source_files(folder, case.contract)):
            message = f"{folder} changed while it was prepared; prepare it again"
            raise StoreError(message)
        key = {
            "version": __version__,
            "calendars": stamps_of_calendars(),
            "files": before,
            "schedules": list(case.schedules),
            "records": list(case.records),
            "kept": stamps(kept, kept_files(len(case.schedules), list(case.records))),
        }
        write_file(kept / KEY, json.dumps(key).encode())
    return sum(frame.height for frame in case.schedules.values())


def _keep(kept: Path, case: Case, findings: Sequence[Finding]) -> None:
    """Write the tables and findings; the key, without which they don't count, comes last."""
    tables = {INDEX: _index(case)}
    for i, frame in enumerate(case.schedules.values()):
        tables[schedule_file(i)] = frame.with_columns(pl.col("line").alias(FOUND_BY))
    for kind, frame in case.records.items():
        tables[record_file(kind)] = frame.with_columns(_found_by(frame).alias(FOUND_BY))
    for name, frame in tables.items():
        buffer = io.BytesIO()
        ordered = frame.with_row_index(ORDER).sort(FOUND_BY)
        ordered.write_parquet(buffer, row_group_size=_ROWS_IN_GROUP)
        write_file(kept / name, buffer.getvalue())
    plain = [dataclasses.asdict(finding) for finding in findings]
    write_file(kept / FINDINGS, json.dumps(plain, ensure_ascii=False).encode())
    days = None if case.workdays is None else case.workdays.content()
    write_file(kept / WORKDAYS, json.dumps(days).encode())


def _found_by(frame: pl.DataFrame) -> pl.Expr:
    """Return the line by which a record is found; null where it goes with every line.

    It does where it is about no line, and in a correction, which may say another line than the
    row it corrects.
    """
    if "line" not in frame.columns:
        return pl.lit(None, pl.String)
    is_corrected = pl.col("id").is_in(frame.get_column("replaces").drop_nulls().implode())
    return pl.when(pl.col("replaces").is_null() & ~is_corrected).then("line")


def _index(case: Case) -> pl.DataFrame:
    """Return the lines that a circuit id stands on, or once stood, and those in a line's place."""
    lifecycle = case.records.get("lifecycle", RECORDS["lifecycle"].empty())
    renamed = lifecycle.filter(pl.col("event") == "reidentified")
    found = [renamed.select("line", (ID_KEY + pl.col("value")).alias(FOUND_BY))]
    for frame in case.schedules.values():
        for key, column in ((ID_KEY, "id"), (PLACE_KEY, "price_line")):
            found.append(frame.select("line", (key + pl.col(column)).alias(FOUND_BY)))
    return pl.concat(found).drop_nulls(FOUND_BY)
