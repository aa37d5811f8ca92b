"""Is every line of a real fping understood, and a probe that was never sent not taken for lost?"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence

import polars as pl
import pytest
from tests.line import a_line

from lineproof.sources.fping_lines import LINE_SCHEMA, fping_lines

OPTIONS = ("-i", "0", "-t", "100", "-p", "100")


def printed(command: Sequence[str], targets: Sequence[str]) -> pl.Series:
    """Return the lines that a command prints, on both its outputs, when given targets."""
    done = subprocess.run(
        [*command, *OPTIONS],
        input="".join(f"{target}\n" for target in targets).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=30,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stdout
    return pl.Series(done.stdout.decode().split("\n"), dtype=pl.String)


def probes(lines: pl.Series) -> list[tuple[str, int, str]]:
    """Return (address, number, kind) of each line that tells of a probe; all must be understood."""
    found = fping_lines(lines)
    assert found.schema == LINE_SCHEMA
    assert found.height == lines.len()
    unknown = lines.filter(found.get_column("kind").is_null())
    assert unknown.to_list() == []
    of_probes = found.filter(pl.col("address").is_not_null()).sort("address", "number")
    return of_probes.select("address", "number", "kind").rows()


@pytest.mark.parametrize("stamp", [[], ["-D"]])
@pytest.mark.parametrize("count", [["-C", "2"], ["-c", "2"], ["-C", "2", "-s"]])
def test_probes_answered_lost_and_never_sent_are_told_apart(
    stamp: list[str], count: list[str]
) -> None:
    """Three targets, two probes each: .2 answers, .3 is nobody, 10.77.0.1 has no route.

    The last has no line of its own in fping's output, though its summary says "2/0/100%".
    """
    with a_line() as line:
        command = line.at_near("fping", *stamp, *count)
        lines = printed(command, ["10.99.0.2", "10.99.0.3", "10.77.0.1"])
    assert probes(lines) == [
        ("10.99.0.2", 0, "answered"),
        ("10.99.0.2", 1, "answered"),
        ("10.99.0.3", 0, "timed_out"),
        ("10.99.0.3", 1, "timed_out"),
    ]


def test_quiet_output_tells_no_probe_and_nothing_unknown() -> None:
    """With -q fping prints only the summary, in which a probe never sent looks lost."""
    for count in (["-C", "2", "-q"], ["-c", "2", "-q"]):
        assert probes(printed(["fping", *count], ["127.0.0.1", "::1"])) == []


def test_the_time_in_front_is_now_and_the_answer_takes_less_than_a_second() -> None:
    """`-D` prints seconds since 1970 to 10 µs; loopback answers in microseconds."""
    before = time.time_ns()
    found = fping_lines(printed(["fping", "-D", "-C", "1"], ["127.0.0.1", "::1"]))
    after = time.time_ns()
    answered = found.filter(kind="answered")
    assert answered.get_column("address").sort().to_list() == ["127.0.0.1", "::1"]
    assert answered.get_column("at_ns").is_between(before - 10_000, after + 10_000).all()
    assert answered.get_column("rtt_ns").is_between(1, 10**9).all()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "[1795576231.42777] 192.0.2.9 : [0], 64 bytes, 91.7 ms (91.7 avg, 0% loss)",
            ("answered", "192.0.2.9", 0, 1_795_576_231_427_770_000, 91_700_000),
        ),
        (
            "line-4.example (192.0.2.9) : [12], 84 bytes, 1204 ms (1204 avg, 8% loss)",
            ("answered", "line-4.example (192.0.2.9)", 12, None, 1_204_000_000),
        ),
        (
            "[9.5] 2001:db8::1 : [0], timed out (NaN avg, 100% loss)",
            ("timed_out", "2001:db8::1", 0, 9_500_000_000, None),
        ),
        ("192.0.2.9 : [0], timed out", ("timed_out", "192.0.2.9", 0, None, None)),
        ("192.0.2.9 : [0], 64 bytes, 9e9 ms", ("answered", "192.0.2.9", 0, None, 9 * 10**15)),
        ("192.0.2.9 : duplicate for [0], 64 bytes, 0.1 ms", ("beside", None, None, None, None)),
        (
            "ICMP Host Unreachable from 192.0.2.1 for ICMP Echo sent to 192.0.2.9",
            ("beside", None, None, None, None),
        ),
        ("[03:10:35]", ("beside", None, None, None, None)),
        ("[9999999999.00000] 192.0.2.9 : [0], timed out", (None, None, None, None, None)),
        ("[1.5] 192.0.2.9 : [x], 64 bytes, 1 ms", (None, None, None, None, None)),
        ("circuit,sent,received", (None, None, None, None, None)),
    ],
)
def test_a_line_is_read_to_the_nanosecond_or_not_at_all(
    line: str, expected: tuple[object, ...]
) -> None:
    """91.7 ms are 91,700,000 ns; a time beyond the year 2255 is no line of fping's."""
    assert fping_lines(pl.Series([line])).rows() == [expected]


def test_no_line_is_no_row() -> None:
    """An fping that was killed at once printed nothing."""
    assert fping_lines(pl.Series([], dtype=pl.String)).schema == LINE_SCHEMA
