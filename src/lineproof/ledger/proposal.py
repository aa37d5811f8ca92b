"""What is to be paid now, when, and what stands in the way? A proposal, as of a day.

What is owed comes from the contract, what is asked for from invoices; of what is disputed, the
objection clause says whether it is withheld. Where no clause says so, no more than is owed is paid.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lineproof.assess.agenda import agenda
from lineproof.assess.deadlines import Dated
from lineproof.assess.taken import as_of
from lineproof.contract.case import Case, View, view
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.paying import BillObjection, LateInterest
from lineproof.ledger.backing import (
    Acceptance,
    Invoice,
    Order,
    SignedScore,
    acceptances_of,
    invoices_of,
    orders_of,
    paid_of,
    scores_of,
)
from lineproof.ledger.balances import days_late
from lineproof.ledger.billed import accounts_of, with_bills
from lineproof.ledger.checked import Checked, checked
from lineproof.model.bill import Bill
from lineproof.model.finding import Finding
from lineproof.model.period import Days, add_months, month_text
from lineproof.reconcile.disputes import Dispute, register_of
from lineproof.reconcile.drafting import let_stand
from lineproof.settle.book import is_outside_term
from lineproof.settle.credits import month_of
from lineproof.settle.interest import Overdue, interest_of
from lineproof.settle.kernel import round_to
from lineproof.settle.late_openings import late_openings
from lineproof.settle.payments_due import payments_due
from lineproof.settle.plan import Instalment, instalments, plan_of
from lineproof.settle.reading import LATE_INTEREST
from lineproof.settle.settle import Asked, settle
from lineproof.settle.settlement import UNKNOWN, Bounded, Due, Settlement

_DAY = dt.timedelta(days=1)
Meanwhile = Literal["withhold_disputed", "pay_first"]


class Hindrance(enum.StrEnum):
    """Why something isn't paid yet; the first three only say that it isn't its time."""

    WAITS = "waits"
    """The plan waits for it: a milestone, an invoice."""
    NOT_BILLED = "not_billed"
    NOT_DUE = "not_due"
    UNVERIFIED = "unverified"
    MISMATCH = "mismatch"
    """Title or tax id of the invoice aren't the buyer's, or nobody looked."""
    PAYER = "payer"
    UNKNOWN = "unknown"
    """What is owed isn't known."""
    NO_ACCOUNT = "no_account"
    """The contract names no account of the provider."""
    OTHER_ACCOUNT = "other_account"
    """The bill asks for payment to another account than the contract's."""


_NO_BLOCK = {Hindrance.NOT_DUE}


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that stands in the way of an item, and what it is about."""

    what: Hindrance
    about: str = ""


@dataclass(frozen=True, slots=True)
class PaymentItem:
    """One payment: amounts in minor units, credits included.

    owed: by the contract. billed: by its invoices, red ones taken off; None: there is none. paid:
    by then. disputed: of what is billed, not owed or in dispute; withheld: the part of it that
    isn't paid meanwhile. proposed: what is to be paid; None: not known. interest: accrued on it by
    the day; None: not known. checked: what comparing its bills line by line came to; None: none
    was brought in.
    """

    item: str
    clause: str
    due: dt.date | None
    days_late: int
    owed: Bounded
    billed: int | None
    paid: int
    disputed: int
    withheld: int
    proposed: int | None
    interest: int | None
    interest_clause: str
    invoices: tuple[Invoice, ...]
    conditions: tuple[Condition, ...]
    checked: Checked | None = None

    @property
    def is_blocked(self) -> bool:
        """Whether something must be mended before it may be paid."""
        return any(condition.what not in _NO_BLOCK for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed to be paid under a contract on a day, and all that stands behind it.

    account: the provider's, as the contract names it. meanwhile: what the objection clause says of
    disputed amounts; None: there is no such clause. offsets: credits that no payment takes.
    """

    contract: str
    on: dt.date
    currency: str
    digits: int
    buyer: str
    provider: str
    buyer_tax_id: str
    provider_tax_id: str
    account: str
    meanwhile: Meanwhile | None
    meanwhile_clause: str
    items: tuple[PaymentItem, ...]
    offsets: tuple[Due, ...]
    rights: tuple[Dated, ...]
    disputes: tuple[Dispute, ...]
    orders: tuple[Order, ...]
    acceptances: tuple[Acceptance, ...]
    scores: tuple[SignedScore, ...]

    @property
    def total(self) -> int:
        """What can be paid now: the items that nothing blocks, in minor units."""
        return sum(item.proposed or 0 for item in self.items if not item.is_blocked)

    @property
    def is_blocked(self) -> bool:
        """Whether something must be mended before all of it may be paid."""
        return any(item.is_blocked for item in self.items)


