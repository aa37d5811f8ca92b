"""Which typed frame does a grid of texts make? Every bad cell is told; none is guessed.

It knows no file formats: CSV and XLSX are the same to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

import polars as pl

from lineproof.model.finding import Finding, Severity, error
from lineproof.model.record import COMMON
from lineproof.model.table import DTYPES, Column, ColumnType, Table
from lineproof.sources.columns import match_columns
from lineproof.sources.flaws import LISTED_MAX, Flaw, listed, quote
from lineproof.sources.grid import Grid
from lineproof.sources.mistakes import explanation, mistake
from lineproof.sources.values import Reading, careful_value, value

#: What is written where there is nothing; a blank cell needs no saying.
ABSENT_MARKS = ("/", "-", "—", "–", "——", "－", "／", "N/A", "n/a", "Ｎ／Ａ")

#: All white space but the tab, which in front of a text may hide a formula.
_SPACES = (
    " \n\r\v\f\u0085\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)

#: Texts that white space, NFC, absent marks and unsafe forms have nothing to do with: most ids.
_PLAIN = r"^[A-Za-z0-9][A-Za-z0-9._:-]*$"

#: Rows from which on it is worth looking whether texts repeat, and how many are looked at.
_REPEATING_MIN, _SAMPLED = 10_000, 10_000

#: A column's cells as stripped, as text that is there, and as values; null where there is none.
Cells: TypeAlias = tuple[pl.Series, pl.Series, pl.Series]


def typed_frame(
    grid: Grid, *, table: Table, file: str, currency_digits: int, timezone: str
) -> tuple[pl.DataFrame, tuple[Finding, ...]]:
    """Return a grid's rows with the table's declared columns, and every finding in row order.

    currency_digits: decimals of the contract's currency. timezone: IANA name for times that have
    no offset. A cell with a finding is null; a row with another width than the header is left out.
    """
    if not grid.header:
        return table.empty(), grid.findings
    reading = Reading(currency_digits, timezone)
    where = f"{file}:{grid.header_row}"
    places, header_findings = match_columns(grid.header, table=table, where=where)
    columns = [column for column in table.columns if column.name in places]
    if not columns:
        return table.empty(), (*grid.findings, *header_findings, *listed(grid.flaws, file=file))
    read = read_columns(grid, columns, places, reading)
    stripped, texts, frame = (pl.DataFrame(frame) for frame in zip(*read, strict=True))
    stripped, texts, frame = (f.with_columns(grid.frame["row"]) for f in (stripped, texts, frame))
    flaws = _bad_cells(texts, frame, columns, reading, file=file)
    flaws = [*grid.flaws, *flaws, *_required(texts, columns, table, file=file)]
    if table.has_key and table.columns[0].name in places:
        flaws.append(duplicates(frame, table.columns[0].name, file=file))
    findings = (
        *grid.findings,
        *header_findings,
        *_absent(stripped, texts, columns, file=file),
        *listed(flaws, file=file),
    )
    return declared(frame, table), findings


def read_columns(
    grid: Grid, columns: list[Column], places: dict[str, str], reading: Reading
) -> list[Cells]:
    """Return the declared columns' cells: as stripped, as text, and as values."""

    def read(column: Column) -> Cells:
        cells = grid.frame[places[column.name]].alias(column.name)
        return _read_cells(cells, column, reading)

    with ThreadPoolExecutor(max_workers=2) as beside:
        return list(beside.map(read, columns))


def _read_cells(cells: pl.Series, column: Column, reading: Reading) -> Cells:
    """Return a column's cells; where texts repeat, each is read once."""
    is_free = column.type is ColumnType.TEXT and not column.choices
    if is_free and cells.str.contains(_PLAIN).all():
        return cells, cells, cells
    distinct = _distinct(cells)
    if distinct is None:
        return _read_each(cells, column, reading)
    places = cells.cast(pl.Enum(distinct)).to_physical()
    stripped, text, found = _read_each(distinct, column, reading)
    return stripped.gather(places), text.gather(places), found.gather(places)


