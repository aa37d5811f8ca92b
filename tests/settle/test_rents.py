"""What do the lines owe? Methods, versions, pauses, factors and rounding, by hand."""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from lineproof.settle.rents import combined
from lineproof.settle.settlement import Factor

Made = Callable[..., Any]

D = dt.date
ROW = {"line": "1", "monthly_rent": 31000, "start": D(2024, 1, 1)}
SCHEDULE = {"id": "SCHEDULE", "kind": "circuit_schedule", "file": "circuits.csv",
            "sha256": "0" * 64, "clause": "1"}  # fmt: skip
CARD = {"id": "CARD", "kind": "scorecard", "base": "100",
        "items": [{"item": "a", "metric": "m", "max_points": "100",
                   "deduction": "manual"}]}  # fmt: skip


def _part(method: str = "actual_days", **more: object) -> dict[str, Any]:
    return {"id": "PART", "kind": "proration", "method": method, **more}


def _sla(factor: str = "0.9", **more: object) -> dict[str, Any]:
    return {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
            "clause": "1", "bands": [{"ge": "0", "factor": factor}], **more}  # fmt: skip


def _event(event: str, day: dt.date, value: str | None = None) -> dict[str, Any]:
    return {"line": "1", "event": event, "date": day, "value": value}


SCORES = [{"month": "2024-03", "points": "50"}]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (D(2024, 1, 31), D(2024, 2, 1), {"2024-01": 1000, "2024-02": 1069}),
        (D(2023, 2, 28), D(2023, 3, 1), {"2023-02": 1107, "2023-03": 1000}),
        (D(2024, 2, 29), D(2024, 3, 1), {"2024-02": 1069, "2024-03": 1000}),
        (D(2024, 3, 31), None, {"2024-03": 1000, "2024-04": 31000}),
    ],
)
def test_days_at_a_months_end(
    settled: Made, start: dt.date, end: dt.date | None, expected: dict[str, int]
) -> None:
    """310.00: one day of January is 10.00, of a leap February 310/29 = 10.689… → 10.69, of 28 days
    11.071… → 11.07. From 31 January to 1 February are two days, not none.
    """
    row = {**ROW, "start": start, "end": end}
    head = {"start": D(2023, 1, 1), "months": 24}
    for month, amount in expected.items():
        found = settled(month, head=head, terms=[_part()], circuits=[row])
        assert found.gross.value == amount


