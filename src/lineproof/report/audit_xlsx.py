"""How is a sample with its links written as a spreadsheet? The sample, its links, its reasons."""

from __future__ import annotations

import datetime as dt
import io

from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

from lineproof.model.period import calendar_month, parse_month
from lineproof.report.audit import (
    KIND_WORDS,
    AuditPack,
    facts_of,
    heads,
    link_short,
    method_text,
    remarks,
    why_text,
)
from lineproof.report.wording import Language
from lineproof.report.wording_audits import Audit
from lineproof.report.xlsx_cells import Book, Sheet

_PAPER_A4 = 9
_AMOUNT = 4
_WIDTHS = {
    Audit.SAMPLE: (6, 10, 22, 20, 14, *(13,) * 6, 36),
    Audit.LINK: (6, 14, 12, 14, 26, 60),
    Audit.WHY: (6, 120),
}


def audit_xlsx(pack: AuditPack, *, language: Language) -> bytes:
    """Return a sample as a workbook; the same bytes for the same sample."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
               "strings_to_urls": False}  # fmt: skip
    workbook = Workbook(out, options)
    last = calendar_month(parse_month(pack.month)).end - dt.timedelta(days=1)
    title = f"{Audit.TITLE.said(language)} {pack.contract} {pack.month}"
    workbook.set_properties({"title": title, "created": dt.datetime.combine(last, dt.time.min)})
    book = Book(workbook, language, pack.digits)
    sheets = {word: _sheet(book, word) for word in _WIDTHS}
    _write_sample(sheets[Audit.SAMPLE], pack)
    _write_links(sheets[Audit.LINK], pack)
    _write_reasons(sheets[Audit.WHY], pack)
    workbook.close()
    return out.getvalue()


def _sheet(book: Book, word: Audit) -> Sheet:
    """Return an empty sheet, ready to print on A4."""
    worksheet = book.workbook.add_worksheet(book.said(word))
    worksheet.set_paper(_PAPER_A4)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.hide_gridlines(2)
    worksheet.set_footer("&R&8&P / &N")
    for column, width in enumerate(_WIDTHS[word]):
        worksheet.set_column(column, column, width)
    return Sheet(book, worksheet)


def _write_sample(sheet: Sheet, pack: AuditPack) -> None:
    """Write how the sample was drawn, and a row a picked line with the sum of their amounts."""
    language = sheet.book.language
    sheet.text(0, 0, sheet.book.said(Audit.TITLE), "title")
    row = 2
    for label, value in facts_of(pack, language):
        sheet.text(row, 0, label, "label")
        sheet.text(row, 2, value)
        row += 1
    sheet.text(row, 0, method_text(pack, language), "label")
    row += 2
    for column, head in enumerate(heads(language)):
        sheet.text(row, column, head, "head_right" if column == _AMOUNT else "head")
    first = row + 1
    for at, trace in enumerate(pack.traces):
        row += 1
        billed = trace.billed
        sheet.count(row, 0, at + 1)
        for column, text in enumerate((billed.line, billed.circuit, billed.bill), start=1):
            sheet.text(row, column, text)
        sheet.amount(row, _AMOUNT, billed.amount)
        for column, link in enumerate(trace.links, start=_AMOUNT + 1):
            short = link_short(link, language)
            sheet.text(row, column, short, "strong_text" if link.is_missing else "text")
        sheet.text(row, _AMOUNT + 7, remarks(pack, at, language))
    if pack.traces:
        total = sum(trace.billed.amount for trace in pack.traces)
        formula = f"=SUM(E{first + 1}:E{row + 1})"
        sheet.formula((row + 1, _AMOUNT), formula, total, "strong_amount")


def _write_links(sheet: Sheet, pack: AuditPack) -> None:
    """Write each link of each line, with where it is recorded."""
    words = (Audit.NUMBER, Audit.LINK, Audit.DAY, Audit.AMOUNT, Audit.ABOUT, Audit.WHERE)
    for column, word in enumerate(words):
        sheet.text(0, column, sheet.book.said(word), "head")
    sheet.worksheet.freeze_panes(1, 0)
    row = 0
    for number, trace in enumerate(pack.traces, start=1):
        for link in trace.links:
            row += 1
            sheet.count(row, 0, number)
            sheet.text(row, 1, sheet.book.said(KIND_WORDS[link.kind]))
            if link.is_missing:
                sheet.text(row, 2, sheet.book.said(Audit.IS_MISSING), "strong_text")
            if link.day is not None:
                sheet.day(row, 2, link.day)
            sheet.amount(row, 3, link.amount)
            sheet.text(row, 4, link.about)
            sheet.text(row, 5, ", ".join(link.where))


def _write_reasons(sheet: Sheet, pack: AuditPack) -> None:
    """Write why each line is owed what it is, a line of the tree a row."""
    sheet.text(0, 0, sheet.book.said(Audit.NUMBER), "head")
    sheet.text(0, 1, sheet.book.said(Audit.WHY), "head")
    sheet.worksheet.freeze_panes(1, 0)
    row = 0
    for number, trace in enumerate(pack.traces, start=1):
        for text in why_text(trace, pack, sheet.book.language).splitlines():
            row += 1
            sheet.count(row, 0, number)
            sheet.text(row, 1, text)
