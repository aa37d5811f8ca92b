"""Does a real fping tell who answered, who didn't, and whom it could not ask?"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import polars as pl
import pytest
from tests.line import Line, a_line
from tests.sources.test_socket_drops import drop_answers

from lineproof.model.errors import LineproofError
from lineproof.sources.fping import Plan, Probing, Round, plan_for, probe
from lineproof.sources.fping_process import fping_program

SECOND = 10**9


def now() -> Round:
    """Return a round that is due now."""
    return Round(time.time_ns(), time.time_ns, threading.Event())


def at(line: Line, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `fping` be one that runs at the near end of a line."""
    program = folder / "fping"
    program.write_text(f'#!/bin/sh\nexec ip netns exec {line.near} {fping_program()} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_answered_lost_and_never_sent_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two probes each: .2 answers both, .3 none; to 10.77.0.1 there is no way, so none was sent.

    .2 stands there twice: it is asked once, and seen in both places.
    """
    probing = Probing(5 * SECOND, count=2, timeout_ms=100)
    addresses = pl.Series(["10.99.0.2", "10.99.0.3", "10.77.0.1", "10.99.0.2"])
    with a_line() as line:
        at(line, tmp_path, monkeypatch)
        answers = probe(addresses, probing, now())
    assert answers["sent"].tolist() == [2, 2, 0, 2]
    assert answers["received"].tolist() == [2, 0, 0, 2]
    assert answers["jitter_ns"].tolist() == [0, 0, 0, 0]
    assert (answers["rtt_ns"] > 0).tolist() == [True, False, False, True]
    assert answers["rtt_ns"][1:3].tolist() == [-1, -1]


def test_ipv6_is_probed_beside_ipv4() -> None:
    """One fping takes both."""
    probing = Probing(5 * SECOND, count=1, timeout_ms=500)
    answers = probe(pl.Series(["::1", "127.0.0.1"]), probing, now())
    assert answers["received"].tolist() == [1, 1]


def test_more_addresses_than_one_process_takes_are_shared_between_several() -> None:
    """61,000 addresses: 60,000 and 1,000; all of loopback answers."""
    probing = Probing(12 * SECOND, count=1, timeout_ms=500)
    addresses = pl.Series([f"127.1.{n >> 8}.{n & 255}" for n in range(61_000)])
    answers = probe(addresses, probing, now())
    assert answers["sent"].tolist() == answers["received"].tolist()
    assert answers["received"].sum() >= 60_990


def test_what_is_stopped_was_not_sent() -> None:
    """2,000 addresses are spread over 20 s; half a second later the rest is given up."""
    probing = Probing(60 * SECOND, count=1, timeout_ms=500)
    addresses = pl.Series([f"127.2.{n >> 8}.{n & 255}" for n in range(2_000)])
    stop = threading.Event()
    timer = threading.Timer(0.5, stop.set)
    timer.start()
    began = time.monotonic()
    answers = probe(addresses, probing, Round(time.time_ns(), time.time_ns, stop))
    timer.join()
    assert time.monotonic() - began < 5
    assert 0 < answers["sent"].sum() < 1_000
    assert answers["sent"].tolist() == answers["received"].tolist()


def test_a_round_ends_with_its_period() -> None:
    """The round was due 59.5 s ago and lasts 60 s: the process has half a second left."""
    probing = Probing(60 * SECOND, count=1, timeout_ms=500)
    addresses = pl.Series([f"127.2.{n >> 8}.{n & 255}" for n in range(2_000)])
    due = Round(time.time_ns() - 59_500_000_000, time.time_ns, threading.Event())
    began = time.monotonic()
    answers = probe(addresses, probing, due)
    assert time.monotonic() - began < 5
    assert answers["sent"].sum() < 1_000
    assert set(answers["jitter_ns"].tolist()) <= {0, 59 * SECOND}


@pytest.mark.parametrize(
    ("addresses", "probing", "expected"),
    [
        # 10 ms between two probes, of which fping takes 0.1 itself
        (100, Probing(60 * SECOND, 1, 1000), Plan(60_000, 9.9)),
        # 45 s less 1 s of waiting for 20,000: 2.2 ms
        (20_000, Probing(60 * SECOND, 1, 1000), Plan(60_000, 2.1)),
        # 45 s less 17 s of waiting for 1,000,000: 0.028 ms, as fast as it can
        (1_000_000, Probing(60 * SECOND, 1, 1000), Plan(60_000, 0.01)),
        # three probes each: a process takes a third of the addresses; 45 s less 3 s for 30: 10 ms
        (30, Probing(60 * SECOND, 3, 1000), Plan(20_000, 9.9)),
    ],
)
def test_a_round_is_spread_over_three_quarters_of_its_period(
    addresses: int, probing: Probing, expected: Plan
) -> None:
    """What is left of 0.75 periods after the waiting, for each probe."""
    assert plan_for(addresses, probing) == expected


def test_what_does_not_fit_into_a_period_is_refused() -> None:
    """5,000,000 in a minute: 84 processes wait 84 s for their last answers."""
    with pytest.raises(LineproofError, match=r"5,000,000 addresses, .* don't fit into 60 s"):
        plan_for(5_000_000, Probing(60 * SECOND, 1, 1000))


def test_what_timed_out_while_answers_were_dropped_counts_as_not_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two addresses one answered and one timed out, while a socket for ICMP was full."""
    program = tmp_path / "fping"
    told = ["192.0.2.1 : [0], 64 bytes, 1.5 ms", "192.0.2.2 : [0], timed out"]
    echoes = "".join(f"echo '[{time.time():.5f}] {line}'\n" for line in told)
    program.write_text(f"#!/bin/sh\n{echoes}exec sleep 2\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    probing = Probing(20 * SECOND, count=1, timeout_ms=100)
    dropping = threading.Timer(0.5, drop_answers)
    dropping.start()
    answers = probe(pl.Series(["192.0.2.1", "192.0.2.2"]), probing, now())
    dropping.join()
    assert answers["sent"].tolist() == [1, 0]
    assert answers["received"].tolist() == [1, 0]
    assert answers["rtt_ns"].tolist() == [1_500_000, -1]
