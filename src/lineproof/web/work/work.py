"""What does a function that runs in the background hold? Its job, to say how far it is and to end.

It doesn't know which functions there are, nor who starts them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from lineproof.web.kept.jobs import Job, JobState

#: Set once the worker is to end: what runs goes back to the queue.
STOPPING = threading.Event()
TELL_EVERY_S = 1.0


class CancelledError(Exception):
    """Somebody cancelled the job."""


class SupersededError(Exception):
    """Another attempt does the job, because this one was thought dead; nothing of it is kept."""


class StoppedError(Exception):
    """The worker is to end; the job begins anew in another."""


class Work:
    """An attempt at a job.

    What it changes, it changes in one transaction that calls `finish`: then it is done once,
    however often it was begun.
    """

    def __init__(self, job: Job) -> None:
        """Keep the job, as it was when the attempt began."""
        self.job = job
        self.is_finished = False
        self._attempt = job.attempts
        self._tell_at = 0.0

    def progress(self, done: int, total: int) -> None:
        """Say how much is done; kept once a second at most, so call it as often as you like.

        Call it outside of transactions, where others see it. Raises CancelledError, StoppedError
        and SupersededError, which the function lets pass.
        """
        if STOPPING.is_set():
            raise StoppedError
        if time.monotonic() < self._tell_at:
            return
        self._tell_at = time.monotonic() + TELL_EVERY_S
        mine = Job.objects.filter(pk=self.job.pk, attempts=self._attempt, state=JobState.RUNNING)
        if not mine.update(done=done, total=total, beat_at=timezone.now()):
            raise SupersededError
        if mine.filter(is_cancel_asked=True).exists():
            raise CancelledError

    def finish(self, result: Mapping[str, object] | None = None) -> None:
        """Mark the job done, with what came of it, in the transaction of what it changes.

        Raises CancelledError and SupersededError, with which that transaction is undone.
        """
        with transaction.atomic():
            now = Job.objects.select_for_update().get(pk=self.job.pk)
            if now.attempts != self._attempt or now.state != JobState.RUNNING:
                raise SupersededError
            if now.is_cancel_asked:
                raise CancelledError
            now.file, now.file_name = self.job.file, self.job.file_name
            now.result = dict(result or {})
            now.total = max(now.total, 1)
            now.done = now.total
            now.state, now.ended_at = JobState.DONE, timezone.now()
            now.save()
        self.is_finished = True
