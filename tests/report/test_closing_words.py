"""Has everything that may have something left a name?"""

from lineproof.report.closing_words import KINDS


def test_each_kind_has_a_name() -> None:
    """Purchase orders, budget lines, and the contract as a whole."""
    assert set(KINDS) == {"purchase_order", "budget_line", "contract"}
