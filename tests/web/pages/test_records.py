"""Are records listed by kind, the newest first, with what became of each?"""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from tests.web.conftest import Made

from lineproof.web.doing.recording import record
from lineproof.web.kept.contracts import Contract
from lineproof.web.pages.records import PAGE_ROWS
from lineproof.web.who.people import User
from lineproof.web.who.rights import Role


def test_every_kind_is_listed_with_its_rows(
    contract: Contract, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """In Chinese by its Chinese name; the buyer's disputes aren't for the provider."""
    record(contract, "events", [{"event": "x", "date": "2025-01-01"}], by=person(Role.OPERATIONS))
    for role, sees in ((Role.PROVIDER, False), (Role.FINANCE, True)):
        client = signed_in(person(role, contract=None if sees else contract))
        shown = client.get(
            f"/contracts/{contract.pk}/records/", headers={"Accept-Language": "zh-hans"}
        ).text
        assert "线路变动" in shown
        at = f"/contracts/{contract.pk}/records/disputes/"
        assert (f'href="{at}"' in shown) is sees
        assert client.get(at).status_code == (200 if sees else 403)


def test_rows_are_found_by_line_and_person_a_page_at_a_time(
    contract: Contract, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """60 of line 1a and one of line 2: 50 on the first page, the newest first."""
    by, other = person(Role.OPERATIONS), person(Role.CONTRACT_MANAGER)
    row = {"line": "1a", "event": "ceased", "date": "2025-05-01"}
    ids = record(contract, "lifecycle", [row] * 60, by=by)
    record(contract, "lifecycle", [row | {"line": "2"}], by=other)
    client = signed_in(by)
    at = f"/contracts/{contract.pk}/records/lifecycle/"
    shown = client.get(f"{at}?line=1a").text
    assert shown.count("<tr") - 1 == PAGE_ROWS
    assert shown.index(ids[-1]) < shown.index(ids[-PAGE_ROWS])
    assert client.get(f"{at}?line=1a&page=2").text.count("<tr") - 1 == 10
    assert client.get(f"{at}?by=contract_manager").text.count("<tr") - 1 == 1
    for odd in ("page=0", "page=x", "page=99999999999999", "line=%27;--"):
        assert client.get(f"{at}?{odd}").status_code == 200
