"""How are a statement's lines written to a spreadsheet? One row each, computed by formula."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

from lineproof.model.errors import LineproofError
from lineproof.report.phrases import charge_name
from lineproof.report.statement import Statement
from lineproof.report.wording import Word
from lineproof.report.xlsx_cells import ROWS_MAX, Sheet, Style
from lineproof.report.xlsx_formulas import (
    Columns,
    Placed,
    is_total_agreed,
    paid_shares,
    shares_in_days,
    total_formula,
    unit_formulas,
)

#: More lines than this are written as values, a row at a time, in constant memory.
FORMULAS_MAX = 50_000
_HEAD_ROW = 1
FIRST_ROW = _HEAD_ROW + 1

#: Name, heading and width of each column.
_COLUMNS: tuple[tuple[str, Word, int], ...] = (
    ("number", Word.CHARGE_NO, 9),
    ("charge", Word.CHARGE, 13),
    ("line", Word.LINE, 11),
    ("service", Word.SERVICE, 28),
    ("place", Word.PLACE, 22),
    ("from", Word.FIRST_DAY, 10),
    ("last", Word.LAST_DAY, 10),
    ("quantity", Word.QUANTITY, 7),
    ("rent", Word.RENT_OR_BASE, 13),
    ("days", Word.NUMERATOR, 8),
    ("of_days", Word.DENOMINATOR, 8),
    ("paid", Word.PAID_SHARE, 9),
    ("amount", Word.AMOUNT, 14),
    ("low", Word.LOW, 14),
    ("high", Word.HIGH, 14),
    ("clause", Word.CLAUSE, 15),
    ("term", Word.TERM, 16),
    ("evidence", Word.EVIDENCE, 24),
    ("how", Word.COMPUTED_AS, 10),
)
_AT = {name: index for index, (name, _, _) in enumerate(_COLUMNS)}
_RIGHT = {"quantity", "rent", "days", "of_days", "paid", "amount", "low", "high"}


def letter(name: str) -> str:
    """Return the letter of a column of the sheet of lines.

    >>> letter("amount")
    'M'
    """
    found: str = xl_col_to_name(_AT[name])
    return found


@dataclass(frozen=True, slots=True)
class Written:
    """Which rows of the sheet the lines stand in, by a spreadsheet's numbers."""

    first: int
    last: int

    def range(self, name: str, sheet: str) -> str:
        """Return the cells of a column, as a formula on another sheet names them."""
        column = letter(name)
        return f"'{sheet}'!${column}${self.first}:${column}${self.last}"


def refuse_too_many(statement: Statement) -> None:
    """Raise LineproofError where the lines don't fit a sheet."""
    fits = ROWS_MAX - FIRST_ROW
    if statement.lines.height > fits:
        raise LineproofError(
            f"the month has {statement.lines.height:,} lines, and a sheet holds {fits:,}: "
            "use the JSON statement, which has them all"
        )


def rows_of(statement: Statement) -> Written:
    """Return where a statement's lines will stand."""
    return Written(FIRST_ROW + 1, FIRST_ROW + max(statement.lines.height, 1))


def write_lines(sheet: Sheet, statement: Statement) -> None:
    """Write the sheet of lines, from top to bottom."""
    _write_head(sheet, statement)
    days = (statement.last - statement.first).days + 1
    is_unit_known = pl.col("amount").is_not_null().all().over("unit")
    lines = shares_in_days(statement.lines, days).with_columns(is_sure=is_unit_known)
    paid = paid_shares([[f.factor for f in ruling] for ruling in statement.factors])
    is_live = lines.height <= FORMULAS_MAX
    formulas = dict(_formulas(lines, paid, statement.digits)) if is_live else {}
    for number, row in enumerate(lines.iter_rows(named=True), start=FIRST_ROW + 1):
        ruling = row["factor"]
        is_sure = ruling is not None and row["is_sure"] and ruling < len(paid)
        share = paid[ruling] if is_sure else None
        _write_line(sheet, number, row, (share, formulas.get(number)))
    _finish(sheet, rows_of(statement))


