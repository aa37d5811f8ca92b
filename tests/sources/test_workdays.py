"""Do calendars say what the official notices say, and does a pinned CSV say all that is wrong?"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.model.calendar import CalendarYearMissingError, WorkdayTable
from lineproof.model.finding import Severity
from lineproof.sources.workdays import CalendarUnknownError, load_workdays, parse_workday_csv


def dates(*texts: str) -> set[dt.date]:
    """Return the days written YYYY-MM-DD."""
    return set(map(dt.date.fromisoformat, texts))


def within(days: frozenset[dt.date], first: str, last: str) -> list[str]:
    """Return the days from first to last, both in it, as month and day."""
    return [f"{day:%m-%d}" for day in sorted(days) if first <= day.isoformat() <= last]


def test_china_works_the_weekends_that_the_notices_of_2024_and_2025_name() -> None:
    """2024: Spring Festival 2, Qingming 1, May 2, Mid-autumn 1, National Day 2 are 8.

    2025: Spring Festival 2, May 1, National Day 2 are 5.
    """
    table = load_workdays("CN", first=2024, last=2025)
    made_up_2024 = dates("2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11")
    made_up_2024 |= dates("2024-09-14", "2024-09-29", "2024-10-12")
    made_up_2025 = dates("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11")
    assert table.workdays == made_up_2024 | made_up_2025


def test_china_is_off_on_the_days_that_the_notices_name() -> None:
    """National Day 2024 is 1 to 7 October, 2025 1 to 8; Spring Festival 2025 28 January on, 8 days.

    New Year's Day 2025 is a Wednesday, and off alone.
    """
    holidays = load_workdays("CN", first=2024, last=2025).holidays
    october = [f"10-0{day}" for day in range(1, 9)]
    assert within(holidays, "2024-09-20", "2024-10-31") == october[:7]
    assert within(holidays, "2025-09-20", "2025-10-31") == october
    spring = ["01-28", "01-29", "01-30", "01-31", "02-01", "02-02", "02-03", "02-04"]
    assert within(holidays, "2025-01-20", "2025-02-28") == spring
    assert within(holidays, "2024-12-20", "2025-01-10") == ["01-01"]


def test_a_year_not_yet_announced_is_absent_and_raises_when_used() -> None:
    """Of 2025 and 2199 only the first is known; nobody has announced the holidays of 2199."""
    assert load_workdays("CN", first=2003, last=2004).years == (2004,)
    table = load_workdays("CN", first=2025, last=2199)
    assert 2025 in table.years
    assert 2199 not in table.years
    with pytest.raises(CalendarYearMissingError, match="2199"):
        table.is_workday(dt.date(2199, 1, 2))


def test_a_year_before_a_countrys_holidays_begin_is_absent() -> None:
    """Reunited Germany's calendar begins in 1991."""
    assert load_workdays("DE", first=1989, last=1992).years == (1991, 1992)


def test_germany_has_nine_holidays_in_every_state() -> None:
    """Easter 2025 is 20 April: Good Friday 18 April, Easter Monday 21 April, Ascension 29 May

    (39 days after), Whit Monday 9 June (50 days after); the other five have fixed dates.
    """
    table = load_workdays("DE", first=2025, last=2025)
    moving = dates("2025-04-18", "2025-04-21", "2025-05-29", "2025-06-09")
    fixed = dates("2025-01-01", "2025-05-01", "2025-10-03", "2025-12-25", "2025-12-26")
    assert table.holidays == moving | fixed
    assert table.workdays == frozenset()
    assert table.years == (2025,)
    assert table.name == "DE"


def test_womens_day_is_a_holiday_in_berlin_alone() -> None:
    """8 March 2024 is a Friday: off in Berlin (since 2019), worked in Germany at large.

    In 2018 it was a Thursday, and worked in Berlin too.
    """
    day = dt.date(2024, 3, 8)
    assert not load_workdays("DE-BE", first=2018, last=2024).is_workday(day)
    assert load_workdays("DE-BE", first=2018, last=2024).is_workday(dt.date(2018, 3, 8))
    assert load_workdays("DE", first=2024, last=2024).is_workday(day)


