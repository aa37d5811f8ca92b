"""Does `what-if` settle a month otherwise, and write nothing?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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
    bands = {side: [(f["value"], f["factor"]) for f in listed]
             for side, listed in ended.json["factors"].items()}  # fmt: skip
    assert bands["after"] == [("79.99", "0.8")]
    assert [factor for _, factor in bands["before"]] == ["1"]


def test_several_settings_hold_together(lineproof: Run) -> None:
    """1999.00 becomes 2500.00, 501.00 more; both settings are shown."""
    ended = lineproof("what-if", ACCESS, "--month", "2025-03", "--set", "LATE.rate=0.001",
                      "--set", "line:1c.monthly_rent=2500.00", "--language", "zh")  # fmt: skip
    assert "假设测算" in ended.out
    assert "62,376.00" in ended.out
    assert "LATE.rate=0.001" in ended.out


SIXTEEN = ACCESS.parent / "09-access-593-sixteen-months"


def test_a_claim_answered_otherwise_moves_the_score(lineproof: Run) -> None:
    """March is 98 with the cut fibre excluded and 82 without: 61,875.00, and 90 % of it."""
    asked = ("what-if", SIXTEEN, "--month", "2025-03", "--set", "exclusion:X2=rejected")
    found = lineproof(*asked, "--json").json
    assert found["totals"]["gross"] == {"before": "61875.00", "after": "55687.50"}
    sides = [[(f["value"], f["factor"]) for f in found["factors"][s]] for s in ("before", "after")]
    assert sides == [[("98", "1")], [("82", "0.9")]]
    assert "90 % is paid since the" in lineproof(*asked).out
    assert "按 90 % 支付" in lineproof(*asked, "--language", "zh").out


def test_another_clause_and_another_price(lineproof: Run) -> None:
    """95 % for 90 points and more: 58,781.25; line 5's 295 at 100.00 for 90.00: + 2,950.00."""
    asked = ("what-if", SIXTEEN, "--month", "2025-03", "--json")
    clause = lineproof(*asked, "--set", "SLA-PAY.bands[0].factor=0.95").json
    assert clause["totals"]["gross"]["after"] == "58781.25"
    price = lineproof(*asked, "--set", "line:5.monthly_rent=100.00").json
    assert price["totals"]["gross"]["after"] == "64825.00"
    (line,) = price["lines"]
    assert (line["line"], line["before"], line["after"]) == ("5", "26550.00", "29500.00")
    assert price["factors"] == {"before": [], "after": []}


@pytest.mark.parametrize(
    ("setting", "teaches"),
    [
        ("NOPE.rate=1", "SLA-PAY"),
        ("SLA-PAY.bands[9].factor=1", "places 0 to 4"),
        ("score:2025-13=5", "2025-03"),
        ("exclusion:X9=accepted", "there are X1, X2"),
        ("exclusion:X2=perhaps", "is no answer"),
        ("line:99.monthly_rent=1.00", "no price list has the line"),
        ("line:5.monthly_rent=ten", "plain decimal"),
        ("score:2025-03", "no value"),
    ],
)
def test_each_wrong_setting_says_what_there_is(lineproof: Run, setting: str, teaches: str) -> None:
    """An unknown term, place, month, claim, answer, line and amount, or nothing: what there is."""
    ended = lineproof("what-if", SIXTEEN, "--month", "2025-03", "--set", setting, "--json")
    assert (ended.code, ended.codes) == (2, ["E-SUPPOSED"])
    assert teaches in ended.json["findings"][0]["message"]


def test_what_changes_nothing_says_so(lineproof: Run) -> None:
    """The rate of interest, where nothing was late."""
    ended = lineproof("what-if", ACCESS, "--month", "2025-03", "--set", "LATE.rate=0.001")
    assert "Nothing differs" in ended.out


def test_a_setting_that_cannot_be_made_teaches(lineproof: Run) -> None:
    """The fields there are, and the forms to write."""
    ended = lineproof("what-if", ACCESS, "--month", "2025-03", "--set", "SLA-PAY.bandz=3", "--json")
    assert ended.code == 2
    assert ended.codes == ["E-SUPPOSED"]
