"""Is something worked out once, kept whole, and deleted where there is too much?"""

from __future__ import annotations

import os
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest
from pydantic import TypeAdapter

from lineproof.model.errors import StoreError
from lineproof.web.known import worked_out as module
from lineproof.web.known.worked_out import (
    forget_all,
    is_worked_out,
    keep_frame,
    keep_value,
    kept_frame,
    kept_value,
    worked_out,
)

NUMBER = TypeAdapter(int)


def number(place: Path) -> int:
    """Return what is kept."""
    return kept_value(place / "n", NUMBER)


def kept(place: Path, value: int) -> int:
    """Keep a value where there is none, and return what is kept."""
    return worked_out(place, lambda at: keep_value(at / "n", NUMBER, value), number)


def test_of_many_at_once_one_makes_it(tmp_path: Path) -> None:
    """Eight ask while the first still works; each gets what that one made."""
    made, begun, ready = [], threading.Barrier(8), threading.Event()

    def make(place: Path) -> None:
        made.append(place)
        ready.wait(10)
        keep_value(place / "n", NUMBER, len(made))

    def ask(_number: int) -> int:
        begun.wait(10)
        threading.Timer(0.05, ready.set).start()
        return worked_out(tmp_path / "a" / "b" / "c", make, number)

    with ThreadPoolExecutor(max_workers=8) as pool:
        assert set(pool.map(ask, range(8))) == {1}
    assert len(made) == 1


def test_what_fails_halfway_isn_t_there(tmp_path: Path) -> None:
    """The next one makes it anew."""
    place = tmp_path / "a" / "b" / "c"

    def fail(at: Path) -> None:
        keep_value(at / "n", NUMBER, 1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        worked_out(place, fail, number)
    assert not is_worked_out(place)
    assert kept(place, 2) == 2
    assert kept(place, 3) == 2


def test_what_was_used_longest_ago_makes_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Room for two: of a, b and c, a was used again, so b goes. Room for no byte: the new stays."""
    places = [tmp_path / "state" / name / "x" for name in "abcd"]
    monkeypatch.setattr(module, "PIECES_MAX", 2)
    for at, place in enumerate([places[0], places[1], places[0]]):
        kept(place, at)
        os.utime(place / "whole", (at, at))
    kept(places[2], 2)
    assert [is_worked_out(place) for place in places] == [True, False, True, False]
    assert not places[1].parent.exists()
    monkeypatch.setattr(module, "BYTES_MAX", 0)
    kept(places[3], 3)
    assert [is_worked_out(place) for place in places] == [False, False, False, True]


def test_it_is_made_again_where_it_was_deleted(tmp_path: Path) -> None:
    """Deleted between looking and reading, once: nobody notices; each time: told."""
    place, read = tmp_path / "a" / "b" / "c", []

    def deleted(at: Path) -> int:
        read.append(at)
        if len(read) != 2:
            shutil.rmtree(at)
        return number(at)

    def make(at: Path) -> None:
        keep_value(at / "n", NUMBER, 7)

    assert worked_out(place, make, deleted) == 7
    with pytest.raises(StoreError, match="disappears"):
        worked_out(place, make, deleted)


def test_a_table_outlives_its_file(tmp_path: Path) -> None:
    """It is mapped, not copied; deleted and overwritten, it stays what it was."""
    frame = pl.DataFrame({"line": ["1", None, "大"], "amount": [1, 2, 2**62]})
    keep_frame(tmp_path / "f", frame)
    found = kept_frame(tmp_path / "f")
    keep_frame(tmp_path / "f", frame.head(1))
    forget_all(tmp_path)
    assert found.equals(frame)
    assert found.n_chunks() == 1


def test_a_disk_that_can_t_be_written_is_told_of(tmp_path: Path) -> None:
    """A folder where the file should be."""
    (tmp_path / "n" / "x").mkdir(parents=True)
    with pytest.raises(StoreError, match="can't be written"):
        keep_value(tmp_path / "n", NUMBER, 1)
    assert [each.name for each in tmp_path.iterdir()] == ["n"]
