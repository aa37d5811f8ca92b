"""How is a record kept? One row behind the others of its kind; what stood there stays.

The file as it stands and the new row are read by the same reader as ever before anything is
written; the file is then written whole, in canonical form.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl

from lineproof.contract.contract import Contract
from lineproof.contract.facts import known_facts
from lineproof.model.canonical import canonical_csv
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding, Severity, error
from lineproof.model.record import RECORDS
from lineproof.model.table_text import canonical_text
from lineproof.reconcile.disputes import folded
from lineproof.sources.folder import file_content
from lineproof.sources.record_values import wrong_values
from lineproof.sources.table_file import read_table
from lineproof.store.files import locked, write_file

#: How rows that aren't kept yet are called in findings.
_NEW = "the new record"
#: Where a file's first record stands, under its header.
_FIRST_ROW = 2


def append_record(folder: Path, contract: Contract, kind: str, values: Mapping[str, str]) -> str:
    """Append a record to a contract folder and return its id; see `append_records`."""
    return append_records(folder, contract, kind, [values])[0]


def append_records(
    folder: Path, contract: Contract, kind: str, rows: Sequence[Mapping[str, str]]
) -> tuple[str, ...]:
    """Append records to a contract folder, all or none of them, and return their ids.

    rows: column → text, as it would stand in the file; `id` may be left out. Raises
    InputRefusedError with every reason why a row, or the file as it stands, can't be used, and
    StoreError where it can't be written; the file is then as it was.
    """
    file = f"records/{kind}.csv"
    path = folder / file
    with locked(folder):
        _refuse_other_format(folder, kind)
        before = RECORDS[kind].empty()
        if path.exists():
            content, findings = file_content(folder, file, named_at=file)
            _refuse(findings)
            before = _read(content or b"", contract, kind, file=file)
        new = new_records(before, contract, kind, rows)
        _sweep(path)
        write_file(path, record_csv(pl.concat([before, new]), kind, digits=contract.digits))
    return tuple(new.get_column("id").to_list())


def new_records(
    before: pl.DataFrame, contract: Contract, kind: str, rows: Sequence[Mapping[str, str]]
) -> pl.DataFrame:
    """Return rows as they are to stand behind the others of their kind, numbered and with ids.

    before: the kind's rows, as the stages read them. rows: column → text, as it would stand in a
    file; `id` may be left out. Raises InputRefusedError with every reason why a row can't be used.
    """
    ids = _next_ids(before, kind)
    given = [{c: t for c, t in values.items() if t.strip()} for values in rows]
    named = [{"id": row["id"] if "id" in row else next(ids)} | row for row in given]
    made = _read(_as_file(named, kind), contract, kind, file=_NEW)
    return placed_records(before, made, contract, kind)


def placed_records(
    before: pl.DataFrame, new: pl.DataFrame, contract: Contract, kind: str
) -> pl.DataFrame:
    """Return rows behind the others of their kind: numbered, and with ids where they have none.

    Raises InputRefusedError where an id is taken, or a row replaces none that is there.
    """
    ids = _next_ids(before, kind)
    named = [next(ids) if own is None else own for own in new.get_column("id").to_list()]
    first = before.height + _FIRST_ROW
    placed = new.with_columns(
        pl.Series("id", named, pl.String()),
        pl.int_range(first, first + new.height, dtype=pl.UInt32, eager=True).alias("row"),
    )
    _refuse([*_clashes(before, placed, kind), *_impossible(before, placed, contract, kind)])
    return placed


def _impossible(
    before: pl.DataFrame, new: pl.DataFrame, contract: Contract, kind: str
) -> list[Finding]:
    """Return what new rows make wrong among the steps of disputes, and wasn't wrong before."""
    if kind != "disputes":
        return []
    was, now = (
        folded(known_facts({kind: rows}, until=None).records[kind], digits=contract.digits).findings
        for rows in (before, pl.concat([before, new]))
    )
    return [finding for finding in now if finding not in was]


def record_csv(rows: pl.DataFrame, kind: str, *, digits: int) -> bytes:
    """Return the file of a kind of record, in canonical form, without columns nobody filled in.

    digits: decimals of the contract's currency.
    """
    text = canonical_text(rows, table=RECORDS[kind], currency_digits=digits)
    used = [c for c in text.columns if _is_used(text.get_column(c), c, kind)]
    return canonical_csv(text.select(used))


def _sweep(path: Path) -> None:
    """Delete what writers that were killed left beside a file; the lock is held."""
    for stray in path.parent.glob(f".{path.name}.*"):
        stray.unlink(missing_ok=True)


def _read(content: bytes, contract: Contract, kind: str, *, file: str) -> pl.DataFrame:
    """Return a record file's rows; refuses one with errors."""
    digits = contract.digits
    read = read_table(
        content,
        file=file,
        table=RECORDS[kind],
        currency_digits=digits,
        timezone=contract.contract.timezone,
    )
    values = wrong_values(read.frame, kind=kind, file=file, digits=digits)
    _refuse([*(f for f in read.findings if f.severity is Severity.ERROR), *values])
    return read.frame


def _refuse(findings: Sequence[Finding]) -> None:
    """Raise InputRefusedError where there is anything wrong."""
    if findings:
        raise InputRefusedError(tuple(findings))


def _refuse_other_format(folder: Path, kind: str) -> None:
    """Raise InputRefusedError where the kind is kept in a spreadsheet, which is never written."""
    for suffix in (".xlsx", ".parquet"):
        file = f"records/{kind}{suffix}"
        if (folder / file).exists():
            fix = "Save it as CSV in its place, then record again."
            message = f"{file} is no CSV file: rows can't be appended to it"
            _refuse([error("E-RECORD-FORMAT", message, where=file, fix=fix)])


def _next_ids(rows: pl.DataFrame, kind: str) -> Iterator[str]:
    """Yield ids that no row has: the kind's initial and the next numbers."""
    taken = set(rows.get_column("id").to_list())
    for number in itertools.count(rows.height + 1):
        name = f"{kind[0].upper()}{number:04d}"
        if name not in taken:
            yield name


def _as_file(rows: Sequence[Mapping[str, str]], kind: str) -> bytes:
    """Return records as a CSV file of their own, with every column of their kind."""
    text = io.StringIO(newline="")
    columns = [column.name for column in RECORDS[kind].columns]
    writer = csv.DictWriter(text, columns, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(errors="replace")


def _clashes(before: pl.DataFrame, new: pl.DataFrame, kind: str) -> Iterator[Finding]:
    """Yield an error for each id that is taken, and for each row that replaces none before it."""
    taken, where = set(before.get_column("id").to_list()), f"records/{kind}.csv"
    for name, replaced in new.select("id", "replaces").iter_rows():
        if name in taken:
            message = f'a record with the id "{name}" is there already'
            yield error("E-ROW-DUPLICATE", message, where=where, fix="Leave out --id.")
        if replaced is not None and replaced not in taken:
            message = f'--replaces "{replaced}": no record has that id'
            fix = "Name the id of the row to be corrected."
            yield error("E-RECORD-UNKNOWN", message, where=where, fix=fix)
        taken.add(name)


def _is_used(column: pl.Series, name: str, kind: str) -> bool:
    """Whether a column is worth writing: required, or filled somewhere."""
    required = {c.name for c in RECORDS[kind].columns if c.is_required}
    return name in required or column.null_count() < column.len()
