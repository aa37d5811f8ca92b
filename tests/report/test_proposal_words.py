"""Has everything that may stand in the way of a payment a text?"""

from lineproof.ledger.proposal import Hindrance
from lineproof.report.proposal_words import HINDRANCES


def test_each_hindrance_has_a_text() -> None:
    """No payment is blocked without a word."""
    assert set(HINDRANCES) == set(Hindrance)
