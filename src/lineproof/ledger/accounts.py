"""Between which accounts does money move? The closed list, from the buyer's side of the books.

How an outside book calls them, a folder's `books.toml` says; nothing here depends on it.
"""

from __future__ import annotations

import enum
from fractions import Fraction

from lineproof.model.money import parse_ratio


class Account(enum.StrEnum):
    """One account; a debit is positive, so that assets and costs mostly are, and debts are not."""

    COST = "cost"
    """What the service costs: with the tax that the buyer doesn't get back."""
    INTEREST = "interest"
    """Interest on what was paid late."""
    TOLERANCE = "tolerance"
    """Differences that a tolerance clause lets stand."""
    TAX_PENDING = "tax_pending"
    """Recoverable tax that isn't deducted yet."""
    TAX = "tax"
    """Tax that was deducted."""
    PREPAID = "prepaid"
    """Billed ahead by a yearly plan, less what the months have used of it."""
    CREDITS = "credits"
    """Reductions that a month earned, and a later cycle brings."""
    DISPUTED = "disputed"
    """Billed, and not owed as far as is known."""
    ACCRUED = "accrued"
    """Owed for months of service, less what was billed for them."""
    PAYABLE = "payable"
    """Billed, less what was paid."""
    CASH = "cash"
    """Paid from the bank."""
    EXCHANGE = "exchange"
    """Gained or lost because a rate moved between bill and payment."""


def recovered_share(vat_recovery: str | None) -> Fraction | None:
    """Return how much of its tax a buyer gets back; None where the contract doesn't say.

    vat_recovery: "none", "full", or a share such as "0.6"; other words say nothing that counts.

    >>> recovered_share("full"), recovered_share("0.6"), recovered_share("by application")
    (Fraction(1, 1), Fraction(3, 5), None)
    """
    if vat_recovery is None:
        return None
    if vat_recovery in {"none", "full"}:
        return Fraction(vat_recovery == "full")
    try:
        share = parse_ratio(vat_recovery)
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None
