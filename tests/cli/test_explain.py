"""Does `explain` print the tree of an amount, and end as the amount is known or not?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

Run: TypeAlias = Callable[..., Any]

KEYS = ["label", "value", "exact", "rounding", "unit", "rule", "clause", "evidence", "inputs"]


def test_a_line_as_json(program: Run, small: Path) -> None:
    """Line 4 from 4 March on: 0.30 × 28/31 is 0.2709…, 0.27; and it cost 120.00 once."""
    ended = program("explain", small, "--month", "2024-03", "--line", "4", "--json")
    assert ended.code == 0
    tree = ended.json
    _check_shape(tree)
    rent = next(node for node in tree["inputs"] if node["label"].startswith("rent"))
    assert rent["value"] == "0.27"
    assert "120.00" in [node["value"] for node in tree["inputs"]]


def _check_shape(node: dict[str, Any]) -> None:
    """Hold a node and everything in it to the promised shape."""
    assert [key for key in node if key in KEYS] == KEYS
    assert node["value"] is None or isinstance(node["value"], str)
    assert all(isinstance(where, str) for where in node["evidence"])
    for child in node["inputs"]:
        _check_shape(child)


def test_a_repeated_id_shows_all_its_lines(program: Run, small: Path) -> None:
    """C-1 stands on 1 and 2, and 5 was given it later: three trees."""
    ended = program("explain", small, "--month", "2024-03", "--circuit", "C-1", "--json")
    assert ended.code == 0
    assert [tree["label"] for tree in ended.json] == [f"2024-03, line {n}" for n in (1, 2, 5)]


def test_the_total_is_the_default(lineproof: Run, small: Path) -> None:
    """With --total or without."""
    total = lineproof("explain", small, "--month", "2024-02", "--total", "--json")
    assert total.code == 0
    _check_shape(total.json)
    assert lineproof("explain", small, "--month", "2024-02", "--json").out == total.out
    settled = lineproof("settle", small, "--month", "2024-02", "--json").json
    assert total.json["value"] == settled["payable"]


def test_people_see_a_tree(program: Run, small: Path) -> None:
    """The rent's place in the file, and its clause."""
    ended = program("explain", small, "--month", "2024-02", "--line", "1")
    assert (ended.code, ended.err) == (0, "")
    assert "circuits.csv:2" in ended.out
    assert "└─" in ended.out


def test_an_unknown_amount_ends_with_1(lineproof: Run, small: Path) -> None:
    """May has no score: its reduction is null, and so is what June pays, which it comes off."""
    line = lineproof("explain", small, "--month", "2024-05", "--line", "1", "--json")
    assert line.code == 1
    assert line.json["value"] is None
    total = lineproof("explain", small, "--month", "2024-06", "--json")
    assert total.code == 1
    assert total.json["value"] is None


@pytest.mark.parametrize(
    "options",
    [
        ("--line", "99"),
        ("--line", ""),
        ("--circuit", "nosuch"),
        ("--line", "1", "--total"),
        ("--line", "1", "--circuit", "C-1"),
        ("--circuit", "C-10", "--month", "2024-12"),
    ],
)
def test_what_owes_nothing_ends_with_2(
    lineproof: Run, small: Path, options: tuple[str, ...]
) -> None:
    """Nor can two things be asked at once; line 10 ended in October."""
    ended = lineproof("explain", small, "--month", "2024-02", *options)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("lineproof: ")
