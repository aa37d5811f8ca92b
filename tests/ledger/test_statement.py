"""Does the provider's account run from its opening to its closing balance?"""

from __future__ import annotations

import datetime as dt

import polars as pl

from lineproof.ledger.journal import POSTINGS
from lineproof.ledger.statement import provider_statement
from lineproof.model.period import Days

D = dt.date
ROWS = [
    ("a", D(2025, 3, 31), "payable", -1000),
    ("b", D(2025, 4, 1), "payable", -500),
    ("b", D(2025, 4, 1), "accrued", 500),
    ("c", D(2025, 4, 30), "payable", 1200),
    ("d", D(2025, 5, 1), "payable", -70),
    ("a", D(2025, 3, 31), "tolerance", 20),
    ("e", D(2025, 4, 30), "tolerance", 5),
    ("d", D(2025, 5, 1), "tolerance", 90),
]


def test_an_account_over_some_days() -> None:
    """10.00 before April; 5.00 billed on its first day and 12.00 paid on its last: 3.00 left.

    0.20 and 0.05 were tolerated up to its end; 0.90 on 1 May aren't of these days.
    """
    told = [{"key": k, "document": k, "date": d, "account": a, "about": "", "currency": "CNY",
             "amount": n} for k, d, a, n in ROWS]  # fmt: skip
    journal = pl.DataFrame(told, schema=POSTINGS)
    april = Days(D(2025, 4, 1), D(2025, 5, 1))
    found = provider_statement(journal, april, contract="c", currency="CNY")
    assert (found.opening, found.closing, found.tolerated) == (1000, 300, 25)
    assert found.rows.select("key", "billed", "paid", "balance").rows() == [
        ("b", 500, 0, 1500),
        ("c", 0, 1200, 300),
    ]


def test_an_account_without_entries() -> None:
    """Nothing billed, nothing paid."""
    journal = pl.DataFrame(schema=POSTINGS)
    found = provider_statement(journal, Days(D(2025, 4, 1), D(2025, 5, 1)), contract="c",
                               currency="CNY")  # fmt: skip
    assert (found.opening, found.closing, found.rows.height) == (0, 0, 0)
