"""Does what fping logged of a real line tell when it was cut, and how much it lost?"""

import signal
import subprocess
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from tests.live.line import FAR, Line, laid
from tests.live.programs import start, stop, wait_until
from tests.live.watch import second, spells, states

from lineproof.measure.rule import NS, StateRule
from lineproof.sources.sample_request import SampleRequest
from lineproof.sources.samples_fping import read_fping


@pytest.fixture
def line() -> Iterator[Line]:
    """Return a line of the test's own."""
    with laid() as found:
        yield found


def logging(line: Line, log: Path, *, every_ms: int) -> subprocess.Popen[str]:
    """Start fping, which writes what it sees of the far end, and wait until it does.

    Until it probes in the middle of its periods: near their ends a probe that comes late would be
    taken for one of the next.
    """
    for _ in range(30):
        log.unlink(missing_ok=True)
        fping = start(line.near, ("fping", "-D", "-l", "-p", str(every_ms), FAR), log=log)
        wait_until(lambda: log.read_text().endswith("\n"), what="fping writes")
        sent_ms = float(log.read_text().partition("]")[0].strip("[")) * 1000
        if 0.3 < sent_ms % every_ms / every_ms < 0.6:
            return fping
        stop(fping)
    raise AssertionError("fping never began in the middle of a period")


def request(log: Path, *, every_ms: int) -> SampleRequest:
    """Return the request for a log of C1."""
    every_ns, circuits = every_ms * 10**6, frozenset({"C1"})
    latest_ns = time.time_ns() + NS
    return SampleRequest(str(log), "near", every_ns, circuits, latest_ns, targets={FAR: "C1"})


def test_a_cut_of_known_length_comes_out_within_a_slot(line: Line, tmp_path: Path) -> None:
    """Nothing passes for 4 s, probed five times a second: the slots in which most was lost.

    A slot of 1 s that is cut for the greater part of it is bad, so that each edge lies within half
    a second of the true one; a probe is sent every 200 ms, which adds as much.
    """
    log = tmp_path / "fping.log"
    fping = logging(line, log, every_ms=200)
    begin = second()
    time.sleep((begin - time.time_ns()) / NS + 2.3)
    cut = line.drop("icmp type echo-request")
    time.sleep(4)
    mended = line.mend()
    time.sleep(3)
    end = second() - NS
    fping.send_signal(signal.SIGINT)
    stop(fping)
    rule = StateRule(slot_s=1, loss_max=Fraction(1, 2), down_run=2, up_run=2)
    samples = read_fping(request(log, every_ms=200))
    found = spells(states(samples, rule, folder=tmp_path, span=(begin, end)), "C1")
    assert [state for state, _, _ in found] == ["up", "down", "up"]
    assert abs(found[1][1] - cut) <= 0.75 * NS, (found[1][1] - cut) / NS
    assert abs(found[1][2] - mended) <= 0.75 * NS, (found[1][2] - mended) / NS


def test_random_loss_counts_by_the_contracts_share(line: Line, tmp_path: Path) -> None:
    """Each echo request is lost with a chance of a half, for 8 s; slots of 4 s hold 40 probes.

    10 % or less, or more than 90 %, is lost with a chance of 2 × P(at most 4 of 40 heads) = 2e-7.
    So each slot is bad where 10 % may be lost, and good where 90 % may.
    """
    log = tmp_path / "fping.log"
    fping = logging(line, log, every_ms=100)
    line.drop("icmp type echo-request numgen random mod 100 < 50")
    begin = -(-time.time_ns() // (4 * NS)) * 4 * NS
    span = (begin, begin + 8 * NS)
    time.sleep((span[1] - time.time_ns()) / NS + 0.5)
    fping.send_signal(signal.SIGINT)
    stop(fping)
    samples = list(read_fping(request(log, every_ms=100)))
    for share, state in ((Fraction(1, 10), "down"), (Fraction(9, 10), "up")):
        rule = StateRule(slot_s=4, loss_max=share, down_run=2, up_run=2)
        found = spells(states(samples, rule, folder=tmp_path, span=span), "C1")
        assert found == [(state, *span)]
