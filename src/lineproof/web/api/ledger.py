"""The books as programs see them: balances, the provider's account, postings, month-ends."""

from __future__ import annotations

import enum
from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone
from ninja import Query
from ninja.errors import HttpError
from pydantic import Field, WithJsonSchema

from lineproof.ledger.statement import ProviderStatement
from lineproof.model.errors import InputRefusedError
from lineproof.report.changes import changes_json
from lineproof.report.closing import journal_csv, month_end_json
from lineproof.report.ledger import postings_json, provider_statement_json, standing_json
from lineproof.report.month_end import MonthEnd
from lineproof.web.api.door import ContractCall
from lineproof.web.api.marks import etag
from lineproof.web.api.operations import Operations
from lineproof.web.api.paging import slice_of
from lineproof.web.api.payments import of_day
from lineproof.web.api.shapes import (
    FILE,
    PAGE_ROWS,
    SHAPE,
    After,
    Limit,
    Month,
    On,
    Part,
    Shape,
    printed,
)
from lineproof.web.doing.bookkeeping import (
    account_until,
    audit_pack,
    beancount_of,
    book,
    changes_between,
    ledger_of,
    month_end,
    standing_on,
)
from lineproof.web.known.case import at, known, today
from lineproof.web.known.months import refuse_outside_term
from lineproof.web.who.rights import Right

operations = Operations("ledger")

MONTHS_MAX = 36
_OF_MONTH = "/contracts/{int:pk}/month-ends/{month}"


class Tongue(enum.StrEnum):
    """A language that pages are written in."""

    EN = "en"
    ZH = "zh"


In = Annotated[Tongue, Query(description="The language of its pages.")]


class Postings(Part):
    """A part of a ledger's postings."""

    items: list[
        Annotated[dict[str, Any], WithJsonSchema({SHAPE: "ledger book/contracts[].postings"})]
    ]


class Entries(Part):
    """A part of what is in the provider's account."""

    items: list[Annotated[dict[str, Any], WithJsonSchema({SHAPE: "ledger statement/entries"})]]


class BookedShape(Shape):
    """What booking came to."""

    postings: int = Field(description="How many were booked now; 0: nothing was lacking.")
    head: str = Field(description="SHA-256 of the last booking, which stands for all of them.")


class Span(Shape):
    """From which month to which."""

    first: Month = Field(alias="from", description="The first month.")
    last: Month = Field(alias="to", description="The last, after the first.")


def _of_books(call: ContractCall) -> str:
    """Return the ETag of a contract with its bills and its ledger, which are files, on a day."""
    return etag(of_day(call), ledger_of(call.contract).head)


@operations.reads(
    "/contracts/{int:pk}/ledger/balances",
    Right.SEE_CHECKS,
    printed("ledger balances"),
    marked=_of_books,
)
def ledger_balances(call: ContractCall, on: On = None) -> dict[str, Any]:
    """Read the balance of each account on a day, what is open, and how old it is."""
    day = on or today(known(at(call.contract)).case, timezone.now())
    return standing_json(standing_on(call.contract, on=day))


@operations.reads(
    "/contracts/{int:pk}/ledger/statement",
    Right.SEE_CHECKS,
    printed("ledger statement/-entries"),
    marked=_of_books,
)
def ledger_statement(call: ContractCall, on: On = None) -> dict[str, Any]:
    """Read the provider's account from its first day to another; its entries are a list apart."""
    told = _statement_json(call, _account(call, on))
    del told["entries"]
    return told


@operations.reads(
    "/contracts/{int:pk}/ledger/statement/entries", Right.SEE_CHECKS, Entries, marked=_of_books
)
def ledger_statement_entries(
    call: ContractCall, on: On = None, after: After = None, limit: Limit = PAGE_ROWS
) -> dict[str, object]:
    """List what is in the provider's account: what he billed, what he was paid, what is owed."""
    entries: list[dict[str, Any]] = _statement_json(call, _account(call, on))["entries"]

    def told(start: int, count: int) -> list[dict[str, Any]]:
        return entries[start : start + count]

    return slice_of(len(entries), told, after=after, limit=limit)


