"""Is there a worker beside the server as long as it runs, and none any more once it ended?

Here the worker is `sleep` and the server a program that waits; test_starting.py has the real ones.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lineproof.web.work.keeping import KEEPER, command_of

_KEEPER = """
import os
from lineproof.web.work import keeping
keeping.command_of = lambda part: ["sleep", "600"]
keeping.keep(os.getppid())
"""
_SERVER = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", sys.argv[1]])
time.sleep(600)
"""
_WITHIN_S = 30


def children(process: int) -> list[int]:
    """Return the processes that a process started, as Linux lists them."""
    try:
        return [
            int(n) for n in Path(f"/proc/{process}/task/{process}/children").read_text().split()
        ]
    except (FileNotFoundError, ProcessLookupError):
        return []


def is_gone(process: int) -> bool:
    """Whether a process has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def awaited(found: Callable[[], list[int] | bool]) -> list[int] | bool:
    """Return what is found once there is something."""
    give_up = time.monotonic() + _WITHIN_S
    while time.monotonic() < give_up:
        if got := found():
            return got
        time.sleep(0.02)
    raise AssertionError(found)


@pytest.fixture
def server() -> Iterator[subprocess.Popen[bytes]]:
    """Run a server with its keeper and worker."""
    with subprocess.Popen([sys.executable, "-c", _SERVER, _KEEPER]) as running:
        yield running
        running.kill()


def only_child(process: int) -> int:
    """Return the one process that a process started."""
    found = awaited(lambda: children(process))
    assert isinstance(found, list)
    (child,) = found
    return child


def test_a_worker_that_dies_is_started_again(server: subprocess.Popen[bytes]) -> None:
    """By its keeper, which stays; killed with the keeper's knowledge or without."""
    keeper = only_child(server.pid)
    first = only_child(keeper)
    os.kill(first, signal.SIGKILL)
    awaited(lambda: [child for child in children(keeper) if child != first])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_all_end_with_the_server(server: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """However the server ended."""
    keeper = only_child(server.pid)
    worker = only_child(keeper)
    server.send_signal(number)
    server.wait(_WITHIN_S)
    awaited(lambda: is_gone(worker) and is_gone(keeper))


def test_a_keeper_ends_its_worker_when_asked(server: subprocess.Popen[bytes]) -> None:
    """As by Ctrl-C, which all of them get."""
    keeper = only_child(server.pid)
    worker = only_child(keeper)
    os.kill(keeper, signal.SIGINT)
    awaited(lambda: is_gone(worker) and is_gone(keeper))


def test_both_are_this_module_by_name() -> None:
    """With the number of the process that they belong to."""
    assert command_of(KEEPER)[1:] == [
        "-m",
        "lineproof.web.work.keeping",
        "keeper",
        str(os.getpid()),
    ]
