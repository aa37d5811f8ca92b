"""What stands inside a tolerance, and where does it end? Exactly on its limit is inside."""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from lineproof.contract.terms.paying import Tolerance
from lineproof.reconcile.owed import Owed
from lineproof.reconcile.reconciliation import Reconciliation
from lineproof.reconcile.tolerance import figure_of, limit_of

D = dt.date
CIRCUITS = [{"line": str(n), "id": f"C{n}", "monthly_rent": 50_000, "start": D(2024, 1, 1)}
            for n in (1, 2)]  # fmt: skip


def tolerance(**fields: object) -> dict[str, object]:
    """Return a tolerance of 5 % of the provider's total, whose figure stands."""
    return {"id": "TOL", "kind": "tolerance", "clause": "7.2", "share": "0.05", "of": "provider",
            "inside": "provider_figure", **fields}  # fmt: skip


def rows(first: int, second: int = 50_000) -> list[dict[str, Any]]:
    """Return a bill of two circuits, in minor units."""
    return [{"circuit": "C1", "gross": first}, {"circuit": "C2", "gross": second}]


@pytest.mark.parametrize(
    ("first", "holds", "undisputed"),
    [
        pytest.param(55_263, 105_263, 105_263, id="52.63 of 1,052.63 is within 52.6315"),
        pytest.param(55_264, None, 100_000, id="52.64 of 1,052.64 is beyond 52.632"),
    ],
)
def test_a_share_of_the_providers_total(
    claimed: Callable[..., Owed], compared_to: Callable[..., Reconciliation], first: int,
    holds: int | None, undisputed: int,
) -> None:  # fmt: skip
    """1,000.00 are owed; inside the provider's figure stands, and the difference is told still."""
    claim = claimed("2024-03", circuits=CIRCUITS, terms=(tolerance(),))
    found = compared_to(claim, rows(first))
    (only,) = found.tolerated
    assert (only.holds, only.limit, found.undisputed) == (holds, (first + 50_000) // 20, undisputed)
    assert found.difference == first - 50_000


@pytest.mark.parametrize(("first", "undisputed"), [(50_200, 100_200), (50_201, 100_000)])
def test_an_amount_line_by_line(
    claimed: Callable[..., Owed], compared_to: Callable[..., Reconciliation], first: int,
    undisputed: int,
) -> None:  # fmt: skip
    """2.00 a line: 502.00 stands, 502.01 doesn't; the second line's 30.00 never does."""
    rule = tolerance(share=None, amount="2.00", of=None, level="line")
    rule = {name: value for name, value in rule.items() if value is not None}
    claim = claimed("2024-03", circuits=CIRCUITS, terms=(rule,))
    found = compared_to(claim, rows(first, 53_000))
    assert found.undisputed == undisputed


@pytest.mark.parametrize(
    ("of", "expected"), [("provider", 55), ("buyer", 50), ("larger", 55), ("smaller", 50)]
)
def test_whose_figure_a_share_is_of(of: Any, expected: int) -> None:  # noqa: ANN401 - the field's literals
    """5 % of 11.00 is 0.55, of 10.00 it is 0.50."""
    rule = Tolerance(id="T", clause="1", kind="tolerance", share=Fraction(5, 100), of=of)
    assert limit_of(rule, billed=1_100, expected=1_000, digits=2) == expected


def test_the_smaller_of_a_share_and_an_amount() -> None:
    """5 % of 10.00 is 0.50, and 0.30 is less."""
    fields: dict[str, Any] = {"share": Fraction(5, 100), "amount": Fraction(3, 10)}
    rule = Tolerance(id="T", clause="1", kind="tolerance", **fields)
    assert limit_of(rule, billed=1_000, expected=0, digits=2) == 30


@pytest.mark.parametrize(
    ("inside", "figure"),
    [("provider_figure", 101), ("buyer_figure", 100), ("mean", 101), (None, None)],
)
def test_which_figure_stands(inside: Any, figure: int | None) -> None:  # noqa: ANN401 - the field's literals
    """Of 1.01 and 1.00 the mean, 1.005, is 1.01: half away from zero."""
    rule = Tolerance(id="T", clause="1", kind="tolerance", inside=inside)
    assert figure_of(rule, billed=101, expected=100) == figure


def test_what_stands_is_told_by_cause(
    claimed: Callable[..., Owed], compared_to: Callable[..., Reconciliation]
) -> None:
    """C1 at 510.00 a month instead of 500.00, 0.20 for one nobody ordered: the mean lets half of
    10.20 stand, cut as the causes are, 5.00 and 0.10; the provider's figure all of it, ours none.
    """
    billed = [*rows(51_000), {"circuit": "X9", "gross": 20}]
    found = {}
    for inside in ("mean", "provider_figure", "buyer_figure"):
        claim = claimed("2024-03", circuits=CIRCUITS, terms=(tolerance(inside=inside),))
        (only,) = compared_to(claim, billed).tolerated
        found[inside] = dict(only.beyond)
    assert found == {
        "mean": {"wrong_price": 500, "unknown_id": 10},
        "provider_figure": {"wrong_price": 1_000, "unknown_id": 20},
        "buyer_figure": {},
    }


def test_only_lines_inside_stand(
    claimed: Callable[..., Owed], compared_to: Callable[..., Reconciliation]
) -> None:
    """2.00 a line: C1's 2.00 stand, C2's 30.00 don't."""
    rule = {"id": "TOL", "kind": "tolerance", "clause": "7.2", "amount": "2.00",
            "inside": "provider_figure", "level": "line"}  # fmt: skip
    claim = claimed("2024-03", circuits=CIRCUITS, terms=(rule,))
    (only,) = compared_to(claim, rows(50_200, 53_000)).tolerated
    assert dict(only.beyond) == {"wrong_price": 200}
