"""How do tests of bills make one? A small bill, changed where a test says so."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from lineproof.model.bill import BILL_LINES, Bill, BilledTotals

MARCH = (dt.date(2025, 3, 1), dt.date(2025, 4, 1))


def lines_of(*rows: dict[str, Any]) -> pl.DataFrame:
    """Return lines of March, numbered from 1, unless they say otherwise."""
    whole = [
        {"line": str(number), "from": MARCH[0], "to": MARCH[1], "row": number + 1} | row
        for number, row in enumerate(rows, 1)
    ]
    return pl.DataFrame(whole, schema=BILL_LINES.schema())


def bill_of(*rows: dict[str, Any], **head: Any) -> Bill:  # noqa: ANN401 - Bill's own fields
    """Return a bill with these lines; its gross is what they come to, unless totals are given."""
    lines = lines_of(*rows)
    gross = sum(row.get("gross", row.get("net", 0)) for row in rows)
    given: dict[str, Any] = {
        "number": "R1",
        "kind": "invoice",
        "issued": dt.date(2025, 4, 2),
        "currency": "CNY",
        "digits": 2,
        "seller": "P",
        "buyer": "B",
        "totals": BilledTotals(None, None, gross),
        "lines": lines,
        "file": "bill.csv",
        "sha256": "0" * 64,
    }
    return Bill(**given | head)
