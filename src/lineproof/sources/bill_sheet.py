"""Which lines does a provider's own sheet bill? CSV or XLSX, its columns as confirmed, or guessed.

Amounts and days are read in the spellings of several countries, where they mean one thing. A cell
that no rule reads is told by row: a sheet is read whole or not at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from lineproof.model.bill import BILL_LINES
from lineproof.model.finding import Finding, error
from lineproof.model.table import Column, ColumnType, Table
from lineproof.sources.bill_columns import Layout, layout_for
from lineproof.sources.bill_lines import neutral
from lineproof.sources.bill_sheet_table import BILL_SHEET, ROLES, charge_of
from lineproof.sources.charge_words import with_charges_told
from lineproof.sources.columns import scaled
from lineproof.sources.flaws import LISTED_MAX, Flaw, listed, quote
from lineproof.sources.grid import Grid
from lineproof.sources.guess import Guess, Sheet, guess_columns
from lineproof.sources.headers import columns_by_key, header_key
from lineproof.sources.loose import plain_amounts, plain_days, respelled
from lineproof.sources.loose_grid import is_total, loose_grid, rounded
from lineproof.sources.loose_numbers import plain_rate, serial_days
from lineproof.sources.loose_period import plain_period
from lineproof.sources.profile import Known, profile
from lineproof.sources.typed import typed_frame
from lineproof.sources.xlsx_sheet import epoch_of

_MONEY = tuple(c.name for c in BILL_SHEET.columns if c.type is ColumnType.MONEY)
#: The sheet's columns as typed: `last` turns into `to`, `bill` goes to the head.
_TYPED = Table(
    "bill_sheet",
    BILL_SHEET.meaning,
    (
        *(c for c in BILL_LINES.columns if c.name != "to"),
        Column("last", ColumnType.DATE, "Last day it is for."),
        Column("bill", ColumnType.TEXT, "The bill's number."),
    ),
    has_key=False,
)


@dataclass(frozen=True, slots=True)
class SheetGiven:
    """A provider's sheet as it was given, and what is known of its columns.

    columns: declared name → header, as said on the command line. layouts: what was confirmed
    before. known: the contract's ids and rents, by which a guess tells columns.
    """

    file: str
    content: bytes
    digits: int
    option: str = "--column"
    sheet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    layouts: tuple[Layout, ...] = ()
    known: Known = field(default_factory=Known)


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What a sheet bills.

    lines: columns of `BILL_LINES` and `row`. layout: what its columns were taken for. is_known:
    somebody confirmed that before. number: of the bill, where a column has it. printed: what its
    last row of totals says, by money column.
    """

    lines: pl.DataFrame
    layout: Layout
    guesses: tuple[Guess, ...]
    is_known: bool
    number: str = ""
    printed: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    skipped: int = 0


def read_sheet(given: SheetGiven) -> SheetRead:
    """Return what a sheet bills; its findings say which cells can't be read.

    Raises InputRefusedError where it can't be read at all, LineproofError for columns given that
    there aren't.
    """
    grid = loose_grid(
        given.content, file=given.file, table=BILL_SHEET, sheet=given.sheet,
        currency_digits=given.digits,
    )  # fmt: skip
    grid = _with_spellings(grid, given)
    guesses, is_known = _guesses(grid, given)
    layout = Layout(grid.header, tuple(guess.name for guess in guesses))
    places = {name: str(i) for i, name in enumerate(layout.columns) if name}
    findings = [*_needed(places, grid, given), *_units(grid, layout, given)]
    total = is_total(grid.frame, places.get("circuit"))
    texts, long = _texts(grid.frame.filter(~total), places, given)
    frame, wrong = _typed(texts, given)
    periods, unread = _periods(frame, grid.frame.filter(~total), places, given)
    declared = _declared(periods)
    told = declared if "charge" in places else with_charges_told(declared)
    lines, unsafe = neutral(told, file=given.file)
    number, several = _number(frame, given)
    findings += [*grid.findings, *listed([*grid.flaws, *unread], file=given.file), *long]
    findings += [f for f in wrong if f.code != "W-CELL-ABSENT"]
    return SheetRead(
        lines=lines,
        layout=layout,
        guesses=guesses,
        is_known=is_known,
        number=number,
        printed=_printed(grid.frame.filter(total), places, given),
        findings=(*findings, *unsafe, *several),
        skipped=int(total.sum()),
    )


