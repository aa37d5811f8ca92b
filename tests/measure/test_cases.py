"""Ten cases that decide disputes, and that others get wrong: from samples to the month's figure.

Each has its arithmetic by hand. April 2024 has 30 × 24 = 720 hours, 43,200 minutes. Samples come
once a minute, a slot is a minute, and n is 3 where nothing else is said.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest

from lineproof.assess.availability import (
    Judged,
    Percentage,
    availability_terms,
    judge,
    percentage,
    state_rule,
)
from lineproof.assess.intervals import service_intervals
from lineproof.assess.service import circuit_services, midnight_ns, services
from lineproof.contract.case import View, view
from lineproof.measure.reduction import SUSPECT_SCHEMA, Evidence, states_of
from lineproof.measure.runs import RUN_SCHEMA, runs_of
from lineproof.model.measured import STATES
from lineproof.model.period import parse_month

Row = dict[str, Any]
Viewed = Callable[..., View]
#: Vantage, from and to in local time, probes sent and answered each minute; maybe the circuit.
Span = tuple[Any, ...]
MINUTE = 60 * 10**9
HOUR = 60 * MINUTE
SHANGHAI = ZoneInfo("Asia/Shanghai")
APRIL, UP, DOWN = "2024-04", (1, 1), (1, 0)
CANARIES = {"circuit": pl.String(), "vantage": pl.String()}
TERM = {"id": "AVAIL", "kind": "availability", "slot_s": 60, "down_run": 3}
LINE = {"line": "1", "id": "C1", "monthly_rent": 10000, "start": dt.date(2024, 1, 1)}


def ns(text: str, zone: ZoneInfo = SHANGHAI) -> int:
    """Return a local time as an instant."""
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=zone).timestamp()) * 10**9


def runs(spans: Sequence[Span], zone: ZoneInfo = SHANGHAI) -> pl.DataFrame:
    """Return spans of samples as runs."""
    rows = []
    for vantage, start, end, sent, received, *circuit in spans:
        at = (ns(start, zone), ns(end, zone))
        rows.append((*(circuit or ["C1"]), vantage, *at, MINUTE, sent, received, False))
    return pl.DataFrame(rows, schema=RUN_SCHEMA, orient="row")


def evidence(found: pl.DataFrame, canaries: Sequence[tuple[str, str]] = ()) -> Evidence:
    """Return runs as evidence; canaries: circuit, vantage."""
    return Evidence(
        found,
        pl.DataFrame(schema=SUSPECT_SCHEMA),
        pl.DataFrame(canaries, schema=CANARIES, orient="row"),
    )


def judged(
    viewed: Viewed,
    found: Evidence,
    month: str = APRIL,
    *,
    term: Row | None = None,
    **changes: Any,  # noqa: ANN401 - the builder's keys
) -> Judged:
    """Return what a contract of 2024 makes of some evidence in a month; changes: of the builder."""
    changes.setdefault("circuits", [LINE])
    seen = viewed(more=[TERM | (term or {}), *changes.pop("terms", ())], **changes)
    (agreed,) = availability_terms(seen, parse_month(month))
    all_served = services(seen, service_intervals(seen))
    period = seen.period(parse_month(month))
    zone = seen.contract.contract.timezone
    start, end = (midnight_ns(day, timezone=zone) for day in (period.start, period.end))
    begun = midnight_ns(dt.date(2024, 1, 1), timezone=zone)
    served = circuit_services(all_served)
    reduced = states_of(found, served, state_rule(agreed), read=(begun, start, end))
    case = dataclasses.replace(seen.case, states=_table(reduced.states))
    result = judge(view(case), all_served, agreed, parse_month(month))
    assert result is not None
    return result


def _table(states: pl.DataFrame) -> pl.DataFrame:
    """Return states as a case has them."""
    at = {"from": "lo", "to": "hi", "since": "since"}
    instants = (
        pl.from_epoch(pl.col(column) // 1000, time_unit="us").dt.replace_time_zone("UTC")
        .alias(name) for name, column in at.items()
    )  # fmt: skip
    return states.select(
        pl.lit("AVAIL").alias("term"), "circuit", *instants, "state", "reason",
        (pl.col("known") // 10**9).alias("known_s"), pl.lit(None, pl.UInt32).alias("row"),
    ).select(*STATES.schema())  # fmt: skip


def minutes(found: Judged, line: str = "1") -> tuple[int, ...]:
    """Return a line's counted, down, unknown and measured time, in minutes."""
    row = found.lines.row(by_predicate=pl.col("line") == line, named=True)
    return tuple(row[name] // MINUTE for name in ("counted", "down", "unknown", "known"))


def percent(found: Judged) -> Percentage | None:
    """Return line 1's availability."""
    counted, down, unknown, _ = minutes(found)
    return percentage(counted, down, unknown, digits=None)


def exact(low: Fraction | int, high: Fraction | int) -> Percentage:
    """Return a percentage."""
    return Percentage(Fraction(low), Fraction(high))


def claim(start: str, end: str) -> Row:
    """Return an accepted exclusion."""
    at = (dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) for text in (start, end))
    return {"cause": "works", "answer": "accepted", **dict(zip(("from", "to"), at, strict=True))}


