"""What the earlier stages say, in Chinese."""

from __future__ import annotations

import re

import pytest

from lineproof.contract.terms.registry import KINDS
from lineproof.model.finding import Severity, Status
from lineproof.report.phrases import (
    charge_name,
    item_name,
    kind_name,
    label_text,
    method_name,
    metric_name,
    sentence,
    severity_name,
    status_name,
    unit_text,
    waiting_text,
)
from lineproof.settle.plan import WAITING_TEXT

CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_kind_of_term_has_a_name(kind: str) -> None:
    """A new kind without one fails here."""
    assert "_" not in kind_name(kind, "en")
    assert CHINESE.search(kind_name(kind, "zh"))


@pytest.mark.parametrize("text", list(WAITING_TEXT.values()))
def test_each_milestone_has_a_name(text: str) -> None:
    """A new milestone without one fails here."""
    assert waiting_text(text, "en") == text
    assert CHINESE.search(waiting_text(text, "zh"))


@pytest.mark.parametrize("charge", ["rent", "deduction", "one_off", "late_interest"])
def test_each_charge_has_a_name(charge: str) -> None:
    """The four charges of a settlement."""
    assert charge_name(charge, "en")[0].isupper()
    assert CHINESE.search(charge_name(charge, "zh"))


@pytest.mark.parametrize("method", ["actual_days", "thirty", "half_month", "annual_365", "none"])
def test_each_method_has_a_name(method: str) -> None:
    """The methods of a proration term."""
    assert method_name(method, "en") != method
    assert CHINESE.search(method_name(method, "zh"))


def test_severity_and_status_have_names() -> None:
    """So that nothing is said by colour alone."""
    assert {severity_name(s, "en") for s in Severity} == {"error", "question", "warning"}
    assert all(CHINESE.search(severity_name(s, "zh")) for s in Severity)
    assert all(CHINESE.search(status_name(s, "zh")) for s in Status)


def test_what_people_named_stays() -> None:
    """A plan's item, a scorecard's id, an unknown sentence."""
    assert item_name("first 60 %", "zh") == "first 60 %"
    assert item_name("late interest", "zh") == "逾期利息"
    assert metric_name("CARD-1", "zh") == "CARD-1"
    assert metric_name("score", "zh") == "考核得分"
    assert sentence("nobody foresaw this", "zh") == "nobody foresaw this"


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("interest on 2025-01 is capped (clause 9.2); right END arises",
         "2025-01 的逾期利息已达上限（条款 9.2），产生权利 END"),
        ("2025-01 is 26 days late, more than 25: a right arises (clause VI.5)",
         "2025-01 已逾期 26 天，超过 25 天，产生权利（条款 VI.5）"),
        ("Q-ROLL INVOICE is open, but every way to take it gives the same amounts",
         "Q-ROLL INVOICE 未决，但无论如何答复金额都相同"),
        ("whether it was paid isn't known: records/payments.csv doesn't exist",
         "是否已付款未知：records/payments.csv 不存在"),
    ],
)  # fmt: skip
def test_sentences_of_settling_are_translated(english: str, chinese: str) -> None:
    """Figures, ids and clauses stay."""
    assert sentence(english, "zh") == chinese
    assert sentence(english, "en") == english


def test_labels_are_translated_word_by_word() -> None:
    """A phrase before a word in it; names of lines stay."""
    assert label_text("monthly rent", "zh") == "月租"
    assert label_text("rent without it", "zh") == "未计系数的租金"
    assert label_text("rental", "zh") == "rental"
    assert label_text("monthly rent", "en") == "monthly rent"
    assert unit_text("of a month", "zh") == "个月"


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("SLA judges quarters (clause 5.2): none ends in 2024-02, and nothing is taken off",
         "SLA 按季度计算（条款 5.2）：2024-02 不是季度末，不作扣减"),
        ("OC counts outages of circuits (clause 5.3): 3 units of price lists have none",
         "OC 按电路计中断（条款 5.3）：价格清单中有 3 个单位没有电路"),
    ],
)  # fmt: skip
def test_notes_on_what_was_measured(english: str, chinese: str) -> None:
    """What isn't judged is said in both languages."""
    assert sentence(english, "en") == english
    assert sentence(english, "zh") == chinese
