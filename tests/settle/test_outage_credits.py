"""What is given back for outages? Bases, caps, exclusions, doubts and rounding, by hand.

Lines cost 310.00 in March 2024, 10.00 a day; from 4 h on 10 % is given back, from 8 h on 20 %.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from tests.settle.measured import AVAIL, BANDS, CREDIT, LINES, MARCH, local, measured

Made = Callable[..., Any]
D = dt.date
FOUR = [("down", "04T00:00", "04T04:00")]
EIGHT = [("down", "04T00:00", "04T08:00")]
UP: list[Any] = []
STATES = {"C1": UP, "C2": FOUR, "C3": EIGHT, "C4": [("down", "04T00:00", "04T03:59")]}


def _credits(found: Any) -> dict[str, Any]:  # noqa: ANN401 - a settlement
    rows = found.lines.filter(found.lines["term"] == "OC")
    return dict(rows.select("line", "amount").iter_rows())


def _march(settled: Made, stretches: dict[str, Any] | None = None, **changes: Any) -> Any:  # noqa: ANN401 - as the builder's
    keys: dict[str, Any] = {"terms": [AVAIL, CREDIT], "circuits": LINES, **changes}
    return settled("2024-03", states=measured(stretches or STATES), **keys)


def test_each_line_by_its_own_outages(settled: Made, amounts: Made) -> None:
    """4 h: 31.00; 8 h: 62.00; a minute less than 4 h: nothing. 1,240.00 - 93.00 = 1,147.00."""
    found = _march(settled)
    assert amounts(found)[4:] == [
        ("2", "deduction", "03-01", "04-01", -3100), ("3", "deduction", "03-01", "04-01", -6200),
    ]  # fmt: skip
    assert found.gross.value == found.payable.value == 114_700
    assert found.is_settled
    assert "OC" not in found.not_computed


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"base": "day_rent"}, {"2": -100, "3": -200}),
        ({"base": "annual_rent"}, {"2": -37_200, "3": -74_400}),
        ({"brackets": [{"from_h": "4", "amount": "7.77"}]}, {"2": -777, "3": -777}),
        ({"cap_unit_month": "0.15"}, {"2": -3100, "3": -4650}),
        ({"cap_contract": "0.05"}, {"2": -2067, "3": -4133}),
        ({"cap_contract": "0.075"}, {"2": -3100, "3": -6200}),
        ({"mode": "marginal", "brackets": [{"from_h": "2", "share": "0.01"}]},
         {"2": -620, "3": -1860, "4": -615}),
        ({"measured_by": "AVAIL", "applies_to": ["line:3"]}, {"3": -6200}),
        ({"effective_from": D(2024, 3, 4)}, {"2": -2800, "3": -5600}),
    ],
)  # fmt: skip
def test_bases_and_caps(settled: Made, changes: dict[str, Any], expected: dict[str, int]) -> None:
    """A day's rent is 310.00 / 31 = 10.00, a year's 3,720.00. A line's cap of 15 % is 46.50. The
    contract's cap of 5 % of 1,240.00 is 62.00: 31/93 and 62/93 of it, 20.666… and 41.333…; 7.5 %
    is 93.00, just enough. From the 4th on it is of 28 days, 280.00. Each hour from the 2nd on 1 %:
    2 h 6.20, 6 h 18.60, 1 h 59 min 6.148… → 6.15.
    """
    part = {"id": "PART", "kind": "proration", "method": "actual_days"}
    found = _march(settled, terms=[AVAIL, part, {**CREDIT, **changes}])
    assert _credits(found) == expected
    assert found.gross.value == 124_000 + sum(expected.values())


def test_each_outage_or_their_sum(settled: Made) -> None:
    """5 h and 4 h: each 10 %, 62.00 together; their sum, 9 h, is 20 % too; 3 h and 1 h are nothing
    each, and 31.00 together.
    """
    states = {"C1": [("down", "04T00:00", "04T05:00"), ("down", "05T00:00", "05T04:00")],
              "C2": [("down", "04T00:00", "04T03:00"), ("down", "05T00:00", "05T01:00")],
              "C3": UP, "C4": UP}  # fmt: skip
    assert _credits(_march(settled, states)) == {"1": -6200}
    terms = [AVAIL, {**CREDIT, "count": "cumulative"}]
    assert _credits(_march(settled, states, terms=terms)) == {"1": -6200, "2": -3100}


def test_excluded_time_earns_nothing(settled: Made) -> None:
    """8 h down: 3 h excluded leave 5 h, 10 %; the 4 h of line 2 are excluded wholly."""
    claim = {"cause": "works", "answer": "accepted", "from": local(MARCH[0], "03T23:00"),
             "to": local(MARCH[0], "04T03:00"), "lines": "3"}  # fmt: skip
    rest = {**claim, "to": local(MARCH[0], "04T04:00"), "lines": "2"}
    found = _march(settled, records={"exclusions": [claim, rest]})
    assert _credits(found) == {"3": -3100}


def test_the_cap_before_and_after_the_factor(settled: Made) -> None:
    """240 h down: a factor of 0.5 leaves 155.00. 20 % of 310.00 is 62.00; a cap of 15 % is 46.50 of
    the rent, 23.25 of what the factor leaves.
    """
    states = {"C1": [("down", "01T00:00", "11T00:00")], "C2": UP, "C3": UP, "C4": UP}
    for order, expected in (("before_factor", -4650), ("after_factor", -2325)):
        capped = {**CREDIT, "cap_unit_month": "0.15", "cap_order": order}
        found = _march(settled, states, terms=[AVAIL, BANDS, capped])
        assert _credits(found) == {"1": expected}
        assert found.gross.value == 124_000 - 15_500 + expected


def test_the_contracts_cap_after_the_factor(settled: Made) -> None:
    """1,240.00 - 155.00 = 1,085.00: 5 % of it is 54.25, less than 62.00."""
    states = {"C1": [("down", "01T00:00", "11T00:00")], "C2": UP, "C3": UP, "C4": UP}
    capped = {**CREDIT, "cap_contract": "0.05", "cap_order": "after_factor"}
    found = _march(settled, states, terms=[AVAIL, BANDS, capped])
    assert _credits(found) == {"1": -5425}


def test_unknown_time_may_have_been_an_outage(settled: Made) -> None:
    """5 h unknown on line 1: 31.00 or nothing, so that 1,209.00 to 1,240.00 are owed."""
    states = {"C1": [("unknown", "04T00:00", "04T05:00")], "C2": UP, "C3": UP, "C4": UP}
    found = _march(settled, states)
    assert (found.gross.value, found.gross.low, found.gross.high) == (None, 120_900, 124_000)
    (line,) = found.lines.filter(found.lines["term"] == "OC").to_dicts()
    assert (line["amount"], line["low"], line["high"]) == (None, -3100, 0)
    (blocked,) = found.blocked
    assert (blocked.code, blocked.subject) == ("E-AVAILABILITY-UNKNOWN", "AVAIL")
    assert "OC needs the outages of 2024-03: unknown time leaves 1 line open" in blocked.reason
    assert "line 1 99.3279–100.0000 % (99.3 % measured)" in blocked.reason


def test_unknown_time_between_two_outages_may_join_them(settled: Made) -> None:
    """Down 5 h, unknown 1 h, down 5 h: two outages earn 62.00, one of 11 h 62.00: it's settled.
    With one bracket alone two earn 62.00, one 31.00: more was up, and still more is given back.
    """
    joined = [("down", "04T00:00", "04T05:00"), ("unknown", "04T05:00", "04T06:00"),
              ("down", "04T06:00", "04T11:00")]  # fmt: skip
    states = {"C1": joined, "C2": UP, "C3": UP, "C4": UP}
    assert _credits(_march(settled, states)) == {"1": -6200}
    one = {**CREDIT, "brackets": [{"from_h": "4", "share": "0.1"}]}
    found = _march(settled, states, terms=[AVAIL, one])
    assert (found.gross.low, found.gross.high) == (117_800, 120_900)


def test_nothing_was_ever_measured(settled: Made) -> None:
    """All 744 h may have been down: 20 % of each line, or nothing."""
    found = settled("2024-03", states=None, terms=[AVAIL, CREDIT], circuits=LINES)
    assert (found.gross.low, found.gross.high) == (99_200, 124_000)


def test_short_outages_are_left_out(settled: Made) -> None:
    """Outages of less than 5 h don't count: only the 8 h of line 3 do."""
    terms = [{**AVAIL, "shortest_outage_s": 5 * 3600}, CREDIT]
    assert _credits(_march(settled, terms=terms)) == {"3": -6200}


