"""Is a file written whole or not at all, by one writer at a time?"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lineproof.model.errors import StoreError
from lineproof.store import files
from lineproof.store.files import KEPT, locked, write_file


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    """Nothing but the file is left behind."""
    write_file(tmp_path / "a" / "b.txt", b"one")
    write_file(tmp_path / "a" / "b.txt", b"two")
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"two"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.txt"]


def test_a_file_keeps_who_may_read_it(tmp_path: Path) -> None:
    """A new one is 644; one that is there keeps its mode."""
    path = tmp_path / "a.txt"
    write_file(path, b"one")
    assert path.stat().st_mode & 0o777 == 0o644
    path.chmod(0o600)
    write_file(path, b"two")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last byte doesn't fit: the old content stands, and nothing lies about."""
    path = tmp_path / "a.txt"
    write_file(path, b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left on device; nothing was changed"):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_limit_of_the_system_changes_nothing(tmp_path: Path) -> None:
    """A process that may write 1,000 bytes a file writes 1,001: refused by the real system."""
    write_file(tmp_path / "a.txt", b"old")
    code = (
        "import resource, signal, pathlib, sys\n"
        "from lineproof.store.files import write_file\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "write_file(pathlib.Path(sys.argv[1]), b'x' * 1001)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "a.txt")]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert "StoreError" in done.stderr
    assert "File too large" in done.stderr
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    """A file where a folder should be, and the other way round."""
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(StoreError):
        write_file(tmp_path / "a" / "b.txt", b"")
    (tmp_path / "c").mkdir()
    with pytest.raises(StoreError):
        write_file(tmp_path / "c", b"")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "c"]


def test_a_writer_waits_for_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And gives up after a time, saying so; once the other is done it has its turn."""
    monkeypatch.setattr(files, "WAIT_S_MAX", 0)
    with locked(tmp_path):
        with (
            pytest.raises(StoreError, match="is being written by another program"),
            locked(tmp_path),
        ):
            pass
        assert (tmp_path / KEPT / "lock").is_file()
    with locked(tmp_path):
        pass


def test_a_folder_that_cannot_be_locked_is_told(tmp_path: Path) -> None:
    """A file stands where the lock's folder would."""
    (tmp_path / KEPT).write_bytes(b"")
    with pytest.raises(StoreError, match="can't be locked"), locked(tmp_path):
        pass
