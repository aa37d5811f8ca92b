"""What stands on the accounts on a day? And what is still to be paid.

Everything is folded from postings; a posting of a later day doesn't count.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from lineproof.ledger.accounts import Account

#: Last day of each age of what is overdue, in days; what is older has an age of its own.
AGES_D = (0, 30, 60, 90)
_SAFE = pl.Int64()
#: Summed in 128 bits; what 64 bits can't hold is refused, never wrapped around.
_EXACT = pl.col("amount").cast(pl.Int128).sum().cast(_SAFE)
#: One row a contract, account and currency.
BALANCES: dict[str, pl.DataType] = {
    "contract": pl.String(),
    "account": pl.String(),
    "currency": pl.String(),
    "debit": _SAFE,
    "credit": _SAFE,
    "balance": _SAFE,
}


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What is left to be paid of one item or invoice, in minor units; below 0: paid too much.

    days_late: how long past its last day; 0: it isn't, or no day is known.
    """

    contract: str
    about: str
    currency: str
    due: dt.date | None
    days_late: int
    amount: int


@dataclass(frozen=True, slots=True)
class ToleratedSum:
    """What tolerances let stand of one cause, in minor units; below 0: in the buyer's favour."""

    contract: str
    cause: str
    currency: str
    amount: int


def balances(journal: pl.DataFrame, *, on: dt.date) -> pl.DataFrame:
    """Return the balance of each account on a day, as columns of `BALANCES`.

    journal: columns of `POSTINGS` and `contract`. The balances of a currency sum to zero.
    """
    known = journal.filter(pl.col("date") <= on)
    wide = pl.col("amount").cast(pl.Int128)
    debit, credit = (wide.filter(side).sum().cast(_SAFE)
                     for side in (pl.col("amount") > 0, pl.col("amount") < 0))  # fmt: skip
    sums = known.group_by("contract", "account", "currency").agg(
        debit.alias("debit"), (-credit).alias("credit"), _EXACT.alias("balance")
    )
    order = {account.value: place for place, account in enumerate(Account)}
    place = pl.col("account").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    return sums.sort("contract", "currency", place, "account")


def open_items(journal: pl.DataFrame, *, on: dt.date) -> tuple[OpenItem, ...]:
    """Return what is left to be paid, by contract and day; what was settled is left out."""
    known = journal.filter((pl.col("date") <= on) & (pl.col("account") == Account.PAYABLE.value))
    dues = known.filter(pl.col("due").is_not_null()).sort("date", maintain_order=True)
    keys = ["contract", "about", "currency"]
    latest = dues.group_by(keys).agg(pl.col("due").last())
    left = known.group_by(keys).agg((-_EXACT).alias("amount")).filter(pl.col("amount") != 0)
    rows = left.join(latest, on=keys, how="left").sort("contract", "due", "about", nulls_last=True)
    return tuple(
        OpenItem(contract, about, currency, due, days_late(due, on=on), int(amount))
        for contract, about, currency, amount, due in rows.iter_rows()
    )


def tolerated(journal: pl.DataFrame, *, on: dt.date) -> tuple[ToleratedSum, ...]:
    """Return what tolerances let stand up to a day, by contract and cause."""
    is_known = (pl.col("date") <= on) & (pl.col("account") == Account.TOLERANCE.value)
    keys = ["contract", "currency", "about"]
    sums = journal.filter(is_known).group_by(keys).agg(_EXACT).filter(pl.col("amount") != 0)
    return tuple(
        ToleratedSum(contract, about.removeprefix("cause:"), currency, int(amount))
        for contract, currency, about, amount in sums.sort(keys).iter_rows()
    )


def days_late(due: dt.date | None, *, on: dt.date) -> int:
    """Return how many days past its last day something is.

    >>> days_late(dt.date(2025, 4, 30), on=dt.date(2025, 5, 1))
    1
    """
    return 0 if due is None else max(0, (on - due).days)


def age_of(late_d: int) -> int:
    """Return the place of an age among `AGES_D`, or behind them all.

    >>> [age_of(days) for days in (0, 1, 30, 31, 90, 91)]
    [0, 1, 1, 2, 3, 4]
    """
    return sum(late_d > last for last in AGES_D)


def ageing(items: tuple[OpenItem, ...]) -> dict[tuple[str, str], list[int]]:
    """Return by contract and currency what is open of each age; a paid surplus isn't overdue."""
    found: dict[tuple[str, str], list[int]] = {}
    for item in items:
        row = found.setdefault((item.contract, item.currency), [0] * (len(AGES_D) + 1))
        row[age_of(item.days_late) if item.amount > 0 else 0] += item.amount
    return found
