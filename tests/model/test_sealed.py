"""What sealed months leave to later ones, each difference once."""

from __future__ import annotations

import dataclasses

from lineproof.model.sealed import Booked, credit_reaching, outstanding

#: Claimed 1,000 and put off 100 until April; since then restated to 900, with 50 put off.
MARCH = Booked("2025-03", 1, 900, 1000, (("2025-04", -50), (None, -7)), 0, "")
#: Took over March's 100 as it was first sealed.
APRIL = Booked("2025-04", 0, 500, 500, (("2025-05", -20),), -100, "")


def test_nothing_sealed_owes_nothing() -> None:
    """No months."""
    assert outstanding((), "2025-03") == 0


def test_the_next_month_takes_the_difference_and_the_credit() -> None:
    """(900 - 1000) - 50 = -150; what lapses, -7, goes nowhere."""
    assert outstanding((MARCH,), "2025-04") == -150


def test_what_was_carried_isnt_carried_again() -> None:
    """-100 - 50 - 20 - (-100) = -70."""
    assert outstanding((MARCH, APRIL), "2025-05") == -70


def test_once_all_is_carried_nothing_is_left() -> None:
    """May takes the -70: -100 - 50 - 20 + 100 + 70 = 0."""
    may = dataclasses.replace(APRIL, month="2025-05", deferred=(), carried=-70)
    assert outstanding((MARCH, APRIL, may), "2025-06") == 0


def test_a_credit_waits_for_its_month() -> None:
    """Put off until July: in April only the difference of -100 is owed."""
    later = dataclasses.replace(MARCH, deferred=(("2025-07", -50),))
    assert outstanding((later,), "2025-04") == -100
    assert credit_reaching((later, APRIL), "2025-07") == -50
    assert credit_reaching((later, APRIL), "2025-05") == -20
