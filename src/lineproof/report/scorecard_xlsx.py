"""How is a scorecard written as a spreadsheet? Formulas take each item's deductions off its points.

A sheet of items and a sheet of deductions. Points are written as numbers, with what the formula
comes to beside each, for readers that don't compute.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from fractions import Fraction

from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

from lineproof.report.scorecard import Sheet, missing_of, paid_text
from lineproof.report.scorecard_words import reason_text
from lineproof.report.wording import Language, Word
from lineproof.report.xlsx_cells import ROWS_MAX, Book
from lineproof.report.xlsx_cells import Sheet as Cells

_PAPER_A4 = 9
_NO_DIGITS = 0
_WIDTHS = (
    (16, 24, 14, 10, 12, 12, 12, 12),
    (16, 34, 26, 10, 46, 12, 12),
)
_ITEM_HEADS = (
    Word.SCORE_ITEM, Word.READS, Word.CLAUSE, Word.POINTS_MAX, Word.POINTS_LOST_LOW,
    Word.POINTS_LOST_HIGH, Word.POINTS_LOW, Word.POINTS_HIGH,
)  # fmt: skip
_DEDUCTION_HEADS = (
    Word.SCORE_ITEM, Word.REASON, Word.INCIDENT, Word.ENDPOINTS, Word.EVIDENCE,
    Word.POINTS_LOST_LOW, Word.POINTS_LOST_HIGH,
)  # fmt: skip


def scorecard_xlsx(sheet: Sheet, *, language: Language) -> bytes:
    """Return a sheet as a workbook; the same bytes for the same sheet."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
               "strings_to_urls": False}  # fmt: skip
    workbook = Workbook(out, options)
    last = dt.datetime.combine(sheet.days.end - dt.timedelta(days=1), dt.time.min)
    title = f"{Word.SCORE_SHEET.said(language)} {sheet.contract} {sheet.score.month}"
    workbook.set_properties({"title": title, "created": last})
    book = Book(workbook, language, _NO_DIGITS)
    front, back = (
        _cells(book, word, widths)
        for word, widths in zip((Word.SCORE_SHEET, Word.DEDUCTIONS), _WIDTHS, strict=True)
    )
    _write_deductions(back, sheet)
    row = _write_head(front, sheet)
    row = _write_items(front, sheet, row)
    row = _write_missing(front, sheet, row)
    _write_signatures(front, sheet, row)
    workbook.close()
    return out.getvalue()


def _cells(book: Book, word: Word, widths: Sequence[int]) -> Cells:
    """Return an empty sheet, ready to print on A4."""
    worksheet = book.workbook.add_worksheet(book.said(word))
    worksheet.set_paper(_PAPER_A4)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.hide_gridlines(2)
    worksheet.set_footer("&R&8&P / &N")
    for column, width in enumerate(widths):
        worksheet.set_column(column, column, width)
    return Cells(book, worksheet)


def _write_head(cells: Cells, sheet: Sheet) -> int:
    """Write what the sheet is about; return the next row."""
    said = cells.book.said
    cells.text(0, 0, said(Word.SCORE_SHEET), "title")
    facts = [
        (said(Word.CONTRACT), sheet.contract),
        (said(Word.MONTH), sheet.score.month),
        (said(Word.BUYER), sheet.buyer),
        (said(Word.PROVIDER), sheet.provider),
    ]
    facts += [(said(Word.PAID_OF_MONTH), f"{paid_text(*ends)}  ({ends[0].term})")
              for ends in sheet.paid]  # fmt: skip
    for row, (label, value) in enumerate(facts, start=2):
        cells.text(row, 0, label, "label")
        cells.text(row, 1, value)
    return len(facts) + 3


