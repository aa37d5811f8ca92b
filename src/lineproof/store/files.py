"""How is a file written so that nothing is ever half-written or lost? Aside, synced, renamed.

One writer at a time holds the folder's lock; readers need none, since a rename is atomic.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from lineproof.model.errors import StoreError

KEPT = ".lineproof"
"""Folder beside the contract that holds the lock and what can be made again."""
WAIT_S_MAX = 120
_ASK_EVERY_S = 0.01


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; raises StoreError, with the old content untouched."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(aside).chmod(path.stat().st_mode if path.exists() else 0o644)
            Path(aside).replace(path)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
    except OSError as problem:
        message = f"{path} can't be written: {problem.strerror}; nothing was changed"
        raise StoreError(message) from problem


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _open_lock(folder: Path) -> int:
    """Return the handle of a folder's lock, held until it is closed."""
    try:
        (folder / KEPT).mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / KEPT / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as problem:
        message = f"{folder} can't be locked: {problem.strerror}"
        raise StoreError(message) from problem
    try:
        _wait_for(handle, folder)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _wait_for(handle: int, folder: Path) -> None:
    """Take a lock as soon as it is free; asking again and again, so that Ctrl-C is heard.

    flock itself is not interrupted once Polars has installed its handler of signals.
    """
    give_up = time.monotonic() + WAIT_S_MAX
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            if time.monotonic() > give_up:
                message = f"{folder} is being written by another program for {WAIT_S_MAX} s already"
                raise StoreError(message) from held
        except OSError as problem:
            message = f"{folder} can't be locked: {problem.strerror}"
            raise StoreError(message) from problem
        else:
            return
        time.sleep(_ASK_EVERY_S)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; another writer waits for it."""
    handle = _open_lock(folder)
    try:
        yield
    finally:
        os.close(handle)
