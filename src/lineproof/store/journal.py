"""Which probes were meant, and what became of them? A journal that a crash can't make lie.

Before a round is sent, that it will be stands on the disk, and room for its answers is kept; only
then may it be sent. So a round without answers was not seen through: its probes count as not sent,
never as lost. It asks no clock, and sends nothing.

    measurements/journal/VANTAGE/
        lock                  held by the one collector of that name
        open/                 the rounds of now; renamed to sealed-00000001/ once it is whole
            head.json         the vantage, the period, how many targets and their hash
            targets.parquet   the targets, so that their order is known whatever becomes of the file
            rounds.jsonl      one line a round, before it is sent; and one a stretch to be doubted
            ROUND.answers     what the round saw, in the targets' order
"""

from __future__ import annotations

import contextlib
import fcntl
import io
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lineproof.measure.samples import Suspect
from lineproof.model.errors import LineproofError, StoreError
from lineproof.sources.fping import ANSWER, Answers
from lineproof.sources.targets import Targets
from lineproof.store.files import sync_folder, write_file

JOURNAL = "journal"
FORMAT = "journal/1"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_OPEN, _SEALED, _STORED, _NEW = "open", "sealed-", "stored-", "new"
_HEAD, _TARGETS, _ROUNDS = "head.json", "targets.parquet", "rounds.jsonl"


@dataclass(frozen=True)
class Watch:
    """What a vantage watches: its name, its period, and its targets."""

    vantage: str
    every_ns: int
    targets: Targets


def checked_vantage(name: str) -> str:
    """Return a vantage's name; raises LineproofError where no folder can have it."""
    if _NAME.fullmatch(name) is None:
        message = (
            f'--vantage "{name}" is no name: use 1 to 64 letters A–Z, digits, dots, hyphens and '
            f"underscores, beginning with a letter or digit"
        )
        raise LineproofError(message)
    return name


@contextlib.contextmanager
def open_journal(measurements: Path, watch: Watch) -> Iterator[Journal]:
    """Hold a vantage's journal; what an earlier run left is sealed as it stands.

    measurements: the folder of the store. Raises StoreError where another collector holds it.
    """
    folder = measurements / JOURNAL / checked_vantage(watch.vantage)
    handle = _locked(folder, watch.vantage)
    try:
        yield Journal(folder, watch)
    finally:
        os.close(handle)


