"""How is a server asked for JSON? Patiently, with an end, and giving no secret away.

It knows no server's questions and answers.
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error

#: Answers after which the same question may be answered: busy, starting, or behind a proxy.
_BUSY = (429, 500, 502, 503, 504)
_NOT_ALLOWED = (401, 403)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a server is waited for.

    attempts: how often a question is asked. pause_s: before the second time; doubled each time.
    timeout_s: for an answer as a whole. bytes_max: a longer answer is cut off.
    """

    attempts: int = 5
    pause_s: float = 1.0
    timeout_s: float = 120.0
    bytes_max: int = 1 << 26


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is asked; `name` is what messages call it.

    url: below which its API lies, without a user or password. token: sent as a bearer token; it is
    shown nowhere.
    """

    name: str
    url: str
    token: str = field(default="", repr=False)
    patience: Patience = Patience()

    @property
    def place(self) -> str:
        """Host and port, as a source names where it read."""
        return urlsplit(self.url).netloc


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; `is_cut`: it was longer than is read, and content is None."""

    status: int
    content: Any
    is_cut: bool = False


def server_at(url: str, *, name: str, token_file: Path | None = None) -> Server:
    """Return the server at an address; refuses an address or a token that can't be used.

    >>> server_at("http://192.0.2.1:9090/", name="Prometheus").url
    'http://192.0.2.1:9090'
    """
    problem = _wrong_with(url)
    if problem:
        fix = "Write it as https://HOST:PORT; who may ask is said by --token-file."
        shown = url.rpartition("@")[2]
        message = f"the address {shown!r} of {name} can't be asked: {problem}"
        raise InputRefusedError((error("E-SERVER-URL", message, fix=fix),))
    return Server(name, url.rstrip("/"), _token(token_file) if token_file else "")


def _wrong_with(url: str) -> str:
    """Return what is wrong with an address, or nothing."""
    try:
        parts = urlsplit(url)
        httpx.URL(url)
        port = parts.port
    except (ValueError, httpx.InvalidURL) as problem:
        return str(problem)
    if parts.scheme not in {"http", "https"}:
        return "it doesn't begin with http:// or https://"
    if not parts.hostname or port == 0:
        return "it names no host"
    if "@" in parts.netloc:
        return "it holds a user or password, which would be kept in lists of commands"
    return "it has a query" if parts.query or parts.fragment else ""


def _token(file: Path) -> str:
    """Return the token that a file holds on its only line."""
    try:
        token = file.read_bytes().decode("ascii").strip()
    except OSError as problem:
        raise _bad_token(file, problem.strerror or "it can't be read") from problem
    except UnicodeDecodeError as problem:
        raise _bad_token(file, "it isn't ASCII") from problem
    if not token or not all(char.isprintable() and char != " " for char in token):
        raise _bad_token(file, "it holds no token on one line")
    return token


def _bad_token(file: Path, problem: str) -> InputRefusedError:
    message = f"the token file {file} can't be used: {problem}"
    fix = "Write the token alone into a file that only you can read, and name that file."
    return InputRefusedError((error("E-TOKEN-FILE", message, where=str(file), fix=fix),))


def client_for(server: Server) -> httpx.Client:
    """Return what asks a server; certificates are checked against the system's."""
    headers = {"Accept": "application/json"}
    if server.token:
        headers["Authorization"] = f"Bearer {server.token}"
    return httpx.Client(
        headers=headers, timeout=server.patience.timeout_s, verify=ssl.create_default_context()
    )


def ask(
    client: httpx.Client,
    server: Server,
    request: httpx.Request,
    *,
    settles: Callable[[Any], bool] = lambda _: False,
) -> Answer:
    """Return a server's answer to a request, asked again while it is busy or breaks off.

    An answer that says why it is none (400, 422) is returned too. settles: whether the content of
    an answer that says "busy" is an answer all the same. Refuses a server that stays silent,
    doesn't let us in, isn't there, or answers no JSON.
    """
    told, patience = "", server.patience
    for attempt in range(patience.attempts):
        if attempt:
            time.sleep(patience.pause_s * 2 ** (attempt - 1))
        try:
            status, body = _once(client, request, patience)
        except httpx.HTTPError as problem:
            told = str(problem) or type(problem).__name__
            if "CERTIFICATE" in told:
                break
            continue
        if body is None:
            return Answer(status, None, is_cut=True)
        content, is_json = _content(body)
        is_busy = status in _BUSY and not (is_json and settles(content))
        if is_json and not is_busy and status not in _NOT_ALLOWED:
            return Answer(status, content)
        if not is_busy and (status != httpx.codes.OK or not body.startswith(b"{")):
            raise _refused(server, request, status, body)
        told = f"it answered {status}, {_quoted(body)}"
    raise _silent(server, request, told)


def _once(
    client: httpx.Client, request: httpx.Request, patience: Patience
) -> tuple[int, bytes | None]:
    """Return an answer's status and body; None where it is too long."""
    end = time.monotonic() + patience.timeout_s
    response = client.send(request, stream=True)
    try:
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > patience.bytes_max:
                return response.status_code, None
            if time.monotonic() > end:
                raise httpx.ReadTimeout(f"the answer took more than {patience.timeout_s:g} s")
        return response.status_code, bytes(body)
    finally:
        response.close()


def _content(body: bytes) -> tuple[Any, bool]:
    """Return what a body holds, and whether it is JSON."""
    try:
        return json.loads(body), True
    except (ValueError, RecursionError):
        return None, False


def _quoted(body: bytes) -> str:
    """Return the beginning of a body, on one line."""
    text = " ".join(body[:400].decode(errors="replace").split())
    return repr(text[:160]) if text else "with nothing in it"


def _refused(server: Server, request: httpx.Request, status: int, body: bytes) -> InputRefusedError:
    """Return the refusal of a server that answers, but not what it was asked."""
    if status in _NOT_ALLOWED:
        fix = "Give a token that may read, with --token-file."
        message = f"{server.name} doesn't let us in: it answered {status}"
        return InputRefusedError((error("E-SERVER-ACCESS", message, where=server.url, fix=fix),))
    path = request.url.path
    message = f"{path} at this address answered {status}, {_quoted(body)}: that isn't {server.name}"
    fix = f"Give the address below which {server.name}'s API lies, without redirection."
    return InputRefusedError((error("E-SERVER-OTHER", message, where=server.url, fix=fix),))


def _silent(server: Server, request: httpx.Request, told: str) -> InputRefusedError:
    """Return the refusal of a server that gave no whole answer, however often it was asked."""
    message = f"{server.name} gave no whole answer to {request.url.path}: {told}"
    fix = (
        "Name the authority's certificate in the environment as SSL_CERT_FILE."
        if "CERTIFICATE" in told
        else "See that it runs and can be reached, and start again: what is stored stays so."
    )
    return InputRefusedError((error("E-SERVER-SILENT", message, where=server.url, fix=fix),))
