"""Does a folder come to be whole, or not at all?"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.disk import fill, small_disk

from lineproof.model.errors import StoreError
from lineproof.store.whole_folder import write_whole


def test_files_are_there_and_nothing_else(tmp_path: Path) -> None:
    """The folders between are made; what a killed writer left is swept."""
    left = tmp_path / "a" / "b" / ".aside-left"
    left.mkdir(parents=True)
    write_whole(tmp_path / "a" / "b" / "c", {"x": b"1"}, below=tmp_path, aside=".aside-")
    assert [p.name for p in (tmp_path / "a" / "b").iterdir()] == ["c"]
    assert (tmp_path / "a" / "b" / "c" / "x").read_bytes() == b"1"


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    """What was made on the way is taken away again, and the message says so."""
    with small_disk(tmp_path / "disk") as disk:
        fill(disk)
        with pytest.raises(StoreError, match="nothing was changed"):
            write_whole(disk / "a" / "b", {"x": b"1" * 9999}, below=disk, aside=".aside-")
        assert [p.name for p in disk.iterdir()] == ["ballast"]


def test_a_folder_that_is_there_is_not_replaced(tmp_path: Path) -> None:
    """A rename onto a filled folder fails, and both stay as they were."""
    target = tmp_path / "a"
    write_whole(target, {"x": b"1"}, below=tmp_path, aside=".aside-")
    with pytest.raises(StoreError):
        write_whole(target, {"x": b"2"}, below=tmp_path, aside=".aside-")
    assert (target / "x").read_bytes() == b"1"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]
