"""Does an explanation compute its value again, and only from its inputs?"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.model.explained import Explained, Rule, recompute


def leaf(value: str) -> Explained:
    """Return a value that was given."""
    return Explained(label="given", exact=Fraction(value))


@pytest.mark.parametrize(
    ("rule", "inputs", "value"),
    [
        (Rule.SUM, ["1", "2", "3.5"], "6.5"),
        (Rule.SUM, [], "0"),
        (Rule.PRODUCT, ["900", "0.5", "2"], "900"),
        (Rule.PRODUCT, [], "1"),
        (Rule.DIFFERENCE, ["900", "87.10"], "812.90"),
        (Rule.QUOTIENT, ["1", "8"], "0.125"),
    ],
)
def test_a_rule_computes_from_its_inputs(rule: Rule, inputs: list[str], value: str) -> None:
    """6.5; 900 × 0.5 × 2; 900 - 87.10; an eighth."""
    node = Explained(label="n", exact=Fraction(0), rule=rule, inputs=tuple(map(leaf, inputs)))
    assert recompute(node) == Fraction(value)


def test_a_node_is_rounded_where_it_says_so() -> None:
    """90,000 × 28/31 is 81,290.32…, rounded 81,290."""
    inputs = (leaf("90000"), Explained(label="days", exact=Fraction(28, 31)))
    exact = Fraction(2520000, 31)
    rounded, kept = (
        Explained(label="n", exact=exact, rule=Rule.PRODUCT, is_rounded=is_rounded, inputs=inputs)
        for is_rounded in (True, False)
    )
    assert recompute(rounded) == rounded.value == 81290
    assert recompute(kept) == kept.value == exact


def test_what_was_given_has_reasons_and_no_inputs() -> None:
    """A score of 93 for the reason of its sheet: the reason doesn't count."""
    node = Explained(label="score", exact=Fraction(93), inputs=(leaf("5"),))
    assert recompute(node) == 93


@given(st.recursive(st.integers(-99, 99).map(str).map(leaf), lambda inner: st.lists(
    inner, min_size=1, max_size=3).map(lambda parts: Explained(
        label="sum", exact=sum((part.value for part in parts), Fraction(0)), rule=Rule.SUM,
        inputs=tuple(parts))), max_leaves=12))  # fmt: skip
def test_a_tree_of_sums_is_the_sum_of_its_leaves(node: Explained) -> None:
    """However deep."""
    assert recompute(node) == node.value
