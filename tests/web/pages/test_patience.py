"""Does a page that takes long say so, begin the work once, and come when it is there?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.test import Client
from django_tasks_db.management.commands import db_worker
from tests.web.conftest import Made, rescored

from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.jobs import Job, JobState
from lineproof.web.known import case, later
from lineproof.web.who.people import User
from lineproof.web.who.rights import Role
from lineproof.web.work import working

MONTH = "/contracts/{}/months/2025-01/"


@pytest.fixture
def client(
    contract: Contract,  # noqa: ARG001 - it is what is looked at
    person: Made,
    signed_in: Callable[[User], Client],
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
) -> Client:
    """Return a viewer's browser, where every contract is large and there are workers."""
    settings.HAS_WORKERS = True
    monkeypatch.setattr(later, "CIRCUITS_MAX", 0)
    # a test is one transaction, which ends with its connection
    monkeypatch.setattr(f"{db_worker.__name__}.close_old_connections", lambda: None)
    return signed_in(person(Role.VIEWER))


def test_a_page_waits_and_comes(client: Client, contract: Contract) -> None:
    """Asked twice, one job; once that ran, the page; after a correction it waits anew."""
    address = MONTH.format(contract.pk)
    for _time in range(2):
        shown = client.get(address)
        assert (shown.status_code, shown["Refresh"]) == (202, "2")
        assert "Being worked out" in shown.text
    part = client.get(f"{address}explain", headers={"HX-Request": "true"})
    assert part.status_code == 202
    assert f'hx-get="{address}explain"' in part.text
    assert "Refresh" not in part
    assert Job.objects.count() == 1
    assert working.run_next()
    shown = client.get(address)
    assert (shown.status_code, "55,687.50" in shown.text) == (200, True)
    rescored(contract, "95")
    assert client.get(address).status_code == 202
    assert Job.objects.count() == 2


def test_what_lists_contracts_doesn_t_wait(client: Client) -> None:
    """The list and home say of the contract that it is being worked out."""
    for address in ("/", "/contracts/"):
        shown = client.get(address)
        assert shown.status_code == 200
        assert "It is being worked out" in shown.text
    assert Job.objects.count() == 1


def test_what_failed_says_why_and_isn_t_begun_again_and_again(
    client: Client, contract: Contract
) -> None:
    """The page stands still, with a link to the job, which can be retried."""
    address = MONTH.format(contract.pk)
    client.get(address)
    Job.objects.update(state=JobState.FAILED, problem="the disk is full")
    shown = client.get(address)
    assert (shown.status_code, "the disk is full" in shown.text) == (202, True)
    assert "Refresh" not in shown
    assert Job.objects.get().state == JobState.FAILED


def test_what_was_made_and_is_gone_is_made_at_once(client: Client, contract: Contract) -> None:
    """Deleted to make room: nobody waits for a job that is done."""
    address = MONTH.format(contract.pk)
    client.get(address)
    Job.objects.update(state=JobState.DONE)
    case.known.cache_clear()
    assert client.get(address).status_code == 200


def test_a_form_that_is_sent_is_answered(client: Client, contract: Contract) -> None:
    """What decides needs the month itself: a viewer is refused as ever, not told to wait."""
    assert client.post(f"{MONTH.format(contract.pk)}propose").status_code == 403
    assert not Job.objects.exists()
