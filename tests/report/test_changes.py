"""Does the report say what changed and what was saved, in both languages?"""

from __future__ import annotations

import io

import pytest
from tests.report.changed import CALM, CHANGES

from lineproof.report.changes import PART_WORDS, bars_of, changes_json, print_changes
from lineproof.report.printing import Printing, console_for
from lineproof.report.wording import Language
from lineproof.settle.waterfall import PARTS


def test_bars_lead_from_month_to_month() -> None:
    """1,000.00, up to 1,060.00, down to 900.00, up to 1,000.00; then down to -300.00."""
    bars = [(b.label, b.low, b.high, b.level) for b in bars_of(CHANGES, "en")]
    assert bars == [
        ("2025-01", 0, 1_000_00, 1_000_00),
        ("price changes", 1_000_00, 1_060_00, 1_060_00),
        ("fewer units and days", 900_00, 1_060_00, 900_00),
        ("one-off charges", 900_00, 1_000_00, 1_000_00),
        ("2025-02", 0, 1_000_00, 1_000_00),
        ("credits of earlier months", -300_00, 1_000_00, -300_00),
        ("2025-03", -300_00, 0, -300_00),
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["2025-01 – 2025-03", "price changes +60.00", "agreed and never paid 450.00",
                "billed twice 500.00"]),
        ("zh", ["调价 +60.00", "停租及减少天数 -160.00", "已收回 100.00", "重复计费 500.00"]),
    ],
)  # fmt: skip
def test_it_is_printed(language: Language, said: list[str]) -> None:
    """Each part with its sign, what was saved, and by which causes."""
    out = io.StringIO()
    print_changes(CHANGES, Printing(console_for(out), language))
    printed = " ".join(out.getvalue().split())
    assert [text for text in said if text not in printed] == []


def test_without_disputes_nothing_was_saved() -> None:
    """That is said, rather than shown as zeros."""
    out = io.StringIO()
    print_changes(CALM, Printing(console_for(out)))
    assert "No bill was disputed in these months." in out.getvalue()


def test_json_has_amounts_as_texts() -> None:
    """-160.00, not -16000."""
    told = changes_json(CHANGES)
    assert told["steps"][0]["parts"][1] == {"part": "ceased", "amount": "-160.00"}
    assert told["savings"]["causes"][0] == {"cause": "billed_twice", "amount": "500.00"}


def test_every_part_has_a_word_of_its_own() -> None:
    """10 parts, 10 words."""
    assert set(PART_WORDS) == set(PARTS)
    assert len(set(PART_WORDS.values())) == len(PARTS)
