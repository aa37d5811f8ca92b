"""How does an outside book call our accounts? And in which currency is it kept.

`books.toml` says so; this reads no file, and books nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.fields import Amount, Strict, Text
from lineproof.ledger.accounts import Account
from lineproof.model.money import parse_ratio, round_half_away

#: What accounts are called where `books.toml` doesn't say.
DEFAULT_ACCOUNTS: Mapping[Account, str] = {
    Account.COST: "6000",
    Account.INTEREST: "6100",
    Account.TOLERANCE: "6200",
    Account.EXCHANGE: "6300",
    Account.TAX_PENDING: "1410",
    Account.TAX: "1420",
    Account.PREPAID: "1300",
    Account.CREDITS: "1350",
    Account.DISPUTED: "1360",
    Account.ACCRUED: "2300",
    Account.PAYABLE: "2100",
    Account.CASH: "1000",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Books(Strict):
    """The file `books.toml`: how the outside book is kept."""

    currency: Text | None = None
    """Its currency, ISO 4217; blank: each contract's own."""
    rates: dict[Text, Text] = field(default_factory=dict)
    """By a contract's currency, the series of `records/rates.csv`: book currency for one of it."""
    accounts: dict[Account, Text] = field(default_factory=dict)
    """What our accounts are called there."""
    budgets: dict[Text, Amount] = field(default_factory=dict)
    """By budget line of `orders.csv`, its amount in the contract's currency."""
    purchase_orders: dict[Text, Amount] = field(default_factory=dict)
    """By purchase order, its amount."""

    def name_of(self, account: Account) -> str:
        """Return what an account is called in the outside book."""
        return self.accounts.get(account, DEFAULT_ACCOUNTS[account])


@dataclass(frozen=True, slots=True)
class PinnedRate:
    """A rate as recorded: book currency for one of the contract's; source: its row."""

    value: Fraction
    date: dt.date
    source: str

    def book_minor(self, minor: int, *, digits: int, book_digits: int) -> int:
        """Return an amount in the book's minor units, rounded once.

        >>> PinnedRate(Fraction("7.8512"), dt.date(2025, 3, 31), "").book_minor(
        ...     10001, digits=2, book_digits=2)
        78520
        """
        return round_half_away(minor * self.value * Fraction(10) ** (book_digits - digits))


def rate_on(view: View, series: str, day: dt.date) -> PinnedRate | None:
    """Return the rate that held on a day: the latest recorded for a day up to it."""
    rows = view.rows("rates").filter((pl.col("series") == series) & (pl.col("date") <= day))
    if rows.is_empty():
        return None
    last = rows.sort("date").row(-1, named=True)
    return PinnedRate(parse_ratio(last["value"]), last["date"], f"records/rates.csv:{last['row']}")
