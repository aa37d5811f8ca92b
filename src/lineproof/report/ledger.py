"""How does a person see the ledger? What was booked, balances, ages, the provider's account."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from rich.text import Text

from lineproof.ledger.accounts import Account
from lineproof.ledger.balances import AGES_D, OpenItem, ToleratedSum, ageing
from lineproof.ledger.statement import ProviderStatement
from lineproof.model.money import format_minor
from lineproof.report.amounts import amount_text
from lineproof.report.causes import cause_name
from lineproof.report.ledger_words import ACCOUNT_WORDS, LedgerWord
from lineproof.report.printing import LINES_SHOWN_MAX, Printing
from lineproof.report.sections import Column, Section, columns_of
from lineproof.report.wording import Language, Word


@dataclass(frozen=True)
class Booked:
    """What booking a contract came to: the new postings, how many bookings, the last one's hash."""

    contract: str
    digits: int
    entries: pl.DataFrame
    blocks: int
    head: str


@dataclass(frozen=True)
class Standing:
    """Where the ledgers of some contracts stand on a day.

    balances: columns of `BALANCES`. providers, digits: by contract; heads: hash of its last
    booking.
    """

    on: dt.date
    balances: pl.DataFrame
    items: tuple[OpenItem, ...]
    providers: Mapping[str, str]
    digits: Mapping[str, int]
    heads: Mapping[str, str]
    tolerated: tuple[ToleratedSum, ...] = ()


def print_booked(booked: Sequence[Booked], printing: Printing) -> None:
    """Print how much was booked of each contract, and the hash that now stands for its ledger."""
    for each in booked:
        word = LedgerWord.BOOKED if each.entries.height else LedgerWord.NOTHING
        values = {
            "contract": each.contract,
            "entries": each.entries.get_column("key").n_unique(),
            "postings": each.entries.height,
            "file": f"ledger/{each.blocks:06d}.csv",
        }
        names = ("contract",) if word is LedgerWord.NOTHING else tuple(values)
        printing.console.print(Text(printing.said(word, **{n: values[n] for n in names})))
        printing.console.print(Text(printing.said(LedgerWord.HEAD, head=each.head)))


def booked_json(booked: Sequence[Booked]) -> dict[str, Any]:
    """Return what `ledger book --json` prints."""
    return {
        "contracts": [
            {
                "contract": each.contract,
                "bookings": each.blocks,
                "head": each.head,
                "postings": postings_json(each.entries, digits=each.digits),
            }
            for each in booked
        ]
    }


def postings_json(entries: pl.DataFrame, *, digits: int) -> list[dict[str, Any]]:
    """Return postings as `ledger book --json` prints them."""
    return [_posting_json(row, digits) for row in entries.iter_rows(named=True)]


def _posting_json(row: Mapping[str, Any], digits: int) -> dict[str, Any]:
    """Return one posting."""
    return {
        "key": row["key"],
        "document": row["document"],
        "date": row["date"].isoformat(),
        "account": row["account"],
        "for": row["about"] or None,
        "amount": format_minor(row["amount"], digits=digits),
        "currency": row["currency"],
        "due": row["due"].isoformat() if row["due"] is not None else None,
        "evidence": row["evidence"],
    }


def print_standing(standing: Standing, printing: Printing) -> None:
    """Print balances, what is open, and how old it is."""
    said = printing.said
    title = f"{said(LedgerWord.BALANCES)}  {standing.on}"
    printing.console.print(Text(title, style="bold"))
    balances, *rest = standing_sections(standing, printing.language)
    printing.section(dataclasses.replace(balances, title=""))
    for section in rest:
        printing.section(_cut(section))
        more = len(section.rows) - LINES_SHOWN_MAX
        if more > 0:
            printing.console.print(said(Word.MORE_DEDUCTIONS, count=more))
    if not standing.items:
        printing.console.print(said(LedgerWord.NO_OPEN))
    for contract, head in standing.heads.items():
        printing.console.print(Text(f"{contract}{said(LedgerWord.HEAD, head=head)}"))


