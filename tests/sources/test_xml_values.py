"""Are an e-invoice's values exact, and is each that isn't one told with its line?"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from lxml import etree

from lineproof.sources.xml_values import Node, Values, decimal_text


def node(text: str) -> Node:
    """Return an element with a text, on line 1."""
    element = etree.Element("x")
    element.text = text
    return etree.fromstring(etree.tostring(element))


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("12.5", 1250), ("-0.01", -1), ("+5", 500), (".5", 50), ("5.", 500), (" 7 ", 700),
        ("1.230000", 123), ("10000000000000", 10**15), ("", None),
    ],
)  # fmt: skip
def test_amounts_are_exact(text: str, minor: int | None) -> None:
    """In hundredths; zeros behind say nothing."""
    values = Values("a.xml")
    assert values.money(node(text), "net") == minor
    assert values.findings == []


@pytest.mark.parametrize("text", ["1.234", "1,5", "1e3", "NaN", "INF", "x", "10000000000000.01"])
def test_what_is_no_amount_is_told(text: str) -> None:
    """With the line it stands in and the value quoted."""
    values = Values("a.xml")
    assert values.money(node(text), "net") is None
    (finding,) = values.findings
    assert (finding.code, finding.where, text in finding.message) == (
        "E-BILL-VALUE", "a.xml:1", True,
    )  # fmt: skip


def test_decimals_of_any_precision_and_not_more_than_are_kept() -> None:
    """18 places are kept; 19 are not."""
    values = Values("a.xml")
    assert values.decimal(node("0.120000000000000001"), "price") == Fraction("0.120000000000000001")
    assert values.decimal(node("0.1200000000000000001"), "price") is None
    assert len(values.findings) == 1
    assert decimal_text(None) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-03-01", dt.date(2025, 3, 1)), ("20250301", dt.date(2025, 3, 1)),
        ("2025-03-01T10:00:00", dt.date(2025, 3, 1)), ("2025-03-01 10:11:12", dt.date(2025, 3, 1)),
        ("2025-03-01Z", dt.date(2025, 3, 1)), ("2025年3月1日", dt.date(2025, 3, 1)),
        ("2025/03/01", dt.date(2025, 3, 1)), ("2025-02-29", None), ("0000-01-01", None),
        ("01.03.2025", None), ("2025-3-1", None),
    ],
)  # fmt: skip
def test_days(text: str, day: dt.date | None) -> None:
    """A day that isn't there is told; a time behind it says nothing."""
    values = Values("a.xml")
    assert values.day(node(text), "day") == day
    assert len(values.findings) == (day is None)
