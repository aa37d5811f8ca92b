"""Where do keys and signatures lie? A key in a file of its owner's, a signature beside the seal."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from lineproof.model.errors import LineproofError, StoreError
from lineproof.seal.content import SEAL_FILE
from lineproof.seal.signing import parse_seed, signature_file, signature_text
from lineproof.sources.sealed_folder import read_sealed
from lineproof.store.files import write_file

_SEED_BYTES = 32


def make_key(path: Path) -> bytes:
    """Make a private key in a new file that only its owner may read, and return it."""
    seed = secrets.token_bytes(_SEED_BYTES)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(seed.hex() + "\n")
    except OSError as problem:
        message = f"{path} can't be made: {problem.strerror}; a key is never overwritten"
        raise StoreError(message) from problem
    return seed


def read_key(path: Path) -> bytes:
    """Return the private key in a file; raises LineproofError where it holds none."""
    try:
        return parse_seed(path.read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError) as problem:
        message = f"{path} can't be read as a key: {problem}"
        raise LineproofError(message) from problem


def sign_folder(folder: Path, party: str, seed: bytes) -> Path:
    """Sign a sealed folder for a party and return the signature's file.

    A signature that is there already is not replaced by another.
    """
    sealed = read_sealed(folder)
    path = folder / signature_file(party)
    content = signature_text(sealed.files[SEAL_FILE], seed=seed)
    if path.exists() and path.read_bytes() != content:
        message = f"{path} is there already, by another key or of another seal; it isn't replaced"
        raise LineproofError(message)
    write_file(path, content)
    return path
