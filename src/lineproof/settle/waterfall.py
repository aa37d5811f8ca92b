"""Why does one month come to more or less than another? Its change, cut into parts that add up.

A month comes to what it claims: what it earned, its credits moved to the month that they reach the
buyer in. Rent changes by volume (units and days) at the earlier price, and the rest is price.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

import polars as pl

from lineproof.model.money import round_half_away
from lineproof.model.period import add_months, month_text, parse_month
from lineproof.model.sealed import Booked, credit_reaching
from lineproof.settle.kernel import total
from lineproof.settle.settlement import Settlement

Part = Literal[
    "price", "new", "ceased", "deduction", "credit", "one_off", "usage", "interest", "tax",
    "correction",
]  # fmt: skip
PARTS: tuple[Part, ...] = get_args(Part)
_CHARGES: Mapping[str, Part] = {
    "deduction": "deduction",
    "delay_penalty": "deduction",
    "one_off": "one_off",
    "early_end": "one_off",
    "bundle": "usage",
    "overage": "usage",
    "late_interest": "interest",
}
_RENT = "rent"


@dataclass(frozen=True, slots=True)
class Waterfall:
    """From one month to another, in minor units; parts: those that aren't zero, in `PARTS`' order.

    new, ceased: units and days more or fewer. deduction: reductions of the month itself; credit:
    of earlier months, reaching the buyer in this one. correction: by restatements of closed months.
    """

    month_before: str
    month: str
    before: int
    after: int
    parts: tuple[tuple[Part, int], ...]

    def __post_init__(self) -> None:
        """Hold the parts to what they promise, whatever made them."""
        assert self.before + sum(a for _, a in self.parts) == self.after, "the parts must add up"


def claimed(settlement: Settlement) -> int | None:
    """Return what a month claims by itself, in minor units; None where it isn't known."""
    gross, carried = settlement.gross.value, settlement.carried.value
    amounts = settlement.lines.get_column("amount")
    if gross is None or carried is None or amounts.null_count():
        return None
    return gross - sum(amount for _, amount in settlement.deferred) + carried


def waterfall(
    before: Settlement, after: Settlement, *, sealed: Sequence[Booked]
) -> Waterfall | None:
    """Return the parts of the change from one month to another; None where either isn't known.

    sealed: the closed months of the contract, for what their restatements carried.
    """
    totals = claimed(before), claimed(after)
    if totals[0] is None or totals[1] is None:
        return None
    parts = dict.fromkeys(PARTS, 0) | _rent(before, after)
    ends = _standing(before, sealed), _standing(after, sealed)
    for part in ends[0]:
        parts[part] += ends[1][part] - ends[0][part]
    named = tuple((part, amount) for part, amount in parts.items() if amount)
    return Waterfall(before.month, after.month, totals[0], totals[1], named)


def _standing(settlement: Settlement, sealed: Sequence[Booked]) -> dict[Part, int]:
    """Return what a month has beside its rent, by part."""
    lines = settlement.lines
    found: dict[Part, int] = dict.fromkeys((*_CHARGES.values(), "tax", "credit", "correction"), 0)
    for charge, amount in lines.group_by("charge").agg(pl.col("amount").sum()).iter_rows():
        if charge != _RENT:
            found[_CHARGES[charge]] += amount
    gross, carried = settlement.gross.value, settlement.carried.value
    assert gross is not None, "the month is known"
    assert carried is not None, "the month is known"
    found["deduction"] -= sum(amount for _, amount in settlement.deferred)
    found["tax"] = gross - total(lines.get_column("amount"))
    found["correction"] = _corrected(settlement.month, carried, sealed)
    found["credit"] = carried - found["correction"]
    return found


def _corrected(month: str, carried: int, sealed: Sequence[Booked]) -> int:
    """Return what restatements of closed months carried into one: what isn't a credit."""
    earlier = tuple(booked for booked in sealed if booked.month < month)
    previous = month_text(add_months(parse_month(month), -1))
    if not any(booked.month == previous for booked in earlier):
        return 0
    return carried - credit_reaching(earlier, month)


def _rent(before: Settlement, after: Settlement) -> dict[Part, int]:
    """Return how rent changed, by volume and by price."""
    lines = _by_line(before).join(
        _by_line(after), on="line", how="full", coalesce=True, suffix="_b"
    )
    lines = lines.filter(pl.col("amount").fill_null(0) != pl.col("amount_b").fill_null(0))
    change = pl.col("amount_b").fill_null(0) - pl.col("amount").fill_null(0)
    is_one_sided = pl.col("amount").is_null() | pl.col("amount_b").is_null()
    is_price_kept = (pl.col("low") == pl.col("high")) & (pl.col("low_b") == pl.col("high_b")) & (
        pl.col("low") == pl.col("low_b")
    )  # fmt: skip
    is_volume_kept = pl.col("volume") * pl.col("den_b") == pl.col("volume_b") * pl.col("den")
    kinds = lines.with_columns(
        change.alias("change"),
        pl.when(is_one_sided | is_price_kept.fill_null(value=False))
        .then(pl.lit("volume"))
        .when(is_volume_kept.fill_null(value=False))
        .then(pl.lit("price"))
        .otherwise(pl.lit("both"))
        .alias("kind"),
    )
    found: dict[Part, int] = {"price": 0, "new": 0, "ceased": 0}
    rules: tuple[tuple[Part, pl.Expr], ...] = (
        ("price", pl.col("kind") == "price"),
        ("new", (pl.col("kind") == "volume") & (pl.col("change") > 0)),
        ("ceased", (pl.col("kind") == "volume") & (pl.col("change") < 0)),
    )
    for part, rule in rules:
        found[part] += total(kinds.filter(rule).get_column("change"))
    mixed = kinds.filter(pl.col("kind") == "both")
    for line, amount, whole in mixed.select("line", "amount", "change").iter_rows():
        volume = _volume_effect(line, amount, (before, after))
        found["new" if volume > 0 else "ceased"] += volume
        found["price"] += whole - volume
    return found


def _by_line(settlement: Settlement) -> pl.DataFrame:
    """Return each line's rent, volume and prices; the volume's denominator is null if it varies."""
    rent = settlement.lines.filter(pl.col("charge") == _RENT)
    den = pl.col("share_den")
    return rent.group_by("line", maintain_order=True).agg(
        pl.col("amount").sum(),
        (pl.col("share_num") * pl.col("quantity")).sum().alias("volume"),
        pl.when(den.min() == den.max()).then(den.first()).alias("den"),
        pl.col("rent").min().alias("low"),
        pl.col("rent").max().alias("high"),
    )


def _volume_effect(line: str, amount: int, ends: tuple[Settlement, Settlement]) -> int:
    """Return what more or fewer units and days make at the earlier price, rounded once."""
    first, second = (sum(_volumes(each, line), Fraction(0)) for each in ends)
    return round_half_away(amount / first * (second - first)) if first else 0


def _volumes(settlement: Settlement, line: str) -> Iterator[Fraction]:
    """Yield the units of a line's segments, each as the share of a month that it was for."""
    rows = settlement.lines.filter((pl.col("charge") == _RENT) & (pl.col("line") == line))
    for quantity, num, den in rows.select("quantity", "share_num", "share_den").iter_rows():
        yield Fraction(quantity * num, den)
