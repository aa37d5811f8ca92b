"""Does the server say truly how it is?"""

from __future__ import annotations

from django.conf import settings
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from tests.web.conftest import Made

from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.jobs import Job
from lineproof.web.who.rights import Role
from lineproof.web.work.jobs import submit


def test_a_server_that_is_well(db: None) -> None:  # noqa: ARG001
    """Alive, ready, and in numbers that name nobody."""
    client = Client()
    assert client.get("/healthz").text == "ok\n"
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"database": "ok", "vault": "ok"})
    shown = client.get("/metrics").text
    assert 'lineproof_web_requests_total{method="GET",page="healthz",status="200"}' in shown
    assert "@" not in shown


def test_jobs_are_counted(contract: Contract, person: Made) -> None:
    """Two of a kind that wait, one of another that is done."""
    user = person(Role.FINANCE)
    for kind, key in (("settle", "a"), ("settle", "b"), ("export", "a")):
        submit(kind, contract, by=user, key=key)
    Job.objects.filter(kind="export").update(state="done")
    shown = Client().get("/metrics").text
    assert 'lineproof_jobs{kind="settle",state="queued"} 2.0' in shown
    assert 'lineproof_jobs{kind="export",state="done"} 1.0' in shown


def test_a_vault_that_can_t_be_written_is_told(db: None) -> None:  # noqa: ARG001
    """Alive, not ready."""
    settings.CONFIGURATION.data.mkdir(parents=True)
    settings.CONFIGURATION.vault.write_text("no folder")
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["vault"]) == (503, "File exists")
    assert Client().get("/healthz").status_code == 200


def test_a_database_of_another_version_is_told(db: None) -> None:  # noqa: ARG001
    """A migration that wasn't made yet."""
    MigrationRecorder.Migration.objects.filter(app="web").latest("pk").delete()
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "migrations are missing")
