"""Does `what-if` settle a month otherwise, and write nothing?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
ACCESS = Path(__file__).parents[2] / "examples" / "01-access-593"


def test_another_score_takes_another_band(lineproof: Run) -> None:
    """79.99 pays 80 %: 20 % of 198 × 113.00, 22,374.00, is 4,474.80."""
    before = {p: p.stat().st_mtime_ns for p in ACCESS.rglob("*")}
    ended = lineproof("what-if", ACCESS, "--month", "2025-03", "--set", "score:2025-03=79.99",
                      "--json")  # fmt: skip
    first = ended.json["lines"][0]
    assert (first["line"], first["before"], first["after"]) == ("1a", None, "-4474.80")
    assert ended.json["totals"]["gross"] == {"before": "61875.00", "after": "49500.00"}
    assert {p: p.stat().st_mtime_ns for p in ACCESS.rglob("*")} == before


def test_several_settings_hold_together(lineproof: Run) -> None:
    """1999.00 becomes 2500.00, 501.00 more; both settings are shown."""
    ended = lineproof("what-if", ACCESS, "--month", "2025-03", "--set", "LATE.rate=0.001",
                      "--set", "line:1c.monthly_rent=2500.00", "--language", "zh")  # fmt: skip
    assert "假设测算" in ended.out
    assert "62,376.00" in ended.out
    assert "LATE.rate=0.001" in ended.out


def test_what_changes_nothing_says_so(lineproof: Run) -> None:
    """The rate of interest, where nothing was late."""
    ended = lineproof("what-if", ACCESS, "--month", "2025-03", "--set", "LATE.rate=0.001")
    assert "Nothing differs" in ended.out


def test_a_setting_that_cannot_be_made_teaches(lineproof: Run) -> None:
    """The fields there are, and the forms to write."""
    ended = lineproof("what-if", ACCESS, "--month", "2025-03", "--set", "SLA-PAY.bandz=3", "--json")
    assert ended.code == 2
    assert ended.codes == ["E-SUPPOSED"]