def excusing(*claims: tuple[str, str], **more: Sequence[Row]) -> Row:
    """Return records with exclusions."""
    return {"exclusions": [claim(*each) for each in claims], **more}


def event(day: dt.date, name: str) -> Row:
    """Return a lifecycle record of line 1."""
    return {"line": "1", "event": name, "date": day}


YEAR = ("a", "2024-01-01", "2025-01-01", *UP)


def outage(start: str, end: str) -> list[Span]:
    """Return a line that answers all year but for a while."""
    return [("a", "2024-01-01", start, *UP), ("a", start, end, *DOWN),
            ("a", end, "2025-01-01", *UP)]  # fmt: skip


# ---------------------------------------------------------------- 1


def test_case_1_a_minute_of_planned_downtime_takes_out_a_minute(viewed: Viewed) -> None:
    """15 days not monitored yet, 7.5 days up, 7.5 days down: 360, 180 and 180 of 720 h.

    [180, 540] of 720 h: 25 % to 75 %. With one minute of the unmonitored time excluded, 43,199
    minutes count, 10,800 are down and 21,599 unknown: 25.0006 % to 74.9994 %. Nothing is lifted.
    """
    found = evidence(runs([("a", "2024-04-16", "2024-04-23 12:00", *UP),
                           ("a", "2024-04-23 12:00", "2024-05-01", *DOWN)]))  # fmt: skip
    plain = judged(viewed, found)
    assert minutes(plain) == (43_200, 10_800, 21_600, 21_600)
    assert percent(plain) == exact(25, 75)
    minute = excusing(("2024-04-08 00:00", "2024-04-08 00:01"))
    excused = judged(viewed, found, records=minute)
    assert minutes(excused) == (43_199, 10_800, 21_599, 21_600)
    assert percent(excused) == exact(
        Fraction(100 * 10_800, 43_199), Fraction(100 * (43_199 - 10_800), 43_199)
    )


# ---------------------------------------------------------------- 2

TEN_HOURS = outage("2024-04-10 08:00", "2024-04-10 18:00")


@pytest.mark.parametrize(
    "claims",
    [
        [("2024-04-10 08:00", "2024-04-10 18:00")],
        [("2024-04-10 06:00", "2024-04-10 14:00"), ("2024-04-10 12:00", "2024-04-10 20:00")],
    ],
)
def test_case_2_an_outage_wholly_excluded_is_none(
    viewed: Viewed, claims: list[tuple[str, str]]
) -> None:
    """10 h down, all excluded, of 720 h is 100 %: by one claim, or by two that overlap for 2 h."""
    found = judged(viewed, evidence(runs(TEN_HOURS)), records=excusing(*claims))
    assert percent(found) == exact(100, 100)


