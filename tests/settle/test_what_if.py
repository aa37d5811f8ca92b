"""What differs between a month as it is and as supposed? Totals and lines, by hand."""

from collections.abc import Callable
from typing import Any

from lineproof.contract.check import check
from lineproof.contract.suppose import supposed
from lineproof.model.period import parse_month
from lineproof.settle.settle import Asked, settle
from lineproof.settle.settlement import Settlement
from lineproof.settle.what_if import Changed, otherwise


def _settled(case: Any) -> Settlement:  # noqa: ANN401 - a case
    return settle(case, Asked(parse_month("2024-03"), findings=check(case)))


def test_a_dearer_line_is_the_only_one_that_differs(built: Callable[..., Any]) -> None:
    """100.00 becomes 120.50: 20.50 more in gross and payable, on line 1a's rent."""
    case = built()
    dearer = supposed(case, "line:1a.monthly_rent=120.50")
    found = otherwise(_settled(case), _settled(dearer))
    assert found.lines == (Changed("1a", "rent", "1", 10_000, 12_050),)
    assert [(n, a.value, b.value) for n, a, b in found.totals] == [
        ("gross", 10_000, 12_050),
        ("payable", 10_000, 12_050),
    ]


def test_supposing_what_is_so_changes_nothing(built: Callable[..., Any]) -> None:
    """The same price again."""
    case = built()
    same = supposed(case, "line:1a.monthly_rent=100.00")
    found = otherwise(_settled(case), _settled(same))
    assert (found.totals, found.lines) == ((), ())
