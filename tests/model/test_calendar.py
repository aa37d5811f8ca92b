"""Do deadlines end on the day that the calendar's notices and the contract's rule say?"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.model.calendar import (
    CalendarMissingError,
    CalendarYearMissingError,
    Deadline,
    DeadlineRule,
    Unit,
    WorkdayTable,
    deadline,
)

DAY = dt.timedelta(days=1)


def days(first: str, last: str) -> frozenset[dt.date]:
    """Return the days from first to last, both in it."""
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return frozenset(start + n * DAY for n in range((end - start).days + 1))


def dates(*texts: str) -> frozenset[dt.date]:
    """Return the days written YYYY-MM-DD."""
    return frozenset(map(dt.date.fromisoformat, texts))


# From the General Office of the State Council's notices on the holidays of 2024 and 2025: Spring
# Festival, May and National Day, which all tests below lie around.
CHINA = WorkdayTable(
    "CN",
    (2024, 2025),
    holidays=dates("2024-01-01", "2025-01-01")
    | days("2024-02-10", "2024-02-17")
    | days("2024-05-01", "2024-05-05")
    | days("2024-10-01", "2024-10-07")
    | days("2025-01-28", "2025-02-04")
    | days("2025-05-01", "2025-05-05")
    | days("2025-10-01", "2025-10-08"),
    workdays=dates("2024-02-04", "2024-02-18", "2024-04-28", "2024-05-11")
    | dates("2024-09-29", "2024-10-12", "2025-01-26", "2025-02-08", "2025-04-27")
    | dates("2025-09-28", "2025-10-11"),
)
GERMANY = WorkdayTable("DE", (2025,), dates("2025-10-03"), frozenset())
EXCLUDED = DeadlineRule()
INCLUDED = DeadlineRule(first_day="included")


def end(event: str, within: int, unit: Unit, rule: DeadlineRule = EXCLUDED) -> str:
    """Return a deadline by the Chinese table, as text."""
    found = deadline(dt.date.fromisoformat(event), within=within, unit=unit, rule=rule, table=CHINA)
    return found.day.isoformat()


@pytest.mark.parametrize(
    ("day", "is_workday"),
    [
        ("2024-09-27", True),  # Friday
        ("2024-09-28", False),  # Saturday
        ("2024-09-29", True),  # make-up Sunday
        ("2024-09-30", True),
        ("2024-10-01", False),  # Tuesday, National Day
        ("2024-10-05", False),  # Saturday in the holiday
        ("2024-10-07", False),  # Monday, exchanged for a make-up day
        ("2024-10-08", True),
        ("2024-10-12", True),  # make-up Saturday
        ("2024-10-13", False),  # Sunday
    ],
)
def test_a_weekend_is_off_unless_made_up_and_a_weekday_worked_unless_a_holiday(
    day: str, *, is_workday: bool
) -> None:
    """National Day 2024: off 1 to 7 October; worked on Sunday 29 September, Saturday 12 October."""
    assert CHINA.is_workday(dt.date.fromisoformat(day)) is is_workday


def test_only_listed_days_are_statutory_holidays() -> None:
    """Saturday 5 October 2024 is listed; Sunday 13 October is an ordinary weekend."""
    assert CHINA.is_statutory_holiday(dt.date(2024, 10, 5))
    assert not CHINA.is_statutory_holiday(dt.date(2024, 10, 13))


@pytest.mark.parametrize(
    ("event", "within", "expected"),
    [
        # Friday 27 Sep 2024. Sat 28 off; Sun 29 is 1, Mon 30 is 2; 1 to 7 Oct off; Tue 8 is 3,
        # Wed 9 is 4, Thu 10 is 5, Fri 11 is 6, Sat 12 is 7; Sun 13 off; Mon 14 is 8.
        ("2024-09-27", 1, "2024-09-29"),
        ("2024-09-27", 2, "2024-09-30"),
        ("2024-09-27", 3, "2024-10-08"),
        ("2024-09-27", 7, "2024-10-12"),
        ("2024-09-27", 8, "2024-10-14"),
        # Friday 26 Sep 2025. Sat 27 off; Sun 28 is 1, Mon 29 is 2, Tue 30 is 3; 1 to 8 Oct off;
        # Thu 9 is 4, Fri 10 is 5, Sat 11 is 6; Sun 12 off; Mon 13 is 7.
        ("2025-09-26", 3, "2025-09-30"),
        ("2025-09-26", 4, "2025-10-09"),
        ("2025-09-26", 6, "2025-10-11"),
        ("2025-09-26", 7, "2025-10-13"),
        # Friday 24 Jan 2025. Sat 25 off; Sun 26 is 1, Mon 27 is 2; 28 Jan to 4 Feb off; Wed 5 Feb
        # is 3, Thu 6 is 4, Fri 7 is 5, Sat 8 is 6; Sun 9 off; Mon 10 is 7.
        ("2025-01-24", 2, "2025-01-27"),
        ("2025-01-24", 3, "2025-02-05"),
        ("2025-01-24", 6, "2025-02-08"),
        ("2025-01-24", 7, "2025-02-10"),
    ],
)
def test_workdays_are_counted_past_holidays_and_through_make_up_days(
    event: str, within: int, expected: str
) -> None:
    """The day of the event isn't counted; the count stands above each group of cases."""
    assert end(event, within, "workdays") == expected


