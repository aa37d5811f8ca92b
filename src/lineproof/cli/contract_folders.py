"""Which contract folders is a command given? Themselves, or folders that hold contract folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lineproof.model.errors import LineproofError

_FILE = "contract.toml"


def contract_folders(given: Sequence[Path]) -> tuple[Path, ...]:
    """Return the contract folders among and in some folders, each once; in order of their names.

    Raises LineproofError where a folder is no contract folder and holds none.
    """
    found: dict[Path, None] = {}
    for folder in given:
        if (folder / _FILE).exists():
            found[folder] = None
            continue
        inside = sorted(path.parent for path in folder.glob(f"*/{_FILE}"))
        if not inside:
            message = f"{folder} has no {_FILE}, and no folder in it has one"
            raise LineproofError(message)
        found |= dict.fromkeys(inside)
    return tuple(found)
