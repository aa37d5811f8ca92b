"""Does a contract know its money?"""

from collections.abc import Callable
from decimal import Decimal

import pytest

from lineproof.contract.case import Case


@pytest.mark.parametrize(
    ("currency", "amount", "minor"),
    [("CNY", "100.00", 10000), ("CNY", "100", 10000), ("JPY", "100", 100), ("KWD", "1.5", 1500)],
)
def test_an_amount_becomes_minor_units(
    minimal: Callable[..., Case], currency: str, amount: str, minor: int
) -> None:
    """2 decimals of CNY, none of JPY, 3 of KWD."""
    head = {"currency": currency, "rounding": {"unit": "1"}}
    lines = [{"line": "1", "name": "n", "qty": 1, "monthly_rent": "1"}]
    prices = {"id": "P", "kind": "price_lines", "lines": lines}
    contract = minimal(head=head, terms=[prices]).contract
    assert contract.minor(Decimal(amount)) == minor


def test_a_large_amount_isnt_written_in_exponents(minimal: Callable[..., Case]) -> None:
    """Decimal("1E+3") is 1,000.00."""
    assert minimal().contract.minor(Decimal("1E+3")) == 100000
