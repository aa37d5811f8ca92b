"""Are the reasons of deductions said in Chinese?"""

from __future__ import annotations

import pytest

from lineproof.report.scorecard_words import reason_text


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("level 2: 5.5 h against 4 h", "2 级：用时 5.5 小时，时限 4 小时"),
        ("level 1: more than 9 h, not over yet against 4 h",
         "1 级：已超过 9 小时且尚未结束，时限 4 小时"),
        ("as signed", "按双方签署"),
        ("availability by AVAIL", "可用率（AVAIL）"),
        ("a signed figure in records/scores.csv", "records/scores.csv 中的签署分数"),
        ("online in records/duties.csv", "records/duties.csv 中的 online"),
        ("2 × complaint", "2 × complaint"),
    ],
)  # fmt: skip
def test_reasons(english: str, chinese: str) -> None:
    """What nobody foresaw, such as a count of occurrences, stays as it is."""
    assert reason_text(english, "zh") == chinese
    assert reason_text(english, "en") == english