def propose(
    case: Case,
    findings: Sequence[Finding],
    *,
    on: dt.date,
    month: dt.date | None = None,
    bills: Sequence[Bill] = (),
) -> Proposal:
    """Return what is to be paid on a day.

    findings: what `check` found. month: only what is due by this month; without it, everything that
    isn't paid and falls due by the end of the next one. bills: those brought in; one that isn't
    recorded as an invoice counts as such. Raises InputRefusedError where the contract has no such
    month.
    """
    seen = with_bills(as_of(view(case), on=on), bills)
    head = seen.contract.contract
    register = register_of(seen, on=on)
    objection = next((term for term, _ in of_kind(seen.versions, BillObjection,
                                                  within=Days(on, on + _DAY))), None)  # fmt: skip
    until = month or _next_month(seen, on)
    settled, open_items = _open(seen, findings, (until, on), only=month)
    by_month = {each.month: each for each in settled}
    paying = _Paying(seen, on, objection, register.disputes, tuple(bills), by_month)
    items = tuple(_item(paying, instalment, due) for instalment, due in open_items)
    more = (*payments_due(seen, on=on), *late_openings(seen, on=on))
    rights = tuple(d for d in agenda(seen, on=on, more=more) if d.kind == "right")
    keys = {instalment.key for instalment, _ in open_items}
    provider, buyer = head.parties.provider, head.parties.buyer
    return Proposal(
        contract=head.id, on=on, currency=head.currency, digits=seen.contract.digits,
        buyer=buyer.name, provider=provider.name, buyer_tax_id=buyer.tax_id or "",
        provider_tax_id=provider.tax_id or "", account=provider.account or "",
        meanwhile=objection.meanwhile if objection is not None else None,
        meanwhile_clause=objection.clause if objection is not None else "",
        items=items,
        offsets=tuple(d for s in settled for d in s.due
                      if d.item not in keys and d.month is not None and d.month <= on
                      and d.item != LATE_INTEREST),
        rights=rights,
        disputes=tuple(d for d in register.disputes if d.is_open),
        orders=orders_of(seen),
        acceptances=acceptances_of(seen, on=on),
        scores=scores_of(seen, [s.month for s in settled]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Paying:
    """What every item of a proposal is judged by."""

    view: View
    on: dt.date
    objection: BillObjection | None
    disputes: tuple[Dispute, ...]
    bills: tuple[Bill, ...]
    settled: Mapping[str, Settlement]


def _next_month(seen: View, on: dt.date) -> dt.date:
    """Return the month after a day's, or the contract's last."""
    following = add_months(on.replace(day=1), 1)
    days = seen.term_days
    return following if days is None else min(following, (days.end - _DAY).replace(day=1))


def _open(
    seen: View, findings: Sequence[Finding], days: tuple[dt.date, dt.date], *, only: dt.date | None
) -> tuple[tuple[Settlement, ...], list[tuple[Instalment, Due]]]:
    """Return the settled months that payments fall into, and the payments not made yet.

    days: the last month looked at, and the day.
    """
    until, on = days
    settled: dict[dt.date, Settlement] = {}
    found = []
    for instalment in _instalments(seen, until):
        month = _month(seen, instalment)
        if (only is not None and month not in {None, only}) or _is_paid(seen, instalment, on=on):
            continue
        if month is None or month > until:
            if instalment.amount is not None:
                found.append((instalment, _as_due(instalment)))
            continue
        if month not in settled:
            settled[month] = settle(seen.case, Asked(month, findings=tuple(findings)))
        own = (d for d in settled[month].due if d.item == instalment.key)
        due = next(own, _as_due(instalment))
        if only is not None or due.date is None or due.date < seen.period(until).end:
            found.append((instalment, due))
    return tuple(settled.values()), found


def _instalments(seen: View, until: dt.date) -> Iterator[Instalment]:
    """Yield what the plan claims up to a month."""
    plan = plan_of(seen)
    if plan is not None and seen.term_days is not None and not is_outside_term(seen, until):
        yield from instalments(seen, plan, until=seen.period(until))


def _month(seen: View, instalment: Instalment) -> dt.date | None:
    """Return the month in which an instalment is settled: its own, or that of its due day."""
    if instalment.amount is None:
        return month_of(seen, instalment.cycle.start)
    return None if instalment.due is None else month_of(seen, instalment.due)


def _is_paid(seen: View, instalment: Instalment, *, on: dt.date) -> bool:
    """Whether all that was billed for an instalment, or all of its amount, is paid by a day."""
    paid = paid_of(seen, instalment.key, on=on)
    billed = sum(i.left for i in invoices_of(seen, instalment.key, on=on))
    return paid > 0 and paid >= (billed or instalment.amount or paid + 1)


def _as_due(instalment: Instalment) -> Due:
    """Return an instalment without its month's credits."""
    amount = UNKNOWN if instalment.amount is None else Bounded.exactly(instalment.amount)
    waiting = ", ".join(instalment.waiting_for) or None
    return Due(instalment.key, instalment.due, waiting, amount, instalment.clause)


def _item(paying: _Paying, instalment: Instalment, due: Due) -> PaymentItem:
    """Return a payment with what is owed, billed, disputed and proposed of it."""
    seen, on = paying.view, paying.on
    invoices = invoices_of(seen, due.item, on=on)
    billed = sum(i.left for i in invoices) if invoices else None
    paid = paid_of(seen, due.item, on=on)
    found = _checked(paying, instalment, invoices)
    disputed = _disputed(paying, due.amount, invoices, found)
    is_held = paying.objection is None or paying.objection.meanwhile == "withhold_disputed"
    withheld = disputed if is_held else 0
    asked = billed if billed is not None else due.amount.value
    proposed = None if asked is None else max(0, asked - withheld - paid)
    late = _interest(paying, instalment, due.amount)
    return PaymentItem(
        item=due.item, clause=due.clause, due=due.date, days_late=days_late(due.date, on=on),
        owed=due.amount, billed=billed, paid=paid, disputed=disputed, withheld=withheld,
        proposed=proposed,
        interest=_accrued(seen, late), interest_clause=late.clause if late else "",
        invoices=invoices, conditions=tuple(_conditions(paying, due, invoices)),
        checked=found,
    )  # fmt: skip


def _checked(
    paying: _Paying, instalment: Instalment, invoices: Sequence[Invoice]
) -> Checked | None:
    """Return what comparing a month's bills came to, where its amount is the settled month's."""
    month = _month(paying.view, instalment)
    settlement = None if month is None else paying.settled.get(month_text(month))
    if settlement is None or instalment.amount is not None:
        return None
    known = [b for b in paying.bills if b.issued is None or b.issued <= paying.on]
    numbers = [invoice.number for invoice in invoices]
    return checked(paying.view, settlement, known, numbers=numbers)


def _disputed(
    paying: _Paying, owed: Bounded, invoices: Sequence[Invoice], found: Checked | None
) -> int:
    """Return the part of what is billed that isn't owed as far as is known, or is in dispute.

    Lines tell it where bills were compared; where one wasn't, all of them beyond what is owed. What
    the buyer lets stand is paid.
    """
    if not invoices:
        return 0
    billed = sum(i.left for i in invoices)
    compared = sum(i.left for i in invoices if found is not None and i.number in found.bills)
    in_lines = 0 if found is None else max(0, compared - found.undisputed)
    is_whole = found is not None and all(i.number in found.bills for i in invoices)
    beyond = max(0, billed - owed.high) if owed.high is not None and not is_whole else 0
    numbers = {i.number for i in invoices}
    held = sum((d.disputed if d.agreed is None else d.agreed) - d.recovered
               for d in paying.disputes if d.bill in numbers and d.is_open
               and d.state not in {"draft", "rejected"})  # fmt: skip
    stands = let_stand(paying.disputes, bills=numbers)
    return min(billed, max(beyond - stands, in_lines - stands, held))


def _interest(paying: _Paying, instalment: Instalment, owed: Bounded) -> Overdue | None:
    """Return the interest on a payment up to a day, or None where there is none."""
    seen, on = paying.view, paying.on
    terms = of_kind(seen.versions, LateInterest, within=Days(on, on + _DAY))
    if not terms or owed.value is None:
        return None
    period = Days(on, on + _DAY)
    return interest_of(seen, terms[0][0], instalment, amount=owed.value, period=period)


def _accrued(seen: View, late: Overdue | None) -> int | None:
    """Return the interest accrued, rounded as the contract rounds; None where it isn't known."""
    if late is None:
        return 0
    if late.missing:
        return None
    return round_to(late.so_far, seen.contract.minor(seen.contract.contract.rounding.unit))


def _conditions(paying: _Paying, due: Due, invoices: Sequence[Invoice]) -> Iterator[Condition]:
    """Yield what stands in the way of a payment."""
    account = paying.view.contract.contract.parties.provider.account
    if due.waiting_for:
        yield Condition(Hindrance.WAITS, due.waiting_for)
    elif not invoices:
        yield Condition(Hindrance.NOT_BILLED)
    if due.date is not None and due.date > paying.on:
        yield Condition(Hindrance.NOT_DUE, due.date.isoformat())
    if due.amount.value is None:
        yield Condition(Hindrance.UNKNOWN)
    yield from _of_invoices(paying, invoices)
    if not account:
        yield Condition(Hindrance.NO_ACCOUNT)
        return
    accounts = accounts_of(paying.bills)
    for invoice in invoices:
        other = accounts.get(invoice.number)
        if other and _bare(other) != _bare(account):
            yield Condition(Hindrance.OTHER_ACCOUNT, other)


def _of_invoices(paying: _Paying, invoices: Iterable[Invoice]) -> Iterator[Condition]:
    """Yield what is wrong with invoices; one that was taken back in full asks for nothing."""
    buyer = paying.view.contract.contract.parties.buyer.name
    for invoice in invoices:
        if invoice.left <= 0:
            continue
        if invoice.verified is None or invoice.verified > paying.on:
            yield Condition(Hindrance.UNVERIFIED, invoice.number)
        if invoice.matches is False:
            yield Condition(Hindrance.MISMATCH, invoice.number)
        if invoice.payer and invoice.payer != buyer:
            yield Condition(Hindrance.PAYER, invoice.payer)


def _bare(account: str) -> str:
    """Return an account without the spaces and hyphens that only group its digits.

    >>> _bare("DE00 0000-0000") == _bare("de0000000000")
    True
    """
    return "".join(account.split()).replace("-", "").upper()
