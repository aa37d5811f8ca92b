"""How does a monitoring system see a collector? `/metrics` for Prometheus, and `/healthz`."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http.server import ThreadingHTTPServer

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import MetricsHandler
from prometheus_client.registry import Collector as Source

from lineproof.cli.collect_health import Counts, Health
from lineproof.model.errors import LineproofError
from lineproof.store.journal import Journal

_NS = 10**9
_PERIODS_MAX = 3
"""A collector is well while its last round is no older than so many periods."""


@dataclass(frozen=True, eq=False)
class Watched(Source):
    """What is shown of a collector; `began_ns` is on the monotonic clock."""

    journal: Journal
    counts: Counts
    health: Health
    began_ns: int

    def collect(self) -> Iterable[Metric]:
        """Return every metric, each labelled with the vantage."""
        counts, targets = self.counts, self.journal.watch.targets.frame.height
        yield self._counter("probes_intended", "Probes that were to be sent.", counts.intended)
        yield self._counter("probes_sent", "Probes that left this machine.", counts.sent)
        yield self._counter("probes_answered", "Probes that were answered.", counts.answered)
        yield self._rounds()
        yield self._counter("clock_jumps", "Jumps of the clock.", counts.jumps)
        yield self._counter("batches_stored", "Batches stored.", counts.batches)
        yield self._counter("samples_stored", "Samples stored.", counts.samples)
        yield self._counter("store_errors", "Attempts to store that failed.", counts.store_errors)
        yield self._gauge("targets", "Targets probed in a round.", targets)
        since = "Seconds since the last round was recorded, or since the start."
        yield self._gauge("seconds_since_round", since, self.since_round_s())
        size = self.journal.size_bytes()
        yield self._gauge("journal_bytes", "Bytes of the disk the journal takes.", size)
        yield self._gauge("troubles", "What is wrong now, counted.", len(self.health.troubles))

    def since_round_s(self) -> float:
        """Return how long ago the last round was recorded, or the collector began."""
        last = self.counts.last_round_ns
        return (time.monotonic_ns() - (self.began_ns if last is None else last)) / _NS

    def unwell(self) -> list[str]:
        """Return what is wrong, as sentences."""
        every_s = self.journal.watch.every_ns / _NS
        since_s = self.since_round_s()
        found = list(self.health.troubles.values())
        if since_s > _PERIODS_MAX * every_s:
            found.append(f"no round was recorded for {since_s:.0f} s, and one is due every "
                         f"{every_s:g} s")  # fmt: skip
        return found

    def _rounds(self) -> Metric:
        """Return the rounds by what became of them."""
        text = "Rounds that were due, by what became of them."
        family = CounterMetricFamily(
            "lineproof_collect_rounds", text, labels=["vantage", "outcome"]
        )
        for outcome in ("recorded", "late", "unlogged", "failed"):
            name = "rounds" if outcome == "recorded" else outcome
            family.add_metric([self.journal.watch.vantage, outcome], getattr(self.counts, name))
        return family

    def _counter(self, name: str, text: str, value: float) -> Metric:
        """Return one counter."""
        family = CounterMetricFamily(f"lineproof_collect_{name}", text, labels=["vantage"])
        family.add_metric([self.journal.watch.vantage], value)
        return family

    def _gauge(self, name: str, text: str, value: float) -> Metric:
        """Return one gauge."""
        family = GaugeMetricFamily(f"lineproof_collect_{name}", text, labels=["vantage"])
        family.add_metric([self.journal.watch.vantage], value)
        return family


class _Handler(MetricsHandler):
    """Answers for /metrics and /healthz, and for nothing else."""

    watched: Watched

    def do_GET(self) -> None:  # noqa: N802 - http.server calls it so
        """Answer one request."""
        path = self.path.partition("?")[0]
        if path == "/metrics":
            super().do_GET()
        elif path == "/healthz":
            unwell = self.watched.unwell()
            self._answer(503 if unwell else 200, "\n".join(unwell) or "ok")
        else:
            self._answer(404, "there is /metrics and /healthz")

    def _answer(self, code: int, text: str) -> None:
        """Send a text."""
        content = f"{text}\n".encode()
        self.send_response(code)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class _Server(ThreadingHTTPServer):
    """Serves without keeping the program alive."""

    daemon_threads = True


class _Server6(_Server):
    """The same over IPv6."""

    address_family = socket.AF_INET6


def address_of(text: str) -> tuple[str, int]:
    """Return the host and port of `--listen`; raises LineproofError.

    >>> address_of("127.0.0.1:9430"), address_of("[::1]:0")
    (('127.0.0.1', 9430), ('::1', 0))
    """
    host, _, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:  # noqa: PLR2004
        message = f'--listen "{text}" is no address and port, such as 127.0.0.1:9430 or [::1]:9430'
        raise LineproofError(message)
    return host.removeprefix("[").removesuffix("]"), int(port)


@contextlib.contextmanager
def serving(listen: str, watched: Watched) -> Iterator[int]:
    """Serve what is shown at an address while it is needed; yield the port.

    Raises LineproofError where the address can't be had.
    """
    host, port = address_of(listen)
    registry = CollectorRegistry()
    registry.register(watched)
    handler = type("_Handler", (_Handler,), {"registry": registry, "watched": watched})
    try:
        server = (_Server6 if ":" in host else _Server)((host, port), handler)
    except OSError as problem:
        message = f"--listen {listen} can't be had: {problem.strerror or problem}"
        raise LineproofError(message) from problem
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
