"""Comparing two sides: inputs first, then totals, then the first line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.seal.folder import CIRCUITS, seal_path, write_folder

from lineproof.seal.compare import Side, compare
from lineproof.store.verifying import side_of

HEAD = b"line,charge,from,to,amount,clause\n"


def side(inputs: object, totals: object = None) -> Side:
    """Return a side without lines."""
    plain = json.loads(json.dumps(inputs))
    return Side(plain, HEAD, {} if totals is None else {"gross": totals})


def test_two_folders_that_differ_in_one_rent_compare_down_to_that_line(tmp_path: Path) -> None:
    """Line 2 costs 311.00 instead of 310.00: its rent is the first line that differs."""
    other = CIRCUITS.replace("310.00", "311.00")
    one = side_of(seal_path(write_folder(tmp_path / "a")), None)
    two = side_of(seal_path(write_folder(tmp_path / "b", circuits=other)), None)
    found = compare(one, two)
    assert not found.is_same
    assert [text.partition(":")[0] for text in found.inputs_differ] == ["tables.schedule-0.csv"]
    assert found.totals_differ[0] == "gross: 1449.00 / 1449.90"  # 0.9 × 1.00 more
    assert found.first is not None
    assert found.first.line == "2"
    assert found.first.left is not None
    assert found.first.right is not None
    assert (found.first.left["amount"], found.first.right["amount"]) == ("310.00", "311.00")


def test_the_same_is_the_same(tmp_path: Path) -> None:
    """A side and itself."""
    one = side_of(seal_path(write_folder(tmp_path / "a")), None)
    assert compare(one, one).is_same


def test_what_has_an_id_is_matched_by_it() -> None:
    """Term B is gone; A's rate differs; the order says nothing."""
    left = side({"term": [{"id": "A", "rate": "0.06"}, {"id": "B", "rate": "1"}]})
    right = side({"term": [{"id": "A", "rate": "0.09"}]})
    assert compare(left, right).inputs_differ == ("term[A].rate: 0.06 / 0.09", "term[B]: B / —")


def test_at_most_a_hundred_differences_are_listed() -> None:
    """101 differ: 100 are listed, and how many more there are."""
    left, right = (side({f"{n:03}": value for n in range(101)}) for value in ("a", "b"))
    found = compare(left, right).inputs_differ
    assert len(found) == 101
    assert found[-1] == "… and 1 more"


def test_other_totals_alone_are_a_difference() -> None:
    """The same lines, another total: somebody's totals are wrong."""
    found = compare(side({}, "1.00"), side({}, "2.00"))
    assert not found.is_same
    assert found.totals_differ == ("gross: 1.00 / 2.00",)
