"""Which kinds are there, what feeds each, and which of them compute? One table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from lineproof.contract.fields import Term
from lineproof.contract.terms.paying import (
    BillObjection,
    Claim,
    Credit,
    LateInterest,
    PaymentPlan,
    Tolerance,
)
from lineproof.contract.terms.pricing import (
    Bundle,
    CircuitSchedule,
    OneOff,
    PriceLines,
    Proration,
    Tax,
)
from lineproof.contract.terms.scoring import (
    Availability,
    Bands,
    Chronic,
    Exclusion,
    OutageCredit,
    Scorecard,
)
from lineproof.contract.terms.standing import (
    Deemed,
    DelayPenalty,
    Incident,
    LiabilityCap,
    Notice,
    Obligation,
    Renewal,
    Right,
    Termination,
    Unmodelled,
)

AnyTerm = Annotated[
    PriceLines
    | CircuitSchedule
    | OneOff
    | Proration
    | Scorecard
    | Bands
    | Availability
    | PaymentPlan
    | LateInterest
    | DelayPenalty
    | Deemed
    | Incident
    | Notice
    | Termination
    | LiabilityCap
    | Renewal
    | Tax
    | Credit
    | Bundle
    | Tolerance
    | Exclusion
    | OutageCredit
    | Claim
    | Chronic
    | BillObjection
    | Obligation
    | Right
    | Unmodelled,
    Field(discriminator="kind"),
]

RESERVED = (
    "rate_card", "commitment", "volume_discount", "indexation", "percentile_usage", "retention",
    "bond", "set_off", "price_review",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of term.

    fed_by: the record kinds whose rows it reads; "contract" where the signed text is enough,
    "measurements" where it reads what was measured.
    is_computed: whether it yields amounts, dates or rights; prose is listed as agreed.
    """

    name: str
    type: type[Term]
    fed_by: tuple[str, ...]
    is_computed: bool = True


_KINDS = (
    Kind("price_lines", PriceLines, ("lifecycle",)),
    Kind("circuit_schedule", CircuitSchedule, ("lifecycle", "orders")),
    Kind("one_off", OneOff, ("milestones",)),
    Kind("proration", Proration, ("lifecycle",)),
    Kind("scorecard", Scorecard, ("scores", "faults", "duties")),
    Kind("bands", Bands, ("scores", "measurements")),
    Kind("availability", Availability, ("measurements", "lifecycle")),
    Kind("payment_plan", PaymentPlan, ("milestones", "invoices")),
    Kind("late_interest", LateInterest, ("payments", "rates")),
    Kind("delay_penalty", DelayPenalty, ("orders", "lifecycle")),
    Kind("incident", Incident, ("faults", "incidents")),
    Kind("deemed", Deemed, ("lifecycle", "milestones")),
    Kind("notice", Notice, ("notices",)),
    Kind("termination", Termination, ("notices", "lifecycle")),
    Kind("liability_cap", LiabilityCap, ("payments", "lifecycle")),
    Kind("renewal", Renewal, ("notices",)),
    Kind("tax", Tax, ("contract",)),
    Kind("credit", Credit, ("scores",)),
    Kind("bundle", Bundle, ("usage",)),
    Kind("tolerance", Tolerance, ("usage", "invoices")),
    Kind("exclusion", Exclusion, ("exclusions",)),
    Kind("outage_credit", OutageCredit, ("measurements", "exclusions")),
    Kind("claim", Claim, ("claims", "disputes")),
    Kind("chronic", Chronic, ("measurements", "faults", "exclusions")),
    Kind("bill_objection", BillObjection, ("invoices", "disputes")),
    Kind("obligation", Obligation, ("duties", "events")),
    Kind("right", Right, ("notices",)),
    Kind("unmodelled", Unmodelled, ("contract",), is_computed=False),
)

KINDS: dict[str, Kind] = {kind.name: kind for kind in _KINDS}
