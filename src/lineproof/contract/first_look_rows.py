"""How are a schedule's and a bill's rows made comparable? One key a circuit, one first day a month.

Rows without an id are matched by their amount alone, one to one.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import polars as pl

from lineproof.contract.lint.amounts import exact_sum
from lineproof.contract.lint.wording import quoted
from lineproof.model.codes import CODES
from lineproof.model.finding import Finding, Severity
from lineproof.model.period import calendar_month

#: What the key of a row without an id begins with.
NAMELESS = "\0"
#: How many rows of a kind are findings of their own; one more sums up the rest.
LISTED_MAX = 1_000
_PLAIN_MAX = 60

Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """Which month is looked at, what the files are called, and the currency's decimals."""

    month: dt.date | None
    schedule: str
    bill: str
    digits: int

    def of(self, month: dt.date | None) -> Look:
        """Return the same for another month."""
        return dataclasses.replace(self, month=month)

    def money(self, minor: int) -> str:
        """Return an amount, its thousands apart."""
        whole, part = divmod(abs(minor), 10**self.digits)
        decimals = f".{part:0{self.digits}d}" if self.digits else ""
        return f"{'-' if minor < 0 else ''}{whole:,}{decimals}"


@dataclass(frozen=True, slots=True)
class Kind:
    """The rows that one thing was found in.

    rows: `row` in the file, `subject` and `stake` (money, may be null), and what words need.
    words: the message about one row.
    """

    code: str
    file: str
    rows: pl.DataFrame
    words: Callable[[Row], str]

    @property
    def amount(self) -> int | None:
        """What is at stake in all rows, None where none has money."""
        stakes = self.rows.get_column("stake")
        return exact_sum(stakes) if stakes.count() else None

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each of the dearest rows; one more sums up the rest."""
        rows = self.rows.sort("stake", descending=True, nulls_last=True, maintain_order=True)
        severity = Severity.ERROR if self.code.startswith("E") else Severity.WARNING
        fix = CODES[self.code].fix
        for row in rows.head(LISTED_MAX).iter_rows(named=True):
            yield Finding(
                self.code, severity, self.words(row), f"{self.file}:{row['row']}", fix,
                amount=row["stake"], subject=row["subject"] or "",
            )  # fmt: skip
        rest = rows.slice(LISTED_MAX)
        if rest.height:
            amount = exact_sum(rest.get_column("stake"))
            message = f"… and {rest.height:,} more"
            yield Finding(self.code, severity, message, self.file, fix, amount=amount)


def named(text: str) -> str:
    """Return a text as a message says it; most need no look at each character."""
    return text if len(text) <= _PLAIN_MAX and text.isprintable() else quoted(text)


def circuit_key(text: pl.Expr) -> pl.Expr:
    """Return what a circuit's id is compared by: no width, case or white space.

    >>> pl.select(circuit_key(pl.lit(" ce7b c2b５95"))).item()
    'CE7BC2B595'
    """
    return text.str.normalize("NFKC").str.replace_all(r"\s+", "").str.to_uppercase()


def keyed(rows: pl.DataFrame, look: Look, *, amount: str) -> pl.DataFrame:
    """Return rows with `key`, and what of the month they cover.

    A schedule's rows get is_touching and is_full, a bill's `first`: the first day of their period.
    """
    is_schedule = amount == "monthly_rent"
    rows = rows.with_columns(
        _covers(look) if is_schedule else [_first_day(rows, look).alias("first")]
    )
    within = (amount,) if is_schedule else (amount, "first")
    is_counted = pl.col("id").is_null() & (pl.col("is_touching") if is_schedule else True)
    number = is_counted.cum_sum().over(*within)
    nameless = pl.format(f"{NAMELESS}{{}}:{{}}", amount, number)
    return rows.with_columns(pl.coalesce(circuit_key(pl.col("id")), nameless).alias("key"))


def _covers(look: Look) -> list[pl.Expr]:
    """Return whether a line is in service on some day, and on all days, of the month."""
    if look.month is None:
        return [pl.lit(value=True).alias("is_touching"), pl.lit(value=True).alias("is_full")]
    return list(covering(pl.lit(look.month), pl.lit(calendar_month(look.month).end)))


def covering(first: pl.Expr, after: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Return whether a line is in service on some day, and on all days, from first until after."""
    start, end = pl.col("start"), pl.col("end")
    last = after - pl.duration(days=1)
    touching = (start < after).fill_null(value=True) & (end >= first).fill_null(value=True)
    touching &= ~(end < start).fill_null(value=False)
    full = (start <= first).fill_null(value=True) & (end >= last).fill_null(value=True)
    return touching.alias("is_touching"), full.alias("is_full")


def _first_day(rows: pl.DataFrame, look: Look) -> pl.Expr:
    """Return the first day of each row's period; the month looked at where it has none."""
    other = pl.lit(look.month, pl.Date)
    if "period" not in rows.columns:
        return other
    return (pl.col("period") + "-01").str.to_date("%Y-%m-%d").fill_null(other)
