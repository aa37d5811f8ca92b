"""How does a page's command run without a process of its own? As `main` does, in this one.

Loading the libraries takes most of a small command's time; here they are loaded once.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from unittest import mock

from lineproof.cli.main import run


def lineproof(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> tuple[int, bytes]:
    """Return a command's exit code and all that it prints, in the order it prints it."""
    with tempfile.TemporaryFile() as printed:
        with _as_command(arguments, folder, environment), _redirected(printed.fileno(), 1, 2):
            code = run()
        printed.seek(0)
        return code, printed.read()


def printed_by(arguments: Sequence[str], folder: Path) -> bytes:
    """Return what a command prints, without what it says beside."""
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as beside:
        with (
            _as_command(arguments, folder, {}),
            _redirected(printed.fileno(), 1),
            _redirected(beside.fileno(), 2),
        ):
            run()
        printed.seek(0)
        return printed.read()


@contextlib.contextmanager
def _as_command(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> Iterator[None]:
    """Let this process be where a command of these words would be."""
    with (
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, environment),
        mock.patch.object(sys, "argv", ["lineproof", *arguments]),
    ):
        yield


@contextlib.contextmanager
def _redirected(target: int, *numbers: int) -> Iterator[None]:
    """Let standard output (1) or errors (2) go to a file: Python's, and what libraries print."""
    kept = {number: os.dup(number) for number in numbers}
    names = {1: "stdout", 2: "stderr"}
    with contextlib.ExitStack() as stack:
        for number, before in kept.items():
            os.dup2(target, number)
            stack.callback(os.close, before)
            stack.callback(os.dup2, before, number)
            stream = io.TextIOWrapper(io.FileIO(os.dup(target), "w"), "utf-8", line_buffering=True)
            stack.enter_context(stream)
            stack.enter_context(mock.patch.object(sys, names[number], stream))
        yield
