"""The statement on paper, read back with poppler."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable

import pytest

from lineproof.contract.case import View
from lineproof.model.finding import Finding
from lineproof.report.pdf import statement_pdf
from lineproof.report.statement import statement_of
from lineproof.report.wording import LANGUAGES, Language
from lineproof.settle.settlement import Settlement


def text_of(pdf: bytes) -> str:
    """Return a PDF's text, laid out."""
    command = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(command, input=pdf, check=True, capture_output=True).stdout.decode()


def joined(text: str) -> str:
    """Return a text without white space, which a layout puts anywhere between Chinese words."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    ("language", "words", "page"),
    [("en", "CNY twenty thousand five hundred fifty-eight and 21/100", "Page 1 / 2"),
     ("zh", "贰万零伍佰伍拾捌元贰角壹分", "第 1 / 2 页")],
)  # fmt: skip
def test_it_says_amounts_words_clauses_and_pages(
    settled: Settlement, known: View, language: Language, words: str, page: str
) -> None:
    """In both languages; a figure below zero has a minus sign."""
    text = text_of(statement_pdf(statement_of(settled, known, ()), language=language))
    bare = joined(text)
    for expected in (words, page, page.replace("1", "2", 1)):
        assert joined(expected) in bare
    for amount in ("20,558.21", "21,558.21", "−2,237.40", "−1,000.00", "812.90", "48.39", "28/31"):
        assert amount in text
    for clause in ("III.1", "III.2.2", "annex 1", "6.5.1", "VI.5", "III.7"):
        assert clause in text
    assert "北区医院集团" in text
    assert settled.inputs_hash in text
    assert settled.result_hash in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_markup_in_a_contract_is_shown_not_read(
    settled: Settlement, known: View, language: Language
) -> None:
    """A clause of `#import "x": * ] $` is text."""
    text = text_of(statement_pdf(statement_of(settled, known, ()), language=language))
    assert joined('#import "x": * ] $') in joined(text)
    assert "=2+3" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_blocks_is_on_the_first_page(
    blocked: Settlement, known: View, language: Language
) -> None:
    """With its bounds, and no amount in words."""
    text = text_of(statement_pdf(statement_of(blocked, known, ()), language=language))
    first = text.split("\f")[0]
    assert "E-METRIC-MISSING SLA-PAY" in first
    assert joined("13,572.14") in joined(first)
    assert "22,886.90" in first


def test_the_same_statement_is_the_same_file(
    settled: Settlement, known: View, findings: tuple[Finding, ...]
) -> None:
    """No clock, no random id."""
    first, second = (
        statement_pdf(statement_of(settled, known, findings), language="en") for _ in range(2)
    )
    assert first == second
    assert b"20250331000000" in first


def test_a_long_statement_repeats_its_headers(
    many: Callable[[int], Settlement], known: View
) -> None:
    """600 lines take several pages; each has the columns' names and its number."""
    start = time.perf_counter()
    pdf = statement_pdf(statement_of(many(600), known, ()), language="en")
    assert time.perf_counter() - start < 20
    pages = text_of(pdf).rstrip("\f").split("\f")
    assert len(pages) > 3
    assert all("Amount" in page for page in pages[:-1])
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} / {len(pages)}" in page


def test_many_lines_are_summed_up(many: Callable[[int], Settlement], known: View) -> None:
    """5,000 lines are a page, and it says where they all are."""
    text = text_of(statement_pdf(statement_of(many(5000), known, ()), language="en"))
    assert text.rstrip("\f").count("\f") == 0
    assert "XLSX and JSON have every one of them" in text


def test_only_our_fonts_are_used(settled: Settlement, known: View) -> None:
    """A font of the system would differ from machine to machine."""
    pdf = statement_pdf(statement_of(settled, known, ()), language="zh")
    command = ["pdffonts", "-"]
    listed = subprocess.run(command, input=pdf, check=True, capture_output=True).stdout.decode()
    fonts = {line.split()[0].split("+")[-1] for line in listed.splitlines()[2:]}
    assert fonts == {"NotoSansSC-Regular", "NotoSansSC-Bold"}
