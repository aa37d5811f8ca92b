"""How do tests start real programs, and stop them? Inside a network namespace, by their own pid."""

from __future__ import annotations

import ctypes
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")
READY_S = 30.0
_STOP_S = 10.0
_CLONE_NEWNET = 0x40000000


def run(*command: str, stdin: str | None = None) -> str:
    """Run a program to its end and return what it prints; it must succeed."""
    done = subprocess.run(
        command, input=stdin, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, f"{command} failed: {done.stderr or done.stdout}"
    return done.stdout


def start(namespace: str, command: Sequence[str], *, log: Path) -> subprocess.Popen[str]:
    """Start a program in a namespace; `ip netns exec` becomes it, so that the pid is its own.

    It goes before other programs: what it misses while the machine is busy would be no outage.
    """
    with log.open("a", encoding="utf-8") as file:
        return subprocess.Popen(
            ["ip", "netns", "exec", namespace, "nice", "-n", "-15", *command],
            stdout=file, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
        )  # fmt: skip


@contextmanager
def running(
    namespace: str, command: Sequence[str], *, log: Path
) -> Iterator[subprocess.Popen[str]]:
    """Run a program in a namespace until the block ends."""
    program = start(namespace, command, log=log)
    try:
        yield program
    finally:
        stop(program)


def stop(program: subprocess.Popen[str]) -> None:
    """Stop a program and wait until it is gone."""
    program.terminate()
    try:
        program.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait(_STOP_S)


def within(namespace: str, work: Callable[[], Result]) -> Result:
    """Return what some work returns whose sockets are in a namespace.

    A namespace is a thread's own on Linux, so that it is entered in a thread that ends with it.
    """

    def entered() -> Result:
        descriptor = os.open(f"/run/netns/{namespace}", os.O_RDONLY)
        try:
            libc = ctypes.CDLL(None, use_errno=True)
            assert libc.setns(descriptor, _CLONE_NEWNET) == 0, os.strerror(ctypes.get_errno())
        finally:
            os.close(descriptor)
        return work()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(entered).result()


def wait_until(is_so: Callable[[], bool], *, what: str, deadline_s: float = READY_S) -> None:
    """Wait until something is so; fails where it never is."""
    end = time.monotonic() + deadline_s
    while not is_so():
        assert time.monotonic() < end, f"waited {deadline_s:g} s in vain: {what}"
        time.sleep(0.05)
