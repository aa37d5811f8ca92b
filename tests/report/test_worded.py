"""A statement in one language."""

from __future__ import annotations

import datetime as dt

import pytest

from lineproof.contract.case import View
from lineproof.model.finding import Finding
from lineproof.report.statement import statement_of
from lineproof.report.worded import when_text, worded
from lineproof.report.wording import LANGUAGES, Language
from lineproof.settle.settlement import Bounded, Due, Settlement


def test_the_amount_payable_is_written_in_words(settled: Settlement, known: View) -> None:
    """20,558.21, in figures and in the words of either language."""
    statement = statement_of(settled, known, ())
    english, chinese = worded(statement, "en"), worded(statement, "zh")
    assert english.payable.amount == "20,558.21"
    assert english.payable.note == "due 2025-03-31, 2025-04-15"
    assert english.in_words == (
        "In words",
        "CNY twenty thousand five hundred fifty-eight and 21/100",
    )
    assert chinese.in_words == ("大写", "贰万零伍佰伍拾捌元贰角壹分")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_amount_has_no_words(
    blocked: Settlement, known: View, language: Language
) -> None:
    """Words would say one figure where there are two."""
    found = worded(statement_of(blocked, known, ()), language)
    assert found.in_words is None
    assert "13,572.14" in found.payable.amount
    assert [bool(doubt.bounds) for doubt in found.doubts] == [True, True]
    assert "13,572.14" in found.doubts[0].bounds
    assert found.doubts[1].head.startswith("E-OVERLAP 7")


def test_totals_stand_from_earned_to_payable(settled: Settlement, known: View) -> None:
    """Net and tax are parts of what was earned."""
    figures = worded(statement_of(settled, known, ()), "en").summary
    assert [(f.amount, f.is_part, f.is_strong) for f in figures] == [
        ("21,558.21", False, False), ("20,354.92", True, False), ("1,203.29", True, False),
        ("-1,000.00", False, False), ("20,558.21", False, True),
    ]  # fmt: skip


def test_no_rate_agreed_is_said(settled: Settlement, known: View) -> None:
    """Net and tax are null then, not zero."""
    bare = Settlement(
        **{**vars(settled), "net": Bounded(None, None, None), "tax": Bounded(None, None, None)}
    )
    figures = worded(statement_of(bare, known, ()), "en").summary
    assert figures[0].note == "No tax rate was agreed"
    assert len(figures) == 3


def test_each_section_is_there(settled: Settlement, known: View) -> None:
    """Charges, tax, payments, a table of lines per charge and term, terms not computed."""
    sections = worded(statement_of(settled, known, ()), "en").sections
    assert [s.title for s in sections] == [
        "Charges", "Tax", "Payments", *["Lines"] * 6, "Agreed, not computed",
    ]  # fmt: skip
    for section in sections:
        assert {len(section.columns)} >= {len(row) for row in (*section.rows, section.total) if row}


def test_notes_end_with_what_is_open(
    settled: Settlement, known: View, findings: tuple[Finding, ...]
) -> None:
    """One error is answered."""
    notes = worded(statement_of(settled, known, findings), "zh").notes
    assert notes == (
        "2025-01 的逾期利息已达上限（条款 VI.5）",
        "未决事项：错误 0，待确认 1，提示 1",
    )


def test_a_payment_says_when_or_what_it_waits_for() -> None:
    """And whether the month's payable amount counts it."""
    amount = Bounded.exactly(1)
    day = dt.date(2025, 4, 15)
    assert when_text(Due("a", day, None, amount, "1", day), "en") == "2025-04-15"
    assert when_text(Due("a", day, None, amount, "1"), "en") == (
        "2025-04-15; not counted in this month"
    )
    waiting = Due("a", None, "an invoice", amount, "1")
    assert when_text(waiting, "zh") == "待：发票；未计入本月应付"
