"""Is the list of causes closed and without doubles?"""

from lineproof.reconcile.causes import Cause


def test_every_cause_of_the_design_has_its_name() -> None:
    """The design names 21."""
    assert len(Cause) == len({cause.value for cause in Cause}) == 21
