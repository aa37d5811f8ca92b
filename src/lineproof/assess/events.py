"""When did something happen that a clause counts from? Its words, and the records that tell.

A contract names events in its own words: those in `EVENTS` are told by the records listed there,
any other by `events.csv`, in the same words.
"""

from __future__ import annotations

import bisect
import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import NamedTuple

import polars as pl

from lineproof.assess.disputed import DISPUTE, dispute_steps
from lineproof.assess.notices import notices_given
from lineproof.contract.case import View
from lineproof.model.few_rows import few_rows
from lineproof.model.period import add_months, month_text
from lineproof.model.record import LIFECYCLE_EVENTS, MILESTONES

#: Event → what tells of it.
EVENTS: dict[str, str] = {
    **dict.fromkeys(MILESTONES, "milestones"),
    **dict.fromkeys(LIFECYCLE_EVENTS, "lifecycle"),
    "ordered": "orders",
    "fault reported": "faults",
    "fault restored": "faults",
    "invoice received": "invoices",
    "invoice paid": "payments",
    "paid": "payments",
    "start": "contract",
    "end": "contract",
    "end of the month": "contract",
    "end of the quarter": "contract",
    "end of the half-year": "contract",
    "end of the year": "contract",
    "outage": "measurements",
    "dispute sent": "disputes",
    "dispute acknowledged": "disputes",
    "dispute answered": "disputes",
    "dispute credited": "disputes",
}
NOTICE = "notice: "
"""What precedes the kind of a notice: "notice: breach" happens when such a notice is delivered."""
DUTY = "duty: "
"""What precedes a duty's name: "duty: report" happens when it is done."""
_MONTHS = {
    "end of the month": 1,
    "end of the quarter": 3,
    "end of the half-year": 6,
    "end of the year": 12,
}
_DUTY_COLUMNS = ("duty", "done_on", "period", "row")
_DAY = dt.timedelta(days=1)


class Occurrence(NamedTuple):
    """One time that an event happened.

    day: the contract's local one. subject: the line, invoice, fault, duty period or notice it is
    about; blank: the contract. at: the instant, where that matters. where: its record, as FILE:ROW.
    """

    day: dt.date
    subject: str = ""
    at: dt.datetime | None = None
    where: str = ""


#: What occurrences are ordered by: as they are listed, and as the first of some is found.
_TOLD, _ORDER = attrgetter("day", "subject", "where"), attrgetter("day", "where")


def told_by(event: str) -> str:
    """Return the kind of record that tells of an event.

    >>> told_by("accepted"), told_by("force majeure"), told_by("notice: breach")
    ('lifecycle', 'events', 'notices')
    """
    if event.startswith(NOTICE):
        return "notices"
    return "duties" if event.startswith(DUTY) else EVENTS.get(event, "events")


def occurrences(view: View, event: str, *, until: dt.date) -> tuple[Occurrence, ...]:
    """Return when an event happened, up to a day and including it, in order."""
    found = sorted(_all(view, event, until), key=_TOLD)
    return tuple(o for o in found if o.day <= until)


class Since:
    """The first occurrence since a day, of some, about the same thing."""

    def __init__(self, found: Iterable[Occurrence]) -> None:
        """Take occurrences, of one event or several."""
        self._all = _Ordered()
        self._about: dict[str, _Ordered] = defaultdict(_Ordered)
        for each in sorted(found, key=_ORDER):
            self._all.add(each)
            self._about[each.subject].add(each)

    def first(self, day: dt.date, *, about: Iterable[str]) -> Occurrence | None:
        """Return the first one since a day that is about one of some subjects."""
        listed = [self._about[subject] for subject in about if subject in self._about]
        firsts = [found for each in listed if (found := each.first(day)) is not None]
        return min(firsts, key=_ORDER, default=None) if len(firsts) != 1 else firsts[0]

    def first_of_all(self, day: dt.date) -> Occurrence | None:
        """Return the first one since a day, whatever it is about."""
        return self._all.first(day)


class _Ordered:
    """Occurrences in order, and their days, which are searched."""

    def __init__(self) -> None:
        """Begin with none."""
        self._found: list[Occurrence] = []
        self._days: list[dt.date] = []

    def add(self, occurrence: Occurrence) -> None:
        """Add one that comes behind the others."""
        self._found.append(occurrence)
        self._days.append(occurrence.day)

    def first(self, day: dt.date) -> Occurrence | None:
        """Return the first one since a day, if there is one."""
        at = bisect.bisect_left(self._days, day)
        return self._found[at] if at < len(self._found) else None


