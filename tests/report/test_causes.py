"""Has every cause a name and a meaning, in both languages?"""

from __future__ import annotations

import pytest

from lineproof.reconcile.causes import Cause
from lineproof.report.causes import cause_meaning, cause_name


@pytest.mark.parametrize("cause", list(Cause))
def test_a_cause_is_said_in_both_languages(cause: Cause) -> None:
    """English is ASCII, Chinese isn't; a meaning is longer than nothing, and not the name."""
    for said in (cause_name, cause_meaning):
        assert said(cause, "en").isascii()
        assert not said(cause, "zh").isascii()
    assert cause_meaning(cause, "en") != cause_name(cause, "en")


def test_what_is_no_cause_is_shown_as_it_comes() -> None:
    """A record may name one that a later version knows."""
    assert cause_name("hidden fee", "zh") == "hidden fee"


def test_no_two_causes_have_one_name() -> None:
    """21 causes, 21 names in each language."""
    for language in ("en", "zh"):
        assert len({cause_name(cause, language) for cause in Cause}) == len(Cause)
