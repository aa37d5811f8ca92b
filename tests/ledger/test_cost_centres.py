"""Does each line go to the most specific rule for it, and do the parts sum to the whole?"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.ledger.cost_centres import COST_CENTRES, Weights, cut, weights, wrong_shares

Made = Callable[..., Any]
LINES = [
    {"line": "1", "id": "C1", "site": "north", "service": "fibre", "monthly_rent": 100},
    {"line": "2", "id": "C2", "site": "south", "service": "fibre", "monthly_rent": 100},
    {"line": "3", "id": "C3", "site": "south", "service": "radio", "monthly_rent": 100},
    {"line": "4", "id": "C4", "site": "west", "service": "other", "monthly_rent": 100},
]


def rules(*rows: dict[str, Any]) -> pl.DataFrame:
    """Return rules; each in a row of a file, from its second on."""
    told = [row | {"row": n} for n, row in enumerate(rows, 2)]
    return pl.DataFrame(told, schema=COST_CENTRES.schema())


def exact(**amounts: int) -> Weights:
    """Return what cost centres bear."""
    return tuple((name, Fraction(amount)) for name, amount in amounts.items())


AMOUNTS = pl.DataFrame({"line": ["1", "2", "3", "4"], "amount": [100, 200, 400, 800]})


def test_the_most_specific_rule_goes_first(viewed: Made) -> None:
    """Line 2 by its own rule, 1 and nothing else by fibre, 3 by its site, 4 by what is left.

    1: 100 to F. 2: 200 to L. 3: 400 to S. 4: 800, of which a quarter to A and the rest to B.
    """
    known = viewed(terms=[], circuits=LINES)
    found = weights(known, AMOUNTS, rules(
        {"cost_centre": "A", "share": "0.25"}, {"cost_centre": "B", "share": "0.75"},
        {"cost_centre": "F", "service": "fibre"}, {"cost_centre": "S", "site": "south"},
        {"cost_centre": "L", "line": "2"},
    ))  # fmt: skip
    assert found == exact(F=100, L=200, S=400, A=200, B=600)


def test_what_no_rule_is_for_is_nobodys(viewed: Made) -> None:
    """Only line 1 has a rule."""
    known = viewed(terms=[], circuits=LINES)
    found = weights(known, AMOUNTS, rules({"cost_centre": "A", "line": "1"}))
    assert found == (*exact(A=100), ("", Fraction(1400)))
    assert weights(known, AMOUNTS, rules()) == (("", Fraction(1500)),)


def test_ties_go_to_the_earlier_line() -> None:
    """100 cut in three: 34 for the cost centre whose line comes first."""
    third = Fraction(1, 3)
    assert cut(100, (("Z", third), ("A", third), ("M", third))) == (("Z", 34), ("A", 33), ("M", 33))


def test_without_weights_it_is_nobodys() -> None:
    """A month in which nothing was in service bears nothing."""
    assert cut(100, ()) == (("", 100),)
    assert cut(100, (("A", Fraction(5)), ("B", Fraction(-5)))) == (("", 100),)


@given(
    st.integers(-(10**12), 10**12),
    st.lists(st.fractions(0, 10**6, max_denominator=1000), min_size=1, max_size=30),
)
def test_parts_sum_to_the_whole(total: int, shares: list[Fraction]) -> None:
    """Whatever is cut by whatever, and each part is its exact share rounded up or down."""
    parts = cut(total, tuple((str(n), share) for n, share in enumerate(shares)))
    assert sum(amount for _, amount in parts) == total
    whole = sum(shares)
    if whole:
        for name, amount in parts:
            assert abs(amount - total * shares[int(name)] / whole) < 1


@pytest.mark.parametrize(
    ("shares", "wrong"), [(("1",), 0), ((None,), 0), (("0.5", "0.5"), 0), (("0.5", "0.49"), 1),
                          (("0.5", "0.51"), 1), ((None, "0.1"), 1)]
)  # fmt: skip
def test_shares_sum_to_one(shares: tuple[str | None, ...], wrong: int) -> None:
    """One hundredth less or more is told with the row."""
    made = rules(*({"cost_centre": str(n), "share": s, "site": "x"} for n, s in enumerate(shares)))
    found = [*wrong_shares(made, file="cost-centres.csv")]
    assert [f.where for f in found] == ["cost-centres.csv:2"] * wrong


def test_a_rule_is_for_one_thing() -> None:
    """A line and a site at once is ambiguous."""
    (found,) = wrong_shares(rules({"cost_centre": "A", "line": "1", "site": "x"}), file="f")
    assert "names two of them" in found.message
