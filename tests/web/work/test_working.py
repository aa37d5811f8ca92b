"""Does a worker run what is queued, one after another? test_killing.py ends some of them badly."""

from __future__ import annotations

import pytest
from django_tasks_db.management.commands import db_worker
from tests.web.conftest import Made

from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.jobs import Job
from lineproof.web.who.rights import Role
from lineproof.web.work import working
from lineproof.web.work.jobs import cancel, submit


def test_what_is_queued_is_run_first_come_first_served(
    contract: Contract, person: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two jobs, one of them cancelled: its place in the queue is passed over."""
    # a test is one transaction, which ends with its connection
    monkeypatch.setattr(f"{db_worker.__name__}.close_old_connections", lambda: None)
    user = person(Role.FINANCE)
    first, second = (submit("export", contract, by=user, key=key) for key in "ab")
    cancel(first, by=user)
    assert working.run_next()
    assert [job.state for job in Job.objects.order_by("pk")] == ["cancelled", "queued"]
    assert working.run_next()
    second.refresh_from_db()
    assert second.state == "done"
    assert not working.run_next()