def _with_spellings(grid: Grid, given: SheetGiven) -> Grid:
    """Return cells with rates as shares, and days that a workbook keeps as bare numbers as days."""
    epoch = epoch_of(given.content, file=given.file)
    known = columns_by_key(BILL_SHEET)
    said = {header_key(header): name for name, header in given.columns.items()}
    declared = {column.name: column for column in BILL_SHEET.columns}
    changed = []
    for i, header in enumerate(grid.header):
        key = header_key(header)
        column = declared.get(said.get(key, "")) or known.get(key)
        cells = grid.frame[str(i)]
        if column is not None and column.name == "rate":
            changed.append(respelled(cells, plain_rate))
        elif column is not None and column.type is ColumnType.DATE and epoch is not None:
            changed.append(serial_days(cells, epoch=epoch))
    return replace(grid, frame=grid.frame.with_columns(changed))


def _guesses(grid: Grid, given: SheetGiven) -> tuple[tuple[Guess, ...], bool]:
    """Return what the columns mean, and whether that was confirmed before."""
    known = layout_for(given.layouts, grid.header)
    is_known = known is not None and not given.columns
    profiles = tuple(
        profile(grid.frame[str(i)], digits=given.digits, known=given.known)
        for i in range(len(grid.header))
    ) if not is_known else ()  # fmt: skip
    if is_known and known is not None:
        said = zip(known.headers, known.columns, strict=True)
        return tuple(Guess(h, name, "given" if name else None) for h, name in said), True
    sheet = Sheet(given.file, given.option, grid.header, profiles, ROLES)
    guesses = guess_columns(sheet, table=BILL_SHEET, given=given.columns)
    names = tuple(guess.name for guess in guesses)
    return guesses, known is not None and known.columns == names


def _needed(places: Mapping[str, str], grid: Grid, given: SheetGiven) -> list[Finding]:
    """Return the error for a sheet without amounts: nothing could be compared."""
    if "net" in places or "gross" in places:
        return []
    headers = ", ".join(quote(header) for header in grid.header)
    message = f"no column of {given.file} looks like an amount: it has {headers}"
    fix = f'Say which one it is: {given.option} net="HEADER", or gross="HEADER" where tax is in it.'
    return [error("E-COLUMN-MISSING", message, where=f"{given.file}:{grid.header_row}", fix=fix)]


def _units(grid: Grid, layout: Layout, given: SheetGiven) -> list[Finding]:
    """Return the errors for headers in another unit, such as 万元."""
    columns = {column.name: column for column in BILL_SHEET.columns}
    where = f"{given.file}:{grid.header_row}"
    return [
        finding
        for header, name in zip(layout.headers, layout.columns, strict=True)
        if name
        for finding in scaled(header, columns[name], where=where)
    ]


def _texts(
    rows: pl.DataFrame, places: Mapping[str, str], given: SheetGiven
) -> tuple[pl.DataFrame, tuple[Finding, ...]]:
    """Return the columns in plain spelling, amounts rounded as the bill prints them, and `row`."""
    declared = {column.name: column for column in BILL_SHEET.columns}
    texts = pl.DataFrame(
        [_plain(rows[place], declared[name]).alias(name) for name, place in places.items()]
        + [rows["row"]]
    )
    if "line" not in places or texts["line"].null_count() or texts["line"].n_unique() < len(texts):
        texts = texts.with_columns(pl.col("row").cast(pl.String).alias("line"))
    if "charge" in places:
        texts = _with_charges(texts)
    return rounded(
        texts, {name: given.digits for name in _MONEY if name in places}, file=given.file
    )


def _plain(texts: pl.Series, column: Column) -> pl.Series:
    """Return a column's texts as the strict reader takes them."""
    match column.type:
        case ColumnType.MONEY | ColumnType.DECIMAL:
            return plain_amounts(texts)
        case ColumnType.DATE:
            return plain_days(texts)
        case _:
            return texts


def _with_charges(texts: pl.DataFrame) -> pl.DataFrame:
    """Return rows whose charge is one of ours; the provider's own word goes to the note."""
    words = texts["charge"]
    known = {word: charge_of(word) for word in words.drop_nulls().unique().to_list()}
    charges = words.replace_strict(known, default=None, return_dtype=pl.String)
    note = pl.concat_str(
        [words, *([texts["text"]] if "text" in texts.columns else [])],
        separator=" ", ignore_nulls=True,
    )  # fmt: skip
    said = texts.select(pl.when(note.str.len_chars() > 0).then(note).alias("text"))["text"]
    return texts.with_columns(charges.alias("charge"), said)


