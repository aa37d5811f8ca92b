"""Which request does a log line belong to? The one that is being answered where it is written."""

from __future__ import annotations

import contextvars
import logging

REQUEST_ID: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="-")


class WithRequestId(logging.Filter):
    """Gives a log line the id of the request that it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line pass, with its id."""
        record.request_id = REQUEST_ID.get()
        return True
