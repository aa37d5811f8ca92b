"""When is it paid, and what if not? Plans, interest, credits, tolerance, objections, claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lineproof.contract.fields import (
    Amount,
    Day,
    Flag,
    Id,
    Length,
    Positive,
    Share,
    Strict,
    Term,
    Text,
    YearDay,
)

Unit = Literal["days", "workdays", "months"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem(Strict):
    """One instalment: how much, what makes it due, and how long after."""

    item: Id
    """Its name; invoices and payments name it."""
    share: Share | None = None
    """Of the contract's total."""
    amount: Amount | None = None
    """Instead of a share."""
    on: Day | None = None
    """A fixed day, instead of triggers."""
    triggers: tuple[Text, ...] = ()
    """Milestones, "invoice", "period_start" or "period_end"; the clock starts at the latest of
    them.
    """
    after_months: Length = 0
    """How long after the triggers, an invoice apart, the clock starts."""
    within: Length | None = None
    """How long it may take from there; blank: due on that day."""
    unit: Unit | None = None
    """Of `within`."""
    invoice_required: Flag = False
    """Whether nothing is due before an invoice is there."""
    clause: Text | None = None
    """Where the document says so, if elsewhere than the plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPlan(Term):
    """What falls due when."""

    kind: Literal["payment_plan"]
    mode: Literal["monthly", "annual_prepay", "by_date", "milestones", "after_acceptance"]
    """monthly and annual_prepay have one item without share or amount: each month's, or each
    year's.
    """
    items: tuple[PlanItem, ...]
    """The instalments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRight(Strict):
    """So long overdue, a right arises."""

    right: Id
    """Its id."""
    after: Positive
    """More than so long overdue."""
    unit: Literal["days", "months"] = "days"
    """Of `after`."""
    payments: Positive = 1
    """So many payments at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LateInterest(Term):
    """Interest on what is paid late."""

    kind: Literal["late_interest"]
    rate: Share | None = None
    """A day, on `base`."""
    reference: Id | None = None
    """Instead of `rate`: a series of `rates.csv`, a year, of which a day bears 1/`year_days`. A day
    before its first rate has none: the interest is then unknown.
    """
    year_days: Literal[360, 365] = 365
    """Into how many days a year's rate is cut."""
    margin: Share | None = None
    """Added to the reference, a year."""
    reset: tuple[YearDay, ...] = ()
    """Days of the year ("01-01") on which the reference is read again, and holds until the next of
    them; empty: whenever it changes.
    """
    base: Literal["overdue_amount", "contract_amount"] | None = None
    """What it runs on."""
    first_day: Literal["day_after_due", "due_day"] = "day_after_due"
    """Whether it runs from the day after the due day, or from the due day itself."""
    cap: Share | None = None
    """At most this share of the base."""
    right_past_share: Share | None = None
    """Past this share of the contract's total, that right arises, without any cap."""
    right_share_of: Literal["overdue_amount", "interest"] = "overdue_amount"
    """Whether what is overdue, or the interest so far, is measured against that share."""
    right_past_cap: Id | None = None
    """Id of the right that arises past `right_past_share` or `right_after_days`; without either,
    past the cap.
    """
    right_after_days: Positive | None = None
    """More than so many days overdue, that right arises."""
    rights: tuple[LateRight, ...] = ()
    """Further rights, by how long how many payments are overdue."""
    compensation: Text | None = None
    """What else is owed for late payment, in words."""
    rate_cited: Share | None = None
    """The rate of the law that the clause cites, where it differs."""
    tax_nature: Literal["out_of_scope", "taxable_surcharge"] | None = None
    """Whether interest bears tax."""

    @property
    def right_at_cap(self) -> Id | None:
        """The right that passing the cap gives: none where days or a share are named for it."""
        is_named = self.right_after_days is not None or self.right_past_share is not None
        return None if is_named else self.right_past_cap


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit(Term):
    """When a reduction reaches the buyer."""

    kind: Literal["credit"]
    cycle: Literal["same_month", "next_month", "next_payment"]
    """Taken off the month itself, off the next month, or off the next payment of the plan."""
    after_last: Literal["refund", "lapse"] | None = None
    """What becomes of it when no cycle follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance(Term):
    """How far two counts may differ, of whose figure, and what then holds."""

    kind: Literal["tolerance"]
    share: Share | None = None
    """How far, as a share."""
    amount: Amount | None = None
    """How far, as an amount."""
    of: Literal["provider", "buyer", "larger", "smaller"] | None = None
    """Whose figure it is a share of."""
    level: Literal["line", "total"] = "total"
    """Whether lines are compared, or the total."""
    inside: Literal["provider_figure", "buyer_figure", "mean"] | None = None
    """Which figure holds inside it."""
    outside: Text | None = None
    """What happens outside it, in words."""
    within: Positive | None = None
    """How long the parties have to agree."""
    unit: Unit | None = None
    """Of `within`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillObjection(Term):
    """How long a bill may be objected to, and what is paid meanwhile."""

    kind: Literal["bill_objection"]
    within: Positive
    """How long after the bill."""
    unit: Unit | None = None
    """Of `within`."""
    meanwhile: Literal["withhold_disputed", "pay_first"]
    """What is paid until it is decided."""
    back_billing_months: Positive | None = None
    """How far back the provider may bill."""
    silence: Literal["accepts", "keeps_right"] | None = None
    """What silence means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Term):
    """What must be claimed in time, or is lost.

    A credit stands in its month while it can be claimed; the month in which the time ends takes
    back what wasn't claimed by then.
    """

    kind: Literal["claim"]
    what: Id
    """Id of the term that gives what is claimed."""
    within: Positive
    """How long after `of`."""
    unit: Unit | None = None
    """Of `within`."""
    of: Text
    """The event that the time runs from, in the month that it gives something for; several in a
    month about the same thing: the last of them.
    """
    form: Text | None = None
    """How it must be claimed."""
    unclaimed: Literal["lost", "kept"] = "lost"
    """Whether what wasn't claimed in time is lost."""
