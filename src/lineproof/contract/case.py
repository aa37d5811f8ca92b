"""What is everything a settlement depends on? The contract, its tables, its records, as read.

The command line reads a Case from a folder, the web application from its database; the stages
can't tell which.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from lineproof.contract.answers import known_answers, with_answers
from lineproof.contract.contract import Answer, Contract
from lineproof.contract.facts import end_of_day, known_facts
from lineproof.contract.in_force import Version, versions_in_force
from lineproof.contract.locate import Positions
from lineproof.model.calendar import DeadlineRule, WorkdayTable
from lineproof.model.finding import Finding
from lineproof.model.period import FAR_FUTURE, Days, add_months, calendar_month
from lineproof.model.record import RECORDS
from lineproof.model.sealed import Booked


@dataclass(frozen=True)
class Case:
    """A contract and all that is known of it.

    schedules: file name → circuits. records: record kind → rows; a kind that is absent has no file,
    so that nothing is known of it. positions: where the contract's parts stand, for showing.
    findings: what reading had to say that didn't stop it. sealed: the closed months, each at its
    latest revision, in order. states: what was measured, as columns of `STATES`, as far as it was
    known on the day the case is looked at from; None: nothing was ever measured.
    """

    contract: Contract
    schedules: Mapping[str, pl.DataFrame]
    records: Mapping[str, pl.DataFrame]
    workdays: WorkdayTable | None
    positions: Positions
    findings: tuple[Finding, ...] = ()
    sealed: tuple[Booked, ...] = ()
    states: pl.DataFrame | None = None


@dataclass(frozen=True)
class View:
    """A case as known on a day: amendments, answers and corrections up to then applied.

    contract: with the answers' values in its fields; `case.contract` is as written.
    records: the rows that hold. findings: what is wrong among them.
    """

    case: Case
    as_known: dt.date | None
    contract: Contract
    versions: tuple[Version, ...]
    records: Mapping[str, pl.DataFrame]
    findings: tuple[Finding, ...]

    def rows(self, kind: str) -> pl.DataFrame:
        """Return the records of a kind; an absent file has no rows."""
        return self.records.get(kind, RECORDS[kind].empty())

    @functools.cached_property
    def term_days(self) -> Days | None:
        """The days the contract runs, or None where its start isn't known yet.

        A start by the later signature is the recorded milestone "effective".
        """
        head = self.contract.contract
        start = head.start or self.milestone("effective")
        if start is None:
            return None
        return Days(start, add_months(start, head.months) if head.months else FAR_FUTURE)

    def milestone(self, event: str, *, item: str | None = None) -> dt.date | None:
        """Return the day a milestone was reached, of one payment item where it has its own."""
        rows = self.rows("milestones").filter(pl.col("event") == event)
        own = rows.filter(pl.col("item").eq_missing(item))
        rows = own if own.height else rows.filter(pl.col("item").is_null())
        days = rows.get_column("date").to_list()
        return max(days) if days else None

    def period(self, month: dt.date) -> Days:
        """Return a month's days: the calendar's, or those from the start's day of the month on."""
        days = self.term_days
        if self.contract.contract.period != "anniversary" or days is None:
            return calendar_month(month)
        index = (month.year - days.start.year) * 12 + month.month - days.start.month
        return Days(add_months(days.start, index), add_months(days.start, index + 1))

    @property
    def deadline_rule(self) -> DeadlineRule:
        """How the contract counts days to a deadline."""
        calendar = self.contract.contract.calendar
        if calendar is None:
            return DeadlineRule()
        return DeadlineRule(first_day=calendar.first_day, roll=calendar.roll or "none")


def view(
    case: Case,
    *,
    as_known: dt.date | None = None,
    assumed: Iterable[Answer] = (),
    is_answered: bool = True,
) -> View:
    """Return a case as known on a day, with what the parties answered by then.

    assumed: answers nobody gave, to see what would follow. is_answered: False leaves the contract
    as written, which is what the lint reads.
    """
    answers = (*known_answers(case.contract, as_known=as_known), *assumed)
    contract = with_answers(case.contract, answers) if is_answered else case.contract
    until = None if as_known is None else end_of_day(as_known, timezone=contract.contract.timezone)
    facts = known_facts(case.records, until=until)
    return View(
        case=case,
        as_known=as_known,
        contract=dataclasses.replace(contract, answer=tuple(answers)),
        versions=versions_in_force(contract, as_known=as_known),
        records=facts.records,
        findings=facts.findings,
    )