def _cut(section: Section) -> Section:
    """Return a table with as many rows as are printed at most."""
    return dataclasses.replace(section, rows=section.rows[:LINES_SHOWN_MAX])


def standing_sections(standing: Standing, language: Language) -> tuple[Section, ...]:
    """Return balances, what tolerances let stand, what is open and how old it is, as tables."""
    found = [_balances_section(standing, language)]
    if standing.tolerated:
        found.append(_tolerated_section(standing, language))
    if standing.items:
        found += [_open_section(standing, language), _ages_section(standing, language)]
    return tuple(found)


def _balances_section(standing: Standing, language: Language) -> Section:
    """Return the balance of each account."""
    columns = columns_of(
        language, (Word.CONTRACT, "left"), (LedgerWord.ACCOUNT, "left"), (Word.CURRENCY, "left"),
        (LedgerWord.DEBIT, "right"), (LedgerWord.CREDIT, "right"), (LedgerWord.BALANCE, "right"),
    )  # fmt: skip
    rows = tuple(
        (contract, ACCOUNT_WORDS[Account(account)].said(language), currency,
         *(amount_text(amount, digits=standing.digits[contract]) for amount in amounts))
        for contract, account, currency, *amounts in standing.balances.iter_rows()
    )  # fmt: skip
    return Section(title=LedgerWord.BALANCES.said(language), columns=columns, rows=rows)


def _tolerated_section(standing: Standing, language: Language) -> Section:
    """Return what tolerances let stand so far, by cause."""
    columns = columns_of(
        language, (Word.CONTRACT, "left"), (LedgerWord.CAUSE, "left"), (Word.AMOUNT, "right")
    )
    rows = tuple(
        (each.contract, cause_name(each.cause, language),
         f"{amount_text(each.amount, digits=standing.digits[each.contract])} {each.currency}")
        for each in standing.tolerated
    )  # fmt: skip
    return Section(title=LedgerWord.TOLERATED.said(language), columns=columns, rows=rows)


def _open_section(standing: Standing, language: Language) -> Section:
    """Return the open items."""
    columns = columns_of(
        language, (Word.CONTRACT, "left"), (Word.PROVIDER, "left"), (LedgerWord.ABOUT, "left"),
        (LedgerWord.DUE, "left"), (LedgerWord.DAYS_LATE, "right"), (LedgerWord.OPEN, "right"),
    )  # fmt: skip
    rows = tuple(
        (item.contract, standing.providers[item.contract], item.about, str(item.due or "–"),
         str(item.days_late or "–"),
         f"{amount_text(item.amount, digits=standing.digits[item.contract])} {item.currency}")
        for item in standing.items
    )  # fmt: skip
    return Section(title=LedgerWord.OPEN_ITEMS.said(language), columns=columns, rows=rows)


def _ages_section(standing: Standing, language: Language) -> Section:
    """Return what is open by its age."""
    ages = [Column(name=text, align="right") for text in _age_texts(language)]
    columns = (*columns_of(language, (Word.CONTRACT, "left"), (Word.CURRENCY, "left")), *ages)
    rows = tuple(
        (contract, currency,
         *(amount_text(amount, digits=standing.digits[contract]) for amount in amounts))
        for (contract, currency), amounts in ageing(standing.items).items()
    )  # fmt: skip
    return Section(title=LedgerWord.AGEING.said(language), columns=columns, rows=rows)


def _age_texts(language: Language) -> list[str]:
    """Return what each age is called."""
    told = [LedgerWord.NOT_DUE.said(language)]
    for before, last in itertools.pairwise(AGES_D):
        told.append(LedgerWord.AGE_TO.said(language, first=before + 1, last=last))
    return [*told, LedgerWord.AGE_OVER.said(language, last=AGES_D[-1])]


