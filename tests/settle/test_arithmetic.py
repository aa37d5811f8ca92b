"""Are the numbered rules of the contract format, Arithmetic, kept? One test a rule, by hand."""

import datetime as dt
import zoneinfo
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
import pytest

from lineproof.contract.facts import end_of_day
from lineproof.model.money import ordered_parts, unordered_parts
from lineproof.settle.kernel import exact, round_per_group, round_per_unit, total
from lineproof.settle.settle import Asked, settle

Made = Callable[..., Any]

D = dt.date
PRORATION = {"id": "PART", "kind": "proration", "method": "actual_days"}
SCORED = [
    {"id": "CARD", "kind": "scorecard", "base": "100",
     "items": [{"item": "a", "metric": "m", "max_points": "100", "deduction": "manual"}]},
    {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
     "bands": [{"ge": "90", "factor": "1"}, {"lt": "90", "factor": "0.9"}]},
]  # fmt: skip


def _priced(qty: int, rent: str) -> dict[str, Any]:
    lines = [{"line": "1", "name": "access", "qty": qty, "monthly_rent": rent}]
    return {"id": "PRICES", "kind": "price_lines", "lines": lines}


def test_rule_1_a_unit_month_is_rounded_once(settled: Made, amounts: Made) -> None:
    """113.00 × 1/31 × 0.9 = 3.2806… → 3.28; rounding the rent first: 3.65 × 0.9 = 3.285 → 3.29.

    The rent line shows 113 / 31 = 3.645… → 3.65, the deduction 3.28 - 3.65 = -0.37.
    """
    rows = [{"line": "1", "monthly_rent": 11300, "start": D(2024, 3, 31)}]
    scores = [{"month": "2024-03", "points": "89.99"}]
    found = settled("2024-03", terms=[PRORATION, *SCORED], circuits=rows,
                    records={"scores": scores})  # fmt: skip
    assert amounts(found) == [
        ("1", "rent", "03-31", "04-01", 365),
        ("1", "deduction", "03-31", "04-01", -37),
    ]
    assert found.gross.value == 328


def test_rule_2_an_unnamed_quantity_is_rounded_per_unit(settled: Made) -> None:
    """113.00 × 10/31 = 36.4516… → 36.45; × 198 = 7,217.10; the sum first would be 7,217.42."""
    opened = [{"line": "1", "event": "accepted", "date": D(2024, 1, 22)}]
    found = settled("2024-01", terms=[_priced(198, "113.00"), PRORATION],
                    records={"lifecycle": opened})  # fmt: skip
    assert found.gross.value == 721710


def test_rule_3_parts_in_time_order_sum_to_the_whole() -> None:
    """100.00 over 1, 15, 15 of 31 days: 3.2258 → 3.23; 51.6129 → 51.61 - 3.23 = 48.38; the rest."""
    assert ordered_parts([Fraction(10000 * d, 31) for d in (1, 15, 15)]) == (323, 4838, 4839)


def test_rule_3_parts_in_time_order_of_a_line(settled: Made, amounts: Made) -> None:
    """The same as segments: the rent is 100.00 throughout, recorded anew on the 2nd and 17th."""
    rows = [{"line": "1", "monthly_rent": 10000, "start": D(2024, 1, 1)}]
    events = [
        {"line": "1", "event": "repriced", "date": D(2024, 3, n), "value": "100.00"}
        for n in (2, 17)
    ]
    found = settled("2024-03", terms=[PRORATION], circuits=rows, records={"lifecycle": events})
    assert [row[-1] for row in amounts(found)] == [323, 4838, 4839]


def test_rule_3_parts_without_order_by_largest_remainder_ties_by_line() -> None:
    """1.00 in three: 0.33 each and 0.01 left: to the first of equals. In 0.335, 0.665: 0.34, 0.66
    would tie; the earlier gets it.
    """
    assert unordered_parts(100, exact=[Fraction(100, 3)] * 3) == (34, 33, 33)
    assert unordered_parts(100, exact=[Fraction(67, 2), Fraction(133, 2)]) == (34, 66)


def test_rule_3_units_of_a_charge_by_largest_remainder_ties_by_line() -> None:
    """Three units of 100/3 rounded as one charge: 100 = 34 + 33 + 33."""
    one = np.ones(3, dtype=np.int64)
    found = exact(np.arange(3), one, (one * 100,), denominator=3, step=1)
    assert round_per_group(found, np.zeros(3, dtype=np.int64)).tolist() == [34, 33, 33]


@pytest.mark.parametrize(
    ("row", "events", "expected"),
    [
        ({"start": D(2024, 3, 4)}, [], 81290),
        ({"start": D(2024, 1, 1), "end": D(2024, 3, 4)}, [], 11613),
        ({"start": D(2024, 1, 1)}, [("ceased", D(2024, 3, 4))], 8710),
        ({"start": D(2024, 3, 1)}, [("accepted", D(2024, 3, 4))], 81290),
        ({"start": D(2024, 1, 1)}, [("ceased", D(2024, 3, 1))], 0),
        ({"start": D(2024, 1, 1)}, [("ceased", D(2024, 4, 1))], 90000),
        ({"start": D(2024, 1, 1), "end": D(2024, 3, 31)}, [], 90000),
    ],
)
def test_rule_4_half_open_days(
    settled: Made, row: dict[str, Any], events: list[tuple[str, dt.date]], expected: int
) -> None:
    """Of 900.00: from 4 March 28/31 = 812.90; `end` 4 March bills four days, 116.13; `ceased` on
    4 March three, 87.10; from the accepted day 28; ceased on the 1st none; on 1 April all.
    """
    lifecycle = [{"line": "1", "event": e, "date": d} for e, d in events]
    found = settled("2024-03", terms=[PRORATION], records={"lifecycle": lifecycle},
                    circuits=[{"line": "1", "monthly_rent": 90000, **row}])  # fmt: skip
    assert found.gross.value == expected


