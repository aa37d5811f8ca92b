"""Is anything but our own archive, into an empty place, refused? test_backup.py restores one."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from lineproof.model.errors import LineproofError, StoreError
from lineproof.web.server.configuration import Configuration
from lineproof.web.server.restoring import postgresql_words, restore, run_program


def archive(path: Path, **files: bytes) -> Path:
    """Return an archive of some files; a name's __ stands for a dot, ___ for a slash."""
    with tarfile.open(path, "w") as made:
        for name, content in files.items():
            entry = tarfile.TarInfo(name.replace("___", "/").replace("__", "."))
            entry.size = len(content)
            made.addfile(entry, io.BytesIO(content))
    return path


OURS = b'{"database":"sqlite","format":"backup/1","lineproof":"0"}'


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"other": b""}, "is no backup of a lineproof server"),
        ({"manifest__json": b"{}"}, "is no backup of a lineproof server"),
        ({"manifest__json": b"["}, "is no backup of a lineproof server"),
        ({"manifest__json": OURS.replace(b"sqlite", b"postgresql")}, "holds a postgresql database"),
    ],
)
def test_another_archive_is_refused(files: dict[str, bytes], told: str, tmp_path: Path) -> None:
    """Not ours, or of another kind of database; nothing is written."""
    made = archive(tmp_path / "a.tar", **files)
    with pytest.raises(LineproofError, match=told):
        restore(made, Configuration(data=tmp_path / "data"))
    assert not (tmp_path / "data").exists()


def test_what_is_no_archive_is_told(tmp_path: Path) -> None:
    """A text, or nothing at all."""
    (tmp_path / "text").write_text("no archive")
    for name in ("text", "missing"):
        with pytest.raises(StoreError, match="can't be restored"):
            restore(tmp_path / name, Configuration(data=tmp_path / "data"))


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """A folder with a database in it; one with the configuration alone is as good as empty."""
    made = archive(tmp_path / "a.tar", manifest__json=OURS)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "lineproof.sqlite3").touch()
    with pytest.raises(LineproofError, match="isn't empty"):
        restore(made, Configuration(data=tmp_path / "data"))


def test_an_archive_can_t_write_outside(tmp_path: Path) -> None:
    """A name that climbs out of the folder is refused, whoever made the archive."""
    with tarfile.open(tmp_path / "a.tar", "w") as made:
        for name, content in (("manifest.json", OURS), ("../outside", b"x")):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            made.addfile(entry, io.BytesIO(content))
    with pytest.raises(StoreError, match="can't be restored"):
        restore(tmp_path / "a.tar", Configuration(data=tmp_path / "data"))
    assert not (tmp_path / "outside").exists()


def test_a_password_is_no_word_of_a_command() -> None:
    """Every user of the machine reads the words of its processes."""
    database = {"HOST": "h", "PORT": "", "USER": "u", "NAME": "n", "PASSWORD": "hidden"}
    assert postgresql_words(database) == (
        ["--host=h", "--username=u", "--dbname=n"], "hidden",
    )  # fmt: skip


def test_what_a_program_says_is_told() -> None:
    """One that isn't there, and one that fails."""
    with pytest.raises(LineproofError, match="isn't installed"):
        run_program(["no-such-program"], "")
    with pytest.raises(LineproofError, match=r"ls: .*nowhere"):
        run_program(["ls", "/nowhere"], "")
