"""A restatement's delta lines: what was, negated, and what is."""

from __future__ import annotations

import pytest

from lineproof.seal.deltas import deltas_csv

HEAD = "line,charge,from,to,amount,clause,term\n"
OUT = "line,charge,from,to,amount,clause,is_reversal\n"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("1,rent,a,b,10.00,1,T\n", "1,rent,a,b,10.00,1,T\n", ""),
        ("1,rent,a,b,10.00,1,T\n", "1,rent,a,b,12.00,1,T\n",
         "1,rent,a,b,-10.00,1,1\n1,rent,a,b,12.00,1,0\n"),
        ("1,rent,a,b,10.00,1,T\n", "", "1,rent,a,b,-10.00,1,1\n"),
        ("", "1,deduction,a,b,-3.00,1,T\n", "1,deduction,a,b,-3.00,1,0\n"),
        ("1,deduction,a,b,-3.00,1,T\n", "", "1,deduction,a,b,3.00,1,1\n"),
        ("1,rent,a,b,0.00,1,T\n", "", "1,rent,a,b,0.00,1,1\n"),
    ],
)  # fmt: skip
def test_a_changed_charge_is_reversed_and_written_anew(
    before: str, after: str, expected: str
) -> None:
    """Negated, never computed again; nothing where nothing changed; -0.00 is 0.00."""
    found = deltas_csv((HEAD + before).encode(), (HEAD + after).encode())
    assert found.decode() == OUT + expected


def test_all_segments_of_a_changed_charge_are_reversed() -> None:
    """Rent a-b stays 5.00, b-c changes from 5.00 to 6.00: -5 - 5 + 5 + 6 = +1.00."""
    before = HEAD + "1,rent,a,b,5.00,1,T\n1,rent,b,c,5.00,1,T\n2,rent,a,c,9.00,1,T\n"
    after = HEAD + "1,rent,a,b,5.00,1,T\n1,rent,b,c,6.00,1,T\n2,rent,a,c,9.00,1,T\n"
    rows = deltas_csv(before.encode(), after.encode()).decode().splitlines()[1:]
    assert [row.split(",")[4] for row in rows] == ["-5.00", "5.00", "-5.00", "6.00"]
    assert {row.split(",")[0] for row in rows} == {"1"}


def test_equal_rows_are_counted() -> None:
    """The same row twice before, once after: one of them went."""
    row = "1,one_off,a,b,5.00,1,T\n"
    rows = deltas_csv((HEAD + row + row).encode(), (HEAD + row).encode()).decode().splitlines()[1:]
    assert sorted(r.split(",")[4] for r in rows) == ["-5.00", "-5.00", "5.00"]
