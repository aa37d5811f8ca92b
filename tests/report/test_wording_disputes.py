"""Do a dispute's states have the words of the glossary? The rest is held by test_wording.py."""

from lineproof.reconcile.disputes import STATES
from lineproof.report.disputes import STATE_WORDS
from lineproof.report.wording_disputes import Said


def test_every_state_has_a_word_of_its_own() -> None:
    """8 states, 8 words."""
    assert set(STATE_WORDS) == set(STATES)
    assert len(set(STATE_WORDS.values())) == len(STATES)
    assert Said.PARTLY.said("zh") == "部分同意"
