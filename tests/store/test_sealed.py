"""Whether a month is closed whole or not at all: kill -9, a full disk, two at once."""

from __future__ import annotations

import errno
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.seal.folder import seal_path, sealed, write_folder

from lineproof.model.errors import StoreError
from lineproof.store.files import locked
from lineproof.store.sealed import latest_revision, previous_seal, sealed_months, write_seal

FILES = {"seal.json": b"{}", "lines.csv": b"line\n", "inputs.json": b"{}" * 20_000}
ROUNDS = 200
OPEN = os.open


def seen(folder: Path) -> dict[str, bytes]:
    """Return every file below `settled`, but what a writer left aside."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted((folder / "settled").rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.parts)
    }


def whole(revisions: int) -> dict[str, bytes]:
    """Return the files of so many revisions of a month."""
    return {
        f"settled/2024-01/r{number}/{name}": content
        for number in range(revisions)
        for name, content in FILES.items()
    }


def killed_after(seconds: float, folder: Path, revision: int) -> None:
    """Write a seal in a process of its own and kill it after a while."""
    child = os.fork()
    if child == 0:
        try:
            write_seal(folder, "2024-01", revision, FILES)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.mark.filterwarnings("ignore:This process.*fork:DeprecationWarning")
def test_kill_9_at_any_point_leaves_the_old_state_or_the_new_one(tmp_path: Path) -> None:
    """200 times, after a random part of the time that writing takes; the next one works."""
    start = time.perf_counter()
    write_seal(tmp_path, "2024-01", 0, FILES)
    duration_s = (time.perf_counter() - start) * 2
    chosen = random.Random(5)  # noqa: S311 - no secret
    revisions, interrupted = 1, 0
    for _ in range(ROUNDS):
        killed_after(chosen.random() * duration_s, tmp_path, revisions)
        found = seen(tmp_path)
        assert found in (whole(revisions), whole(revisions + 1))
        is_new = found == whole(revisions + 1)
        interrupted += not is_new
        revisions += is_new
    assert interrupted
    write_seal(tmp_path, "2024-01", revisions, FILES)
    assert seen(tmp_path) == whole(revisions + 1)
    assert not [*(tmp_path / "settled" / "2024-01").glob(".*")]


def failing(real: Callable[..., Any], at: Iterator[bool]) -> Callable[..., Any]:
    """Return a function that finds the disk full when its turn comes."""

    def call(*args: object, **options: object) -> object:
        is_read = real is OPEN and not int(str(args[1])) & os.O_CREAT
        if not is_read and next(at):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*args, **options)

    return call


def counted_until(turn: int) -> Iterator[bool]:
    """Yield False so often, then True for ever: a disk that is full stays full."""
    return itertools.chain([False] * turn, itertools.cycle([True]))


def full_after(patch: pytest.MonkeyPatch, turn: int) -> None:
    """Let so many calls to the disk succeed."""
    at = counted_until(turn)
    for name in ("open", "fsync", "rename", "mkdir"):
        patch.setattr(os, name, failing(getattr(os, name), at))


def test_a_full_disk_at_any_point_leaves_the_old_state(tmp_path: Path) -> None:
    """Full from the first, second, … call on, until it succeeds: never anything between."""
    for turn in range(60):
        folder = tmp_path / f"{turn}"
        folder.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            full_after(patch, turn)
            try:
                write_seal(folder, "2024-01", 0, FILES)
            except StoreError as problem:
                is_new = "is written" in str(problem)
            else:
                break
        assert seen(folder) == whole(1 if is_new else 0), turn
        assert is_new or not (folder / "settled").exists(), turn
        write_seal(folder, "2024-01", 1 if is_new else 0, FILES)
    assert turn > 8


def test_a_file_too_large_for_the_disk_leaves_the_old_state(tmp_path: Path) -> None:
    """The kernel refuses bytes behind the 1,000th (RLIMIT_FSIZE), in a process of its own."""
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from lineproof.model.errors import StoreError\n"
        "from lineproof.store.sealed import write_seal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n"
        "    write_seal(Path(sys.argv[1]), '2024-01', 0, {'lines.csv': b'x' * 2000})\n"
        "except StoreError as problem:\n"
        "    print(problem)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert "nothing was changed" in said.stdout
    assert not (tmp_path / "settled").exists()


def test_two_sealers_at_once_write_one_revision(tmp_path: Path) -> None:
    """Four processes seal the same month: one says sealed, the others that nothing changed."""
    folder = write_folder(tmp_path / "c")
    command = [sys.executable, "-m", "lineproof", "seal", str(folder), "--month", "2024-01"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    said = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0] * 4
    assert sum(": sealed " in text for text in said) == 1
    assert sum("nothing changed" in text for text in said) == 3
    assert [p.name for p in (folder / "settled" / "2024-01").iterdir()] == ["r0"]


def test_a_sealer_waits_for_the_lock(tmp_path: Path) -> None:
    """While somebody else holds it, nothing is written."""
    folder = write_folder(tmp_path / "c")
    command = [sys.executable, "-m", "lineproof", "seal", str(folder), "--month", "2024-01"]
    with locked(folder):
        running = subprocess.Popen(command, stdout=subprocess.PIPE)
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(1.5)
        assert not (folder / "settled").exists()
    running.communicate()
    assert running.returncode == 0


def test_revisions_are_counted_not_sorted_as_text(tmp_path: Path) -> None:
    """r10 is behind r9; what is no revision doesn't count."""
    for name in ("r0", "r9", "r10", "r011", "draft", ".sealing-x"):
        (tmp_path / "settled" / "2024-01" / name).mkdir(parents=True)
    latest = latest_revision(tmp_path, "2024-01")
    assert latest is not None
    assert latest.name == "r10"
    assert latest_revision(tmp_path, "2024-02") is None


def test_sealed_months_come_in_order_at_their_latest(tmp_path: Path) -> None:
    """Two months; other things beside them don't count."""
    folder = write_folder(tmp_path / "c")
    assert sealed_months(folder) == ()
    seal_path(folder)
    seal_path(folder, "2024-02")
    (folder / "settled" / "notes").mkdir()
    (folder / "settled" / "2024-03").mkdir()
    found = sealed_months(folder)
    assert [(b.month, b.revision, b.carried) for b in found] == [
        ("2024-01", 0, 0), ("2024-02", 0, -16_100),
    ]  # fmt: skip


def test_what_cant_be_read_stops_everything(tmp_path: Path) -> None:
    """A month whose seal.json or lines are damaged: nothing is built on it."""
    folder = write_folder(tmp_path / "c")
    at = seal_path(folder)
    (at / "lines.csv").write_bytes(b"line\n")
    with pytest.raises(StoreError, match="was changed after it was sealed"):
        previous_seal(folder, "2024-01")
    (at / "lines.csv").unlink()
    with pytest.raises(StoreError, match=r"lines\.csv isn't readable"):
        previous_seal(folder, "2024-01")
    for damaged in (b"", b"[]", b"{}", json.dumps({"booked": 1, "digits": 2}).encode()):
        (at / "seal.json").write_bytes(damaged)
        with pytest.raises(StoreError, match="lineproof verify"):
            sealed_months(folder)


def test_sealed_folders_can_be_read_by_others(tmp_path: Path) -> None:
    """0755 and 0644, whatever a temporary folder's mode is."""
    at = sealed(write_folder(tmp_path / "c"), "2024-01").folder
    assert at is not None
    assert at.stat().st_mode & 0o777 == 0o755
    assert {p.stat().st_mode & 0o777 for p in at.iterdir()} == {0o644}
