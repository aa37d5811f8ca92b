"""Are a month's parts drawn and told alike, in both languages?"""

from __future__ import annotations

import pytest
from tests.settle.test_month_parts import _month

from lineproof.report.month_parts import draw_parts, parts_bars, told_parts
from lineproof.report.wording import Language
from lineproof.settle.month_parts import MonthParts, Step

PARTS = MonthParts(
    (Step("rent", "1.1", 10_000), Step("deduction", "3", -1000), Step("tax", "", 1710)),
    10_710, (Step("deferred", "", 1000), Step("due", "", -11_710)), 0,
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Rent  1.1", "Deduction  3", "Tax", "Earned this month",
                "Credits that reach the buyer later", "Due by other months", "Amount payable"]),
        ("zh", ["租金  1.1", "扣减  3", "税额", "本月应计", "计入以后月份的抵扣",
                "计入其他月份的应付", "应付金额"]),
    ],
)  # fmt: skip
def test_each_step_is_told(language: Language, said: list[str]) -> None:
    """With its sign; totals without."""
    rows = told_parts(PARTS, language, digits=2)
    assert [row.label for row in rows] == said
    assert [row.amount for row in rows] == [
        "+100.00", "-10.00", "+17.10", "107.10", "+10.00", "-117.10", "0.00",
    ]  # fmt: skip


def test_each_bar_begins_where_the_last_one_ended() -> None:
    """Totals begin at 0."""
    bars = parts_bars(PARTS, "en")
    assert [(bar.low, bar.high, bar.level) for bar in bars] == [
        (0, 10_000, 10_000), (9000, 10_000, 9000), (9000, 10_710, 10_710), (0, 10_710, 10_710),
        (10_710, 11_710, 11_710), (0, 11_710, 0), (0, 0, 0),
    ]  # fmt: skip


def test_it_is_drawn() -> None:
    """As an image, the same every time."""
    month = _month([("rent", "1", 100)], gross=100, payable=100)
    drawn = draw_parts(month, PARTS, "en", form="svg")
    assert drawn.startswith(b"<svg")
    assert drawn == draw_parts(month, PARTS, "en", form="svg")
