"""Is a name that nothing bears found, with the nearest one that something does?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.finding import NOTHING, Finding, Touches

Found = Callable[..., list[Finding]]
Table = dict[str, Any]

NOTICE = {"id": "N", "kind": "notice", "about": "change", "period": 30, "unit": "workdays"}
LATE = {"id": "LATE", "kind": "late_interest", "rate": "0.001", "base": "overdue_amount"}


@pytest.mark.parametrize(
    ("clause", "count"),
    [
        ("III.2.2", 0),
        ("III.2", 1),
        ("III.2.2.1", 1),
        ("annex 3, response", 0),
        ("III.2.2; annex 3, response", 1),
        ("III.2.2; VI.5", 0),
        ("III.2.2；VI.5", 0),
        ("III.2.2; VI.6", 1),
    ],
)
def test_a_cited_clause_is_one_the_document_has(found: Found, clause: str, count: int) -> None:
    """Exactly as listed; several are separated by a comma or semicolon."""
    head = {"clauses": ["1", "III.2.2", "VI.5", "annex 3, response"]}
    findings = found("E-CLAUSE", more=[LATE | {"clause": clause}], head=head)
    assert [f.subject for f in findings] == ["LATE"] * count
    assert all(f.touches == Touches(("late_interest",)) for f in findings)


def test_the_nearest_clause_is_suggested(found: Found) -> None:
    """III.2.3 is nearest to III.2.2; a kind not computed yet blocks nothing."""
    head = {"clauses": ["1", "III.2.2", "VI.5"]}
    (finding,) = found("E-CLAUSE", more=[NOTICE | {"clause": "III.2.3"}], head=head)
    assert finding.fix.startswith('Did you mean "III.2.2"?')
    assert finding.touches == NOTHING


def test_no_list_of_clauses_means_no_check(found: Found) -> None:
    """Nothing to compare with."""
    assert found("E-CLAUSE", more=[NOTICE | {"clause": "nowhere"}]) == []


def test_items_cite_clauses_too_and_amendments_their_own(found: Found) -> None:
    """PLAN/month cites 9.9; the amendment's A1 is a clause of another document."""
    plan = {"id": "PLAN", "kind": "payment_plan", "mode": "monthly",
            "items": [{"item": "month", "triggers": ["period_end"], "clause": "9.9"}]}  # fmt: skip
    amendment = {"id": "A", "signed": dt.date(2024, 6, 1), "effective_from": dt.date(2024, 7, 1),
                 "known_at": dt.date(2024, 6, 1), "clause": "A1",
                 "adds": [NOTICE | {"clause": "A1"}]}  # fmt: skip
    head = {"clauses": ["1"]}
    (finding,) = found("E-CLAUSE", terms=[plan], head=head, amendment=[amendment])
    assert finding.subject == "PLAN/month"


@pytest.mark.parametrize(("old", "count"), [("PLAN", 0), ("PLAM", 1)])
def test_what_is_overridden_exists(found: Found, old: str, count: int) -> None:
    """PLAN does, PLAM doesn't."""
    findings = found("E-OVERRIDE-UNKNOWN", more=[NOTICE | {"overrides": [old]}])
    assert [f.fix for f in findings] == ['Did you mean "PLAN"?'] * count


@pytest.mark.parametrize(
    ("edges", "cycles"),
    [
        ({"A": ["B"], "B": ["C"], "C": []}, []),
        ({"A": ["A"]}, ["A overrides A"]),
        ({"A": ["B"], "B": ["A"]}, ["A overrides B overrides A"]),
        ({"A": ["B"], "B": ["C"], "C": ["B"]}, ["B overrides C overrides B"]),
        ({"A": ["B"], "B": ["A"], "C": ["D"], "D": ["C"]}, ["A overrides B overrides A",
                                                           "C overrides D overrides C"]),
        ({"A": ["B", "C"], "B": ["D"], "C": ["D"], "D": []}, []),
    ],
)  # fmt: skip
def test_a_circle_of_overrides_is_found_once(
    found: Found, edges: dict[str, list[str]], cycles: list[str]
) -> None:
    """A chain or a diamond ends; a circle doesn't, whoever it is entered from."""
    terms = [NOTICE | {"id": name, "overrides": old} for name, old in edges.items()]
    findings = found("E-OVERRIDE-CYCLE", more=terms)
    assert [f.message.partition(":")[0] for f in findings] == cycles


