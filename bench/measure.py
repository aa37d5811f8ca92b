"""What does a command cost? Wall time, CPU time and peak memory, as the kernel counted them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass

_ROOM_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Cost:
    """One run of a command in a process of its own.

    memory: the most that was resident. out: how its output began.
    """

    wall_s: float
    cpu_s: float
    memory_mib: float
    out: bytes


def run(command: Sequence[str], *, code: int = 0) -> Cost:
    """Run a command to its end and return its cost; another exit code than `code` ends it all.

    The kernel counts what this process held when it forked, too: it has to stay small.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=errors)  # noqa: S603 - our own
        _, status, usage = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        said = out.read(_ROOM_BYTES), errors.read(_ROOM_BYTES).decode()
    if process.returncode != code:
        sys.exit(f"{' '.join(command)}: exit code {process.returncode}\n{said[1]}")
    return Cost(wall_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, said[0])
