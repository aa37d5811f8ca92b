"""Does what is measured come in whole, once, and however often it is interrupted?"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from tests.cli.conftest import PROGRAM, Run

from lineproof.cli.ingest import FILES, KINDS, SUFFIXES
from lineproof.store.batches import chain_findings
from lineproof.store.samples import BUCKETS, SampleStore

START = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
FOREVER = 2**62
#: So often at least is a run killed.
_KILLS = 25
CONTRACT = """
schema = "contract/1"
[contract]
id = "lines"
currency = "EUR"
timezone = "Europe/Berlin"
signed = 2023-12-20
start = 2024-01-01
months = 12
[contract.parties.buyer]
name = "B"
[contract.parties.provider]
name = "P"
[contract.rounding]
unit = "0.01"
[[term]]
id = "CIRCUITS"
kind = "circuit_schedule"
clause = "1"
file = "circuits.csv"
sha256 = "{sha256}"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a contract folder of 20 circuits, L0 to L19; the last has no id of its own."""
    rows = [f"{n},{f'L{n}' if n < 19 else ''},10.00,2024-01-01,2024-12-31" for n in range(20)]
    schedule = "\n".join(["line,id,monthly_rent,start,end", *rows]) + "\n"
    made = tmp_path / "contract"
    made.mkdir()
    (made / "circuits.csv").write_text(schedule, "utf-8")
    sha256 = hashlib.sha256(schedule.encode()).hexdigest()
    (made / "contract.toml").write_text(CONTRACT.format(sha256=sha256), "utf-8")
    return made


def table(*circuits: str, minutes: int = 10, first: int = 0, seed: int = 1) -> pl.DataFrame:
    """Return samples of some circuits, a minute each, one in ten lost."""
    chance = random.Random(seed)  # noqa: S311 - chance only
    rows = [
        (circuit, START + dt.timedelta(minutes=n), int(chance.random() > 0.1))
        for n in range(first, first + minutes)
        for circuit in circuits
    ]
    return pl.DataFrame(rows, schema=["circuit", "time", "up"], orient="row")


def csv(path: Path, frame: pl.DataFrame) -> Path:
    """Write samples as CSV."""
    frame.with_columns(pl.col("time").dt.strftime("%Y-%m-%dT%H:%M:%SZ")).write_csv(path)
    return path


def content(folder: Path) -> tuple[list[str], list[tuple[object, ...]]]:
    """Return what a store holds: the ids of its batches, and its runs."""
    store = SampleStore(folder)
    runs = [store.evidence(bucket, lo=0, hi=FOREVER).runs for bucket in range(BUCKETS)]
    ids = sorted(batch.id for batch in store.batches())
    return ids, sorted(pl.concat(runs).rows())


def test_samples_come_in_and_are_told(lineproof: Run, folder: Path, tmp_path: Path) -> None:
    """Two circuits of ten minutes: 20 samples, one batch; the second time it is held already."""
    path = csv(tmp_path / "ping.csv", table("L0", "19"))
    ended = lineproof("ingest", folder, path, "--vantage", "v", "--every", 60)
    assert (ended.code, ended.out) == (0, f"{path}: stored 20 samples in 1 batch\n")
    again = lineproof("ingest", folder, path, "--vantage", "v", "--every", 60, "--json")
    assert again.json["taken"] == [{"place": str(path), "batches": 0, "samples": 0, "held": 1}]
    assert again.json["errors"] == 0


def test_the_same_samples_in_another_format_are_the_same_batch(
    lineproof: Run, folder: Path, tmp_path: Path
) -> None:
    """CSV, then Parquet."""
    frame = table("L0", "L1")
    frame.write_parquet(tmp_path / "a.parquet")
    lineproof("ingest", folder, csv(tmp_path / "a.csv", frame), "--vantage", "v", "--every", 60)
    ended = lineproof(
        "ingest", folder, tmp_path / "a.parquet", "--vantage", "v", "--every", 60, "--json"
    )
    assert ended.json["taken"][0]["held"] == 1
    assert len(content(folder)[0]) == 1


def test_a_file_with_a_mistake_gives_nothing(lineproof: Run, folder: Path, tmp_path: Path) -> None:
    """An unknown circuit in the last row; the other file comes in all the same; then as asked."""
    wrong = csv(tmp_path / "wrong.csv", pl.concat([table("L0"), table("X", minutes=1)]))
    good = csv(tmp_path / "good.csv", table("L1"))
    ended = lineproof("ingest", folder, wrong, good, "--vantage", "v", "--every", 60, "--json")
    assert (ended.code, ended.codes) == (1, ["E-SAMPLE-UNKNOWN"])
    assert [taken["samples"] for taken in ended.json["taken"]] == [0, 10]
    assert ended.json["findings"][0]["where"] == "wrong.csv:12"
    skipped = lineproof(
        "ingest", folder, wrong, "--vantage", "v", "--every", 60, "--skip-unknown", "--json"
    )
    assert (skipped.code, skipped.codes) == (0, ["W-SAMPLE-SKIPPED"])
    assert skipped.json["taken"][0]["samples"] == 10


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--vantage", " ", "--every", "60"], "--vantage"),
        (["--vantage", "v", "--every", "0"], '--every "0" is no period'),
        (["--vantage", "v", "--every", "0.0001"], "--every"),
        (["--vantage", "v", "--every", "nan"], "--every"),
        (["--vantage", "v", "--every", "1e9"], "--every"),
        (["--vantage", "v", "--every", "60", "--kind", "pcap"], '--kind "pcap"'),
        (["--vantage", "v", "--every", "60", "--start", "2024-03-01"], "--start"),
        (["--vantage", "v", "--every", "60", "--targets", "none.csv"], "none.csv"),
    ],
)
def test_options_that_cannot_be_read_end_it(
    lineproof: Run, folder: Path, tmp_path: Path, options: list[str], said: str
) -> None:
    """Exit code 2, and nothing is made."""
    ended = lineproof("ingest", folder, csv(tmp_path / "a.csv", table("L0")), *options)
    assert ended.code == 2
    assert said in ended.err
    assert not (folder / "measurements").exists()


def test_only_the_time_that_is_asked_for_comes_in(
    lineproof: Run, folder: Path, tmp_path: Path
) -> None:
    """From minute 2 on and before minute 5: three samples."""
    path = csv(tmp_path / "a.csv", table("L0"))
    span = ["--start", "2024-03-01T01:02:00+01:00", "--end", "2024-03-01T00:05:00Z"]
    ended = lineproof("ingest", folder, path, "--vantage", "v", "--every", 60, *span)
    assert "stored 3 samples" in ended.out


def test_addresses_become_circuits_and_canaries(
    lineproof: Run, folder: Path, tmp_path: Path
) -> None:
    """What fping knows as 127.0.0.1 is L3; the canary is no circuit of the contract."""
    log = tmp_path / "ping.log"
    lines = ["[1709251200.5] 127.0.0.1 : [0], 64 bytes, 0.5 ms (0.5 avg, 0% loss)",
             "[1709251200.6] 127.0.0.2 : [0], 64 bytes, 0.5 ms (0.5 avg, 0% loss)"]  # fmt: skip
    log.write_text("\n".join(lines) + "\n", "utf-8")
    targets = tmp_path / "targets.csv"
    targets.write_text("circuit,address,canary\nL3,127.0.0.1,\nc,127.0.0.2,yes\n", "utf-8")
    ended = lineproof("ingest", folder, log, "--vantage", "v", "--every", 60, "--targets", targets)
    assert ended.code == 0
    (batch,) = SampleStore(folder).batches()
    assert (batch.canaries, batch.source) == (("c",), "fping:ping.log")
    assert {row[0] for row in content(folder)[1]} == {"L3", "c"}


def test_check_tells_what_is_wrong_with_the_samples(
    lineproof: Run, folder: Path, tmp_path: Path
) -> None:
    """A file that was stored is gone."""
    lineproof(
        "ingest", folder, csv(tmp_path / "a.csv", table("L0")), "--vantage", "v", "--every", 60
    )
    next((folder / "measurements" / "samples").rglob("*.parquet")).unlink()
    assert "E-STORE-FILE" in lineproof("check", folder, "--json").codes


def test_every_kind_that_is_known_by_a_suffix_is_a_kind() -> None:
    """The table of suffixes can't name what nothing reads."""
    assert set(SUFFIXES.values()) | FILES <= set(KINDS)


