"""Are accounts called as the books call them, and rates taken as recorded?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from lineproof.ledger.accounts import Account
from lineproof.ledger.books import DEFAULT_ACCOUNTS, Books, PinnedRate, rate_on

Made = Callable[..., Any]
D = dt.date


def test_each_account_has_a_name() -> None:
    """The usual one, unless the books have their own; no two share one."""
    assert set(DEFAULT_ACCOUNTS) == set(Account)
    assert len(set(DEFAULT_ACCOUNTS.values())) == len(Account)
    books = Books(accounts={Account.COST: "66.02"})
    assert (books.name_of(Account.COST), books.name_of(Account.ACCRUED)) == ("66.02", "2300")


@pytest.mark.parametrize(
    ("day", "value"),
    [(D(2024, 1, 30), None), (D(2024, 1, 31), "0.128"), (D(2024, 2, 28), "0.128"),
     (D(2024, 2, 29), "0.13"), (D(2025, 1, 1), "0.13")],
)  # fmt: skip
def test_a_rate_holds_until_the_next(viewed: Made, day: dt.date, value: str | None) -> None:
    """Recorded for 31 January and 29 February; another series doesn't count."""
    rows = [{"series": s, "date": day_, "value": v} for s, day_, v in (
        ("CNY-EUR", D(2024, 2, 29), "0.13"), ("CNY-EUR", D(2024, 1, 31), "0.128"),
        ("USD-EUR", D(2024, 1, 1), "0.9"))]  # fmt: skip
    found = rate_on(viewed(records={"rates": rows}), "CNY-EUR", day)
    assert (found.value if found else None) == (Fraction(value) if value else None)


@pytest.mark.parametrize(
    ("minor", "digits", "book_digits", "expected"),
    [(10000, 2, 2, 1300), (10004, 2, 2, 1301), (-10004, 2, 2, -1301), (10000, 2, 0, 13),
     (100, 0, 2, 1300), (1, 2, 2, 0), (4, 2, 2, 1)],
)  # fmt: skip
def test_an_amount_is_converted_and_rounded_once(
    minor: int, digits: int, book_digits: int, expected: int
) -> None:
    """At 0.13: 100.00 → 13.00; 100.04 → 13.0052, 13.01; of yen and into yen; 0.04 → 0.0052."""
    rate = PinnedRate(Fraction("0.13"), D(2024, 1, 1), "")
    assert rate.book_minor(minor, digits=digits, book_digits=book_digits) == expected
