"""How is a file kept so that nothing is lost or exchanged? By the SHA-256 of what it holds.

A name is made of hexadecimal digits that we computed: no path ever comes from outside.
"""

from __future__ import annotations

import re
from pathlib import Path

from lineproof.model.canonical import sha256_hex
from lineproof.model.errors import StoreError
from lineproof.store.files import write_file

_NAME = re.compile(r"[0-9a-f]{64}", re.ASCII)


def put(vault: Path, content: bytes) -> str:
    """Keep a file and return its SHA-256; raises StoreError where it can't be written."""
    sha256 = sha256_hex(content)
    path = path_of(vault, sha256)
    if not path.exists():
        write_file(path, content)
    return sha256


def get(vault: Path, sha256: str) -> bytes:
    """Return a file; raises StoreError where it is gone, or isn't what was kept."""
    path = path_of(vault, sha256)
    try:
        content = path.read_bytes()
    except OSError as problem:
        message = f"{path} can't be read: {problem.strerror}; restore it from a backup"
        raise StoreError(message) from problem
    if sha256_hex(content) != sha256:
        message = f"{path} was changed since it was kept; restore it from a backup"
        raise StoreError(message)
    return content


def path_of(vault: Path, sha256: str) -> Path:
    """Return where a file lies: a folder by its first two digits holds it."""
    assert _NAME.fullmatch(sha256), "a name in the vault is a SHA-256"
    return vault / sha256[:2] / sha256
