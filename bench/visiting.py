"""How long do clients wait for pages, many at once? Each asks for the next after a pause.

Run as `python -m bench.visiting ORIGIN PAGE CIRCUITS REQUESTS CLIENTS PAUSE_MS`, with the cookies
of somebody who signed in on standard input; it prints the seconds of each request, as JSON.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import local
from urllib.parse import urlencode, urlsplit

from bench.contract import MONTH

_CONTRACT = "/contracts/1"
_MONTH = f"{_CONTRACT}/months/{MONTH}"
_OK, _LATER = 200, 202
_FILTERS = ("line", "circuit", "site", "service")
_GIVE_UP_S = 300
_SEED = 20250301
#: The address of a page about a circuit of a number, a line of the same; the others are about all.
PAGES: dict[str, Callable[[int], str]] = {
    "list": lambda n: f"{_CONTRACT}/circuits/?{_FILTERS[n % len(_FILTERS)]}={_begins(n)}",
    "circuit": lambda n: f"{_CONTRACT}/circuits/{n}/?month={MONTH}",
    "month": lambda _: f"{_MONTH}/",
    "line": lambda n: f"{_MONTH}/explain?line={n}",
    "total": lambda _: f"{_MONTH}/explain",
    "home": lambda _: "/",
    "contracts": lambda _: "/contracts/",
}


def _begins(number: int) -> str:
    """Return how a field begins that a filter asks for."""
    texts = (
        str(number)[:4],
        f"C{number:08}"[:7],
        str(number)[:3],
        ("acc", "transit", "b")[number % 3],
    )
    return texts[number % len(_FILTERS)]


@dataclass
class Visitor:
    """Somebody who is signed in, on as many connections as threads ask."""

    origin: str
    cookies: dict[str, str] = field(default_factory=dict)
    _mine: local = field(default_factory=local)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in, as the form does."""
        address = "/accounts/login/"
        _, shown = self.ask("GET", address)
        found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', shown)
        assert found is not None, "the form has its token"
        form = {"login": email, "password": password, "csrfmiddlewaretoken": found[1].decode()}
        status, _ = self.ask("POST", address, urlencode(form))
        assert "sessionid" in self.cookies, f"signed in, not {status}"

    def ask(self, method: str, address: str, body: str | None = None) -> tuple[int, bytes]:
        """Return what a request is answered."""
        if not hasattr(self._mine, "connection"):
            parts = urlsplit(self.origin)
            self._mine.connection = http.client.HTTPConnection(parts.netloc, timeout=_GIVE_UP_S)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie, "Referer": self.origin}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = self._mine.connection
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
        except http.client.RemoteDisconnected:  # it had been idle: a browser asks again, too
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
        shown = answer.read()
        for given in answer.headers.get_all("Set-Cookie", []):
            name, _, value = given.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, shown

    def close(self) -> None:
        """Close this thread's connection."""
        self._mine.connection.close()

    def wait_for(self, address: str) -> float:
        """Return the seconds until a page is there that has to be worked out first."""
        began = time.perf_counter()
        while time.perf_counter() < began + _GIVE_UP_S:
            status, _ = self.ask("GET", address)
            if status == _OK:
                return time.perf_counter() - began
            assert status == _LATER, f"{address} is answered {status}"
            time.sleep(0.1)
        message = f"{address} isn't there after {_GIVE_UP_S} s"
        raise AssertionError(message)

    def time_of(self, address: str) -> float:
        """Return the seconds that a page takes."""
        began = time.perf_counter()
        status, _ = self.ask("GET", address)
        assert status == _OK, f"{address} is answered {status}"
        return time.perf_counter() - began


def visited(
    visitor: Visitor, addresses: Sequence[str], *, clients: int, pause_s: float
) -> Iterator[float]:
    """Yield the seconds of each request; a client asks again so long after it had its answer."""
    chance = random.Random(_SEED)  # noqa: S311 - not secret

    def asked(address: str, wait_s: float) -> float:
        time.sleep(wait_s)
        return visitor.time_of(address)

    with ThreadPoolExecutor(max_workers=clients) as pool:
        list(pool.map(visitor.time_of, addresses[:clients]))  # each connects, which doesn't count
        begin = [chance.uniform(0, pause_s) for _client in range(clients)]  # not all in step
        waits = [*begin, *[pause_s] * len(addresses)]
        yield from pool.map(asked, addresses, waits[: len(addresses)])


def main(origin: str, name: str, numbers: Sequence[int]) -> None:
    """Print what was waited; numbers: circuits, requests, clients, milliseconds of pause."""
    circuits, requests, clients, pause_ms = numbers
    visitor = Visitor(origin, json.load(sys.stdin))
    drawn = random.Random(_SEED).choices(range(1, circuits + 1), k=requests)  # noqa: S311 - not secret
    addresses = [PAGES[name](number) for number in drawn]
    began = time.perf_counter()
    seconds = list(visited(visitor, addresses, clients=clients, pause_s=pause_ms / 1000))
    print(json.dumps({"all": time.perf_counter() - began, "seconds": seconds}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], [int(word) for word in sys.argv[3:7]])
