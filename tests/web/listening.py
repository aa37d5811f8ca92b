"""Who receives what the server sends? A mail server and a webhook's host, on this machine."""

from __future__ import annotations

import contextlib
import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Received:
    """What arrived. port: where it arrives. is_refusing: whether nothing is taken."""

    port: int = 0
    is_refusing: bool = False
    mails: list[EmailMessage] = field(default_factory=list)
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextlib.contextmanager
def mail_server() -> Iterator[Received]:
    """Run a server that speaks as much of SMTP (RFC 5321) as a sender needs."""
    got = Received()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 ready")
            while line := self.rfile.readline().decode().strip():
                word = line.split(" ")[0].upper()
                if word == "QUIT":
                    self._say("221 bye")
                    return
                if word == "RCPT" and got.is_refusing:
                    self._say("450 try later")
                elif word == "DATA":
                    self._say("354 go on")
                    got.mails.append(self._mail())
                    self._say("250 taken")
                else:
                    self._say("250 ok")

        def _mail(self) -> EmailMessage:
            lines = iter(self.rfile.readline, b".\r\n")
            content = b"".join(line.removeprefix(b".") for line in lines)
            return email.message_from_bytes(content, policy=email.policy.default)

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with _running(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)) as port:
        got.port = port
        yield got


@contextlib.contextmanager
def web_server() -> Iterator[Received]:
    """Run a server that takes requests; one that refuses sends them elsewhere."""
    got = Received()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            if got.is_refusing:
                self.send_response(302)
                self.send_header("Location", f"http://127.0.0.1:{got.port}/elsewhere")
            else:
                got.calls.append((dict(self.headers), content))
                self.send_response(204)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    with _running(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        got.port = port
        yield got


@contextlib.contextmanager
def _running(server: socketserver.TCPServer) -> Iterator[int]:
    """Run a server until the block ends; give its port."""
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.socket.getsockname()[1]
        finally:
            server.shutdown()
            thread.join()
