"""Does a finding say in Chinese exactly what it says in English, or else what it means?"""

from __future__ import annotations

from lineproof.model.finding import error
from lineproof.report.finding_words import finding_line, fix_text, message_text


def test_exact_words_that_nobody_foresaw_stand_below() -> None:
    """In English alone; in Chinese below what the code means. No advice stays none."""
    assert message_text("E-DATE", "x", "en") == "x"
    assert message_text("E-DATE", "x", "zh").endswith("\nx")
    assert fix_text("E-DATE", "do", "en") == "do"
    assert fix_text("E-DATE", "do", "zh").endswith("\ndo")
    assert fix_text("E-DATE", "", "zh") == ""
    assert message_text("E-UNHEARD-OF", "x", "zh") == "x"


def test_exact_words_that_are_known_stand_alone() -> None:
    """Message and advice, each in its language; on one line they are two sentences."""
    found = error("E-COUNT", "line 7 has no circuit id", fix="Check its digits.")
    assert message_text(found.code, found.message, "zh") == "线路 7 没有电路编号"
    assert fix_text(found.code, found.fix, "zh") == "请检查其位数。"
    assert finding_line(found, "zh") == "线路 7 没有电路编号。请检查其位数。"
    assert finding_line(found, "en") == "line 7 has no circuit id. Check its digits."
