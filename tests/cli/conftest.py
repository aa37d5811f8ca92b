"""How do the command line's tests run it? As its users do, or in process where speed matters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from lineproof.cli.main import run as run_in_process

PROGRAM = Path(sys.executable).with_name("lineproof")


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever it printed
        """What it printed, as one JSON value."""
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        """The codes of the findings it printed as JSON."""
        return [finding["code"] for finding in self.json["findings"]]


Run: TypeAlias = Callable[..., Ended]


@pytest.fixture(scope="session")
def program() -> Run:
    """Return what runs the installed program, and holds it to printing no traceback."""

    def run(*arguments: object, **environment: str) -> Ended:
        done = subprocess.run(
            [PROGRAM, *map(str, arguments)],
            env={**os.environ, **environment},
            capture_output=True,
            timeout=60,
            check=False,
        )
        ended = Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in ended.err, ended.err
        assert ended.code in {0, 1, 2}
        return ended

    return run


@pytest.fixture
def lineproof(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Return what runs a command in this process: faster, and a crash fails the test."""

    def run(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["lineproof", *map(str, arguments)])
        capfd.readouterr()
        code = run_in_process()
        sys.stdout.flush()
        said = capfd.readouterr()
        assert code in {0, 1, 2}
        return Ended(code, said.out, said.err)

    return run


@pytest.fixture
def edited(small: Path) -> Callable[[str, str, str], Path]:
    """Return what replaces a text in a file of the small folder, which must be there."""

    def edit(file: str, old: str, new: str) -> Path:
        path = small / file
        text = path.read_text("utf-8")
        assert old in text, f"{file} doesn't say {old!r}"
        path.write_text(text.replace(old, new, 1), "utf-8")
        return small

    return edit
