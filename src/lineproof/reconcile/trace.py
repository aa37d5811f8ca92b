"""Where does a billed line come from, and who paid it? From its order to its payment, link by link.

A link that no record tells of is missing, and said so: nothing is taken for granted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import polars as pl

from lineproof.contract.case import View
from lineproof.model.explained import Explained
from lineproof.reconcile.sample import Billed
from lineproof.settle.explain import Explainer
from lineproof.settle.settlement import Settlement

Kind = Literal["order", "acceptance", "settlement", "invoice", "approval", "payment"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_IN_SERVICE = ("accepted", "in_service")


@dataclass(frozen=True, slots=True)
class Link:
    """One link: what tells of it, as FILE:ROW; none: it is missing.

    day: when. amount: in minor units, where it has one. about: an order, a clause, a number.
    """

    kind: Kind
    where: tuple[str, ...] = ()
    day: dt.date | None = None
    amount: int | None = None
    about: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether no record tells of it."""
        return not self.where


@dataclass(frozen=True, slots=True)
class Trace:
    """A billed line's links, in the order of `KINDS`; explained: why it is owed what it is."""

    billed: Billed
    links: tuple[Link, ...]
    explained: Explained | None

    @property
    def missing(self) -> tuple[Kind, ...]:
        """The links that are missing."""
        return tuple(link.kind for link in self.links if link.is_missing)


def traced(billed: Billed, view: View, settlement: Settlement) -> Trace:
    """Return a billed line's links.

    view: what was known, with what silence accepted. settlement: of the month it is billed for.
    """
    found = {link.kind: link for link in _links(billed, view, settlement)}
    links = tuple(found.get(kind, Link(kind)) for kind in KINDS)
    explained = Explainer(view, settlement).line(billed.line) if billed.line else None
    return Trace(billed, links, explained)


def _links(billed: Billed, view: View, settlement: Settlement) -> Iterator[Link]:
    """Yield the links that records tell of."""
    if billed.line:
        yield from _ordered(view, billed.line)
        yield from _accepted(view, billed.line, settlement.period.end)
        yield from _settled(settlement, billed.line)
    yield from _invoiced(view, billed.bill)


def _ordered(view: View, line: str) -> Iterator[Link]:
    """Yield the first order of a line."""
    rows = view.rows("orders").filter(pl.col("line") == line).sort("ordered")
    if rows.height:
        first = rows.row(0, named=True)
        yield Link("order", _where("orders", rows), first["ordered"], about=first["order"])


def _accepted(view: View, line: str, end: dt.date) -> Iterator[Link]:
    """Yield when a line was accepted, or the contract as a whole was, before a day."""
    rows = view.rows("lifecycle").filter(
        (pl.col("line") == line) & pl.col("event").is_in(_IN_SERVICE) & (pl.col("date") < end)
    )
    if rows.height:
        last = rows.sort("date").tail(1)
        yield Link("acceptance", _where("lifecycle", last), last.item(0, "date"))
        return
    rows = view.rows("milestones").filter((pl.col("event") == "signed") & (pl.col("date") < end))
    if rows.height:
        last = rows.sort("date").tail(1)
        yield Link("acceptance", _where("milestones", last), last.item(0, "date"))


def _settled(settlement: Settlement, line: str) -> Iterator[Link]:
    """Yield what the month owes for a line; one that isn't known has no amount."""
    rows = settlement.lines.filter(pl.col("line") == line)
    if rows.height:
        amounts = rows.get_column("amount")
        amount = None if amounts.null_count() else int(amounts.sum())
        clauses = ", ".join(dict.fromkeys(rows.get_column("clause").drop_nulls().to_list()))
        place = f"result {settlement.result_hash}"
        yield Link("settlement", (place,), amount=amount, about=clauses)


def _invoiced(view: View, bill: str) -> Iterator[Link]:
    """Yield the invoice, who verified it, and what paid it."""
    rows = view.rows("invoices").filter(pl.col("number") == bill)
    if rows.height:
        row = rows.row(0, named=True)
        where = _where("invoices", rows)
        yield Link("invoice", where, row["received"], row["amount"], about=bill)
        if row["verified"] is not None:
            who = str(row["verified_by"] or row["by"])
            yield Link("approval", where, row["verified"], about=who)
    paid = view.rows("payments").filter(pl.col("invoice") == bill).sort("paid")
    if paid.height:
        amount = int(paid.get_column("amount").sum())
        yield Link("payment", _where("payments", paid), paid.item(-1, "paid"), amount)


def _where(kind: str, rows: pl.DataFrame) -> tuple[str, ...]:
    """Return where rows stand."""
    return tuple(f"records/{kind}.csv:{row}" for row in rows.get_column("row"))
