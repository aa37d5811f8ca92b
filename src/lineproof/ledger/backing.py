"""What stands behind a payment? Invoices, orders, acceptances, signed scores, as recorded.

It judges nothing: what is missing shows as missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lineproof.contract.case import View
from lineproof.model.money import parse_ratio


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice as recorded; amounts in minor units, reds: what red ones take back of it."""

    number: str
    amount: int
    tax: int | None
    reds: int
    received: dt.date
    verified: dt.date | None
    verified_by: str
    matches: bool | None
    payer: str
    evidence: str

    @property
    def left(self) -> int:
        """What it asks for, red ones taken off."""
        return self.amount + self.reds


@dataclass(frozen=True, slots=True)
class Order:
    """A purchase order, the budget that bears it, and how many lines were ordered by it."""

    order: str
    purchase_order: str
    budget_line: str
    lines: int


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What was accepted: the contract or an item of it, or so many lines; first and last day."""

    item: str
    lines: int
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class SignedScore:
    """A month's points, and who signed them; blank: nobody."""

    month: str
    points: Fraction
    signed_by: str


def invoices_of(view: View, item: str, *, on: dt.date) -> tuple[Invoice, ...]:
    """Return the blue invoices for an item that came by a day."""
    rows = view.rows("invoices").filter(pl.col("received") <= on)
    is_red = (pl.col("colour") == "red").fill_null(value=False)
    taken = rows.filter(is_red).group_by("red_of").agg(pl.col("amount").sum())
    reds: dict[str, int] = dict(taken.iter_rows())
    blue = rows.filter(~is_red & (pl.col("item") == item)).sort("received", "number")
    return tuple(
        Invoice(
            number=row["number"],
            amount=row["amount"],
            tax=row["tax"],
            reds=reds.get(row["number"], 0),
            received=row["received"],
            verified=row["verified"],
            verified_by=row["verified_by"] or "",
            matches=None if row["matches"] is None else row["matches"] == "yes",
            payer=row["payer"] or "",
            evidence=row["evidence"] or "",
        )
        for row in blue.iter_rows(named=True)
    )


def paid_of(view: View, item: str, *, on: dt.date) -> int:
    """Return what was paid of an item by a day, in minor units."""
    rows = view.rows("payments").filter((pl.col("item") == item) & (pl.col("paid") <= on))
    return int(rows.get_column("amount").cast(pl.Int128).sum())


def orders_of(view: View) -> tuple[Order, ...]:
    """Return the orders that stand, in the order they came."""
    rows = view.rows("orders").filter(pl.col("cancelled").is_null())
    grouped = rows.group_by("order", "purchase_order", "budget_line", maintain_order=True)
    counts = grouped.agg(pl.col("line").n_unique())
    return tuple(Order(o, p or "", b or "", n) for o, p, b, n in counts.iter_rows())


def acceptances_of(view: View, *, on: dt.date) -> tuple[Acceptance, ...]:
    """Return what was accepted by a day: signed milestones, and lines."""
    signed = view.rows("milestones").filter(
        (pl.col("event") == "signed") & (pl.col("date") <= on)
    ).sort("date")  # fmt: skip
    found = [Acceptance(item or "", 0, day, day)
             for item, day in signed.select("item", "date").iter_rows()]  # fmt: skip
    lines = view.rows("lifecycle").filter(
        (pl.col("event") == "accepted") & (pl.col("date") <= on)
    )  # fmt: skip
    if lines.height:
        days = lines.get_column("date").to_list()
        count = lines.get_column("line").n_unique()
        found.append(Acceptance("", count, min(days), max(days)))
    return tuple(found)


def scores_of(view: View, months: Sequence[str]) -> tuple[SignedScore, ...]:
    """Return the recorded totals of some months' scores."""
    rows = view.rows("scores").filter(pl.col("month").is_in(months) & pl.col("item").is_null())
    columns = rows.sort("month").select("month", "points", "signed_by").iter_rows()
    return tuple(SignedScore(m, parse_ratio(points), by or "") for m, points, by in columns)
