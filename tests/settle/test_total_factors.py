"""What does a factor take off a total? Bases, rounding, days in force and precedence."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

Made = Callable[..., Any]

D = dt.date
ROWS = [{"line": "1", "monthly_rent": 10001, "start": D(2024, 1, 1)},
        {"line": "2", "monthly_rent": 20002, "start": D(2024, 1, 1)}]  # fmt: skip
PART = {"id": "PART", "kind": "proration", "method": "actual_days"}
CARD = {"id": "CARD", "kind": "scorecard", "base": "100",
        "items": [{"item": "a", "metric": "m", "max_points": "100",
                   "deduction": "manual"}]}  # fmt: skip
TOTAL = {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
         "apply_to": "charge_total", "clause": "1",
         "bands": [{"ge": "90", "factor": "1"}, {"lt": "90", "factor": "0.9"}]}  # fmt: skip
SCORES = {"scores": [{"month": "2024-03", "points": "80"}, {"month": "2025-01", "points": "80"}]}


def _deductions(
    settled: Made, *bands: dict[str, Any], month: str = "2024-03", **changes: object
) -> list[int]:  # fmt: skip
    found = settled(month, terms=[PART, CARD, *bands], circuits=ROWS, records=SCORES, **changes)
    rows = found.lines.filter(found.lines["charge"] == "deduction")
    amounts: list[int] = rows.get_column("amount").to_list()
    return amounts


def test_one_deduction_off_all_rents(settled: Made) -> None:
    """300.03 × 0.9 = 270.027 → 270.03: -30.00; off each line it would be -10.00 and -20.00."""
    assert _deductions(settled, TOTAL) == [-3000]


@pytest.mark.parametrize(
    ("base", "months", "expected"),
    [("total_over_12", 16, -833), ("total_over_months", 16, -625), ("total_over_12", 12, -833)],
)
def test_a_part_of_the_contracts_total(
    settled: Made, base: str, months: int, expected: int
) -> None:
    """1,000.00 / 12 = 83.33…: × 0.9 = 75.00; R(83.33…) = 83.33: -8.33. / 16 = 62.50 → 56.25."""
    bands = {**TOTAL, "apply_to": "unit", "monthly_base": base}
    head = {"months": months, "stated_total": "1000.00"}
    assert _deductions(settled, bands, head=head) == [expected]


def test_the_base_is_not_rounded_first(settled: Made) -> None:
    """0.50 / 12 = 0.041666…, × 0.9 = 0.0375 → 0.04, R(base) = 0.04: 0. From 0.04: 0.036 → 0.04 too;
    of 0.54 / 12 = 0.045 → 0.05, × 0.9 = 0.0405 → 0.04: -0.01, where 0.05 × 0.9 = 0.045 → 0.05: 0.
    """
    bands = {**TOTAL, "apply_to": "unit", "monthly_base": "total_over_12"}
    assert _deductions(settled, bands, head={"stated_total": "0.50"}) == [0]
    assert _deductions(settled, bands, head={"stated_total": "0.54"}) == [-1]


def test_a_total_rounds_at_the_contracts_unit(settled: Made) -> None:
    """Rents 100.00 and 200.00 (to 1): 300 × 0.9 = 270, -30; of 1,000.00 / 12: 75 - 83 = -8."""
    head = {"stated_total": "1000.00", "rounding": {"unit": "1"}}
    bands = {**TOTAL, "apply_to": "unit", "monthly_base": "total_over_12"}
    assert _deductions(settled, bands, head=head) == [-800]


def test_nothing_is_deducted_outside_the_term(settled: Made) -> None:
    """The closing month earns nothing, so that there is nothing to reduce."""
    bands = {**TOTAL, "apply_to": "unit", "monthly_base": "total_over_12"}
    head = {"stated_total": "1000.00"}
    assert _deductions(settled, bands, month="2025-01", head=head) == []


def test_a_version_that_ends_bears_its_days_only(settled: Made) -> None:
    """Replaced on 11 March by the same at 0.8: rents of 10 days 96.784 → 32.26 + 64.52 = 96.78,
    -9.68; of 21 days 67.75 + 135.50 = 203.25, -40.65. Of 1,000.00 / 12: 10/31 and 21/31 of it.
    """
    after = {**TOTAL, "bands": [{"ge": "0", "factor": "0.8"}]}
    amended = [{"id": "A", "signed": D(2024, 3, 1), "known_at": D(2024, 3, 1), "clause": "1",
                "effective_from": D(2024, 3, 11), "replaces": [after]}]  # fmt: skip
    assert _deductions(settled, TOTAL, amendment=amended) == [-968, -4065]


def test_the_bands_that_override_rule_alone(settled: Made) -> None:
    """Line 2 has bands of its own: the total's base is line 1, 100.01 × 0.9 = 90.01: -10.00."""
    own = {**TOTAL, "id": "OWN", "applies_to": ["line:2"], "overrides": ["SLA"],
           "bands": [{"ge": "0", "factor": "0.5"}]}  # fmt: skip
    assert _deductions(settled, TOTAL, own) == [-1000, -10001]


def test_full_marks_take_nothing_off(settled: Made) -> None:
    """At 90 the factor is 1: the line stands, at 0."""
    scores = {"scores": [{"month": "2024-03", "points": "90"}]}
    found = settled("2024-03", terms=[PART, CARD, TOTAL], circuits=ROWS, records=scores)
    assert found.gross.value == 30003
