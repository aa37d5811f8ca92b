"""Does the command line start and look after a server? tests/web runs one for real."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from lineproof.cli.main import run


def ran(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Run the command line."""
    monkeypatch.setattr(sys, "argv", ["lineproof", *words])
    return run()


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback: the name of the extra."""

    def missing(_name: str) -> ModuleType:
        raise ModuleNotFoundError(name="django")

    monkeypatch.setattr("lineproof.cli.serve.importlib.import_module", missing)
    assert ran(monkeypatch, "server", "take-in", "x", "--organisation", "A") == 2
    assert "install lineproof[web]" in capsys.readouterr().err


def test_a_wrong_configuration_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Before anything is made."""
    (tmp_path / "server.toml").write_text('orign = "x"\n')
    assert ran(monkeypatch, "serve", "--data", str(tmp_path)) == 2
    assert 'there is no key "orign"' in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["server.toml"]


def test_a_backup_that_is_none_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Nothing is written."""
    monkeypatch.setenv("LINEPROOF_DATA", "")
    words = ("server", "restore", str(tmp_path / "none.tar"), "--data", str(tmp_path / "data"))
    assert ran(monkeypatch, *words) == 2
    assert "can't be restored" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("failed", "code"), [(0, 0), (2, 1)])
def test_people_are_told_once(
    failed: int,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """What couldn't be sent is told, and by the exit code."""

    def set_up(_data: Path) -> None:
        """Make nothing ready."""

    def tell(_now: dt.datetime) -> SimpleNamespace:
        return SimpleNamespace(sent=3, failed=failed)

    parts = {
        "server.starting": SimpleNamespace(set_up=set_up),
        "work.telling": SimpleNamespace(tell=tell),
    }
    monkeypatch.setattr("lineproof.cli.serve._web", parts.__getitem__)
    assert ran(monkeypatch, "server", "notify", "--data", str(tmp_path)) == code
    assert capsys.readouterr().out == f"sent 3, not sent {failed}\n"
