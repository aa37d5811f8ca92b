"""How is a statement written as a spreadsheet? With live formulas that add up to the settlement.

Excel's and LibreOffice's ROUND is half away from zero, as ours is, so that the same steps give the
same amounts; where they might not, the value stands there and says so.
"""

from __future__ import annotations

import datetime as dt
import io

from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from lineproof.report.statement import Statement
from lineproof.report.wording import Language, Word
from lineproof.report.xlsx_cells import Book, Sheet
from lineproof.report.xlsx_lines import FORMULAS_MAX, refuse_too_many, write_lines
from lineproof.report.xlsx_summary import write_statement
from lineproof.report.xlsx_terms import write_payments, write_terms

_PAPER_A4 = 9


def statement_xlsx(statement: Statement, *, language: Language) -> bytes:
    """Return a statement as a workbook; the same bytes for the same statement.

    Raises LineproofError where there are more lines than a sheet holds.
    """
    refuse_too_many(statement)
    out = io.BytesIO()
    workbook = Workbook(out, _options(statement))
    created = dt.datetime.combine(statement.last, dt.time.min)
    title = f"{Word.TITLE.said(language)} {statement.contract} {statement.month}"
    workbook.set_properties({"title": title, "created": created})
    workbook.set_calc_mode("auto")
    book = Book(workbook, language, statement.digits)
    sheets = {word: _sheet(book, word, statement) for word in _WRITERS}
    for word, write in _WRITERS.items():
        write(sheets[word], statement)
    workbook.close()
    return out.getvalue()


_WRITERS = {
    Word.TITLE: write_statement,
    Word.LINES: write_lines,
    Word.DUE: write_payments,
    Word.SHEET_TERMS: write_terms,
}


def _options(statement: Statement) -> dict[str, object]:
    """Return how the workbook is written: many lines row by row, in constant memory."""
    is_large = statement.lines.height > FORMULAS_MAX
    return {
        "constant_memory": is_large,
        "in_memory": not is_large,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }


def _sheet(book: Book, word: Word, statement: Statement) -> Sheet:
    """Return an empty sheet, ready to print on A4 with page numbers."""
    worksheet: Worksheet = book.workbook.add_worksheet(book.said(word))
    worksheet.set_paper(_PAPER_A4)
    worksheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    worksheet.fit_to_pages(1, 0)
    worksheet.hide_gridlines(2)
    name = f"{statement.contract}  {statement.month}".replace("&", "&&")
    worksheet.set_footer(f"&L&8{name}&R&8&P / &N")
    return Sheet(book, worksheet)
