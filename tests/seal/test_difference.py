"""Which line is the first that differs, on either side."""

from __future__ import annotations

import pytest

from lineproof.model.errors import LineproofError
from lineproof.seal.difference import LineDifference, first_difference

HEAD = "line,charge,from,to,amount,clause\n"


def row(line: str, amount: str = "1.00") -> str:
    """Return a row of lines.csv."""
    return f"{line},rent,2024-01-01,2024-02-01,{amount},1\n"


def shown(line: str, amount: str = "1.00") -> dict[str, str]:
    """Return the same as it is shown."""
    names = HEAD.strip().split(",")
    return dict(zip(names, row(line, amount).strip().split(","), strict=True))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("12", "12", None),
        ("1x3", "123", ("2", shown("2", "9.00"), shown("2"))),
        ("13", "123", ("2", None, shown("2"))),
        ("123", "13", ("2", shown("2"), None)),
        ("12", "123", ("3", None, shown("3"))),
        ("123", "12", ("3", shown("3"), None)),
        ("", "1", ("1", None, shown("1"))),
    ],
)
def test_the_first_difference_is_named(
    left: str, right: str, expected: tuple[str, dict[str, str] | None, dict[str, str] | None] | None
) -> None:
    """A digit is that line; x is line 2 with another amount."""
    one, other = (
        (HEAD + "".join(row("2", "9.00") if n == "x" else row(n) for n in side)).encode()
        for side in (left, right)
    )
    found = first_difference(one, other)
    assert found == (None if expected is None else LineDifference(*expected))


@pytest.mark.parametrize(
    "damaged", [b"", b"\xff\xfe", b"a,b\n1,2\n", b'line,"\n', b"line\n1,2,3\n"]
)
def test_what_is_no_table_is_refused(damaged: bytes) -> None:
    """Not a crash: what the other side sent may be anything."""
    with pytest.raises(LineproofError, match=r"lines\.csv"):
        first_difference((HEAD + row("1")).encode(), damaged)
