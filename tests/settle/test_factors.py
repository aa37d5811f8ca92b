"""What does a score leave of a month? Every band at its edges, missing, doubled, marginal."""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from lineproof.assess.measured import Measured
from lineproof.contract.terms.scoring import Band, Bands
from lineproof.settle.factors import (
    Doubt,
    Metric,
    band_text,
    factor_of,
    is_doubtful,
    is_per_unit,
    month_metric,
    plain,
)

Made = Callable[..., Any]
D = dt.date
F = Fraction
FIVE = (
    Band(ge=F(90), factor=F(1)),
    Band(ge=F(80), lt=F(90), factor=F(9, 10)),
    Band(ge=F(70), lt=F(80), factor=F(8, 10)),
    Band(ge=F(60), lt=F(70), factor=F(7, 10)),
    Band(lt=F(60), factor=F(6, 10)),
)


def _bands(**changes: object) -> Bands:
    keys = {"id": "SLA", "clause": "7", "kind": "bands", "metric": "score",
            "domain": (F(0), F(100)), "bands": FIVE}  # fmt: skip
    return Bands(**{**keys, **changes})  # type: ignore[arg-type]


def _factor(value: str | None, doubt: Doubt = "highest", **changes: object) -> Fraction:
    metric = Metric("score") if value is None else Metric.exactly("score", F(value))
    return factor_of(metric, _bands(**changes), doubt=doubt).factor


@pytest.mark.parametrize(
    ("value", "expected"),
    [("100", 10), ("90", 10), ("89.99", 9), ("80", 9), ("79.99", 8), ("70", 8), ("69.99", 7),
     ("60", 7), ("59.99", 6), ("0", 6)],
)  # fmt: skip
def test_bands_at_their_edges(value: str, expected: int) -> None:
    """A band holds from `ge` on, below `lt`: 90 is in the first, 89.99 in the second."""
    assert _factor(value) == F(expected, 10)
    assert not is_doubtful(Metric.exactly("score", F(value)), _bands())


@pytest.mark.parametrize("value", [None, "-0.01", "100.01"])
@pytest.mark.parametrize(
    ("on_missing", "doubt", "expected", "is_open"),
    [("block", "highest", 10, True), ("block", "lowest", 6, True), ("full", "lowest", 10, False),
     ("lowest", "highest", 6, False)],
)  # fmt: skip
def test_a_metric_that_is_missing_or_outside(
    value: str | None, on_missing: str, doubt: Doubt, expected: int, *, is_open: bool
) -> None:
    """Blocked: the highest or lowest factor, as the doubt is taken; else who bears it."""
    metric = Metric("score") if value is None else Metric.exactly("score", F(value))
    assert _factor(value, doubt, on_missing=on_missing) == F(expected, 10)
    assert is_doubtful(metric, _bands(on_missing=on_missing)) is is_open


@pytest.mark.parametrize(
    ("value", "expected"), [("100", "0.7"), ("90", "0.6"), ("65", "0.395"), ("0", "0")]
)
def test_marginal_bands_rule_their_own_part(value: str, expected: str) -> None:
    """100: 0.60 × 0.6 + 0.10 × (0.7 + 0.8 + 0.9 + 1) = 0.36 + 0.34; 90: less 0.10; 65: 0.36 + 0.05
    × 0.7 = 0.395; 0: nothing.
    """
    assert _factor(value, mode="marginal") == F(expected)


@pytest.mark.parametrize(("cap", "expected"), [("0.05", F(95, 100)), ("0.2", F(9, 10))])
def test_a_cap_is_the_most_that_is_deducted(cap: str, expected: Fraction) -> None:
    """85 deducts 10 %: at most 5 % of the base leaves 95 %; a cap of 20 % doesn't matter."""
    assert _factor("85", cap=F(cap)) == expected


def test_the_signed_total_of_a_month(viewed: Made) -> None:
    """Items don't count, only the blank row; the same total twice is one; two that differ, none."""
    rows = [
        {"month": "2024-01", "item": "a", "points": "5"},
        {"month": "2024-02", "points": "93"},
        {"month": "2024-03", "points": "93"},
        {"month": "2024-03", "points": "93.0"},
        {"month": "2024-04", "points": "93"},
        {"month": "2024-04", "points": "92"},
    ]
    known = viewed(records={"scores": rows})
    measured = Measured(known)
    found = [month_metric(measured, _bands(), D(2024, n, 1)) for n in (1, 2, 3, 4)]
    assert [metric and metric.low for metric in found] == [None, 93, 93, None]
    none = month_metric(measured, _bands(metric="availability"), D(2024, 2, 1))
    assert none == Metric("availability")


def test_where_a_factor_goes() -> None:
    """On each unit, unless it applies to the total or has a base of its own."""
    assert is_per_unit(_bands())
    assert not is_per_unit(_bands(apply_to="charge_total"))
    assert not is_per_unit(_bands(monthly_base="total_over_12"))


def test_words() -> None:
    """Bands as intervals; ratios as decimals where they have one."""
    assert [band_text(b, _bands()) for b in FIVE[:2]] == ["[90, 100]", "[80, 90)"]
    assert band_text(FIVE[-1], _bands()) == "[0, 60)"
    assert [plain(F(x)) for x in ("1/8", "-1/3", "100", "1/25")] == ["0.125", "-1/3", "100", "0.04"]
