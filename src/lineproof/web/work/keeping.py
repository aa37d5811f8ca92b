"""Who sees to it that there is a worker beside the server? A small process that starts it again.

It ends with the server that started it, and the worker with it, however the server ended.
"""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import threading
import time

_LOOK_EVERY_S = 0.5
_END_WITHIN_S = 30.0
_AGAIN_AFTER_S = (1.0, 60.0)
#: A worker that lived as long as this is started again at once.
_LIVED_S = 60.0
WORKER, KEEPER = "worker", "keeper"


def keep(parent: int) -> None:
    """Keep a worker running for as long as this process's parent is the one given."""
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: ending.set())
    pause_s, longest_s = _AGAIN_AFTER_S
    while os.getppid() == parent and not ending.is_set():
        began = time.monotonic()
        worker = subprocess.Popen(command_of(WORKER), stdin=subprocess.DEVNULL)  # noqa: S603 - our own
        while worker.poll() is None and os.getppid() == parent and not ending.is_set():
            ending.wait(_LOOK_EVERY_S)
        if worker.poll() is None:
            _end(worker)
            return
        pause_s = _AGAIN_AFTER_S[0] if time.monotonic() - began > _LIVED_S else pause_s * 2
        ending.wait(min(pause_s, longest_s))


def _end(worker: subprocess.Popen[bytes]) -> None:
    """End a worker, kindly first."""
    worker.terminate()
    try:
        worker.wait(_END_WITHIN_S)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def command_of(part: str) -> list[str]:
    """Return what starts a keeper or a worker."""
    return [sys.executable, "-m", "lineproof.web.work.keeping", part, str(os.getpid())]


def main(part: str, parent: int) -> None:
    """Be what was asked for."""
    if part == KEEPER:
        keep(parent)
        return
    importlib.import_module("django").setup()  # by name: the keeper needs none of it
    importlib.import_module("lineproof.web.work.working").work(lambda: os.getppid() == parent)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
