"""Which batches of samples are held? A log to which one line is added a batch, and never changed.

A batch is held once its line is on the disk with its line feed: a line torn by a crash doesn't
count, and is cut off by the next writer. It opens no file of samples.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from lineproof.measure.samples import Suspect
from lineproof.model.errors import InputRefusedError, StoreError
from lineproof.model.finding import Finding, error
from lineproof.store.files import sync_folder

MEASUREMENTS = "measurements"
"""Where a contract folder holds its samples."""
LOG = "batches.jsonl"
_NS = 10**9
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z")
_HASH = re.compile(r"[0-9a-f]{64}")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of samples: its path from the store's folder, its SHA-256 and its rows."""

    path: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class BatchLine:
    """What one vantage measured at one period, as the log says it.

    id: SHA-256 of what it holds, however its files are written. lo, hi: from its first scheduled
    time to one period past its last, nanoseconds. previous: SHA-256 of the vantage's line before;
    None in its first. line_sha256: of its own line.
    """

    id: str
    vantage: str
    source: str
    every_ns: int
    recorded_at: dt.datetime
    lo: int
    hi: int
    rows: int
    previous: str | None
    canaries: tuple[str, ...]
    suspect: tuple[Suspect, ...]
    files: tuple[StoredFile, ...]
    line_sha256: str = ""


def instant_text(ns: int) -> str:
    """Return an instant in nanoseconds as text.

    >>> instant_text(1_500_000_000), instant_text(60 * 10**9)
    ('1970-01-01T00:00:01.5Z', '1970-01-01T00:01:00Z')
    """
    seconds, rest = divmod(ns, _NS)
    whole = (_EPOCH + dt.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S")
    fraction = f".{rest:09d}".rstrip("0") if rest else ""
    return f"{whole}{fraction}Z"


def instant_ns(text: str) -> int:
    """Return the instant that `instant_text` wrote; raises ValueError for any other text.

    >>> instant_ns("1970-01-01T00:00:01.5Z")
    1500000000
    """
    found = _INSTANT.fullmatch(text)
    if found is None:
        message = f'"{text}" is no instant'
        raise ValueError(message)
    whole = dt.datetime.fromisoformat(found[1] + "+00:00") - _EPOCH
    return (whole.days * 86_400 + whole.seconds) * _NS + int((found[2] or "").ljust(9, "0"))


def line_text(batch: BatchLine) -> str:
    """Return a batch's line, without its line feed."""
    seconds, rest = divmod(batch.every_ns, _NS)
    return json.dumps(
        {
            "id": batch.id,
            "vantage": batch.vantage,
            "source": batch.source,
            "every_s": seconds if not rest else batch.every_ns / _NS,
            "recorded_at": batch.recorded_at.astimezone(dt.UTC).isoformat(),
            "from": instant_text(batch.lo),
            "to": instant_text(batch.hi),
            "rows": batch.rows,
            "previous": batch.previous,
            "canaries": list(batch.canaries),
            "suspect": [[instant_text(s.lo), instant_text(s.hi), s.why] for s in batch.suspect],
            "files": [{"path": f.path, "sha256": f.sha256, "rows": f.rows} for f in batch.files],
        },
        ensure_ascii=False,
    )


def parse_line(text: str) -> BatchLine:
    """Return what a batch's line says; raises ValueError where it is none."""
    try:
        values: dict[str, Any] = json.loads(text, parse_float=Decimal)
        batch = BatchLine(
            id=_hash(values["id"]),
            vantage=_text(values["vantage"]),
            source=_text(values["source"]),
            every_ns=int(values["every_s"] * _NS),
            recorded_at=dt.datetime.fromisoformat(values["recorded_at"]),
            lo=instant_ns(values["from"]),
            hi=instant_ns(values["to"]),
            rows=int(values["rows"]),
            previous=None if values["previous"] is None else _hash(values["previous"]),
            canaries=tuple(_text(c) for c in values["canaries"]),
            suspect=tuple(Suspect(instant_ns(a), instant_ns(b), _text(why))
                          for a, b, why in values["suspect"]),
            files=tuple(_file(file) for file in values["files"]),
            line_sha256=hashlib.sha256(text.encode()).hexdigest(),
        )  # fmt: skip
    except (KeyError, TypeError, ArithmeticError, AttributeError) as wrong:
        message = f"not a batch: {wrong}"
        raise ValueError(message) from wrong
    if batch.recorded_at.utcoffset() is None or batch.every_ns <= 0:
        message = "not a batch: recorded_at needs an offset, and every_s is more than 0"
        raise ValueError(message)
    return batch


def _hash(value: object) -> str:
    """Return a value that is a SHA-256; raises ValueError."""
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        message = f"{value!r} is no SHA-256"
        raise ValueError(message)
    return value


def _text(value: object) -> str:
    """Return a value that is a text; raises ValueError."""
    if not isinstance(value, str):
        message = f"{value!r} is no text"
        raise ValueError(message)  # noqa: TRY004 - one kind of error for a line that is wrong
    return value


def _file(values: Mapping[str, Any]) -> StoredFile:
    """Return a file that a line names; raises ValueError where it lies outside the store."""
    path = _text(values["path"])
    if path.startswith("/") or ".." in path.split("/"):
        message = f'"{path}" lies outside the store'
        raise ValueError(message)
    return StoredFile(path, _hash(values["sha256"]), int(values["rows"]))


class BatchLog:
    """The log of a store; it reads what was added since it last looked."""

    def __init__(self, measurements: Path) -> None:
        """Look at the log of a store's folder, which may not be there yet."""
        self._path = measurements / LOG
        self._read_to = 0
        self._lines: list[BatchLine] = []
        self._ids: set[str] = set()
        self._reading = threading.Lock()
        self._last: dict[str, str] = {}

    def lines(self) -> tuple[BatchLine, ...]:
        """Return every batch, in the order they were stored; raises InputRefusedError."""
        self._refresh()
        return tuple(self._lines)

    def holds(self, batch_id: str) -> bool:
        """Whether a batch is held."""
        self._refresh()
        return batch_id in self._ids

    def last_of(self, vantage: str) -> str | None:
        """Return the SHA-256 of a vantage's last line."""
        self._refresh()
        return self._last.get(vantage)

    def append(self, batch: BatchLine) -> BatchLine:
        """Add a batch's line and return it as it stands; the store's lock is held.

        Raises StoreError; the log is then as it was.
        """
        self._refresh()
        text = line_text(batch)
        try:
            is_new = not self._path.exists()
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o644)
            try:
                self._write(handle, text.encode() + b"\n")
            finally:
                os.close(handle)
            if is_new:
                sync_folder(self._path.parent)
        except OSError as problem:
            message = f"{self._path} can't be written: {problem.strerror}; the batch isn't stored"
            raise StoreError(message) from problem
        self._refresh()
        return self._lines[-1]

    def _write(self, handle: int, line: bytes) -> None:
        """Write a line behind the last whole one, all of it or nothing."""
        os.ftruncate(handle, self._read_to)
        try:
            at = self._read_to
            while line:
                written = os.pwrite(handle, line, at)
                at, line = at + written, line[written:]
            os.fsync(handle)
        except BaseException:
            os.ftruncate(handle, self._read_to)
            raise

    def _refresh(self) -> None:
        """Read the whole lines that were added; raises InputRefusedError where one is none."""
        with self._reading:
            added = self._added()
            whole = added[: added.rfind(b"\n") + 1]
            for line in whole.splitlines():
                try:
                    batch = parse_line(line.decode())
                except ValueError as wrong:
                    finding = _no_batch(len(self._lines) + 1, wrong)
                    raise InputRefusedError((finding,)) from wrong
                self._lines.append(batch)
                self._ids.add(batch.id)
                self._last[batch.vantage] = batch.line_sha256
            self._read_to += len(whole)

    def _added(self) -> bytes:
        """Return what the log holds beyond what was read."""
        try:
            if not self._path.exists():
                return b""
            with self._path.open("rb") as file:
                file.seek(self._read_to)
                return file.read()
        except OSError as problem:
            message = f"{self._path} can't be read: {problem.strerror}"
            raise StoreError(message) from problem


