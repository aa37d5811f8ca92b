"""Does a dispute have a letter and a table in each language that is asked for?"""

from __future__ import annotations

import datetime as dt

from tests.report.objections import OBJECTION

from lineproof.report.dispute_files import Drafted, dispute_files

DRAFTED = Drafted(OBJECTION, "Buyer A", "Provider B", dt.date(2025, 4, 10), b"PK")


def test_several_languages_have_names_of_their_own() -> None:
    """One language as ever; two, each with its mark; the evidence once."""
    one = dispute_files("D1", DRAFTED, languages=["zh"])
    assert sorted(one) == ["evidence.zip", "letter.pdf", "table.xlsx"]
    both = dispute_files("D1", DRAFTED, languages=["en", "zh"])
    assert sorted(both) == [
        "evidence.zip", "letter.en.pdf", "letter.zh.pdf", "table.en.xlsx", "table.zh.xlsx",
    ]  # fmt: skip
    assert both["letter.zh.pdf"] == one["letter.pdf"]
    assert both["letter.en.pdf"] != one["letter.pdf"]
