"""Does the program begin and end as its users rely on? Help, usage, exit codes, output."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

Run: TypeAlias = Callable[..., Any]

PROGRAM = Path(sys.executable).with_name("lineproof")
COMMANDS = ("check", "settle", "explain", "statement", "record", "init", "prepare", "schema")
HEAVY = ("polars", "numpy", "pydantic", "rich", "lineproof.contract", "lineproof.sources")


def test_help_names_every_command(program: Run) -> None:
    """Exit 0, on stdout."""
    ended = program("--help")
    assert ended.code == 0
    assert all(f"\n  {command} " in ended.out for command in COMMANDS)
    assert program("-h").out == ended.out


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(lineproof: Run, command: str) -> None:
    """Exit 0; what it does is its first line."""
    ended = lineproof(command, "--help")
    assert ended.code == 0
    assert f"lineproof {command}" in ended.out


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nosuch",),
        ("check",),
        ("check", ".", "more"),
        ("check", ".", "--nosuch"),
        ("check", ".", "--language", "fr"),
        ("explain", "."),
        ("record", "."),
        ("init",),
    ],
)
def test_wrong_usage_ends_with_2(lineproof: Run, arguments: tuple[str, ...]) -> None:
    """What is wrong, and how it is used, on stderr; nothing on stdout."""
    ended = lineproof(*arguments)
    assert ended.code == 2
    assert ended.out == ""
    assert "Usage: lineproof" in ended.err


def test_starting_imports_nothing_heavy() -> None:
    """What a command needs is imported once it runs, so that --help costs little."""
    code = "import lineproof.cli.main, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert not loaded & set(HEAVY)


def test_settling_without_measurements_reads_no_samples(small: Path) -> None:
    """The folder has none, so that PyArrow, which takes longest to import, isn't."""
    code = (
        "import sys; from lineproof.cli.main import run; run();"
        "print('pyarrow' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "settle", small, "--month", "2024-03"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stderr.splitlines()[-1] == "False"


def test_a_full_disk_ends_with_a_message(small: Path) -> None:
    """/dev/full takes no byte: exit 2, and the system's reason."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [PROGRAM, "settle", small, "--month", "2024-03"], check=False,
            stdout=full, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "lineproof: No space left on device\n"


def test_a_reader_that_has_enough_ends_it_quietly(small: Path) -> None:
    """As `| head -1` does: no message, exit 0."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as out:
        done = subprocess.run(
            [PROGRAM, "settle", small, "--from", "2024-01", "--to", "2024-06"],
            check=False, stdout=out, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_an_interrupt_ends_with_2(small: Path) -> None:
    """Ctrl-C while it waits for the folder's lock; no traceback, whatever runs the tests."""
    kept = small / ".lineproof"
    kept.mkdir()
    lock = (kept / "lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    with lock:
        record = ("record", str(small), "scores", "--month", "2024-05", "--points", "90")
        command = ["env", "--default-signal=INT", str(PROGRAM), *record]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as waiting:
            _wait_until(lambda: _has_open(waiting.pid, kept / "lock"))
            waiting.send_signal(signal.SIGINT)
            _, said = waiting.communicate(timeout=10)
    assert waiting.returncode == 2
    assert said == "lineproof: interrupted; nothing was half-written\n"


def _wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(400):
        if is_so():
            return
        time.sleep(0.05)
    pytest.fail("it never happened")


def _has_open(process: int, file: Path) -> bool:
    handles = Path(f"/proc/{process}/fd").iterdir()
    return any(handle.is_symlink() and handle.readlink() == file for handle in handles)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gb18030"])
def test_any_terminal_can_be_printed_to(program: Run, small: Path, encoding: str) -> None:
    """What its encoding lacks is a question mark; JSON is UTF-8 whatever it is."""
    contract = small / "contract.toml"
    text = contract.read_text("utf-8").replace('name = "access"', 'name = "接入"')
    contract.write_text(text.replace('subject = "C-1"', 'subject = "电路"'), "utf-8")
    done = subprocess.run(
        [PROGRAM, "check", small], check=False, capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == b""
    shown = program("check", small, "--json", PYTHONIOENCODING=encoding)
    assert "电路" in shown.out


def test_an_error_is_told_as_json_too(program: Run, tmp_path: Path) -> None:
    """With --json the findings and why it can't go on stand on stdout, for programs."""
    ended = program("settle", tmp_path / "nosuch", "--month", "2024-03", "--json")
    assert ended.code == 2
    assert ended.codes == ["E-FILE-MISSING"]
    assert ended.json["cannot"].startswith("contract.toml doesn't exist in ")
    assert "E-FILE-MISSING" in ended.err


def test_a_name_too_long_for_the_system_is_refused(lineproof: Run) -> None:
    """A file name has at most 255 bytes."""
    assert lineproof("check", "x" * 300).code == 2
    assert lineproof("init", "x" * 300).code == 2
