"""How do a contract's books stand here? Its ledger, month-ends, savings, and an auditor's pack.

The ledger lies in the contract's folder as ever; sealed months are read from the vault.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lineproof.ledger.balances import balances, open_items, tolerated
from lineproof.ledger.beancount import Payee, beancount_text
from lineproof.ledger.billed import differing, with_bills
from lineproof.ledger.statement import ProviderStatement, provider_statement
from lineproof.model.finding import Finding, error
from lineproof.model.period import Days, add_months, month_text, parse_month
from lineproof.report.audit_pack import audit_files, pack_of
from lineproof.report.changes import Changes
from lineproof.report.changes_found import changes_of
from lineproof.report.ledger import Standing
from lineproof.report.month_end import Bookkeeping, MonthEnd, month_end_of
from lineproof.report.wording import Language
from lineproof.sources.books import BOOKS_FILE, CENTRES_FILE, books_of, cost_centres_of
from lineproof.store.booking import book_lacking
from lineproof.store.evidence import folder_files
from lineproof.store.ledger import Kept, read_ledger
from lineproof.store.sealed_books import Reads
from lineproof.store.zipped import SUMS_FILE, packed
from lineproof.web.doing.bills import bills_of, heads_of
from lineproof.web.doing.checking import Question, compared
from lineproof.web.doing.deciding import lock
from lineproof.web.kept.contracts import Contract, Record, SealedMonth
from lineproof.web.kept.trail import Entry, note
from lineproof.web.kept.vault import get
from lineproof.web.known.case import At, at, file_of, folder_of, known, settled, today
from lineproof.web.who.people import User

_BOOKED = "ledger booked"
_REMEMBERED = 8
_SAMPLE = 25


@dataclass(frozen=True, slots=True)
class Booked:
    """What booking came to: how many postings, the chain's last hash; findings: nothing was."""

    postings: int
    head: str
    findings: tuple[Finding, ...]


def ledger_of(contract: Contract) -> Kept:
    """Return a contract's ledger; raises StoreError where it isn't as it was written."""
    agreed = known(at(contract)).case.contract
    return read_ledger(folder_of(contract), contract=agreed.contract.id, digits=agreed.digits)


def book(contract: Contract, *, by: User) -> Booked:
    """Book what a contract's ledger lacks, and tell the trail; what is booked stays as it is."""
    found = known(at(contract))
    bills, day = bills_of(contract), today(found.case, timezone.now())
    wrong = (*differing(found.view, bills), *_shared(contract))
    if wrong:
        return Booked(0, "", wrong)
    seen = with_bills(found.view, bills)
    kept, booking = book_lacking(folder_of(contract), seen, bills, _sealed(contract), on=day)
    if kept.blocks and not booking.findings:
        _note(contract, kept, by=by)
    return Booked(booking.entries.height, kept.head, tuple(booking.findings))


@transaction.atomic
def _note(contract: Contract, kept: Kept, *, by: User) -> None:
    """Tell the trail how the ledger stands, once, be it after the server was killed."""
    contract = lock(contract)
    told = {"count": kept.journal.height, "result": kept.head}
    if not Entry.objects.filter(contract=contract, action=_BOOKED, details=told).exists():
        note(_BOOKED, by=by, contract=contract, count=kept.journal.height, result=kept.head)


def _shared(contract: Contract) -> tuple[Finding, ...]:
    """Return the errors for invoices that another contract of the organisation has as well."""
    invoices = Record.objects.filter(kind="invoices")
    numbers = set(known(at(contract)).view.rows("invoices").get_column("number").to_list())
    others = invoices.filter(contract__organisation=contract.organisation).exclude(
        contract=contract
    )
    shared = numbers & set(others.values_list("values__number", flat=True))
    return tuple(
        error(
            "E-INVOICE-SHARED",
            f'the invoice "{number}" is recorded in another contract as well',
            where="records/invoices.csv",
            fix="Withdraw it where it doesn't belong; an invoice over several contracts is "
            "recorded in each with its part, under its number and a suffix.",
        )
        for number in sorted(shared)
    )


def _sealed(contract: Contract) -> dict[str, Reads]:
    """Return what reads the files of each closed month, at its latest revision."""
    latest = {each.month: each for each in SealedMonth.objects.filter(contract=contract)}
    return {month: functools.partial(file_of, sealed) for month, sealed in latest.items()}


