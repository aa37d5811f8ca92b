"""Are scorecards whose points leave a choice asked about, without blocking a signed sheet?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.finding import NOTHING, Finding

Found = Callable[..., list[Finding]]
Table = dict[str, Any]


def card(*items: Table, base: str = "100") -> Table:
    """Return a scorecard and its bands' base."""
    return {"id": "CARD", "kind": "scorecard", "base": base, "items": list(items)}


def manual(points: str) -> Table:
    """Return an item worth some points."""
    return {"item": f"m{points}", "metric": "m", "max_points": points, "deduction": "manual"}


def step(**fields: str) -> Table:
    """Return an item of one step: 4 hours, then 1 point for each further 2."""
    usual = {"level": 1, "limit_h": "4", "first": "1", "each": "1", "per_h": "2"}
    return {"item": "repair", "metric": "repair_h", "max_points": "100", "deduction": "step",
            "steps": [usual | fields]}  # fmt: skip


def rate(**fields: str) -> Table:
    """Return an item of 1 point for each 1 % below 98 %."""
    return {"item": "online", "metric": "online", "max_points": "100", "deduction": "rate",
            "target": "98", "per_point": "1"} | fields  # fmt: skip


@pytest.mark.parametrize(("last", "count"), [("70", 0), ("70.5", 1), ("69", 1)])
def test_the_maxima_are_the_base(found: Found, last: str, count: int) -> None:
    """10 + 20 + 70 = 100; 100.5 and 99 aren't."""
    findings = found("E-SCORECARD-MAX", more=[card(manual("10"), manual("20"), manual(last))])
    assert len(findings) == count
    assert all(f.touches == NOTHING and "a signed sheet goes before" in f.message for f in findings)


@pytest.mark.parametrize(
    ("code", "item", "field", "value"),
    [
        ("Q-STEP-PART", step, "part_step", "counts"),
        ("Q-STEP-BOUNDARY", step, "boundary", "within"),
        ("Q-POINT-PART", rate, "part_point", "free"),
    ],
)
def test_an_open_choice_is_asked_and_a_made_one_is_not(
    found: Found, code: str, item: Callable[..., Table], field: str, value: str
) -> None:
    """Each further 2 hours: is a begun one counted, is exactly 4 late, is a part of 1 % counted?"""
    (finding,) = found(code, more=[card(item())])
    assert finding.subject == f"CARD/{item()['item']}"
    assert value in finding.answers
    assert finding.touches == NOTHING
    assert found(code, more=[card(item(**{field: value}))]) == []


def test_items_of_other_kinds_are_not_asked_about(found: Found) -> None:
    """A manual item has neither steps nor points for a part."""
    for code in ("Q-STEP-PART", "Q-STEP-BOUNDARY", "Q-POINT-PART"):
        assert found(code, more=[card(manual("100"))]) == []


def test_an_answer_settles_every_step_of_its_item(found: Found) -> None:
    """The parties answer for CARD/repair: listed, and answered."""
    answer = {"code": "Q-STEP-PART", "subject": "CARD/repair", "value": "counts",
              "by": ["buyer", "provider"], "on": dt.date(2024, 2, 1)}  # fmt: skip
    (finding,) = found("Q-STEP-PART", more=[card(step())], answer=[answer])
    assert finding.status == "answered"


@pytest.mark.parametrize(
    ("item", "points", "count"),
    [("m60", "60", 0), ("m60", "60.01", 1), ("m60", "-0.01", 1), (None, "100", 0),
     (None, "100.01", 1), (None, "-1", 1), (None, "0", 0), ("unheard of", "500", 0)],
)  # fmt: skip
def test_points_above_the_maximum_or_below_none(
    found: Found, item: str | None, points: str, count: int
) -> None:
    """60 of 60 and 100 of 100 can be, no more; nothing below 0; an item nobody names has no top."""
    row = {"month": "2024-03", "points": points} | ({"item": item} if item else {})
    findings = found(
        "E-SCORE-POINTS", more=[card(manual("60"), manual("40"))], records={"scores": [row]}
    )
    assert [f.where for f in findings] == ["records/scores.csv:2"] * count


@pytest.mark.parametrize(("second", "count"), [("93", 0), ("93.0", 0), ("92", 1)])
def test_two_signed_figures_that_differ(found: Found, second: str, count: int) -> None:
    """93 twice is one figure; 93 and 92 contradict each other."""
    rows = [{"month": "2024-03", "points": points} for points in ("93", second)]
    findings = found("E-SCORE-TWICE", more=[card(manual("100"))], records={"scores": rows})
    assert [f.where for f in findings] == ["records/scores.csv:3"] * count
