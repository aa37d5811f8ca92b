"""Does `lineproof collect` measure a line that really fails, and end in order?"""

from __future__ import annotations

import contextlib
import resource
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from tests.line import a_line

from lineproof.store.batches import BatchLine
from lineproof.store.samples import SampleStore

if TYPE_CHECKING:
    from tests.cli.conftest import Run

PROGRAM = str(Path(sys.executable).with_name("lineproof"))
SECOND = 10**9


def a_table(folder: Path, *rows: str) -> Path:
    """Write a table of targets."""
    path = folder / "targets.csv"
    path.write_text("circuit,address,canary\n" + "".join(f"{row}\n" for row in rows))
    return path


def stored(folder: Path) -> tuple[tuple[BatchLine, ...], pl.DataFrame]:
    """Return the batches that are stored, and their samples by circuit and time."""
    store = SampleStore(folder)
    batches = store.batches()
    frames = [
        pl.read_parquet(store.folder / file.path, hive_partitioning=False)
        .select("circuit", "scheduled", "sent", "received")
        .with_columns(pl.col("circuit").cast(pl.String), pl.col("scheduled").cast(pl.Int64))
        for batch in batches
        for file in batch.files
    ]
    return batches, pl.concat(frames).sort("circuit", "scheduled")


@contextlib.contextmanager
def running(*command: object) -> Iterator[subprocess.Popen[str]]:
    """Run a program beside the test; it is ended whatever happens."""
    with subprocess.Popen(
        [str(part) for part in command], stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_two_rounds_are_measured_and_stored(program: Run, tmp_path: Path) -> None:
    """Loopback answers over IPv4 and IPv6; the second round is a second after the first."""
    table = a_table(tmp_path, "C1,127.0.0.1,", "C2,::1,no", "GW,127.0.0.3,yes")
    ended = program("collect", tmp_path, table, "--vantage", "v1", "--every", 1, "--rounds", 2)
    assert (ended.code, ended.out) == (0, "")
    assert "2 rounds recorded, 6 of 6 probes answered, 6 samples stored" in ended.err
    (batch,), frame = stored(tmp_path)
    assert (batch.vantage, batch.every_ns, batch.canaries) == ("v1", SECOND, ("GW",))
    assert frame.get_column("circuit").to_list() == ["C1", "C1", "C2", "C2", "GW", "GW"]
    first, second = frame.get_column("scheduled")[:2]
    assert (first % SECOND, second - first) == (0, SECOND)
    assert frame.select("sent", "received").unique().rows() == [(1, 1)]


def test_a_million_targets_a_minute_are_probed_and_written_down(
    program: Run, tmp_path: Path
) -> None:
    """A million a minute are 16,667 a second: 100,000 targets take 6 s of a core at most.

    All of it counts: beginning, probing, writing down and storing. None of the samples says lost,
    since an answer that a busy machine drops is unknown.
    """
    rows = [f"C{n:06d},127.{n >> 14}.{n >> 8 & 63}.{n & 255}," for n in range(256, 100_256)]
    table = a_table(tmp_path, *rows)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = program("collect", tmp_path, table, "--vantage", "v1", "--every", 15, "--once")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert ended.code == 0, ended.err
    _, frame = stored(tmp_path)
    assert frame.height == 100_000
    assert frame.get_column("sent").to_list() == frame.get_column("received").to_list()
    assert frame.get_column("received").sum() >= 99_900
    took_s = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    assert took_s <= 6


def test_an_outage_of_known_length_is_seen_within_one_slot(tmp_path: Path) -> None:
    """A line is cut for 4 s, measured every second, and mended.

    The first lost sample lies within a second of the cut, and the first good one after it within
    two of the mending: the cable itself takes a moment to come up. There is no way to C3: it is
    never sent, so never lost.
    """
    with a_line() as line:
        table = a_table(tmp_path, "C1,10.99.0.2,", "C3,10.77.0.1,", "GW,10.99.0.1,yes")
        options = ("--vantage", "near", "--every", "1", "--timeout-ms", "300", "--rounds", "11")
        with running(
            *line.at_near(PROGRAM, "collect", str(tmp_path), str(table), *options)
        ) as process:
            _wait_for_rounds(tmp_path, 2)
            cut = time.time_ns()
            line.cut()
            time.sleep(4)
            line.mend()
            mended = time.time_ns()
            assert process.stderr is not None
            said = process.stderr.read()
            assert process.wait(30) == 0, said
    _, frame = stored(tmp_path)
    at = {c: frame.filter(circuit=c).drop("circuit").rows() for c in ("C1", "C3", "GW")}
    assert {(sent, got) for _, sent, got in at["C3"]} == {(0, 0)}
    assert {(sent, got) for _, sent, got in at["GW"]} == {(1, 1)}
    lost = [due for due, sent, got in at["C1"] if (sent, got) == (1, 0)]
    assert abs(lost[0] - cut) <= SECOND
    assert -SECOND <= lost[-1] + SECOND - mended <= 2 * SECOND
    assert lost == list(range(lost[0], lost[-1] + SECOND, SECOND))
    assert 3 <= len(lost) <= 6


def _wait_for_rounds(folder: Path, count: int) -> None:
    """Wait until so many rounds were recorded, 20 s at most."""
    for _ in range(400):
        if len(list(folder.rglob("*.answers"))) >= count:
            return
        time.sleep(0.05)
    pytest.fail("no round was recorded")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_stores_what_was_measured(tmp_path: Path, number: signal.Signals) -> None:
    """Stopped once two rounds are recorded: they are stored, long before the hour is over."""
    table = a_table(tmp_path, "C1,127.0.0.1,")
    with running(PROGRAM, "collect", tmp_path, table, "--vantage", "v1", "--every", 1) as process:
        _wait_for_rounds(tmp_path, 2)
        process.send_signal(number)
        assert process.wait(20) == 0
    (batch,), _ = stored(tmp_path)
    assert batch.rows >= 2


def test_a_second_collector_of_the_same_name_is_refused(tmp_path: Path, program: Run) -> None:
    """Another name is welcome; the metrics of the first are served meanwhile."""
    table = a_table(tmp_path, "C1,127.0.0.1,")
    command = ("collect", tmp_path, table, "--every", 1, "--vantage")
    with running(PROGRAM, *command, "v1", "--listen", "127.0.0.1:0") as process:
        assert process.stderr is not None
        url = "http://" + process.stderr.readline().split()[-1]
        _wait_for_rounds(tmp_path, 1)
        with urllib.request.urlopen(url, timeout=10) as answer:
            assert b'lineproof_collect_targets{vantage="v1"} 1.0' in answer.read()
        refused = program(*command, "v1", "--once")
        assert refused.code == 2
        assert 'another collector with the vantage "v1" is running' in refused.err
        assert program(*command, "v2", "--once").code == 0


def test_what_was_asked_wrongly_is_told_before_anything_is_sent(
    lineproof: Run, tmp_path: Path
) -> None:
    """A name for an address, a folder that isn't there, a name no folder can have, a long wait."""
    table = a_table(tmp_path, "C1,127.0.0.1,")
    names = tmp_path / "names.csv"
    names.write_text("circuit,address\nC1,gw.example\n")
    wrong: list[tuple[tuple[object, ...], str]] = [
        ((tmp_path, names, "--vantage", "v1"), "E-TARGET-ADDRESS"),
        ((tmp_path / "no", table, "--vantage", "v1"), "is no folder"),
        ((tmp_path, table, "--vantage", "a/b"), '--vantage "a/b" is no name'),
        ((tmp_path, table, "--vantage", "v", "--every", 1, "--timeout-ms", 501), "500 ms at most"),
        ((tmp_path, table, "--vantage", "v", "--listen", "x"), "no address and port"),
    ]
    for arguments, text in wrong:
        ended = lineproof("collect", *arguments, "--once")
        assert ended.code == 2
        assert text in ended.err
    assert not list(tmp_path.rglob("*.parquet"))


def test_a_machine_that_may_not_probe_is_told_why(tmp_path: Path) -> None:
    """In a container without CAP_NET_RAW the round isn't sent, is kept as such, and the code is 2.

    The same program with that capability alone, as the unit gives it, is fine.
    """
    table = a_table(tmp_path, "C1,127.0.0.1,")
    options = [str(tmp_path), str(table), "--every", "1", "--once", "--vantage"]
    for name, held, code in (("without", "-net_raw", 2), ("alone", "-all,+net_raw", 0)):
        # root needs no capability for files of its own
        limit = ["setpriv", "--no-new-privs", f"--bounding-set={held}", f"--inh-caps={held}"]
        ended = subprocess.run(
            [*limit, PROGRAM, "collect", *options, name],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert ended.returncode == code, ended.stderr
        assert ("CAP_NET_RAW" in ended.stderr) == (code == 2)
        assert "Traceback" not in ended.stderr
    batches, frame = stored(tmp_path)
    assert [batch.vantage for batch in batches] == ["without", "alone"]
    assert sorted(frame.select("sent", "received").rows()) == [(0, 0), (1, 1)]


UNIT = Path(__file__).parents[2] / "packaging" / "lineproof-collect@.service"


def test_the_unit_is_well_formed_and_shut_in() -> None:
    """Systemd itself reads it, and rates what it may touch: below 2 of 10 is "OK"."""
    rated = subprocess.run(
        ["systemd-analyze", "security", "--no-pager", "--offline=true", "--threshold=20", UNIT],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert rated.returncode == 0, rated.stdout + rated.stderr
    assert "Unknown" not in rated.stderr


def test_the_units_command_is_one_that_runs(lineproof: Run, tmp_path: Path) -> None:
    """With its parts filled in, as systemd does."""
    (line,) = [text for text in UNIT.read_text().splitlines() if text.startswith("ExecStart=")]
    table = a_table(tmp_path, "C1,127.0.0.1,")
    filled = line.replace("${CONTRACT}", str(tmp_path)).replace("$OPTIONS", "--every 1 --once")
    filled = filled.replace("/etc/lineproof/targets-%i.csv", str(table)).replace("%i", "v1")
    program, *arguments = filled.removeprefix("ExecStart=").split()
    assert program.endswith("/lineproof")
    assert lineproof(*arguments).code == 0
