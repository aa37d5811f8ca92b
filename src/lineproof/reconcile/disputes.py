"""How does each dispute stand on a day? A fold over its recorded steps; illegal ones are findings.

Money goes one way: what is recovered was agreed before, and what is agreed was disputed. It decides
nothing: what the parties said is recorded, and a step that can't follow is left out and said so.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

import polars as pl

from lineproof.contract.case import View
from lineproof.model.finding import Finding, error
from lineproof.model.money import grouped_minor

State = Literal[
    "draft", "sent", "acknowledged", "agreed", "partly", "rejected", "credited", "closed",
    "accepted",
]  # fmt: skip
STATES: tuple[State, ...] = get_args(State)
#: From each state, the steps that may follow; the first step is always a draft. An answer may be
#: given anew, as after a talk; what was credited once stays agreed. What is accepted before it was
#: ever sent, the buyer lets stand though it isn't owed.
FOLLOWS: Mapping[State | None, tuple[State, ...]] = {
    None: ("draft",),
    "draft": ("draft", "sent", "closed", "accepted"),
    "sent": ("acknowledged", "agreed", "partly", "rejected", "closed"),
    "acknowledged": ("agreed", "partly", "rejected", "closed"),
    "agreed": ("credited", "closed"),
    "partly": ("partly", "agreed", "credited", "closed"),
    "rejected": ("sent", "partly", "agreed", "closed"),
    "credited": ("credited", "partly", "agreed", "closed"),
    "closed": (),
    "accepted": (),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a dispute; amount: in minor units, where it has one of its own."""

    state: State
    day: dt.date
    amount: int | None
    document: str
    reason: str
    evidence: str
    where: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """One dispute as it stands.

    bill: number of the bill; month: what it is about, YYYY-MM; term: what gives the credit, for a
    claim. causes: what is disputed by cause, in minor units. agreed: None while nobody answered.
    """

    id: str
    bill: str = ""
    month: str = ""
    term: str = ""
    state: State | None = None
    causes: tuple[tuple[str, int], ...] = ()
    agreed: int | None = None
    recovered: int = 0
    steps: tuple[Step, ...] = ()

    @property
    def disputed(self) -> int:
        """What is disputed in all."""
        return sum(amount for _, amount in self.causes)

    @property
    def is_open(self) -> bool:
        """Whether anything may still follow."""
        return self.state not in {"closed", "accepted"}

    def has_cause(self, causes: Collection[str]) -> bool:
        """Whether it is about one of some causes."""
        return any(cause in causes for cause, _ in self.causes)

    def day_of(self, *states: State) -> dt.date | None:
        """Return the first day it was in one of some states."""
        return next((step.day for step in self.steps if step.state in states), None)


@dataclass(frozen=True, slots=True)
class Register:
    """All disputes of a contract on a day, by the day of their first draft, and what is wrong."""

    disputes: tuple[Dispute, ...]
    findings: tuple[Finding, ...]

    def open_about(
        self, bill: str, month: str, term: str, causes: Collection[str] | None = None
    ) -> Dispute | None:
        """Return a dispute about the same money that isn't closed yet; causes: None for any."""
        wanted = (bill, month, term)
        own = (d for d in self.disputes if d.is_open and (d.bill, d.month, d.term) == wanted)
        return next((d for d in own if causes is None or d.has_cause(causes)), None)


class _Row(NamedTuple):
    """One record of a dispute."""

    id: str
    step: Step
    about: tuple[str, str, str]
    cause: str


def register_of(view: View, *, on: dt.date) -> Register:
    """Return how every dispute stands at the end of a day."""
    rows = view.rows("disputes").filter(pl.col("date") <= on)
    return folded(rows, digits=view.contract.digits)


def folded(rows: pl.DataFrame, *, digits: int) -> Register:
    """Return how disputes stand after their recorded steps, in the order of their days.

    rows: of `records/disputes.csv`, corrections applied. digits: decimals of the currency.
    """
    found: dict[str, Dispute] = {}
    findings: list[Finding] = []
    for row in _rows(rows.sort("date", "row")):
        before = found.get(row.id, Dispute(row.id))
        wrong = _twice(found.values(), row) or _wrong(before, row, digits=digits)
        if wrong is not None:
            findings.append(wrong)
        else:
            found[row.id] = _after(before, row)
    return Register(tuple(found.values()), tuple(findings))


def _rows(frame: pl.DataFrame) -> Iterator[_Row]:
    """Yield the records, in the order of their days."""
    for row in frame.iter_rows(named=True):
        text = {name: str(row[name] or "") for name in frame.columns}
        state = next(s for s in STATES if s == row["event"])
        where = f"records/disputes.csv:{row['row']}"
        step = Step(
            state, row["date"], row["amount"], text["document"], text["reason"], text["evidence"],
            where,
        )  # fmt: skip
        yield _Row(
            text["dispute"], step, (text["bill"], text["month"], text["term"]), text["cause"]
        )


