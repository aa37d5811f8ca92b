"""What did the provider bill, and what was he paid? His account, entry by entry."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from lineproof.ledger.accounts import Account
from lineproof.model.period import Days


@dataclass(frozen=True)
class ProviderStatement:
    """A provider's account over some days, in minor units: what he is owed is positive.

    rows: date, key, document, about, billed, paid and the balance after each. opening: before the
    first day; closing: at the end of the last. tolerated: what tolerances let stand of his bills,
    up to then.
    """

    contract: str
    currency: str
    days: Days
    opening: int
    closing: int
    rows: pl.DataFrame
    tolerated: int = 0


def provider_statement(
    journal: pl.DataFrame, days: Days, *, contract: str, currency: str
) -> ProviderStatement:
    """Return a provider's account over some days.

    journal: columns of `POSTINGS`, of one contract. Source: its postings on `payable`.
    """
    payable = journal.filter(pl.col("account") == Account.PAYABLE.value)
    owed = -pl.col("amount")
    before = payable.filter(pl.col("date") < days.start)
    opening = -_total(before.get_column("amount"))
    inside = payable.filter(
        pl.col("date").is_between(days.start, days.end, closed="left")
    ).sort("date", "key", maintain_order=True)  # fmt: skip
    rows = inside.select(
        "date", "key", "document", "about",
        owed.clip(lower_bound=0).alias("billed"),
        (-owed).clip(lower_bound=0).alias("paid"),
        (owed.cum_sum() + opening).alias("balance"),
    )  # fmt: skip
    closing = opening - _total(inside.get_column("amount"))
    so_far = journal.filter(
        (pl.col("account") == Account.TOLERANCE.value) & (pl.col("date") < days.end)
    )
    stands = _total(so_far.get_column("amount"))
    return ProviderStatement(contract, currency, days, opening, closing, rows, stands)


def _total(amounts: pl.Series) -> int:
    """Return an exact sum."""
    return int(amounts.cast(pl.Int128).sum())
