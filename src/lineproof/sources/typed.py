"""Which typed frame does a grid of texts make? Every bad cell is told; none is guessed.

It knows no file formats: CSV and XLSX are the same to it.
"""

from __future__ import annotations

import polars as pl
from polars import selectors

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
    stripped = _stripped(grid, columns, places)
    texts = _present(stripped)
    frame, flaws = _values(texts, columns, reading, file=file)
    flaws = [*grid.flaws, *flaws, *_required(texts, columns, table, file=file)]
    if table.columns[0].name in places:
        flaws.append(duplicates(frame, table.columns[0].name, file=file))
    findings = (
        *grid.findings,
        *header_findings,
        *_absent(stripped, texts, columns, file=file),
        *listed(flaws, file=file),
    )
    return _declared(frame, table), findings


def _stripped(grid: Grid, columns: list[Column], places: dict[str, str]) -> pl.DataFrame:
    """Return the declared columns' texts, without white space around them and in NFC, and `row`."""
    texts = grid.frame.select(
        *(_strip(pl.col(places[column.name]), column).alias(column.name) for column in columns),
        pl.col("row"),
    )
    is_unusual = {name: _is_unusual(pl.col(name)).any() for name in texts.columns if name != "row"}
    found = texts.select(**is_unusual).row(0, named=True)
    unusual = [c.name for c in columns if c.type is ColumnType.TEXT and found[c.name]]
    plain = pl.col(unusual).str.normalize("NFC").str.replace_all("\r\n", "\n", literal=True)
    return texts.with_columns(plain) if unusual else texts


def _is_unusual(text: pl.Expr) -> pl.Expr:
    """Return which texts NFC or one spelling of line breaks might change."""
    is_ascii = text.str.len_bytes() == text.str.len_chars()
    return ~is_ascii | text.str.contains("\r", literal=True)


def _strip(text: pl.Expr, column: Column) -> pl.Expr:
    """Return cells without white space around them; a tab before a text is kept, to be refused."""
    if column.type is ColumnType.TEXT:
        return text.str.strip_chars_end().str.strip_chars_start(_SPACES)
    return text.str.strip_chars()


def _present(stripped: pl.DataFrame) -> pl.DataFrame:
    """Return the texts, null where they say that nothing is there."""
    texts = selectors.string()
    return stripped.with_columns(pl.when(~texts.is_in(["", *ABSENT_MARKS])).then(texts).name.keep())


def _values(
    texts: pl.DataFrame, columns: list[Column], reading: Reading, *, file: str
) -> tuple[pl.DataFrame, list[Flaw]]:
    """Return the columns' values, and what is wrong where a text has none."""
    frame = texts.select(
        *(value(pl.col(c.name), column=c, reading=reading).alias(c.name) for c in columns),
        pl.col("row"),
    )
    flaws = []
    for column in columns:
        if not _bad(texts, frame, column).any():
            continue
        careful = careful_value(pl.col(column.name), column=column, reading=reading)
        frame = frame.with_columns(texts.select(careful.alias(column.name)))
        bad = texts.filter(_bad(texts, frame, column)).select(column.name, "row")
        flaws += _flaws(bad, column, reading, file=file)
    return frame, flaws


def _bad(texts: pl.DataFrame, frame: pl.DataFrame, column: Column) -> pl.Series:
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
    common = {column.name for column in COMMON}
    names = {column.name for column in columns}
    own = [name for name in names - common if "replaces" in names]
    is_withdrawal = pl.all_horizontal(
        pl.col("replaces").is_not_null() if own else pl.lit(value=False),
        *(pl.col(name).is_null() for name in own),
    )
    flaws = []
    for column in columns:
        if not column.is_required or not texts[column.name].null_count():
            continue
        is_blank = pl.col(column.name).is_null()
        needed = is_blank if column.name not in own else is_blank & ~is_withdrawal
        rows = texts.filter(needed)["row"]
        fix = f"Write it: {column.meaning}"
        message = f"{column.name} is blank, and {table.name} need it"
        first = tuple(
            (row, error("E-CELL-REQUIRED", message, where=f"{file}:{row}", fix=fix))
            for row in rows.head(LISTED_MAX)
        )
        flaws.append(Flaw("E-CELL-REQUIRED", len(rows), first))
    return flaws


def duplicates(frame: pl.DataFrame, name: str, *, file: str) -> Flaw:
    """Return the flaw of rows whose key stands in an earlier row; blank keys are no duplicates.

    >>> frame = pl.DataFrame({"line": ["1", "2", "1"], "row": [2, 3, 4]})
    >>> duplicates(frame, "line", file="a.csv").first[0][1].message
    'line "1" stands in row 2 already'
    """
    keys = frame.select(name, "row").drop_nulls(name)
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


def _declared(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return the frame with every declared column, in their order; those it lacks are null."""
    lacking = [
        pl.lit(None, DTYPES[column.type]).alias(column.name)
        for column in table.columns
        if column.name not in frame.columns
    ]
    return frame.with_columns(lacking).select(table.schema().keys())
