"""Which cause has a row of several: the first in the order of decomposition?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.reconcile.owed import Owed
from lineproof.reconcile.reconciliation import Reconciliation
from lineproof.sources.bill_sheet import SheetGiven, read_sheet

D = dt.date
CIRCUITS = [{"line": "1", "id": "C1", "monthly_rent": 100, "start": D(2024, 1, 1)}]
OBJECTION = {"id": "OBJECT", "kind": "bill_objection", "clause": "8.1", "within": 30,
             "unit": "days", "meanwhile": "withhold_disputed",
             "back_billing_months": 6}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param({"circuit": "X", "contract": "other"}, ("wrong_contract", ""),
                     id="another contract goes before an unknown id"),
        pytest.param({"circuit": "C1", "contract": "other", "charge": "surcharge"},
                     ("surcharge", ""), id="a circuit of ours is ours, whatever it is called"),
        pytest.param({"circuit": "X", "charge": "balance"}, ("carried_balance", ""),
                     id="a balance has no circuit"),
        pytest.param({"circuit": "X", "charge": "one_off"}, ("unknown_id", ""),
                     id="a charge for a circuit of nobody"),
        pytest.param({"circuit": "C1", "from": D(2023, 1, 1), "to": D(2023, 2, 1)},
                     ("outside_term", ""), id="the term goes before the limit"),
        pytest.param({"circuit": "C1", "from": D(2024, 1, 1), "to": D(2024, 2, 1)},
                     ("back_billing", "8.1"), id="the limit, and its clause"),
        pytest.param({"circuit": "C1", "charge": "one_off"}, ("surcharge", ""),
                     id="a charge that no term has"),
        pytest.param({"circuit": "C1", "charge": "usage"}, ("surcharge", ""),
                     id="usage that no term has"),
    ],
)  # fmt: skip
def test_the_first_cause_that_holds(
    claimed: Callable[..., Owed], compared_to: Callable[..., Reconciliation],
    row: dict[str, Any], expected: tuple[str, str],
) -> None:  # fmt: skip
    """Beside a right row, one of 5.00 that nothing owes."""
    claim = claimed("2024-03", circuits=CIRCUITS, terms=(OBJECTION,))
    right = {"circuit": "C1", "gross": 100}
    found = compared_to(claim, [right, {"gross": 500, **row}], issued=D(2024, 8, 15))
    rows = found.differences.filter(found.differences["cause"].is_not_null())
    assert rows.select("cause", "clause").rows() == [expected]
    assert found.undisputed == 100


def test_what_a_sheet_only_words_has_its_cause(
    claimed: Callable[..., Owed], compared_to: Callable[..., Reconciliation]
) -> None:
    """No column says what a line is for: 15.00 + 5.00 + 1.20 beyond the rent of 1.00."""
    sheet = b"""Circuit;Product;Gross amount
C1;ethernet 100M;1,00
;Late fee;15,00
;Administration fee;5,00
;Previous balance;1,20
"""
    lines = read_sheet(SheetGiven("a.csv", sheet, 2)).lines.drop("row").to_dicts()
    claim = claimed("2024-03", circuits=CIRCUITS, terms=(OBJECTION,))
    found = compared_to(claim, lines, issued=D(2024, 4, 2))
    rows = found.differences.filter(found.differences["cause"].is_not_null())
    assert dict(rows.select("cause", "difference").iter_rows()) == {
        "late_fee": 1500, "surcharge": 500, "carried_balance": 120,
    }  # fmt: skip
