"""Is an answer that this machine dropped noticed, as the kernel counts it?"""

from __future__ import annotations

import socket
import subprocess
import threading
import time

from lineproof.sources.fping_process import fping_program
from lineproof.sources.socket_drops import has_dropped, icmp_drops

FPING = fping_program()  # before a test puts another one on the path


def drop_answers(*, seconds: float = 0.5) -> None:
    """Let a socket with the smallest buffer there is, which nobody reads, be full for a while.

    40 pings are 40 requests and 40 answers: more than a buffer of two kilobytes holds.
    """
    command = [FPING, "-q", "-i", "1", "-c", "40", "-p", "10", "127.0.0.1"]
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        subprocess.run(command, check=True, capture_output=True, timeout=30)
        time.sleep(seconds)


def test_what_a_full_socket_drops_is_counted_as_long_as_it_is_there() -> None:
    """It is new, so its drops count; once it is gone, nothing tells of them any more."""
    before = icmp_drops()
    dropping = threading.Thread(target=drop_answers)
    dropping.start()
    seen = False
    while dropping.is_alive():
        seen = seen or has_dropped(before, icmp_drops())
    dropping.join()
    assert seen


def test_a_socket_of_another_program_says_nothing_of_ours() -> None:
    """It was there before: it may be one that nobody ever reads."""
    assert not has_dropped({"1": 5}, {})
    assert not has_dropped({"1": 5}, {"1": 6, "2": 0})
    assert has_dropped({"1": 5}, {"1": 5, "2": 1})
