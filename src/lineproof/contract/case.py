"""What is everything a settlement depends on? The contract, its tables, its records, as read.

The command line reads a Case from a folder, the web application from its database; the stages
can't tell which.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from lineproof.contract.answers import known_answers, with_answers
from lineproof.contract.contract import Answer, Contract
from lineproof.contract.facts import end_of_day, known_facts
from lineproof.contract.in_force import Version, versions_in_force
from lineproof.contract.locate import Positions
from lineproof.model.calendar import DeadlineRule, WorkdayTable
from lineproof.model.few_rows import few_rows
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
    records: the rows that hold. findings: what is wrong among them. renewals: the days by which the
    term has gone on, each as long as its clause says, in order.
    """

    case: Case
    as_known: dt.date | None
    contract: Contract
    versions: tuple[Version, ...]
    records: Mapping[str, pl.DataFrame]
    findings: tuple[Finding, ...]
    renewals: tuple[Days, ...] = ()

    def rows(self, kind: str) -> pl.DataFrame:
        """Return the records of a kind; an absent file has no rows."""
        found = self.records.get(kind)
        return _no_rows(kind) if found is None else found

    @functools.cached_property
    def term_days(self) -> Days | None:
        """The days the contract runs, renewals included; None where its start isn't known yet."""
        days = self.signed_days
        return Days(days.start, self.renewals[-1].end) if days and self.renewals else days

    @functools.cached_property
    def signed_days(self) -> Days | None:
        """The days of the contract's own length, or None where its start isn't known yet.

        A start by the later signature is the recorded milestone "effective".
        """
        head = self.contract.contract
        start = head.start or self.milestone("effective")
        if start is None:
            return None
        return Days(start, add_months(start, head.months) if head.months else FAR_FUTURE)

    def milestone(self, event: str, *, item: str | None = None) -> dt.date | None:
        """Return the day a milestone was reached, of one payment item where it has its own."""
        last = {of: day for day, of, _ in self.milestones.get(event, ())}
        return last.get(item, last.get(None))

    @functools.cached_property
    def milestones(self) -> Mapping[str, Sequence[tuple[dt.date, str | None, int]]]:
        """The days, items and rows of each milestone by its event, in order."""
        rows = few_rows(self.rows("milestones"), "event", "date", "item", "row")
        found: dict[str, list[tuple[dt.date, str | None, int]]] = {}
        for event, day, item, row in sorted(rows, key=lambda told: told[1]):
            found.setdefault(event, []).append((day, item, row))
        return found

    @functools.cached_property
    def invoiced(self) -> Mapping[str, dt.date]:
        """The day the first invoice for each payment item came; one wholly taken back is none."""
        if not self.rows("invoices").height:
            return {}
        rows = self.rows("invoices").filter(pl.col("item").is_not_null())
        is_red = (pl.col("colour") == "red").fill_null(value=False)
        reds = self.rows("invoices").filter(is_red)
        taken = reds.group_by("red_of").agg(pl.col("amount").sum().alias("reds"))
        left = rows.filter(~is_red).join(taken, left_on="number", right_on="red_of", how="left")
        stands = pl.col("reds").is_null() | (pl.col("amount") + pl.col("reds") > 0)
        days = left.filter(stands).sort("received", descending=True).select("item", "received")
        return dict(days.iter_rows())

    def period(self, month: dt.date) -> Days:
        """Return a month's days: the calendar's, or those from the start's day of the month on."""
        days = self.term_days
        if self.contract.contract.period != "anniversary" or days is None:
            return calendar_month(month)
        index = (month.year - days.start.year) * 12 + month.month - days.start.month
        return Days(add_months(days.start, index), add_months(days.start, index + 1))

    @functools.cached_property
    def deadline_rule(self) -> DeadlineRule:
        """How the contract counts days to a deadline."""
        calendar = self.contract.contract.calendar
        if calendar is None:
            return DeadlineRule()
        return DeadlineRule(first_day=calendar.first_day, roll=calendar.roll or "none")


@functools.cache
def _no_rows(kind: str) -> pl.DataFrame:
    """Return records of a kind without rows."""
    return RECORDS[kind].empty()


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
