"""How is a bill's head written as JSON, and read back? Amounts as text, days in ISO."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl

from lineproof.model.bill import Bill, BilledTax, BilledTotals
from lineproof.model.money import format_minor, parse_minor, parse_ratio
from lineproof.settle.factors import plain

SCHEMA = "bill/1"
_TEXTS = (
    "number", "kind", "currency", "seller", "buyer", "file", "sha256", "contract",
    "seller_tax_id", "buyer_tax_id", "account", "confirmation", "detail", "detail_sha256",
)  # fmt: skip
_DAYS = ("issued", "due")
_TOTALS = ("net", "tax", "gross", "prepaid", "rounding", "payable")
_KINDS = {"invoice", "credit_note", "detail"}


def head_of(bill: Bill) -> dict[str, Any]:
    """Return what a bill says besides its lines, as `bill.json` has it."""
    head: dict[str, Any] = {"schema": SCHEMA}
    head |= {name: getattr(bill, name) for name in _TEXTS}
    head |= {n: day.isoformat() if (day := getattr(bill, n)) else None for n in _DAYS}
    head |= {"digits": bill.digits, "credits": list(bill.credits)}
    head["totals"] = {
        name: None if (minor := getattr(bill.totals, name)) is None
        else format_minor(minor, digits=bill.digits)
        for name in _TOTALS
    }  # fmt: skip
    head["taxes"] = [
        {
            "rate": plain(part.rate),
            "base": format_minor(part.base, digits=bill.digits),
            "tax": format_minor(part.tax, digits=bill.digits),
        }
        for part in bill.taxes
    ]
    return head


def bill_from_head(head: Mapping[str, Any], lines: pl.DataFrame) -> Bill:
    """Return a bill from its head and its lines.

    Raises ValueError, KeyError or TypeError where the head isn't one.
    """
    if head["schema"] != SCHEMA or head["kind"] not in _KINDS:
        message = f"schema {head['schema']!r}, kind {head['kind']!r}"
        raise ValueError(message)
    digits = int(head["digits"])

    def minor(text: str | None) -> int | None:
        return None if text is None else parse_minor(text, digits=digits)

    totals = {name: minor(head["totals"][name]) for name in _TOTALS}
    texts = {name: str(head[name]) for name in _TEXTS}
    days = {n: dt.date.fromisoformat(head[n]) if head[n] else None for n in _DAYS}
    return Bill(
        **texts,  # type: ignore[arg-type] # the kind was checked above
        **days,  # type: ignore[arg-type] # days by name
        digits=digits,
        lines=lines,
        credits=tuple(map(str, head["credits"])),
        totals=BilledTotals(**totals),  # type: ignore[arg-type] # gross is always there
        taxes=tuple(
            BilledTax(
                parse_ratio(raw["rate"]),
                parse_minor(raw["base"], digits=digits),
                parse_minor(raw["tax"], digits=digits),
            )
            for raw in head["taxes"]
        ),
    )
