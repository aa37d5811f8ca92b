"""Does gunicorn behave as it should? Nothing else listens, logs are JSON, workers may go."""

from __future__ import annotations

import logging.config
from types import SimpleNamespace

import pytest

from lineproof.web.server import serving


def test_nothing_else_listens_and_only_the_proxy_is_believed() -> None:
    """No control socket; X-Forwarded-… counts from this machine alone."""
    assert serving.control_socket_disable
    assert serving.forwarded_allow_ips == "127.0.0.1,::1"
    assert serving.accesslog is None


def test_a_connection_is_for_one_request() -> None:
    """Kept ones would stay with the worker that took them, however busy it is."""
    assert serving.keepalive == 0


def test_its_logs_are_a_configuration() -> None:
    """The standard library takes it as it is."""
    logging.config.DictConfigurator(serving.logconfig_dict)
    assert set(serving.logconfig_dict["root"]["handlers"]) <= set(
        serving.logconfig_dict["handlers"]
    )


def test_a_worker_that_is_gone_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where several count together; one alone has nothing to tell."""
    gone: list[int] = []
    monkeypatch.setattr("prometheus_client.multiprocess.mark_process_dead", gone.append)
    monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR", raising=False)
    serving.child_exit(None, SimpleNamespace(pid=1))
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "x")
    serving.child_exit(None, SimpleNamespace(pid=2))
    assert gone == [2]
