"""Whether no history makes the ledger of a contract wrong: facts late, corrected, amended; sealed.

1,000 histories on tiny contracts. What each month earns is worked out beside, from the facts alone.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import itertools
from dataclasses import dataclass
from functools import cache

import polars as pl
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from lineproof.contract.case import Case
from lineproof.contract.parse import parse_contract
from lineproof.model.circuit import CIRCUITS
from lineproof.model.money import parse_minor
from lineproof.model.period import month_text
from lineproof.model.record import RECORDS
from lineproof.model.sealed import Booked, outstanding
from lineproof.seal.content import Previous, booked_of, due_of
from lineproof.seal.deltas import deltas_csv
from lineproof.settle.lines_text import lines_csv
from lineproof.settle.settle import Asked, settle
from lineproof.settle.settlement import Settlement

HISTORIES = 1000
PARTS = 4
MONTHS = tuple(dt.date(2024, n, 1) for n in range(1, 4))
#: The term's, and the one after, in which leftovers are settled.
SEALABLE = (*MONTHS, dt.date(2024, 4, 1))
#: Facts of a month come from its end on, this many days later at most.
LATEST = 150
DAYS = (dt.date(2024, 1, 11), dt.date(2024, 3, 1))
CONTRACT = """\
schema = "contract/1"
[contract]
id = "history"
currency = "CNY"
timezone = "Asia/Shanghai"
signed = 2023-12-20
start = 2024-01-01
months = 3
parties = { buyer = { name = "B" }, provider = { name = "P" } }
rounding = { unit = "0.01" }
[[term]]
id = "SCHEDULE"
kind = "circuit_schedule"
clause = "1"
file = "circuits.csv"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
[[term]]
id = "PART-MONTHS"
kind = "proration"
clause = "2"
applies_to = ["rent"]
method = "actual_days"
while_suspended = "no_rent"
[[term]]
id = "BANDS"
kind = "bands"
clause = "3"
applies_to = ["rent"]
metric = "score"
domain = ["0", "100"]
bands = [{ ge = "90", factor = "1" }, { lt = "90", factor = "0.90" }]
tax_nature = "price_reduction"
[[term]]
id = "CREDIT"
kind = "credit"
clause = "4"
cycle = "<CYCLE>"
after_last = "refund"
[[term]]
id = "PLAN"
kind = "payment_plan"
clause = "6"
mode = "<MODE>"
items = [{ item = "rent", triggers = ["<TRIGGER>"], within = 10, unit = "days" }]
"""
AMENDMENT = """\
[[amendment]]
id = "A1"
signed = 2024-01-01
effective_from = 2024-0{month}-01
known_at = {known}
clause = "A1"
[[amendment.replaces]]
id = "BANDS"
kind = "bands"
clause = "A1"
applies_to = ["rent"]
metric = "score"
domain = ["0", "100"]
bands = [{{ ge = "90", factor = "1" }}, {{ lt = "90", factor = "0.80" }}]
tax_nature = "price_reduction"
"""
PLANS = {
    "monthly": {"CYCLE": "next_month", "MODE": "monthly", "TRIGGER": "period_end"},
    "yearly": {"CYCLE": "next_payment", "MODE": "annual_prepay", "TRIGGER": "period_start"},
}


@dataclass(frozen=True)
class Fact:
    """A row of a record: what it says, and the day it was learned of."""

    kind: str
    known: dt.date
    values: tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class History:
    """A contract's life: its plan, the facts, an amendment, and the days months are sealed on."""

    plan: str
    facts: tuple[Fact, ...]
    amendment: str
    sealings: tuple[tuple[dt.date, dt.date], ...]


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw a history: every month scored once, some again; a line ceased, repriced, taken back."""
    facts: list[Fact] = []
    for index, month in enumerate(MONTHS):
        known = month + dt.timedelta(days=draw(st.integers(32, 45)))
        last = f"S{index}-0"
        facts.append(score(last, known, month, draw(st.sampled_from((85, 95))), None))
        for again in range(1, draw(st.sampled_from((1, 1, 2, 3)))):
            known += dt.timedelta(days=draw(st.integers(1, 60)))
            points = draw(st.sampled_from((85, 95)))
            facts.append(score(f"S{index}-{again}", known, month, points, last))
            last = f"S{index}-{again}"
    facts += [draw(lifecycle(number)) for number in range(draw(st.sampled_from((0, 0, 0, 1, 2))))]
    amendment = ""
    if draw(st.booleans()):
        known = dt.date(2024, 1, 1) + dt.timedelta(days=draw(st.integers(0, LATEST)))
        amendment = AMENDMENT.format(month=draw(st.sampled_from((1, 3))), known=known)
    return History(draw(st.sampled_from(tuple(PLANS))), tuple(facts), amendment, draw(sealings()))


def score(row: str, known: dt.date, month: dt.date, points: int, replaces: str | None) -> Fact:
    """Return a month's score."""
    values = {"id": row, "month": month_text(month), "points": points, "replaces": replaces}
    return Fact("scores", known, tuple(values.items()))


