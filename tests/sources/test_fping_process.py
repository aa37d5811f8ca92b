"""Is what a process of fping prints taken as far as it came, and as far as it can be trusted?"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest
from tests.sources.test_socket_drops import drop_answers

from lineproof.model.errors import LineproofError
from lineproof.sources.fping_process import Printed, fping_program, run_fping


@pytest.fixture
def fping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a program to be written, that stands before any other fping on the path."""
    program = tmp_path / "fping"
    program.touch(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return program


def printed(*addresses: str, seconds: float = 10) -> Printed:
    """Return what fping prints of some addresses."""
    options, give_up = ["-C1", "-t100"], time.monotonic() + seconds
    return run_fping(options, addresses, give_up=give_up, stop=threading.Event())


def test_a_real_fping_is_run_to_its_end() -> None:
    """One line an answer; what it says at the end goes elsewhere."""
    assert fping_program().endswith("fping")
    lines = printed("127.0.0.1", "127.0.0.2").text.splitlines()
    assert sorted(line.split()[0] for line in lines) == ["127.0.0.1", "127.0.0.2"]


def test_half_a_line_of_one_that_is_killed_does_not_count(fping: Path) -> None:
    """Its time is over after half a second."""
    fping.write_text("#!/bin/sh\nprintf 'whole\\nhal'; exec sleep 60\n")
    assert printed("127.0.0.1", seconds=0.5).text == "whole\n"


def test_what_this_machine_drops_meanwhile_makes_the_silent_doubtful(fping: Path) -> None:
    """A socket for ICMP is full while it runs: an answer to it may have been dropped too."""
    fping.write_text("#!/bin/sh\necho seen; exec sleep 2\n")
    dropping = threading.Timer(0.5, drop_answers)
    dropping.start()
    seen = printed("127.0.0.1")
    dropping.join()
    assert seen == Printed("seen\n", has_dropped=True)


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ('#!/bin/sh\necho "fping: can\'t create socket" >&2; exit 4', "create socket"),
        ("#!/nowhere/sh", "No such file"),
        ("#!/bin/sh\nexit 5", "ended with code 5"),
    ],
)
def test_an_fping_that_can_not_work_says_why(fping: Path, script: str, why: str) -> None:
    """In its own words where it has any."""
    fping.write_text(f"{script}\n")
    with pytest.raises(LineproofError, match=f"{why}.*CAP_NET_RAW"):
        printed("127.0.0.1")


def test_an_fping_that_is_killed_sent_nothing(fping: Path) -> None:
    """As where memory runs out: what it didn't print isn't known."""
    fping.write_text("#!/bin/sh\nkill -9 $$\n")
    assert printed("127.0.0.1").text == ""
