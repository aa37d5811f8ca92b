"""How does a table of differences look as a workbook? Sums by cause, then each difference."""

from __future__ import annotations

import io

import polars as pl
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

from lineproof.model.errors import LineproofError
from lineproof.reconcile.causes import Cause
from lineproof.reconcile.reconciliation import Reconciliation
from lineproof.report.causes import cause_meaning, cause_name
from lineproof.report.reconcile_words import CheckWord
from lineproof.report.reconciliation import differing
from lineproof.report.wording import Bilingual, Language, Word
from lineproof.report.xlsx_cells import ROWS_MAX, Book, Sheet, Style

_HEAD_ROWS = 1
#: Column of a difference, its heading, and its width.
_COLUMNS: tuple[tuple[str, Bilingual, int], ...] = (
    ("contract", Word.CONTRACT, 16),
    ("line", Word.LINE, 11),
    ("circuit", CheckWord.CIRCUIT, 18),
    ("period", CheckWord.PERIOD, 22),
    ("cause", CheckWord.CAUSE, 16),
    ("billed", CheckWord.BILLED, 14),
    ("expected", CheckWord.EXPECTED, 14),
    ("difference", CheckWord.DIFFERENCE, 14),
    ("clause", Word.CLAUSE, 16),
    ("bill", CheckWord.BILL, 16),
    ("bill_line", CheckWord.BILL_LINE, 10),
    ("suggestion", CheckWord.SUGGESTION, 18),
    ("evidence", Word.EVIDENCE, 28),
)
_MONEY = ("billed", "expected", "difference")


def reconciliation_xlsx(found: Reconciliation, language: Language) -> bytes:
    """Return the differences as a workbook; raises LineproofError where they don't fit a sheet."""
    rows = differing(found)
    if rows.height > ROWS_MAX - _HEAD_ROWS:
        message = (
            f"there are {rows.height:,} differences, and a sheet holds {ROWS_MAX - _HEAD_ROWS:,}: "
            "use --json, which has them all"
        )
        raise LineproofError(message)
    out = io.BytesIO()
    workbook = Workbook(out, {"in_memory": True, "strings_to_formulas": False,
                              "strings_to_urls": False})  # fmt: skip
    book = Book(workbook, language, found.digits)
    names = (CheckWord.BY_CAUSE, Word.LINES)
    sheets = [workbook.add_worksheet(book_name(language, name)) for name in names]
    for sheet in sheets:
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    _write_summary(Sheet(book, sheets[0]), found, rows)
    _write_rows(Sheet(book, sheets[1]), rows)
    workbook.close()
    return out.getvalue()


def book_name(language: Language, word: Bilingual) -> str:
    """Return what a sheet is called."""
    return word.said(language)[:31]


def _write_summary(sheet: Sheet, found: Reconciliation, rows: pl.DataFrame) -> None:
    """Write the totals and what each cause comes to."""
    said = sheet.book.language
    sheet.worksheet.hide_gridlines(2)
    for column, width in enumerate((22, 18, 18, 60)):
        sheet.worksheet.set_column(column, column, width)
    sheet.text(0, 0, CheckWord.RECONCILED.said(said), "title")
    sheet.worksheet.set_row(0, 30)
    facts: tuple[tuple[Bilingual, str], ...] = (
        (Word.CONTRACT, found.contract),
        (Word.MONTH, ", ".join(found.months)),
        (CheckWord.BILL, ", ".join(found.bills)),
        (Word.CURRENCY, found.currency),
    )
    row = 2
    for fact, text in facts:
        sheet.text(row, 0, fact.said(said), "label")
        sheet.text(row, 1, text)
        row += 1
    row += 1
    for label, amount in (
        (CheckWord.BILLED, found.billed),
        (CheckWord.EXPECTED, found.expected),
        (CheckWord.DIFFERENCE, found.difference),
        (CheckWord.UNDISPUTED, found.undisputed),
    ):
        is_sum = label is CheckWord.DIFFERENCE
        sheet.text(row, 0, label.said(said), "strong" if is_sum else "text")
        sheet.amount(row, 1, amount, "strong_amount" if is_sum else "amount")
        row += 1
    row += 1
    heads: tuple[tuple[Bilingual, Style], ...] = (
        (CheckWord.CAUSE, "head"), (Word.COUNT, "head_right"),
        (CheckWord.DIFFERENCE, "head_right"), (CheckWord.WHY, "head_after"),
    )  # fmt: skip
    for column, (word, style) in enumerate(heads):
        sheet.text(row, column, word.said(said), style)
    counts = dict(rows.group_by("cause").len().iter_rows())
    for cause in (each for each in Cause if each.value in counts):
        row += 1
        sheet.text(row, 0, cause_name(cause, said))
        sheet.count(row, 1, counts[cause.value])
        sheet.amount(row, 2, found.causes.get(cause, 0))
        sheet.text(row, 3, cause_meaning(cause, said), "after")


def _write_rows(sheet: Sheet, rows: pl.DataFrame) -> None:
    """Write each difference on a row."""
    for column, (name, word, width) in enumerate(_COLUMNS):
        is_money = name in _MONEY
        sheet.worksheet.set_column(column, column, width)
        sheet.text(0, column, word.said(sheet.book.language), "head_right" if is_money else "head")
    sheet.worksheet.freeze_panes(_HEAD_ROWS, 0)
    names = [name for name, _, _ in _COLUMNS]
    for number, values in enumerate(rows.select(names).iter_rows(), start=_HEAD_ROWS):
        for column, (name, value) in enumerate(zip(names, values, strict=True)):
            if name in _MONEY:
                sheet.amount(number, column, value)
            elif name == "cause":
                sheet.text(number, column, cause_name(value, sheet.book.language))
            else:
                sheet.text(number, column, value or "")
    if rows.height:
        sheet.worksheet.autofilter(0, 0, rows.height, len(names) - 1)
