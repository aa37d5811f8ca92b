"""Is a table of targets taken whole or refused whole, with every row that is wrong?"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from lineproof.model.errors import InputRefusedError
from lineproof.sources.flaws import LISTED_MAX
from lineproof.sources.targets import read_targets, targets_of


def refused(content: str) -> list[tuple[str, str]]:
    """Return (code, where) of each finding that a file's content is refused for."""
    with pytest.raises(InputRefusedError) as refusal:
        targets_of(content.encode(), file="t.csv")
    assert all(finding.fix for finding in refusal.value.findings)
    return [(finding.code, finding.where) for finding in refusal.value.findings]


def test_targets_keep_their_order_and_addresses_their_usual_form() -> None:
    """2001:DB8:0::1 and 2001:db8::1 are one address; `no` and blank are no canary."""
    rows = "circuit,address,canary\nC2,192.0.2.2,\nC1,2001:DB8:0::1,no\nGW,192.0.2.1,yes\n"
    targets = targets_of(rows.encode(), file="t.csv")
    assert targets.frame.rows() == [
        ("C2", "192.0.2.2", False),
        ("C1", "2001:db8::1", False),
        ("GW", "192.0.2.1", True),
    ]
    assert targets.canaries == ("GW",)


def test_the_hash_is_of_the_rows_as_they_are_probed() -> None:
    """The hash of three columns and one row, written by hand; however the file spells it."""
    written = b"circuit,address,is_canary\nC1,192.0.2.2,false\n"
    expected = hashlib.sha256(written).hexdigest()
    assert targets_of(b"circuit,address\nC1,192.0.2.2\n", file="a.csv").sha256 == expected
    assert targets_of(b"IP;ID\n192.0.2.2;C1\n", file="b.csv").sha256 == expected


def test_every_wrong_row_is_told_at_once() -> None:
    """Line 2 is a name, 3 nobody, 4 many, 5 half an address, 6 repeats the circuit of line 2."""
    rows = ["C1,gw.example", "C2,0.0.0.0", "C3,224.0.0.1", "C4,192.0.2", "C1,192.0.2.9"]
    assert sorted(refused("circuit,address\n" + "\n".join(rows) + "\n"), key=lambda f: f[1]) == [
        ("E-TARGET-ADDRESS", "t.csv:2"),
        ("E-TARGET-ADDRESS", "t.csv:3"),
        ("E-TARGET-ADDRESS", "t.csv:4"),
        ("E-TARGET-ADDRESS", "t.csv:5"),
        ("E-ROW-DUPLICATE", "t.csv:6"),
    ]


def test_one_wrong_cause_in_many_rows_is_counted() -> None:
    """105 names: 100 are listed, and one finding counts them all."""
    rows = "".join(f"C{n},name{n}.example\n" for n in range(LISTED_MAX + 5))
    found = refused("circuit,address\n" + rows)
    assert [code for code, _ in found] == ["E-TARGET-ADDRESS"] * LISTED_MAX + ["E-ROWS-MORE"]


def test_a_blank_cell_an_unknown_canary_and_no_rows_are_refused() -> None:
    """What the reader of every table finds, it finds here too."""
    assert refused("circuit,address\nC1,\n")[0][0] == "E-CELL-REQUIRED"
    assert refused("circuit,address,canary\nC1,192.0.2.1,maybe\n")[0][0] == "E-CHOICE"
    assert refused("circuit,address\n") == [("E-FILE-EMPTY", "t.csv")]


def test_a_file_that_is_not_there_or_no_file_is_refused(tmp_path: Path) -> None:
    """A folder can't be read as a file."""
    for path, code in ((tmp_path / "t.csv", "E-FILE-MISSING"), (tmp_path, "E-FILE-UNREADABLE")):
        with pytest.raises(InputRefusedError) as refusal:
            read_targets(path)
        assert [finding.code for finding in refusal.value.findings] == [code]
