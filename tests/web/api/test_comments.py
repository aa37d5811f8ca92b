"""Is what is said read by whom it is for, and taken back by its author alone?"""

from __future__ import annotations

import pytest
from tests.web.api.conftest import Called, told

from lineproof.web.kept.contracts import Contract
from lineproof.web.who.rights import Role

MONTH = {"about": "month", "subject": "2025-01"}


def test_the_provider_reads_what_is_for_both_sides(contract: Contract, program: Called) -> None:
    """Of three comments the provider finds two, and none by asking for the buyer's own month."""
    buyer, provider = program(Role.OPERATIONS, contract), program(Role.PROVIDER, contract)
    own = buyer.post("/comments", {**MONTH, "text": "between ourselves", "internal": True})
    both = buyer.post("/comments", {**MONTH, "text": "please\nexplain", "internal": False})
    answer = {"about": "line", "subject": "1c", "text": "we did", "internal": False}
    theirs = provider.post("/comments", answer)
    assert [each.status_code for each in (own, both, theirs)] == [201, 201, 201], theirs.content
    assert buyer.read("/comments")["items"] == [own.json(), both.json(), theirs.json()]
    assert provider.read("/comments")["items"] == [both.json(), theirs.json()]
    assert provider.read("/comments?about=month&subject=2025-01")["items"] == [both.json()]
    assert provider.read("/comments?about=dispute")["items"] == []
    assert (own.json()["internal"], theirs.json()["side"]) == (True, "provider")
    assert provider.get("/comments")["ETag"] != buyer.get("/comments")["ETag"]
    gone = provider.post(f"/comments/{own.json()['comment']}/withdraw")
    assert (gone.status_code, bool(told(gone))) == (404, True)


def test_its_author_takes_a_comment_back(contract: Contract, program: Called) -> None:
    """Once: it stays without its text; nobody else does."""
    one, two = program(Role.OPERATIONS, contract), program(Role.FINANCE, contract)
    made = one.post("/comments", {**MONTH, "text": "too early", "internal": False}).json()
    address = f"/comments/{made['comment']}/withdraw"
    assert two.post(address).status_code == 409
    withdrawn = {**made, "text": None}
    assert one.post(address).json() == withdrawn
    assert one.post(address).status_code == 409
    assert two.read("/comments")["items"] == [withdrawn]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"subject": "2031-01"}, 409),
        ({"about": "weather"}, 422),
        ({"text": ""}, 422),
        ({"text": "   "}, 409),
        ({"text": "x" * 2001}, 422),
        ({"text": "a\x00"}, 422),
        ({"internal": True}, 409),
    ],
)
def test_what_can_t_be_said_is_refused(
    said: dict[str, object], status: int, contract: Contract, program: Called
) -> None:
    """About what isn't there, nothing, too much; and what a provider would keep to itself."""
    provider = program(Role.PROVIDER, contract)
    body = {**MONTH, "text": "so it was", "internal": False, **said}
    assert provider.post("/comments", body).status_code == status
    assert provider.read("/comments")["items"] == []
