"""Are two terms that say different things of the same found, and only those?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.finding import Finding, Touches

Found = Callable[..., list[Finding]]
Table = dict[str, Any]
DAY = dt.date

THIRTY = {"id": "A", "kind": "proration", "method": "thirty", "clause": "4.1"}
ACTUAL = {"id": "B", "kind": "proration", "method": "actual_days", "clause": "6.5"}


def test_two_different_terms_on_the_same_thing_contradict(found: Found) -> None:
    """Thirty days in clause 4.1, actual days in clause 6.5: both are named."""
    (finding,) = found("E-CONTRADICTION", more=[THIRTY, ACTUAL])
    assert "A (clause 4.1) and B (clause 6.5) are both a proration" in finding.message
    assert finding.touches == Touches(("rent", "deduction"))
    assert (finding.subject, finding.answers) == ("B", ())


@pytest.mark.parametrize(
    "changes",
    [
        {"overrides": ["A"]},
        {"rank": "special"},
        {"method": "thirty"},
        {"applies_to": ["one_off"]},
    ],
    ids=["overrides", "precedence", "same outcome", "other charges"],
)
def test_a_resolved_contradiction_is_none(found: Found, changes: Table) -> None:
    """By overrides, by precedence, because both say the same, or because they never meet."""
    first = THIRTY | {"applies_to": ["rent"]}
    assert found("E-CONTRADICTION", more=[first, ACTUAL | changes]) == []


def test_an_override_through_a_third_term_counts(found: Found) -> None:
    """C overrides B, B overrides A: C rules over both."""
    third = ACTUAL | {"id": "C", "method": "half_month", "overrides": ["B"]}
    terms = [THIRTY, ACTUAL | {"overrides": ["A"]}, third]
    assert found("E-CONTRADICTION", more=terms) == []


@pytest.mark.parametrize(
    ("until", "since", "count"),
    [
        (DAY(2024, 7, 1), DAY(2024, 7, 1), 0),
        (DAY(2024, 7, 2), DAY(2024, 7, 1), 1),
        (DAY(2024, 6, 30), DAY(2024, 7, 1), 0),
    ],
)
def test_terms_meet_only_on_days_both_hold(
    found: Found, until: dt.date, since: dt.date, count: int
) -> None:
    """Until before 1 July and from 1 July on they never meet; on 1 July they do."""
    terms = [THIRTY | {"effective_to": until}, ACTUAL | {"effective_from": since}]
    assert len(found("E-CONTRADICTION", more=terms)) == count


def test_an_amendment_that_replaces_a_term_contradicts_nothing(found: Found) -> None:
    """And one that adds another ranks before the general terms."""
    amendment = {"id": "M", "signed": DAY(2024, 6, 1), "effective_from": DAY(2024, 7, 1),
                 "known_at": DAY(2024, 6, 1), "clause": "M1"}  # fmt: skip
    for change in ({"replaces": [ACTUAL | {"id": "A"}]}, {"adds": [ACTUAL]}):
        assert found("E-CONTRADICTION", more=[THIRTY], amendment=[amendment | change]) == []


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        (["rent"], ["line:1a"], 1),
        (["rent"], ["PRICES"], 1),
        (["PRICES"], ["line:1a"], 1),
        (["SCHEDULE"], ["line:7"], 1),
        (["SCHEDULE"], ["line:1a"], 0),
        (["PRICES"], ["SCHEDULE"], 0),
        (["line:1a"], ["line:7"], 0),
        (["rent"], ["one_off"], 0),
        (["one_off", "rent"], ["deduction", "rent"], 1),
        ([], ["line:7"], 1),
    ],
)
def test_scopes_meet_where_one_thing_lies_in_both(
    found: Found, first: list[str], second: list[str], count: int
) -> None:
    """1a is rent of PRICES, 7 of SCHEDULE."""
    terms = [THIRTY | {"applies_to": first}, ACTUAL | {"applies_to": second}]
    circuits = [{"line": "7", "id": "C7", "monthly_rent": 100}]
    assert len(found("E-CONTRADICTION", more=terms, circuits=circuits)) == count


@pytest.mark.parametrize(("metric", "count"), [("score", 1), ("availability", 0)])
def test_bands_contradict_only_on_one_metric(found: Found, metric: str, count: int) -> None:
    """A score and an availability may both reduce the rent."""
    bands = {"id": "S", "kind": "bands", "metric": "score", "domain": ["0", "1"],
             "bands": [{"factor": "1"}]}  # fmt: skip
    other = bands | {"id": "T", "metric": metric, "bands": [{"factor": "0.9"}]}
    assert len(found("E-CONTRADICTION", more=[bands, other])) == count


def test_kinds_that_may_stand_side_by_side_do_not_contradict(found: Found) -> None:
    """Two notices, for two things."""
    notice = {"id": "N", "kind": "notice", "about": "change", "period": 30, "unit": "workdays"}
    terms = [notice, notice | {"id": "M", "about": "end", "period": 10}]
    assert found("E-CONTRADICTION", more=terms) == []
