"""A statement in a terminal."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from lineproof.contract.case import View
from lineproof.report.printing import Printing, console_for
from lineproof.report.statement import Statement, statement_of
from lineproof.report.terminal_statement import print_statement
from lineproof.report.tree import text_width
from lineproof.report.wording import LANGUAGES, Language
from lineproof.settle.settlement import Settlement


def printed(statement: Statement, language: Language, width: int) -> str:
    """Return what a terminal of so many columns shows."""
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=True, color_system=None, markup=False)
    print_statement(statement, Printing(console, language))
    return out.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 120])
def test_it_is_readable_at_any_width(
    settled: Settlement, blocked: Settlement, known: View, language: Language, width: int
) -> None:
    """No line is wider than the terminal, no amount is cut, no markup is read."""
    text = printed(statement_of(settled, known, ()), language, width)
    assert max(text_width(line) for line in text.splitlines()) <= width
    for amount in ("20,558.21", "-2,237.40", "22,374.00", "20,258.21", "812.90"):
        assert amount in text
    assert "北区医院集团" in text
    text = printed(statement_of(blocked, known, ()), language, width)
    assert max(text_width(line) for line in text.splitlines()) <= width
    assert "E-METRIC-MISSING SLA-PAY" in text
    assert "13,572.14" in text


def test_many_lines_are_summed_up(many: Callable[[int], Settlement], known: View) -> None:
    """100 lines, two of them named: 33 at 600.00 and 65 at 900.00 have one row each."""
    text = printed(statement_of(many(100), known, ()), "en", 80)
    assert "58,500.00" in text
    assert "19,800.00" in text
    assert len(text.splitlines()) < 80


def test_a_pipe_gets_plain_text(settled: Settlement, known: View) -> None:
    """No colours, no lines drawn."""
    out = io.StringIO()
    print_statement(statement_of(settled, known, ()), Printing(console_for(out)))
    assert "\x1b" not in out.getvalue()
    assert "─" not in out.getvalue()
