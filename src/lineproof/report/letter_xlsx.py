"""How is what a letter objects to written as a spreadsheet? By cause with formulas, and by line."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

from lineproof.model.errors import LineproofError
from lineproof.reconcile.objection import Objection
from lineproof.report.causes import cause_meaning, cause_name
from lineproof.report.letter_pdf import Sender
from lineproof.report.wording import Language
from lineproof.report.wording_letters import Letter
from lineproof.report.xlsx_cells import ROWS_MAX, Book, Sheet

_PAPER_A4 = 9
_HEADS = (
    Letter.BILL_LINE, Letter.LINE, Letter.CIRCUIT, Letter.FIRST_DAY, Letter.LAST_DAY, Letter.CAUSE,
    Letter.CLAUSE, Letter.BILLED, Letter.EXPECTED, Letter.NOT_OWED,
)  # fmt: skip
_WIDTHS = (10, 10, 22, 11, 11, 22, 14, 14, 14, 14)
_CAUSE, _AMOUNT = "F", "J"
_DAY = dt.timedelta(days=1)
_HEAD_ROWS = 4


def letter_xlsx(objection: Objection, sender: Sender, *, language: Language) -> bytes:
    """Return every line that is objected to as a workbook; the same bytes for the same letter.

    Raises LineproofError where there are more lines than a sheet holds.
    """
    if objection.lines.height + 1 > ROWS_MAX:
        message = f"{objection.lines.height} lines are more than a sheet holds ({ROWS_MAX - 1})"
        raise LineproofError(message)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
               "strings_to_urls": False}  # fmt: skip
    workbook = Workbook(out, options)
    is_claim = objection.about == "claim"
    title = (Letter.CLAIM if is_claim else Letter.OBJECTION).said(language)
    created = dt.datetime.combine(sender.on, dt.time.min)
    workbook.set_properties({"title": f"{title} {sender.reference}", "created": created})
    book = Book(workbook, language, objection.digits)
    front, back = (_sheet(book, word) for word in (Letter.REASONS, Letter.ROWS))
    _write_lines(back, objection)
    _write_causes(front, objection, sender, title)
    workbook.close()
    return out.getvalue()


def _sheet(book: Book, word: Letter) -> Sheet:
    """Return an empty sheet, ready to print on A4."""
    worksheet = book.workbook.add_worksheet(book.said(word))
    worksheet.set_paper(_PAPER_A4)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.hide_gridlines(2)
    worksheet.set_footer("&R&8&P / &N")
    return Sheet(book, worksheet)


def _write_causes(sheet: Sheet, objection: Objection, sender: Sender, title: str) -> None:
    """Write what isn't owed by cause: each sum adds up the lines of the other sheet."""
    said = sheet.book.said
    for column, width in enumerate((26, 52, 18, 10, 16)):
        sheet.worksheet.set_column(column, column, width)
    sheet.text(0, 0, title, "title")
    about = (objection.contract, objection.bill or objection.term, objection.month)
    sheet.text(1, 0, "  ".join((sender.reference, f"{sender.on}", *about)), "label")
    heads = (Letter.CAUSE, Letter.MEANS, Letter.CLAUSE, Letter.ROWS, Letter.NOT_OWED)
    figures = {Letter.ROWS, Letter.NOT_OWED}
    for column, word in enumerate(heads):
        sheet.text(_HEAD_ROWS - 1, column, said(word), "head_right" if word in figures else "head")
    listed = f"'{said(Letter.ROWS)}'!"
    first = row = _HEAD_ROWS
    for point in objection.points:
        name = cause_name(point.cause, sheet.book.language)
        sheet.text(row, 0, name)
        sheet.text(row, 1, cause_meaning(point.cause, sheet.book.language), "wrap")
        sheet.text(row, 2, ", ".join(point.clauses))
        sheet.count(row, 3, point.count)
        own = f"=SUMIFS({listed}{_AMOUNT}:{_AMOUNT},{listed}{_CAUSE}:{_CAUSE},A{row + 1})"
        sheet.formula((row, 4), own, point.amount)
        row += 1
    sheet.text(row, 0, f"{said(Letter.TOTAL)} {objection.currency}", "strong")
    sheet.formula((row, 4), f"=SUM(E{first + 1}:E{row})", objection.amount, "strong_amount")


def _write_lines(sheet: Sheet, objection: Objection) -> None:
    """Write each line; the provider's texts as texts, whatever they begin with."""
    for column, (word, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True)):
        is_figure = word in {Letter.BILLED, Letter.EXPECTED, Letter.NOT_OWED}
        sheet.text(0, column, sheet.book.said(word), "head_right" if is_figure else "head")
        sheet.worksheet.set_column(column, column, width)
    sheet.worksheet.freeze_panes(1, 0)
    sheet.worksheet.repeat_rows(0)
    for row, line in enumerate(objection.lines.iter_rows(named=True), start=1):
        _write_line(sheet, row, line)


def _write_line(sheet: Sheet, row: int, line: dict[str, Any]) -> None:
    """Write one line."""
    name = cause_name(line["cause"], sheet.book.language)
    texts = {0: line["bill_line"], 1: line["line"], 2: line["circuit"], 5: name, 6: line["clause"]}
    for column, text in texts.items():
        sheet.text(row, column, text or "")
    if line["from"] is not None:
        sheet.day(row, 3, line["from"])
    if line["to"] is not None:
        sheet.day(row, 4, line["to"] - _DAY)
    for column, amount in enumerate(("billed", "expected", "amount"), start=7):
        sheet.amount(row, column, line[amount])
