"""Which calendar does a contract mean? Official holidays and make-up workdays, and their source.

China's come from `chinesecalendar` (the notices of the General Office of the State Council), all
others from `holidays` (public holidays of countries and their parts, substitute days included), or
all of them from a CSV that the contract pins. It doesn't know what a deadline is.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from typing import NamedTuple

import holidays
from chinese_calendar import constants as china  # type: ignore[import-untyped] # has no py.typed

from lineproof.model.calendar import WorkdayTable
from lineproof.model.errors import LineproofError
from lineproof.model.finding import Finding, error

_CODE = re.compile(r"(?P<country>[A-Z]{2})(?:-(?P<part>[A-Z0-9]{1,3}))?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SATURDAY = 5
_DAY = dt.timedelta(days=1)
_HEADER = ["date", "kind"]
_KINDS = ("holiday", "workday")
_FIXES = {
    "ENCODING": "Save the file again as UTF-8.",
    "HEADER": 'Write "date,kind" in the first line.',
    "ROW": 'Write a date and holiday or workday, such as "2027-01-01,holiday", or leave it out.',
    "DUPLICATE": "Leave out one of the two lines.",
    "EMPTY": "List every official holiday, and every Saturday and Sunday that is worked.",
}


class CalendarUnknownError(LineproofError):
    """No library has the calendar that a contract names, or none that says what is a workday."""

    def __init__(self, code: str, *, why: str) -> None:
        """Keep the code; `why` says what is wrong with it."""
        super().__init__(
            f'calendar "{code}": {why}. Write "CN", a country of ISO 3166-1 such as "DE", or one of'
            ' its parts (ISO 3166-2) such as "DE-BE", as workdays in [contract.calendar]; or pin a'
            " CSV file with the columns date and kind there, as file and sha256."
        )
        self.code = code


def load_workdays(code: str, *, first: int, last: int) -> WorkdayTable:
    """Return the official calendar of a country or one of its parts, for the years first to last.

    first, last: years, both in it. Years the library lacks (China's are announced each November
    for the year after) are absent from the table, so that asking for one of their days raises.
    Raises CalendarUnknownError for a code no library has, and for a country whose weekend in one of
    the years isn't Saturday and Sunday: Israel's Fridays are neither workdays nor holidays.

    >>> table = load_workdays("CN", first=2024, last=2024)
    >>> table.is_workday(dt.date(2024, 10, 7)), table.is_workday(dt.date(2024, 10, 12))
    (False, True)
    """
    assert first <= last, "the years are in order"
    years = range(first, last + 1)
    return _load_china(years) if code == "CN" else _load_others(code, years)


def _load_china(wanted: range) -> WorkdayTable:
    years = tuple(sorted({day.year for day in china.holidays}.intersection(wanted)))
    return WorkdayTable(
        name="CN",
        years=years,
        holidays=frozenset(day for day in china.holidays if day.year in years),
        workdays=frozenset(day for day in china.workdays if day.year in years),
    )


def _load_others(code: str, wanted: range) -> WorkdayTable:
    match = _CODE.fullmatch(code)
    if match is None:
        raise CalendarUnknownError(code, why="not a country's code, nor a country's and a part's")
    if match["country"] == "CN":
        raise CalendarUnknownError(code, why="China's workdays are the same in all its parts")
    official = _official(match, wanted)
    years = tuple(y for y in wanted if official.start_year <= y <= official.end_year)
    days = [day for year in years for day in _days_of(year)]
    off = frozenset(day for day in days if day in official)
    made_up = frozenset(day for day in days if day in official.weekend_workdays)
    table = WorkdayTable(name=code, years=years, holidays=off - made_up, workdays=made_up)
    for day in days:
        if table.is_workday(day) != official.is_working_day(day):
            why = f"its weekend in {day.year} is not Saturday and Sunday, and a table's always is"
            raise CalendarUnknownError(code, why=why)
    return table


def _official(code: re.Match[str], years: range) -> holidays.HolidayBase:
    try:
        return holidays.country_holidays(code["country"], subdiv=code["part"], years=years)
    except NotImplementedError as problem:
        raise CalendarUnknownError(
            code[0], why="no country or part of one that we know"
        ) from problem


def _days_of(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    return [first + n * _DAY for n in range((dt.date(year, 12, 31) - first).days + 1)]


def parse_workday_csv(content: bytes, *, name: str) -> WorkdayTable | tuple[Finding, ...]:
    r"""Return the calendar that a pinned CSV holds, or everything that is wrong with it.

    content: UTF-8 with the header `date,kind`; each further row a day as YYYY-MM-DD, and `holiday`
    (an official day off, on a weekend too) or `workday` (a Saturday or Sunday that is worked).
    The table covers the years that appear. name: the file's, for messages.

    Findings: E-CALENDAR-ENCODING, E-CALENDAR-HEADER, E-CALENDAR-ROW (one a wrong row),
    E-CALENDAR-DUPLICATE (a day listed twice), E-CALENDAR-EMPTY.

    >>> parse_workday_csv(b"date,kind\n2027-01-01,holiday\n", name="workdays-2027.csv").years
    (2027,)
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        return (_finding("ENCODING", f"byte {problem.start} is not UTF-8", where=f"{name}:{line}"),)
    rows, findings = _rows(text, name=name)
    if not rows or rows[0].cells != _HEADER:
        written = ",".join(rows[0].cells) if rows else ""
        message = f'the header is "{written[:60]}", not "date,kind"'
        return (_finding("HEADER", message, where=f"{name}:1"),)
    listed: dict[dt.date, _Row] = {}
    for row in rows[1:]:
        mistake = _mistake(row.cells)
        if mistake:
            findings.append(_finding("ROW", mistake, where=f"{name}:{row.line}"))
            continue
        earlier = listed.setdefault(dt.date.fromisoformat(row.cells[0]), row)
        if earlier is not row:
            message = f"{row.cells[0]} already stands in line {earlier.line}"
            findings.append(_finding("DUPLICATE", message, where=f"{name}:{row.line}"))
    if not listed and not findings:
        findings.append(_finding("EMPTY", "no day is listed, so no year is covered", where=name))
    return tuple(findings) or _table({d: row.cells[1] for d, row in listed.items()}, name=name)


