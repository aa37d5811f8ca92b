"""Do a reconciliation's sums add up, or does it refuse to exist?"""

import polars as pl
import pytest

from lineproof.reconcile.causes import Cause
from lineproof.reconcile.reconciliation import DIFFERENCE_SCHEMA, Reconciliation


def reconciled(causes: dict[Cause, int]) -> Reconciliation:
    """Return a bill of 900.00 against 600.00 owed, with some causes."""
    return Reconciliation(
        contract="c", months=("2025-03",), bills=("B1",), currency="CNY", digits=2,
        billed=90_000, expected=60_000, causes=causes, undisputed=60_000,
        differences=pl.DataFrame(schema=DIFFERENCE_SCHEMA),
    )  # fmt: skip


def test_differences_by_cause_are_the_difference() -> None:
    """900.00 - 600.00 = 300.00, all of it a wrong price."""
    assert reconciled({Cause.WRONG_PRICE: 30_000}).difference == 30_000


@pytest.mark.parametrize(
    "causes", [{}, {Cause.WRONG_PRICE: 29_999}, {Cause.WRONG_PRICE: 30_000, Cause.TAX: 0}]
)
def test_causes_that_do_not_add_up_are_refused(causes: dict[Cause, int]) -> None:
    """A cent off, or a cause without money: our own bug, never shown."""
    with pytest.raises(AssertionError):
        reconciled(causes)
