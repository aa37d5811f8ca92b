"""Are many circuits exported, edited together and found again?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.web.conftest import Made

from lineproof.web.kept.contracts import Circuit, Contract, Record
from lineproof.web.kept.imports import Batch
from lineproof.web.kept.views import SavedView
from lineproof.web.who.people import User
from lineproof.web.who.rights import Role

EVENT = {"event": "ceased", "date": "2025-06-01"}


@pytest.fixture
def client(person: Made, signed_in: Callable[[User], Client]) -> Client:
    """Return the browser of somebody in operations."""
    return signed_in(person(Role.OPERATIONS))


def test_what_is_filtered_is_downloaded(contract: Contract, client: Client) -> None:
    """Three price lines begin with 1; both kinds of files are saved, never shown."""
    at = f"/contracts/{contract.pk}/circuits/circuits"
    answer = client.get(f"{at}.csv?line=1")
    assert answer.content.decode().splitlines()[1] == "1a,phase 1 access,8,113.00"
    assert len(answer.content.splitlines()) == 4
    name = f'attachment; filename="circuits-{contract.pk}.xlsx"'
    assert client.get(f"{at}.xlsx")["Content-Disposition"] == name


def test_one_event_for_those_ticked_or_all_that_match(contract: Contract, client: Client) -> None:
    """Two ticked, then the three that begin with 1: shown, kept as one import, undone as one."""
    at = f"/contracts/{contract.pk}/circuits/edit"
    keys = list(Circuit.objects.filter(line__in=("2", "3")).values_list("pk", flat=True))
    shown = client.post(at, {**EVENT, "which": "ticked", "circuit": keys}, follow=True).text
    assert "ceased-2025-06-01.csv" in shown
    assert "Import 2 rows" in shown
    shown = client.post(at, {**EVENT, "which": "all", "line": "1"}, follow=True).text
    assert "Import 3 rows" in shown
    assert not Record.objects.filter(kind="lifecycle").exists()
    batch = Batch.objects.latest("pk")
    assert batch.is_edit
    place = f"/contracts/{contract.pk}/imports/{batch.pk}"
    client.post(f"{place}/keep")
    kept = Record.objects.filter(kind="lifecycle").values_list("line", flat=True)
    assert sorted(kept) == ["1a", "1b", "1c"]
    assert "3 rows are withdrawn" in client.post(f"{place}/undo", follow=True).text


def test_what_is_wrong_with_an_edit_is_told_once(contract: Contract, client: Client) -> None:
    """Nothing ticked, no such day; and nothing is prepared."""
    given = {"event": "ceased", "date": "2025-06-31", "which": "ticked", "line": "1"}
    answer = client.post(f"/contracts/{contract.pk}/circuits/edit", given, follow=True)
    assert "Tick circuits, or choose all that match." in answer.text
    assert "there is no such date" in answer.text
    assert answer.redirect_chain == [(f"/contracts/{contract.pk}/circuits/?line=1", 302)]
    assert not Batch.objects.exists()


def test_a_view_is_saved_shared_and_deleted_by_its_owner(
    contract: Contract, client: Client, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """Saved twice it is one; another person sees it shared and can't delete it."""
    at = f"/contracts/{contract.pk}/circuits/"
    given = {"name": "first <b>phase</b>", "line": "1"}
    client.post(f"{at}views/save", given)
    other = signed_in(person(Role.VIEWER))
    assert "phase" not in other.get(at).text.split('id="rows"')[0]
    client.post(f"{at}views/save", {**given, "shared": "1"})
    shown = other.get(at).text
    assert '<a href="?line=1">first &lt;b&gt;phase&lt;/b&gt;</a>' in shown
    view = SavedView.objects.get()
    assert other.post(f"{at}views/{view.pk}/delete").status_code == 404
    assert "give it a name" in client.post(f"{at}views/save", {"name": "x"}, follow=True).text
    client.post(f"{at}views/{view.pk}/delete")
    assert not SavedView.objects.exists()