def test_taiwans_make_up_day_is_worked() -> None:
    """Saturday 8 February 2025 was worked for Monday 27 January, before Lunar New Year."""
    table = load_workdays("TW", first=2025, last=2025)
    assert table.is_workday(dt.date(2025, 2, 8))
    assert not table.is_workday(dt.date(2025, 1, 27))


@pytest.mark.parametrize("code", ["IL", "HK"])
def test_a_country_with_another_weekend_is_refused(code: str) -> None:
    """Israel rests on Friday and Saturday, Hong Kong's law only on Sunday: pin a CSV for those."""
    with pytest.raises(CalendarUnknownError, match="is not Saturday and Sunday"):
        load_workdays(code, first=2025, last=2025)


def test_a_weekend_that_changed_is_known_from_then_on() -> None:
    """The United Arab Emirates moved theirs from Friday to Sunday on 1 January 2022."""
    assert load_workdays("AE", first=2022, last=2022).is_workday(dt.date(2022, 1, 7))
    with pytest.raises(CalendarUnknownError, match="in 2021"):
        load_workdays("AE", first=2021, last=2022)


@pytest.mark.parametrize(
    "code", ["XX", "DE-XX", "de", "Germany", "DEU", "DE-", "", "CN-BJ", "DE BE"]
)
def test_an_unknown_code_is_refused_with_the_valid_forms(code: str) -> None:
    """Whatever it is, the message shows "CN", "DE" and "DE-BE", and the CSV as a way out."""
    with pytest.raises(CalendarUnknownError, match=r'"CN".*"DE".*"DE-BE".*CSV') as caught:
        load_workdays(code, first=2025, last=2025)
    assert caught.value.code == code


@given(st.sampled_from(["CN", "DE", "DE-BE", "GB", "US", "JP", "TW"]), st.integers(2010, 2024))
def test_what_a_table_says_of_a_year_doesnt_depend_on_its_other_years(code: str, year: int) -> None:
    """A seal hashes the table: the year alone, and cut out of three, must be the same."""
    alone = load_workdays(code, first=year, last=year)
    wide = load_workdays(code, first=year - 1, last=year + 1)
    cut = WorkdayTable(code, (year,), wide.holidays, wide.workdays)
    assert cut.content() == alone.content()


def findings(content: str | bytes) -> list[tuple[str, str]]:
    """Return the code and place of each finding of a CSV that has some."""
    content = content.encode() if isinstance(content, str) else content
    found = parse_workday_csv(content, name="days.csv")
    assert isinstance(found, tuple)
    assert all(f.severity is Severity.ERROR and f.message and f.fix for f in found)
    return [(f.code, f.where) for f in found]


@pytest.mark.parametrize(
    "content",
    [
        "date,kind\n2027-10-01,holiday\n2026-10-10,workday\n",
        "date,kind\r\n2027-10-01,holiday\r\n\r\n2026-10-10,workday",
        '\ufeffdate,kind\n"2027-10-01","holiday"\n2026-10-10,workday\n\n',
        "date,kind\n2026-10-10,workday\n2027-10-01,holiday\n",
    ],
)
def test_a_csv_covers_the_years_that_appear(content: str) -> None:
    """10 October 2026 is a Saturday; line ends, quotes, a mark, blanks and order change nothing."""
    table = parse_workday_csv(content.encode(), name="days.csv")
    assert isinstance(table, WorkdayTable)
    expected = {"years": ["2026", "2027"], "holidays": ["2027-10-01"], "workdays": ["2026-10-10"]}
    assert table.content() == expected
    assert table.name == "days.csv"


def test_a_csv_written_from_a_library_gives_the_same_content() -> None:
    """The same days from either source hash the same."""
    table = load_workdays("CN", first=2024, last=2025)
    rows = [f"{day},holiday" for day in table.holidays] + [
        f"{day},workday" for day in table.workdays
    ]
    pinned = parse_workday_csv("\n".join(["date,kind", *rows]).encode(), name="days.csv")
    assert isinstance(pinned, WorkdayTable)
    assert pinned.content() == table.content()


