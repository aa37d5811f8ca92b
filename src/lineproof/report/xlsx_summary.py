"""How are a statement's totals written in a spreadsheet? As sums of its lines, with a check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lineproof.model.money import format_minor
from lineproof.report.amounts import percent_text
from lineproof.report.charge_rules import rule_text
from lineproof.report.phrases import charge_name
from lineproof.report.statement import Charge, Statement
from lineproof.report.worded import Worded, worded
from lineproof.report.wording import Word
from lineproof.report.xlsx_cells import Sheet, Style
from lineproof.report.xlsx_lines import rows_of
from lineproof.report.xlsx_terms import counted_formula
from lineproof.settle.settlement import Bounded

_NUMBER, _NAME, _RULE, _CLAUSE, _COUNT, _AMOUNT, _LOW, _HIGH = range(8)
_WIDTHS = (10, 26, 52, 18, 8, 18, 16, 16)
_AMOUNT_AT, _LOW_AT, _HIGH_AT = "FGH"


@dataclass(frozen=True, slots=True)
class _Rows:
    """Some rows of the sheet, as a spreadsheet counts them; none where last is before first."""

    first: int
    last: int

    def sum(self, column: str) -> str:
        """Return the sum of one of their columns."""
        return f"SUM({column}{self.first}:{column}{self.last})"


@dataclass(frozen=True, slots=True)
class _Total:
    """A total in the sheet: where it stands, and what the settlement says."""

    label: str
    cell: str
    settled: int


def write_statement(sheet: Sheet, statement: Statement) -> None:
    """Write the first sheet: parties, charges, tax, totals, the check of them, and notes."""
    for column, width in enumerate(_WIDTHS):
        sheet.worksheet.set_column(column, column, width)
    texts = worded(statement, sheet.book.language)
    row = _write_head(sheet, texts)
    row, charges = _write_charges(sheet, statement, row)
    row, taxes = _write_taxes(sheet, statement, row)
    row, totals = _write_totals(sheet, statement, row, (charges, taxes))
    row = _write_check(sheet, statement, row, totals)
    _write_notes(sheet, texts, row)
    sheet.worksheet.set_landscape()


def _write_head(sheet: Sheet, texts: Worded) -> int:
    """Write title, parties, facts, the amount in words and what blocks it; return the next row."""
    sheet.text(0, 0, texts.title, "title")
    row = 2
    parties = [(role, "  ".join(t for t in names if t)) for role, *names in texts.parties]
    payable = (texts.payable.label, f"{texts.currency} {texts.payable.amount}")
    words = [texts.in_words] if texts.in_words is not None else []
    for label, value in (*parties, *texts.facts, payable, *words):
        sheet.text(row, _NUMBER, label, "label")
        sheet.text(row, _RULE, value, "strong_text" if label == texts.payable.label else "text")
        row += 1
    if texts.doubts:
        row += 1
        sheet.text(row, _NUMBER, texts.doubts_title, "section")
        for doubt in texts.doubts:
            row += 1
            sheet.text(row, _NAME, doubt.head, "wrap")
            sheet.text(row, _RULE, doubt.reason, "wrap")
            sheet.text(row, _CLAUSE, doubt.bounds)
        row += 1
    return row + 1


def _write_heads(sheet: Sheet, row: int, title: str, words: Sequence[Word | None]) -> int:
    """Write a title and the columns' names below it; return the next row."""
    sheet.text(row, 0, title, "section")
    for column, word in enumerate(words):
        style: Style = "head_right" if column >= _COUNT else "head"
        sheet.text(row + 1, column, sheet.book.said(word) if word else " ", style)
    return row + 2


def _write_charges(sheet: Sheet, statement: Statement, row: int) -> tuple[int, _Rows]:
    """Write each charge as the sum of its lines; return the next row, and where they stand."""
    words = (
        Word.CHARGE_NO, Word.CHARGE, Word.RULE, Word.CLAUSE, Word.COUNT, Word.AMOUNT, Word.LOW,
        Word.HIGH,
    )  # fmt: skip
    book = sheet.book
    row = _write_heads(sheet, row, book.said(Word.CHARGES), words)
    first = row
    for number, charge in enumerate(statement.charges, start=1):
        sheet.count(row, _NUMBER, number, "number")
        sheet.text(row, _NAME, charge_name(charge.charge, book.language))
        sheet.text(row, _RULE, rule_text(charge, statement, book.language), "wrap")
        sheet.text(row, _CLAUSE, charge.clause)
        sheet.count(row, _COUNT, charge.count)
        _write_charge_sums(sheet, statement, row, charge)
        row += 1
    rows = _Rows(first + 1, row)
    known = [c.amount.value for c in statement.charges if c.amount.value is not None]
    is_known = len(known) == len(statement.charges)
    sheet.text(row, _NAME, book.said(Word.LINES_SUM if is_known else Word.KNOWN_SUM), "strong")
    sheet.formula((row, _AMOUNT), f"={rows.sum(_AMOUNT_AT)}", sum(known), "strong_amount")
    return row + 2, rows


def _write_charge_sums(sheet: Sheet, statement: Statement, row: int, charge: Charge) -> None:
    """Write what a charge's lines come to, or their bounds: known lines count in both."""
    lines, name = rows_of(statement), sheet.book.said(Word.LINES)
    numbers, own = lines.range("number", name), f"A{row + 1}"

    def sums(column: str) -> str:
        return f"SUMIFS({lines.range(column, name)},{numbers},{own})"

    if charge.amount.value is not None:
        sheet.formula((row, _AMOUNT), f"={sums('amount')}", charge.amount.value)
    elif charge.amount.low is not None and charge.amount.high is not None:
        sheet.formula((row, _LOW), f"={sums('low')}+{sums('amount')}", charge.amount.low)
        sheet.formula((row, _HIGH), f"={sums('high')}+{sums('amount')}", charge.amount.high)


