"""Do the commands that README, docs and examples show print what is shown there?

In a page, a block ```` ```console ```` holds commands, each behind `$ `, and below each what it
prints: every line shown must be printed, in that order; `…` stands for anything left out. Runs of
spaces and line breaks count as one space, since a terminal's width isn't what is tested. A block
whose fence names a file (```` ```toml first/contract.toml ````) is written to that file before the
commands below it run; with `>>` before the name it is added to the file's end.

A page is run from its top to its end in one temporary folder, beside a copy of the examples.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.docs.in_process import lineproof

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(\w+)(?: (>>)?(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = "…"
#: What sets up more than a command: Django, or programs beside it.
OWN_PROCESS = {"collect", "demo", "serve", "server"}


@dataclass(frozen=True)
class Command:
    """A command of a page, and the lines below it that it must print."""

    text: str
    shown: tuple[str, ...]


def pages() -> list[Path]:
    """Return every page that shows a command."""
    candidates = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    candidates += (ROOT / "examples").glob("*/README.md")
    return sorted(page for page in candidates if "```console" in page.read_text("utf-8"))


def commands(block: str) -> list[Command]:
    r"""Return the commands of a block.

    >>> commands("$ a b\n1  2\n…\n$ c\n")
    [Command(text='a b', shown=('1 2', '…')), Command(text='c', shown=())]
    """
    found: list[Command] = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        text, *lines = part.replace("\\\n", " ").splitlines()
        shown = (" ".join(line.split()) for line in lines)
        found.append(Command(text, tuple(line for line in shown if line)))
    return found


def missing(command: Command, printed: str) -> str | None:
    r"""Return the first text shown that isn't printed behind those before it, or None.

    >>> missing(Command("a", ("one … three", "four")), "zero one two\nthree four")
    >>> missing(Command("a", ("three", "one")), "one two three")
    'one'
    """
    text, position = " ".join(printed.split()), 0
    for line in command.shown:
        for piece in filter(None, (piece.strip() for piece in line.split(LEFT_OUT))):
            found = text.find(piece, position)
            if found < 0:
                return piece
            position = found + len(piece)
    return None


def run(command: Command, folder: Path) -> str:
    """Return what a command prints, as a reader who types it into a terminal sees it."""
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    program, *arguments = shlex.split(command.text)
    if program == "lineproof" and arguments[0] not in OWN_PROCESS:
        code, printed = lineproof(arguments, folder, environment)
    else:
        done = subprocess.run(
            [program, *arguments],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        code, printed = done.returncode, done.stdout
    text = printed.decode()
    assert "Traceback" not in text, f"$ {command.text}\n{text}"
    assert code in {0, 1} or command.shown, f"$ {command.text}\n{text}"
    return text


def write(name: str, text: str, *, folder: Path, mode: str) -> None:
    """Write a block to the file that its fence names."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open(mode, encoding="utf-8") as file:
        file.write(text)


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_a_pages_commands_print_what_it_shows(page: Path, tmp_path: Path) -> None:
    """Each line under a command is part of what the command prints, in order."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for language, is_added, file, text in BLOCK.findall(page.read_text("utf-8")):
        if file:
            write(file, text, folder=tmp_path, mode="a" if is_added else "w")
        if language != "console":
            continue
        for command in commands(text):
            printed = run(command, tmp_path)
            lacking = missing(command, printed)
            assert lacking is None, f"$ {command.text}\nmisses: {lacking}\nprinted:\n{printed}"


def test_every_example_shows_a_command() -> None:
    """A README without a command would show nothing of what it works out."""
    assert set((ROOT / "examples").glob("*/README.md")) <= set(pages())