def test_a_deadline_says_where_it_began_and_what_it_skipped() -> None:
    """From Friday 27 Sep 2024, 5 workdays: 28 Sep and 1 to 7 Oct are off, Thursday 10 is the 5th.

    13 days from 28 September to 10 October, less 8 skipped, are 5.
    """
    found = deadline(dt.date(2024, 9, 27), within=5, unit="workdays", rule=EXCLUDED, table=CHINA)
    skipped = (dt.date(2024, 9, 28), *sorted(days("2024-10-01", "2024-10-07")))
    assert found == Deadline(dt.date(2024, 10, 10), dt.date(2024, 9, 28), skipped)


def test_workdays_count_the_day_of_the_event_where_included_if_it_is_worked() -> None:
    """Sunday 29 Sep 2024 is worked, so it is 1 and Monday 2; Saturday 28 isn't, so Monday is 2 too.

    Three from Sunday 29: Tuesday 8 October.
    """
    assert end("2024-09-29", 1, "workdays", INCLUDED) == "2024-09-29"
    assert end("2024-09-29", 2, "workdays", INCLUDED) == "2024-09-30"
    assert end("2024-09-28", 2, "workdays", INCLUDED) == "2024-09-30"
    assert end("2024-09-29", 3, "workdays", INCLUDED) == "2024-10-08"


@pytest.mark.parametrize(
    ("within", "excluded", "included"),
    [
        (0, "2024-10-01", "2024-10-01"),
        (1, "2024-10-02", "2024-10-01"),
        (7, "2024-10-08", "2024-10-07"),
        (31, "2024-11-01", "2024-10-31"),
    ],
)
def test_days_run_through_holidays(within: int, excluded: str, included: str) -> None:
    """1 October + 7 is 8 October; with the 1st as day 1, day 7 is the 7th. 0 is the same day."""
    assert end("2024-10-01", within, "days") == excluded
    assert end("2024-10-01", within, "days", INCLUDED) == included


