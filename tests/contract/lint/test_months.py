"""Is asked what a month is, and what a part of one costs, where it matters?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.finding import EVERYTHING, Finding, Touches

Found = Callable[..., list[Finding]]
Table = dict[str, Any]
DAY = dt.date
PRORATION = {"id": "PART", "kind": "proration", "method": "actual_days"}


def line(**cells: Any) -> Table:  # noqa: ANN401 - any cell
    """Return line 1 at 900.00 a month."""
    return {"line": "1", "id": "C1", "monthly_rent": 90000} | cells


def event(name: str, day: dt.date, of: str = "1") -> Table:
    """Return a record of the life of a line."""
    return {"line": of, "event": name, "date": day}


def answer(code: str, value: str) -> Table:
    """Return both parties' answer about the contract."""
    return {"code": code, "value": value, "by": ["buyer", "provider"], "on": DAY(2024, 2, 1)}


@pytest.mark.parametrize(
    ("head", "count"),
    [
        ({"start": DAY(2024, 1, 1)}, 0),
        ({"start": DAY(2024, 1, 2)}, 1),
        ({"start": DAY(2024, 1, 2), "period": "calendar"}, 0),
        ({"start": None, "start_rule": "later_signature"}, 0),
    ],
)
def test_a_contract_from_the_middle_of_a_month_says_what_its_month_is(
    found: Found, head: Table, count: int
) -> None:
    """From the 2nd on: the calendar's month, or 2nd to 1st? A month's rent is 100.00."""
    findings = found("Q-PERIOD", head=head)
    assert [(f.amount, f.touches) for f in findings] == [(10000, EVERYTHING)] * count


def test_a_recorded_start_is_a_start(found: Found) -> None:
    """In effect on 15 January, as recorded."""
    records = {"milestones": [{"event": "effective", "date": DAY(2024, 1, 15)}]}
    head = {"start": None, "start_rule": "later_signature"}
    (finding,) = found("Q-PERIOD", head=head, records=records)
    assert "2024-01-15" in finding.message


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        ({"start": DAY(2024, 3, 1)}, 0),
        ({"start": DAY(2024, 3, 4)}, 1),
        ({"end": DAY(2024, 3, 31)}, 0),
        ({"end": DAY(2024, 3, 30)}, 1),
        ({"start": DAY(2023, 3, 4)}, 0),
        ({}, 0),
    ],
)
def test_a_part_month_in_the_schedule_needs_a_rule(found: Found, cells: Table, count: int) -> None:
    """From 4 March, or until 30 March; days outside the term are never settled."""
    findings = found("Q-PRORATION", terms=[], circuits=[line(**cells)])
    assert [f.touches for f in findings] == [Touches(("rent", "deduction"), ("1",))] * count
    assert all((f.amount, f.subject) == (90000, "contract") for f in findings)
    assert found("Q-PRORATION", terms=[PRORATION], circuits=[line(**cells)]) == []


@pytest.mark.parametrize(
    ("name", "count"),
    [("accepted", 1), ("in_service", 1), ("ceased", 1), ("repriced", 1), ("suspended", 1),
     ("resumed", 1), ("moved", 0), ("delivered", 0)],
)  # fmt: skip
def test_a_record_within_a_month_needs_a_rule(found: Found, name: str, count: int) -> None:
    """On 4 March; on 1 March nothing is cut. A move or a delivery changes no rent."""
    for day, expected in ((DAY(2024, 3, 4), count), (DAY(2024, 3, 1), 0)):
        records = {"lifecycle": [event(name, day)]}
        findings = found("Q-PRORATION", terms=[], circuits=[line()], records=records)
        assert len(findings) == expected


def test_a_price_line_is_a_line_too(found: Found) -> None:
    """1a of the price list ceased on 4 March: 100.00 a month."""
    records = {"lifecycle": [event("ceased", DAY(2024, 3, 4), of="1a")]}
    (finding,) = found("Q-PRORATION", records=records)
    assert (finding.amount, finding.touches.lines) == (10000, ("1a",))


def test_a_term_from_the_middle_of_a_month_cuts_every_line(found: Found) -> None:
    """From the 15th by the calendar: all lines; from the 15th to the 14th: none."""
    head = {"start": DAY(2024, 1, 15)}
    (finding,) = found("Q-PRORATION", head=head)
    assert (finding.touches.lines, finding.amount) == ((), 10000)
    assert found("Q-PRORATION", head=head | {"period": "anniversary"}) == []
    assert found("Q-PRORATION", head=head, answer=[answer("Q-PERIOD", "anniversary")]) == []


def test_in_a_month_from_the_31st_the_last_day_is_its_first(found: Found) -> None:
    """From 31 January: the month begins on 29 February 2024, not on the 28th."""
    head = {"start": DAY(2024, 1, 31), "period": "anniversary"}
    for day, count in ((DAY(2024, 2, 29), 0), (DAY(2024, 2, 28), 1)):
        circuits = [line(start=day)]
        assert len(found("Q-PRORATION", terms=[], head=head, circuits=circuits)) == count


def test_prices_that_an_amendment_changes_within_a_month_need_a_rule(found: Found) -> None:
    """From 15 July on, against 1 July."""
    for day, count in ((DAY(2024, 7, 15), 1), (DAY(2024, 7, 1), 0)):
        lines = [{"line": "1a", "name": "n", "qty": 1, "monthly_rent": "90.00"}]
        prices = {"id": "PRICES", "kind": "price_lines", "clause": "A", "lines": lines}
        amendment = {"id": "A", "signed": DAY(2024, 6, 1), "effective_from": day, "clause": "A",
                     "known_at": DAY(2024, 6, 1), "replaces": [prices]}  # fmt: skip
        assert len(found("Q-PRORATION", amendment=[amendment])) == count


@pytest.mark.parametrize(
    ("scope", "count"),
    [(["rent"], 0), (["line:1"], 0), (["SCHEDULE"], 0), (["line:2"], 1), (["one_off"], 1)],
)
def test_a_rule_covers_the_lines_it_applies_to(found: Found, scope: list[str], count: int) -> None:
    """Line 1 of SCHEDULE starts on 4 March."""
    circuits = [line(start=DAY(2024, 3, 4)), line(line="2", id="C2")]
    terms = [PRORATION | {"applies_to": scope}]
    assert len(found("Q-PRORATION", terms=terms, circuits=circuits)) == count


def test_a_rule_covers_the_days_it_holds(found: Found) -> None:
    """From April on, it says nothing of 4 March."""
    terms = [PRORATION | {"effective_from": DAY(2024, 4, 1)}]
    assert len(found("Q-PRORATION", terms=terms, circuits=[line(start=DAY(2024, 3, 4))])) == 1


@pytest.mark.parametrize(
    ("terms", "subjects"),
    [
        ([PRORATION], ["PART"]),
        ([PRORATION | {"while_suspended": "rent"}], []),
        ([], ["Q-PRORATION"]),
    ],
)
def test_a_suspended_line_needs_a_rule(
    found: Found, terms: list[Table], subjects: list[str]
) -> None:
    """Suspended on 1 March at 900.00 a month; without proration, its answer brings the term."""
    records = {"lifecycle": [event("suspended", DAY(2024, 3, 1))]}
    findings = found("Q-SUSPENSION", terms=terms, circuits=[line()], records=records)
    assert [f.subject for f in findings] == subjects
    assert all(f.amount == 90000 and f.touches.lines == ("1",) for f in findings)
    assert found("Q-SUSPENSION", terms=terms, circuits=[line()]) == []
