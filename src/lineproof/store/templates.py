"""What is in a new contract folder? A commented draft, or a copy of an example."""

from __future__ import annotations

import shutil
from pathlib import Path

from lineproof.model.errors import LineproofError, StoreError
from lineproof.sources.folder import CONTRACT_FILE
from lineproof.store.files import KEPT, write_file

_PACKAGE = Path(__file__).resolve().parent.parent
#: Where examples lie: in the installed package, or at the root of a checkout.
_PLACES = (_PACKAGE / "examples", _PACKAGE.parent.parent / "examples")
_DRAFT = _PACKAGE / "store" / "draft.toml"


def write_draft(folder: Path) -> None:
    """Write a draft contract that `check` reads, with comments at what a person must fill in."""
    write_file(folder / CONTRACT_FILE, _DRAFT.read_bytes())
    try:
        (folder / "records").mkdir(exist_ok=True)
    except OSError as problem:
        message = f"{folder} can't be written: {problem.strerror}"
        raise StoreError(message) from problem


def copy_example(folder: Path, name: str) -> None:
    """Copy an example's contract folder; raises LineproofError naming them all for another name."""
    known = examples()
    if name not in known:
        message = f'there is no example "{name}"; use one of {", ".join(known)}'
        raise LineproofError(message)
    try:
        shutil.copytree(
            known[name], folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(KEPT)
        )
    except OSError as problem:
        message = f"{folder} can't be written: {problem}"
        raise StoreError(message) from problem


def examples() -> dict[str, Path]:
    """Return the examples that are here, by name."""
    place = next((p for p in _PLACES if p.is_dir()), None)
    folders = sorted(place.iterdir()) if place is not None else []
    return {p.name: p for p in folders if (p / CONTRACT_FILE).is_file()}
