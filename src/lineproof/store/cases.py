"""Which case does a contract folder hold? Its files, and its closed months."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from lineproof.contract.case import Case
from lineproof.sources.folder import read_case
from lineproof.store.sealed import sealed_months


def open_case(folder: Path) -> Case:
    """Return a folder's case with its sealed months; raises as `read_case` does, and StoreError."""
    return dataclasses.replace(read_case(folder), sealed=sealed_months(folder))