def _locked(folder: Path, vantage: str) -> int:
    """Return the handle of a journal's lock, held until it is closed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as problem:
        message = f"{folder} can't be written: {problem.strerror}"
        raise StoreError(message) from problem
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as held:
        os.close(handle)
        message = (
            f'another collector with the vantage "{vantage}" is running on this folder '
            f"({folder} is locked): stop it, or give this one a name of its own (--vantage)"
        )
        raise StoreError(message) from held
    return handle


class Journal:
    """The journal of one vantage. It is written by one thread; sealed parts belong to another."""

    def __init__(self, folder: Path, watch: Watch) -> None:
        """Seal what an earlier run left, and sweep what it was about to delete."""
        self.folder = folder
        self.watch = watch
        self._rounds_size = 0
        self.rounds = 0
        with _refused(folder):
            for left in [*folder.glob(f"{_STORED}*"), folder / _NEW]:
                shutil.rmtree(left, ignore_errors=True)
            if (folder / _OPEN).exists():
                self._rename_open()

    # ------------------------------------------------------------ writing

    def intend(self, due_ns: int) -> None:
        """Say that a round will be sent, and keep room for what it will see; raises StoreError."""
        size = self.watch.targets.frame.height * ANSWER.itemsize
        self._begin()
        part = self.folder / _OPEN / f"{due_ns}.part"
        with _refused(part):
            try:
                handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
                try:
                    os.posix_fallocate(handle, 0, size)
                finally:
                    os.close(handle)
            except OSError:
                part.unlink(missing_ok=True)
                raise
        self._add({"round": due_ns})
        self.rounds += 1

    def skip(self, due_ns: int) -> None:
        """Say that a round should have been sent and was not; raises StoreError."""
        self._begin()
        self._add({"round": due_ns, "skipped": True})
        self.rounds += 1

    def doubt(self, suspect: Suspect) -> None:
        """Say that a stretch isn't to be trusted; raises StoreError."""
        self._begin()
        self._add({"suspect": [suspect.lo, suspect.hi, suspect.why]})

    def record(self, due_ns: int, answers: Answers) -> None:
        """Keep what a round saw; it is on the disk once this returns. Raises StoreError."""
        part = self.folder / _OPEN / f"{due_ns}.part"
        with _refused(part):
            with part.open("r+b") as file:
                file.write(answers.astype(ANSWER, copy=False).tobytes())
                file.flush()
                os.fsync(file.fileno())
            part.rename(part.with_suffix(".answers"))
            sync_folder(part.parent)

    def seal(self) -> bool:
        """Close the rounds so far, to be stored; return whether there are any. Raises StoreError.

        Sealed rounds are never added to, so that storing them again makes the same batches.
        """
        if not self.rounds:
            return False
        with _refused(self.folder):
            self._rename_open()
        return True

    def _rename_open(self) -> None:
        """Give the open part the next number."""
        taken = [int(p.name.rpartition("-")[2]) for p in self.folder.glob("*-[0-9]*")]
        name = f"{_SEALED}{max(taken, default=0) + 1:08d}"
        (self.folder / _OPEN).rename(self.folder / name)
        sync_folder(self.folder)
        self.rounds = self._rounds_size = 0

    def _begin(self) -> None:
        """Make the open part where there is none."""
        new, opened = self.folder / _NEW, self.folder / _OPEN
        if opened.exists():
            return
        targets = self.watch.targets
        head = {
            "format": FORMAT,
            "vantage": self.watch.vantage,
            "every_ns": self.watch.every_ns,
            "targets": targets.frame.height,
            "targets_sha256": targets.sha256,
        }
        table = io.BytesIO()
        targets.frame.write_parquet(table)
        with _refused(new):
            shutil.rmtree(new, ignore_errors=True)
            write_file(new / _TARGETS, table.getvalue())
            write_file(new / _HEAD, (json.dumps(head) + "\n").encode())
            write_file(new / _ROUNDS, b"")
            new.rename(opened)
            sync_folder(self.folder)
        self.rounds = self._rounds_size = 0

    def _add(self, said: dict[str, object]) -> None:
        """Add a line to the open part's rounds, whole or not at all."""
        path, line = self.folder / _OPEN / _ROUNDS, (json.dumps(said) + "\n").encode()
        with _refused(path):
            handle = os.open(path, os.O_WRONLY)
            try:
                os.ftruncate(handle, self._rounds_size)
                if os.pwrite(handle, line, self._rounds_size) < len(line):
                    os.ftruncate(handle, self._rounds_size)
                    raise StoreError(f"{path} can't be written: no room")
                os.fsync(handle)
            finally:
                os.close(handle)
        self._rounds_size += len(line)

    # ------------------------------------------------------------ what is sealed

    def sealed(self) -> list[Path]:
        """Return the sealed parts that aren't stored yet, oldest first."""
        return sorted(self.folder.glob(f"{_SEALED}*"))

    def cut(self, part: Path) -> None:
        """Forget a sealed part, all of whose batches are stored; raises StoreError."""
        with _refused(part):
            gone = part.with_name(part.name.replace(_SEALED, _STORED))
            part.rename(gone)
            sync_folder(self.folder)
            shutil.rmtree(gone)

    def size_bytes(self) -> int:
        """Return how much of the disk the journal takes."""
        size = 0
        for path in self.folder.rglob("*"):
            with contextlib.suppress(OSError):  # another thread may just have deleted it
                size += path.stat().st_size
        return size


@contextlib.contextmanager
def _refused(path: Path) -> Iterator[None]:
    """Turn what the system refuses into a StoreError that names the file."""
    try:
        yield
    except OSError as problem:
        message = f"{path} can't be written: {problem.strerror or problem}"
        raise StoreError(message) from problem