def _no_batch(number: int, wrong: Exception) -> Finding:
    """Return the error for a line that is no batch."""
    return error(
        "E-STORE-LINE",
        f"{wrong}; batches behind it can't be trusted to be in order",
        where=f"measurements/{LOG}:{number}",
        fix="Restore the file from a copy; no program of ours changes a line.",
    )


def known_by(lines: Iterable[BatchLine], until: dt.datetime | None) -> tuple[BatchLine, ...]:
    """Return the batches that were recorded before an instant; None: all."""
    return tuple(b for b in lines if until is None or b.recorded_at < until)


def chain_findings(lines: Iterable[BatchLine]) -> list[Finding]:
    """Return errors where a vantage's batches don't follow on each other.

    A line names the one before it by its hash, so that a batch which is gone or was changed shows
    in the next. Two that name the same one come from two vantages under one name.
    """
    held: dict[str, set[str]] = {}
    followed: dict[tuple[str, str | None], int] = {}
    found = []
    for number, batch in enumerate(lines, start=1):
        where = f"measurements/{LOG}:{number}"
        before = held.setdefault(batch.vantage, set())
        key = (batch.vantage, batch.previous)
        if batch.previous is not None and batch.previous not in before:
            message = (
                f'vantage "{batch.vantage}": the batch before this one, {batch.previous[:16]}, '
                f"isn't held, or its line was changed"
            )
            fix = "Restore the line and its files from a copy, or ask the other side for them."
            found.append(error("E-STORE-MISSING", message, where=where, fix=fix))
        elif key in followed:
            message = (
                f'vantage "{batch.vantage}": this batch and line {followed[key]} both follow on '
                f"the same one, so that two vantages have one name or a batch was replaced"
            )
            fix = "Give each vantage a name of its own, and store its samples again under it."
            found.append(error("E-STORE-FORK", message, where=where, fix=fix))
        followed.setdefault(key, number)
        before.add(batch.line_sha256)
    return found
