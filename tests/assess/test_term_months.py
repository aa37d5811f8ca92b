"""What a term makes of a month, of a quarter, and of all units together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction

from lineproof.assess.availability import Percentage
from lineproof.assess.term_months import (
    circuits_of,
    plain_totals_of,
    term_months,
    totals_of,
    unit_named,
)
from lineproof.contract.case import View
from lineproof.model.period import Days

MARCH, FEBRUARY = dt.date(2024, 3, 1), dt.date(2024, 2, 1)
DOWN = [("C1", "2024-03-04T08:00", "2024-03-04T10:00")]


def test_mean_and_pooled_of_all_units(measured: Callable[..., View]) -> None:
    """C1: 2 h of 744 h down; C2 from 16 March: 384 h up. Mean (742/744 + 1)/2; pooled 1126/1128."""
    circuits = [
        {"line": "1", "id": "C1", "monthly_rent": 1, "start": dt.date(2024, 1, 1)},
        {"line": "2", "id": "C2", "monthly_rent": 1, "start": dt.date(2024, 3, 16)},
    ]
    (found,) = term_months(measured(circuits=circuits, down=DOWN), MARCH)
    mean = 100 * (Fraction(742, 744) + 1) / 2
    pooled = Fraction(112600, 1128)
    assert totals_of(found).mean == Percentage(mean, mean)
    assert totals_of(found).pooled == Percentage(pooled, pooled)


def test_totals_with_and_without_exclusions(measured: Callable[..., View]) -> None:
    """2 h down of 744 h, all excluded: 100 % as agreed, 742/744 otherwise."""
    zone = dt.timezone(dt.timedelta(hours=8))
    at = {"from": dt.datetime(2024, 3, 4, 8, tzinfo=zone),
          "to": dt.datetime(2024, 3, 4, 10, tzinfo=zone)}  # fmt: skip
    claim = {"cause": "works", "answer": "accepted", **at}
    (found,) = term_months(measured(count=1, down=DOWN, records={"exclusions": [claim]}), MARCH)
    plain = Fraction(74200, 744)
    assert totals_of(found).mean == Percentage(Fraction(100), Fraction(100))
    assert plain_totals_of(found).mean == Percentage(plain, plain)


def test_a_quarter_is_judged_in_its_last_month(measured: Callable[..., View]) -> None:
    """March judges January to March; February judges nothing, and shows itself."""
    view = measured(down=DOWN, availability={"window": "quarter"})
    (march,) = term_months(view, MARCH)
    (february,) = term_months(view, FEBRUARY)
    quarter, month = Days(dt.date(2024, 1, 1), dt.date(2024, 4, 1)), Days(FEBRUARY, MARCH)
    assert (march.is_judged, march.days, march.days_of_month.start) == (True, quarter, MARCH)
    assert (february.is_judged, february.days, february.whole) == (False, month, None)
    assert march.month.window[1] - march.month.window[0] == 744 * 3_600 * 10**9


def test_without_a_term_there_is_nothing(viewed: Callable[..., View]) -> None:
    """No availability was agreed."""
    assert term_months(viewed(), MARCH) == ()


def test_a_unit_is_named_by_circuit_line_or_member(measured: Callable[..., View]) -> None:
    """C1 is line 1; C1 and C2 are group G, C3 stands alone."""
    circuits = [
        {"line": str(n), "id": f"C{n}", "monthly_rent": 1, "start": dt.date(2024, 1, 1),
         "group": "G" if n < 3 else None}
        for n in (1, 2, 3)
    ]  # fmt: skip
    (alone,) = term_months(measured(circuits=circuits), MARCH)
    assert [unit_named(alone, name) for name in ("C1", "2", "C9")] == ["C1", "C2", None]
    assert circuits_of(alone, "C2") == ("C2",)
    pairs = measured(circuits=circuits, availability={"scope": "group", "group_up_min": 1})
    (group,) = term_months(pairs, MARCH)
    names = ("C1", "2", "G", "C3", "x")
    assert [unit_named(group, name) for name in names] == ["G", "G", "G", "C3", None]
    assert [circuits_of(group, unit) for unit in ("G", "C3")] == [("C1", "C2"), ("C3",)]
