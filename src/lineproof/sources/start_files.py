"""What do a newcomer's two spreadsheets hold? A schedule and a bill, their columns guessed.

Every guess is handed on to be shown. Cells that no guess can read are findings, never amounts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from lineproof.contract.first_look_rows import circuit_key
from lineproof.model.circuit import CIRCUITS
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding, error
from lineproof.model.table import Table
from lineproof.sources.flaws import listed
from lineproof.sources.grid import Grid
from lineproof.sources.guess import Guess, Sheet, guess_columns
from lineproof.sources.loose import currency_in
from lineproof.sources.loose_grid import loose_grid, rounded
from lineproof.sources.mapped import mapped_texts, named_grid
from lineproof.sources.profile import Known, profile
from lineproof.sources.start_tables import BILL, SCHEDULE
from lineproof.sources.typed import typed_frame

_SAMPLE_ROWS = 20


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it was given, and what a person said about it.

    columns: declared name → header, where it was said. option: how one says it.
    """

    file: str
    content: bytes
    option: str
    sheet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StartRead:
    """A spreadsheet's rows, its guessed columns, and what could not be read.

    frame: typed rows and `row`. texts: the same cells as plain text, as they are written again.
    heads: the headers. skipped: rows with totals, which were left out.
    """

    frame: pl.DataFrame
    texts: pl.DataFrame
    guesses: tuple[Guess, ...]
    findings: tuple[Finding, ...]
    skipped: int

    @property
    def names(self) -> set[str]:
        """The declared columns that were found."""
        return {guess.name for guess in self.guesses if guess.name}


def currency_of(*given: Given) -> str:
    """Return the currency that files' headers or cells name; CNY for Chinese headers, else EUR."""
    headers: list[str] = []
    cells: list[str] = []
    for each, table in zip(given, (SCHEDULE, BILL), strict=False):
        grid = _grid(each, table, digits=2)
        headers += grid.header
        cells += [t for row in grid.frame.head(_SAMPLE_ROWS).iter_rows() for t in row[:-1] if t]
    found = currency_in([*headers, *cells])
    if found is not None:
        return found
    return "CNY" if any(re.search(r"[\u4e00-\u9fff]", text) for text in headers) else "EUR"


def read_schedule(given: Given, *, digits: int) -> StartRead:
    """Return a schedule's rows, with the columns of `CIRCUITS`.

    digits: decimals of the currency. Raises InputRefusedError where the file can't be read or has
    no rents, LineproofError for columns given that there aren't.
    """
    grid = _grid(given, SCHEDULE, digits)
    guesses = _guesses(given, grid, SCHEDULE, digits, Known())
    _need(guesses, "monthly_rent", given, CIRCUITS)
    texts, skipped = mapped_texts(grid, [g.name for g in guesses], table=SCHEDULE)
    texts, guesses = _numbered(texts, guesses)
    frame, findings = _typed(texts, CIRCUITS, given, digits)
    kept = tuple(f for f in findings if f.code not in {"E-CELL-REQUIRED", "W-CELL-ABSENT"})
    found = (*grid.findings, *listed(grid.flaws, file=given.file), *kept)
    return StartRead(frame, texts, guesses, found, skipped)


def read_bill(given: Given, *, digits: int, schedule: pl.DataFrame) -> StartRead:
    """Return a bill's rows: id, amount (negative for a credit), period, description and `row`.

    schedule: its ids and rents tell the columns. Raises as `read_schedule` does.
    """
    known = Known(
        frozenset(schedule.select(circuit_key(pl.col("id").drop_nulls()))["id"].to_list()),
        frozenset(schedule["monthly_rent"].drop_nulls().to_list()),
    )
    grid = _grid(given, BILL, digits)
    guesses = _guesses(given, grid, BILL, digits, known)
    for name in ("id", "amount"):
        _need(guesses, name, given, BILL)
    texts, skipped = mapped_texts(grid, [g.name for g in guesses], table=BILL)
    minus = texts["amount"].str.starts_with("-").fill_null(value=False)
    sizes = texts.with_columns(pl.col("amount").str.strip_prefix("-"))
    sizes, long = rounded(sizes, {"amount": digits}, file=given.file)
    frame, findings = _typed(sizes, BILL, given, digits)
    sign = pl.when(minus).then(-1).otherwise(1)
    frame = frame.with_columns(pl.col("amount") * sign)
    kept = tuple(f for f in findings if f.code != "W-CELL-ABSENT")
    found = (*grid.findings, *listed(grid.flaws, file=given.file), *long, *kept)
    return StartRead(frame, texts, guesses, found, skipped)


def _grid(given: Given, table: Table, digits: int) -> Grid:
    """Return a file's cells; raises InputRefusedError where it has none to be had."""
    return loose_grid(
        given.content, file=given.file, table=table, sheet=given.sheet, currency_digits=digits
    )


def _guesses(
    given: Given, grid: Grid, table: Table, digits: int, known: Known
) -> tuple[Guess, ...]:
    """Return what the columns mean."""
    profiles = tuple(
        profile(grid.frame[str(i)], digits=digits, known=known) for i in range(len(grid.header))
    )
    sheet = Sheet(given.file, given.option, grid.header, profiles)
    return guess_columns(sheet, table=table, given=given.columns)


def _need(guesses: tuple[Guess, ...], name: str, given: Given, table: Table) -> None:
    """Raise InputRefusedError where a column is missing without which nothing can be compared."""
    if any(guess.name == name for guess in guesses):
        return
    column = next(column for column in table.columns if column.name == name)
    headers = ", ".join(f'"{guess.header}"' for guess in guesses)
    message = f"no column of {given.file} looks like {name} ({column.meaning}): it has {headers}"
    fix = f'Say which one it is: {given.option} {name}="HEADER".'
    raise InputRefusedError((error("E-COLUMN-MISSING", message, where=given.file, fix=fix),))


def _numbered(
    texts: pl.DataFrame, guesses: tuple[Guess, ...]
) -> tuple[pl.DataFrame, tuple[Guess, ...]]:
    """Return the rows with line numbers of their own where the file has none that hold."""
    is_there = "line" in texts.columns and not texts["line"].null_count()
    if is_there and texts["line"].n_unique() == texts.height:
        return texts, guesses
    numbers = pl.int_range(1, pl.len() + 1).cast(pl.String).alias("line")
    others = (Guess(g.header, "", None, g.samples) if g.name == "line" else g for g in guesses)
    return texts.with_columns(numbers), (Guess("", "line", "numbered"), *others)


def _typed(
    texts: pl.DataFrame, table: Table, given: Given, digits: int
) -> tuple[pl.DataFrame, tuple[Finding, ...]]:
    """Return the rows' values, and the findings about cells that have none."""
    grid = named_grid(texts)
    return typed_frame(grid, table=table, file=given.file, currency_digits=digits, timezone="UTC")
