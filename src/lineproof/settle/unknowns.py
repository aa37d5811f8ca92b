"""What isn't known of a month, and what could it be? Each doubt with its possible readings.

An open question could have any of its answers; a doubted id is billed on all its lines or on one;
a metric nobody recorded lies anywhere in its bands; time nobody measured was up, or down;
unrecorded payments were made, or weren't. An open error without answers leaves what it touches
without bounds.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from lineproof.assess.measured import Measured
from lineproof.assess.renewal import contract_renewals
from lineproof.contract.answers import LARGEST_ONLY
from lineproof.contract.case import View
from lineproof.contract.contract import Answer
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.paying import Credit, LateInterest
from lineproof.contract.terms.pricing import Bundle, CircuitSchedule, PriceLines
from lineproof.contract.terms.scoring import Bands
from lineproof.model.finding import EVERYTHING, Finding, Touches
from lineproof.model.period import FAR_FUTURE, month_text
from lineproof.settle.book import Reading
from lineproof.settle.charges import OWN_CHARGES
from lineproof.settle.factors import (
    SCORES,
    Metric,
    is_doubtful,
    is_measured,
    month_metric,
    plain,
)
from lineproof.settle.states_used import reads_states
from lineproof.settle.unmeasured import unmeasured

_PRICED = (PriceLines, CircuitSchedule, Bundle)
_ALL = Touches((*EVERYTHING.charges, *OWN_CHARGES))
_PRICES = {"list_price": "list prices", "agreed": "prices to be agreed"}
#: More combinations of readings than this are not tried: what they touch has no bounds.
READINGS_MAX = 256
#: More repeated ids than this are doubted together.
_REPEATED_MAX = 4


@dataclass(frozen=True, slots=True)
class Taken:
    """One way to take a doubt: answers assumed, and how the book is read."""

    answers: tuple[Answer, ...] = ()
    unbilled: tuple[str, ...] = ()
    doubt_is_lowest: bool = False
    is_paid: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """One doubt: what it is, and the ways it can be taken; no ways: it has no bounds."""

    code: str
    reason: str
    clause: str
    subject: str
    ways: tuple[Taken, ...]
    touches: Touches = EVERYTHING


def unknowns(
    measured: Measured, findings: Iterable[Finding], month: dt.date
) -> tuple[Unknown, ...]:
    """Return everything that isn't known of a month, as far as it could touch money.

    measured: the case with the recorded answers. findings: of the whole contract.
    """
    view = measured.view
    doubted = [f for f in findings if f.is_open_block and f.touches.charges]
    repeated = [f for f in doubted if LARGEST_ONLY in f.answers]
    found = [_of_finding(f, month) for f in doubted if f not in repeated]
    found += _of_repeated(view, repeated)
    found += [*_of_scores(measured, month), *_of_unmeasured(measured, month)]
    every = (*found, *_of_payments(view), *_of_renewal(view, month))
    if math.prod(max(len(u.ways), 1) for u in every) > READINGS_MAX:
        return tuple(dataclasses.replace(u, ways=()) for u in every)
    return every


def combinations(doubts: Sequence[Unknown]) -> Iterator[tuple[Taken, ...]]:
    """Return every combination of the doubts' ways, the last doubt's changing fastest."""
    return itertools.product(*(u.ways for u in doubts))


def answered_unbilled(view: View, findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return the lines the parties agreed not to bill, since their circuit id repeats."""
    agreed = {(a.code, a.subject) for a in view.contract.answer if a.value == LARGEST_ONLY}
    doubted = (f for f in findings if (f.code, f.subject) in agreed)
    return tuple(x for f in doubted for x in _all_but_largest(view, f.touches.lines))


def reading_of(taken: Iterable[Taken]) -> tuple[tuple[Answer, ...], Reading]:
    """Return the answers and the reading that a combination stands for."""
    answers: list[Answer] = []
    reading = Reading()
    for way in taken:
        answers += way.answers
        reading = dataclasses.replace(
            reading,
            unbilled=(*reading.unbilled, *way.unbilled),
            doubt="lowest" if way.doubt_is_lowest else reading.doubt,
            is_unpaid=reading.is_unpaid and not way.is_paid,
        )
    return tuple(answers), reading


def _of_finding(finding: Finding, month: dt.date) -> Unknown:
    """Return the doubt an open finding casts."""
    ways: tuple[Taken, ...] = ()
    if finding.code.startswith("Q-"):
        ways = tuple(Taken(answers=(_assumed(finding, v, month),)) for v in finding.answers)
    return _with_ways(finding, ways)


