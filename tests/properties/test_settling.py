"""Does settling keep what must hold of every contract? Random schedules, records and rules.

The reference goes line by line and day by day, in `Fraction`, and knows no columns.
"""

import dataclasses
import datetime as dt
import itertools
import random
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineproof.assess.intervals import service_intervals
from lineproof.contract.case import Case, View, view
from lineproof.model.explained import recompute
from lineproof.model.line_order import in_line_order
from lineproof.model.money import round_half_away, unordered_parts
from lineproof.settle.explain import Explainer
from lineproof.settle.segments import Cutting, month_segments
from lineproof.settle.settle import Asked, settle
from lineproof.settle.settlement import Settlement

Made = Callable[..., Any]

D = dt.date
MONTH = D(2024, 3, 1)
END = D(2024, 4, 1)
METHODS = ("actual_days", "thirty", "half_month", "annual_365", "none")
CALM = settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
Row = dict[str, Any]

_days = st.dates(D(2024, 1, 1), D(2024, 4, 10))
_rents = st.integers(0, 300_000)


@st.composite
def _cases(draw: st.DrawFn) -> dict[str, Any]:
    """Draw the changes that make a case: some lines, what happened to them, and the rules."""
    count = draw(st.integers(1, 5))
    circuits = [
        {
            "line": str(n),
            "monthly_rent": draw(_rents),
            "start": draw(st.none() | _days),
            "end": draw(st.none() | _days),
        }
        for n in range(1, count + 1)
    ]
    kinds = ("accepted", "in_service", "repriced", "suspended", "resumed", "ceased", "moved")
    events = draw(
        st.lists(
            st.tuples(st.integers(1, count), st.sampled_from(kinds), _days, _rents), max_size=12
        )
    )
    lifecycle = [
        {"line": str(n), "event": kind, "date": day,
         "value": f"{rent // 100}.{rent % 100:02d}" if kind == "repriced" else None}
        for n, kind, day, rent in events
    ]  # fmt: skip
    points = draw(st.sampled_from(["100", "90", "89.99", "70", "69.99", "0"]))
    terms = [
        {"id": "PART", "kind": "proration", "method": draw(st.sampled_from(METHODS)),
         "while_suspended": draw(st.sampled_from(["rent", "no_rent"])),
         **draw(st.sampled_from([{}, {"first": "thirty"}, {"last": "none", "changed": "thirty"}]))},
        {"id": "CARD", "kind": "scorecard", "base": "100",
         "items": [{"item": "a", "metric": "m", "max_points": "100", "deduction": "manual"}]},
        {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
         "effective_from": draw(st.sampled_from([D(2024, 1, 1), D(2024, 3, 12)])),
         "bands": [{"ge": "90", "factor": "1"}, {"ge": "70", "lt": "90", "factor": "0.85"},
                   {"lt": "70", "factor": "0.333"}]},
    ]  # fmt: skip
    unit, at = draw(st.sampled_from([("0.01", "unit_month"), ("0.1", "unit_month"),
                                     ("0.01", "charge"), ("1", "invoice")]))  # fmt: skip
    return {
        "head": {"rounding": {"unit": unit, "at": at}},
        "terms": terms,
        "circuits": circuits,
        "records": {"lifecycle": lifecycle, "scores": [{"month": "2024-03", "points": points}]},
    }


def _settled(case: Case) -> Settlement:
    return settle(case, Asked(MONTH, findings=()))


# ---------------------------------------------------------------- the reference


def _started(row: Row, events: list[Row]) -> dt.date | None:
    """The first accepted day, else the first in service, else the scheduled one."""
    for kind in ("accepted", "in_service"):
        days: list[dt.date] = [e["date"] for e in events if e["event"] == kind]
        if days:
            return min(days)
    start: dt.date | None = row["start"]
    return start


def _price_on(row: Row, events: list[Row], day: dt.date) -> int:
    """The last price recorded for a day or before it, else the schedule's."""
    prices = [e for e in events if e["event"] == "repriced" and e["date"] <= day]
    if not prices:
        return int(row["monthly_rent"])
    last = max(prices, key=lambda e: (e["date"], e["id"]))
    return int(Fraction(last["value"]) * 100)


def _is_suspended(events: list[Row], day: dt.date) -> bool:
    """Whether the last of `suspended` and `resumed` by a day is `suspended`."""
    states = [e for e in events if e["event"] in {"suspended", "resumed"} and e["date"] <= day]
    last = max(states, key=lambda e: (e["date"], e["id"]), default=None)
    return last is not None and last["event"] == "suspended"


