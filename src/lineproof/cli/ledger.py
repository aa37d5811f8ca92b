"""Who has paid what? `lineproof ledger book`, `balances`, `statement` and `export`."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lineproof.cli.contract_folders import contract_folders
from lineproof.cli.running import (
    FINE,
    FOUND,
    AsJson,
    Folder,
    In,
    Language,
    day_of,
    ending,
    printing,
    write_json,
)

if TYPE_CHECKING:
    import polars as pl

    from lineproof.contract.case import View
    from lineproof.model.bill import Bill
    from lineproof.model.finding import Finding
    from lineproof.report.ledger import Booked

Folders = Annotated[
    list[Path],
    typer.Argument(metavar="DIR...", help="Contract folders, or folders that hold some."),
]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day it is looked at; today.")
]

ledger = typer.Typer(help="Book what is known, and show who has paid what.", no_args_is_help=True)


def book(
    folders: Folders, on: On = None, is_json: AsJson = False, language: In = Language.EN
) -> int:
    """Book what the ledger lacks: sealed months, bills and invoices, deductions, payments.

    What is booked already is left as it is; what changed is booked as a difference, on the day
    given. Nothing is booked twice.
    Exit code 1: something can't be booked; it is listed, and nothing of that contract was booked.
    """
    from lineproof.contract.case import view
    from lineproof.ledger.billed import differing, with_bills
    from lineproof.ledger.facts import shared_numbers
    from lineproof.report.as_json import check_json, dumped
    from lineproof.report.ledger import booked_json, print_booked
    from lineproof.store.bills import read_bills
    from lineproof.store.cases import open_case

    day = _day(on)
    views: dict[Path, tuple[View, tuple[Bill, ...]]] = {}
    findings: list[Finding] = []
    for folder in contract_folders(folders):
        seen, bills = view(open_case(folder)), read_bills(folder)
        findings += differing(seen, bills)
        views[folder] = with_bills(seen, bills), bills
    shared = shared_numbers({str(folder): seen for folder, (seen, _) in views.items()})
    findings += [_shared(number, names) for number, names in shared.items()]
    taken = {name for names in shared.values() for name in names}
    booked = []
    for folder, (seen, bills) in views.items():
        if str(folder) not in taken:
            made, wrong = _booked(folder, seen, bills, day)
            booked.append(made)
            findings += wrong
    if is_json:
        write_json(dumped(booked_json(booked) | check_json(findings, digits=2)))
    else:
        print_booked(booked, printing(language))
        _tell(findings, language)
    return FOUND if findings else FINE


def balances(
    folders: Folders, on: On = None, is_json: AsJson = False, language: In = Language.EN
) -> int:
    """Show the balance of each account on a day, what is still to be paid, and how old it is."""
    from lineproof.ledger.balances import balances as folded
    from lineproof.ledger.balances import open_items, tolerated
    from lineproof.report.as_json import dumped
    from lineproof.report.ledger import Standing, print_standing, standing_json

    day = _day(on)
    journal, known, heads = _journals(folders)
    standing = Standing(
        on=day,
        balances=folded(journal, on=day),
        items=open_items(journal, on=day),
        providers={name: _provider(seen) for name, seen in known.items()},
        digits={name: seen.contract.digits for name, seen in known.items()},
        heads=heads,
        tolerated=tolerated(journal, on=day),
    )
    if is_json:
        write_json(dumped(standing_json(standing)))
    else:
        print_standing(standing, printing(language))
    return FINE


def statement(
    folder: Folder,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day.")] = None,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """Show the provider's account: what he billed, what he was paid, what is owed after each."""
    from lineproof.ledger.statement import provider_statement
    from lineproof.model.period import Days
    from lineproof.report.as_json import dumped
    from lineproof.report.ledger import print_provider_statement, provider_statement_json

    journal, known, _ = _journals([folder])
    ((name, seen),) = known.items()
    start, end = _span(journal, first, last)
    head = seen.contract.contract
    found = provider_statement(journal, Days(start, end), contract=name, currency=head.currency)
    provider, digits = _provider(seen), seen.contract.digits
    if is_json:
        write_json(dumped(provider_statement_json(found, provider=provider, digits=digits)))
    else:
        print_provider_statement(found, printing(language), provider=provider, digits=digits)
    return FINE