def standing_on(contract: Contract, *, on: dt.date) -> Standing:
    """Return how the accounts stand on a day."""
    found, kept = known(at(contract)), ledger_of(contract)
    head = found.case.contract.contract
    journal = kept.journal.with_columns(contract=pl.lit(head.id))
    return Standing(
        on=on,
        balances=balances(journal, on=on),
        items=open_items(journal, on=on),
        providers={head.id: head.parties.provider.name},
        digits={head.id: found.case.contract.digits},
        heads={head.id: kept.head} if kept.blocks else {},
        tolerated=tolerated(journal, on=on),
    )


def account_until(contract: Contract, *, on: dt.date) -> ProviderStatement:
    """Return the provider's account from its first day up to another."""
    head = known(at(contract)).case.contract.contract
    journal = ledger_of(contract).journal
    first = journal.get_column("date").min()
    start = min(first, on) if isinstance(first, dt.date) else on
    days = Days(start, on + dt.timedelta(days=1))
    return provider_statement(journal, days, contract=head.id, currency=head.currency)


def beancount_of(contract: Contract) -> bytes:
    """Return the ledger as beancount text."""
    agreed = known(at(contract)).case.contract
    head = agreed.contract
    journal = ledger_of(contract).journal.with_columns(contract=pl.lit(head.id))
    payee = Payee(head.id, head.parties.provider.name, agreed.digits)
    return beancount_text(journal, (payee,)).encode()


def month_end(contract: Contract, month: str) -> MonthEnd:
    """Return a contract's month-end; raises InputRefusedError for a month that it hasn't."""
    kept = tuple((each.folder.name, each.version) for each in heads_of(contract))
    return _month_end(at(contract), month, kept)


@functools.lru_cache(maxsize=_REMEMBERED)
def _month_end(
    state: At, month: str, kept: tuple[tuple[str, str], ...]  # noqa: ARG001 - remembered by
) -> MonthEnd:  # fmt: skip
    """Return a month-end; kept: the bills there are, each by what it holds."""
    contract, found = Contract.objects.get(pk=state.contract), known(state)
    centres = cost_centres_of(_file(contract, CENTRES_FILE), digits=found.case.contract.digits)
    books = books_of(_file(contract, BOOKS_FILE))
    keeping = Bookkeeping(books, centres, bills_of(contract), _sealed(contract))
    return month_end_of(found.view, parse_month(month), keeping)


def _file(contract: Contract, path: str) -> bytes | None:
    """Return another file of the contract's folder, if it came with one."""
    kept = contract.files.filter(path=path).first()
    return None if kept is None else get(settings.CONFIGURATION.vault, kept.sha256)


def changes_between(contract: Contract, first: str, last: str, *, most: int) -> Changes:
    """Return what changed from month to month, and what checking bills saved.

    most: how many months at most. Raises InputRefusedError where one isn't known, and ValueError
    where they aren't two months in order.
    """
    month, end = parse_month(first), parse_month(last)
    months: list[str] = []
    while month <= end and len(months) < most:
        months.append(month_text(month))
        month = add_months(month, 1)
    if len(months) < 2:  # noqa: PLR2004 - a change is between two months
        raise ValueError(last)
    state = at(contract)
    return changes_of(known(state).view, [settled(state, each) for each in months])


def audit_pack(contract: Contract, month: str, *, language: Language) -> bytes:
    """Return the auditor's pack of a month: the sample, its pages and the evidence, in one archive.

    Raises InputRefusedError where no bill is for the month.
    """
    found = compared(contract, Question((month,)))
    chosen = {bill.number for bill in found.bills}
    evidence: dict[str, bytes] = {}
    latest = contract.sealed.filter(month=month).last()
    if latest is not None:
        evidence |= {f"{latest}/{name}": file_of(latest, name) for name in sorted(latest.files)}
    for each in heads_of(contract):
        if each.bill.number in chosen:
            place = each.folder
            evidence |= {f"bills/{place.name}/{n}": c for n, c in folder_files(place).items()}
    files = audit_files(pack_of(found, size=_SAMPLE), evidence, language)
    return packed({name: content for name, content in files.items() if name != SUMS_FILE})
