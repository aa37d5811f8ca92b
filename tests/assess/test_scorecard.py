"""How many points? Annex 3 of the contract with 593 circuits, item by item, at its edges."""

from fractions import Fraction

import pytest

from lineproof.assess.scorecard import (
    Score,
    Timed,
    each_item,
    level_of,
    maxima,
    rate_item,
    signed_item,
    step_item,
    unknown_item,
)
from lineproof.contract.terms.scoring import EachItem, RateItem, Scorecard, Step, StepItem

F = Fraction
HOUR = 3600 * 10**9
MINUTE = HOUR // 60


def _step(level: int, least: int, limit: int, per: int, **more: object) -> Step:
    """Return a severity of annex 3: over the limit 1 point, and 1 for each further stretch."""
    facts = {"part_step": "free", "boundary": "within"} | more
    return Step(
        level=level, endpoints_min=least, limit_h=F(limit), first=F(1), each=F(1), per_h=F(per),
        **facts,  # type: ignore[arg-type]
    )  # fmt: skip


RESTORATION = StepItem(
    item="restoration", metric="restoration_h", max_points=F(20), deduction="step",
    steps=(
        _step(1, 20, 4, 2, unreported_h=F(8)),
        _step(2, 10, 6, 4, unreported_h=F(12)),
        _step(3, 6, 8, 6, unreported_h=F(24)),
    ),
)  # fmt: skip
ONLINE = RateItem(
    item="online", metric="online_percent", max_points=F(10), deduction="rate", target=F(98),
    per_point=F(1), all_below=F(96), part_point="free",
)  # fmt: skip
SERVICE = EachItem(
    item="service", metric="service_events", max_points=F(30), deduction="each",
    each={"complaint_justified": F(5), "inspection_not_as_planned": F(1, 2)},
)  # fmt: skip


def _timed(endpoints: int, hours: Fraction, **more: object) -> Timed:
    """Return an incident that took some hours."""
    spent = int(hours * HOUR)
    facts = {"elapsed_high": spent} | more
    return Timed("I", endpoints, spent, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("endpoints", "level"), [(5, None), (6, 3), (9, 3), (10, 2), (19, 2), (20, 1), (593, 1)]
)
def test_severity_follows_from_distinct_endpoints(endpoints: int, level: int | None) -> None:
    """20 or more are level 1, 10 level 2, 6 level 3; fewer are none."""
    step = level_of(RESTORATION.steps, endpoints)
    assert (step.level if step is not None else None) == level


@pytest.mark.parametrize(
    ("endpoints", "hours", "points"),
    [
        (20, F(4), 0),  # exactly the limit is within it
        (20, F(4) + F(1, 60), 1),  # a minute over: the first point
        (20, F(6) - F(1, 60), 1),
        (20, F(6), 2),  # 2 h over is one further stretch
        (20, F(10), 4),  # 6 h over: 1 + 3
        (10, F(10), 2),  # level 2: 4 h over: 1 + 1
        (6, F(13), 1),  # level 3: 5 h over: 1, the further 6 h aren't full
        (6, F(14), 2),
        (5, F(100), 0),  # too few endpoints for any level
    ],
)
def test_points_per_stretch_over_the_limit(endpoints: int, hours: Fraction, points: int) -> None:
    """Level 1: 4 h, then each 2 h; level 2: 6 h, each 4 h; level 3: 8 h, each 6 h."""
    score = step_item(RESTORATION, [_timed(endpoints, hours)])
    assert [score.low, score.high] == [20 - points, 20 - points]


def test_part_of_a_stretch_counts_where_the_contract_says_so() -> None:
    """1 minute over: 1 point and the first further stretch, begun: 2."""
    counting = StepItem(
        item="i", metric="restoration_h", max_points=F(20), deduction="step",
        steps=(_step(1, 20, 4, 2, part_step="counts"),),
    )  # fmt: skip
    assert step_item(counting, [_timed(20, F(4) + F(1, 60))]).low == 18


