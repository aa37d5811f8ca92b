"""Which kinds are there, what feeds each, and which of them settle today? One table."""

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
    is_computed: whether `settle` computes it; the others are listed as agreed, not yet computed.
    """

    name: str
    type: type[Term]
    fed_by: tuple[str, ...]
    is_computed: bool = False


_KINDS = (
    Kind("price_lines", PriceLines, ("lifecycle",), is_computed=True),
    Kind("circuit_schedule", CircuitSchedule, ("lifecycle", "orders"), is_computed=True),
    Kind("one_off", OneOff, ("milestones",), is_computed=True),
    Kind("proration", Proration, ("lifecycle",), is_computed=True),
    Kind("scorecard", Scorecard, ("scores", "faults", "duties"), is_computed=True),
    Kind("bands", Bands, ("scores", "measurements"), is_computed=True),
    Kind("availability", Availability, ("measurements", "lifecycle"), is_computed=True),
    Kind("payment_plan", PaymentPlan, ("milestones", "invoices"), is_computed=True),
    Kind("late_interest", LateInterest, ("payments", "rates"), is_computed=True),
    Kind("delay_penalty", DelayPenalty, ("orders", "lifecycle"), is_computed=True),
    Kind("incident", Incident, ("faults", "incidents"), is_computed=True),
    Kind("deemed", Deemed, ("lifecycle", "milestones"), is_computed=True),
    Kind("notice", Notice, ("notices",), is_computed=True),
    Kind("termination", Termination, ("notices", "lifecycle"), is_computed=True),
    Kind("liability_cap", LiabilityCap, ("claims",)),
    Kind("renewal", Renewal, ("notices",)),
    Kind("tax", Tax, ("contract",), is_computed=True),
    Kind("credit", Credit, ("scores",), is_computed=True),
    Kind("bundle", Bundle, ("usage",), is_computed=True),
    Kind("tolerance", Tolerance, ("usage", "invoices"), is_computed=True),
    Kind("exclusion", Exclusion, ("exclusions",), is_computed=True),
    Kind("outage_credit", OutageCredit, ("measurements", "exclusions"), is_computed=True),
    Kind("claim", Claim, ("claims", "disputes")),
    Kind("chronic", Chronic, ("faults",)),
    Kind("bill_objection", BillObjection, ("invoices", "disputes"), is_computed=True),
    Kind("obligation", Obligation, ("duties", "events"), is_computed=True),
    Kind("right", Right, ("notices",), is_computed=True),
    Kind("unmodelled", Unmodelled, ("contract",)),
)

KINDS: dict[str, Kind] = {kind.name: kind for kind in _KINDS}