@pytest.mark.parametrize(
    ("name", "count"),
    [("rent", 0), ("PRICES", 0), ("line:1a", 0), ("line:7", 0), ("suspended", 0), ("signed", 0),
     ("line:9", 1), ("rents", 1), ("1a", 1), ("7", 1)],
)  # fmt: skip
def test_what_a_term_applies_to_exists(found: Found, name: str, count: int) -> None:
    """Charges, terms, lines of lists and schedules, events; a bare line number isn't a name."""
    part = {"id": "PART", "kind": "proration", "method": "thirty", "applies_to": [name]}
    circuits = [{"line": "7", "id": "C7", "monthly_rent": 100}]
    findings = found("E-APPLIES-UNKNOWN", more=[part], circuits=circuits)
    assert len(findings) == count
    assert all(f.touches == Touches(("rent", "deduction")) for f in findings)


def test_a_bare_line_number_is_corrected(found: Found) -> None:
    """1a of the price list is written line:1a."""
    part = {"id": "PART", "kind": "proration", "method": "thirty", "applies_to": ["1a"]}
    (finding,) = found("E-APPLIES-UNKNOWN", more=[part])
    assert finding.fix == 'Write "line:1a".'


@pytest.mark.parametrize(("what", "count"), [("LATE", 0), ("LATER", 1)])
def test_what_is_claimed_exists(found: Found, what: str, count: int) -> None:
    """A claim is made under a term."""
    claim = {"id": "CLAIM", "kind": "claim", "what": what, "within": 30, "unit": "workdays",
             "of": "the outage"}  # fmt: skip
    assert len(found("E-CLAIM-UNKNOWN", more=[LATE, claim])) == count


@pytest.mark.parametrize(
    ("metric", "count"), [("score", 0), ("availability", 0), ("CARD", 0), ("CARDS", 1)]
)
def test_what_bands_read_is_measured(found: Found, metric: str, count: int) -> None:
    """The total score, a scorecard's, or availability."""
    items = [{"item": "i", "metric": "m", "max_points": "1", "deduction": "manual"}]
    card = {"id": "CARD", "kind": "scorecard", "base": "1", "items": items}
    bands = {"id": "SLA", "kind": "bands", "metric": metric, "domain": ["0", "1"],
             "bands": [{"factor": "1"}]}  # fmt: skip
    findings = found("E-METRIC-UNKNOWN", more=[card, bands])
    assert [f.touches for f in findings] == [Touches(("deduction",))] * count


@pytest.mark.parametrize(
    "term",
    [
        LATE | {"cap": "0.2", "right_past_cap": "R"},
        {"id": "D", "kind": "delay_penalty", "rate": "0.1", "per": "day", "base": "one_off",
         "right_past": "R"},
        {"id": "C", "kind": "chronic", "window_days": 30, "outages": 3, "right": "R"},
    ],
    ids=lambda term: str(term["kind"]),
)  # fmt: skip
def test_a_right_that_is_given_exists(found: Found, term: Table) -> None:
    """R is a right of the buyer, once it is modelled."""
    right = {"id": "R", "kind": "right", "who": "buyer", "what": "terminate", "trigger": "late"}
    (finding,) = found("E-RIGHT-UNKNOWN", more=[term])
    assert "right" in finding.message
    assert found("E-RIGHT-UNKNOWN", more=[term, right]) == []


@pytest.mark.parametrize(("rank", "count"), [("special", 0), ("specal", 1)])
def test_a_rank_is_one_of_precedence(found: Found, rank: str, count: int) -> None:
    """amendment, special, general."""
    findings = found("E-RANK-UNKNOWN", more=[LATE | {"rank": rank}])
    assert [f.fix for f in findings] == ['Did you mean "special"?'] * count
