"""Is a buyer's share of recovered tax read as the contract says it?"""

from fractions import Fraction

import pytest

from lineproof.ledger.accounts import recovered_share


@pytest.mark.parametrize(
    ("stated", "share"),
    [(None, None), ("none", Fraction(0)), ("full", Fraction(1)), ("0", Fraction(0)),
     ("1", Fraction(1)), ("1.01", None), ("-0.1", None), ("0.35", Fraction(7, 20)),
     ("pro rata", None)],
)  # fmt: skip
def test_the_share_is_read_or_unknown(stated: str | None, share: Fraction | None) -> None:
    """From none to all; a share past all of it, or words, say nothing."""
    assert recovered_share(stated) == share
