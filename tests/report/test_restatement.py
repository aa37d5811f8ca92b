"""Is it told what a restatement changes, in totals, lines and causes?"""

from __future__ import annotations

from lineproof.report.restatement import restated
from lineproof.seal.compare import Side

HEAD = b"line,charge,from,to,amount,clause\n"


def _side(rent: str, deduction: str, gross: str, score: str) -> Side:
    """Return a side of one line, paid by a score."""
    lines = (
        f"1,rent,2025-01-01,2025-02-01,{rent},1\n1,deduction,2025-01-01,2025-02-01,{deduction},3\n"
    )
    inputs = {"records": {"scores": [{"id": "S1", "points": score}]}}
    return Side(inputs, HEAD + lines.encode(), {"gross": gross, "payable": "0.00"})


def test_then_and_now_stand_beside_each_other() -> None:
    """A deduction of 10.00 that is gone: 10.00 more, because of the score; the rent stays."""
    before = _side("100.00", "-10.00", "90.00", "88")
    found = restated(before, _side("100.00", "0.00", "100.00", "95"), "en", digits=2)
    assert found.totals == (
        ("Earned this month", "90.00", "100.00", "+10.00"),
        ("Amount payable", "0.00", "0.00", "0.00"),
    )
    assert found.lines == (("1", "Deduction", "-10.00", "0.00", "+10.00"),)
    assert found.causes == ("records.scores[S1].points: 88 / 95",)
    assert found.more == 0
    less = restated(_side("100.00", "0.00", "100.00", "95"), before, "zh", digits=2)
    assert less.lines == (("1", "扣减", "0.00", "-10.00", "-10.00"),)