def standing_json(standing: Standing) -> dict[str, Any]:
    """Return what `ledger balances --json` prints."""

    def text(contract: str, minor: int) -> str:
        return format_minor(minor, digits=standing.digits[contract])

    names = ["not_due", *(f"to_{last}_days" for last in AGES_D[1:]), f"over_{AGES_D[-1]}_days"]
    return {
        "on": standing.on.isoformat(),
        "balances": [
            {
                "contract": contract, "account": account, "currency": currency,
                "debit": text(contract, debit), "credit": text(contract, credit),
                "balance": text(contract, balance),
            }
            for contract, account, currency, debit, credit, balance
            in standing.balances.iter_rows()
        ],
        "tolerated": [
            {
                "contract": each.contract, "cause": each.cause, "currency": each.currency,
                "amount": text(each.contract, each.amount),
            }
            for each in standing.tolerated
        ],
        "open": [
            {
                "contract": item.contract,
                "provider": standing.providers[item.contract],
                "for": item.about,
                "currency": item.currency,
                "due": item.due.isoformat() if item.due is not None else None,
                "days_late": item.days_late,
                "amount": text(item.contract, item.amount),
            }
            for item in standing.items
        ],
        "ages": [
            {"contract": contract, "currency": currency}
            | {name: text(contract, amount) for name, amount in zip(names, amounts, strict=True)}
            for (contract, currency), amounts in ageing(standing.items).items()
        ],
        "heads": [{"contract": name, "head": head} for name, head in standing.heads.items()],
    }  # fmt: skip


def print_provider_statement(
    found: ProviderStatement, printing: Printing, *, provider: str, digits: int
) -> None:
    """Print a provider's account."""
    said = printing.said
    last = found.days.end - dt.timedelta(days=1)
    span = said(Word.PERIOD_DAYS, first=found.days.start, last=last)
    title = f"{said(LedgerWord.STATEMENT)}  {provider}  {found.contract}  {span}"
    printing.console.print(Text(title, style="bold"))
    section = statement_section(found, printing.language, digits=digits)
    printing.section(dataclasses.replace(section, title=""))
    if found.tolerated:
        amount = amount_text(found.tolerated, digits=digits)
        printing.console.print(f"{said(LedgerWord.TOLERATED)}  {amount} {found.currency}")


def statement_section(found: ProviderStatement, language: Language, *, digits: int) -> Section:
    """Return a provider's account as a table, from its opening to its closing balance."""
    columns = columns_of(
        language, (LedgerWord.DATE, "left"), (LedgerWord.DOCUMENT, "left"),
        (LedgerWord.ABOUT, "left"), (LedgerWord.BILLED, "right"), (LedgerWord.PAID, "right"),
        (LedgerWord.OWED, "right"),
    )  # fmt: skip

    def end(word: LedgerWord, amount: int) -> tuple[str, ...]:
        return ("", word.said(language), "", "", "", amount_text(amount, digits=digits))

    shown = ("date", "document", "about", "billed", "paid", "balance")
    rows = tuple(
        (str(date), document, about,
         *(amount_text(amount, digits=digits) if amount else "" for amount in amounts[:2]),
         amount_text(amounts[2], digits=digits))
        for date, document, about, *amounts in found.rows.select(shown).iter_rows()
    )  # fmt: skip
    return Section(
        title=LedgerWord.STATEMENT.said(language),
        columns=columns,
        rows=(end(LedgerWord.OPENING, found.opening), *rows),
        total=end(LedgerWord.CLOSING, found.closing),
    )


def provider_statement_json(
    found: ProviderStatement, *, provider: str, digits: int
) -> dict[str, Any]:
    """Return what `ledger statement --json` prints."""

    def text(minor: int) -> str:
        return format_minor(minor, digits=digits)

    return {
        "contract": found.contract,
        "provider": provider,
        "currency": found.currency,
        "from": found.days.start.isoformat(),
        "to": found.days.end.isoformat(),
        "opening": text(found.opening),
        "entries": [
            {
                "date": row["date"].isoformat(), "key": row["key"], "document": row["document"],
                "for": row["about"] or None, "billed": text(row["billed"]),
                "paid": text(row["paid"]), "balance": text(row["balance"]),
            }
            for row in found.rows.iter_rows(named=True)
        ],
        "closing": text(found.closing),
        "tolerated": text(found.tolerated),
    }  # fmt: skip
