"""What does one process of fping print, and can what it didn't see be trusted? It runs it.

It reads none of its lines.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lineproof.model.errors import LineproofError
from lineproof.sources.socket_drops import has_dropped, icmp_drops

_LOOK_EVERY_S = 0.05


@dataclass(frozen=True, slots=True)
class Printed:
    """What fping printed; and whether answers that arrived may have been dropped meanwhile."""

    text: str
    has_dropped: bool


def fping_program() -> str:
    """Return where fping is; raises LineproofError where it isn't installed."""
    program = shutil.which("fping") or shutil.which("fping", path="/usr/bin:/usr/sbin")
    if program is None:
        raise LineproofError("fping isn't installed; on Debian: apt install fping")
    return program


def run_fping(
    options: Sequence[str], addresses: Sequence[str], *, give_up: float, stop: threading.Event
) -> Printed:
    """Return what fping prints of some addresses, as far as it comes before its time is over.

    give_up: on the monotonic clock, seconds. It writes into memory rather than a pipe: it flushes
    every line, and a reader woken by each of them would take several times as long as fping itself.
    Raises LineproofError where it can't work at all.
    """
    targets = "".join(f"{address}\n" for address in addresses).encode()
    with _memory(targets) as given, _memory() as printed, _memory() as said:
        before, is_doubtful = icmp_drops(), False
        try:
            process = subprocess.Popen(  # noqa: S603 - a program found on the path
                [fping_program(), *options],
                stdin=given,
                stdout=printed,
                stderr=said,
                env={"LC_ALL": "C"},
            )
        except OSError as problem:  # Debian's may not even begin where the capability is missing
            raise LineproofError(_why(f"fping: {problem.strerror}".encode(), -1)) from problem
        try:
            while _is_running(process) and time.monotonic() < give_up and not stop.is_set():
                # its socket goes with it, so that the last look counts
                is_doubtful = is_doubtful or has_dropped(before, icmp_drops())
        finally:
            process.kill()
            process.wait()
        # 0: all answered, 1: some didn't, 2: some can't be used here, negative: we killed it
        if process.returncode > 2:  # noqa: PLR2004 - see above
            raise LineproofError(_why(_content(said), process.returncode))
        text = _content(printed)
        whole = text[: text.rfind(b"\n") + 1]  # a process that was killed may leave half a line
        return Printed(whole.decode("ascii", "replace"), is_doubtful)


@contextlib.contextmanager
def _memory(content: bytes = b"") -> Iterator[int]:
    """Yield the handle of a file in memory, at its beginning."""
    handle = os.memfd_create("fping")
    try:
        with open(handle, "wb", closefd=False) as file:
            file.write(content)
        os.lseek(handle, 0, os.SEEK_SET)
        yield handle
    finally:
        os.close(handle)


def _content(handle: int) -> bytes:
    """Return what a file in memory holds."""
    os.lseek(handle, 0, os.SEEK_SET)
    with open(handle, "rb", closefd=False) as file:
        return file.read()


def _is_running(process: subprocess.Popen[bytes]) -> bool:
    """Wait a moment for a process to end; return whether it hasn't."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_LOOK_EVERY_S)
    return process.returncode is None


def _why(said: bytes, code: int) -> str:
    """Return why fping could not work, in its own words."""
    told = [line for line in said.decode("utf-8", "replace").splitlines() if "fping" in line]
    why = told[0].removeprefix("fping: ") if told else f"it ended with code {code}"
    return f"fping can't probe: {why}; it needs the capability CAP_NET_RAW"
