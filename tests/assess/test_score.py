"""Is a month's score what was signed, else what the records show, between its ends?"""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from lineproof.assess.measured import Measured
from lineproof.assess.score import card_named
from lineproof.assess.scorecard import Score

Viewed = Callable[..., Any]
F = Fraction
MARCH = dt.date(2024, 3, 1)
REPAIR = {
    "item": "repair", "metric": "restoration_h", "max_points": "20", "deduction": "step",
    "steps": [{"level": 1, "endpoints_min": 1, "limit_h": "4", "first": "1", "each": "1",
               "per_h": "2", "part_step": "counts", "boundary": "within"}],
}  # fmt: skip
SERVICE = {"item": "service", "metric": "events", "max_points": "30", "deduction": "each",
           "each": {"complaint": "5"}}  # fmt: skip
SURVEY = {"item": "survey", "metric": "survey", "max_points": "50", "deduction": "manual"}
CARD = {"id": "CARD", "kind": "scorecard", "clause": "annex 3", "base": "100",
        "items": [REPAIR, SERVICE, SURVEY]}  # fmt: skip


def _at(hour: int) -> dt.datetime:
    return dt.datetime(2024, 3, 5, hour, tzinfo=dt.UTC)


def _score(viewed: Viewed, **records: Any) -> Score:  # noqa: ANN401 - rows of records
    view = viewed(more=[CARD], records=records)
    card = card_named(view, "score", MARCH)
    assert card is not None
    return Measured(view).score(card, MARCH)


def _fault(restored: int | None) -> dict[str, Any]:
    return {"site": "East", "reported": _at(1), "endpoints": 3,
            "restored": None if restored is None else _at(restored)}  # fmt: skip


def test_items_from_faults_duties_and_signatures(viewed: Viewed) -> None:
    """7 h against 4: 1 + ⌈3/2⌉ = 3 points; 2 × 5 = 10; survey signed 48 of 50: 100 - 15 = 85."""
    score = _score(
        viewed,
        faults=[_fault(8)],
        duties=[{"duty": "complaint", "period": "2024-03", "count": 2}],
        scores=[{"month": "2024-03", "item": "survey", "points": "48"}],
    )
    assert (score.low, score.high) == (F(85), F(85))
    lost = {item.item: [d.low for d in item.deductions] for item in score.items}
    assert lost == {"repair": [F(3)], "service": [F(10)], "survey": [F(2)]}
    (deduction,) = score.items[0].deductions
    assert (deduction.endpoints, deduction.evidence) == (3, ("records/faults.csv:2",))
    assert deduction.incident


def test_a_missing_item_gives_an_interval(viewed: Viewed) -> None:
    """Survey: 0 to 50 of 50, the rest without loss: 50 to 100; what is missing is said."""
    score = _score(viewed, faults=[], duties=[], scores=[])
    assert (score.low, score.high) == (F(50), F(100))
    assert [item.missing for item in score.items if item.missing] == [
        "a signed figure in records/scores.csv"
    ]


def test_a_fault_not_over_takes_up_to_all_points(viewed: Viewed) -> None:
    """Down to the month's end at least, which costs more than 20 already: all 20 are lost."""
    score = _score(viewed, faults=[_fault(None)], duties=[])
    repair = score.items[0]
    assert (repair.low, repair.high) == (F(0), F(0))


def test_nothing_recorded_is_nothing_known(viewed: Viewed) -> None:
    """Without files: between 0 and 100, and no item is known."""
    score = _score(viewed)
    assert (score.low, score.high, score.is_known) == (F(0), F(100), False)


def test_a_signed_item_goes_before_the_records(viewed: Viewed) -> None:
    """7 h would cost 3 points; 20 of 20 were signed."""
    signed = [{"month": "2024-03", "item": "repair", "points": "20"}]
    score = _score(viewed, faults=[_fault(8)], scores=signed)
    assert (score.items[0].low, score.items[0].high) == (F(20), F(20))


@pytest.mark.parametrize("points", [["20.01"], ["-0.01"], ["19", "20"]])
def test_an_impossible_or_contradictory_figure_is_not_taken(
    viewed: Viewed, points: list[str]
) -> None:
    """Above 20, below none, or two that differ: the item isn't known."""
    rows = [{"month": "2024-03", "item": "repair", "points": each} for each in points]
    item = _score(viewed, faults=[_fault(8)], scores=rows).items[0]
    assert (item.low, item.high, item.is_known) == (F(0), F(20), False)
    assert "signed figure" in item.missing


def test_the_edges_of_a_signed_figure(viewed: Viewed) -> None:
    """0 and 20 of 20 can be signed."""
    for points in ("0", "20"):
        rows = [{"month": "2024-03", "item": "repair", "points": points}]
        assert _score(viewed, scores=rows).items[0].low == F(points)


def test_a_signed_total_is_kept_beside_what_was_worked_out(viewed: Viewed) -> None:
    """93 was signed; nothing else is known."""
    score = _score(viewed, scores=[{"month": "2024-03", "points": "93"}])
    assert (score.signed, score.evidence) == (F(93), ("records/scores.csv:2",))


def test_which_card_bands_name(viewed: Viewed) -> None:
    """The metric "score" is the only one; with two, each by its id."""
    second = {**CARD, "id": "OTHER"}
    one, two = viewed(more=[CARD]), viewed(more=[CARD, second])
    assert getattr(card_named(one, "score", MARCH), "id", None) == "CARD"
    assert card_named(two, "score", MARCH) is None
    assert getattr(card_named(two, "OTHER", MARCH), "id", None) == "OTHER"
    assert card_named(one, "availability", MARCH) is None


RATE = {"item": "online", "max_points": "20", "deduction": "rate", "target": "99.5",
        "per_point": "5", "part_point": "counts"}  # fmt: skip


@pytest.mark.parametrize(
    ("metric", "low", "missing"),
    [("availability", 10, ""), ("AVAIL", 10, ""), ("attendance", 0, "attendance in records/")],
)
def test_a_rate_is_measured_where_it_names_an_availability(
    measured: Viewed, metric: str, low: int, missing: str
) -> None:
    """C1 down 24 h of 2 × 744: 98.387 %, 1.113 below 99.5, 2 points begun: 2 × 5 of 20 are lost."""
    card = {**CARD, "base": "20", "items": [RATE | {"metric": metric}]}
    down = [("C1", "2024-03-04T00:00", "2024-03-05T00:00")]
    view = measured(down=down, more=[card])
    term = card_named(view, "score", MARCH)
    assert term is not None
    (item,) = Measured(view).score(term, MARCH).items
    assert item.low == low
    assert item.missing.startswith(missing)