def _write_taxes(sheet: Sheet, statement: Statement, row: int) -> tuple[int, _Rows]:
    """Write the tax of each rate; return the next row, and where they stand."""
    if not statement.taxes:
        return row, _Rows(row + 1, row)
    book = sheet.book
    words = (None, Word.RATE, None, Word.CLAUSE, None, Word.WITH_TAX, Word.NET_OF, Word.TAXES)
    row = _write_heads(sheet, row, book.said(Word.TAXES), words)
    first = row
    for part in statement.taxes:
        is_out = part.nature == "out_of_scope"
        rate = book.said(Word.OUT_OF_SCOPE) if is_out else percent_text(part.rate)
        sheet.text(row, _NAME, rate)
        sheet.text(row, _CLAUSE, part.clause)
        sheet.formula((row, _AMOUNT), f"={_LOW_AT}{row + 1}+{_HIGH_AT}{row + 1}", part.gross)
        sheet.amount(row, _LOW, part.net)
        sheet.amount(row, _HIGH, part.tax)
        row += 1
    return row + 1, _Rows(first + 1, row)


def _write_totals(
    sheet: Sheet, statement: Statement, row: int, tables: tuple[_Rows, _Rows]
) -> tuple[int, list[_Total]]:
    """Write the totals, by formula where one gives them; return the next row, and the totals."""
    charges, taxes = tables
    words = (None, None, None, None, None, Word.AMOUNT, Word.LOW, Word.HIGH)
    row = _write_heads(sheet, row, sheet.book.said(Word.SUMMARY), words)
    net, tax = (taxes.sum(_LOW_AT), taxes.sum(_HIGH_AT)) if statement.taxes else ("", "")
    figures: tuple[tuple[Word, Bounded, str], ...] = (
        (Word.GROSS, statement.gross, _gross_formula(statement, charges, taxes)),
        (Word.NET, statement.net, net),
        (Word.TAX, statement.tax, tax),
        (Word.CARRIED, statement.carried, ""),
        (Word.PAYABLE, statement.payable, counted_formula(statement, sheet.book)),
    )
    totals = []
    for word, amount, formula in figures:
        if amount.value is None and amount.low is None and word in {Word.NET, Word.TAX}:
            continue
        label = sheet.book.said(word)
        is_last = word is Word.PAYABLE
        sheet.text(row, _NAME, label, "strong" if is_last else "text")
        style: Style = "strong_amount" if is_last else "amount"
        if formula and amount.value is not None:
            sheet.formula((row, _AMOUNT), f"={formula}", amount.value, style)
            totals.append(_Total(label, f"{_AMOUNT_AT}{row + 1}", amount.value))
        else:
            sheet.amount(row, _AMOUNT, amount.value, style)
        if amount.value is None:
            sheet.amount(row, _LOW, amount.low)
            sheet.amount(row, _HIGH, amount.high)
        row += 1
    return row + 1, totals


def _gross_formula(statement: Statement, charges: _Rows, taxes: _Rows) -> str:
    """Return the formula of what was earned: the lines, or net and tax where prices exclude it."""
    gross = statement.gross.value
    amounts = [charge.amount.value for charge in statement.charges]
    if gross is None or None in amounts:
        return ""
    if sum(amount for amount in amounts if amount is not None) == gross:
        return charges.sum(_AMOUNT_AT)
    is_taxed = sum(part.gross for part in statement.taxes) == gross
    return taxes.sum(_AMOUNT_AT) if is_taxed else ""


def _write_check(sheet: Sheet, statement: Statement, row: int, totals: list[_Total]) -> int:
    """Write what the sheet comes to less what was settled; return the next row."""
    book = sheet.book
    lines = rows_of(statement).range("amount", book.said(Word.LINES))
    known = statement.lines.get_column("amount").sum()
    checks = [_Total(book.said(Word.LINES_SUM), f"SUM({lines})", int(known)), *totals]
    sheet.text(row, 0, book.said(Word.CHECK), "section")
    row += 1
    first = row
    for total in checks:
        settled = format_minor(total.settled, digits=book.digits)
        sheet.text(row, _NAME, total.label)
        sheet.formula((row, _AMOUNT), f"=ROUND({total.cell}-({settled}),{book.digits})", 0)
        row += 1
    rows = f"{_AMOUNT_AT}{first + 1}:{_AMOUNT_AT}{row}"
    sheet.text(row, _NAME, book.said(Word.DIFFERENCE), "strong")
    sheet.formula((row, _AMOUNT), f"=SUMPRODUCT(ABS({rows}))", 0, "strong_amount")
    return row + 2


def _write_notes(sheet: Sheet, texts: Worded, row: int) -> None:
    """Write the notes and the hashes."""
    if texts.notes:
        sheet.text(row, 0, texts.notes_title, "section")
        for note in texts.notes:
            row += 1
            sheet.text(row, _NAME, note)
        row += 2
    for label, value in texts.hashes:
        sheet.text(row, _NUMBER, label, "label")
        sheet.text(row, _NAME, value)
        row += 1
    sheet.text(row, _NAME, texts.proof)
