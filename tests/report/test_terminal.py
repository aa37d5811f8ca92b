"""What a person reads in a terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from lineproof.model.finding import Finding, error
from lineproof.report.terminal import (
    Printing,
    charge_sums,
    console_for,
    print_findings,
    print_settlement,
)
from lineproof.report.tree import text_width
from lineproof.report.wording import LANGUAGES, Language
from lineproof.settle.settlement import Settlement


def printed(settlement: Settlement, language: Language, width: int) -> str:
    """Return what a terminal of so many columns shows."""
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=True, color_system=None, markup=False)
    print_settlement(settlement, Printing(console, language))
    return out.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 120])
def test_a_month_fits_the_terminal(
    settled: Settlement, blocked: Settlement, language: Language, width: int
) -> None:
    """No line is wider than the terminal, and no amount is cut."""
    text = printed(settled, language, width)
    assert max(text_width(line) for line in text.splitlines()) <= width
    for amount in ("21,558.21", "-1,000.00", "22,374.00", "-2,237.40", "5,000.00"):
        assert amount in text
    text = printed(blocked, language, width)
    assert max(text_width(line) for line in text.splitlines()) <= width
    assert "13,572.14" in text
    assert "E-METRIC-MISSING SLA-PAY" in text


def test_nothing_is_coloured_without_a_terminal(findings: tuple[Finding, ...]) -> None:
    """A pipe gets plain text: no escape codes, no lines drawn."""
    out = io.StringIO()
    print_findings(findings, Printing(console_for(out)), digits=2)
    text = out.getvalue()
    assert "\x1b" not in text
    assert "─" not in text
    assert not any(line.endswith("  ") for line in text.splitlines())


def test_open_findings_come_first(findings: tuple[Finding, ...]) -> None:
    """An open question before an open warning before an answered error; the count says open."""
    out = io.StringIO()
    print_findings(findings, Printing(console_for(out)), digits=2)
    text = out.getvalue()
    assert text.index("Q-ROLL") < text.index("W-UNUSED") < text.index("E-TOTAL")
    assert "question" in text
    assert "none | next_workday" in text
    assert "Open findings: errors 0, questions 1, warnings 1" in text


def test_nothing_found_is_said() -> None:
    """Silence could be a crash."""
    out = io.StringIO()
    print_findings((), Printing(console_for(out), "zh"), digits=2)
    assert out.getvalue() == "未发现问题。\n"


def test_charges_sum_to_the_month(settled: Settlement, blocked: Settlement) -> None:
    """22,374.00 under III.1, 912.90 under annex 1, -2,328.69, 300.00, 300.00."""
    sums = [(charge, amount.value) for charge, _, _, amount in charge_sums(settled.lines)]
    assert sums == [("rent", 2237400), ("deduction", -232869), ("rent", 91290),
                    ("one_off", 30000), ("late_interest", 30000)]  # fmt: skip
    (unknown,) = (a for charge, _, _, a in charge_sums(blocked.lines) if charge == "deduction")
    assert (unknown.value, unknown.low, unknown.high) == (None, -931476, 0)


def test_a_finding_says_in_chinese_what_it_means() -> None:
    """Its exact words; what nobody foresaw stands below what its code means and what to do."""
    found = error("E-DATE", 'circuits.csv: "tomorrow" is no date', fix="Ask for the date.")
    foreseen = error("E-DATE", 'day is "x": it is no day', fix="Write one of them.")
    shown = {}
    for language in LANGUAGES:
        out = io.StringIO()
        print_findings([found, foreseen], Printing(console_for(out, width=100), language), digits=2)
        shown[language] = [line.strip() for line in out.getvalue().splitlines()]
    exact = 'circuits.csv: "tomorrow" is no date'
    at = shown["zh"].index(exact)
    assert shown["zh"][at - 1] == "单元格中不是日期。"
    assert shown["zh"][at + 1 : at + 3] == ["→ 请写成 2025-03-04 这样的日期。", "Ask for the date."]
    assert "→ Ask for the date." in shown["en"]
    assert 'day 为 "x"：不是日期' in shown["zh"]
    assert "→ 请写其中之一。" in shown["zh"]
    assert "单元格中不是日期。" not in shown["en"]
