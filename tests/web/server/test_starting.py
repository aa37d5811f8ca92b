"""Does a server start in an empty folder, and only where people can reach it safely?"""

from __future__ import annotations

import json
import socket
import time
import urllib.request
from pathlib import Path

import pytest
from tests.web.running_server import Place, environment_of, serving

from lineproof.model.errors import LineproofError
from lineproof.web.server.starting import be_reached_at, refuse_taken


def test_this_machine_alone_needs_no_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address is made of host and port, and told to Django."""
    monkeypatch.delenv("LINEPROOF_ORIGIN", raising=False)
    for host, origin in (("127.0.0.1", "http://127.0.0.1:8000"), ("::1", "http://[::1]:8000")):
        monkeypatch.delenv("LINEPROOF_ORIGIN", raising=False)
        assert be_reached_at(tmp_path, host, 8000) == origin


def test_others_need_an_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Listening to the network without saying how people come: refused, with what to write."""
    monkeypatch.delenv("LINEPROOF_ORIGIN", raising=False)
    with pytest.raises(LineproofError, match=r'origin = "https://'):
        be_reached_at(tmp_path, "0.0.0.0", 8000)  # noqa: S104 - that is what is refused
    (tmp_path / "server.toml").write_text('origin = "https://a.example.com"\n')
    assert be_reached_at(tmp_path, "0.0.0.0", 8000) == "https://a.example.com"  # noqa: S104


def test_a_port_that_is_taken_is_told() -> None:
    """Somebody else listens there: told before a database is made or a demo's password is shown."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(LineproofError, match=f"--port {port}: .* Address already in use; name"):
            refuse_taken("127.0.0.1", port)
    refuse_taken("127.0.0.1", port)


def await_line(log: Path, text: str) -> None:
    """Wait until a log says something."""
    give_up = time.monotonic() + 60
    while text not in log.read_text():
        assert time.monotonic() < give_up, log.read_text()
        time.sleep(0.05)


def test_an_empty_folder_becomes_a_server(tmp_path: Path) -> None:
    """Two workers; ready, with headers that protect; it says how the first person is added.

    Its log is JSON, a line a request, and the counters are those of both workers. Beside it one
    works in the background, and ends with it.
    """
    place = Place(tmp_path / "data", environment_of(tmp_path / "data"), {})
    with serving(place, "--workers", "2", "--jobs", "1") as server:
        with urllib.request.urlopen(f"{server.origin}/accounts/login/") as answer:  # noqa: S310
            headers = answer.headers
        with urllib.request.urlopen(f"{server.origin}/static/web/style.css") as answer:  # noqa: S310
            assert answer.headers["Content-Type"].startswith("text/css")
        with urllib.request.urlopen(f"{server.origin}/metrics") as answer:  # noqa: S310
            assert 'page="account_login"' in answer.read().decode()
        await_line(tmp_path / "server.log", "worker began")
    await_line(tmp_path / "server.log", "worker ended")
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o777 == 0o600
    log = (tmp_path / "server.log").read_text().splitlines()
    assert "  lineproof server add-user YOU@EXAMPLE.COM --role admin --organisation NAME" in log[1]
    told = [json.loads(line) for line in log if line.startswith("{")]
    request = next(t for t in told if t.get("path") == "/accounts/login/")
    assert (request["status"], request["request_id"]) == (200, headers["X-Request-ID"])
