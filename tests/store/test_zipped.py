"""Can whoever gets a pack check it with what any system has?"""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

from lineproof.store.zipped import packed

FILES = {"b/two.txt": b"two", "one.txt": "一".encode()}


def test_the_hashes_are_checked_by_sha256sum(tmp_path: Path) -> None:
    """Unpacked, each file is as listed; one that is changed afterwards isn't."""
    with zipfile.ZipFile(io.BytesIO(packed(FILES))) as pack:
        pack.extractall(tmp_path)
    check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    assert subprocess.run(check, cwd=tmp_path, check=False).returncode == 0
    (tmp_path / "one.txt").write_bytes(b"other")
    assert subprocess.run(check, cwd=tmp_path, check=False).returncode == 1


def test_the_same_files_are_the_same_pack() -> None:
    """In whatever order they come: no clock, no order of reading."""
    assert packed(FILES) == packed(dict(reversed(FILES.items())))


def test_a_pack_of_nothing_is_a_zip() -> None:
    """With an empty list of hashes."""
    with zipfile.ZipFile(io.BytesIO(packed({}))) as pack:
        assert pack.namelist() == ["SHA256SUMS"]