def export(
    folders: Folders,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Where to; else it is printed.")
    ] = None,
) -> int:
    """Write the ledger as beancount text, with the balance of each account asserted at its end."""
    from lineproof.ledger.beancount import Payee, beancount_text
    from lineproof.store.files import write_file

    journal, known, _ = _journals(folders)
    payees = tuple(Payee(n, _provider(seen), seen.contract.digits) for n, seen in known.items())
    content = beancount_text(journal, payees).encode()
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return FINE
    write_file(output, content)
    sys.stderr.write(f"wrote {output}\n")
    return FINE


for _command in (book, balances, statement, export):
    ledger.command()(ending(_command))


def _day(text: str | None) -> dt.date:
    """Return the day a command was given, or today."""
    return day_of(text, option="--on") or dt.datetime.now().astimezone().date()


def _booked(
    folder: Path, seen: View, bills: tuple[Bill, ...], on: dt.date
) -> tuple[Booked, tuple[Finding, ...]]:
    """Book what a contract's ledger lacks."""
    from lineproof.report.ledger import Booked
    from lineproof.store.booking import book_lacking
    from lineproof.store.sealed_books import sealed_reads

    head, digits = seen.contract.contract, seen.contract.digits
    kept, booking = book_lacking(folder, seen, bills, sealed_reads(folder, seen), on=on)
    made = Booked(head.id, digits, booking.entries, kept.blocks, kept.head)
    return made, booking.findings


def _journals(folders: list[Path]) -> tuple[pl.DataFrame, dict[str, View], dict[str, str]]:
    """Return the postings of some contracts, their views and the hashes of their last bookings."""
    import polars as pl

    from lineproof.contract.case import view
    from lineproof.ledger.journal import empty_journal
    from lineproof.model.errors import LineproofError
    from lineproof.sources.folder import read_case
    from lineproof.store.ledger import read_ledger

    frames = [empty_journal().with_columns(contract=pl.lit(""))]
    known: dict[str, View] = {}
    heads = {}
    for folder in contract_folders(folders):
        seen = view(read_case(folder))
        name = seen.contract.contract.id
        if name in known:
            message = f'two folders have a contract "{name}": give each an id of its own'
            raise LineproofError(message)
        kept = read_ledger(folder, contract=name, digits=seen.contract.digits)
        frames.append(kept.journal.with_columns(contract=pl.lit(name)))
        known[name], heads[name] = seen, kept.head
    return pl.concat(frames), known, heads


def _provider(seen: View) -> str:
    """Return the provider's name."""
    return seen.contract.contract.parties.provider.name


def _span(journal: pl.DataFrame, first: str | None, last: str | None) -> tuple[dt.date, dt.date]:
    """Return the days asked for, by default all that something is booked on; the end is open."""
    start, end = day_of(first, option="--from"), day_of(last, option="--to")
    booked = journal.get_column("date")
    today = dt.datetime.now().astimezone().date()
    lowest, highest = booked.min() or today, booked.max() or today
    assert isinstance(lowest, dt.date), "a journal's days are days"
    assert isinstance(highest, dt.date), "a journal's days are days"
    return start or lowest, (end or highest) + dt.timedelta(days=1)


def _shared(number: str, folders: tuple[str, ...]) -> Finding:
    """Return the error for an invoice that several contracts have: one of them isn't its own."""
    from lineproof.model.finding import error

    return error(
        "E-INVOICE-SHARED",
        f'the invoice "{number}" is recorded in {" and in ".join(folders)}',
        where=f"{folders[0]}/records/invoices.csv",
        fix="Withdraw it where it doesn't belong; an invoice over several contracts is recorded "
        "in each with its part, under its number and a suffix.",
    )


def _tell(findings: list[Finding], language: Language) -> None:
    """Print findings on standard error."""
    if findings:
        from lineproof.report.terminal import Printing, console_for, print_findings

        print_findings(findings, Printing(console_for(sys.stderr), language.value), digits=2)
