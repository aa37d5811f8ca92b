"""Are several contracts numbered through, each with a place for what belongs to no line?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from lineproof.model.bill import Bill
from lineproof.reconcile.claims import claims_of
from lineproof.reconcile.owed import Owed
from lineproof.reconcile.reconcile import reconcile
from lineproof.reconcile.reconciliation import Reconciliation

D = dt.date


def contract(claimed: Callable[..., Owed], name: str, circuit: str, rent: int) -> Owed:
    """Return a contract of one circuit, line 1."""
    rows = [{"line": "1", "id": circuit, "monthly_rent": rent, "start": D(2024, 1, 1)}]
    return claimed("2024-03", head={"id": name}, circuits=rows, terms=())


def test_each_contract_has_its_lines_and_its_own(claimed: Callable[..., Owed]) -> None:
    """Line 1 of each is another line: codes 0 and 2, and 1 and 3 for the contracts themselves."""
    claims = claims_of([contract(claimed, "A", "C1", 100), contract(claimed, "B", "C2", 200)])
    assert claims.names.select("code", "contract", "line", "leader").rows() == [
        (0, 0, "1", 0), (1, 0, "", 1), (2, 1, "1", 2), (3, 1, "", 3),
    ]  # fmt: skip
    assert (claims.pools, claims.rows["code"].to_list()) == ((1, 3), [0, 2])
    assert set(claims.aliases.select("key", "code").iter_rows()) == {
        ("C1", 0), ("1", 0), ("C2", 2), ("1", 2),
    }  # fmt: skip


def test_one_circuit_on_two_lines_has_one_leader(claimed: Callable[..., Owed]) -> None:
    """Lines 1 and 2 are both C1; line 3 is C3."""
    rows = [{"line": n, "id": i, "monthly_rent": 1, "start": D(2024, 1, 1)}
            for n, i in (("1", "C1"), ("2", "c1"), ("3", "C3"))]  # fmt: skip
    claims = claims_of([claimed("2024-03", circuits=rows, terms=())])
    assert claims.names["leader"].to_list() == [0, 0, 2, 3]


def test_a_bill_over_two_contracts(
    claimed: Callable[..., Owed], bill_of: Callable[..., Bill],
    told: Callable[[Reconciliation], list[tuple[Any, ...]]],
) -> None:  # fmt: skip
    """1.00 and 2.00 are owed; the same line number names each contract's own by the contract."""
    both = [contract(claimed, "A", "C1", 100), contract(claimed, "B", "C2", 200)]
    rows = [{"circuit": "C1", "gross": 100}, {"circuit": "C2", "gross": 250}]
    found = reconcile(both, [bill_of(rows)])
    assert (found.contract, told(found)) == ("A, B", [("1", "wrong_price", 50)])
    assert found.differences.filter(found.differences["cause"].is_not_null())[
        "contract"
    ].to_list() == ["B"]
    rows = [{"circuit": "1", "contract": "A", "gross": 100},
            {"circuit": "1", "contract": "B", "gross": 200}]  # fmt: skip
    assert told(reconcile(both, [bill_of(rows)])) == []