def _distinct(cells: pl.Series) -> pl.Series | None:
    """Return a column's texts, each once, or None where too few repeat for that to be quicker."""
    if cells.len() < _REPEATING_MIN:
        return None
    sample = cells.gather_every(cells.len() // _SAMPLED)
    if sample.n_unique() > sample.len() // 2:
        return None
    distinct = cells.unique().drop_nulls()
    return distinct if distinct.len() <= cells.len() // 4 else None


def _read_each(cells: pl.Series, column: Column, reading: Reading) -> Cells:
    """Return cells as stripped, as text, and as values: whatever their forms, one by one."""
    name = pl.col(column.name)
    stripped = _stripped(cells, column)
    text = stripped.to_frame().select(_present(name))
    found = text.select(value(name, column=column, reading=reading).alias(column.name))
    if without_value(text, found, column).any():
        careful = careful_value(name, column=column, reading=reading)
        found = text.select(careful.alias(column.name))
    return stripped, text.to_series(), found.to_series()


def _stripped(cells: pl.Series, column: Column) -> pl.Series:
    """Return texts without white space around them, in NFC and with one kind of line break.

    A tab before a text is kept, to be refused.
    """
    if column.type is not ColumnType.TEXT:
        return cells.str.strip_chars()
    stripped = cells.str.strip_chars_end().str.strip_chars_start(_SPACES)
    is_ascii = (stripped.str.len_bytes() == stripped.str.len_chars()).all()
    if is_ascii and not stripped.str.contains("\r", literal=True).any():
        return stripped
    return stripped.str.normalize("NFC").str.replace_all("\r\n", "\n", literal=True)


def _present(text: pl.Expr) -> pl.Expr:
    """Return texts, null where they say that nothing is there."""
    return pl.when(~text.is_in(["", *ABSENT_MARKS])).then(text)


def _bad_cells(
    texts: pl.DataFrame,
    frame: pl.DataFrame,
    columns: list[Column],
    reading: Reading,
    *,
    file: str,
) -> list[Flaw]:
    """Return what is wrong where a text has no value."""
    flaws = []
    for column in columns:
        is_bad = without_value(texts, frame, column)
        if is_bad.any():
            bad = texts.filter(is_bad).select(column.name, "row")
            flaws += _flaws(bad, column, reading, file=file)
    return flaws


def without_value(texts: pl.DataFrame, frame: pl.DataFrame, column: Column) -> pl.Series:
    """Return which rows have a text without a value."""
    return texts[column.name].is_not_null() & frame[column.name].is_null()


def _flaws(bad: pl.DataFrame, column: Column, reading: Reading, *, file: str) -> list[Flaw]:
    """Return the flaws of a column's bad cells, one a code."""
    name = column.name
    codes = bad.select(mistake(pl.col(name), column=column, reading=reading).alias("code"))
    coded = bad.with_columns(codes)
    flaws = []
    for (code,), cells in coded.group_by("code", maintain_order=True):
        first = []
        for text, row in cells.head(LISTED_MAX).select(name, "row").iter_rows():
            message, fix = explanation(str(code), text, column=column, reading=reading)
            first.append((row, error(str(code), message, where=f"{file}:{row}", fix=fix)))
        flaws.append(Flaw(str(code), cells.height, tuple(first)))
    return flaws


def _required(texts: pl.DataFrame, columns: list[Column], table: Table, *, file: str) -> list[Flaw]:
    """Return the flaws of required cells that are blank; a withdrawal may leave its own blank."""
    flaws = []
    for column, rows in blank_required(texts, columns):
        message, fix = why_required(column, table)
        first = tuple(
            (row, error("E-CELL-REQUIRED", message, where=f"{file}:{row}", fix=fix))
            for row in rows.head(LISTED_MAX)
        )
        flaws.append(Flaw("E-CELL-REQUIRED", len(rows), first))
    return flaws


def why_required(column: Column, table: Table) -> tuple[str, str]:
    """Return what is wrong with a blank cell of a required column, and how to mend it."""
    message = f"{column.name} is blank, and {table.name} need it"
    return message, f"Write it: {column.meaning}"


def blank_required(
    texts: pl.DataFrame, columns: list[Column]
) -> Iterator[tuple[Column, pl.Series]]:
    """Yield each required column that is blank where it may not be, with the rows in question."""
    common = {column.name for column in COMMON}
    names = {column.name for column in columns}
    own = [name for name in names - common if "replaces" in names]
    is_withdrawal = pl.all_horizontal(
        pl.col("replaces").is_not_null() if own else pl.lit(value=False),
        *(pl.col(name).is_null() for name in own),
    )
    for column in columns:
        if not column.is_required or not texts[column.name].null_count():
            continue
        is_blank = pl.col(column.name).is_null()
        needed = is_blank if column.name not in own else is_blank & ~is_withdrawal
        yield column, texts.filter(needed)["row"]


def duplicates(frame: pl.DataFrame, name: str, *, file: str) -> Flaw:
    """Return the flaw of rows whose key stands in an earlier row; blank keys are no duplicates.

    >>> frame = pl.DataFrame({"line": ["1", "2", "1"], "row": [2, 3, 4]})
    >>> duplicates(frame, "line", file="a.csv").first[0][1].message
    'line "1" stands in row 2 already'
    """
    keys = frame.select(name, "row").drop_nulls(name)
    if keys[name].hash().n_unique() == keys.height:  # several times as fast as texts
        return Flaw("E-ROW-DUPLICATE", 0, ())
    if keys[name].n_unique() == keys.height:
        return Flaw("E-ROW-DUPLICATE", 0, ())
    first_rows = keys.with_columns(pl.col("row").first().over(name).alias("first"))
    later = first_rows.filter(pl.col("row") != pl.col("first"))
    fix = f"Delete one of the two, or give it a {name} of its own."
    first = tuple(
        (
            row,
            error(
                "E-ROW-DUPLICATE",
                f"{name} {quote(key)} stands in row {first_row} already",
                where=f"{file}:{row}",
                fix=fix,
            ),
        )
        for key, row, first_row in later.head(LISTED_MAX).iter_rows()
    )
    return Flaw("E-ROW-DUPLICATE", later.height, first)


def _absent(
    stripped: pl.DataFrame, texts: pl.DataFrame, columns: list[Column], *, file: str
) -> list[Finding]:
    """Return a warning for each column in which marks were read as absent."""
    findings = []
    for column in columns:
        if texts[column.name].null_count() == stripped[column.name].null_count():
            continue
        marks = stripped.filter(
            texts[column.name].is_null() & (pl.col(column.name).fill_null("") != "")
        ).select(pl.col(column.name).alias("mark"), "row")
        if marks.is_empty():
            continue
        counts = (
            marks["mark"].value_counts(sort=True).sort("count", "mark", descending=[True, False])
        )
        said = ", ".join(f"{quote(mark)} {count:,}" for mark, count in counts.iter_rows())
        row = marks["row"][0]
        message = f"{column.name} was read as absent in {marks.height:,} cells ({said})"
        fix = f"Nothing, if row {row} and the others mean that nothing is there; else write it."
        findings.append(Finding("W-CELL-ABSENT", Severity.WARNING, message, f"{file}:{row}", fix))
    return findings


def declared(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return the frame with every declared column, in their order; those it lacks are null."""
    lacking = [
        pl.lit(None, DTYPES[column.type]).alias(column.name)
        for column in table.columns
        if column.name not in frame.columns
    ]
    return frame.with_columns(lacking).select(table.schema().keys())
