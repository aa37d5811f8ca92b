"""Why is it this value? A tree whose every node can be computed again from its inputs.

A node says which rule made it (`Rule`), from which inputs, under which clause, on what evidence.
It knows nothing of how it is printed.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from fractions import Fraction

from lineproof.model.money import round_half_away


class Rule(enum.StrEnum):
    """How a node's value follows from its inputs' values."""

    GIVEN = "given"
    """Read from the contract or a record; no inputs count, those listed are its reasons."""
    SUM = "sum"
    PRODUCT = "product"
    DIFFERENCE = "difference"
    """First input minus the second."""
    QUOTIENT = "quotient"
    """First input divided by the second."""
    LEAST = "least"
    """The least of the inputs: a cap that holds."""
    GREATEST = "greatest"
    """The greatest of the inputs: a floor that holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One value and its reasons.

    exact: the value before this node's own rounding, in `unit` (money: minor units; shares: ratio).
    is_rounded: whether the node's value is `exact` rounded half away from zero, once.
    evidence: `file:line` of what it rests on; shown, never hashed. bounds: for an amount that isn't
    known, the least and greatest it can be (None: no bound); `exact` is then one way to read it.
    """

    label: str
    exact: Fraction
    rule: Rule = Rule.GIVEN
    is_rounded: bool = False
    unit: str = ""
    clause: str = ""
    evidence: tuple[str, ...] = ()
    inputs: tuple[Explained, ...] = field(default=())
    bounds: tuple[int | None, int | None] | None = None

    @property
    def value(self) -> Fraction:
        """The node's value, rounded where the contract says so."""
        return Fraction(round_half_away(self.exact)) if self.is_rounded else self.exact


def recompute(node: Explained) -> Fraction:
    """Return the node's value computed again from its leaves; equals `node.value` or it's our bug.

    >>> rent = Explained(label="rent", exact=Fraction(90000))
    >>> days = Explained(label="days", exact=Fraction(28, 31))
    >>> owed = Explained(label="owed", exact=Fraction(2520000, 31), rule=Rule.PRODUCT,
    ...                  is_rounded=True, inputs=(rent, days))
    >>> recompute(owed) == owed.value == 81290
    True
    """
    if node.rule is Rule.GIVEN:
        return node.value
    values = [recompute(child) for child in node.inputs]
    exact = _applied(node.rule, values)
    return Fraction(round_half_away(exact)) if node.is_rounded else exact


def _applied(rule: Rule, values: list[Fraction]) -> Fraction:
    """Return a rule's result on its inputs' values."""
    if rule is Rule.SUM:
        return sum(values, Fraction(0))
    if rule is Rule.DIFFERENCE:
        first, second = values
        return first - second
    if rule is Rule.QUOTIENT:
        first, second = values
        return first / second
    if rule is Rule.LEAST:
        return min(values)
    if rule is Rule.GREATEST:
        return max(values)
    product = Fraction(1)
    for value in values:
        product *= value
    return product