@pytest.mark.parametrize(
    "row",
    [
        "2027-02-29,holiday",  # no leap year
        "2027-13-01,holiday",
        "20270101,holiday",
        "2027-1-1,holiday",
        "2027-W01-1,holiday",
        "２０２７-01-01,holiday",
        " 2027-01-01,holiday",
        ",holiday",
        "2027-01-01,Holiday",
        "2027-01-01,",
        "2027-01-01,weekend",
        "2027-01-01",
        "2027-01-01,holiday,New Year",
        "2026-10-09,workday",  # a Friday
        "2026-10-12,workday",  # a Monday
    ],
)
def test_a_wrong_row_is_a_finding_with_its_line(row: str) -> None:
    """The wrong row stands third, after one that is right."""
    content = f"date,kind\n2027-10-01,holiday\n{row}\n"
    assert findings(content) == [("E-CALENDAR-ROW", "days.csv:3")]


@pytest.mark.parametrize("row", ["2026-10-10,workday", "2026-10-11,workday", "2026-10-10,holiday"])
def test_a_weekend_may_be_worked_or_a_holiday(row: str) -> None:
    """10 and 11 October 2026 are Saturday and Sunday."""
    table = parse_workday_csv(f"date,kind\n{row}\n".encode(), name="days.csv")
    assert isinstance(table, WorkdayTable)


def test_every_wrong_row_is_reported() -> None:
    """Lines 2, 4 and 5 are wrong; line 6 repeats line 3's day, with another kind or the same."""
    content = "date,kind\nx,holiday\n2026-10-10,workday\n2027-01-01,x\ny,y\n2026-10-10,holiday\n"
    wrong = [("E-CALENDAR-ROW", f"days.csv:{line}") for line in (2, 4, 5)]
    assert findings(content) == [*wrong, ("E-CALENDAR-DUPLICATE", "days.csv:6")]
    again = "date,kind\n2026-10-10,workday\n2026-10-10,workday\n"
    assert findings(again) == [("E-CALENDAR-DUPLICATE", "days.csv:3")]


def test_a_message_quotes_the_value_and_names_the_other_line() -> None:
    """Findings are read by people who have the file open."""
    content = b"date,kind\n2027-02-29,holiday\n2026-10-10,workday\n2026-10-10,workday\n"
    found = parse_workday_csv(content, name="days.csv")
    assert isinstance(found, tuple)
    assert [f.message for f in found] == [
        '"2027-02-29" is not a date such as 2027-01-01',
        "2026-10-10 already stands in line 3",
    ]


@pytest.mark.parametrize("content", ["", "\n", "day,kind\n2027-01-01,holiday\n", "date;kind\n"])
def test_another_header_is_refused(content: str) -> None:
    """Its rows aren't read: they would all be wrong for the same reason."""
    assert findings(content) == [("E-CALENDAR-HEADER", "days.csv:1")]


def test_a_file_without_days_covers_no_year() -> None:
    """A header alone is no calendar."""
    assert findings("date,kind\n") == [("E-CALENDAR-EMPTY", "days.csv")]


def test_bytes_that_arent_utf8_are_refused() -> None:
    """0xFF, in line 2, begins no character."""
    assert findings(b"date,kind\n\xff") == [("E-CALENDAR-ENCODING", "days.csv:2")]


def test_a_quote_left_open_is_a_finding_after_those_before_it() -> None:
    """Line 2 is wrong in itself; from line 3 on the file is no CSV."""
    found = findings('date,kind\nx,holiday\n"2027-01-01,holiday\n')
    assert sorted(found) == [("E-CALENDAR-ROW", "days.csv:2"), ("E-CALENDAR-ROW", "days.csv:3")]


@given(
    st.binary(max_size=60) | st.text(max_size=60).map(lambda text: f"date,kind\n{text}".encode())
)
def test_any_bytes_are_a_table_or_findings(content: bytes) -> None:
    """Nothing raises."""
    found = parse_workday_csv(content, name="days.csv")
    assert isinstance(found, WorkdayTable) or found