@pytest.mark.parametrize(
    ("event", "within", "excluded", "included"),
    [
        ("2024-03-15", 0, "2024-03-15", "2024-03-15"),
        ("2024-03-15", 1, "2024-04-15", "2024-04-14"),
        ("2024-03-01", 1, "2024-04-01", "2024-03-31"),
        ("2024-12-31", 2, "2025-02-28", "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29", "2024-02-29"),
        ("2025-01-29", 1, "2025-02-28", "2025-02-28"),
        ("2025-01-28", 1, "2025-02-28", "2025-02-27"),
        ("2024-02-29", 12, "2025-02-28", "2025-02-28"),
        ("2024-03-31", 1, "2024-04-30", "2024-04-30"),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(
    event: str, within: int, excluded: str, included: str
) -> None:
    """15 March + 1 month is 15 April; the first day counted, the 14th. 31 April is 30 April."""
    assert end(event, within, "months") == excluded
    assert end(event, within, "months", INCLUDED) == included


@pytest.mark.parametrize(
    ("event", "none", "next_workday", "statutory_holiday"),
    [
        ("2024-09-23", "2024-09-30", "2024-09-30", "2024-09-30"),  # a workday stays
        ("2024-09-24", "2024-10-01", "2024-10-08", "2024-10-08"),  # the holiday's first day
        ("2024-09-30", "2024-10-07", "2024-10-08", "2024-10-08"),  # its last
        ("2024-10-01", "2024-10-08", "2024-10-08", "2024-10-08"),  # the day after
        ("2024-10-05", "2024-10-12", "2024-10-12", "2024-10-12"),  # a make-up Saturday
        ("2024-10-06", "2024-10-13", "2024-10-14", "2024-10-13"),  # an ordinary Sunday
        ("2024-09-21", "2024-09-28", "2024-09-29", "2024-09-28"),  # Saturday, made up on Sunday
    ],
)
def test_a_period_rolls_off_the_days_that_the_rule_names(
    event: str, none: str, next_workday: str, statutory_holiday: str
) -> None:
    """Within 7 days: the event's date + 7, then on from a day off, if the rule asks."""
    ends = [
        end(event, 7, "days", DeadlineRule(roll=roll))
        for roll in ("none", "next_workday", "statutory_holiday")
    ]
    assert ends == [none, next_workday, statutory_holiday]


def test_a_statutory_holiday_rolls_to_the_day_after_it_even_a_saturday() -> None:
    """German Unity Day 2025 is Friday 3 October; the day after is Saturday 4, the workday Monday 6.

    The next day's deadline (4 October) stays on the 4th too: a later event never ends earlier.
    """
    ends = {
        roll: deadline(
            dt.date(2025, 9, 26),
            within=7,
            unit="days",
            rule=DeadlineRule(roll=roll),
            table=GERMANY,
        ).day
        for roll in ("statutory_holiday", "next_workday")
    }
    assert ends == {
        "statutory_holiday": dt.date(2025, 10, 4),
        "next_workday": dt.date(2025, 10, 6),
    }


def test_days_rolled_over_are_skipped_days() -> None:
    """24 September + 7 is 1 October; 1 to 7 October are off; counting began on 25 September."""
    found = deadline(
        dt.date(2024, 9, 24),
        within=7,
        unit="days",
        rule=DeadlineRule(roll="next_workday"),
        table=CHINA,
    )
    skipped = tuple(sorted(days("2024-10-01", "2024-10-07")))
    assert found == Deadline(dt.date(2024, 10, 8), dt.date(2024, 9, 25), skipped)


def test_within_no_workdays_is_the_day_itself_unless_it_rolls() -> None:
    """Saturday 28 Sep 2024 stays, or rolls to the made-up Sunday 29; a workday stays either way."""
    rolling = DeadlineRule(roll="next_workday")
    assert end("2024-09-28", 0, "workdays") == "2024-09-28"
    assert end("2024-09-28", 0, "workdays", rolling) == "2024-09-29"
    assert end("2024-09-27", 0, "workdays", rolling) == "2024-09-27"


def test_months_roll_too() -> None:
    """1 September + 1 month is 1 October 2024, a holiday until the 7th: 8 October."""
    assert end("2024-09-01", 1, "months", DeadlineRule(roll="next_workday")) == "2024-10-08"


def test_a_year_the_table_lacks_raises_with_the_file_to_add() -> None:
    """Wednesday 31 December 2025 + 1 workday lies in 2026; + 0 doesn't ask."""
    assert end("2025-12-30", 1, "workdays") == "2025-12-31"
    with pytest.raises(CalendarYearMissingError, match=r"workdays-2026\.csv") as caught:
        end("2025-12-31", 1, "workdays")
    assert (caught.value.calendar, caught.value.year) == ("CN", 2026)


def test_rolling_in_a_year_the_table_lacks_raises() -> None:
    """25 December 2025 + 7 is 1 January 2026: nobody can say here whether it is a holiday."""
    for roll in ("next_workday", "statutory_holiday"):
        with pytest.raises(CalendarYearMissingError):
            end("2025-12-25", 7, "days", DeadlineRule(roll=roll))


def test_without_a_calendar_only_plain_days_and_months_have_a_deadline() -> None:
    """1 October + 7 days is 8 October; workdays and rolling ask a calendar that isn't there."""
    event = dt.date(2024, 10, 1)
    found = deadline(event, within=7, unit="days", rule=EXCLUDED, table=None)
    assert found.day == dt.date(2024, 10, 8)
    with pytest.raises(CalendarMissingError, match="workdays needs a calendar"):
        deadline(event, within=7, unit="workdays", rule=EXCLUDED, table=None)
    rolling = DeadlineRule(roll="next_workday")
    with pytest.raises(CalendarMissingError, match='roll = "next_workday" needs a calendar'):
        deadline(event, within=7, unit="days", rule=rolling, table=None)


def test_content_is_what_the_table_says_in_the_years_it_covers() -> None:
    """Of three days, 2 January 2026 lies outside 2024 to 2025. The name says nothing of days."""
    listed = dates("2025-01-01", "2024-10-01", "2026-01-02")
    table = WorkdayTable("CN", (2024, 2025), listed, dates("2024-10-12"))
    expected = {
        "years": ["2024", "2025"],
        "holidays": ["2024-10-01", "2025-01-01"],
        "workdays": ["2024-10-12"],
    }
    assert table.content() == expected
    renamed = WorkdayTable("pinned.csv", (2024, 2025), listed, dates("2024-10-12"))
    assert renamed.content() == expected


def test_a_day_cannot_be_both_a_holiday_and_a_workday() -> None:
    """Whoever builds a table decides; 12 October 2024 in both is a bug of ours."""
    with pytest.raises(AssertionError):
        WorkdayTable("CN", (2024,), dates("2024-10-12"), dates("2024-10-12"))


events = st.dates(dt.date(2024, 1, 1), dt.date(2025, 9, 1))
counts = st.integers(0, 60)
units = st.sampled_from(["days", "workdays"])
rules = st.builds(
    DeadlineRule,
    first_day=st.sampled_from(["excluded", "included"]),
    roll=st.sampled_from(["none", "next_workday", "statutory_holiday"]),
)


@given(events, counts, units, rules)
def test_a_longer_period_never_ends_earlier(
    event: dt.date, within: int, unit: Unit, rule: DeadlineRule
) -> None:
    """The last day of N + 1 is that of N or later."""
    shorter, longer = (
        deadline(event, within=n, unit=unit, rule=rule, table=CHINA).day
        for n in (within, within + 1)
    )
    assert shorter <= longer


@given(events, st.integers(0, 2), rules)
def test_more_months_never_end_earlier(event: dt.date, within: int, rule: DeadlineRule) -> None:
    """The same for months, three at most to stay in the table."""
    shorter, longer = (
        deadline(event, within=n, unit="months", rule=rule, table=CHINA).day
        for n in (within, within + 1)
    )
    assert shorter <= longer


@given(events, counts, units, rules)
def test_a_later_event_never_ends_earlier(
    event: dt.date, within: int, unit: Unit, rule: DeadlineRule
) -> None:
    """Moving the event one day on moves the last day on, or leaves it."""
    earlier, later = (
        deadline(day, within=within, unit=unit, rule=rule, table=CHINA).day
        for day in (event, event + DAY)
    )
    assert earlier <= later


@given(events, counts, st.sampled_from(["days", "workdays", "months"]))
def test_a_period_rolled_to_a_workday_ends_on_one(event: dt.date, within: int, unit: Unit) -> None:
    """Whatever the unit; months up to 3."""
    within = min(within, 3) if unit == "months" else within
    rolling = DeadlineRule(roll="next_workday")
    found = deadline(event, within=within, unit=unit, rule=rolling, table=CHINA)
    assert CHINA.is_workday(found.day)


@given(events, st.integers(1, 60), rules)
def test_one_more_workday_is_the_next_workday(
    event: dt.date, within: int, rule: DeadlineRule
) -> None:
    """Workday N + 1 is the first workday after workday N."""
    day = deadline(event, within=within, unit="workdays", rule=rule, table=CHINA).day + DAY
    while not CHINA.is_workday(day):
        day += DAY
    longer = deadline(event, within=within + 1, unit="workdays", rule=rule, table=CHINA)
    assert longer.day == day


@given(events, st.integers(1, 60), units, rules)
def test_the_days_counted_and_skipped_are_all_the_days_there_are(
    event: dt.date, within: int, unit: Unit, rule: DeadlineRule
) -> None:
    """From day 1 to the last day: N counted and the skipped ones, none of them twice."""
    found = deadline(event, within=within, unit=unit, rule=rule, table=CHINA)
    assert (found.day - found.counted_from).days + 1 == within + len(found.skipped)
    assert list(found.skipped) == sorted(set(found.skipped))
