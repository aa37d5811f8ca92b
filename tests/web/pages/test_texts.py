"""Do findings, deadlines and explanations read as they should in both languages?"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from django.conf import settings
from django.utils import translation
from tests.web.conftest import EXAMPLES

from lineproof.contract.case import view
from lineproof.model.errors import InputRefusedError, LineproofError, StoreError
from lineproof.model.explained import Explained, Rule
from lineproof.model.finding import Finding, Severity, error
from lineproof.report.days import month_name
from lineproof.report.wording import Language
from lineproof.settle.duties import duties
from lineproof.sources.folder import read_case
from lineproof.web.pages.texts import problem_text, told_deadline, told_findings, told_node


def test_open_findings_come_first() -> None:
    """An answered error goes behind an open question; what is answered needs no fix."""
    asked = Finding(
        "Q-X", Severity.QUESTION, "m", "a:1", "do it", amount=2_062_500, answers=("a",), subject="s"
    )
    told = told_findings([error("E-X", "m", fix="f").answered(), asked], "zh", digits=2)
    assert [each.code for each in told] == ["Q-X", "E-X"]
    assert (told[0].stake, told[0].answers, told[0].severity_text) == (
        "20,625.00",
        ("a",),
        "待确认",
    )
    assert (told[1].fix, told[1].is_open) == ("", False)


def test_a_finding_says_in_chinese_what_it_means() -> None:
    """What it means where its exact words are unknown; an answered one needs no advice."""
    found = error("E-DATE", "no date", fix="Ask them.")
    expected: dict[Language, tuple[str, str]] = {
        "zh": ("单元格中不是日期。", "请写成 2025-03-04 这样的日期。"),
        "en": ("", ""),
    }
    for language, (meaning, advice) in expected.items():
        told = told_findings([found, found.answered()], language, digits=2)
        assert [each.message for each in told] == ["no date", "no date"]
        assert [(each.meaning, each.advice) for each in told] == [(meaning, advice), (meaning, "")]


def test_a_finding_s_exact_words_are_in_chinese() -> None:
    """Message and advice, and so nothing in general beside them."""
    found = error("E-DATE", "line 7 has no circuit id", fix="Check its digits.")
    (told,) = told_findings([found], "zh", digits=2)
    assert (told.message, told.fix) == ("线路 7 没有电路编号", "请检查其位数。")
    assert (told.meaning, told.advice) == ("", "")


def test_a_tree_is_open_at_its_first_levels() -> None:
    """900.00 × 28/31 = 812.90 after rounding; the fourth level is closed."""
    leaf = Explained(label="rent", exact=Fraction(90_000), unit="CNY")
    node = leaf
    for _ in range(3):
        node = Explained(
            label="one unit", exact=Fraction(90_000), rule=Rule.SUM, unit="CNY", inputs=(node,)
        )
    told = told_node(node, "en", digits=2)
    opened = []
    while told.inputs:
        opened.append(told.is_open)
        (told,) = told.inputs
    assert opened == [True, True, True]
    assert (told.label, told.value, told.is_open) == ("rent", "900.00", False)


def test_a_deadline_reads_in_both_languages() -> None:
    """Every duty of the first example, on one day; a payment's item is named once."""
    dated = duties(view(read_case(EXAMPLES / "01-access-593")), on=dt.date(2025, 3, 1))
    assert dated
    for each in dated:
        english, chinese = told_deadline(each, "en"), told_deadline(each, "zh")
        assert english.clause == each.clause
        assert english.subject in {"", each.subject, month_name(each.subject, "en")}
        assert each.subject in english.what or english.subject
        assert english.status_text != chinese.status_text
        assert english.who in {"Buyer", "Provider", "both", "either"}


def test_why_something_can_t_be_is_said_in_the_reader_s_language() -> None:
    """Words that nobody foresaw below what their code means; of the server's files, no path."""
    refused = InputRefusedError((error("E-MONTH", "no month", fix="f"),))
    broken = StoreError(f"{settings.CONFIGURATION.data}/vault/ab was changed")
    for language, first, second in (
        ("en", "no month", "vault/ab was changed"),
        ("zh-hans", "单元格中不是月份。\nno month", "vault/ab 已被改动"),
    ):
        with translation.override(language):
            assert problem_text(refused) == first
            assert problem_text(LineproofError("said")) == "said"
            assert problem_text(broken) == second
