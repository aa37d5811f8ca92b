"""Keys and signatures as files."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.seal.folder import seal_path, write_folder

from lineproof.model.errors import LineproofError, StoreError
from lineproof.store.signing import make_key, read_key, sign_folder


def test_a_key_is_its_owners_and_is_never_overwritten(tmp_path: Path) -> None:
    """Mode 0600; 32 bytes; a second one in its place is refused."""
    path = tmp_path / "key"
    seed = make_key(path)
    assert len(seed) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(path) == seed
    with pytest.raises(StoreError, match="never overwritten"):
        make_key(path)
    assert read_key(path) == seed


@pytest.mark.parametrize("content", [b"", b"00", b"\xff" * 64, b"zz" * 32])
def test_what_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    """Empty, too short, not text, no digits; and a file that isn't there."""
    path = tmp_path / "key"
    path.write_bytes(content)
    with pytest.raises(LineproofError):
        read_key(path)
    with pytest.raises(LineproofError, match="can't be read"):
        read_key(tmp_path / "none")


def test_a_signature_isnt_replaced_by_another(tmp_path: Path) -> None:
    """Signing again with the same key changes nothing; with another one it is refused."""
    at = seal_path(write_folder(tmp_path / "c"))
    path = sign_folder(at, "provider", bytes(32))
    assert path.name == "signature-provider.txt"
    content = path.read_bytes()
    assert sign_folder(at, "provider", bytes(32)).read_bytes() == content
    with pytest.raises(LineproofError, match="isn't replaced"):
        sign_folder(at, "provider", bytes(31) + b"1")
    assert path.read_bytes() == content