def _all(view: View, event: str, until: dt.date) -> Iterator[Occurrence]:
    """Yield when an event happened."""
    if event in _MONTHS:
        yield from _period_ends(view, _MONTHS[event], until)
    elif event in {"start", "end"} and view.term_days is not None:
        days = view.term_days
        yield Occurrence(days.start if event == "start" else days.end - _DAY)
    elif event.startswith(NOTICE):
        yield from _notices(view, event.removeprefix(NOTICE))
    elif event.startswith(DUTY):
        yield from _duties(view, event.removeprefix(DUTY))
    elif event in {"fault reported", "fault restored"}:
        yield from _instants(view, "faults", event.removeprefix("fault "))
    elif event.startswith(DISPUTE):
        for step in dispute_steps(view, event.removeprefix(DISPUTE)):
            yield Occurrence(step.day, step.about, where=step.where)
    else:
        yield from _recorded(view, event)


def _recorded(view: View, event: str) -> Iterator[Occurrence]:
    """Yield the records of an event that a file tells of by the day.

    A name that both a line and the contract can reach is told by both files.
    """
    if event in LIFECYCLE_EVENTS and view.rows("lifecycle").height:
        rows = view.rows("lifecycle").filter(pl.col("event") == event)
        yield from _days(rows, "date", "line", "lifecycle")
    for day, item, row in view.milestones.get(event, ()):
        yield Occurrence(day, item or "", where=f"records/milestones.csv:{row}")
    if event not in EVENTS and view.rows("events").height:
        yield from _told(view, event)
    if event == "ordered":
        yield from _days(view.rows("orders"), "ordered", "line", "orders")
    if event == "invoice received":
        rows = view.rows("invoices").filter(pl.col("colour").fill_null("blue") != "red")
        yield from _days(rows, "received", "number", "invoices")
    if event == "paid":
        yield from _days(view.rows("payments"), "paid", "item", "payments")
    if event == "invoice paid":
        rows = view.rows("payments").filter(pl.col("invoice").is_not_null())
        yield from _days(rows, "paid", "invoice", "payments")


def _duties(view: View, duty: str) -> Iterator[Occurrence]:
    """Yield when a duty was done. Rows are few and asked for often: no query is planned."""
    for name, day, period, row in few_rows(view.rows("duties"), *_DUTY_COLUMNS):
        if name == duty and day is not None:
            yield Occurrence(day, period or "", where=f"records/duties.csv:{row}")


def _notices(view: View, kind: str) -> Iterator[Occurrence]:
    """Yield the notices of a kind; one that answers another is about what that one is about."""
    given = {notice.id: notice for notice in notices_given(view)}
    for notice in given.values():
        if notice.what == kind and notice.delivered is not None:
            answered = given.get(notice.about, notice)
            subject = answered.line or answered.id
            yield Occurrence(notice.delivered, subject, where=notice.where)


def _told(view: View, event: str) -> Iterator[Occurrence]:
    """Yield the records of an event in a clause's own words."""
    zone = zoneinfo.ZoneInfo(view.contract.contract.timezone)
    rows = view.rows("events").filter(pl.col("event") == event)
    for day, at, about, row in rows.select("date", "at", "about", "row").iter_rows():
        local = at.astimezone(zone) if at is not None else None
        yield Occurrence(day, about or "", local, f"records/events.csv:{row}")


def _days(rows: pl.DataFrame, day: str, subject: str, kind: str) -> Iterator[Occurrence]:
    """Yield rows as occurrences, by a column of days."""
    for at, about, row in few_rows(rows, day, subject, "row"):
        yield Occurrence(at, about or "", where=f"records/{kind}.csv:{row}")


def _instants(view: View, kind: str, column: str) -> Iterator[Occurrence]:
    """Yield rows as occurrences, by a column of instants; faults are told apart by their ids."""
    zone = zoneinfo.ZoneInfo(view.contract.contract.timezone)
    rows = view.rows(kind).filter(pl.col(column).is_not_null())
    for at, about, row in rows.select(column, "id", "row").iter_rows():
        local = at.astimezone(zone)
        yield Occurrence(local.date(), about, local, f"records/{kind}.csv:{row}")


def _period_ends(view: View, months: int, until: dt.date) -> Iterator[Occurrence]:
    """Yield the last days of the calendar periods that end within the contract's term."""
    days = view.term_days
    if days is None:
        return
    first = days.start.replace(day=1)
    index = first.month - 1
    first = add_months(first, months - 1 - index % months)
    while first <= until:
        last = add_months(first, 1) - _DAY
        if last in days:
            yield Occurrence(last, month_text(last))
        first = add_months(first, months)
