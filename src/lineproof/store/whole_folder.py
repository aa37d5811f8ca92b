"""How does a folder come to be all at once? Its files written aside and synced, then renamed.

The caller holds the lock of the contract's folder. What is in the files is for others to know.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from lineproof.model.errors import StoreError
from lineproof.store.files import sync_folder


def write_whole(target: Path, files: Mapping[str, bytes], *, below: Path, aside: str) -> None:
    """Write a new folder, whole or not at all, and make it last.

    below: the folder that was there before; those between are made. aside: what the names of
    folders not yet whole begin with; those that a killed writer left are swept. Raises StoreError,
    which says whether anything was changed.
    """
    place = target.parent
    try:
        place.mkdir(parents=True, exist_ok=True)
        for left in place.glob(f"{aside}*"):
            shutil.rmtree(left)
        _write_aside(target, files, aside)
    except OSError as problem:
        between = place
        while between != below:
            with contextlib.suppress(OSError):  # it holds something else, or isn't there
                between.rmdir()
            between = between.parent
        message = f"{target} can't be written: {problem.strerror}; nothing was changed"
        raise StoreError(message) from problem
    try:
        between = place
        while between != below:
            sync_folder(between)
            between = between.parent
        sync_folder(below)
    except OSError as problem:
        message = f"{target} is written, but the disk won't say that it lasts: {problem.strerror}"
        raise StoreError(message) from problem


def _write_aside(target: Path, files: Mapping[str, bytes], aside: str) -> None:
    """Write the files into a folder beside the target, and rename it."""
    made = Path(tempfile.mkdtemp(dir=target.parent, prefix=aside))
    try:
        for name, content in files.items():
            _write_synced(made / name, content)
        made.chmod(0o755)
        sync_folder(made)
        made.rename(target)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _write_synced(path: Path, content: bytes) -> None:
    """Write a new file and make it last."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
