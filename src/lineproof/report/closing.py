"""How is a month-end shown? On the terminal, as JSON, and as a journal for an outside book."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Sequence
from typing import Any

from rich.text import Text

from lineproof.ledger.closing import Closing, Left
from lineproof.ledger.cost_centres import cut
from lineproof.ledger.exchange import BookLine
from lineproof.model.money import currency_digits, format_minor
from lineproof.report.amounts import amount_text, bounded_text
from lineproof.report.closing_words import KINDS, CloseWord
from lineproof.report.ledger_words import ACCOUNT_WORDS
from lineproof.report.month_end import MonthEnd
from lineproof.report.printing import LINES_SHOWN_MAX, Printing
from lineproof.report.sections import Section, columns_of
from lineproof.report.wording import Language, Word
from lineproof.settle.factors import plain
from lineproof.settle.settlement import Bounded

_FORMULA_STARTS = tuple("=+-@\t\r")
JOURNAL_COLUMNS = (
    "entry", "date", "account", "cost_centre", "debit", "credit", "currency", "contract_debit",
    "contract_credit", "contract_currency", "rate", "rate_date", "contract", "provider", "reverses",
)  # fmt: skip


def print_month_end(end: MonthEnd, printing: Printing) -> None:
    """Print a contract's month-end."""
    closing = end.closing
    console, said = printing.console, printing.said
    title = f"{said(CloseWord.CLOSE)}  {closing.contract}  {closing.month}"
    console.print(Text(title, style="bold"))
    balances, *rest = month_end_sections(end, printing.language)
    printing.section(dataclasses.replace(balances, title=""))
    console.print(net_text(closing, printing.language))
    for section in rest:
        shown = dataclasses.replace(section, rows=section.rows[:LINES_SHOWN_MAX])
        printing.section(shown)
        more = len(section.rows) - LINES_SHOWN_MAX
        if more > 0:
            console.print(said(Word.MORE_DEDUCTIONS, count=more))
    if not end.lines:
        console.print(said(CloseWord.NO_LINES))
    if not closing.is_known:
        console.print(Text(said(CloseWord.OPEN), style="yellow"))


def net_text(closing: Closing, language: Language) -> str:
    """Return whether amounts in the journal are without the tax that is got back."""
    stated = CloseWord.NET if closing.is_net else CloseWord.GROSS
    return (stated if closing.is_stated else CloseWord.NOT_STATED).said(language)


def month_end_sections(end: MonthEnd, language: Language) -> tuple[Section, ...]:
    """Return a month-end as tables: balances, what is left, cost centres, the journal."""
    closing = end.closing
    found = [_balances_section(closing, language)]
    if closing.left:
        found.append(_left_section(closing, language))
    if sum(w for _, w in closing.weights) and [n for n, _ in closing.weights] != [""]:
        found.append(_centres_section(closing, language))
    if end.lines:
        found.append(_journal_section(end, language))
    return tuple(found)


def _balances_section(closing: Closing, language: Language) -> Section:
    """Return what stands at the month's end as a table."""
    prepaid = closing.prepaid
    balances = (
        (CloseWord.ACCRUED, closing.accrued),
        (CloseWord.OPENING, prepaid.opening),
        (CloseWord.ADDED, Bounded.exactly(prepaid.added)),
        (CloseWord.RELEASED, prepaid.released),
        (CloseWord.CLOSING, prepaid.closing),
        (CloseWord.CREDITS, closing.credits),
        (CloseWord.CLAIMED, Bounded.exactly(closing.claimed)),
        (CloseWord.DISPUTED, Bounded.exactly(closing.disputed)),
    )
    rows = tuple(
        (word.said(language),
         f"{bounded_text(amount, digits=closing.digits, language=language)} {closing.currency}")
        for word, amount in balances
    )  # fmt: skip
    columns = columns_of(language, (CloseWord.WHAT, "left"), (Word.AMOUNT, "right"))
    return Section(title=CloseWord.CLOSE.said(language), columns=columns, rows=rows)


def _left_section(closing: Closing, language: Language) -> Section:
    """Return what is left of orders, budgets and the contract."""

    def text(amount: int | None) -> str:
        return "–" if amount is None else amount_text(amount, digits=closing.digits)

    columns = columns_of(
        language, (CloseWord.KIND, "left"), (CloseWord.NAME, "left"), (CloseWord.GIVEN, "right"),
        (CloseWord.USED, "right"), (CloseWord.REMAINS, "right"),
    )  # fmt: skip
    rows = tuple(
        (KINDS[each.kind].said(language), each.name, text(each.given), text(each.used),
         text(each.left))
        for each in closing.left
    )  # fmt: skip
    return Section(title=CloseWord.LEFT.said(language), columns=columns, rows=rows)


