"""How is the real server started, with real people and a contract? As a program, on a free port."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg

_UP_WITHIN_S = 120
_SET_UP = """
import json, sys
from pathlib import Path

import psycopg
from lineproof.web.server import starting
data, asked = Path(sys.argv[1]), json.loads(sys.argv[2])
starting.set_up(data)
from django.utils import timezone
from lineproof.web.server import administration
from lineproof.web.who.people import Scope, User, make_token
for folder in asked["folders"]:
    administration.take_in(Path(folder), "Buyer A")
told = {}
from lineproof.web.kept.contracts import Contract
first = Contract.objects.order_by("pk").first()
only = {"provider": first and first.name}  # who sees that one alone
for role in asked["roles"]:
    told[role] = administration.add_user(
        f"{role}@example.com", name=role, role=role, organisation="Buyer A", contract=only.get(role)
    )
now = timezone.now()
tokens = {
    user.name: make_token(user, name="program", days=1, now=now, scope=Scope.WRITE)[1]
    for user in User.objects.all()
}
print(json.dumps([told, tokens]))
"""


@dataclass(frozen=True)
class Place:
    """A data folder and its database, with people.

    passwords, tokens: by role, of ROLE@example.com; the tokens write.
    """

    data: Path
    environment: dict[str, str]
    passwords: dict[str, str]
    tokens: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Server:
    """A server that answers. process: the number of the one that its others are children of."""

    origin: str
    place: Place
    process: int


def environment_of(data: Path) -> dict[str, str]:
    """Return the environment of a server of its own: none of the tests' own, a new database."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LINEPROOF_", "DJANGO_"))}
    if "DATABASE_URL" in kept:
        kept["DATABASE_URL"] = new_database(kept["DATABASE_URL"])
    return {**kept, "LINEPROOF_DATA": str(data)}


def free_port() -> int:
    """Return a port that nothing listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def new_database(url: str) -> str:
    """Return the URL of a new database beside another one."""
    name = f"served_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"create database {name}".encode())
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.urlunsplit(parts._replace(path=f"/{name}"))


def prepared(data: Path, folders: Sequence[Path], roles: Sequence[str]) -> Place:
    """Make a data folder with contracts and people."""
    environment = environment_of(data)
    asked = json.dumps({"folders": [str(f) for f in folders], "roles": list(roles)})
    command = [sys.executable, "-c", _SET_UP, str(data), asked]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return Place(data, environment, *json.loads(done.stdout))


@contextlib.contextmanager
def serving(place: Place, *words: str) -> Iterator[Server]:
    """Run `lineproof serve` on a free port until the block ends.

    words: its options; without "--jobs" nothing works in the background.
    """
    data = place.data
    port = free_port()
    command = [sys.executable, "-m", "lineproof", "serve", "--data", str(data), "--port", str(port)]
    command += [] if "--jobs" in words else ["--jobs", "0"]
    log = data.parent / "server.log"
    with log.open("w") as file:
        program = subprocess.Popen(
            [*command, *words], env=place.environment, stdout=file, stderr=subprocess.STDOUT
        )
    origin = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{origin}/readyz", program, log)
        yield Server(origin, place, program.pid)
    finally:
        program.terminate()
        program.wait(timeout=60)


def _wait(address: str, program: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until an address answers; fail with the log where the program ends before."""
    give_up = time.monotonic() + _UP_WITHIN_S
    while time.monotonic() < give_up and program.poll() is None:
        with contextlib.suppress(OSError):  # refused, reset, or too slow
            if urllib.request.urlopen(address, timeout=10).status == 200:  # noqa: S310 - our own
                return
        time.sleep(0.2)
    message = f"the server didn't come up:\n{log.read_text()}"
    raise AssertionError(message)


@contextlib.contextmanager
def visitor(server: Server, role: str) -> Iterator[httpx.Client]:
    """Give a browser in which somebody signed in."""
    with httpx.Client(base_url=server.origin, follow_redirects=True, timeout=120) as client:
        given = {"login": f"{role}@example.com", "password": server.place.passwords[role]}
        form = token(client, "/accounts/login/")
        shown = client.post("/accounts/login/", data={**given, **form})
        assert "Sign out" in shown.text
        yield client


def token(client: httpx.Client, address: str) -> dict[str, str]:
    """Return what a form of a page needs to be sent."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(address).text)
    assert found is not None
    return {"csrfmiddlewaretoken": found[1]}