def test_an_open_question_leaves_an_interval() -> None:
    """Exactly 4 h, and nobody said whether that is within: 0 points, or the first one."""
    unsaid = StepItem(
        item="i", metric="restoration_h", max_points=F(20), deduction="step",
        steps=(_step(1, 20, 4, 2, part_step=None, boundary=None),),
    )  # fmt: skip
    score = step_item(unsaid, [_timed(20, F(4))])
    assert [score.low, score.high] == [19, 20]
    assert score.missing


def test_an_incident_not_over_yet_could_cost_all_points() -> None:
    """5 h so far is 1 point at least; it may cost all 20."""
    score = step_item(RESTORATION, [_timed(20, F(5), elapsed_high=None)])
    assert [score.low, score.high] == [0, 19]
    assert "not over yet" in score.deductions[0].why


def test_points_never_fall_below_none() -> None:
    """60 h of level 1 are 56 h over: 29 points, of 20."""
    assert step_item(RESTORATION, [_timed(20, F(60))]).low == 0


@pytest.mark.parametrize(("hours", "points"), [(F(8), 0), (F(8) + F(1, 60), 3)])
def test_what_nobody_reported_counts_once_it_is_long_enough(hours: Fraction, points: int) -> None:
    """Level 1 down for more than 8 h without a report is an event: 4 h over are 1 + 2 points."""
    unreported = _timed(20, hours, unreported_ns=int(hours * HOUR))
    assert step_item(RESTORATION, [unreported]).low == 20 - points


@pytest.mark.parametrize(
    ("percent", "points"),
    [
        (F(98), 0),
        (F("97.99"), 0),  # part of a point is free
        (F(97), 1),
        (F(96), 2),
        (F("95.99"), 10),  # below 96: all
    ],
)
def test_points_per_percentage_point(percent: Fraction, points: int) -> None:
    """98 is the target; each point below costs one, below 96 all ten."""
    score = rate_item(ONLINE, (percent, percent), why="measured")
    assert [score.low, score.high] == [10 - points, 10 - points]


def test_a_percentage_between_two_ends_gives_points_between_two_ends() -> None:
    """Between 95 and 98: all ten lost, or none."""
    score = rate_item(ONLINE, (F(95), F(98)), why="measured")
    assert [score.low, score.high] == [0, 10]


def test_points_per_occurrence() -> None:
    """2 complaints at 5 and 3 inspections at 0.5: 11.5 of 30; what isn't listed costs nothing."""
    counts = [
        ("complaint_justified", 2, "records/duties.csv:2"),
        ("inspection_not_as_planned", 3, "records/duties.csv:3"),
        ("sunshine", 9, "records/duties.csv:4"),
    ]
    score = each_item(SERVICE, counts)
    assert score.low == F("18.5")
    assert score.deductions[0].evidence == ("records/duties.csv:2",)


def test_a_signed_item_and_an_unknown_one() -> None:
    """7 of 10 signed is 3 lost; nothing known is anything from 0 to 10."""
    signed = signed_item("quality", F(10), F(7), where="records/scores.csv:5")
    unknown = unknown_item("quality", F(10), missing="a signed figure")
    assert [signed.low, signed.deductions[0].low] == [7, 3]
    assert [unknown.low, unknown.high] == [0, 10]


def test_a_score_is_its_base_less_what_its_items_lost() -> None:
    """100 - 2 (restoration) - 1 (online) is 97; an unknown item of 10 makes it [87, 97]."""
    items = (
        step_item(RESTORATION, [_timed(20, F(6))]),
        rate_item(ONLINE, (F(97), F(97)), why="measured"),
    )
    sure = Score("CARD", "2025-03", F(100), items)
    unsure = Score("CARD", "2025-03", F(100), (*items, unknown_item("q", F(10), missing="it")))
    assert [sure.low, sure.high] == [97, 97]
    assert [unsure.low, unsure.high] == [87, 97]


def test_maxima_are_those_of_all_items() -> None:
    """20 + 10 + 30."""
    card = Scorecard(
        id="C", clause="annex 3", kind="scorecard", base=F(100),
        items=(RESTORATION, ONLINE, SERVICE),
    )  # fmt: skip
    assert maxima(card) == 60