def _centres_section(closing: Closing, language: Language) -> Section:
    """Return who bears this month's lines."""
    whole = int(sum(weight for _, weight in closing.weights))
    rows = tuple(
        (name or CloseWord.NOBODY.said(language), amount_text(part, digits=closing.digits))
        for name, part in cut(whole, closing.weights)
    )
    columns = columns_of(language, (CloseWord.CENTRE, "left"), (Word.AMOUNT, "right"))
    return Section(title=CloseWord.CENTRES.said(language), columns=columns, rows=rows)


def _journal_section(end: MonthEnd, language: Language) -> Section:
    """Return the lines for the outside book."""
    columns = columns_of(
        language, (CloseWord.DATE, "left"), (CloseWord.ENTRY, "left"), (CloseWord.ACCOUNT, "left"),
        (CloseWord.CENTRE, "left"), (CloseWord.DEBIT, "right"), (CloseWord.CREDIT, "right"),
    )  # fmt: skip
    rows = []
    for each in end.lines:
        line, digits = each.line, currency_digits(each.currency)
        sides = (amount_text(n, digits=digits) if n else "" for n in _sides(each.amount))
        name = ACCOUNT_WORDS[line.account].said(language)
        rows.append((str(line.date), line.entry, f"{end.books.name_of(line.account)} {name}",
                     line.cost_centre, *sides))  # fmt: skip
    return Section(title=CloseWord.JOURNAL.said(language), columns=columns, rows=tuple(rows))


def _sides(amount: int) -> tuple[int, int]:
    """Return an amount as debit and credit."""
    return max(amount, 0), max(-amount, 0)


def month_end_json(ends: Sequence[MonthEnd], *, month: str) -> dict[str, Any]:
    """Return what `close --json` prints."""
    return {"month": month, "contracts": [_closing_json(end) for end in ends]}


def _closing_json(end: MonthEnd) -> dict[str, Any]:
    """Return one contract's month-end."""
    closing = end.closing

    def text(minor: int | None) -> str | None:
        return None if minor is None else format_minor(minor, digits=closing.digits)

    def bounded(amount: Bounded) -> dict[str, str | None]:
        return {name: text(getattr(amount, name)) for name in ("value", "low", "high")}

    prepaid = closing.prepaid
    return {
        "contract": closing.contract,
        "currency": closing.currency,
        "accrued": bounded(closing.accrued),
        "prepaid": {
            "opening": bounded(prepaid.opening), "added": text(prepaid.added),
            "released": bounded(prepaid.released), "closing": bounded(prepaid.closing),
        },
        "credits": {
            "certain": bounded(closing.credits), "claimed": text(closing.claimed),
            "disputed": text(closing.disputed),
        },
        "net": closing.is_net,
        "left": [_left_json(each, closing.digits) for each in closing.left],
        "journal": [dict(zip(JOURNAL_COLUMNS, _row(end, line), strict=True))
                    for line in end.lines],
    }  # fmt: skip


def _left_json(left: Left, digits: int) -> dict[str, Any]:
    """Return what is left of one order, budget or contract."""

    def text(minor: int | None) -> str | None:
        return None if minor is None else format_minor(minor, digits=digits)

    return {"kind": left.kind, "name": left.name, "given": text(left.given),
            "used": text(left.used), "left": text(left.left)}  # fmt: skip


def journal_csv(ends: Sequence[MonthEnd]) -> bytes:
    """Return the journal lines of some contracts as CSV, for an outside book to take in.

    A text that a spreadsheet would compute gets an apostrophe before it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(JOURNAL_COLUMNS)
    for end in ends:
        writer.writerows([_harmless(cell) for cell in _row(end, line)] for line in end.lines)
    return out.getvalue().encode()


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> _harmless("=1+1"), _harmless("812.90")
    ("'=1+1", '812.90')
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _row(end: MonthEnd, each: BookLine) -> tuple[str, ...]:
    """Return a journal line's cells, as `JOURNAL_COLUMNS`."""
    closing, line = end.closing, each.line
    debit, credit = (
        format_minor(n, digits=currency_digits(each.currency)) for n in _sides(each.amount)
    )
    own = [format_minor(n, digits=closing.digits) for n in _sides(line.amount)]
    rate, day = ("", "") if each.rate is None else (plain(each.rate.value), str(each.rate.date))
    return (
        line.entry, line.date.isoformat(), end.books.name_of(line.account), line.cost_centre,
        debit, credit, each.currency, *own, closing.currency, rate, day, closing.contract,
        closing.provider, line.reverses,
    )  # fmt: skip
