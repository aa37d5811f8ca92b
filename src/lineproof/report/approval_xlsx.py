"""How is an approval sheet written as a spreadsheet? One sheet to print, amounts as numbers."""

from __future__ import annotations

import datetime as dt
import io

from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

from lineproof.ledger.proposal import PaymentItem, Proposal
from lineproof.report.approval import Approval, Table, approval_of
from lineproof.report.proposal_words import PayWord
from lineproof.report.wording import Language, Word
from lineproof.report.xlsx_cells import Book
from lineproof.report.xlsx_cells import Sheet as Cells

_PAPER_A4 = 9
_WIDTHS = (22, 20, 24, 16, 16, 16, 16, 16, 18, 32)


def approval_xlsx(proposal: Proposal, *, language: Language) -> bytes:
    """Return a proposal's approval sheet as a workbook; the same bytes for the same proposal."""
    told = approval_of(proposal, language=language)
    out = io.BytesIO()
    workbook = Workbook(out, {"in_memory": True, "strings_to_formulas": False,
                              "strings_to_numbers": False, "strings_to_urls": False})  # fmt: skip
    created = dt.datetime.combine(proposal.on, dt.time.min)
    workbook.set_properties({"title": f"{told.title} {told.contract}", "created": created})
    book = Book(workbook, language, proposal.digits)
    worksheet = workbook.add_worksheet(told.title)
    worksheet.set_paper(_PAPER_A4)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.hide_gridlines(2)
    worksheet.set_footer("&R&8&P / &N")
    for column, width in enumerate(_WIDTHS):
        worksheet.set_column(column, column, width)
    cells = Cells(book, worksheet)
    row = _write_head(cells, told)
    row = _write_payments(cells, proposal, told.tables[0], row)
    for table in (told.conditions, *told.tables[1:]):
        if table.rows or table.none:
            row = _write_table(cells, table, row)
    _write_signatures(cells, told, row)
    workbook.close()
    return out.getvalue()


def _write_head(cells: Cells, told: Approval) -> int:
    """Write what the sheet is about and what is to be paid; return the next row."""
    cells.text(0, 0, told.title, "title")
    cells.text(1, 0, told.on, "label")
    row = 3
    for role, name, tax_id in told.parties:
        cells.text(row, 0, role, "label")
        cells.text(row, 1, f"{name}  {tax_id}".rstrip(), "strong_text")
        row += 1
    for label, value in told.facts:
        cells.text(row, 0, label, "label")
        cells.text(row, 1, value)
        row += 1
    cells.text(row + 1, 0, told.total_label, "section")
    cells.text(row + 1, 1, told.total, "strong_text")
    cells.text(row + 2, 0, told.words_label, "label")
    cells.text(row + 2, 1, told.words)
    cells.text(row + 3, 1, told.status, "strong_text")
    return row + 5


def _write_payments(cells: Cells, proposal: Proposal, table: Table, row: int) -> int:
    """Write each payment's amounts as numbers, the proposed one as a formula; return the next row.

    To be paid is what is billed, else owed, less what is withheld and paid, and never below 0. The
    total is of those that nothing blocks.
    """
    ready, status = cells.book.said(PayWord.READY), len(table.heads)
    cells.text(row, 0, table.title, "section")
    for column, head in enumerate(table.heads):
        cells.text(row + 1, column, head, "head_right" if column in table.figures else "head")
    cells.text(row + 1, status, cells.book.said(Word.STATUS), "head_after")
    first = row = row + 2
    for item in proposal.items:
        _write_payment(cells, proposal, item, row)
        blocked = cells.book.said(PayWord.BLOCKED)
        cells.text(row, status, blocked if item.is_blocked else ready, "after")
        row += 1
    if first < row:
        told, amounts = (
            f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(row - 1, column)}"
            for column in (status, 7)
        )
        cells.text(row, 0, cells.book.said(PayWord.TOTAL), "strong")
        formula = f'=SUMIF({told},"{ready}",{amounts})'
        cells.formula((row, 7), formula, proposal.total, "strong_amount")
        row += 1
    return row + 1


def _write_payment(cells: Cells, proposal: Proposal, item: PaymentItem, row: int) -> None:
    """Write one payment's row."""
    cells.text(row, 0, item.item)
    cells.text(row, 1, item.clause)
    if item.due is not None:
        cells.day(row, 2, item.due)
    unknown = cells.book.said(Word.UNKNOWN)
    if item.owed.value is None:
        cells.text(row, 3, unknown)
    cells.amount(row, 3, item.owed.value)
    cells.amount(row, 4, item.billed)
    cells.amount(row, 5, -item.withheld)
    cells.amount(row, 6, -item.paid)
    if item.proposed is None:
        cells.text(row, 7, unknown)
    else:
        base = xl_rowcol_to_cell(row, 3 if item.billed is None else 4)
        less = f"{xl_rowcol_to_cell(row, 5)}+{xl_rowcol_to_cell(row, 6)}"
        cells.formula((row, 7), f"=MAX(0,{base}+{less})", item.proposed)
    cells.amount(row, 8, item.interest)
    assert proposal.digits == cells.book.digits, "a sheet has one currency"


def _write_table(cells: Cells, table: Table, row: int) -> int:
    """Write a table of texts; return the next row."""
    cells.text(row, 0, table.title, "section")
    if not table.rows:
        cells.text(row + 1, 0, table.none, "label")
        return row + 3
    for column, head in enumerate(table.heads):
        cells.text(row + 1, column, head, "head")
    row += 2
    for told in table.rows:
        for column, text in enumerate(told):
            cells.text(row, column, text)
        row += 1
    return row + 1


def _write_signatures(cells: Cells, told: Approval, row: int) -> None:
    """Write where everybody signs."""
    cells.text(row, 0, told.sign_title, "section")
    for number, signer in enumerate(told.signers):
        at = row + 1 + 2 * number
        cells.text(at, 0, signer, "label")
        for column, name in zip((1, 4), told.sign_fields, strict=True):
            cells.text(at, column, f"{name}: ____________________")
    cells.text(row + 2 + 2 * len(told.signers), 0, told.note, "label")