def test_case_2_two_claims_that_overlap_take_out_their_time_once(viewed: Viewed) -> None:
    """6–14 and 12–20 are 14 h, not 16: 706 h count."""
    records = excusing(("2024-04-10 06:00", "2024-04-10 14:00"),
                       ("2024-04-10 12:00", "2024-04-10 20:00"))  # fmt: skip
    found = judged(viewed, evidence(runs(TEN_HOURS)), records=records)
    assert minutes(found) == (706 * 60, 0, 0, 720 * 60)
    kept = {"id": "X", "kind": "exclusion", "cause": "works", "mode": "count_as_available"}
    found = judged(viewed, evidence(runs(TEN_HOURS)), records=records, terms=[kept])
    assert minutes(found) == (720 * 60, 0, 0, 720 * 60)


def test_case_2_an_exclusion_across_the_months_end_takes_out_each_months_part(
    viewed: Viewed,
) -> None:
    """Excluded from 30 April 20:00 to 1 May 06:00, down all that time and till 08:00 of 1 May.

    April: 716 h count, none down. May: 744 − 6 = 738 h count, 2 h down.
    """
    found = evidence(runs(outage("2024-04-30 20:00", "2024-05-01 08:00")))
    records = excusing(("2024-04-30 20:00", "2024-05-01 06:00"))
    april, may = (judged(viewed, found, m, records=records) for m in (APRIL, "2024-05"))
    assert minutes(april)[:3] == (716 * 60, 0, 0)
    assert minutes(may)[:3] == (738 * 60, 120, 0)


# ---------------------------------------------------------------- 3


def test_case_3_a_line_without_any_history_may_be_anything(viewed: Viewed) -> None:
    """720 h unknown, none measured: 0 % to 100 %, coverage 0."""
    found = judged(viewed, evidence(runs([])))
    assert minutes(found) == (43_200, 0, 43_200, 0)
    assert percent(found) == exact(0, 100)


@pytest.mark.parametrize(
    ("events", "counted", "down"),
    [
        ([(16, "accepted")], 15, 0),
        ([(6, "ceased")], 5, 0),
        ([(6, "accepted"), (21, "ceased")], 15, 10),
    ],
)
def test_case_3_a_line_counts_from_its_acceptance_to_its_cease(
    viewed: Viewed, events: list[tuple[int, str]], counted: int, down: int
) -> None:
    """Accepted 16 April: 15 days. Ceased 6 April: 5 days. Both, 6 to 21: 15, with the 10 h down."""
    listed = [event(dt.date(2024, 4, day), name) for day, name in events]
    found = judged(viewed, evidence(runs(TEN_HOURS)), records={"lifecycle": listed})
    assert minutes(found) == (counted * 1440, down * 60, 0, counted * 1440)


def test_case_3_deleting_a_line_later_changes_no_earlier_month(viewed: Viewed) -> None:
    """Ceased on 10 May, and gone from the schedule that holds from 1 June on: April is as it was.

    720 h, 10 of them down.
    """
    day = dt.date(2024, 6, 1)
    gone = {"id": "A1", "clause": "1", "signed": day, "known_at": day, "effective_from": day,
            "ends": ["SCHEDULE"]}  # fmt: skip
    ceased = {"lifecycle": [event(dt.date(2024, 5, 10), "ceased")]}
    before = judged(viewed, evidence(runs(TEN_HOURS)))
    after = judged(viewed, evidence(runs(TEN_HOURS)), records=ceased, amendment=[gone])
    assert minutes(before) == minutes(after) == (43_200, 600, 0, 43_200)


# ---------------------------------------------------------------- 4


@pytest.mark.parametrize("silence", ["absent", "not sent"])
def test_case_4_an_exporter_that_died_with_the_line_doesnt_make_it_up(
    viewed: Viewed, silence: str
) -> None:
    """Nothing from 10 April 8:00 to 18:00, whether probes were meant or not: 10 h unknown.

    [710, 720] of 720 h: 98.6111… % to 100 %, 710 h measured. The mean of what arrived is 100 %.
    """
    spans = [span for span in TEN_HOURS if span[3:5] != DOWN]
    if silence == "not sent":
        spans.append(("a", "2024-04-10 08:00", "2024-04-10 18:00", 0, 0))
    found = judged(viewed, evidence(runs(spans)))
    assert minutes(found) == (43_200, 0, 600, 42_600)
    assert percent(found) == exact(Fraction(100 * 710, 720), 100)
    assert found.states.filter(state="unknown").get_column("reason").to_list() == [
        {"absent": "no data", "not sent": "not sent"}[silence]
    ]


