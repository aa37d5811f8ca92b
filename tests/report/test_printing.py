"""Where things are printed."""

from __future__ import annotations

import io

from rich.console import Console

from lineproof.report.printing import Printing, console_for
from lineproof.report.wording import Word


def test_a_pipe_is_plain_and_wide() -> None:
    """120 columns, no colour, no lines; a width asked for is kept."""
    console = console_for(io.StringIO())
    assert (console.width, console.is_terminal) == (120, False)
    assert console_for(io.StringIO(), width=80).width == 80
    assert Printing(console).table((Word.LINE, "left")).box is None


def test_a_terminal_has_a_line_below_its_heads() -> None:
    """Figures stand right and are never broken."""
    console = Console(file=io.StringIO(), force_terminal=True, width=80)
    table = Printing(console, "zh").table((Word.LINE, "left"), (Word.AMOUNT, "right"))
    assert table.box is not None
    assert [(c.header, c.justify, c.no_wrap) for c in table.columns] == [
        ("行号", "left", False), ("金额", "right", True),
    ]  # fmt: skip


def test_a_long_text_is_indented_on_each_line() -> None:
    """Two columns in, without spaces at the ends of lines."""
    out = io.StringIO()
    Printing(console_for(out, width=12)).indented("one two three\nfour")
    assert out.getvalue() == "  one two\n  three\n  four\n"


def test_markup_is_not_read() -> None:
    """A clause of [bold] is text."""
    out = io.StringIO()
    Printing(console_for(out)).heading("[bold] :smile:")
    assert out.getvalue() == "\n[bold] :smile:\n"
