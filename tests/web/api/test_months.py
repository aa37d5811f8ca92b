"""Is a month told as the command line tells it, in its shapes?

The first example's January 2025: 55,687.50 earned, of which 90 % is paid; line 1a's rent is
22,374.00. The harbour's March: 743 hours, of which P-1 was down for 200 minutes.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.web.api.conftest import Called

from lineproof.report.as_json import settlement_json
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import at, settled
from lineproof.web.who.rights import Role

MONTH = "/months/2025-01"


def test_a_month_is_what_settle_prints(contract: Contract, program: Called) -> None:
    """All of it: the totals, and the lines page by page."""
    reader = program(Role.VIEWER, contract)
    printed = settlement_json(settled(at(contract), "2025-01"), with_lines=True)
    lines = printed.pop("lines")
    assert reader.read(MONTH) == printed
    assert printed["gross"] == "55687.50"
    read: list[object] = []
    after: str | None = "0"
    while after is not None:
        page = reader.read(f"{MONTH}/lines?limit=3&after={after}")
        read += page["items"]
        after = page["next"]
    assert read == lines
    assert (lines[0]["line"], lines[0]["charge"], lines[0]["amount"]) == ("1a", "rent", "22374.00")


def test_an_amount_is_explained_down_to_its_clause(contract: Contract, program: Called) -> None:
    """Of a line 22,374.00 less a tenth, 20,136.60; of the month 55,687.50; of no line: 404."""
    reader = program(Role.VIEWER, contract)
    line = reader.read(f"{MONTH}/explanation?line=1a")
    assert (line["value"], line["unit"]) == ("20136.60", "CNY")
    assert line["inputs"]
    assert "55687.50" in values(reader.read(f"{MONTH}/explanation"))
    assert reader.get(f"{MONTH}/explanation?line=none").status_code == 404


def values(node: dict[str, Any]) -> set[str]:
    """Return every value in a tree."""
    return {node["value"]}.union(*map(values, node["inputs"]))


def test_a_score_is_told_by_its_items(contract: Contract, program: Called) -> None:
    """89.99 points, as both sides signed; 90 % is paid."""
    (sheet,) = program(Role.VIEWER, contract).read(f"{MONTH}/scorecards")["scorecards"]
    assert (sheet["signed"], sheet["settled"]) == ("89.99", True)
    assert {share["low"] for share in sheet["paid"]} == {"0.9"}


def test_months_are_told_with_what_is_closed(contract: Contract, program: Called) -> None:
    """The latest first; one that was proposed names its proposal; none outside the term."""
    one = program(Role.FINANCE, contract)
    number = one.post("/seal-proposals", {"month": "2025-01"}).json()["proposal"]
    told = {each["month"]: each for each in one.read("/months")["months"]}
    assert list(told) == sorted(told, reverse=True)
    assert list(told)[-1] == "2024-11"
    assert told["2025-01"] == {
        "month": "2025-01", "revision": None, "payable": None, "proposal": number,
    }  # fmt: skip
    for month in ("2024-10", "2027-01"):
        for what in ("", "/lines", "/explanation", "/scorecards", "/availability", "/outages"):
            assert one.get(f"/months/{month}{what}").status_code == 404, what
    assert one.get("/months/2025-13").status_code == 422


def test_availability_and_outages_are_told(harbour: Contract, program: Called) -> None:
    """Of 44,580 minutes P-1 was down for 200: 99.5514 per cent; P-2's 330 aren't known."""
    reader = program(Role.VIEWER, harbour)
    (term,) = reader.read("/months/2025-03/availability")["terms"]
    units = {each["unit"]: each for each in term["units"]}
    assert units["P-1"]["down_s"] == 200 * 60
    low = Fraction(units["P-1"]["availability"]["low"])
    assert abs(low - Fraction(100 * (44580 - 200), 44580)) < Fraction(1, 10**6)
    page = reader.read("/months/2025-03/availability?limit=1&after=1")["terms"][0]
    assert page["units"] == term["units"][1:]
    (told,) = reader.read("/months/2025-03/outages")["terms"]
    assert [(each["unit"], each["state"]) for each in told["outages"]] == [
        ("P-1", "down"), ("P-2", "unknown"),
    ]  # fmt: skip
    assert told["outages"][0]["length_s"] == 200 * 60