# ---------------------------------------------------------------- 5


@pytest.mark.parametrize(("month", "hours"), [("2024-03", 743), ("2024-10", 745)])
def test_case_5_a_month_with_a_clock_change_has_its_real_length(
    viewed: Viewed, month: str, hours: int
) -> None:
    """Berlin: March 31 × 24 − 1 h, October 31 × 24 + 1 h. Down on the day of it: 23 or 25 h."""
    berlin = ZoneInfo("Europe/Berlin")
    day = {"2024-03": ("2024-03-31", "2024-04-01"), "2024-10": ("2024-10-27", "2024-10-28")}[month]
    found = judged(viewed, evidence(runs(outage(*day), berlin)), month,
                   head={"timezone": "Europe/Berlin"})  # fmt: skip
    assert minutes(found)[:3] == (hours * 60, (hours - 720) * 60, 0)


def test_case_5_a_months_end_doesnt_shift_by_an_hour(viewed: Viewed) -> None:
    """Berlin, 31 March 23:30 to 1 April 00:30, after the change: half an hour in each month."""
    berlin = ZoneInfo("Europe/Berlin")
    found = evidence(runs(outage("2024-03-31 23:30", "2024-04-01 00:30"), berlin))
    head = {"timezone": "Europe/Berlin"}
    assert [minutes(judged(viewed, found, m, head=head))[1] for m in ("2024-03", APRIL)] == [30, 30]


# ---------------------------------------------------------------- 6


def test_case_6_an_outage_across_the_months_end_is_in_both(viewed: Viewed) -> None:
    """30 April 22:00 to 1 May 02:00: 2 h in each; in May it began before."""
    found = evidence(runs(outage("2024-04-30 22:00", "2024-05-01 02:00")))
    april, may = (judged(viewed, found, month) for month in (APRIL, "2024-05"))
    assert (minutes(april)[1], minutes(may)[1]) == (120, 120)
    began = [m.states.filter(state="down").get_column("since").item() for m in (april, may)]
    assert began == [ns("2024-04-30 22:00")] * 2


def test_case_6_an_outage_that_nobody_has_seen_the_end_of(viewed: Viewed) -> None:
    """Down from 30 April 22:00; the last sample is that of 23:59, or that of 30 May.

    The last two minutes may be part of a run of three or not: they are down, since the run began
    long before. In June nothing is measured any more: it is unknown.
    """
    spans = outage("2024-04-30 22:00", "2024-05-01")[:2]
    assert minutes(judged(viewed, evidence(runs(spans))))[1:3] == (120, 0)
    spans = outage("2024-04-30 22:00", "2024-06-01")[:2]
    found = [judged(viewed, evidence(runs(spans)), month) for month in ("2024-05", "2024-06")]
    assert [minutes(each)[1:3] for each in found] == [(44_640, 0), (0, 43_200)]


# ---------------------------------------------------------------- 7


@pytest.mark.parametrize(("after", "april", "may"), [(0, 0, 0), (1, 2, 1), (2, 2, 2)])
def test_case_7_a_run_across_the_months_end_is_one_run(
    viewed: Viewed, after: int, april: int, may: int
) -> None:
    """Bad from 23:58 of 30 April on, for n − 1, n and n + 1 minutes: 2, 3 and 4.

    Two make no outage. Three are one, of which the last minute is May's; of four the last two.
    """
    found = evidence(runs(outage("2024-04-30 23:58", f"2024-05-01 00:0{after}")))
    assert [minutes(judged(viewed, found, m))[1] for m in (APRIL, "2024-05")] == [april, may]


