"""Do two programs, one a side, come to the score that both sign?"""

from __future__ import annotations

from tests.web.api.conftest import Called, Program, told

from lineproof.web.kept.contracts import Contract, Record
from lineproof.web.who.rights import Role

MONTH = "/months/2025-01"


def said(caller: Program, points: str, **more: str) -> dict[str, str]:
    """Return what is said of January's sheet as it is."""
    (sheet,) = caller.read(f"{MONTH}/figures")["sheets"]
    return {"scorecard": "SCORECARD", "sheet": sheet["sheet"], "points": points, **more}


def test_both_sides_give_and_sign(contract: Contract, program: Called) -> None:
    """80 against 93, each with its reason; both sign 93: it is recorded, and signed for good.

    The buyer who hasn't the right to sign reads both.
    """
    contract.records.filter(kind="scores", values__month="2025-01").delete()
    buyer = program(Role.CONTRACT_MANAGER, contract)
    provider = program(Role.PROVIDER, contract)
    viewer = program(Role.VIEWER, contract)
    for caller, points in ((buyer, "80"), (provider, "93.0")):
        given = caller.post(f"{MONTH}/figures", said(caller, points, reason="as we counted"))
        assert given.status_code == 201, given.content
        assert not given.json()["signed"]
    (sheet,) = viewer.read(f"{MONTH}/figures")["sheets"]
    assert sheet["signed"] is None
    assert [(each["side"], each["points"]) for each in sheet["figures"]] == [
        ("buyer", "80"), ("provider", "93"),
    ]  # fmt: skip
    assert viewer.post(f"{MONTH}/signatures", said(viewer, "93")).status_code == 403
    for caller in (provider, buyer):
        signed = caller.post(f"{MONTH}/signatures", said(caller, "93"))
        assert signed.status_code == 201, signed.content
    (sheet,) = viewer.read(f"{MONTH}/figures")["sheets"]
    assert (sheet["signed"], sheet["low"]) == ("93", "93")
    assert Record.objects.filter(kind="scores", values__month="2025-01").count() == 1
    late = buyer.post(f"{MONTH}/figures", said(buyer, "50", reason="no"))
    assert late.status_code == 409
    assert "signed 93 already" in told(late)


def test_a_figure_is_of_a_sheet_and_has_a_reason(contract: Contract, program: Called) -> None:
    """Of another sheet 409; without a reason, or no figure, 422; of a month it hasn't 404."""
    contract.records.filter(kind="scores", values__month="2025-01").delete()
    buyer = program(Role.CONTRACT_MANAGER, contract)
    good = said(buyer, "80", reason="so")
    for wrong, status in (
        ({"sheet": "0" * 64}, 409), ({"scorecard": "OTHER"}, 409), ({"points": "100.5"}, 409),
        ({"reason": ""}, 422), ({"points": "1e2"}, 422), ({"sheet": "none"}, 422),
    ):  # fmt: skip
        assert buyer.post(f"{MONTH}/figures", {**good, **wrong}).status_code == status, wrong
    assert buyer.post("/months/2031-01/figures", good).status_code == 404