class _Row(NamedTuple):
    line: int
    cells: list[str]


def _rows(text: str, *, name: str) -> tuple[list[_Row], list[Finding]]:
    """Return the rows that aren't blank, up to the first that is no CSV, which is a finding."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[_Row] = []
    try:
        rows.extend(_Row(reader.line_num, cells) for cells in reader if cells)
    except csv.Error as problem:
        message = f"the file is no CSV from here on: {problem}"
        return rows, [_finding("ROW", message, where=f"{name}:{reader.line_num}")]
    return rows, []


def _mistake(cells: list[str]) -> str:
    """Return what is wrong with a row; empty if nothing is."""
    if len(cells) != len(_HEADER):
        return f"the row has {len(cells)} cells, not a date and a kind"
    date, kind = cells
    try:
        day = dt.date.fromisoformat(date) if _DATE.fullmatch(date) else None
    except ValueError:
        day = None
    if day is None:
        return f'"{date[:60]}" is not a date such as 2027-01-01'
    if kind not in _KINDS:
        return f'"{kind[:60]}" is not a kind: holiday or workday'
    if kind == "workday" and day.weekday() < _SATURDAY:
        return f"{date} is a {day:%A}, a workday anyway: is the date right?"
    return ""


def _finding(what: str, message: str, *, where: str) -> Finding:
    return error(f"E-CALENDAR-{what}", message, where=where, fix=_FIXES[what])


def _table(kinds: dict[dt.date, str], *, name: str) -> WorkdayTable:
    return WorkdayTable(
        name=name,
        years=tuple(sorted({day.year for day in kinds})),
        holidays=frozenset(day for day, kind in kinds.items() if kind == "holiday"),
        workdays=frozenset(day for day, kind in kinds.items() if kind == "workday"),
    )