@st.composite
def lifecycle(draw: st.DrawFn, number: int) -> Fact:
    """Draw something that happens to one of the two lines, learned of up to 60 days later."""
    day = draw(st.sampled_from(DAYS))
    known = day + dt.timedelta(days=draw(st.integers(0, 60)))
    prices = ("77.77", "120.00") if number else ("77.77",)
    values = {
        "id": f"L{number}",
        "line": draw(st.sampled_from("12")),
        "event": "repriced",
        "date": day,
        "value": draw(st.sampled_from(prices)),
    }
    return Fact("lifecycle", known, tuple(values.items()))


@st.composite
def sealings(draw: st.DrawFn) -> tuple[tuple[dt.date, dt.date], ...]:
    """Draw when which month is sealed or sealed again: in order, on days that never go back."""
    found: list[tuple[dt.date, dt.date]] = []
    day = dt.date(2024, 2, 20)
    for index in range(draw(st.integers(1, len(SEALABLE)))):
        day = max(day, SEALABLE[index] + dt.timedelta(days=46))
        found.append((SEALABLE[index], day))
        for _ in range(draw(st.integers(0, 2))):
            day += dt.timedelta(days=draw(st.integers(0, 40)))
            found.append((SEALABLE[draw(st.integers(0, index))], day))
    return tuple(found)


SCHEDULE = pl.DataFrame(
    [
        {"row": 2, "line": "1", "id": "C1", "monthly_rent": 10_000},
        {"row": 3, "line": "2", "id": "C2", "monthly_rent": 33_333},
    ],
    schema=dict(CIRCUITS.schema()),
).with_columns(start=pl.lit(MONTHS[0]), end=pl.lit(dt.date(2024, 3, 31)))


@cache
def contract_of(plan: str, amendment: str) -> Case:
    """Return a history's contract without facts."""
    text = CONTRACT
    for word, said in PLANS[plan].items():
        text = text.replace(f"<{word}>", said)
    parsed = parse_contract(text + amendment, file="contract.toml")
    assert parsed.contract is not None, parsed.findings
    return Case(parsed.contract, {"circuits.csv": SCHEDULE}, {}, None, parsed.positions)


def case_of(history: History) -> Case:
    """Return a history's case: all facts, whenever they were learned of."""
    return with_facts(contract_of(history.plan, history.amendment), history.facts)


def with_facts(case: Case, facts: tuple[Fact, ...]) -> Case:
    """Return a case with some facts."""
    records = {}
    for kind in ("scores", "lifecycle"):
        rows = [
            {"row": n, "by": "buyer", "recorded_at": at_noon(fact.known), **dict(fact.values)}
            for n, fact in enumerate((f for f in facts if f.kind == kind), 2)
        ]
        schema = dict(RECORDS[kind].schema())
        records[kind] = pl.DataFrame(rows, schema=schema, orient="row", strict=False)
    return dataclasses.replace(case, records=records)


def holding(facts: tuple[Fact, ...], day: dt.date) -> tuple[Fact, ...]:
    """Return what holds on a day: each month's last score by then, and what happened to lines."""
    scores: dict[object, Fact] = {}
    others: list[Fact] = []
    known = sorted((f for f in facts if f.known <= day), key=lambda f: (f.known, str(f.values[0])))
    for fact in known:
        values = dict(fact.values)
        if fact.kind == "scores":
            plain = {"id": values["month"], "month": values["month"], "points": values["points"]}
            scores[values["month"]] = Fact("scores", MONTHS[0], tuple(plain.items()))
        else:
            nth = dt.timedelta(days=len(others))  # which of two came later is all that counts
            others.append(dataclasses.replace(fact, known=MONTHS[0] + nth))
    return (*(scores[m] for m in sorted(scores, key=str)), *sorted(others, key=str))


@cache
def settled(
    plan: str, amendment: str, facts: tuple[Fact, ...], month: dt.date, sealed: tuple[Booked, ...]
) -> Settlement:
    """Return a month of a contract of which just these facts are known."""
    case = with_facts(contract_of(plan, amendment), facts)
    return settle(dataclasses.replace(case, sealed=sealed), Asked(month, findings=()))


def _known_at_once(amendment: str) -> str:
    """Return an amendment as if it had always been known, so that many are the same."""
    head, found, rest = amendment.partition("known_at = ")
    return head + found + "2024-01-01" + rest[10:] if found else ""


def at_noon(day: dt.date) -> dt.datetime:
    """Return noon of a day."""
    return dt.datetime(day.year, day.month, day.day, 4, tzinfo=dt.UTC)


