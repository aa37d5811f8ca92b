"""A hundred mistakes are listed and all are counted."""

from __future__ import annotations

import pytest

from lineproof.model.finding import error
from lineproof.sources.flaws import Flaw, listed, quote


def _flaw(code: str, *rows: int, count: int | None = None) -> Flaw:
    """Return a flaw of some rows."""
    first = tuple((row, error(code, code, where=f"a.csv:{row}")) for row in rows)
    return Flaw(code, len(rows) if count is None else count, first)


def test_findings_come_in_the_order_of_rows() -> None:
    """Within a row, in the order of the flaws."""
    findings = listed([_flaw("E-B", 3, 5), _flaw("E-A", 2, 3)], file="a.csv")
    assert [(f.code, f.where[-1]) for f in findings] == [
        ("E-A", "2"),
        ("E-B", "3"),
        ("E-A", "3"),
        ("E-B", "5"),
    ]


@pytest.mark.parametrize(
    ("count", "length", "last"), [(100, 100, "E-A"), (101, 101, "E-ROWS-MORE")]
)
def test_the_hundredth_is_the_last_listed(count: int, length: int, last: str) -> None:
    """From the 101st on, one finding counts them all."""
    findings = listed([_flaw("E-A", *range(min(count, 100)), count=count)], file="a.csv")
    assert (len(findings), findings[-1].code) == (length, last)


def test_all_are_counted_by_code() -> None:
    """1,000 + 2 = 1,002."""
    more = listed([_flaw("E-B", 1, count=1000), _flaw("E-A", 1, 2)], file="a.csv")[-1]
    assert "1,002" in more.message
    assert "E-A 2, E-B 1,000" in more.message


def test_quotes_are_short_and_on_one_line() -> None:
    """60 characters fit; line breaks and controls become spaces."""
    assert quote("x" * 60) == '"' + "x" * 60 + '"'
    assert quote("x" * 61).endswith('…"')
    assert quote("a\nb\u202ec") == '"a b c"'
