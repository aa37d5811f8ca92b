"""How is one line of a large sealed month read quickly? Only its own rows leave the tables.

What is read isn't verified, but held against the sealed `lines.csv`: where a line alone doesn't
come to the same rows, all of the month is read.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import mmap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from lineproof.contract.case import Case, view
from lineproof.contract.check import check
from lineproof.contract.terms.scoring import Availability
from lineproof.model.canonical import canonical_csv
from lineproof.model.errors import LineproofError
from lineproof.model.finding import Finding
from lineproof.model.period import parse_month
from lineproof.seal.content import CONTRACT_FILE, INPUTS_FILE, LINES_FILE, SEAL_FILE
from lineproof.settle.lines_text import lines_csv
from lineproof.settle.settle import Asked, settle
from lineproof.settle.settlement import Settlement
from lineproof.sources.sealed_folder import (
    SealedMonth,
    read_sealed,
    schedule_names,
    sealed_case,
)

#: The header is the first.
_FIRST_ROW = 2
_UNLIKE = ("unit", "factor")


@dataclass(frozen=True)
class SealedRead:
    """A sealed month, or some lines of it, settled again from what was sealed."""

    case: Case
    settlement: Settlement
    as_known: dt.date | None


def read_line(folder: Path, line: str) -> SealedRead:
    """Return a line of a sealed month; raises InputRefusedError where it can't be read."""
    try:
        sealed, rows = _only(folder, line)
        case = _placed(sealed_case(sealed), rows)
        if any(isinstance(v.term, Availability) for v in view(case).versions):
            return read_month(folder)  # what was measured of other lines may count for this one
        found = _settled(case, sealed, findings=())
        if _rows(found.settlement, line) == _sealed_rows(folder, line):
            return found
    except (LineproofError, OSError, ValueError, LookupError, pl.exceptions.PolarsError):
        pass  # whatever it is, reading all of it says it better
    return read_month(folder)


def read_month(folder: Path) -> SealedRead:
    """Return all of a sealed month; raises InputRefusedError where it can't be read."""
    sealed = read_sealed(folder)
    return _settled(sealed_case(sealed), sealed, findings=None)


def _settled(
    case: Case, sealed: SealedMonth, *, findings: tuple[Finding, ...] | None
) -> SealedRead:
    """Return a sealed month settled again; findings: what `check` finds on it, where known."""
    raw = sealed.seal["as_known"]
    day = None if raw is None else dt.date.fromisoformat(raw)
    if findings is None:
        findings = check(case, as_known=day)
    asked = Asked(parse_month(sealed.seal["month"]), day, findings=findings)
    return SealedRead(case, settle(case, asked), day)


def _only(folder: Path, line: str) -> tuple[SealedMonth, dict[str, pl.Series]]:
    """Return a sealed month with the rows that are about one line or none, and where they stand."""
    places = {}
    seal = json.loads((folder / SEAL_FILE).read_bytes())
    files = {name: (folder / name).read_bytes() for name in (CONTRACT_FILE, INPUTS_FILE)}
    for name in seal["files"]:
        if name.startswith(("schedule-", "record-")):
            rows = pl.scan_csv(folder / name, infer_schema=False, row_index_name="row")
            columns = rows.collect_schema().names()
            if "line" in columns:
                rows = rows.filter(_is_about(line, columns))
            read = rows.collect()
            places[name] = read.get_column("row") + _FIRST_ROW
            files[name] = canonical_csv(read.drop("row"))
    return SealedMonth(str(folder), files, seal), places


def _placed(case: Case, places: Mapping[str, pl.Series]) -> Case:
    """Return a case whose rows say where they stand in the whole tables."""

    def placed(frame: pl.DataFrame, name: str) -> pl.DataFrame:
        return frame.with_columns(places[name].cast(frame.schema["row"]).alias("row"))

    names = schedule_names(case.contract)
    return dataclasses.replace(
        case,
        schedules={file: placed(rows, names[file]) for file, rows in case.schedules.items()},
        records={kind: placed(r, f"record-{kind}.csv") for kind, r in case.records.items()},
    )


def _is_about(line: str, columns: list[str]) -> pl.Expr:
    """Return which rows are needed: the line's, those of no line, corrections, named places."""
    found = (pl.col("line") == line) | pl.col("line").is_null()
    if "replaces" in columns:
        corrected = pl.col("id").is_in(pl.col("replaces").drop_nulls().implode())
        found |= pl.col("replaces").is_not_null() | corrected
    if "price_line" in columns:
        found |= pl.col("price_line") == line
    return found.fill_null(value=False)


def _rows(settlement: Settlement, line: str) -> list[tuple[object, ...]]:
    """Return a line's settled rows as they are sealed."""
    own = settlement.lines.filter(pl.col("line") == line)
    text = pl.read_csv(lines_csv(own, digits=settlement.digits), infer_schema=False)
    return text.drop(_UNLIKE, strict=False).rows()


def _sealed_rows(folder: Path, line: str) -> list[tuple[object, ...]]:
    """Return a line's rows in a sealed `lines.csv`; units and factors are numbered otherwise."""
    rows = pl.read_csv(_beginning_with(folder / LINES_FILE, line), infer_schema=False)
    own = rows.filter(pl.col("line") == line)
    return own.drop(_UNLIKE, strict=False).rows()


def _beginning_with(path: Path, line: str) -> bytes:
    """Return a CSV's header and the rows that begin with a line: much faster than reading it all.

    Rows of other lines may be among them, where a quoted text has a line end.
    """
    quoted = any(sign in line for sign in ',"\n\r')
    text = '"' + line.replace('"', '""') + '"' if quoted else line
    sought = b"\n" + text.encode() + b","
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found = [content[: content.find(b"\n") + 1]]
        at = content.find(sought)
        while at >= 0:
            end = content.find(b"\n", at + 1)
            found.append(content[at + 1 : end + 1 if end >= 0 else len(content)])
            at = content.find(sought, at + 1)
    return b"".join(found)


def month_of_seal(folder: Path) -> dt.date | None:
    """Return the month that a sealed folder closes; None where it is no sealed folder.

    Raises LineproofError where its `seal.json` isn't readable.
    """
    if not (folder / SEAL_FILE).is_file():
        return None
    try:
        return parse_month(json.loads((folder / SEAL_FILE).read_bytes())["month"])
    except (ValueError, LookupError, TypeError) as problem:
        message = f"{folder / SEAL_FILE} isn't readable: {problem}; run lineproof verify"
        raise LineproofError(message) from problem