def _served(row: Row, events: list[Row], proration: Row) -> list[tuple[dt.date, int]]:
    """Each day of the month that is paid for, with its monthly rent."""
    start = _started(row, events)
    if start is None:
        return []
    start = max(start, D(2024, 1, 1))
    ends = [e["date"] for e in events if e["event"] == "ceased"]
    ends += [row["end"] + dt.timedelta(days=1)] if row["end"] else []
    found = []
    for n in range(31):
        day = MONTH + dt.timedelta(days=n)
        is_on = start <= day and all(day < end for end in ends)
        is_free = proration["while_suspended"] == "no_rent" and _is_suspended(events, day)
        if is_on and not is_free:
            found.append((day, _price_on(row, events, day)))
    return found


def _ruling(served: list[tuple[dt.date, int]], proration: Row) -> str:
    """The method of a month, as the term says: first, last, changed; blank: a whole month."""
    days, rents = [d for d, _ in served], {r for _, r in served}
    if days[0] > MONTH:
        return str(proration.get("first", proration["method"]))
    if days[-1] < END - dt.timedelta(days=1):
        return str(proration.get("last", proration["method"]))
    has_gap = len(days) < 31
    changes = any(a != b for (_, a), (_, b) in itertools.pairwise(served))
    assert changes == (len(rents) > 1)
    return str(proration.get("changed", proration["method"])) if changes or has_gap else ""


def _weight(method: str, offset: int, begun: set[int]) -> Fraction:
    """What one paid day bears of a month, offset days after the first."""
    if method in {"", "actual_days"}:
        return Fraction(1, 31)
    if method == "thirty":
        return Fraction(0 if offset == 29 + 1 else 1, 30)
    if method == "annual_365":
        return Fraction(12, 365)
    if method == "none":
        return Fraction(1 if not begun else 0)
    return Fraction(0)


def _exact(case: Mapping[str, Any], row: Row, events: list[Row]) -> tuple[Fraction, Fraction]:
    """A line's exact month, without and with its factor; half months are not its business."""
    proration, _, bands = case["terms"]
    served = _served(row, events, proration)
    if not served:
        return Fraction(0), Fraction(0)
    points = Fraction(case["records"]["scores"][0]["points"])
    factor = Fraction(1) if points >= 90 else Fraction("0.85" if points >= 70 else "0.333")
    method = _ruling(served, proration)
    rent = left = Fraction(0)
    begun: set[int] = set()
    for day, price in served:
        share = _weight(method, (day - MONTH).days, begun)
        begun.add((day - MONTH).days)
        rent += price * share
        left += price * share * (factor if day >= bands["effective_from"] else 1)
    return rent, left