def _twice(there: Iterable[Dispute], row: _Row) -> Finding | None:
    """Return why money can't be disputed once more while it is, or None."""
    if row.step.state != "draft" or not any(row.about):
        return None
    others = (d for d in there if d.is_open and d.id != row.id)
    same = (d for d in others if (d.bill, d.month, d.term) == row.about)
    other = next((d for d in same if d.has_cause((row.cause,))), None)
    if other is None:
        return None
    bill, month, term = row.about
    message = f"{bill or term} for {month or 'any month'} is disputed already: {other.id}"
    fix = f"Go on with {other.id}, or record its event closed and draft again."
    return error("E-DISPUTE-TWICE", message, where=row.step.where, fix=fix)


def _wrong(before: Dispute, row: _Row, *, digits: int) -> Finding | None:
    """Return why a step can't follow, or None."""
    step = row.step
    allowed = FOLLOWS[before.state]
    if step.state not in allowed:
        now = f"is {before.state}" if before.state else "was never drafted"
        fix = f"What can follow: {', '.join(allowed)}." if allowed else "Draft a new dispute."
        message = f'dispute {row.id} {now}: "{step.state}" on {step.day} can\'t follow'
        return error("E-DISPUTE-ORDER", message, where=step.where, fix=fix)
    if step.state == "draft" and before.steps and row.about != (
        before.bill, before.month, before.term,
    ):  # fmt: skip
        message = f"dispute {row.id} is drafted about another bill, month or term than before"
        fix = "Give it an id of its own."
        return error("E-DISPUTE-ORDER", message, where=step.where, fix=fix)
    return _wrong_amount(before, row, digits=digits)


def _wrong_amount(before: Dispute, row: _Row, *, digits: int) -> Finding | None:
    """Return why an amount can't be: missing, or not between what it must be, or None."""
    step, left = row.step, (before.agreed or 0) - before.recovered
    bounds = {
        "draft": (1, None, "it is what is disputed for one cause"),
        "agreed": (before.disputed, before.disputed, "all is agreed; less of it is partly"),
        "partly": (
            max(1, before.recovered),
            before.disputed - 1,
            "it is a part of what is disputed",
        ),
        "credited": (1, left, "it is at most what was agreed and isn't credited yet"),
    }
    if step.state not in bounds or (step.state == "agreed" and step.amount is None):
        return None
    least, most, why = bounds[step.state]
    amount = step.amount or 0
    if least <= amount and (most is None or amount <= most):
        return None
    said = [grouped_minor(each, digits=digits) for each in (amount, least, most or 0)]
    range_said = f"from {said[1]}" + (f" to {said[2]}" if most is not None else " on")
    message = f'dispute {row.id}: "{step.state}" {said[0]} on {step.day} isn\'t {range_said}: {why}'
    fix = "Correct the amount by a row that names this one in `replaces`."
    return error("E-DISPUTE-AMOUNT", message, where=step.where, fix=fix)


def _after(before: Dispute, row: _Row) -> Dispute:
    """Return a dispute after a step that can follow."""
    step, (bill, month, term) = row.step, row.about
    after = dataclasses.replace(before, state=step.state, steps=(*before.steps, step))
    match step.state:
        case "draft":
            causes = (*before.causes, (row.cause, step.amount or 0))
            return dataclasses.replace(after, bill=bill, month=month, term=term, causes=causes)
        case "agreed":
            return dataclasses.replace(after, agreed=before.disputed)
        case "partly":
            return dataclasses.replace(after, agreed=step.amount)
        case "sent":
            return dataclasses.replace(after, agreed=None)
        case "rejected":
            return dataclasses.replace(after, agreed=0)
        case "credited":
            return dataclasses.replace(after, recovered=before.recovered + (step.amount or 0))
    return after


@dataclass(frozen=True, slots=True)
class Sums:
    """What disputes come to together, in minor units of one currency."""

    disputed: int = 0
    agreed: int = 0
    recovered: int = 0
    open: int = 0
    """Disputed and not answered yet."""


def sums_of(disputes: Iterable[Dispute]) -> Sums:
    """Return what some disputes come to; drafts that nobody sent are disputed by no one yet.

    >>> sent = Step("sent", dt.date(2025, 4, 1), None, "", "", "", "records/disputes.csv:2")
    >>> sums_of([Dispute("D1", state="sent", causes=(("ceased", 500),), steps=(sent,))])
    Sums(disputed=500, agreed=0, recovered=0, open=500)
    """
    sent = [d for d in disputes if d.day_of("sent") is not None]
    total = Sums(
        disputed=sum(d.disputed for d in sent),
        agreed=sum(d.agreed or 0 for d in sent),
        recovered=sum(d.recovered for d in sent),
        open=sum(d.disputed for d in sent if d.agreed is None and d.is_open),
    )
    assert total.recovered <= total.agreed <= total.disputed, "money goes one way"
    return total
