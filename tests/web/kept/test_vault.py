"""Is what was kept what comes back, or nothing?"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from lineproof.model.errors import StoreError
from lineproof.web.kept.vault import get, path_of, put


def test_a_file_is_named_by_what_it_holds(tmp_path: Path) -> None:
    """Its name is its SHA-256; kept twice, it lies there once."""
    sha256 = put(tmp_path, b"clause")
    assert sha256 == hashlib.sha256(b"clause").hexdigest()
    assert put(tmp_path, b"clause") == sha256
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [path_of(tmp_path, sha256)]
    assert get(tmp_path, sha256) == b"clause"


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    """One byte is enough."""
    sha256 = put(tmp_path, b"100.00")
    path_of(tmp_path, sha256).write_bytes(b"900.00")
    with pytest.raises(StoreError, match="was changed"):
        get(tmp_path, sha256)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """With what to do about it."""
    with pytest.raises(StoreError, match="restore it from a backup"):
        get(tmp_path, "0" * 64)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63, "A" * 64, "", "/" + "a" * 63])
def test_nothing_but_a_hash_names_a_file(name: str, tmp_path: Path) -> None:
    """No text from outside becomes a path: 64 lower-case hexadecimal digits, or our own bug."""
    with pytest.raises(AssertionError):
        path_of(tmp_path, name)