@pytest.mark.parametrize(
    ("tax", "net", "tax_amount"),
    [
        ({"inclusive": True, "round_at": "category"}, 9434, 566),
        ({"inclusive": True, "round_at": "line"}, 9433, 567),
        ({"inclusive": False, "round_at": "category"}, 10000, 600),
    ],
)
def test_rule_5_tax(settled: Made, tax: dict[str, Any], net: int, tax_amount: int) -> None:
    """Three lines of 33.33 and one of 0.01, at 6 %: inclusive once: tax = R(100.00 × 6/106) = 5.66
    (5.660…); by line: net = 3 × R(31.443… = 31.44) + R(0.0094…) = 94.32 + 0.01 = 94.33, tax 5.67;
    exclusive once: R(6.00) = 6.00.
    """
    rows = [{"line": str(n), "monthly_rent": a, "start": D(2024, 1, 1)}
            for n, a in enumerate((3333, 3333, 3333, 1), start=1)]  # fmt: skip
    term = {"id": "TAX", "kind": "tax", "rate": "0.06", **tax}
    found = settled("2024-03", terms=[PRORATION, term], circuits=rows)
    assert (found.net.value, found.tax.value) == (net, tax_amount)


def test_rule_5_exclusive_tax_is_summed_once_lago_2643(settled: Made) -> None:
    """Nets of 93.04, 93.04, 93.08 at 20 %: sum 279.16, tax 55.83, gross 334.99; each tax alone is
    18.61 (18.608) + 18.61 + 18.62 (18.616) = 55.84, gross 335.00.
    """
    rows = [{"line": str(n), "monthly_rent": a, "start": D(2024, 1, 1)}
            for n, a in enumerate((9304, 9304, 9308), start=1)]  # fmt: skip
    once = {"id": "TAX", "kind": "tax", "rate": "0.2", "inclusive": False}
    found = settled("2024-03", terms=[once], circuits=rows)
    assert (found.net.value, found.tax.value, found.gross.value) == (27916, 5583, 33499)
    each = settled("2024-03", terms=[{**once, "round_at": "line"}], circuits=rows)
    assert each.gross.value == 33500


def test_rule_7_beyond_int64_amounts_stay_exact() -> None:
    """10^15 × 9 × 10^5 / 7 has numerators beyond 2^63 when doubled for rounding."""
    column = np.array([10**15], dtype=np.int64)
    share = np.array([9 * 10**5], dtype=np.int64)
    found = exact(np.zeros(1, dtype=np.int64), np.array([1]), (column, share),
                  denominator=7 * 10**5, step=1)  # fmt: skip
    assert round_per_unit(found).tolist() == [1285714285714286]


def test_rule_7_a_sum_beyond_int64_does_not_wrap() -> None:
    """10,000 lines of 10^15 are 10^19, beyond 2^63 = 9.2 × 10^18."""
    assert total(pl.Series([10**15] * 10_000)) == 10**19


def test_rule_7_a_months_total_beyond_int64(minimal: Made) -> None:
    """10,000 circuits of 10^13.00 a month are 10^17.00, 10^19 fen, beyond 2^63 = 9.2 × 10^18."""
    rows = [{"line": str(n), "monthly_rent": 10**15, "start": D(2024, 1, 1)}
            for n in range(1, 10_001)]  # fmt: skip
    case = minimal(terms=[PRORATION], circuits=rows)
    found = settle(case, Asked(D(2024, 3, 1), findings=()))
    assert found.gross.value == found.payable.value == 10**19


def test_rule_8_a_month_runs_from_local_midnight_to_local_midnight() -> None:
    """Berlin, 31 March 2024 has 23 hours: the month's end is 22:00 UTC of the 31st, its start 23:00
    UTC of 29 February; 743 hours in all, one less than 31 × 24.
    """
    end = end_of_day(D(2024, 3, 31), timezone="Europe/Berlin")
    start = end_of_day(D(2024, 2, 29), timezone="Europe/Berlin")
    assert (end - start) == dt.timedelta(hours=743)
    assert end.astimezone(zoneinfo.ZoneInfo("Europe/Berlin")).hour == 0


def test_rule_8_days_of_a_dst_month_weigh_the_same(settled: Made) -> None:
    """31.00 in March 2024, Berlin: one day is 1.00, also the one of 23 hours."""
    rows = [{"line": "1", "monthly_rent": 3100, "start": D(2024, 3, 31)}]
    found = settled("2024-03", head={"timezone": "Europe/Berlin"}, terms=[PRORATION], circuits=rows)
    assert found.gross.value == 100