def _of_repeated(view: View, findings: Sequence[Finding]) -> list[Unknown]:
    """Return the doubts that repeated circuit ids cast.

    A few are each tried both ways; more are all billed as signed, then all on their largest line
    only: amounts rise with each line that is billed, so that these are the bounds.
    """
    unbilled = [_all_but_largest(view, f.touches.lines) for f in findings]
    if len(findings) > _REPEATED_MAX:
        every = Taken(unbilled=tuple(line for lines in unbilled for line in lines))
        one = _with_ways(findings[0], (Taken(), every))
        reason = f"{len(findings)} circuit ids stand on several lines; the first: {one.reason}"
        return [dataclasses.replace(one, reason=reason, subject=f"{len(findings)} repeated ids")]
    return [
        _with_ways(f, (Taken(), Taken(unbilled=lines)))
        for f, lines in zip(findings, unbilled, strict=True)
    ]


def _with_ways(finding: Finding, ways: tuple[Taken, ...]) -> Unknown:
    """Return a finding's doubt with the ways to take it."""
    return Unknown(
        finding.code, finding.message, finding.clause, finding.subject, ways, finding.touches
    )


def _assumed(finding: Finding, value: str, on: dt.date) -> Answer:
    """Return an answer nobody gave, to see what would follow."""
    subject = finding.subject or None
    return Answer(code=finding.code, subject=subject, value=value, by=("buyer", "provider"), on=on)


def _all_but_largest(view: View, lines: Sequence[str]) -> tuple[str, ...]:
    """Return some lines without the one of the highest rent (the first of equals)."""
    rents: dict[str, int] = {}
    for frame in view.case.schedules.values():
        rows = frame.filter(pl.col("line").is_in(lines))
        rents |= dict(rows.select("line", "monthly_rent").iter_rows())
    largest = max(rents, key=lambda line: rents[line], default=None)
    return tuple(line for line in rents if line != largest)


def _of_unmeasured(measured: Measured, month: dt.date) -> Iterator[Unknown]:
    """Yield a doubt for every availability that unknown time leaves open.

    Amounts rise with availability and fall with outages, so that all unknown time taken as down,
    then all as up, gives the bounds.
    """
    if reads_states(measured.view):
        ways = (Taken(doubt_is_lowest=True), Taken())
        for found in unmeasured(measured, month):
            code = "E-AVAILABILITY-UNKNOWN"
            yield Unknown(code, found.reason, found.clause, found.subject, ways)


def _of_scores(measured: Measured, month: dt.date) -> Iterator[Unknown]:
    """Yield a doubt for every bands term without a score, in this month or one it credits.

    Earlier months matter only where something of theirs is credited or paid later.
    All months without one are taken at their lowest together, then at their highest: amounts rise
    with the factor, so that these are the bounds.
    """
    view = measured.view
    days = view.term_days
    ends = days.end if days is not None else FAR_FUTURE
    has_past = any(isinstance(v.term, Credit | LateInterest) for v in view.versions)
    for bands, held in of_kind(view.versions, Bands):
        if is_measured(view, bands):
            continue
        missing = []
        first = max(held.start, days.start if days else held.start).replace(day=1)
        each = first if has_past else max(first, month)
        while each <= month and view.period(each).start < ends:
            metric = month_metric(measured, bands, each)
            is_held = metric is not None and view.period(each).intersection(held).count
            if is_held and metric is not None and is_doubtful(metric, bands):
                missing.append(month_text(each) + _between(metric))
            each = (each + dt.timedelta(days=32)).replace(day=1)
        if missing:
            reason = (
                f"{bands.id} needs {bands.metric} of {', '.join(missing)}, and {SCORES} has no "
                "single value of its domain"
            )
            ways = (Taken(doubt_is_lowest=True), Taken())
            yield Unknown("E-METRIC-MISSING", reason, bands.clause, bands.id, ways)


def _between(metric: Metric) -> str:
    """Return what a month's score lies between; blank: nothing is known of it."""
    if metric.low is None or metric.high is None or metric.low == metric.high:
        return ""
    return f" (between {plain(metric.low)} and {plain(metric.high)})"


def _of_renewal(view: View, month: dt.date) -> Iterator[Unknown]:
    """Yield a doubt where a month of a renewal costs what nobody has agreed yet.

    An amendment of prices that holds from the renewal's first day on, or later in it, settles it.
    """
    period = view.period(month)
    for term in contract_renewals(view):
        for days in view.renewals:
            agreed = any(
                v.amendment and isinstance(v.term, _PRICED) and v.days.start in days
                and v.days.start <= period.start
                for v in view.versions
            )  # fmt: skip
            if term.price != "unchanged" and not agreed and period.intersection(days).count:
                price = _PRICES[term.price]
                reason = f"{term.id} went on from {days.start} at {price}: no amendment says which"
                yield Unknown("E-RENEWAL-PRICE", reason, term.clause, term.id, (), _ALL)


def _of_payments(view: View) -> Iterator[Unknown]:
    """Yield a doubt where interest depends on payments and nothing is known of them."""
    for term, _ in of_kind(view.versions, LateInterest):
        if "payments" not in view.case.records:
            reason = "whether it was paid isn't known: records/payments.csv doesn't exist"
            ways = (Taken(is_paid=True), Taken())
            yield Unknown("E-PAYMENTS-MISSING", reason, term.clause, term.id, ways)
            return