def _account(call: ContractCall, on: On) -> ProviderStatement:
    """Return the provider's account up to a day."""
    day = on or today(known(at(call.contract)).case, timezone.now())
    return account_until(call.contract, on=day)


def _statement_json(call: ContractCall, found: ProviderStatement) -> dict[str, Any]:
    """Return the provider's account as `--json` prints it."""
    agreed = known(at(call.contract)).case.contract
    provider = agreed.contract.parties.provider.name
    return provider_statement_json(found, provider=provider, digits=agreed.digits)


@operations.reads(
    "/contracts/{int:pk}/ledger/postings", Right.SEE_CHECKS, Postings, marked=_of_books
)
def ledger_postings(
    call: ContractCall, after: After = None, limit: Limit = PAGE_ROWS
) -> dict[str, object]:
    """List all that is booked, in the order that it was."""
    journal = ledger_of(call.contract).journal
    digits = known(at(call.contract)).case.contract.digits

    def told(start: int, count: int) -> list[dict[str, Any]]:
        return postings_json(journal.slice(start, count), digits=digits)

    return slice_of(journal.height, told, after=after, limit=limit)


@operations.reads("/contracts/{int:pk}/ledger/beancount", Right.EXPORT, FILE, marked=_of_books)
def ledger_beancount(call: ContractCall) -> bytes:
    """Read the ledger as beancount text."""
    return beancount_of(call.contract)


@operations.changes("/contracts/{int:pk}/ledger/bookings", Right.PAY, BookedShape)
def book_ledger(call: ContractCall) -> dict[str, object]:
    """Book what the ledger lacks: closed months, bills, invoices, payments; nothing twice."""
    done = book(call.contract, by=call.user)
    if done.findings:
        raise InputRefusedError(done.findings)
    return {"postings": done.postings, "head": done.head}


@operations.reads(_OF_MONTH, Right.SEE_CHECKS, printed("close"), marked=_of_books)
def month_end_of(call: ContractCall, month: Month) -> dict[str, Any]:
    """Read what a month-end adds to the books; what isn't known has null, or two ends."""
    return month_end_json([_month_end(call, month)], month=month)


def _month_end(call: ContractCall, month: str) -> MonthEnd:
    """Return a month-end; raises Http404 for a month that the contract's term doesn't have."""
    refuse_outside_term(at(call.contract), month)
    return month_end(call.contract, month)


@operations.reads(f"{_OF_MONTH}/journal", Right.SEE_CHECKS, FILE, marked=_of_books)
def month_end_journal(call: ContractCall, month: Month) -> bytes:
    """Read a month-end's journal as CSV, for another book to take in."""
    return journal_csv([_month_end(call, month)])


@operations.reads(f"{_OF_MONTH}/audit-pack", Right.EXPORT, FILE, marked=_of_books)
def month_end_audit_pack(call: ContractCall, month: Month, language: In = Tongue.EN) -> bytes:
    """Read the auditor's pack of a month: a sample of billed lines with its evidence, as ZIP."""
    try:
        return audit_pack(call.contract, month, language=language.value)
    except InputRefusedError as problem:
        raise Http404(str(problem)) from problem


@operations.reads(
    "/contracts/{int:pk}/changes", Right.SEE_CHECKS, printed("report"), marked=_of_books
)
def changes(call: ContractCall, span: Annotated[Span, Query()]) -> dict[str, Any]:
    """Read what changed from month to month, three years at most, and what checking bills saved."""
    try:
        found = changes_between(call.contract, span.first, span.last, most=MONTHS_MAX)
    except ValueError as problem:
        message = f"the last month, {span.last}, comes after the first, {span.first}"
        raise HttpError(422, message) from problem
    return changes_json(found)
