"""Do letters call money as the register does? test_wording.py holds the rest."""

from lineproof.report.wording_disputes import Said
from lineproof.report.wording_letters import Letter


def test_what_is_not_owed_becomes_what_is_disputed() -> None:
    """In Chinese one word serves both sides of the letter."""
    assert Letter.NOT_OWED.said("zh") == Said.DISPUTED.said("zh") == "争议金额"