def test_several_prices_in_one_month_kill_bill_2291(settled: Made, amounts: Made) -> None:
    """310.00, then 620.00 from the 11th, 930.00 from the 21st: 100.00 + 200.00 + 11 × 30.00."""
    events = [_event("repriced", D(2024, 3, 21), "930.00"),
              _event("repriced", D(2024, 3, 11), "620.00")]  # fmt: skip
    found = settled("2024-03", terms=[_part()], circuits=[ROW], records={"lifecycle": events})
    assert [row[2:] for row in amounts(found)] == [
        ("03-01", "03-11", 10000), ("03-11", "03-21", 20000), ("03-21", "04-01", 33000),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("while_suspended", "month", "expected"),
    [("no_rent", "2024-02", 29000 * 31 // 29), ("no_rent", "2024-03", 11000),
     ("rent", "2024-03", 31000), ("rent", "2024-04", 31000), (None, "2024-03", 11000)],
)  # fmt: skip
def test_a_pause_across_a_months_end(
    settled: Made, while_suspended: str | None, month: str, expected: int
) -> None:
    """Suspended 1 March, resumed on the 21st: 11 days × 10.00, or all where rent runs on. Where no
    clause says so, rent stops (a question is open).
    """
    part = _part(**({"while_suspended": while_suspended} if while_suspended else {}))
    events = [_event("suspended", D(2024, 3, 1)), _event("resumed", D(2024, 3, 21))]
    found = settled(month, terms=[part], circuits=[ROW], records={"lifecycle": events})
    assert found.gross.value == expected


def test_suspended_and_never_resumed(settled: Made) -> None:
    """10 days of March, nothing from then on."""
    events = {"lifecycle": [_event("suspended", D(2024, 3, 11))]}
    found = [settled(m, terms=[_part()], circuits=[ROW], records=events).gross.value
             for m in ("2024-03", "2024-04")]  # fmt: skip
    assert found == [10000, 0]


def test_each_line_pauses_by_its_own_rule(settled: Made, amounts: Made) -> None:
    """Rent stops in general; line 2 has a rule of its own, by which it runs on."""
    own = {**_part(while_suspended="rent"), "id": "OWN", "applies_to": ["line:2"],
           "overrides": ["PART"]}  # fmt: skip
    events = [{**_event("suspended", D(2024, 3, 11)), "line": n} for n in ("1", "2")]
    found = settled("2024-03", terms=[_part(while_suspended="no_rent"), own],
                    circuits=[ROW, {**ROW, "line": "2"}],
                    records={"lifecycle": events})  # fmt: skip
    assert [row[-1] for row in amounts(found)] == [10000, 31000]


def test_a_factor_for_some_days_keeps_the_units_sum(settled: Made, amounts: Made) -> None:
    """0.05 a month, factor 0.5 to the 15th (15 days), then 1: exact 15/31 × 0.025 + 16/31 × 0.05 =
    0.0379… → 0.04; the rents 0.024… → 0.02 and 0.05 - 0.02 = 0.03; the deduction is -0.01, all
    of it on the days it is for: 0.012… → 0.01, less 0.02.
    """
    row = {**ROW, "monthly_rent": 5}
    found = settled("2024-03", terms=[_part(), CARD, _sla("0.5", effective_to=D(2024, 3, 16))],
                    circuits=[row], records={"scores": SCORES})  # fmt: skip
    assert amounts(found) == [
        ("1", "rent", "03-01", "03-16", 2),
        ("1", "rent", "03-16", "04-01", 3),
        ("1", "deduction", "03-01", "03-16", -1),
    ]


@pytest.mark.parametrize("at", ["charge", "invoice"])
def test_a_reduction_rounded_as_a_whole_touches_only_what_is_reduced(
    settled: Made, at: str
) -> None:
    """Rents 10.05 each at 0.95 for lines 1 and 2 (9.5475), line 3 in full: exact
    19.095 + 10.05 = 29.145 → 29.15 of 30.15: -1.00, cut -0.50 and -0.50.
    """
    rows = [{**ROW, "line": n, "monthly_rent": 1005} for n in ("1", "2", "3")]
    sla = _sla("0.95", applies_to=["line:1", "line:2"])
    head = {"rounding": {"unit": "0.01", "at": at}}
    found = settled("2024-03", head=head, terms=[_part(), CARD, sla], circuits=rows,
                    records={"scores": SCORES})  # fmt: skip
    rows_of = found.lines.filter(found.lines["charge"] == "deduction")
    assert rows_of.get_column("line").to_list() == ["1", "2"]
    assert rows_of.get_column("amount").to_list() == [-50, -50]
    assert found.gross.value == 2915


@pytest.mark.parametrize(("unit", "expected"), [("0.01", 9677), ("0.1", 9680), ("1", 9700)])
def test_the_rounding_unit(settled: Made, unit: str, expected: int) -> None:
    """100.00 × 30/31 = 96.774…: 96.77, 96.80, 97.00."""
    row = {**ROW, "monthly_rent": 10000, "start": D(2024, 3, 2)}
    found = settled("2024-03", head={"rounding": {"unit": unit}}, terms=[_part()], circuits=[row])
    assert found.gross.value == expected


def test_two_versions_of_one_schedule_are_one_charge(settled: Made, amounts: Made) -> None:
    """0.10 by the day, replaced at the same price on 11 March: rounded as one charge, 0.032… +
    0.067… = 0.10: 0.03 and 0.07, in one unit of the month.
    """
    head = {"rounding": {"unit": "0.01", "at": "charge"}}
    amended = [{"id": "A", "signed": D(2024, 3, 1), "known_at": D(2024, 3, 1), "clause": "1",
                "effective_from": D(2024, 3, 11), "replaces": [SCHEDULE]}]  # fmt: skip
    found = settled("2024-03", head=head, terms=[_part(), SCHEDULE], amendment=amended,
                    circuits=[{**ROW, "monthly_rent": 10}])  # fmt: skip
    assert [row[-1] for row in amounts(found)] == [3, 7]


@pytest.mark.parametrize(
    ("month", "expected"), [("2024-02", 31000), ("2024-03", 16000), ("2024-01", 31000)]
)
def test_anniversary_months_from_the_15th(settled: Made, month: str, expected: int) -> None:
    """15 March to 15 April has 31 days; ceased on 31 March, 16 of them: 160.00."""
    head = {"start": D(2024, 1, 15), "period": "anniversary"}
    events = {"lifecycle": [_event("ceased", D(2024, 3, 31))]}
    found = settled(month, head=head, terms=[_part()], circuits=[ROW], records=events)
    assert found.gross.value == expected


def test_a_rule_of_its_own_for_a_line(settled: Made, amounts: Made) -> None:
    """Both start on the 31st: by the day 10.00; line 2 by no proration 310.00."""
    own = {**_part("none"), "id": "OWN", "applies_to": ["line:2"], "overrides": ["PART"]}
    rows = [{**ROW, "line": n, "start": D(2024, 3, 31)} for n in ("1", "2")]
    found = settled("2024-03", terms=[_part(), own], circuits=rows)
    assert [row[-1] for row in amounts(found)] == [1000, 31000]


def test_factors_multiply() -> None:
    """0.9 × 0.5 = 0.45; none leaves all."""
    factors = tuple(
        Factor(term="", clause="", metric="", value=None, band="", factor=Fraction(x))
        for x in ("0.9", "0.5")
    )
    assert combined(factors) == Fraction("0.45")
    assert combined(()) == 1