@pytest.mark.parametrize(("good", "extra"), [(2, True), (3, False), (4, False)])
def test_case_7_a_good_run_across_the_months_end_ends_an_outage_from_n_on(
    viewed: Viewed,
    good: int,
    extra: bool,  # noqa: FBT001 - one of the two cases
) -> None:
    """Down from 23:00 of 30 April; good again from 23:59 for 2, 3 or 4 minutes; bad till 0:30.

    Two good ones are part of the outage: 60 minutes in April, 30 in May. Three or four end it: 59
    minutes in April; the next one begins at 0:02 or 0:03: 28 or 27.
    """
    again = f"2024-05-01 00:0{good - 1}"
    spans: list[Span] = [
        ("a", "2024-01-01", "2024-04-30 23:00", *UP),
        ("a", "2024-04-30 23:00", "2024-04-30 23:59", *DOWN),
        ("a", "2024-04-30 23:59", again, *UP),
        ("a", again, "2024-05-01 00:30", *DOWN),
        ("a", "2024-05-01 00:30", "2025-01-01", *UP),
    ]
    found = [minutes(judged(viewed, evidence(runs(spans)), m))[1] for m in (APRIL, "2024-05")]
    assert found == ([60, 30] if extra else [59, 31 - good])


@pytest.mark.parametrize(("first", "down"), [(2, 0), (3, 43)])
def test_case_7_flapping_below_n_changes_nothing(viewed: Viewed, first: int, down: int) -> None:
    """From 8:00 bad for 2 minutes, or for 3; then ten times 2 good and 2 bad; then good.

    Without a run of three, up throughout. With it, down until three are good: 3 + 10 × 4 minutes.
    """
    at = dt.datetime.fromisoformat("2024-04-10 08:00")
    spans: list[Span] = [("a", "2024-01-01", "2024-04-10 08:00", *UP)]
    for length, said in [(first, DOWN), *[(2, UP), (2, DOWN)] * 10]:
        until = at + dt.timedelta(minutes=length)
        spans.append(("a", str(at), str(until), *said))
        at = until
    spans.append(("a", str(at), "2025-01-01", *UP))
    assert minutes(judged(viewed, evidence(runs(spans))))[1] == down


# ---------------------------------------------------------------- 8


def batches(size: int, *, order: random.Random | None = None, copies: int = 1) -> pl.DataFrame:
    """Return the runs of April's samples in batches of a size, each so often, in some order.

    Down from 10 April 8:00 to 18:00, and lost for one minute of each hour on the 20th.
    """
    at = np.arange(ns("2024-04-01"), ns("2024-05-01 00:05"), MINUTE, dtype=np.int64)
    lost = (at >= ns("2024-04-10 08:00")) & (at < ns("2024-04-10 18:00"))
    lost |= (at >= ns("2024-04-20")) & (at < ns("2024-04-21")) & (at % HOUR == 0)
    received = (~lost).astype(np.uint16)
    starts = [*range(0, at.size, size)] * copies
    if order is not None:
        order.shuffle(starts)
    parts = []
    for start in starts:
        rows = np.arange(start, min(start + size, at.size))
        if order is not None:
            rows = np.array(order.sample(rows.tolist(), rows.size))
        circuit, sent = np.zeros(rows.size, np.int64), np.ones(rows.size, np.uint16)
        columns = (circuit, at[rows], sent, received[rows])
        parts.append(runs_of(pl.Series(["C1"]), columns, vantage="a", every=MINUTE))
    return pl.concat(parts)


def test_case_8_late_double_and_unordered_batches_say_the_same(viewed: Viewed) -> None:
    """One batch; of 7,000, 997 and 60 samples; the last first; each three times, shuffled within.

    The same states to the nanosecond: 600 minutes down, the single losses bridged.
    """
    accepted = {"lifecycle": [event(dt.date(2024, 4, 1), "accepted")]}
    rng = random.Random(8)  # noqa: S311 - a test's own order
    sent = [batches(50_000), batches(7_000), batches(997, order=rng), batches(60)[::-1],
            batches(5_000, order=rng, copies=3), pl.concat([batches(997), batches(60)]),
            ]  # fmt: skip
    found = [judged(viewed, evidence(each), records=accepted) for each in sent]
    assert minutes(found[0]) == (43_200, 600, 0, 43_200)
    for other in found[1:]:
        assert other.states.equals(found[0].states)
        assert other.lines.equals(found[0].lines)


