"""How much tax is in it? Rates by charge and day, natures, and prices whose net was fixed."""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from lineproof.settle.settlement import Settlement
from lineproof.settle.tax import FixedNet

Made = Callable[..., Any]

D = dt.date
ROW = {"line": "1", "monthly_rent": 10900, "start": D(2024, 1, 1)}
TAX = {"id": "TAX", "kind": "tax", "rate": "0.09", "inclusive": True}
CARD = {"id": "CARD", "kind": "scorecard", "base": "100",
        "items": [{"item": "a", "metric": "m", "max_points": "100",
                   "deduction": "manual"}]}  # fmt: skip
BANDS = {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
         "bands": [{"ge": "90", "factor": "1"}, {"lt": "90", "factor": "0.9"}]}  # fmt: skip
SCORES = {"scores": [{"month": "2024-03", "points": "80"}]}


def _money(found: Settlement) -> tuple[int | None, ...]:
    return found.gross.value, found.net.value, found.tax.value


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([], (10900, None, None)),
        ([{**TAX, "rate": None}], (10900, None, None)),
        ([{**TAX, "rate": None, "inclusive": False}], (None, None, None)),
        ([TAX], (10900, 10000, 900)),
        ([{**TAX, "inclusive": False}], (11881, 10900, 981)),
        ([{**TAX, "rate": "0"}], (10900, 10900, 0)),
        ([{**TAX, "nature": "out_of_scope"}], (10900, 10900, 0)),
        ([{**TAX, "applies_to": ["one_off"]}], (10900, None, None)),
        ([{**TAX, "applies_to": ["line:1"]}], (10900, 10000, 900)),
        ([TAX, {**TAX, "id": "T2", "rate": "0.25", "applies_to": ["line:1"],
                "overrides": ["TAX"]}], (10900, 8720, 2180)),
    ],
)  # fmt: skip
def test_net_and_tax(settled: Made, terms: list[dict[str, Any]], expected: tuple[Any, ...]) -> None:
    """109.00: with 9 % inside, 100.00 + 9.00; on top 9.81; without a rate net and tax are unknown,
    and so is the gross where it comes on top; 25 % inside: 109 × 0.25/1.25 = 21.80.
    """
    terms = [{k: v for k, v in term.items() if v is not None} for term in terms]
    assert _money(settled("2024-03", terms=terms, circuits=[ROW])) == expected


@pytest.mark.parametrize(
    ("nature", "expected"),
    [(None, (9810, 9000, 810)), ("price_reduction", (9810, 9000, 810)),
     ("out_of_scope", (9810, 8910, 900))],
)  # fmt: skip
@pytest.mark.parametrize("applies_to", [[], ["rent"], ["SCHEDULE"]])
@pytest.mark.parametrize("per", ["unit", "charge_total"])
def test_a_reduction_is_taxed_as_its_price_or_not_at_all(
    settled: Made, nature: str | None, expected: tuple[int, ...], applies_to: list[str], per: str
) -> None:
    """109.00 less 10 %: 98.10 = 90.00 + 8.10. Out of scope: 100.00 + 9.00 - 10.90, whose tax is 0;
    whether the tax names everything, the rent, or the term that makes it.
    """
    bands = {**BANDS, "apply_to": per, **({"tax_nature": nature} if nature else {})}
    terms = [{**TAX, "applies_to": applies_to}, CARD, bands]
    found = settled("2024-03", terms=terms, circuits=[ROW], records=SCORES)
    assert _money(found) == expected


def test_a_zero_rate_is_not_out_of_scope(settled: Made) -> None:
    """A rate of 0 % is a price at 0 %."""
    found = settled("2024-03", terms=[{**TAX, "rate": "0"}], circuits=[ROW])
    assert [part.nature for part in found.taxes] == ["price"]


def _changed(mode: str, **more: object) -> list[dict[str, Any]]:
    return [
        {"id": "PART", "kind": "proration", "method": "actual_days"},
        {**TAX, "effective_to": D(2024, 3, 11), "on_rate_change": mode, **more},
        {**TAX, "id": "T6", "rate": "0.06", "effective_from": D(2024, 3, 11),
         "on_rate_change": mode, **more},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("month", "mode", "more", "expected"),
    [
        ("2024-02", "net_fixed", {}, (10900, 10000, 900)),
        ("2024-04", "net_fixed", {}, (10600, 10000, 600)),
        ("2024-04", "gross_fixed", {}, (10900, 10283, 617)),
        ("2024-03", "net_fixed", {}, (10697, 10001, 696)),
        ("2024-03", "gross_fixed", {}, (10900, 10192, 708)),
        ("2024-04", "net_fixed", {"inclusive": False}, (11554, 10900, 654)),
    ],
)
def test_a_change_of_the_rate(
    settled: Made, month: str, mode: str, more: dict[str, Any], expected: tuple[int, ...]
) -> None:
    """9 % to 10 March, then 6 %. Net fixed: 109 × 1.06/1.09 = 106.00 from April on; in March
    109 × 10/31 + 106 × 21/31 = 35.161… + 71.806… = 106.967… → 106.97: 35.16 at 9 % (2.90) and 71.81
    at 6 % (4.06): 6.96. Gross fixed: 109 × 0.06/1.06 = 6.17; in March R(35.16 × 9/109 = 2.903) +
    R(73.84 × 6/106 = 4.179…) = 2.90 + 4.18 = 7.08. Exclusive prices are net already.
    """
    found = settled(month, terms=_changed(mode, **more), circuits=[ROW])
    assert _money(found) == expected


def test_a_price_agreed_at_the_new_rate_is_left_alone(settled: Made) -> None:
    """Repriced to 120.00 on 1 April, when tax was 6 % already: 120.00 stays 120.00."""
    events = [{"line": "1", "event": "repriced", "date": D(2024, 4, 1), "value": "120.00"}]
    found = settled("2024-05", terms=_changed("net_fixed"), circuits=[ROW],
                    records={"lifecycle": events})  # fmt: skip
    assert found.gross.value == 12000


def test_a_change_without_two_rates_changes_nothing() -> None:
    """Where either day has no agreed rate, or the net isn't fixed, the price stays."""
    fixed, none = FixedNet(Fraction(9, 100), is_fixed=True), FixedNet(None, is_fixed=False)
    assert fixed.changed_to(none) == none.changed_to(fixed) == 1
    assert fixed.changed_to(FixedNet(Fraction(6, 100), is_fixed=False)) == 1
