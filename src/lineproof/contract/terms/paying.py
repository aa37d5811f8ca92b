"""When is it paid, and what if not? Plans, interest, credits, tolerance, objections, claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lineproof.contract.fields import (
    Amount,
    Count,
    Day,
    Flag,
    Id,
    Positive,
    Ratio,
    Strict,
    Term,
    Text,
)

Unit = Literal["days", "workdays", "months"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem(Strict):
    """One instalment: how much, what makes it due, and how long after.

    share: of the contract's total; amount: instead of it. triggers: milestones, "invoice",
    "period_start" or "period_end"; the clock starts at the latest of them. on: a fixed day instead.
    after_months: so long after the triggers, an invoice apart, the clock starts.
    invoice_required: nothing is due before an invoice is there.
    """

    item: Id
    share: Ratio | None = None
    amount: Amount | None = None
    on: Day | None = None
    triggers: tuple[Text, ...] = ()
    after_months: Count = 0
    within: Count | None = None
    unit: Unit | None = None
    invoice_required: Flag = False
    clause: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPlan(Term):
    """What falls due when.

    monthly and annual_prepay have one item without share or amount: each month's, or each year's.
    """

    kind: Literal["payment_plan"]
    mode: Literal["monthly", "annual_prepay", "by_date", "milestones", "after_acceptance"]
    items: tuple[PlanItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LateInterest(Term):
    """Interest on what is paid late.

    rate: per day, on `base`; or reference (a series of `rates.csv`) plus margin, a year.
    first_day: whether it runs from the day after the due day or from the due day itself.
    cap: at most this share of the base. rate_cited: the rate of the law it cites, where it differs.
    """

    kind: Literal["late_interest"]
    rate: Ratio | None = None
    reference: Id | None = None
    margin: Ratio | None = None
    reset: tuple[Text, ...] = ()
    base: Literal["overdue_amount", "contract_amount"] | None = None
    first_day: Literal["day_after_due", "due_day"] = "day_after_due"
    cap: Ratio | None = None
    right_past_cap: Id | None = None
    right_after_days: Positive | None = None
    compensation: Text | None = None
    rate_cited: Ratio | None = None
    tax_nature: Literal["out_of_scope", "taxable_surcharge"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit(Term):
    """When a reduction reaches the buyer.

    cycle: taken off the month itself, off the next month, or off the next payment of the plan.
    after_last: what becomes of it when no cycle follows.
    """

    kind: Literal["credit"]
    cycle: Literal["same_month", "next_month", "next_payment"]
    after_last: Literal["refund", "lapse"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance(Term):
    """How far two counts may differ, of whose figure, and what then holds."""

    kind: Literal["tolerance"]
    share: Ratio | None = None
    amount: Amount | None = None
    of: Literal["provider", "buyer", "larger", "smaller"] | None = None
    level: Literal["line", "total"] = "total"
    inside: Literal["provider_figure", "buyer_figure", "mean"] | None = None
    outside: Text | None = None
    within: Positive | None = None
    unit: Unit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BillObjection(Term):
    """How long a bill may be objected to, and what is paid meanwhile."""

    kind: Literal["bill_objection"]
    within: Positive
    unit: Unit | None = None
    meanwhile: Literal["withhold_disputed", "pay_first"]
    back_billing_months: Positive | None = None
    silence: Literal["accepts", "keeps_right"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Term):
    """What must be claimed in time, or is lost."""

    kind: Literal["claim"]
    what: Id
    within: Positive
    unit: Unit | None = None
    of: Text
    form: Text | None = None
