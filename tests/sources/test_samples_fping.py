"""Is fping's log read as what was sent when, whatever else stands in it?"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from lineproof.measure.samples import Suspect
from lineproof.model.errors import InputRefusedError
from lineproof.sources import samples_fping
from lineproof.sources.sample_request import SampleRequest
from lineproof.sources.samples_fping import read_fping

NS = 10**9
FIRST = 1_740_787_200
ANSWERED = "[{}] 192.0.2.1 : [0], 64 bytes, 1.50 ms (1.50 avg, 0% loss)\n"
LOST = "[{}] 192.0.2.1 : [0], timed out (NaN avg, 100% loss)\n"


def request(path: Path, *, every: int = 60) -> SampleRequest:
    """Return a request for a log in which 192.0.2.1 is circuit a."""
    targets = {"192.0.2.1": "a", "127.0.0.1": "a"}
    known, latest = frozenset({"a"}), int(time.time() + 300) * NS
    return SampleRequest(str(path), "v", every * NS, known, latest, targets=targets)


def log(folder: Path, text: str) -> Path:
    """Write a log."""
    path = folder / "ping.log"
    path.write_text(text, "utf-8")
    return path


def test_a_probe_is_placed_at_when_it_was_sent(tmp_path: Path) -> None:
    """Answered 1.5 ms after it was sent; told as lost 2 s after, which is minute 1, not 2."""
    text = ANSWERED.format(f"{FIRST}.0025") + LOST.format(f"{FIRST + 120}.5")
    (batch,) = read_fping(request(log(tmp_path, text)))
    assert batch.frame.rows() == [
        ("a", FIRST * NS, 1_000_000, 1, 1, 1_500_000),
        ("a", (FIRST + 60) * NS, 58_500_000_000, 1, 0, None),
    ]
    assert (batch.source, batch.suspect) == ("fping:ping.log", ())


def test_a_short_period_is_its_own_timeout(tmp_path: Path) -> None:
    """Each second: told as lost at second 5, sent at second 4."""
    (batch,) = read_fping(request(log(tmp_path, LOST.format(f"{FIRST + 5}.0")), every=1))
    assert batch.frame.get_column("scheduled").to_list() == [(FIRST + 4) * NS]


def test_what_fping_says_beside_its_probes_is_no_sample(tmp_path: Path) -> None:
    """An ICMP error, a summary, a blank line, and a last line that isn't whole."""
    beside = "ICMP Host Unreachable from 192.0.2.9 for ICMP Echo sent to 192.0.2.1\n\n"
    summary = "192.0.2.1 : xmt/rcv/%loss = 1/1/0%, min/avg/max = 1.50/1.50/1.50\n"
    text = beside + ANSWERED.format(f"{FIRST}.1") + summary + ANSWERED.format(FIRST + 60)[:30]
    (batch,) = read_fping(request(log(tmp_path, text)))
    assert batch.frame.height == 1


def test_a_clock_that_goes_back_is_suspect(tmp_path: Path) -> None:
    """From minute 10 back to minute 5: the five minutes in between are in doubt, whole blocks."""
    minutes = [0, 10, 5, 6, 11]
    text = "".join(ANSWERED.format(f"{FIRST + 60 * m}.5") for m in minutes)
    (batch,) = read_fping(request(log(tmp_path, text)))
    lo, hi = ((FIRST + 60 * m) * NS + NS // 2 for m in (5, 10))
    assert batch.suspect == (Suspect(lo, hi, "the clock went back"),)
    assert batch.frame.height == 5


def test_a_jump_between_two_pieces_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log read 100 bytes at a time: the same samples and the same doubt."""
    text = "".join(ANSWERED.format(f"{FIRST + 60 * m}.5") for m in (0, 10, 5, 6))
    path = log(tmp_path, text)
    (whole,) = read_fping(request(path))
    monkeypatch.setattr(samples_fping, "_READ_BYTES", 100)
    (pieces,) = read_fping(request(path))
    assert pieces.frame.equals(whole.frame)
    assert pieces.suspect == whole.suspect != ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E-SAMPLE-FILE"),
        ("192.0.2.1 : 0.02 0.03 -\n", "E-SAMPLE-FILE"),
        ("[12:00:00]\n192.0.2.1 : xmt/rcv/%loss = 3/3/0%, min/avg/max = 1/1/1\n", "E-SAMPLE-FILE"),
        ("circuit,time,up\n", "E-SAMPLE-VALUE"),
        (ANSWERED.replace("[{}] ", ""), "E-SAMPLE-TIME"),
        (ANSWERED.format("5.5"), "E-SAMPLE-TIME"),
        (ANSWERED.format(f"{FIRST}.5").replace("2.1", "2.7"), "E-SAMPLE-UNKNOWN"),
    ],
)
def test_what_is_no_log_of_probes_is_told(tmp_path: Path, text: str, code: str) -> None:
    """Summaries have no times; probes have none without -D; 1970; an address of no circuit."""
    with pytest.raises(InputRefusedError) as refused:
        list(read_fping(request(log(tmp_path, text))))
    assert [f.code for f in refused.value.findings] == [code]


def test_a_log_that_is_not_there_is_told(tmp_path: Path) -> None:
    """By its name."""
    with pytest.raises(InputRefusedError, match=r"ping\.log: it can't be read"):
        list(read_fping(request(tmp_path / "ping.log")))


def test_a_real_log_is_read(tmp_path: Path) -> None:
    """Fping itself, six probes of this machine half a second apart: each answered within a second.

    Sent at most 10 ms before the log says so.
    """
    command = ["fping", "-D", "-C", "6", "-p", "500", "127.0.0.1"]
    path = tmp_path / "ping.log"
    begun = time.time_ns()
    with path.open("wb") as file:
        subprocess.run(command, stdout=file, stderr=subprocess.DEVNULL, timeout=60, check=True)
    asked = SampleRequest(
        str(path), "v", NS // 2, frozenset({"127.0.0.1"}), time.time_ns() + 300 * NS
    )
    (batch,) = read_fping(asked)
    sent_at = batch.frame["scheduled"] + batch.frame["jitter_ns"]
    assert batch.frame.select("sent", "received").rows() == [(1, 1)] * 6
    assert begun - 10**7 <= min(sent_at) <= max(sent_at) <= time.time_ns()
