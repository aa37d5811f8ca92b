"""Why may a bill differ from what is owed? The closed list; each difference has exactly one cause.

The order is the order of decomposition, which belongs to the semantics version: a group that no one
ordered is not also billed at a wrong price.
"""

from __future__ import annotations

import enum


class Cause(enum.StrEnum):
    """One cause of a difference between billed and expected, in the order they are looked for."""

    WRONG_CURRENCY = "wrong_currency"
    WRONG_CONTRACT = "wrong_contract"
    """An account or a contract that isn't ours to pay under."""
    BILLED_TWICE = "billed_twice"
    """The same id and period on two lines, or on two bills."""
    UNKNOWN_ID = "unknown_id"
    """A circuit that nobody ordered."""
    NOT_YET_ACCEPTED = "not_yet_accepted"
    CEASED = "ceased"
    """Billed after its stop-billing date."""
    OUTSIDE_TERM = "outside_term"
    CARRIED_BALANCE = "carried_balance"
    """An earlier bill's balance, asked for again."""
    LATE_FEE = "late_fee"
    """The provider's interest, beyond what the clause gives."""
    SURCHARGE = "surcharge"
    """A charge that no term has."""
    NOT_BILLED = "not_billed"
    """Owed, and absent from the bill: it may be billed later."""
    BACK_BILLING = "back_billing"
    """Billed for a time past the limit of the objection clause."""
    WRONG_PERIOD = "wrong_period"
    """Billed for other months than these."""
    WRONG_PRORATION = "wrong_proration"
    """Part of a month by other days, or by another method: 31/30."""
    WRONG_QUANTITY = "wrong_quantity"
    LIST_PRICE = "list_price"
    """The price before the discount, after it was agreed."""
    WRONG_PRICE = "wrong_price"
    MISSING_CREDIT = "missing_credit"
    """A score's factor or an earlier cycle's credit that wasn't applied, or not in full."""
    TAX = "tax"
    """Another category, another base, tax on the sum against the sum of taxes."""
    ROUNDING = "rounding"
    """Another point of rounding: reported apart, never hidden in a tolerance."""
    UNEXPLAINED = "unexplained"
    """Always listed, never absorbed."""