def _typed(texts: pl.DataFrame, given: SheetGiven) -> tuple[pl.DataFrame, tuple[Finding, ...]]:
    """Return the rows' values, and the findings about cells that have none."""
    names = [name for name in texts.columns if name not in {"row", "period"}]
    places = {name: str(i) for i, name in enumerate(names)}
    free = [n for n in ("product", "text") if n in names]  # `neutral` makes them safe
    strict = texts.with_columns(pl.lit(None, pl.String).alias(name) for name in free)
    grid = Grid(tuple(names), strict.select(*names, "row").rename(places))
    frame, findings = typed_frame(
        grid, table=_TYPED, file=given.file, currency_digits=given.digits, timezone="UTC"
    )
    return frame.with_columns(texts[name] for name in free), findings


def _periods(
    frame: pl.DataFrame, rows: pl.DataFrame, places: Mapping[str, str], given: SheetGiven
) -> tuple[pl.DataFrame, list[Flaw]]:
    """Return rows with `from` and `to`, and the flaws of periods that can't be read."""
    after = (pl.col("last") + pl.duration(days=1)).alias("to")
    frame = frame.with_columns(after)
    flaws = [_backward(frame, given)]
    if "period" not in places:
        return frame, flaws
    texts = rows[places["period"]]
    read: dict[str, tuple[dt.date, dt.date] | None] = {
        text: plain_period(text) for text in texts.drop_nulls().unique().to_list()
    }
    days = [
        texts.replace_strict(
            {text: found[i] for text, found in read.items() if found is not None},
            default=None, return_dtype=pl.Date,
        ).alias(name)
        for i, name in enumerate(("period_from", "period_to"))
    ]  # fmt: skip
    frame = frame.with_columns(days)
    bad = frame.with_columns(texts.alias("period")).filter(
        pl.col("period").is_not_null() & pl.col("period_from").is_null()
    )
    first = tuple(
        (row, _no_period(text, row, given)) for text, row in bad.select("period", "row").head(
            LISTED_MAX
        ).iter_rows()
    )  # fmt: skip
    flaws.append(Flaw("E-MONTH", bad.height, first))
    both = [pl.col(n).fill_null(pl.col(f"period_{n}")) for n in ("from", "to")]
    return frame.with_columns(both), flaws


def _backward(frame: pl.DataFrame, given: SheetGiven) -> Flaw:
    """Return the flaw of rows that end before they begin."""
    bad = frame.filter(pl.col("from") >= pl.col("to"))
    fix = "Correct the columns: --column from=HEADER --column last=HEADER."
    first = tuple(
        (row, error("E-LINE-DATES", f"the line ends on {last}, before {start}",
                    where=f"{given.file}:{row}", fix=fix))
        for start, last, row in bad.select("from", "last", "row").head(LISTED_MAX).iter_rows()
    )  # fmt: skip
    return Flaw("E-LINE-DATES", bad.height, first)


def _no_period(text: str, row: int, given: SheetGiven) -> Finding:
    """Return the finding for a period that is none, or could be two."""
    message = f"period is {quote(text)}: it is neither a month nor two days"
    fix = "Write 2025-03, or 2025-03-01 to 2025-03-31."
    return error("E-MONTH", message, where=f"{given.file}:{row}", fix=fix)


def _declared(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of `BILL_LINES` and `row`."""
    return frame.select(BILL_LINES.schema().keys())


def _number(frame: pl.DataFrame, given: SheetGiven) -> tuple[str, tuple[Finding, ...]]:
    """Return the one bill's number that a column has, or the error where it has several."""
    numbers: Sequence[str] = frame["bill"].drop_nulls().unique(maintain_order=True).to_list()
    if len(numbers) <= 1:
        return (numbers[0] if numbers else ""), ()
    said = ", ".join(quote(number) for number in numbers[:3])
    message = f"{given.file} holds {len(numbers):,} bills ({said} …)"
    fix = "Cut it into one file a bill."
    return "", (error("E-BILL-NUMBER", message, where=given.file, fix=fix),)


def _printed(totals: pl.DataFrame, places: Mapping[str, str], given: SheetGiven) -> dict[str, int]:
    """Return what the last row of totals says; a cell that can't be read says nothing."""
    if totals.is_empty():
        return {}
    texts, _ = _texts(totals.tail(1), places, given)
    frame, _ = _typed(texts, given)
    row = frame.select(n for n in _MONEY if n in places).row(0, named=True)
    return {name: value for name, value in row.items() if value is not None}


def unconfirmed(read: SheetRead, *, file: str) -> Finding:
    """Return the error that nobody confirmed what the columns were taken for."""
    meant = ", ".join(f"{g.name} = {quote(g.header)}" for g in read.guesses if g.name)
    message = f"the columns of {file} were guessed, and nobody confirmed them: {meant}"
    fix = "Say --confirm if that is right, or what a column is: --column net=HEADER."
    return error("E-BILL-COLUMNS", message, where=file, fix=fix)
