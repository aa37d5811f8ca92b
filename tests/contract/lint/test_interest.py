"""Is a rate or cap that hangs in the air found?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.finding import NOTHING, Finding, Touches

Found = Callable[..., list[Finding]]
Table = dict[str, Any]
INTEREST = Touches(("late_interest",))


def late(**fields: str) -> Table:
    """Return interest on the overdue amount."""
    return {"id": "LATE", "kind": "late_interest", "base": "overdue_amount"} | fields


def test_a_rate_that_differs_from_the_law_it_cites_is_asked(found: Found) -> None:
    """3 % against 3 ‰ of a month's 100.00: 3.00 against 0.30 a day, 2.70 at stake."""
    (finding,) = found("Q-RATE-CITED", more=[late(rate="0.03", rate_cited="0.003")])
    assert "3 % a day" in finding.message
    assert "says 3 ‰ (3.00 CNY a day on a month's amount, against 0.30 CNY)" in finding.message
    assert finding.answers == ("0.03", "0.003")
    assert (finding.amount, finding.touches, finding.subject) == (270, INTEREST, "LATE")


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"rate": "0.003", "rate_cited": "0.003"}, 0),
        ({"rate": "0.003", "rate_cited": "0.0030"}, 0),
        ({"rate": "0.003", "rate_cited": "0.0031"}, 1),
        ({"rate": "0.003"}, 0),
    ],
)
def test_the_same_rate_is_no_question(found: Found, fields: Table, count: int) -> None:
    """3 ‰ however it is written; 3.1 ‰ isn't."""
    assert len(found("Q-RATE-CITED", more=[late(**fields)])) == count


def test_interest_without_a_base_is_asked_about(found: Found) -> None:
    """Of the overdue amount, or the contract's."""
    term = {"id": "LATE", "kind": "late_interest", "rate": "0.001"}
    (finding,) = found("Q-INTEREST-BASE", more=[term])
    assert finding.answers == ("overdue_amount", "contract_amount")
    assert found("Q-INTEREST-BASE", more=[late(rate="0.001")]) == []


@pytest.mark.parametrize(
    ("fields", "count"), [({}, 1), ({"rate": "0.001"}, 0), ({"reference": "LPR"}, 0)]
)
def test_interest_has_a_rate_or_a_reference(found: Found, fields: Table, count: int) -> None:
    """Neither means nothing can be computed."""
    assert [f.touches for f in found("E-RATE-MISSING", more=[late(**fields)])] == [INTEREST] * count


@pytest.mark.parametrize(
    ("fields", "count"),
    [({"share": "0.05"}, 1), ({"share": "0.05", "of": "provider"}, 0), ({"amount": "5.00"}, 0)],
)
def test_a_tolerated_share_is_one_of_a_figure(found: Found, fields: Table, count: int) -> None:
    """5 % of whose figure? An amount is nobody's share."""
    tolerance = {"id": "T", "kind": "tolerance"} | fields
    assert len(found("Q-TOLERANCE-OF", more=[tolerance])) == count


PENALTY = {"kind": "delay_penalty", "rate": "0.1", "per": "day", "base": "one_off"}
CAP = {"kind": "liability_cap", "share": "0.001"}
OUTAGE = {"kind": "outage_credit"}


@pytest.mark.parametrize(
    ("term", "count"),
    [
        (PENALTY, 0),
        (PENALTY | {"cap": "1"}, 1),
        (PENALTY | {"cap": "1", "cap_base": "first_month_rent"}, 0),
        ({"kind": "delay_penalty", "rate": "0.1", "per": "day"}, 1),
        (CAP, 1),
        (CAP | {"base": "fees_paid"}, 0),
        (CAP | {"base": "fees_in_window"}, 1),
        (CAP | {"base": "fees_in_window", "window_months": 3}, 0),
        ({"kind": "liability_cap"}, 0),
        (OUTAGE | {"brackets": [{"from_h": "1", "share": "0.1"}]}, 1),
        (OUTAGE | {"brackets": [{"from_h": "1", "amount": "5.00"}]}, 0),
        (OUTAGE | {"brackets": [{"from_h": "1", "share": "0.1"}], "base": "day_rent"}, 0),
    ],
)
def test_a_share_or_cap_is_one_of_something(found: Found, term: Table, count: int) -> None:
    """10 % of what, 0.1 % of what; amounts need no base. Of the kinds, outage credits are computed.

    They lower what is owed, so that the deduction is in doubt.
    """
    touches = Touches(("deduction",)) if term["kind"] == "outage_credit" else NOTHING
    findings = found("E-CAP-BASE", more=[{"id": "T"} | term])
    assert [f.touches for f in findings] == [touches] * count


@pytest.mark.parametrize(("value", "count"), [("0.031", 1), ("0.03", 0)])
def test_two_rates_of_one_day_are_an_error(found: Found, value: str, count: int) -> None:
    """3 % and 3.1 % from the same day on can't both be; 3 % recorded twice can."""
    day = dt.date(2024, 1, 1)
    rows = [{"series": "LPR", "date": day, "value": each} for each in ("0.03", value)]
    findings = found("E-RATE-TWICE", more=[late(reference="LPR")], records={"rates": rows})
    assert [(f.where, f.touches) for f in findings] == [("records/rates.csv:3", INTEREST)] * count
