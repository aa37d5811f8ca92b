"""The sheet on paper, read back with poppler."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from tests.report.scored import sheet
from tests.report.test_pdf import joined, text_of

from lineproof.report.scorecard_pdf import scorecard_pdf
from lineproof.report.wording import Language


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Monthly scorecard", "level 1: 9 h against 4 h", "For Buyer", "Page 1 / 1")),
     ("zh", ("月度考核评分表", "1 级：用时 9 小时，时限 4 小时", "姓名及签字", "第 1 / 1 页"))],
)  # fmt: skip
def test_it_says_each_deduction_and_has_room_to_sign(
    tmp_path: Path, language: Language, words: tuple[str, ...]
) -> None:
    """Points, incident, records, and a field for each party, in both languages."""
    text = text_of(scorecard_pdf(sheet(tmp_path), language=language))
    bare = joined(text).replace("\u200b", "")
    names = ("Harbour Clinics", "Coast Networks", "60 – 90", "60 – 100 %", "annex 3",
             "faults.csv:2", "exchange@2025")  # fmt: skip
    for said in (*words, *names):
        assert joined(said) in bare


def test_markup_in_a_name_is_shown_not_read(tmp_path: Path) -> None:
    """A clause of `#panic() *` is text."""
    found = sheet(tmp_path)
    marked = dataclasses.replace(found, card=dataclasses.replace(found.card, clause="#panic() *"))
    assert "#panic()*" in joined(text_of(scorecard_pdf(marked, language="en")))


def test_the_same_sheet_is_the_same_file(tmp_path: Path) -> None:
    """No clock, no random id."""
    found = sheet(tmp_path)
    assert scorecard_pdf(found, language="zh") == scorecard_pdf(found, language="zh")
