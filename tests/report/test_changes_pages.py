"""Is a waterfall drawn on one scale, and do its pages say all of it?"""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from tests.report.changed import CALM, CHANGES
from tests.report.test_pdf import joined, text_of

from lineproof.report.changes import bars_of
from lineproof.report.changes_pages import changes_pdf, changes_picture, scale_of
from lineproof.report.wording import Language


def test_the_scale_holds_every_bar() -> None:
    """From -300.00 to 1,060.00."""
    assert scale_of(bars_of(CHANGES, "en")) == (-300_00, 1_360_00)


def test_small_changes_far_from_zero_get_a_scale_that_shows_them() -> None:
    """1,000.00 to 1,010.00: 10.10 below the least, a hundredth of the greatest, and said so."""
    assert scale_of(bars_of(CALM, "en")) == (1_000_00 - 10_10, 1_010_00 - 989_90)
    assert "Thescalebeginsat989.90." in joined(text_of(changes_pdf(CALM, language="en")))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["From month to month", "−160.00", "+60.00", "450.00", "billed twice"]),
        ("zh", ["逐月变动报告", "−160.00", "账单核查成果", "重复计费", "第 1 / 1 页"]),
    ],
)
def test_the_pages_say_all_of_it(language: Language, said: list[str]) -> None:
    """Parts, savings and causes; the same bytes each time."""
    made = changes_pdf(CHANGES, language=language)
    bare = joined(text_of(made))
    assert [text for text in said if joined(text) not in bare] == []
    assert made == changes_pdf(CHANGES, language=language)


def test_the_picture_is_one_svg() -> None:
    """7 bars, of which 2 go down and are hatched, at least."""
    made = changes_picture(CHANGES, form="svg", language="zh")
    root = ET.fromstring(made)  # noqa: S314 - our own
    assert root.tag.endswith("svg")
    assert made.count(b'fill="#1f4e79"') >= 3
    assert made.count(b"url(#") >= 2
