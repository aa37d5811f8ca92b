"""How are payments, terms and findings written to a spreadsheet? A sheet each."""

from __future__ import annotations

from lineproof.model.finding import Finding
from lineproof.report.finding_words import fix_text, message_text
from lineproof.report.phrases import item_name, kind_name, severity_name, status_name
from lineproof.report.statement import Statement
from lineproof.report.worded import when_text
from lineproof.report.wording import Word
from lineproof.report.xlsx_cells import Book, Sheet, Style

_PAYMENTS: tuple[tuple[Word, int], ...] = (
    (Word.ITEM, 22), (Word.DUE, 52), (Word.DUE_DATE, 12), (Word.COUNTED, 11), (Word.AMOUNT, 18),
    (Word.LOW, 16), (Word.HIGH, 16), (Word.CLAUSE, 18),
)  # fmt: skip
_ITEM, _WHEN, _DAY, _COUNTED, _AMOUNT, _LOW, _HIGH, _CLAUSE = range(8)
_TERMS: tuple[tuple[Word, int], ...] = (
    (Word.TERM, 24), (Word.KIND, 22), (Word.SAYS, 70), (Word.CLAUSE, 18),
)  # fmt: skip
_FINDINGS: tuple[tuple[Word, int], ...] = (
    (Word.CODE, 24), (Word.SEVERITY, 22), (Word.MESSAGE, 70), (Word.CLAUSE, 18),
    (Word.STATUS, 12), (Word.AT_STAKE, 16), (Word.WHERE, 22), (Word.FIX, 50),
)  # fmt: skip
_STAKE = 5
_HEAD_ROW = 0


def counted_formula(statement: Statement, book: Book) -> str:
    """Return the formula of the payments that a month counts; blank where it isn't their sum."""
    counted = [due.amount.value for due in statement.due if due.month is not None]
    known = [amount for amount in counted if amount is not None]
    if len(known) != len(counted) or sum(known) != statement.payable.value or not counted:
        return ""
    first, last = _HEAD_ROW + 2, _HEAD_ROW + 1 + len(statement.due)
    name = book.said(Word.DUE)
    return f"SUMIFS('{name}'!$E${first}:$E${last},'{name}'!$D${first}:$D${last},1)"


def write_payments(sheet: Sheet, statement: Statement) -> None:
    """Write the sheet of payments: what falls due, or what it waits for."""
    _write_heads(sheet, _HEAD_ROW, _PAYMENTS, {_COUNTED, _AMOUNT, _LOW, _HIGH})
    language = sheet.book.language
    for row, due in enumerate(statement.due, start=_HEAD_ROW + 1):
        sheet.text(row, _ITEM, item_name(due.item, language))
        sheet.text(row, _WHEN, when_text(due, language), "wrap")
        if due.date is not None:
            sheet.day(row, _DAY, due.date)
        sheet.count(row, _COUNTED, int(due.month is not None))
        sheet.amount(row, _AMOUNT, due.amount.value)
        if due.amount.value is None:
            sheet.amount(row, _LOW, due.amount.low)
            sheet.amount(row, _HIGH, due.amount.high)
        sheet.text(row, _CLAUSE, due.clause, "after")
    _finish(sheet)


def write_terms(sheet: Sheet, statement: Statement) -> None:
    """Write the sheet of terms that aren't computed yet, and of everything `check` found."""
    language = sheet.book.language
    for column, (_, width) in enumerate(_FINDINGS):
        sheet.worksheet.set_column(column, column, width)
    sheet.text(0, 0, sheet.book.said(Word.NOT_COMPUTED), "section")
    _write_heads(sheet, 1, _TERMS, set())
    row = 2
    for term in statement.not_computed:
        texts = (term.id, kind_name(term.kind, language), term.text, term.clause)
        for column, text in enumerate(texts):
            sheet.text(row, column, text, "wrap")
        row += 1
    row += 1
    sheet.text(row, 0, sheet.book.said(Word.CHECKED), "section")
    _write_heads(sheet, row + 1, _FINDINGS, {_STAKE})
    for at, finding in enumerate(statement.findings, start=row + 2):
        _write_finding(sheet, at, finding)
    _finish(sheet)


def _write_finding(sheet: Sheet, row: int, finding: Finding) -> None:
    """Write one finding."""
    language = sheet.book.language
    texts = (
        finding.code,
        severity_name(finding.severity, language),
        message_text(finding.code, finding.message, language),
        finding.clause,
        status_name(finding.status, language),
        "",
        finding.where,
        fix_text(finding.code, finding.fix, language),
    )
    for column, text in enumerate(texts):
        if column == _STAKE:
            sheet.amount(row, column, finding.amount)
        else:
            sheet.text(row, column, text, "after" if column == _STAKE + 1 else "wrap")


def _write_heads(
    sheet: Sheet, row: int, heads: tuple[tuple[Word, int], ...], right: set[int]
) -> None:
    """Write the columns' names; right: those over figures."""
    for column, (word, width) in enumerate(heads):
        style: Style = "head_right" if column in right else "head"
        style = "head_after" if column - 1 in right and column not in right else style
        sheet.text(row, column, sheet.book.said(word), style)
        if row == _HEAD_ROW:
            sheet.worksheet.set_column(column, column, width)


def _finish(sheet: Sheet) -> None:
    """Freeze the first row, and print it on each page."""
    sheet.worksheet.freeze_panes(_HEAD_ROW + 1, 0)
    sheet.worksheet.repeat_rows(_HEAD_ROW)
    sheet.worksheet.set_landscape()