# ---------------------------------------------------------------- killed, at once, large


_FORKER = """
import os, sys
import lineproof.sources.folder, lineproof.sources.samples_csv, lineproof.store.samples
import rich.progress, rich.console, lineproof.report.as_json, lineproof.report.terminal
from lineproof.cli.ingest import ingest
folder, vantage, *paths = sys.argv[1:]
for _ in sys.stdin:
    pid = os.fork()
    if not pid:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os._exit(ingest(folder=__import__("pathlib").Path(folder), places=paths, every="60",
                        vantage=vantage))
    print(pid, flush=True)
    print(os.waitpid(pid, 0)[1], flush=True)
"""


class Forker:
    """Runs `ingest` again and again, each time forked from a process that has all loaded.

    So that the moments it is killed at lie in its work, and not before it.
    """

    def __init__(self, folder: Path, paths: list[Path], vantage: str = "v") -> None:
        """Start the process that is forked from."""
        command = [sys.executable, "-c", _FORKER, str(folder), vantage, *map(str, paths)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self) -> int:
        """Start a run, and return its process."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._told()

    def wait(self) -> int:
        """Return how the run ended."""
        return self._told()

    def _told(self) -> int:
        """Return the next number that is told."""
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """Let the process end."""
        self._process.communicate(timeout=60)


def test_killed_at_any_point_nothing_is_lost_or_twice(
    folder: Path, tmp_path: Path, kills: int
) -> None:
    """Kill -9 again and again, each at another moment; then it ends as if undisturbed.

    25 times here, a hundred in `make fuzz`. Five files are five batches. What the log held after a
    kill it holds ever after.
    """
    names = [f"L{n}" for n in range(6)]
    paths = [
        csv(tmp_path / f"{n}.csv", table(*names, minutes=30, first=30 * n, seed=n))
        for n in range(5)
    ]
    whole = tmp_path / "undisturbed"
    whole.mkdir()
    for name in ("contract.toml", "circuits.csv"):
        (whole / name).write_bytes((folder / name).read_bytes())
    forker = Forker(whole, paths)
    forker.start()
    assert forker.wait() == 0
    forker.close()
    expected = content(whole)
    assert len(expected[0]) == 5
    _kill_often(Forker(folder, paths), folder, expected, kills=max(_KILLS, kills))
    assert content(folder) == expected
    store = SampleStore(folder)
    named = {file.path for batch in store.batches() for file in batch.files}
    kept = (store.folder / "samples").rglob("*.parquet*")
    assert {str(path.relative_to(store.folder)) for path in kept} == named
    assert chain_findings(store.batches()) == []


def _kill_often(forker: Forker, folder: Path, expected: object, *, kills: int) -> None:
    """Kill so many runs, and let one end; where all is held already, begin anew."""
    chance = random.Random(4)  # noqa: S311 - chance only
    log = folder / "measurements" / "batches.jsonl"
    held: list[str] = []
    forker.start()
    begun = time.monotonic()
    assert forker.wait() == 0
    took = time.monotonic() - begun
    log.write_bytes(b"")
    killed = 0
    for _ in range(kills):
        process = forker.start()
        time.sleep(chance.uniform(0, took))
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        killed += forker.wait() != 0
        lines = log.read_bytes().split(b"\n")[:-1]
        ids = [json.loads(line)["id"] for line in lines]
        assert ids[: len(held)] == held
        assert len(set(ids)) == len(ids)
        held = ids
        if len(held) == len(lines) == 5:
            assert content(folder) == expected
            log.write_bytes(b"")
            held = []
    assert killed > kills / 2, "most were killed in the midst"
    forker.start()
    assert forker.wait() == 0
    forker.close()


def test_two_at_once_lose_nothing(folder: Path, tmp_path: Path) -> None:
    """Each takes in ten files of its own vantage: twenty batches, in two chains."""
    paths = [csv(tmp_path / f"{n}.csv", table("L0", "L1", first=10 * n)) for n in range(10)]
    both = [Forker(folder, paths, vantage) for vantage in ("v", "w")]
    for forker in both:
        forker.start()
    for forker in both:
        assert forker.wait() == 0
        forker.close()
    batches = SampleStore(folder).batches()
    assert len({b.id for b in batches}) == len(batches) == 20
    assert chain_findings(batches) == []


def test_a_full_disk_ends_it_with_a_message(folder: Path, tmp_path: Path) -> None:
    """No file may grow beyond 3,000 bytes: exit code 2, nothing is held, and then it continues."""
    frame = table("L0", minutes=2000).with_columns(
        pl.col("time") + pl.duration(milliseconds=pl.int_range(2000).hash(1) % 60_000)
    )
    path = tmp_path / "a.parquet"
    frame.write_parquet(path)
    command = [str(PROGRAM), "ingest", str(folder), str(path), "--vantage", "v", "--every", "60"]
    limited = [sys.executable, "-c", _LIMITED, "3000", *command]
    full = subprocess.run(limited, capture_output=True, text=True, timeout=60, check=False)
    assert full.returncode == 2, full.stderr
    assert "can't be written: File too large" in full.stderr
    assert content(folder) == ([], [])
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "stored 2000 samples in 1 batch" in done.stdout


_LIMITED = """
import os, resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
os.execv(sys.argv[2], sys.argv[2:])
"""


def test_a_million_rows_take_bounded_memory(folder: Path, tmp_path: Path) -> None:
    """1,000,000 samples as CSV: below 600 MB at its peak, interpreter and libraries included."""
    minutes = pl.DataFrame({"n": pl.int_range(50_000, eager=True)})
    names = pl.DataFrame({"circuit": [*(f"L{n}" for n in range(19)), "19"]})
    frame = minutes.join(names, how="cross").select(
        "circuit",
        time=pl.lit(START) + pl.duration(minutes="n"),
        up=(pl.col("n") % 97 > 2).cast(int),
    )
    path = csv(tmp_path / "million.csv", frame)
    command = [str(PROGRAM), "ingest", str(folder), str(path), "--vantage", "v", "--every", "60"]
    # from a small process: a program begins with the peak of the one that starts it, which is ours
    peak = "resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss"
    start = f"import resource, subprocess, sys; subprocess.run(sys.argv[1:]); print({peak})"
    command = [sys.executable, "-c", start, *command]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    said, _, used = done.stdout.rstrip().rpartition("\n")
    assert "stored 1000000 samples in 1 batch" in said
    assert int(used) < 600_000
