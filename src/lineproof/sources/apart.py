"""How is a file given to a library that it may bring down? In a process of its own, within bounds.

The child is one of our own modules: content on its standard input, an answer on its output. What
ends it, or takes too long, is told and never taken for an answer.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from dataclasses import dataclass

_SAID_MAX = 300


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a child may take: seconds by the clock and of processor, and memory in bytes."""

    seconds: int
    memory_bytes: int


class ApartError(Exception):
    """The child gave no answer; the message says why."""


def run_apart(module: str, content: bytes, *, bounds: Bounds) -> bytes:
    """Return what a module of ours answers; raises ApartError where it doesn't.

    module: run as `python -m`, and to call `confine` first with the bounds it is given.
    """
    command = [sys.executable, "-m", module, str(bounds.seconds), str(bounds.memory_bytes)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and figures
            command, input=content, capture_output=True, timeout=bounds.seconds, check=False
        )
    except subprocess.TimeoutExpired as slow:
        message = f"it took longer than {bounds.seconds} s"
        raise ApartError(message) from slow
    except OSError as problem:
        message = f"it couldn't be started: {problem.strerror}"
        raise ApartError(message) from problem
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        why = said[-1][:_SAID_MAX] if said else f"it ended with {done.returncode}"
        raise ApartError(why)
    return done.stdout


def confine(arguments: list[str]) -> None:
    """Hold this process to the seconds and bytes of its command line."""
    seconds, memory_bytes = map(int, arguments)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
