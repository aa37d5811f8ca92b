"""Which lines does a bill in our own form have? CSV or Parquet with exactly the columns declared.

It is the fast way in for what a program sends, and how a kept bill is read again. Amounts may be
negative; everything else is as strict as in any other table.
"""

from __future__ import annotations

import io

import polars as pl

from lineproof.model.bill import BILL_LINES
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding, Severity, error
from lineproof.model.money import AMOUNT_MAX
from lineproof.model.table import ColumnType
from lineproof.sources.damage import damage_refused
from lineproof.sources.flaws import quote
from lineproof.sources.table_file import PARQUET_ROWS_MAX, read_table
from lineproof.sources.values import CELL_ERROR, FORMULA, INVISIBLE, SCIENTIFIC

NAMES = tuple(column.name for column in BILL_LINES.columns)
_HEADER = ",".join(NAMES).encode()
_PARQUET = b"PAR1"
_UNSAFE = f"{FORMULA}|{SCIENTIFIC}|{CELL_ERROR}|{INVISIBLE}"
_UNNEUTRAL = rf"{FORMULA}|{INVISIBLE}|\s$|^$"
_PLAIN = r"^[A-Za-z0-9\p{Han}][A-Za-z0-9\p{Han}._:/ -]*$"
_DECIMAL = r"^-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{0,17}[1-9])?$"
_DTYPES = {name: dtype for name, dtype in BILL_LINES.schema().items() if name != "row"}
_NOTED = ("product", "text")
_IDS = tuple(
    c.name
    for c in BILL_LINES.columns
    if c.type is ColumnType.TEXT and not c.choices and c.name not in _NOTED
)


def is_canonical(content: bytes) -> bool:
    r"""Return whether a file is in our own form: its header says so, or it is Parquet.

    >>> is_canonical(b"circuit,net\nC1,900.00\n")
    False
    """
    first = content[: len(_HEADER) + 8].removeprefix(b"\xef\xbb\xbf")
    return content.startswith(_PARQUET) or first.partition(b"\n")[0].rstrip(b"\r") == _HEADER


def canonical_lines(
    content: bytes, *, file: str, currency_digits: int
) -> tuple[pl.DataFrame, tuple[Finding, ...]]:
    """Return a canonical file's lines and `row`; raises InputRefusedError where any is wrong.

    The findings are what there is to say of a file that is read.
    """
    if content.startswith(_PARQUET):
        return _parquet(content, file=file), ()
    read = read_table(
        content, file=file, table=BILL_LINES, currency_digits=currency_digits, timezone="UTC"
    )
    refuse_errors(read.findings)
    return read.frame, read.findings


def refuse_errors(findings: tuple[Finding, ...]) -> None:
    """Raise InputRefusedError with the errors among findings, where there are any."""
    wrong = tuple(f for f in findings if f.severity is Severity.ERROR)
    if wrong:
        raise InputRefusedError(wrong)


def _parquet(content: bytes, *, file: str) -> pl.DataFrame:
    """Return a Parquet file's lines as they are, once every value is seen to be one."""
    with damage_refused(file, pl.exceptions.PolarsError, OSError):
        scan = pl.scan_parquet(io.BytesIO(content))
        count = scan.select(pl.len()).collect().item()
        if count > PARQUET_ROWS_MAX:
            fix = "Cut it into smaller files."
            message = f"{file} holds {count:,} rows"
            raise InputRefusedError((error("E-FILE-TOO-LARGE", message, where=file, fix=fix),))
        schema = scan.collect_schema()
        _refuse_columns(dict(schema), file=file)
        frame = scan.select(NAMES).with_row_index("row", offset=1).collect()
    refuse_errors(tuple(_flaws(frame, file=file)))
    return frame.select(*NAMES, "row").cast({"row": pl.UInt32()})


def _refuse_columns(found: dict[str, pl.DataType], *, file: str) -> None:
    """Raise InputRefusedError where a Parquet file's columns aren't those declared."""
    fix = "Write the file with lineproof, or send the lines as CSV or XLSX."
    wrong = [
        error(
            "E-COLUMN-TYPE",
            f"the column {name} of {file} is {found.get(name, 'missing')}, not {dtype}",
            where=file,
            fix=fix,
        )
        for name, dtype in _DTYPES.items()
        if found.get(name) != dtype
    ]
    refuse_errors(tuple(wrong))


def _flaws(frame: pl.DataFrame, *, file: str) -> list[Finding]:
    """Return what is wrong with the values of a Parquet file, one finding a column."""
    found = []
    for column in BILL_LINES.columns:
        cells = frame[column.name]
        if column.is_required and cells.null_count():
            found.append((column.name, "E-CELL-REQUIRED", cells.is_null()))
        match column.type:
            case ColumnType.MONEY:
                code, bad = "E-MONEY-RANGE", ~cells.is_between(-AMOUNT_MAX, AMOUNT_MAX)
            case ColumnType.DECIMAL:
                code, bad = "E-DECIMAL", ~cells.str.contains(_DECIMAL)
            case ColumnType.TEXT if column.choices:
                code, bad = "E-CHOICE", ~cells.is_in(column.choices)
            case ColumnType.TEXT:
                code, bad = "E-CELL-FORMULA", _unsafe(cells)
            case _:
                continue
        found.append((column.name, code, bad.fill_null(value=False)))
    return [_flaw(frame, name, code, bad, file=file) for name, code, bad in found if bad.any()]


def _unsafe(texts: pl.Series) -> pl.Series:
    """Return which texts run as formulas, lost digits, are errors or invisible."""
    if texts.str.contains(_PLAIN).all():
        return pl.repeat(value=False, n=len(texts), eager=True)
    return texts.str.contains(_UNSAFE) | (texts == "")


def _flaw(frame: pl.DataFrame, name: str, code: str, bad: pl.Series, *, file: str) -> Finding:
    """Return the finding for a column's bad values, quoting the first."""
    rows = frame.filter(bad)
    first, row = rows[name][0], rows["row"][0]
    said = "blank" if first is None else quote(str(first))
    message = f"{name} is {said} in row {row} ({rows.height:,} such rows)"
    fix = "Write what the column declares; lines are read whole or not at all."
    return error(code, message, where=f"{file}:{row}", fix=fix)


def neutral(lines: pl.DataFrame, *, file: str) -> tuple[pl.DataFrame, tuple[Finding, ...]]:
    """Return lines whose free texts run nowhere as formulas, and what is wrong with their ids.

    A product or note that begins like a formula gets an apostrophe before it, as a spreadsheet
    itself writes it; other characters that nobody sees become spaces. An id is never changed: one
    that would run, or that holds such characters, is an error.
    """
    noted = [name for name in _NOTED if lines[name].str.contains(_UNNEUTRAL).any()]
    seen = [
        pl.col(name).str.replace_all(INVISIBLE, " ").str.strip_chars_end().str.replace(
            FORMULA, "'${0}"
        )
        for name in noted
    ]  # fmt: skip
    changed = lines.with_columns(seen).with_columns(
        pl.when(pl.col(name) != "").then(pl.col(name)) for name in noted
    )
    findings = [
        _flaw(lines, name, "E-CELL-FORMULA", bad, file=file)
        for name in _IDS
        if (bad := _unsafe(lines[name]).fill_null(value=False)).any()
    ]
    return changed, tuple(findings)