@dataclass
class Ledger:
    """What was sealed: each month at its latest revision, with all revisions it had."""

    history: History
    booked: dict[str, Booked] = dataclasses.field(default_factory=dict)
    revisions: dict[str, list[tuple[dt.date, Settlement, tuple[Booked, ...]]]] = dataclasses.field(
        default_factory=dict
    )

    def sealed(self) -> tuple[Booked, ...]:
        """Return the sealed months in order."""
        return tuple(self.booked[month] for month in sorted(self.booked))

    def settle(self, month: dt.date, day: dt.date, sealed: tuple[Booked, ...]) -> Settlement:
        """Return a month of what holds on a day, after some months were sealed."""
        amendment = _known_at_once(self.history.amendment) if self.is_amended(day) else ""
        plain = tuple(dataclasses.replace(b, revision=0, result_hash="") for b in sealed)
        return settled(self.history.plan, amendment, holding(self.history.facts, day), month, plain)

    def is_amended(self, day: dt.date) -> bool:
        """Whether the amendment is known on a day."""
        known = self.history.amendment.partition("known_at = ")[2][:10]
        return bool(known) and known <= day.isoformat()

    def replay(self, month: dt.date, day: dt.date, sealed: tuple[Booked, ...]) -> Settlement:
        """Return a month of everything there is, corrections and all, as known on a day."""
        case = dataclasses.replace(case_of(self.history), sealed=sealed)
        return settle(case, Asked(month, day, findings=()))

    def seal(self, month: dt.date, day: dt.date) -> None:
        """Seal a month as `store.sealing` does."""
        before, text = self.sealed(), month_text(month)
        found = self.settle(month, day, before)
        assert found.is_settled, found.blocked
        last = self.booked.get(text)
        previous = None
        if last is not None:
            due = due_of(self.revisions[text][-1][1])
            previous = Previous(last, "", due, b"")
        booked = booked_of(found, previous=previous)
        if last is not None and dataclasses.replace(booked, revision=last.revision) == last:
            return
        self.booked[text] = booked
        self.revisions.setdefault(text, []).append((day, found, before))


def sum_of(amounts: bytes) -> int:
    """Return the sum of a CSV's amounts, in minor units."""
    column = pl.read_csv(io.BytesIO(amounts), infer_schema=False).get_column("amount")
    return sum(parse_minor(text, digits=2) for text in column)


def gross_of(found: Settlement) -> int:
    """Return what a month earned."""
    assert found.gross.value is not None
    return found.gross.value


def check_revisions(ledger: Ledger, chosen: int) -> None:
    """One revision replays; the deltas of them all are the difference from the first to the last.

    chosen: which one, by number.
    """
    all_of_them = [
        (dt.date.fromisoformat(f"{text}-01"), *revision)
        for text, revisions in ledger.revisions.items()
        for revision in revisions
    ]
    month, day, found, before = all_of_them[chosen % len(all_of_them)]
    assert ledger.replay(month, day, before).result_hash == found.result_hash
    for revisions in ledger.revisions.values():
        texts = [lines_csv(found.lines, digits=2) for _, found, _ in revisions]
        deltas = sum(sum_of(deltas_csv(*pair)) for pair in itertools.pairwise(texts))
        assert deltas == gross_of(revisions[-1][1]) - gross_of(revisions[0][1])


def check_carried(ledger: Ledger) -> None:
    """What was claimed and carried, with what is still owed, is what all months come to.

    Σ (at once, first + carried) + owed = Σ at once + the credits that have reached the buyer.
    """
    booked = ledger.sealed()
    following = f"2024-{len(booked) + 1:02}"
    claimed = sum(b.at_once_first + b.carried for b in booked)
    reached = sum(
        amount for b in booked for at, amount in b.deferred if at is not None and at <= following
    )
    owed = outstanding(booked, following)
    assert claimed + owed == sum(b.at_once for b in booked) + reached
    if len(booked) < len(MONTHS):
        last = max(day for rows in ledger.revisions.values() for day, _, _ in rows)
        late = max(last, SEALABLE[len(booked)] + dt.timedelta(days=46))
        found = ledger.settle(SEALABLE[len(booked)], late, booked)
        assert found.carried.value == owed


def check_history(history: History, chosen: int) -> None:
    """Check what came of a history: replayed, summed, carried once."""
    ledger = Ledger(history)
    for month, day in history.sealings:
        ledger.seal(month, day)
    check_revisions(ledger, chosen)
    check_carried(ledger)
    month, day = history.sealings[-1]
    last = ledger.revisions[month_text(month)][-1][1]
    fresh = ledger.settle(month, day, ())
    assert lines_csv(fresh.lines, digits=2) == lines_csv(last.lines, digits=2)
    assert (fresh.gross, fresh.deferred) == (last.gross, last.deferred)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_no_history_carries_anything_twice(part: int) -> None:
    """Sealed and sealed again as facts came; in parts, so that several workers share them."""
    check = given(history=histories(), chosen=st.integers(0, 20))(check_history)
    bounded = settings(max_examples=HISTORIES // PARTS, suppress_health_check=list(HealthCheck))
    seed(part)(bounded(check))()
