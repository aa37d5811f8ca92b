"""What do lengths give back? Brackets at their edges, whole and marginal, each outage or their sum.

Brackets: from 4 h on 10 %, from 8 h on 20 %.
"""

from decimal import Decimal
from fractions import Fraction

import pytest

from lineproof.contract.terms.scoring import Bracket, OutageCredit
from lineproof.settle.brackets import HOUR_NS, Earned, earned_of, of_length

F = Fraction
TWO = (Bracket(from_h=F(4), share=F(1, 10)), Bracket(from_h=F(8), share=F(2, 10)))


def _term(**changes: object) -> OutageCredit:
    keys = {"id": "OC", "clause": "5", "kind": "outage_credit", "brackets": TWO}
    return OutageCredit(**{**keys, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hours", "share"), [(F(0), 0), (F(4) - F(1, HOUR_NS), 0), (F(4), 1), (F(8) - F(1, 9), 1),
                         (F(8), 2), (F(800), 2)],
)  # fmt: skip
def test_brackets_at_their_edges(hours: Fraction, share: int) -> None:
    """Exactly 4 h earns 10 %, a nanosecond less nothing; from 8 h on it is 20 %, however long."""
    assert of_length(hours, _term()) == Earned(F(share, 10))


@pytest.mark.parametrize(
    ("hours", "share"), [("3.9", "0"), ("4", "0"), ("5", "0.1"), ("8", "0.4"), ("10", "0.8"),
                         ("10.5", "0.9")],
)  # fmt: skip
def test_marginal_brackets_earn_by_the_hour(hours: str, share: str) -> None:
    """Each hour from the 4th on 10 %, from the 8th on 20 %: 10 h = 4 × 0.1 + 2 × 0.2 = 0.8; half an
    hour more is 0.1 more.
    """
    assert of_length(F(hours), _term(mode="marginal")) == Earned(F(share))


def test_each_outage_or_their_sum() -> None:
    """3 h and 5 h: each by itself 0 + 10 %; together 8 h, 20 %."""
    lengths = (3 * HOUR_NS, 5 * HOUR_NS)
    assert earned_of(lengths, _term()).share == F(1, 10)
    assert earned_of(lengths, _term(count="cumulative")).share == F(2, 10)
    assert earned_of((), _term()) == earned_of((), _term(count="cumulative")) == Earned()


def test_amounts_instead_of_shares() -> None:
    """From 1 h on 25.00, from 4 h on 10 %: 2 h and 6 h earn 25.00 and 10 %."""
    both = (TWO[0], Bracket(from_h=F(1), amount=Decimal("25.00")))
    found = earned_of((2 * HOUR_NS, 6 * HOUR_NS), _term(brackets=both))
    assert found == Earned(F(1, 10), F(25))