def _write_items(cells: Cells, sheet: Sheet, row: int) -> int:
    """Write each item as its points less its deductions, and the score; return the next row."""
    cells.text(row, 0, cells.book.said(Word.SCORED_ITEMS), "section")
    _write_heads(cells, row + 1, _ITEM_HEADS, first_figure=3)
    first = row = row + 2
    terms = {item.item: item for item in sheet.card.items}
    listed = f"'{cells.book.said(Word.DEDUCTIONS)}'!"
    for item in sheet.score.items:
        term = terms[item.item]
        cells.text(row, 0, item.item)
        cells.text(row, 1, term.metric)
        cells.text(row, 2, term.clause or sheet.card.clause)
        _number(cells, (row, 3), item.max_points)
        lost = (item.max_points - item.high, item.max_points - item.low)
        for column, end, points in zip((4, 5), "FG", lost, strict=True):
            if item.missing and not item.deductions:
                _number(cells, (row, column), points)
                continue
            own = f"SUMIFS({listed}{end}:{end},{listed}A:A,A{row + 1})"
            _formula(cells, (row, column), f"=MIN(D{row + 1},{own})", points)
        for column, taken, points in zip((6, 7), "FE", (item.low, item.high), strict=True):
            _formula(cells, (row, column), f"=D{row + 1}-{taken}{row + 1}", points)
        row += 1
    _write_score(cells, sheet, first, row)
    return row + 3 if sheet.score.signed is not None else row + 2


def _write_score(cells: Cells, sheet: Sheet, first: int, row: int) -> None:
    """Write the base less what all items lost, and the signed total below it."""
    said, score = cells.book.said, sheet.score
    cells.text(row, 0, said(Word.POINTS_TOTAL), "strong")
    _number(cells, (row, 3), score.base)
    lost = (score.base - score.high, score.base - score.low)
    for column, points in zip((4, 5), lost, strict=True):
        top, end = (xl_rowcol_to_cell(r, column) for r in (first, row - 1))
        _formula(cells, (row, column), f"=SUM({top}:{end})", points)
    for column, taken, points in zip((6, 7), "FE", (score.low, score.high), strict=True):
        _formula(cells, (row, column), f"=D{row + 1}-{taken}{row + 1}", points)
    if score.signed is not None:
        cells.text(row + 1, 0, said(Word.POINTS_SIGNED), "strong")
        for column in (6, 7):
            _number(cells, (row + 1, column), score.signed)


def _write_deductions(cells: Cells, sheet: Sheet) -> None:
    """Write each deduction with its incident and all of what it rests on."""
    _write_heads(cells, 0, _DEDUCTION_HEADS, first_figure=5)
    cells.worksheet.freeze_panes(1, 0)
    for row, each in enumerate(sheet.deductions[: ROWS_MAX - 1], start=1):
        cells.text(row, 0, each.item)
        cells.text(row, 1, reason_text(each.why, cells.book.language), "wrap")
        cells.text(row, 2, each.incident)
        cells.count(row, 3, each.endpoints or None)
        cells.text(row, 4, ", ".join(each.evidence), "wrap")
        _number(cells, (row, 5), each.low)
        _number(cells, (row, 6), each.high)


def _write_missing(cells: Cells, sheet: Sheet, row: int) -> int:
    """Write what would settle the items that are open; return the next row."""
    missing = missing_of(sheet)
    if not missing:
        return row
    cells.text(row, 0, cells.book.said(Word.MISSING), "section")
    for item in missing:
        row += 1
        cells.text(row, 0, item.item)
        cells.text(row, 1, reason_text(item.missing, cells.book.language))
    return row + 2


def _write_signatures(cells: Cells, sheet: Sheet, row: int) -> None:
    """Write where both parties sign."""
    said = cells.book.said
    cells.text(row, 0, said(Word.SIGN_BOTH), "section")
    for column, (word, name) in zip(
        (0, 4), ((Word.BUYER, sheet.buyer), (Word.PROVIDER, sheet.provider)), strict=True
    ):
        cells.text(row + 1, column, said(Word.SIGN_FOR, party=said(word)), "label")
        cells.text(row + 2, column, name, "strong_text")
        cells.text(row + 5, column, f"{said(Word.SIGN_NAME)}: ____________________")
        cells.text(row + 8, column, f"{said(Word.SIGN_DATE)}: ____________________")
    cells.text(row + 10, 0, said(Word.SIGN_NOTE), "label")


def _write_heads(cells: Cells, row: int, words: Sequence[Word], *, first_figure: int) -> None:
    """Write the columns' names."""
    for column, word in enumerate(words):
        style = "head_right" if column >= first_figure else "head"
        cells.text(row, column, cells.book.said(word), style)  # type: ignore[arg-type]


def _number(cells: Cells, at: tuple[int, int], points: Fraction) -> None:
    """Write points as a number."""
    cells.worksheet.write_number(*at, float(points))


def _formula(cells: Cells, at: tuple[int, int], formula: str, points: Fraction) -> None:
    """Write a formula with what it comes to."""
    cells.worksheet.write_formula(*at, formula, None, float(points))
