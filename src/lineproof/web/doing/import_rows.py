"""What would a file's rows be as records? New, known, correcting, or wrong, and which cells.

Everything is a frame: a million rows are no million objects. Nothing is kept here.
"""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass

import polars as pl
from django.conf import settings

from lineproof.contract.contract import Contract as Agreed
from lineproof.model.canonical import canonical_json, sha256_hex
from lineproof.model.circuit import CIRCUITS
from lineproof.model.finding import Finding
from lineproof.model.record import COMMON, RECORDS
from lineproof.model.table import Column, Table
from lineproof.report.record_words import column_name
from lineproof.report.wording import LANGUAGES
from lineproof.sources.flaws import listed
from lineproof.sources.grid import Grid
from lineproof.sources.guess import Guess, Sheet, guess_columns
from lineproof.sources.loose_grid import loose_grid
from lineproof.sources.mapped import mapped_texts, named_grid
from lineproof.sources.profile import profile
from lineproof.sources.record_values import unsuited
from lineproof.sources.values import Reading
from lineproof.sources.wrong_cells import WRONG, CellsRead, read_cells
from lineproof.web.kept.imports import SCHEDULE, Batch
from lineproof.web.kept.vault import get
from lineproof.web.known.case import At, known

#: What the server itself says of a record.
OURS = frozenset({"recorded_at", "by"})
_COMMON = frozenset(column.name for column in COMMON)
_REMEMBERED = 3


@dataclass(frozen=True, slots=True)
class Source:
    """Where an import comes from, as far as what it reads depends on it."""

    kind: str
    name: str
    sha256: str
    sheet: str
    digits: int
    timezone: str


@dataclass(frozen=True, slots=True)
class Rows:
    """What a file's rows are. new: as they would stand, without ids where none was given.

    same: how many are recorded already. corrections: how many correct a row that is there.
    totals: how many were left out as totals. absent: the columns that are needed and that none of
    the file means. wrong: every wrong cell. findings: of the whole file.
    """

    count: int
    new: pl.DataFrame
    same: int
    corrections: int
    totals: int
    absent: tuple[str, ...]
    wrong: pl.DataFrame
    findings: tuple[Finding, ...]

    @property
    def wrong_rows(self) -> int:
        """How many rows have something wrong."""
        return self.wrong.get_column("row").n_unique()

    @property
    def new_count(self) -> int:
        """How many rows would be kept."""
        return self.new.height

    @property
    def wrong_count(self) -> int:
        """How many cells are wrong."""
        return self.wrong.height

    @property
    def is_fit(self) -> bool:
        """Whether all of it can be kept, and something is new."""
        return self.is_right and self.new.height > 0

    @property
    def is_right(self) -> bool:
        """Whether nothing in it is wrong."""
        return self.wrong.is_empty() and not self.findings and not self.absent


def source_of(batch: Batch, agreed: Agreed) -> Source:
    """Return where an import comes from."""
    return Source(
        batch.kind,
        batch.name,
        batch.sha256,
        batch.sheet,
        agreed.digits,
        agreed.contract.timezone,
    )


def table_of(kind: str) -> Table:
    """Return the table whose columns a file of a kind may have."""
    table = CIRCUITS if kind == SCHEDULE else RECORDS[kind]
    columns = tuple(_by_its_names(each) for each in table.columns if each.name not in OURS)
    return Table(table.name, table.meaning, columns)


def _by_its_names(column: Column) -> Column:
    """Return a column that a file may also call as our pages do."""
    words = (column_name(column.name, language) for language in LANGUAGES)
    return dataclasses.replace(column, aliases=(*column.aliases, *words))


@functools.lru_cache(maxsize=_REMEMBERED)
def grid_of(source: Source) -> Grid:
    """Return a file's cells; raises InputRefusedError where it has none to be had."""
    return loose_grid(
        get(settings.CONFIGURATION.vault, source.sha256),
        file=source.name,
        table=table_of(source.kind),
        sheet=source.sheet or None,
        currency_digits=source.digits,
    )


def headers_hash(grid: Grid) -> str:
    """Return what is the same for files with the same headers."""
    return sha256_hex(canonical_json(list(grid.header)))


def guesses_of(source: Source) -> tuple[Guess, ...]:
    """Return what each column of a file probably means; of records by its header alone."""
    grid, table = grid_of(source), table_of(source.kind)
    profiles = tuple(
        profile(grid.frame[str(i)], digits=source.digits) for i in range(len(grid.header))
    )
    roles = {} if source.kind == SCHEDULE else {c.name: f"record {c.name}" for c in table.columns}
    sheet = Sheet(source.name, "", grid.header, profiles, roles)
    return guess_columns(sheet, table=table, given={})


