"""How available was a line, by each measure a contract may use? Worked by hand.

March 2024 in Shanghai has 31 × 24 = 744 hours.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from lineproof.assess.availability import (
    ALL,
    Judged,
    Percentage,
    availability_terms,
    judge,
    mean_of,
    named_term,
    percentage,
    pooled_of,
    state_rule,
    window_of,
)
from lineproof.assess.intervals import service_intervals
from lineproof.assess.service import services
from lineproof.contract.case import View, view

Row = dict[str, Any]
Measured = Callable[..., View]
MARCH = dt.date(2024, 3, 1)
HOUR = 3_600 * 10**9


def judged(seen: View, month: dt.date = MARCH) -> Judged:
    """Return what the first availability term makes of a month."""
    found = judge(
        seen, services(seen, service_intervals(seen)), availability_terms(seen, month)[0], month
    )
    assert found is not None
    return found


def hours(found: Judged) -> dict[str, tuple[Fraction | int, ...]]:
    """Return service, counted, down, unknown and known of each line, in hours."""
    rows = found.lines.drop("unit").iter_rows()
    return {line: tuple(Fraction(time, HOUR) for time in times) for line, *times in rows}


def circuit(number: int, **more: object) -> Row:
    """Return a line of the schedule, with a circuit of its own."""
    return {"line": str(number), "id": f"C{number}", "monthly_rent": 10000,
            "start": dt.date(2024, 1, 1)} | more  # fmt: skip


def event(line: str, day: dt.date, name: str, value: str | None = None) -> Row:
    """Return a lifecycle record."""
    return {"line": line, "event": name, "date": day, "value": value}


def exact(low: Fraction | int, high: Fraction | int) -> Percentage:
    """Return a percentage."""
    return Percentage(Fraction(low), Fraction(high))


DOWN = [("C1", "2024-03-10 08:00", "2024-03-10 18:00")]
UNKNOWN = [("C1", "2024-03-11 00:00", "2024-03-11 02:00")]


# ---------------------------------------------------------------- each circuit for itself


def test_each_line_has_the_times_of_its_circuit(measured: Measured) -> None:
    """C1: of 744 h 10 down, 2 unknown, 742 measured. C2: all up."""
    found = judged(measured(down=DOWN, unknown=UNKNOWN))
    assert hours(found) == {"1": (744, 744, 10, 2, 742), "2": (744, 744, 0, 0, 744)}
    assert found.whole is None
    assert found.lines.get_column("unit").to_list() == ["C1", "C2"]


def test_a_circuit_never_measured_is_unknown_for_all_of_its_service(measured: Measured) -> None:
    """Nothing known of C2: 744 h unknown, [0, 100] %. Not even a file of states: the same."""
    found = hours(judged(measured(silent=["C2"])))
    assert found["2"] == (744, 744, 0, 744, 0)
    seen = measured()
    bare = view(dataclasses.replace(seen.case, states=None))
    assert hours(judged(bare))["1"] == (744, 744, 0, 744, 0)
    assert percentage(744, 0, 744, digits=None) == exact(0, 100)


def test_states_outside_service_count_for_nothing(measured: Measured) -> None:
    """Accepted on 11 March, after the outage of the 10th: 21 days of 24 h = 504 h, none down.

    What was measured of it: 744 − 10 down are up; cut off are 240 h; of the 504 the row of states
    that is cut counts what is left: 742 h from 18:00 of the 10th on hold 2 unknown.
    """
    accepted = {"lifecycle": [event("1", dt.date(2024, 3, 11), "accepted")]}
    found = hours(judged(measured(down=DOWN, records=accepted)))
    assert found["1"] == (504, 504, 0, 0, 504)


def test_a_line_without_a_circuit_id_is_measured_by_its_line(measured: Measured) -> None:
    """No id in the schedule, and states named for line 1."""
    seen = measured(down=[("1", "2024-03-10 08:00", "2024-03-10 18:00")],
                    circuits=[circuit(1, id="1")])  # fmt: skip
    blank = seen.case.schedules["circuits.csv"].with_columns(pl.lit(None, pl.String).alias("id"))
    case = dataclasses.replace(seen.case, schedules={"circuits.csv": blank})
    assert hours(judged(view(case))) == {"1": (744, 744, 10, 0, 744)}


def test_a_line_whose_circuit_changed_has_the_times_of_both(measured: Measured) -> None:
    """C1 till 16 March: 15 × 24 = 360 h, 10 down. X from then on, never measured: 384 h."""
    changed = {"lifecycle": [event("1", dt.date(2024, 3, 16), "reidentified", "X")]}
    found = hours(judged(measured(down=DOWN, records=changed)))
    assert found["1"] == (744, 744, 10, 384, 360)


def test_a_suspended_line_is_not_judged_while_it_is(measured: Measured) -> None:
    """Suspended from the 10th to the 12th: 48 h less, the outage of the 10th among them."""
    out = {"lifecycle": [event("1", dt.date(2024, 3, 10), "suspended"),
                         event("1", dt.date(2024, 3, 12), "resumed")]}  # fmt: skip
    assert hours(judged(measured(down=DOWN, records=out)))["1"] == (696, 696, 0, 0, 696)


def test_two_lines_of_one_circuit_share_its_times(measured: Measured) -> None:
    """C1 on lines 1 and 2: both have its 10 h."""
    found = judged(measured(down=DOWN, circuits=[circuit(1), circuit(2, id="C1")]))
    assert hours(found) == {"1": (744, 744, 10, 0, 744), "2": (744, 744, 10, 0, 744)}


def test_a_term_may_speak_of_some_lines_only(measured: Measured) -> None:
    """Line 2 alone, or all of a schedule; another schedule has none."""
    lines = judged(measured(availability={"applies_to": ["line:2"]})).lines
    assert lines.get_column("line").to_list() == ["2"]
    both = judged(measured(availability={"applies_to": ["SCHEDULE"]})).lines
    assert both.get_column("line").to_list() == ["1", "2"]


def test_accepted_exclusions_are_taken_out(measured: Measured) -> None:
    """8 to 12 of the 10 h down: 740 h count, 6 of them down."""
    zone = dt.timezone(dt.timedelta(hours=8))
    claims = [{"cause": "works", "answer": "accepted", "lines": "1",
               "from": dt.datetime(2024, 3, 10, 8, tzinfo=zone),
               "to": dt.datetime(2024, 3, 10, 12, tzinfo=zone)}]  # fmt: skip
    found = hours(judged(measured(down=DOWN, records={"exclusions": claims})))
    assert found["1"] == (744, 740, 6, 0, 744)


# ---------------------------------------------------------------- groups, means, pooled time


def test_a_group_is_down_while_too_few_of_its_circuits_are_up(measured: Measured) -> None:
    """C1 down 8–18 h, C2 12–20 h: of two, one up suffices: down 12–18, 6 h. Both: 8–20, 12 h.

    Line 3 has no group, and is judged for itself.
    """
    rows = [circuit(1, group="G"), circuit(2, group="G"), circuit(3)]
    down = [*DOWN, ("C2", "2024-03-10 12:00", "2024-03-10 20:00")]
    for up_min, length in ((1, 6), (2, 12)):
        term = {"scope": "group", "group_up_min": up_min}
        found = judged(measured(down=down, circuits=rows, availability=term))
        of_group = (744, 744, length, 0, 744)
        assert hours(found) == {"1": of_group, "2": of_group, "3": (744, 744, 0, 0, 744)}
        assert found.lines.get_column("unit").to_list() == ["G", "G", "C3"]


def test_short_outages_of_a_group_are_the_groups_own(measured: Measured) -> None:
    """C1 down 8–18 h, C2 from 17:50: together for 10 minutes, shorter than 15. Counted, if both
    must be up: C1 and C2 by turns, 8–18 and 18–18:10, are one outage of 10 h 10 min.
    """
    rows = [circuit(1, group="G"), circuit(2, group="G")]
    down = [*DOWN, ("C2", "2024-03-10 17:50", "2024-03-10 18:10")]
    for up_min, length in ((1, Fraction(0)), (2, Fraction(61, 6))):
        term = {"scope": "group", "group_up_min": up_min, "shortest_outage_s": 900}
        found = judged(measured(down=down, circuits=rows, availability=term))
        assert hours(found)["1"] == (744, 744, length, 0, 744)


def test_a_circuit_alone_on_one_line_and_in_a_group_on_another_is_judged_as_each(
    measured: Measured,
) -> None:
    """C1 is line 1 by itself, and line 2 as one of G with C3, of which one suffices."""
    rows = [circuit(1), circuit(2, id="C1", group="G"), circuit(3, group="G")]
    term = {"scope": "group", "group_up_min": 1}
    found = hours(judged(measured(down=DOWN, circuits=rows, availability=term)))
    assert found == {"1": (744, 744, 10, 0, 744), "2": (744, 744, 0, 0, 744),
                     "3": (744, 744, 0, 0, 744)}  # fmt: skip


HALF = {"lifecycle": [event("2", dt.date(2024, 3, 16), "accepted")]}


def test_the_mean_weighs_circuits_alike_and_the_pooled_time_hours(measured: Measured) -> None:
    """C1: 10 of 744 h down. C2, in service for 384 h: none down, 2 unknown.

    Mean: high 100 − (10/744 + 0)/2 %, low 2/384 more: 100 − 100 × (10/744 + 2/384)/2.
    Pooled: 10 of 1128 h down, 2 unknown: high 1118/1128, low 1116/1128.
    """
    facts: dict[str, Any] = {
        "down": DOWN, "unknown": [("C2", "2024-03-20 00:00", "2024-03-20 02:00")], "records": HALF,
    }  # fmt: skip
    mean = judged(measured(availability={"scope": "mean"}, **facts))
    assert mean.whole == exact(
        100 - 50 * (Fraction(10, 744) + Fraction(2, 384)), 100 - 50 * Fraction(10, 744)
    )
    pooled = judged(measured(availability={"scope": "pooled"}, **facts))
    assert pooled.whole == exact(Fraction(111_600, 1128), Fraction(111_800, 1128))
    assert set(pooled.lines.get_column("unit")) == {ALL}
    assert hours(pooled) == dict.fromkeys("12", (1128, 1128, 10, 2, 1126))


def test_a_circuit_on_two_lines_is_pooled_once(measured: Measured) -> None:
    """One circuit: 744 h, not 1488."""
    rows = [circuit(1), circuit(2, id="C1")]
    found = judged(measured(down=DOWN, circuits=rows, availability={"scope": "pooled"}))
    assert hours(found)["1"] == (744, 744, 10, 0, 744)
    assert found.whole == exact(Fraction(73_400, 744), Fraction(73_400, 744))


# ---------------------------------------------------------------- roundings


@pytest.mark.parametrize(
    ("down", "digits", "rounded"),
    [
        (5, 2, "100"),  # 99.995 %: half away from zero
        (6, 2, "99.99"),  # 99.994
        (5, 3, "99.995"),
        (5, None, "99.995"),
        (50_000, 0, "50"),
        (49_500, 0, "51"),  # 50.5
    ],
)
def test_a_percentage_is_rounded_half_away_from_zero(
    down: int, digits: int | None, rounded: str
) -> None:
    """Of 100,000 so many down."""
    found = percentage(100_000, down, 0, digits=digits)
    assert found == exact(Fraction(rounded), Fraction(rounded))


def test_the_mean_and_the_pooled_time_are_rounded_as_the_term_says(measured: Measured) -> None:
    """10 of 1488 h down: 99.3279… %, with one decimal 99.3."""
    for scope in ("mean", "pooled"):
        found = judged(measured(down=DOWN, availability={"scope": scope, "round_digits": 1}))
        assert found.whole == exact(Fraction("99.3"), Fraction("99.3"))


def test_no_time_that_counts_has_no_percentage() -> None:
    """Nothing of nothing."""
    assert percentage(0, 0, 0, digits=2) is None


# ---------------------------------------------------------------- short outages


def test_an_outage_that_began_last_month_is_as_long_as_it_was(measured: Measured) -> None:
    """Since 23:50 of 29 February, till 00:05: 15 minutes, 5 of them in March.

    The shortest that counts being 15 minutes, they count; being 16, they don't.
    """
    down = [("C1", "2024-02-29 23:50", "2024-03-01 00:05")]
    for shortest, length in ((900, Fraction(1, 12)), (960, Fraction(0))):
        found = judged(measured(down=down, availability={"shortest_outage_s": shortest}))
        assert hours(found)["1"] == (744, 744, length, 0, 744)


# ---------------------------------------------------------------- windows


def over(measured: Measured, window: Row) -> View:
    """Return February and March together: C1 down from 29 February 22:00 to 1 March 04:00."""
    down = [("C1", "2024-02-29 22:00", "2024-03-01 04:00")]
    seen = [measured(month, 1, down=down, availability=window) for month in ("2024-02", "2024-03")]
    states = pl.concat([each.case.states for each in seen if each.case.states is not None])
    return view(dataclasses.replace(seen[1].case, states=states))


def test_a_quarter_is_judged_in_its_last_month(measured: Measured) -> None:
    """January, of which nothing is known, 744 h; February 696; March 744: 2184 h.

    The outage of 6 h across the month's end is one: of at least 6 h it counts, of 7 it doesn't.
    """
    for shortest, length in ((6, 6), (7, 0)):
        window = {"window": "quarter", "shortest_outage_s": shortest * 3600}
        seen = over(measured, window)
        found = judged(seen)
        assert hours(found) == {"1": (2184, 2184, length, 744, 1440)}
        assert found.states.filter(pl.col("since") != pl.col("lo")).height == 0
    (term,) = availability_terms(seen, MARCH)
    assert [window_of(seen, term, dt.date(2024, m, 1)) is None for m in (1, 2, 4, 6)] == [
        True, True, True, False,
    ]  # fmt: skip
    assert judge(seen, services(seen, service_intervals(seen)), term, dt.date(2024, 2, 1)) is None


def test_a_rolling_window_ends_with_the_month(measured: Measured) -> None:
    """31 days to 1 April: March. 32 days: 29 February too, 768 h, all 6 h. 30: from 2 March on.

    Of a stretch that the window cuts, what was measured is cut as well: never more than 100 %.
    """
    for days, found in ((30, (720, 720, 0, 0, 720)), (31, (744, 744, 4, 0, 744)),
                        (32, (768, 768, 6, 0, 768))):  # fmt: skip
        window = {"window": "rolling", "window_days": days}
        assert hours(judged(over(measured, window))) == {"1": found}


# ---------------------------------------------------------------- which term


def test_a_term_is_named_or_the_only_one(measured: Measured) -> None:
    """One: by its id, by "availability", by nothing. Two: by its id only."""
    asked = (None, "availability", "AVAIL", "OTHER")
    one = [named_term(measured(), name, MARCH) for name in asked]
    assert [term and term.id for term in one] == ["AVAIL", "AVAIL", "AVAIL", None]
    other = {"id": "OTHER", "kind": "availability", "slot_s": 60, "down_run": 1}
    two = [named_term(measured(more=[other]), name, MARCH) for name in asked]
    assert [term and term.id for term in two] == [None, None, "AVAIL", "OTHER"]


def test_a_term_rules_the_months_it_is_in_force_on_the_first_day_of(measured: Measured) -> None:
    """From 2 March on: not March; April."""
    seen = measured(availability={"effective_from": dt.date(2024, 3, 2)})
    assert availability_terms(seen, MARCH) == ()
    assert [term.id for term in availability_terms(seen, dt.date(2024, 4, 1))] == ["AVAIL"]


def test_a_terms_numbers_become_the_rule(measured: Measured) -> None:
    """Up after as many as down, unless the contract says otherwise."""
    (term,) = availability_terms(measured(availability={"loss_max": "0.25"}), MARCH)
    rule = state_rule(term)
    assert (rule.slot_s, rule.loss_max, rule.down_run, rule.up_run) == (60, Fraction(1, 4), 3, 3)
    assert state_rule(dataclasses.replace(term, up_run=5)).up_run == 5


# ---------------------------------------------------------------- many circuits


def test_the_time_of_ten_thousand_circuits_together_is_counted_exactly() -> None:
    """Each 744 h, 7.44 h of them down: 99 %; 2.7 × 10^19 ns are more than 64 bits hold."""
    month, lost = 744 * HOUR, 744 * HOUR // 100
    units = pl.concat(
        [pl.DataFrame({"counted": [month], "down": [lost], "unknown": [lost]})] * 10_000
    )
    assert month * units.height > 2**63
    expected = Percentage(Fraction(98), Fraction(99))
    assert pooled_of(units, digits=None) == mean_of(units, digits=None) == expected


def test_the_lines_of_a_pool_have_the_times_of_all(measured: Measured) -> None:
    """4,000 lines of 744 h, the first of them down 8 h: each line has all their time."""
    down = [("C1", "2024-03-04T08:00", "2024-03-04T16:00")]
    seen = measured(count=4_000, availability={"scope": "pooled"}, down=down)
    assert set(hours(judged(seen)).values()) == {(4_000 * 744, 4_000 * 744, 8, 0, 4_000 * 744)}
