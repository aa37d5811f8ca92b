"""A month's availability for programs."""

from __future__ import annotations

from collections.abc import Callable

from lineproof.assess.term_months import term_months
from lineproof.contract.case import View
from lineproof.model.period import parse_month
from lineproof.report.availability import availability_report_json, unit_availability


def test_a_unit_has_seconds_and_both_ends(measured: Callable[..., View]) -> None:
    """744 h = 2,678,400 s, of which 2 h down and 1 h unknown.

    High: 742/744 = 99.731182… %; low: 741/744 = 99.596774… %, rounded outwards to six decimals.
    """
    view = measured(
        count=1,
        down=[("C1", "2024-03-04T08:00", "2024-03-04T10:00")],
        unknown=[("C1", "2024-03-05T08:00", "2024-03-05T09:00")],
    )
    found = availability_report_json(view, term_months(view, parse_month("2024-03")), "2024-03")
    (term,) = found["terms"]
    ends = {"low": "99.596774", "high": "99.731183"}
    assert (found["contract"], found["timezone"]) == ("minimal", "Asia/Shanghai")
    assert term["window"] == {"from": "2024-03-01", "to": "2024-04-01", "is_judged": True}
    assert term["as_agreed"] == term["without_exclusions"] == {"mean": ends, "pooled": ends}
    assert term["availability"] is None
    assert term["units"] == [{
        "unit": "C1", "availability": ends, "without_exclusions": ends, "service_s": 2_678_400,
        "counted_s": 2_678_400, "down_s": 7_200, "unknown_s": 3_600, "excluded_s": 0,
        "longest_s": 7_200, "measured_s": 2_674_800, "outages": 1,
    }]  # fmt: skip


def test_one_figure_is_given_where_the_contract_judges_one(measured: Callable[..., View]) -> None:
    """The mean, rounded to two decimals: C1 99.7311… %, C2 100 %: 99.8655… = 99.87."""
    down = [("C1", "2024-03-04T08:00", "2024-03-04T10:00")]
    view = measured(down=down, availability={"scope": "mean", "round_digits": 2})
    found = availability_report_json(view, term_months(view, parse_month("2024-03")), "2024-03")
    (term,) = found["terms"]
    assert term["availability"] == {"low": "99.870000", "high": "99.870000"}


def test_a_unit_without_time_that_counts_has_none() -> None:
    """All of it was excluded."""
    assert unit_availability({"counted": 0, "down": 0, "unknown": 0}, digits=2) is None
