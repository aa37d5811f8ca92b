"""Do the links of a trace have words of their own? test_wording.py holds the rest."""

from lineproof.reconcile.trace import KINDS
from lineproof.report.audit import KIND_WORDS
from lineproof.report.wording_audits import Audit


def test_every_link_has_a_word_of_its_own() -> None:
    """6 links, 6 words; none is the word for a missing one."""
    assert set(KIND_WORDS) == set(KINDS)
    assert len({*KIND_WORDS.values(), Audit.IS_MISSING}) == len(KINDS) + 1
