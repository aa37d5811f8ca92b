"""How is a month closed? Its folder is written aside, synced and renamed: all of it, or nothing.

`settled/2025-03/r0/` is never touched again; r1, r2 … are restatements.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from lineproof.model.canonical import sha256_hex
from lineproof.model.errors import StoreError
from lineproof.model.sealed import Booked
from lineproof.seal.content import LINES_FILE, SEAL_FILE, Previous
from lineproof.sources.sealed_folder import booked_from
from lineproof.store.whole_folder import write_whole

SETTLED = "settled"
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}", re.ASCII)
_REVISION = re.compile(r"r(0|[1-9][0-9]*)", re.ASCII)
_ASIDE = ".sealing-"


def sealed_months(folder: Path) -> tuple[Booked, ...]:
    """Return a contract folder's sealed months, each at its latest revision, in order."""
    settled = folder / SETTLED
    months = sorted(p.name for p in settled.iterdir()) if settled.is_dir() else []
    found = (latest_revision(folder, month) for month in months if _MONTH.fullmatch(month))
    return tuple(_seal(latest)[0] for latest in found if latest is not None)


def previous_seal(folder: Path, month: str) -> Previous | None:
    """Return a month's latest revision, or None where it isn't sealed."""
    latest = latest_revision(folder, month)
    if latest is None:
        return None
    booked, content = _seal(latest)
    seal, path = json.loads(content), latest / LINES_FILE
    try:
        due, lines, is_same = seal["due"], path.read_bytes(), seal["files"][LINES_FILE]
    except (OSError, KeyError, TypeError) as problem:
        message = f"{path} isn't readable as a sealed month ({problem}); run lineproof verify"
        raise StoreError(message) from problem
    if sha256_hex(lines) != is_same:
        message = f"{path} was changed after it was sealed; run lineproof verify"
        raise StoreError(message)
    return Previous(booked, sha256_hex(content), due, lines, as_known=seal.get("as_known"))


def _seal(latest: Path) -> tuple[Booked, bytes]:
    """Return what a sealed folder booked, and its `seal.json`."""
    try:
        content = (latest / SEAL_FILE).read_bytes()
        seal = json.loads(content)
        return booked_from(seal["booked"], digits=seal["digits"]), content
    except (OSError, ValueError, KeyError, TypeError) as problem:
        message = f"{latest} isn't readable as a sealed month ({problem}); run lineproof verify"
        raise StoreError(message) from problem


def latest_revision(folder: Path, month: str) -> Path | None:
    """Return the folder of a month's latest revision, or None where it isn't sealed."""
    place = folder / SETTLED / month
    names = [p.name for p in place.iterdir()] if place.is_dir() else []
    numbers = [int(name[1:]) for name in names if _REVISION.fullmatch(name)]
    return place / f"r{max(numbers)}" if numbers else None


def write_seal(folder: Path, month: str, revision: int, files: Mapping[str, bytes]) -> Path:
    """Write a sealed month, whole or not at all, and return its folder.

    The caller holds the folder's lock. Raises StoreError, which says whether anything was changed.
    """
    target = folder / SETTLED / month / f"r{revision}"
    assert not target.exists(), "a sealed revision is never written again"
    write_whole(target, files, below=folder, aside=_ASIDE)
    return target
