"""Does `exclusions` list a month's claims with their effects, as known on a day?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
SIXTEEN = Path(__file__).parents[2] / "examples" / "09-access-593-sixteen-months"
ASKED = ("exclusions", SIXTEEN, "--month", "2025-03")


def test_a_claim_is_open_until_it_is_answered(lineproof: Run) -> None:
    """82 in April, and 98 if it were accepted; from 20 May on 98, and 82 without it."""
    for known, stands, points in (
        ("2025-04-10", "pending", "82"),
        ("2025-05-25", "accepted", "98"),
    ):
        (claim,) = lineproof(*ASKED, "--as-known", known, "--json").json["claims"]
        (score,) = claim["figures"]
        ends = [score[side]["low"] for side in ("as_it_is", "without", "accepted")]
        assert (claim["stands"], ends) == (stands, [points, "82", "98"])
        assert claim["lacks"]


def test_both_languages(lineproof: Run) -> None:
    """The table, and a month without claims."""
    assert "免责主张" in lineproof(*ASKED, "--language", "zh").out
    ended = lineproof("exclusions", SIXTEEN, "--month", "2025-04")
    assert (ended.code, "Nothing is claimed" in ended.out) == (0, True)


def test_a_month_outside_the_contract_ends_with_2(lineproof: Run) -> None:
    """It has no claims to tell."""
    assert lineproof("exclusions", SIXTEEN, "--month", "2023-01").code == 2
