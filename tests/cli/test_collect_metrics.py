"""Does a real HTTP client see what a collector did, and whether it is well?"""

from __future__ import annotations

import contextlib
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from lineproof.cli.collect_health import Counts, Health
from lineproof.cli.collect_metrics import Watched, address_of, serving
from lineproof.model.errors import LineproofError
from lineproof.sources.targets import targets_of
from lineproof.store.journal import Watch, open_journal

SECOND = 10**9
TARGETS = targets_of(b"circuit,address\nC1,127.0.0.1\nC2,127.0.0.2\n", file="t.csv")


@contextlib.contextmanager
def watched(folder: Path, *, began_s_ago: float = 0) -> Iterator[Watched]:
    """Return what is shown of a collector of two targets, every minute."""
    with open_journal(folder, Watch("v1", 60 * SECOND, TARGETS)) as journal:
        began = time.monotonic_ns() - round(began_s_ago * SECOND)
        yield Watched(journal, Counts(), Health(lambda _: None), began)


def got(port: int, path: str) -> tuple[int, str]:
    """Return the status and the text of an answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def values(text: str) -> dict[str, float]:
    """Return each sample's value by its name, and its outcome where it has one."""
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            assert sample.labels["vantage"] == "v1"
            name = sample.name.removeprefix("lineproof_collect_")
            found[name + sample.labels.get("outcome", "")] = sample.value
    return found


def test_what_was_counted_is_what_is_scraped(tmp_path: Path) -> None:
    """Each count has a number of its own, so that none can stand in for another."""
    with watched(tmp_path) as shown, serving("127.0.0.1:0", shown) as port:
        counts = shown.counts
        counts.intended, counts.sent, counts.answered = 11, 12, 13
        counts.rounds, counts.late, counts.unlogged, counts.failed = 14, 15, 16, 17
        counts.jumps, counts.batches, counts.samples, counts.store_errors = 18, 19, 20, 21
        counts.last_round_ns = time.monotonic_ns() - 5 * SECOND
        shown.health.bad("store", "no room")
        shown.journal.skip(SECOND)
        status, text = got(port, "/metrics")
    assert status == 200
    scraped = values(text)
    assert 5 <= scraped.pop("seconds_since_round") < 15
    assert scraped.pop("journal_bytes") > 0
    assert scraped == {
        "probes_intended_total": 11, "probes_sent_total": 12, "probes_answered_total": 13,
        "rounds_totalrecorded": 14, "rounds_totallate": 15, "rounds_totalunlogged": 16,
        "rounds_totalfailed": 17, "clock_jumps_total": 18, "batches_stored_total": 19,
        "samples_stored_total": 20, "store_errors_total": 21, "targets": 2, "troubles": 1,
    }  # fmt: skip


def test_a_collector_is_well_for_three_periods_after_a_round(tmp_path: Path) -> None:
    """Rounds are due every 60 s: after 170 s it is well, after 190 s it isn't."""
    with watched(tmp_path, began_s_ago=190) as shown, serving("127.0.0.1:0", shown) as port:
        assert got(port, "/healthz") == (
            503, "no round was recorded for 190 s, and one is due every 60 s\n"
        )  # fmt: skip
        shown.counts.last_round_ns = time.monotonic_ns() - 170 * SECOND
        assert got(port, "/healthz") == (200, "ok\n")
        shown.health.bad("journal", "no room")
        assert got(port, "/healthz") == (503, "no room\n")


def test_nothing_else_is_served(tmp_path: Path) -> None:
    """Not even at the root."""
    with watched(tmp_path) as shown, serving("127.0.0.1:0", shown) as port:
        assert got(port, "/")[0] == 404
        assert got(port, "/healthz?x=1")[0] == 200


def test_it_is_served_over_ipv6_too(tmp_path: Path) -> None:
    """The address stands in brackets."""
    with watched(tmp_path) as shown, serving("[::1]:0", shown) as port:
        url = f"http://[::1]:{port}/healthz"
        with urllib.request.urlopen(url, timeout=10) as answer:
            assert answer.read() == b"ok\n"


def test_an_address_that_is_taken_is_told(tmp_path: Path) -> None:
    """Two can't listen at one port."""
    with (
        watched(tmp_path) as shown,
        serving("127.0.0.1:0", shown) as port,
        pytest.raises(LineproofError, match="can't be had: Address already in use"),
        serving(f"127.0.0.1:{port}", shown),
    ):
        pass


@pytest.mark.parametrize("text", ["", "9430", ":9430", "127.0.0.1:", "127.0.0.1:x", "h:65536"])
def test_what_is_no_address_is_told(text: str) -> None:
    """An address and a port are needed."""
    with pytest.raises(LineproofError, match="no address and port"):
        address_of(text)