def cells_of(source: Source, names: tuple[str, ...]) -> tuple[CellsRead, int]:
    """Return the values of a file whose columns mean this, and how many rows are totals."""
    table, absent = table_of(source.kind), absent_in(source, names)
    texts, totals = mapped_texts(grid_of(source), names, table=table)
    reading = Reading(source.digits, source.timezone)
    left_out = {*absent, *(() if source.kind == SCHEDULE else _COMMON)}
    return read_cells(named_grid(texts), table=table, reading=reading, left_out=left_out), totals


def absent_in(source: Source, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns that are needed and that no column of a file means."""
    given = set(names) | (set() if source.kind == SCHEDULE else _COMMON)
    columns = table_of(source.kind).columns
    return tuple(c.name for c in columns if c.is_required and c.name not in given)


def flaws_of(source: Source) -> tuple[Finding, ...]:
    """Return what is wrong with a file's rows before any cell of them is read."""
    return listed(grid_of(source).flaws, file=source.name)


@functools.lru_cache(maxsize=_REMEMBERED)
def rows_in(source: Source, names: tuple[str, ...], state: At, *, corrects: bool) -> Rows:
    """Return what a file's rows would be as records of a contract in a state.

    corrects: whether a row whose id is there already corrects that one.
    """
    cells, totals = cells_of(source, names)
    frame = cells.frame.with_columns(
        pl.lit(None, RECORDS[source.kind].schema()[name]).alias(name) for name in OURS
    ).select(*RECORDS[source.kind].schema())
    found = known(state)
    there = found.case.records.get(source.kind, RECORDS[source.kind].empty())
    holds = found.view.records.get(source.kind, RECORDS[source.kind].empty())
    own = [c.name for c in RECORDS[source.kind].columns if c.name not in _COMMON]
    is_known = pl.col("id").is_in(there["id"].implode())
    marked = frame.with_columns(
        _holds=_rows_in(frame, holds, own), _known=_rows_in(frame, there, ["id", *own])
    ).with_columns(
        _same=pl.col("_holds")
        & pl.col("replaces").is_null()
        & (pl.col("id").is_null() | ~is_known | pl.col("_known"))
    )
    new = marked.filter(~pl.col("_same"))
    wrong = [cells.wrong, _unsuited(new, source), _unknown(new, there, frame)]
    if corrects:
        new = new.with_columns(
            replaces=pl.when(is_known).then(pl.col("id")).otherwise(pl.col("replaces")),
            id=pl.when(~is_known).then(pl.col("id")),
        )
    else:
        wrong.append(_wrong(new.filter(is_known), "id", "E-RECORD-TIE"))
    bad = pl.concat(wrong).unique(maintain_order=True).sort("row", maintain_order=True)
    kept = new.filter(~pl.col("row").is_in(bad["row"].implode())).select(frame.columns)
    return Rows(
        count=frame.height,
        new=kept.with_columns(pl.col("evidence").fill_null(source.sha256)),
        same=marked.height - new.height,
        corrections=kept.height - kept.get_column("replaces").null_count(),
        totals=totals,
        absent=absent_in(source, names),
        wrong=bad,
        findings=flaws_of(source),
    )


def _rows_in(frame: pl.DataFrame, there: pl.DataFrame, columns: list[str]) -> pl.Series:
    """Return which rows have the values of a row that is there."""
    marks = there.select(columns).unique().with_columns(_there=pl.lit(value=True))
    joined = frame.select(columns).join(
        marks, on=columns, how="left", nulls_equal=True, maintain_order="left"
    )
    return joined.get_column("_there").fill_null(value=False)


def _unsuited(new: pl.DataFrame, source: Source) -> pl.DataFrame:
    """Return the cells that don't suit their row."""
    found = unsuited(new, kind=source.kind, digits=source.digits)
    return found.with_columns(pl.lit("E-RECORD-VALUE").alias("code")).select(*WRONG)


def _unknown(new: pl.DataFrame, there: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the cells that name a row to be corrected which isn't there."""
    ids = pl.concat([there["id"], frame["id"].drop_nulls()]).implode()
    named = pl.col("replaces").is_not_null() & ~pl.col("replaces").is_in(ids)
    return _wrong(new.filter(named), "replaces", "E-RECORD-UNKNOWN")


def _wrong(rows: pl.DataFrame, column: str, code: str) -> pl.DataFrame:
    """Return the cells of a column, each with what is wrong with it."""
    return rows.select(
        "row",
        pl.lit(column).alias("column"),
        pl.lit(code).alias("code"),
        pl.col(column).cast(pl.String).alias("text"),
    )
