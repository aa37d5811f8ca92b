"""How is a dispute kept? Its letter, table and evidence in a folder, and a record of each cause."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lineproof.reconcile.disputes import Register
from lineproof.store.files import locked
from lineproof.store.whole_folder import write_whole

DISPUTES = "disputes"
_ASIDE = ".drafting-"
_ID = re.compile(r"D([0-9]{3,})")


@dataclass(frozen=True)
class Kept:
    """A dispute as it was written: its id, and where its files lie."""

    id: str
    folder: Path


def keep_dispute(
    folder: Path,
    register: Register,
    made: Callable[[str], Mapping[str, bytes]],
    record: Callable[[str], object],
) -> Kept:
    """Write a dispute's files, and have it recorded: both or neither.

    register: the disputes there are. made: a dispute's id → its files. record: records an id.
    """
    with locked(folder):
        name = _next_id(folder, register)
        target = folder / DISPUTES / name
        write_whole(target, made(name), below=folder, aside=_ASIDE)
    try:
        record(name)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    return Kept(name, target)


def _next_id(folder: Path, register: Register) -> str:
    """Return an id that no dispute has, neither recorded nor kept."""
    place = folder / DISPUTES
    names = {d.id for d in register.disputes}
    names |= {path.name for path in place.iterdir()} if place.is_dir() else set()
    numbers = [int(found[1]) for name in names if (found := _ID.fullmatch(name))]
    return f"D{max(numbers, default=0) + 1:03d}"