def _formulas(
    lines: pl.DataFrame, paid: tuple[Fraction, ...], digits: int
) -> Iterator[tuple[int, str]]:
    """Yield the spreadsheet row and formula of each line that one agrees with."""
    at = Columns(*(letter(name) for name in ("quantity", "rent", "days", "of_days", "paid",
                                             "amount")))  # fmt: skip
    rows = enumerate(lines.iter_rows(named=True), start=FIRST_ROW + 1)
    for unit, group in itertools.groupby(rows, key=lambda numbered: numbered[1]["unit"]):
        placed = list(group)
        if unit is not None:
            yield from unit_formulas(Placed(placed, paid, digits), at)
            continue
        for number, row in placed:
            is_total = row["charge"] == "deduction" and row["factor"] < len(paid)
            if is_total and is_total_agreed(row, paid[row["factor"]]):
                yield number, total_formula(number, at, digits)


def _write_head(sheet: Sheet, statement: Statement) -> None:
    """Write what the sheet says of itself, and the columns' names."""
    book = sheet.book
    note = f"{statement.contract}  {statement.month}  {statement.currency}"
    if statement.lines.height > FORMULAS_MAX:
        note += "  " + book.said(Word.VALUES_ONLY, count=f"{FORMULAS_MAX:,}")
    sheet.text(0, 0, note, "text")
    is_known = not statement.lines.get_column("amount").null_count()
    for index, (name, word, width) in enumerate(_COLUMNS):
        options = {"hidden": is_known and name in {"low", "high"}}
        sheet.worksheet.set_column(index, index, width, None, options)
        style: Style = "head_right" if name in _RIGHT else "head"
        style = "head_after" if name == "clause" else style
        sheet.text(_HEAD_ROW, index, book.said(word), style)


def _write_line(
    sheet: Sheet, number: int, row: dict[str, Any], computed: tuple[Fraction | None, str | None]
) -> None:
    """Write one line; computed: what its factors leave, and its formula, where it has them.

    number: the row as a spreadsheet counts, from 1.
    """
    at, (paid, formula) = number - 1, computed
    is_known = row["amount"] is not None
    sheet.count(at, _AT["number"], row["number"], "number")
    sheet.text(at, _AT["charge"], charge_name(row["charge"], sheet.book.language))
    for name in ("line", "service", "place"):
        sheet.text(at, _AT[name], row[name])
    sheet.day(at, _AT["from"], row["from"])
    sheet.day(at, _AT["last"], row["last"])
    sheet.count(at, _AT["quantity"], row["quantity"])
    sheet.amount(at, _AT["rent"], row["rent"])
    sheet.count(at, _AT["days"], row["days"])
    sheet.count(at, _AT["of_days"], row["of_days"])
    if paid is not None:
        sheet.share(at, _AT["paid"], paid)
    if formula is not None:
        sheet.formula((at, _AT["amount"]), formula, row["amount"])
    else:
        sheet.amount(at, _AT["amount"], row["amount"])
    if not is_known:
        sheet.amount(at, _AT["low"], row["low"])
        sheet.amount(at, _AT["high"], row["high"])
    sheet.text(at, _AT["clause"], row["clause"] or "", "after")
    sheet.text(at, _AT["term"], row["term"])
    sheet.text(at, _AT["evidence"], row["evidence"])
    how = Word.BY_VALUE if formula is None else Word.BY_FORMULA
    sheet.text(at, _AT["how"], sheet.book.said(how) if is_known else "")


def _finish(sheet: Sheet, rows: Written) -> None:
    """Freeze the head, and let the rows be filtered and printed, up to their clauses."""
    worksheet, last = sheet.worksheet, len(_COLUMNS) - 1
    worksheet.freeze_panes(FIRST_ROW, _AT["service"])
    worksheet.autofilter(_HEAD_ROW, 0, rows.last - 1, last)
    worksheet.repeat_rows(_HEAD_ROW)
    worksheet.print_area(0, 0, rows.last - 1, _AT["clause"])
    worksheet.set_landscape()
    amounts = f"{letter('amount')}{rows.first}:{letter('amount')}{rows.last}"
    worksheet.ignore_errors({"formula_differs": amounts, "number_stored_as_text": "A1:Z1048576"})
