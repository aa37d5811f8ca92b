"""Which term rules a charge, and which charges hang on it? (Overlaps: test_contradictions.py.)"""

from collections.abc import Callable

import pytest

from lineproof.contract.case import Case, view
from lineproof.contract.lint.scopes import governing, touched
from lineproof.contract.lint.view import lint_view
from lineproof.contract.terms.pricing import Tax
from lineproof.contract.terms.registry import KINDS
from lineproof.model.finding import NOTHING

GENERAL = {"id": "GENERAL", "kind": "tax", "rate": "0.13", "inclusive": True}
SPECIAL = {"id": "SPECIAL", "kind": "tax", "rate": "0.06", "inclusive": True}


@pytest.mark.parametrize(
    ("change", "ruling"),
    [
        ({}, ["GENERAL", "SPECIAL"]),
        ({"overrides": ["GENERAL"]}, ["SPECIAL"]),
        ({"rank": "special"}, ["SPECIAL"]),
        ({"applies_to": ["rent"]}, ["GENERAL"]),
        ({"applies_to": ["SW"], "overrides": ["GENERAL"]}, ["SPECIAL"]),
    ],
)
def test_overrides_and_precedence_choose(
    minimal: Callable[..., Case], change: dict[str, object], ruling: list[str]
) -> None:
    """For the one-off charge SW: two rates, one of them overridden, outranked or out of place."""
    seen = lint_view(view(minimal(more=[GENERAL, SPECIAL | change]), is_answered=False))
    found = governing(seen, Tax, charge="one_off", owner="SW")
    assert [tax.id for _, tax in found] == ruling


def test_a_doubt_about_a_kind_not_computed_blocks_nothing(minimal: Callable[..., Case]) -> None:
    """Prose isn't computed; a tax is."""
    prose = {"id": "N", "kind": "unmodelled", "reason": "words"}
    seen = lint_view(view(minimal(more=[prose, GENERAL]), is_answered=False))
    by_id = {term.id: touched(term) for term in seen.terms}
    assert by_id["N"] == NOTHING
    assert by_id["GENERAL"].charges == ("tax",)
    assert not KINDS["unmodelled"].is_computed
