"""Which server answers as told? One on a free port of the loopback, for what goes wrong."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Said:
    """An answer. sends: so many bytes of the body, as if the connection broke; None: all."""

    status: int = 200
    body: bytes = b""
    sends: int | None = None
    takes_s: float = 0
    headers: tuple[tuple[str, str], ...] = ()


def said(content: object, *, status: int = 200) -> Said:
    """Return the answer that holds something as JSON."""
    return Said(status, json.dumps(content).encode())


@dataclass
class Fake:
    """A server, and what it was asked: each path with its parameters, or its body."""

    url: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def count(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(1 for each, _ in self.asked if each == path)


Answering = Callable[[str, dict[str, str]], Said]


@contextmanager
def serving(answering: Answering) -> Iterator[Fake]:
    """Serve until the block ends. answering: from a path and its parameters to the answer."""
    fake = Fake()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            given = dict(parse_qsl(parts.query))
            self._answer(parts.path, given)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(urlsplit(self.path).path, {"body": body})

        def _answer(self, path: str, given: dict[str, str]) -> None:
            fake.asked.append((path, given))
            fake.headers.append(dict(self.headers.items()))
            answer = answering(path, given)
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(answer.body)))
            for name, value in answer.headers:
                self.send_header(name, value)
            self.end_headers()
            half = len(answer.body) // 2
            self._write(answer.body[:half] if answer.takes_s else answer.body[: answer.sends])
            if answer.takes_s:
                time.sleep(answer.takes_s)
                self._write(answer.body[half:])
            self.close_connection = True

        def _write(self, body: bytes) -> None:
            try:
                self.wfile.write(body)
                self.wfile.flush()
            except OSError:
                return  # whoever asked has gone

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def in_turn(*answers: Said) -> Answering:
    """Return what gives one answer after the other, the last for ever."""
    left = list(answers)
    return lambda _path, _given: left.pop(0) if len(left) > 1 else left[0]
