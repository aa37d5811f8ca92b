"""Which formula computes a line's amount in a spreadsheet? One that agrees with the settlement.

A formula is written only where exact arithmetic gives the settled amount by the same steps, and
where the numbers have few enough digits that a spreadsheet's ROUND cannot err.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl

from lineproof.model.money import round_half_away

#: Minor units up to which ROUND is trusted: three digits less than the 15 a spreadsheet holds.
MINOR_MAX = 10**12

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Columns:
    """The letters of the columns that a formula reads."""

    quantity: str
    rent: str
    numerator: str
    denominator: str
    paid: str
    amount: str


@dataclass(frozen=True, slots=True)
class Placed:
    """The rows of one unit, and the number of the spreadsheet row that each stands in.

    paid: what the factors of each row leave, by their ruling.
    """

    rows: Sequence[tuple[int, Row]]
    paid: Sequence[Fraction]
    digits: int


def shares_in_days(lines: pl.DataFrame, days: int) -> pl.DataFrame:
    """Return the lines with the shares of each unit as days of the month, where they all are."""
    scaled = pl.col("share_num") * days
    is_whole = (scaled % pl.col("share_den") == 0).all().over("unit")
    return lines.with_columns(
        pl.when(is_whole).then(scaled // pl.col("share_den")).otherwise("share_num").alias("days"),
        pl.when(is_whole & pl.col("share_num").is_not_null())
        .then(pl.lit(days, pl.Int64))
        .otherwise("share_den")
        .alias("of_days"),
    )


def unit_formulas(placed: Placed, at: Columns) -> Iterator[tuple[int, str]]:
    """Yield the spreadsheet row and formula of a unit's lines, where one agrees.

    Rent part k is ROUND(first k) - ROUND(first k - 1), times the quantity; a deduction is the
    same with the factors, less the rent (Arithmetic 1 to 3). A unit with an unknown deduction has
    no factors to show, so that only its rents are computed.
    """
    rents = [(number, row) for number, row in placed.rows if row["charge"] == "rent"]
    if not rents or rents[-1][0] - rents[0][0] != len(rents) - 1:
        return
    if any(row["amount"] is None for _, row in rents):
        return
    is_sure = all(row["amount"] is not None for _, row in placed.rows)
    by_day = {row["from"]: index for index, (_, row) in enumerate(rents)}
    for number, row in placed.rows:
        index = by_day.get(row["from"])
        if index is None:
            continue
        is_deduction = row["charge"] == "deduction"
        if is_deduction and not is_sure:
            continue
        part = _part(placed, rents[: index + 1], with_paid=is_deduction)
        if part is None:
            continue
        amount = part * row["quantity"]
        text = _text(rents, index, at, placed.digits, with_paid=is_deduction)
        if is_deduction:
            rent_number, rent_row = rents[index]
            amount -= rent_row["amount"]
            text += f"-{at.amount}{rent_number}"
        if amount == row["amount"]:
            yield number, f"={text}"


def total_formula(number: int, at: Columns, digits: int) -> str:
    """Return the formula of a deduction from a total, or from a part of it.

    It is ROUND(part × paid) - ROUND(part); for what outages give back nothing of the part is paid.
    """
    part = f"{at.rent}{number}*{at.numerator}{number}/{at.denominator}{number}"
    return f"=ROUND({part}*{at.paid}{number},{digits})-ROUND({part},{digits})"


def is_total_agreed(row: Row, paid: Fraction) -> bool:
    """Whether that formula gives the settled amount."""
    base, days, of_days = row["rent"], row["days"], row["of_days"]
    if row["amount"] is None or base is None or max(abs(base * days), of_days) >= MINOR_MAX:
        return False
    part = Fraction(base * days, of_days)
    agreed: bool = round_half_away(part * paid) - round_half_away(part) == row["amount"]
    return agreed


def _part(placed: Placed, rents: Sequence[tuple[int, Row]], *, with_paid: bool) -> int | None:
    """Return the last of some parts in time, in minor units of one unit; None: no formula."""
    if with_paid and any(row["factor"] >= len(placed.paid) for _, row in rents):
        return None
    exact = [
        Fraction(row["rent"] * row["days"], row["of_days"])
        * (placed.paid[row["factor"]] if with_paid else 1)
        for _, row in rents
    ]
    running = sum(exact, Fraction(0))
    products = sum(abs(row["rent"] * row["days"]) for _, row in rents)
    if max(products, abs(running)) >= MINOR_MAX:
        return None
    return round_half_away(running) - round_half_away(running - exact[-1])


def _text(
    rents: Sequence[tuple[int, Row]], index: int, at: Columns, digits: int, *, with_paid: bool
) -> str:
    """Return the formula of one part, without its sign of equality."""
    first, number = rents[0][0], rents[index][0]
    whole = _rounded((first, number), at, digits, with_paid=with_paid)
    if index == 0:
        return f"{whole}*{at.quantity}{number}"
    before = _rounded((first, rents[index - 1][0]), at, digits, with_paid=with_paid)
    return f"({whole}-{before})*{at.quantity}{number}"


def _rounded(span: tuple[int, int], at: Columns, digits: int, *, with_paid: bool) -> str:
    """Return the rounded rent of the parts in some rows of the sheet."""
    first, last = span
    names = [at.rent, at.numerator, *([at.paid] if with_paid else [])]
    if first == last:
        product = "*".join(f"{name}{last}" for name in names)
        return f"ROUND({product}/{at.denominator}{last},{digits})"
    ranges = ",".join(f"{name}{first}:{name}{last}" for name in names)
    return f"ROUND(SUMPRODUCT({ranges})/{at.denominator}{last},{digits})"


def paid_shares(factors: Sequence[Sequence[Fraction]]) -> tuple[Fraction, ...]:
    """Return what several factors leave together, for each ruling.

    >>> paid_shares([[], [Fraction(9, 10), Fraction(1, 2)]])
    (Fraction(1, 1), Fraction(9, 20))
    """
    return tuple(math.prod(ruling, start=Fraction(1)) for ruling in factors)
