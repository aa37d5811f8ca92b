"""Are claims shown with where they stand, and figures with and without them?"""

from __future__ import annotations

import datetime as dt
import io
from fractions import Fraction

import pytest

from lineproof.assess.claim_effects import Effect, Reading
from lineproof.assess.claims import Claimed
from lineproof.report.exclusions import exclusions_json, print_exclusions
from lineproof.report.printing import Printing, console_for
from lineproof.report.wording import Language

F = Fraction
CLAIM = Claimed("X1", "works", "WORKS", "5.2", "pending", ("notice 48 h before",),
                dt.date(2025, 3, 8), "records/exclusions.csv:2")  # fmt: skip
ONLINE = Reading(
    "AVAIL",
    is_points=False,
    as_it_is=(F(299, 3), F(299, 3)),
    without=(F(99), F(299, 3)),
    accepted=None,
)
SCORE = Reading(
    "CARD", is_points=True, as_it_is=(F(82), F(82)), without=(F(82), F(82)), accepted=(F(98), F(98))
)
EFFECT = Effect(CLAIM, (ONLINE, SCORE))


def shown(language: Language, *effects: Effect) -> str:
    """Return what is printed."""
    out = io.StringIO()
    printing = Printing(console_for(out), language)
    print_exclusions(effects, printing, contract="access", month="2025-03")
    return out.getvalue()


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ("pending", "notice 48 h before", "Without it")),
     ("zh", ("待答复", "提前 48 小时的通知", "不计该主张"))],
)  # fmt: skip
def test_a_claim_is_shown_with_its_figures(language: Language, said: tuple[str, ...]) -> None:
    """299/3 is 99.6667 %; an open one lies between its ends; nothing known is a dash."""
    told = shown(language, EFFECT)
    assert all(part in told for part in (*said, "2025-03-08", "82", "98"))
    assert "99.6667 %" in told
    assert "99.0000 – 99.6667 %" in told


def test_a_month_without_claims_says_so() -> None:
    """In both languages."""
    assert "Nothing is claimed" in shown("en")
    assert "无免责主张" in shown("zh")


def test_json_is_exact() -> None:
    """Thirds as fractions, unknown figures as null."""
    (claim,) = exclusions_json([EFFECT], contract="access", month="2025-03")["claims"]
    assert (claim["stands"], claim["answer_by"]) == ("pending", "2025-03-08")
    first, second = claim["figures"]
    assert first["as_it_is"] == {"low": "299/3", "high": "299/3"}
    assert (first["unit"], first["accepted"]) == ("%", None)
    assert (second["unit"], second["accepted"]) == ("points", {"low": "98", "high": "98"})
