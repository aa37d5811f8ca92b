"""Does a server come back from its backup, whole? Database, vault, samples and key."""

from __future__ import annotations

import stat
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.conf import settings
from tests.web.conftest import EXAMPLES
from tests.web.doing.test_giving_back import files
from tests.web.running_server import environment_of, prepared

from lineproof.model.errors import LineproofError, StoreError
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.vault import path_of
from lineproof.web.server.backup import damaged, write_backup


def lineproof(environment: dict[str, str], *words: str | Path) -> str:
    """Run the command line; return what it prints."""
    command = [sys.executable, "-m", "lineproof", *map(str, words)]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_server_comes_back_whole(tmp_path: Path) -> None:
    """Backed up, restored elsewhere: the contract's folder has the same bytes; the key is there."""
    folder = EXAMPLES / "02-circuits-121"
    place = prepared(tmp_path / "data", [folder], ["admin"])
    archive, second = tmp_path / "backup.tar", tmp_path / "second"
    lineproof(place.environment, "server", "backup", archive, "--data", place.data)
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with tarfile.open(archive) as opened:
        assert opened.getnames()[:2] == ["manifest.json", "database.dump"]
    other = {**environment_of(second), "LINEPROOF_DATA": str(second)}
    told = lineproof(other, "server", "restore", archive, "--data", second)
    assert told.endswith(f"restored {second}\n")
    back = tmp_path / "back"
    words = ("circuits-121", back, "--organisation", "Buyer A", "--data", second)
    lineproof(other, "server", "give-back", *words)
    assert files(back) == files(folder)
    for key in (place.data / "secret-key", second / "secret-key"):
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert (second / "secret-key").read_bytes() == (place.data / "secret-key").read_bytes()


def test_what_the_vault_lost_is_told(contract: Contract) -> None:
    """A file that is gone, and one that was changed, by their hashes."""
    assert list(damaged()) == []
    gone, changed = sorted(contract.record_files.values_list("sha256", flat=True))[:2]
    path_of(settings.CONFIGURATION.vault, gone).unlink()
    path_of(settings.CONFIGURATION.vault, changed).write_bytes(b"")
    assert list(damaged()) == sorted([f"{gone} is missing", f"{changed} was changed"])


def test_a_backup_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """Over a file that is there: refused. Into a place that is none: told, and nothing is left."""
    (tmp_path / "file").write_text("mine")
    with pytest.raises(LineproofError, match="there already"):
        write_backup(tmp_path / "file")
    with pytest.raises(StoreError, match="can't be written"):
        write_backup(tmp_path / "file" / "backup.tar")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "mine"
