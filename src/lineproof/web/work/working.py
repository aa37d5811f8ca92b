"""What does a worker do all day? It runs what is queued, one after another, and tells what is new.

It ends between two jobs, or where a job says how far it is; what then ran begins anew elsewhere.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from lineproof.web.work.jobs import forget
from lineproof.web.work.running import beat, take_up, worker_name
from lineproof.web.work.telling import tell
from lineproof.web.work.work import STOPPING

_LOG = logging.getLogger("lineproof.jobs")
_QUEUE = _BACKEND = "default"
REST_S = 1.0
BEAT_EVERY_S = 10.0
TELL_EVERY_S = 60.0
FORGET_EVERY_S = 3600.0
#: How long a job has to say how far it is once the worker is to end: a server waits 30 s for it.
END_WITHIN_S = 20.0


def work(is_wanted: Callable[[], bool] = lambda: True) -> None:
    """Work until a signal says to end, or until nobody wants it any more.

    is_wanted: asked about once a second, between jobs.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    threading.Thread(target=_beating, daemon=True).start()
    _LOG.info("worker began", extra={"worker": worker_name()})
    tell_at = forget_at = 0.0
    while not STOPPING.is_set() and is_wanted():
        close_old_connections()
        take_up(timezone.now())
        if run_next():
            continue
        if time.monotonic() >= tell_at:
            tell_at = time.monotonic() + TELL_EVERY_S
            tell(timezone.now())
        if time.monotonic() >= forget_at:
            forget_at = time.monotonic() + FORGET_EVERY_S
            forget(timezone.now())
        STOPPING.wait(REST_S)
    _LOG.info("worker ended", extra={"worker": worker_name()})


def run_next() -> bool:
    """Run what is queued first; return whether there was anything."""
    if not DBTaskResult.objects.ready().exists():
        return False
    Worker(
        queue_names=[_QUEUE],
        excluded_queue_names=[],
        backend_name=_BACKEND,
        interval=0,
        batch=True,
        startup_delay=False,
        max_tasks=1,
        worker_id=worker_name(),
    ).run()
    return True


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Ask what runs to stop; the second time, end at once."""
    if STOPPING.is_set():
        os._exit(1)
    STOPPING.set()


def _beating() -> None:
    """Say now and then that the worker lives; once it is to end, see to it that it does."""
    while not STOPPING.wait(BEAT_EVERY_S):
        with contextlib.suppress(DatabaseError):  # it is busy or away: the next beat tells
            beat()
    connection.close()
    time.sleep(END_WITHIN_S)
    _LOG.warning("worker ended amid a job", extra={"worker": worker_name()})
    os._exit(1)
