"""Which documents follow from what is known? Sealed months, bills, invoices and payments, booked.

An invoice is booked on the account that its months use: ahead of them as prepaid where the plan
is by the year, else against what they accrued.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lineproof.contract.case import View
from lineproof.ledger.accounts import Account, recovered_share
from lineproof.ledger.journal import Document, Posting
from lineproof.model.calendar import CalendarMissingError, CalendarYearMissingError
from lineproof.model.money import round_half_away
from lineproof.model.period import Days, add_months, parse_month
from lineproof.reconcile.disputes import Dispute, register_of
from lineproof.settle.plan import instalments, plan_of

_DAY = dt.timedelta(days=1)
_AHEAD_MONTHS = 13
"""So long before its month may an invoice come."""


@dataclass(frozen=True, slots=True)
class BookedMonth:
    """A sealed month at its latest revision, in minor units.

    claimed: what it claimed when first sealed, credits carried included. gross: earned, as now
    known; tax: in it, None where no rate was agreed; interest: in it. lapsed: reductions in it that
    never reach the buyer (not positive). sha256: of its `seal.json`.
    """

    month: str
    revision: int
    last: dt.date
    claimed: int
    gross: int
    tax: int | None
    interest: int
    lapsed: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BilledPart:
    """What comparing a bill made of it: the part in dispute, and the part a tolerance lets stand.

    Both beyond what is owed, in minor units; what is tolerated by cause, below 0 where less stands
    than is owed. sha256: of the bill as it came.
    """

    number: str
    disputed: int = 0
    tolerated: tuple[tuple[str, int], ...] = ()
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Stands:
    """What a tolerance lets stand of a bill beyond what is owed, by cause, in minor units.

    not_owed: what still isn't owed of it.
    """

    causes: tuple[tuple[str, int], ...]
    not_owed: int = 0


def documents(
    view: View, months: Iterable[BookedMonth], billed: Iterable[BilledPart] = ()
) -> tuple[Document, ...]:
    """Return everything that is to be booked of a contract, by its day."""
    parts = {part.number: part for part in billed}
    clearing, share = clearing_of(view), share_of(view)
    found = [
        *(month_document(month, clearing=clearing, share=share) for month in months),
        *_invoices(view, parts, clearing=clearing, share=share),
        *_payments(view),
    ]
    return tuple(sorted(found, key=lambda d: (d.date, d.name)))


def billed_parts(
    view: View, stands: Mapping[str, Stands], *, on: dt.date
) -> tuple[BilledPart, ...]:
    """Return what of each bill is in dispute on a day, and what a tolerance lets stand.

    In dispute is what was sent and not answered, then what was agreed; nothing that was rejected,
    or given up. Who disputes more than isn't owed disputes what a tolerance lets stand: that isn't
    tolerated then. stands: by the bill's number.
    """
    held: dict[str, int] = {}
    for dispute in register_of(view, on=on).disputes:
        if dispute.bill:
            held[dispute.bill] = held.get(dispute.bill, 0) + _held(dispute)
    disputed = {number: amount for number, amount in held.items() if amount}
    nothing = Stands(())
    return tuple(
        BilledPart(
            number,
            disputed=disputed.get(number, 0),
            tolerated=_tolerated(stands.get(number, nothing), disputed.get(number, 0)),
        )
        for number in dict.fromkeys([*disputed, *stands])
    )


def _tolerated(stands: Stands, disputed: int) -> tuple[tuple[str, int], ...]:
    """Return what is tolerated of a bill, less what is disputed of it, off the last causes first.

    >>> _tolerated(Stands((("wrong_price", 100), ("tax", 20)), not_owed=50), disputed=80)
    (('wrong_price', 90),)
    """
    taken = max(0, disputed - stands.not_owed)
    left = []
    for cause, amount in reversed(stands.causes):
        off = min(taken, max(0, amount))
        taken -= off
        left.append((cause, amount - off))
    return tuple((cause, amount) for cause, amount in reversed(left) if amount)


def _held(dispute: Dispute) -> int:
    """Return what is held to be not owed, in minor units; credit notes are taken off elsewhere."""
    if dispute.agreed is not None:
        return dispute.agreed
    return dispute.disputed if dispute.state in {"sent", "acknowledged"} else 0


def clearing_of(view: View) -> Account:
    """Return the account that bills and months meet on."""
    plan = plan_of(view)
    is_ahead = plan is not None and plan.mode == "annual_prepay"
    return Account.PREPAID if is_ahead else Account.ACCRUED


def share_of(view: View) -> Fraction:
    """Return how much of its tax the buyer gets back; where nothing says so, none of it."""
    stated = view.contract.contract.parties.buyer.vat_recovery
    return recovered_share(stated) or Fraction(0)


def month_document(month: BookedMonth, *, clearing: Account, share: Fraction) -> Document:
    """Return what a sealed month asks for.

    Cost is what the month earned, with the tax that isn't got back; what it claims differs by the
    credits that other cycles bring, and those stand on an account of their own.
    """
    tax = round_half_away((month.tax or 0) * share)
    earned = month.gross - month.lapsed
    postings = (
        Posting(Account.COST, earned - month.interest - tax),
        Posting(Account.INTEREST, month.interest),
        Posting(Account.TAX_PENDING, tax),
        Posting(Account.CREDITS, month.claimed - earned),
        Posting(clearing, -month.claimed),
    )
    name, version = f"month:{month.month}", f"r{month.revision}"
    return Document(name, version, month.last, _amounts(postings), month.sha256)


def abouts(view: View) -> Mapping[str, str]:
    """Return by invoice number what it is paid under: its item, else itself."""
    rows = view.rows("invoices").select("number", "item", "colour", "red_of").iter_rows()
    found, reds = {}, {}
    for number, item, colour, red_of in rows:
        found[number] = f"item:{item}" if item else f"invoice:{number}"
        if colour == "red" and not item:
            reds[number] = red_of
    return found | {red: found.get(blue, found[red]) for red, blue in reds.items()}


def _invoices(
    view: View, parts: Mapping[str, BilledPart], *, clearing: Account, share: Fraction
) -> Iterator[Document]:
    """Yield each invoice, and the deduction of its tax."""
    about, dues = abouts(view), _dues(view)
    disputed = {number: part.disputed for number, part in parts.items()}
    columns = ("number", "amount", "received", "tax", "deducted", "evidence", "colour", "red_of")
    for number, amount, received, tax, deducted, evidence, colour, red_of in (
        view.rows("invoices").sort("received", "number").select(columns).iter_rows()
    ):
        part = parts.get(number, BilledPart(number))
        held, stands = part.disputed, sum(amount for _, amount in part.tolerated)
        if colour == "red":
            held = -min(-amount, disputed.get(red_of, 0))
            disputed[red_of] = disputed.get(red_of, 0) + held
        subject = about[number]
        postings = (
            Posting(clearing, amount - held - stands),
            Posting(Account.DISPUTED, held, subject),
            *(Posting(Account.TOLERANCE, n, f"cause:{cause}") for cause, n in part.tolerated),
            Posting(Account.PAYABLE, -amount, subject, dues.get(subject)),
        )
        proof = part.sha256 or evidence or ""
        yield Document(f"invoice:{number}", "", received, _amounts(postings), proof)
        if deducted and tax:
            taken = round_half_away(tax * share)
            moved = (Posting(Account.TAX, taken), Posting(Account.TAX_PENDING, -taken))
            last = add_months(parse_month(deducted), 1) - _DAY
            yield Document(f"deduction:{number}", "", last, _amounts(moved), proof)


def _payments(view: View) -> Iterator[Document]:
    """Yield each payment."""
    about = abouts(view)
    columns = ("id", "item", "amount", "paid", "invoice", "evidence")
    for own, item, amount, paid, invoice, evidence in (
        view.rows("payments").sort("paid", "id").select(columns).iter_rows()
    ):
        subject = about.get(invoice, f"item:{item}")
        postings = (Posting(Account.PAYABLE, amount, subject), Posting(Account.CASH, -amount))
        yield Document(f"payment:{own}", "", paid, _amounts(postings), evidence or "")


def _dues(view: View) -> dict[str, dt.date]:
    """Return the day each item that may be invoiced by now falls due, where it is known.

    What lies beyond the calendar's years has no day.
    """
    plan, days = plan_of(view), view.term_days
    last = view.rows("invoices").get_column("received").max()
    if plan is None or days is None or not isinstance(last, dt.date):
        return {}
    until = Days(days.start, min(days.end, add_months(last, _AHEAD_MONTHS)))
    found = {}
    try:
        for item in instalments(view, plan, until=until):
            if item.due is not None:
                found[f"item:{item.key}"] = item.due
    except (CalendarMissingError, CalendarYearMissingError):
        return found
    return found


def _amounts(postings: Sequence[Posting]) -> tuple[Posting, ...]:
    """Return the postings that come to something."""
    return tuple(posting for posting in postings if posting.amount)


def shared_numbers(views: Mapping[str, View]) -> dict[str, tuple[str, ...]]:
    """Return the invoice numbers that several contracts have, each with the contracts' names."""
    found: dict[str, list[str]] = {}
    for name, view in views.items():
        for number in view.rows("invoices").get_column("number").unique(maintain_order=True):
            found.setdefault(number, []).append(name)
    return {number: tuple(names) for number, names in found.items() if len(names) > 1}


def invoiced(view: View, *, until: dt.date) -> int:
    """Return what was invoiced up to a day, red ones taken off, in minor units."""
    rows = view.rows("invoices").filter(pl.col("received") <= until)
    return int(rows.get_column("amount").cast(pl.Int128).sum())