def test_a_part_month_earns_a_share_of_what_it_owes(settled: Made) -> None:
    """In service from the 17th: 310.00 × 15/31 = 150.00; 8 h on the 20th give 30.00 back, 2.00 of a
    day's rent.
    """
    rows = [{**LINES[0], "start": D(2024, 3, 17)}]
    states = {"C1": [("down", "20T00:00", "20T08:00")]}
    part = {"id": "PART", "kind": "proration", "method": "actual_days"}
    for base, expected in (("month_rent", -3000), ("day_rent", -200)):
        terms = [AVAIL, part, {**CREDIT, "base": base}]
        found = _march(settled, states, terms=terms, circuits=rows)
        assert _credits(found) == {"1": expected}


def test_tax_and_the_next_month(settled: Made) -> None:
    """93.00 of 1,240.00 are given back in April, 6 % of tax in it: February's is none, so March
    owes 1,240.00. As out of scope, the 93.00 have no tax: 1,240.00 × 6/106 = 70.19 stay.
    """
    vat = {"id": "VAT", "kind": "tax", "rate": "0.06", "inclusive": True}
    later = {"id": "LATER", "kind": "credit", "cycle": "next_month", "after_last": "refund"}
    plan = {"id": "PLAN", "kind": "payment_plan", "mode": "monthly",
            "items": [{"item": "month", "triggers": ["period_end"]}]}  # fmt: skip
    for nature, tax in (("price_reduction", 6492), ("out_of_scope", 7019)):
        terms = [AVAIL, {**CREDIT, "tax_nature": nature}, vat, later, plan]
        rows = [{**row, "start": D(2024, 3, 1)} for row in LINES]
        found = _march(settled, terms=terms, circuits=rows)
        assert (found.gross.value, found.tax.value) == (114_700, tax)
        assert found.deferred == (("2024-04", -9300),)
        assert found.payable.value == 124_000
        states = measured(STATES)
        april = settled("2024-04", states=states, terms=terms, circuits=rows)
        assert april.carried.value == -9300


def test_two_credits_of_a_line_stay_apart(settled: Made) -> None:
    """31.00 by one, 15.50 by the other, both for line 1, whose hours aren't known: each line has
    bounds of its own.
    """
    other = {**CREDIT, "id": "OTHER", "brackets": [{"from_h": "4", "share": "0.05"}]}
    states = {"C1": [("unknown", "04T00:00", "04T05:00")]}
    found = _march(settled, states, terms=[AVAIL, CREDIT, other], circuits=LINES[:1])
    rows = found.lines.filter(found.lines["charge"] == "deduction")
    assert rows.select("term", "low", "high").rows() == [("OC", -3100, 0), ("OTHER", -1550, 0)]
