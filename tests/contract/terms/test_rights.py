"""Which rights does a term give? Each that it names, under the key that names it."""

from fractions import Fraction

from lineproof.contract.terms.paying import LateInterest, LateRight
from lineproof.contract.terms.rights import rights_of
from lineproof.contract.terms.scoring import Chronic
from lineproof.contract.terms.standing import DelayPenalty, Unmodelled


def test_late_interest_names_one_right_and_further_ones() -> None:
    """Past its cap END; more than three months overdue STOP."""
    further = (LateRight(right="STOP", after=3, unit="months"),)
    term = LateInterest(id="L", clause="1", kind="late_interest", right_past_cap="END",
                        rights=further)  # fmt: skip
    assert [*rights_of(term)] == [("right_past_cap", "END"), ("rights", "STOP")]


def test_delay_and_chronic_outages_name_one_each() -> None:
    """A penalty past its cap or days, outages past their number."""
    delay = DelayPenalty(id="D", clause="1", kind="delay_penalty", rate=Fraction(1, 10), per="day",
                         right_past="END")  # fmt: skip
    chronic = Chronic(id="C", clause="1", kind="chronic", window_days=30, outages=3, right="GO")
    assert [*rights_of(delay)] == [("right_past", "END")]
    assert [*rights_of(chronic)] == [("right", "GO")]


def test_other_terms_give_none() -> None:
    """Prose has no right that anything computes."""
    assert not [*rights_of(Unmodelled(id="U", clause="1", kind="unmodelled", reason="words"))]