def test_case_8_a_batch_that_says_otherwise_is_neither_believed_nor_dropped(
    viewed: Viewed,
) -> None:
    """Down 8:00 to 18:00, and a late batch says that 8:00 to 9:00 was up: suspect, and unknown.

    540 minutes down for sure, 60 unknown.
    """
    late = runs([("a", "2024-04-10 08:00", "2024-04-10 09:00", *UP)])
    found = judged(viewed, evidence(pl.concat([runs(TEN_HOURS), late])))
    assert minutes(found) == (43_200, 540, 60, 43_140)
    assert found.states.filter(state="unknown").get_column("reason").to_list() == ["suspect"]


# ---------------------------------------------------------------- 9

CANARY = [("canary", "a")]


def monitor_down(*more: Span) -> Evidence:
    """Return a vantage whose canary fails as the line seems to, 8:00 to 18:00; and more."""
    canary = [(*span[:5], "canary") for span in TEN_HOURS]
    return evidence(runs([*TEN_HOURS, *canary, *more]), CANARY)


def test_case_9_the_monitors_own_outage_is_not_the_lines(viewed: Viewed) -> None:
    """One vantage, its canary down for the same 10 h: unknown, neither up nor down."""
    found = judged(viewed, monitor_down())
    assert minutes(found) == (43_200, 0, 600, 42_600)
    assert found.states.filter(state="unknown").get_column("reason").to_list() == ["suspect"]


@pytest.mark.parametrize(("quorum", "expected"), [(1, (0, 0, 43_200)), (2, (0, 600, 42_600))])
def test_case_9_a_second_vantage_decides_if_the_quorum_lets_it(
    viewed: Viewed, quorum: int, expected: tuple[int, ...]
) -> None:
    """It saw the line up throughout. One vote needed: up. Two needed: no quorum for 10 h."""
    found = judged(viewed, monitor_down(("b", *YEAR[1:])), term={"quorum": quorum})
    assert minutes(found)[1:] == expected


def test_case_9_a_second_vantage_can_show_the_line_down_too(viewed: Viewed) -> None:
    """It saw the line down from 8:00 to 9:00: down for that hour; then its word stands alone."""
    other = [("b", *span[1:]) for span in outage("2024-04-10 08:00", "2024-04-10 09:00")]
    found = judged(viewed, monitor_down(*other))
    assert minutes(found) == (43_200, 60, 0, 43_200)


# ---------------------------------------------------------------- 10


def gap(length: int) -> Evidence:
    """Return a line that answers all year, and of which some minutes from 8:00 on are missing."""
    end = f"2024-04-10 08:{length:02}"
    return evidence(runs([("a", "2024-01-01", "2024-04-10 08:00", *UP),
                          ("a", end, "2025-01-01", *UP)]))  # fmt: skip


@pytest.mark.parametrize(
    ("n", "length", "unknown"), [(1, 1, 1), (1, 30, 30), (3, 1, 0), (3, 2, 0), (3, 3, 3), (3, 4, 4)]
)
def test_case_10_a_gap_is_unknown_where_filling_it_would_change_the_state(
    viewed: Viewed, n: int, length: int, unknown: int
) -> None:
    """With n = 1 each missing minute could be an outage; with n = 3 two couldn't, three could.

    Coverage counts what is missing in any case: 43,200 less the gap.
    """
    found = judged(viewed, gap(length), term={"down_run": n})
    assert minutes(found) == (43_200, 0, unknown, 43_200 - length)


def test_case_10_a_gap_beside_losses_may_complete_a_run(viewed: Viewed) -> None:
    """Lost at 8:00 and 8:01, nothing of 8:02, then good: with n = 3 all three are unknown."""
    spans: list[Span] = [("a", "2024-01-01", "2024-04-10 08:00", *UP),
                         ("a", "2024-04-10 08:00", "2024-04-10 08:02", *DOWN),
                         ("a", "2024-04-10 08:03", "2025-01-01", *UP)]  # fmt: skip
    assert minutes(judged(viewed, evidence(runs(spans)))) == (43_200, 0, 3, 43_199)
