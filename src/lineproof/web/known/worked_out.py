"""Where is it kept what was worked out? In folders that any process finds, and can make again.

Of several who need the same at once one makes it, and the others wait. Tables are mapped into
memory, so that all processes share one copy of a million lines. Nothing here is ever the truth:
what lies here may be deleted at any time, and the server begins with nothing.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import polars as pl
import pyarrow as pa
from pydantic import TypeAdapter

from lineproof.model.errors import StoreError
from lineproof.store.files import locked

BYTES_MAX = 4 * 2**30
PIECES_MAX = 1000
_WHOLE = "whole"
_ROWS_IN_ONE = 10**9
_TRIES = 3

Value = TypeVar("Value")


def worked_out(place: Path, make: Callable[[Path], None], read: Callable[[Path], Value]) -> Value:
    """Return what is read from a folder, which is made first where nobody has.

    make: writes it into an empty folder, by `keep_frame` and `keep_value`. Raises what `make`
    raises, and StoreError where nothing can be written.
    """
    for _try in range(_TRIES):
        try:
            if not is_worked_out(place):
                _made(place, make)
            os.utime(place / _WHOLE)
            return read(place)
        except FileNotFoundError:  # deleted meanwhile, to make room
            continue
    message = f"{place} disappears as soon as it is made; is its disk full?"
    raise StoreError(message)


def is_worked_out(place: Path) -> bool:
    """Whether a folder is there, whole."""
    return (place / _WHOLE).exists()


def forget_all(root: Path) -> None:
    """Delete what other versions of lineproof worked out, or another database's."""
    shutil.rmtree(root, ignore_errors=True)


def _made(place: Path, make: Callable[[Path], None]) -> None:
    """Make a folder, or wait for somebody who does."""
    with locked(place):
        if is_worked_out(place):
            return
        make(place)
        (place / _WHOLE).touch()
    _make_room(place.parents[2], spared=place)


def _make_room(root: Path, *, spared: Path) -> None:
    """Delete what was used longest ago, where there is too much."""
    pieces = sorted(_pieces(root), reverse=True)
    left_bytes = BYTES_MAX
    for number, (_used, size, place) in enumerate(pieces):
        left_bytes -= size
        if place != spared and (left_bytes < 0 or number >= PIECES_MAX):
            shutil.rmtree(place, ignore_errors=True)
            with contextlib.suppress(OSError):  # others lie beside it
                place.parent.rmdir()


def _pieces(root: Path) -> Iterator[tuple[float, int, Path]]:
    """Yield when each folder was last used, its size, and where it is."""
    for mark in root.glob(f"*/*/*/{_WHOLE}"):
        with contextlib.suppress(FileNotFoundError):
            size = sum(file.stat().st_size for file in mark.parent.iterdir())
            yield mark.stat().st_mtime, size, mark.parent


def keep_frame(path: Path, frame: pl.DataFrame) -> None:
    """Write a table as it lies in memory."""
    with _aside(path) as aside:
        frame.write_ipc(aside, record_batch_size=_ROWS_IN_ONE)


def kept_frame(path: Path) -> pl.DataFrame:
    """Return a table that was kept, mapped into memory; it stays readable once it is deleted."""
    with pa.ipc.open_file(pa.memory_map(str(path))) as file:
        found = pl.from_arrow(file.read_all())
    assert isinstance(found, pl.DataFrame), "a table is a frame"
    return found


def keep_value(path: Path, kind: TypeAdapter[Value], value: Value) -> None:
    """Write a value of dataclasses as JSON."""
    with _aside(path) as aside:
        aside.write_bytes(kind.dump_json(value))


def kept_value(path: Path, kind: TypeAdapter[Value]) -> Value:
    """Return a value that was kept."""
    return kind.validate_json(path.read_bytes())


@contextlib.contextmanager
def _aside(path: Path) -> Iterator[Path]:
    """Give a file to write, which takes its place at the end: who reads the old one keeps it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    aside = Path(name)
    try:
        yield aside
        aside.replace(path)
    except OSError as problem:
        message = f"{path} can't be written: {problem.strerror}"
        raise StoreError(message) from problem
    finally:
        aside.unlink(missing_ok=True)
