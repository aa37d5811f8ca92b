"""Are arguments read strictly, and is output safe in any terminal?"""

from __future__ import annotations

import datetime as dt
import io
import sys

import pytest
import typer

from lineproof.cli import running
from lineproof.model.errors import InputRefusedError, LineproofError
from lineproof.model.finding import error


def test_a_month_is_its_first_day() -> None:
    """From 1901 to 2999."""
    assert running.month_of("2025-03") == dt.date(2025, 3, 1)
    with pytest.raises(LineproofError, match='--month: "2025-3" is not a month'):
        running.month_of("2025-3")


def test_a_day_is_written_one_way() -> None:
    """None stays None; ISO 8601 has other ways, that nobody means."""
    assert running.day_of(None, option="--as-known") is None
    assert running.day_of("2025-04-30", option="--as-known") == dt.date(2025, 4, 30)
    for text in ("20250430", "2025-W18-3", "2025-04-31", "30.04.2025"):
        with pytest.raises(LineproofError, match=f'--as-known: "{text}" is not a day'):
            running.day_of(text, option="--as-known")


def test_output_has_a_question_mark_for_what_a_terminal_lacks() -> None:
    """It is never a reason to end."""
    terminal = io.TextIOWrapper(io.BytesIO(), "ascii")
    running.write_anything(terminal)
    terminal.write("电路 1\udcff")
    terminal.flush()
    assert terminal.buffer.getvalue() == b"?? 1?"


def test_a_refusal_tells_its_findings(capsys: pytest.CaptureFixture[str]) -> None:
    """To people on stderr, and as JSON on stdout where it was asked for."""
    refusal = InputRefusedError((error("E-TOML", "broken", where="a:1", fix="mend it"),))
    running.tell(refusal, is_json=True)
    said = capsys.readouterr()
    assert '"code":"E-TOML"' in said.out
    assert "mend it" in said.err
    running.tell(LineproofError("no"), is_json=False)
    assert capsys.readouterr() == ("", "lineproof: no\n")


def test_a_command_ends_with_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system refuses is a message and code 2."""
    said = io.StringIO()
    monkeypatch.setattr(sys, "stderr", said)

    def refused() -> int:
        raise PermissionError(13, "Permission denied")

    for command, code in ((lambda: 1, 1), (refused, 2)):
        with pytest.raises(typer.Exit) as ended:
            running.ending(command)()
        assert ended.value.exit_code == code
    assert said.getvalue() == "lineproof: Permission denied\n"