def _expected(case: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """Each line's rent and deduction, rounded once a line, or once for all and cut."""
    rounding = case["head"]["rounding"]
    step = int(Fraction(rounding["unit"]) * 100)
    lifecycle = [{**e, "id": f"r{n}"} for n, e in enumerate(case["records"]["lifecycle"], start=1)]
    exact = {
        row["line"]: _exact(case, row, [e for e in lifecycle if e["line"] == row["line"]])
        for row in case["circuits"]
    }
    if rounding["at"] == "unit_month":
        both = {k: tuple(round_half_away(v / step) * step for v in pair)
                for k, pair in exact.items()}  # fmt: skip
        return {k: (rent, left - rent) for k, (rent, left) in both.items()}
    rents, lefts = ([pair[i] / step for pair in exact.values()] for i in (0, 1))
    rent = unordered_parts(round_half_away(sum(rents, Fraction(0))), exact=rents)
    reduction = round_half_away(sum(lefts, Fraction(0))) - sum(rent)
    parts = unordered_parts(reduction, exact=[b - a for a, b in zip(rents, lefts, strict=True)])
    return {k: (a * step, d * step) for k, a, d in zip(exact, rent, parts, strict=True)}


def _by_line(found: Settlement, charge: str) -> dict[str, int]:
    lines = found.lines.filter(pl.col("charge") == charge)
    return dict(lines.group_by("line").agg(pl.col("amount").sum()).iter_rows())


# ---------------------------------------------------------------- properties


@CALM
@given(changes=_cases())
def test_columns_equal_the_reference_line_by_line(minimal: Made, changes: dict[str, Any]) -> None:
    """Half months aside, whose halves have their own table of cases."""
    if "half_month" in changes["terms"][0].values():
        return
    found = _settled(minimal(**changes))
    rents, deductions = _by_line(found, "rent"), _by_line(found, "deduction")
    for line, (rent, deduction) in _expected(changes).items():
        assert rents.get(line, 0) == rent, line
        assert deductions.get(line, 0) == deduction, line


@CALM
@given(changes=_cases())
def test_segments_tile_the_days_in_service(minimal: Made, changes: dict[str, Any]) -> None:
    """Each line's segments follow each other, never overlap, and cover the reference's days."""
    proration = changes["terms"][0]
    known: View = view(minimal(**changes))
    intervals = service_intervals(known)
    is_rented = proration["while_suspended"] == "rent"
    rented = frozenset({(0, None)} if is_rented else ())
    cutting = Cutting([D(2024, 3, 12)], rented=rented)
    rows = month_segments(known, intervals, known.period(MONTH), cutting=cutting)
    lifecycle = [{**e, "id": f"r{n}"} for n, e in enumerate(changes["records"]["lifecycle"], 1)]
    for row in changes["circuits"]:
        spans = rows.filter(pl.col("line") == row["line"]).select("from", "to", "rent").rows()
        days = [
            (start + dt.timedelta(days=n), rent)
            for start, end, rent in spans
            for n in range((end - start).days)
        ]
        events = [e for e in lifecycle if e["line"] == row["line"]]
        assert days == _served(row, events, proration)


@CALM
@given(changes=_cases(), order=st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(
    minimal: Made, changes: dict[str, Any], order: random.Random
) -> None:
    """Schedule rows, records and names in `applies_to`, shuffled: the same hashes."""
    changes["terms"][0]["applies_to"] = ["rent", "SCHEDULE"]
    case = minimal(**changes)
    schedule = case.schedules["circuits.csv"]
    numbers = list(range(schedule.height))
    order.shuffle(numbers)
    rows = list(range(case.records["lifecycle"].height))
    order.shuffle(rows)
    changes["terms"][0]["applies_to"] = ["SCHEDULE", "rent"]
    shuffled = dataclasses.replace(
        minimal(**changes),
        schedules={"circuits.csv": in_line_order(schedule[numbers])},
        records={**case.records, "lifecycle": case.records["lifecycle"][rows]},
    )
    one, other = _settled(case), _settled(shuffled)
    assert (one.inputs_hash, one.result_hash) == (other.inputs_hash, other.result_hash)


@CALM
@given(changes=_cases())
def test_parts_sum_to_the_whole_and_explain_themselves(
    minimal: Made, changes: dict[str, Any]
) -> None:
    """Σ lines = gross, at every rounding; each line's tree computes to what it owes."""
    case = minimal(**changes)
    found = _settled(case)
    assert found.gross.value == found.lines.get_column("amount").sum()
    explainer = Explainer(view(case), found)
    for (line,), rows in found.lines.group_by("line"):
        node = explainer.line(str(line))
        assert node is not None
        assert recompute(node) == node.value == rows.get_column("amount").sum()


@CALM
@given(changes=_cases())
def test_a_better_score_never_owes_less(minimal: Made, changes: dict[str, Any]) -> None:
    """0 → 69.99 → 70 → 89.99 → 90 → 100: no line and no total goes down; by line, where each line
    is rounded by itself.
    """
    is_by_line = changes["head"]["rounding"]["at"] == "unit_month"
    last: dict[str, int] = {}
    for points in ("0", "69.99", "70", "89.99", "90", "100"):
        changes["records"]["scores"][0]["points"] = points
        found = _settled(minimal(**changes))
        lines = found.lines.group_by("line" if is_by_line else pl.lit("all")).agg(
            pl.col("amount").sum()
        )
        now = dict(lines.iter_rows())
        assert all(now[line] >= amount for line, amount in last.items())
        last = now


@CALM
@given(changes=_cases())
def test_replay_is_a_no_op(minimal: Made, changes: dict[str, Any]) -> None:
    """The same case twice: the same lines, hashes and explanation columns."""
    case = minimal(**changes)
    one, other = _settled(case), _settled(case)
    assert one.lines.equals(other.lines)
    assert (one.inputs_hash, one.result_hash) == (other.inputs_hash, other.result_hash)


@pytest.mark.parametrize("at", ["unit_month", "charge", "invoice"])
def test_a_months_parts_sum_to_the_whole_at_every_rounding(minimal: Made, at: str) -> None:
    """Three lines of 100.00 for 10/31: 32.258… each. By unit 32.26 × 3 = 96.78; as one charge or
    invoice 96.774… → 96.77, cut 32.26 + 32.26 + 32.25.
    """
    rows = [{"line": str(n), "monthly_rent": 10000, "start": D(2024, 3, 22)} for n in (1, 2, 3)]
    part = {"id": "PART", "kind": "proration", "method": "actual_days"}
    rounding = {"unit": "0.01", "at": at}
    case = minimal(head={"rounding": rounding}, terms=[part], circuits=rows)
    found = _settled(case).lines.get_column("amount").to_list()
    assert found == ([3226, 3226, 3226] if at == "unit_month" else [3226, 3226, 3225])
