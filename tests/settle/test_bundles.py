"""What does a bundle cost? Its fee, its overage, and whose count holds, at each boundary."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from lineproof.contract.terms.pricing import Bundle, Segmentation
from lineproof.settle.bundles import units_of

D = dt.date
Made = Callable[..., Any]
SMS = {
    "id": "SMS", "kind": "bundle", "unit": "message", "included": 100, "fee": "30.00",
    "overage_price": "0.125", "usage": "messages",
    "segment": {"characters": 70, "includes_signature": True},
}  # fmt: skip
TOLERANCE = {
    "id": "TOL", "kind": "tolerance", "share": "0.05", "of": "provider",
    "inside": "buyer_figure",
}  # fmt: skip


def _charged(
    settled: Made, *counts: tuple[str | None, int], month: str = "2024-03", **term: object
) -> list[tuple[str, int]]:
    """Return a month's bundle charges."""
    usage = [
        {"period": "2024-03", "kind": "messages", "units": count, "counted_by": whose}
        for whose, count in counts
    ]
    found = settled(month, more=[SMS | term, TOLERANCE], records={"usage": usage}).lines
    own = found.filter(found["charge"].is_in(["bundle", "overage"]))
    return list(own.select("charge", "amount").iter_rows())


@pytest.mark.parametrize(
    ("count", "over"), [(99, None), (100, None), (101, 13), (102, 25), (200, 1250)]
)
def test_overage_begins_after_the_last_included_unit(
    settled: Made, count: int, over: int | None
) -> None:
    """100 included; each beyond 0.125: one is 0.125 → 0.13, two 0.25, a hundred 12.50."""
    expected = [("bundle", 3000), *([("overage", over)] if over is not None else [])]
    assert _charged(settled, (None, count)) == expected


@pytest.mark.parametrize(
    ("length", "units"), [(None, 1), (0, 1), (1, 1), (70, 1), (71, 2), (140, 2), (141, 3)]
)
def test_each_segment_begun_is_a_unit(length: int | None, units: int) -> None:
    """70 characters are one unit, 71 two."""
    term = Bundle(
        id="S", clause="1", kind="bundle", unit="message", included=0, fee=Decimal(0),
        overage_price=Decimal(0), segment=Segmentation(characters=70),
    )  # fmt: skip
    assert units_of(term, length) == units


@pytest.mark.parametrize(("buyer", "over"), [(190, 1125), (189, 1250), (210, 1375), (211, 1250)])
def test_the_tolerance_says_whose_count_holds(settled: Made, buyer: int, over: int) -> None:
    """The provider counts 200: within 10 of it the buyer's holds (90, 110 beyond), else his."""
    found = _charged(settled, ("provider", 200), ("buyer", buyer))
    assert found == [("bundle", 3000), ("overage", over)]


def test_a_count_agreed_later_holds(settled: Made) -> None:
    """Both agreed on 150: 50 × 0.125 = 6.25, whatever either counted."""
    found = _charged(settled, ("provider", 200), ("buyer", 120), (None, 150))
    assert found == [("bundle", 3000), ("overage", 625)]


@pytest.mark.parametrize(("month", "count"), [("2024-03", 0), ("2024-04", 1)])
def test_its_fee_starts_on_its_day(settled: Made, month: str, count: int) -> None:
    """From 1 April."""
    assert len(_charged(settled, month=month, starts=D(2024, 4, 1))) == count
