"""How does gunicorn behave? It reads its settings from this module, by their names."""

from __future__ import annotations

import os
from typing import Any

from prometheus_client import multiprocess

#: A month of a million circuits takes seconds; what takes minutes is ended.
timeout = 120
graceful_timeout = 30
#: A connection is for one request: else one worker holds most of them while others have nothing to
#: do. Whoever asks often keeps its connections to the proxy in front.
keepalive = 0
#: A request's line and headers; bodies are held by Django's own limits.
limit_request_line = 4094
limit_request_fields = 100
#: Each worker makes way for a new one now and then, not all at once.
max_requests = 20_000
max_requests_jitter = 2_000
#: The proxy in front is on this machine; it alone says how a request came.
forwarded_allow_ips = "127.0.0.1,::1"
accesslog = None
#: Nothing else listens.
control_socket_disable = True
logconfig_dict: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}


def child_exit(_server: object, worker: Any) -> None:  # noqa: ANN401 - gunicorn has no types
    """Keep the counters of a worker that is gone."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
