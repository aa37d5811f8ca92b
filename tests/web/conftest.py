"""What do tests of the web application build on? A server's data folder, people and a contract.

Django is set up here, when tests of this folder are collected: no other test imports it. The suite
runs on SQLite, and once more on PostgreSQL, by test_postgresql.py.
"""

from __future__ import annotations

import atexit
import datetime as dt
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

_DATA = Path(tempfile.mkdtemp(prefix="lineproof-web-"))
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)
os.environ["LINEPROOF_DATA"] = str(_DATA)
os.environ["DJANGO_SETTINGS_MODULE"] = "lineproof.web.server.settings"
(_DATA / "secret-key").write_text("a key of tests, which signs nothing that lasts, and is long\n")

import django  # noqa: E402 - it reads the environment as it is set above

django.setup()

from django.conf import LazySettings  # noqa: E402
from django.test import Client  # noqa: E402
from tests.cli.measuring import measure, write_contract  # noqa: E402
from tests.web.running_server import Server, prepared, serving  # noqa: E402

from lineproof.web.doing import acceptance, checking, claims, scores  # noqa: E402
from lineproof.web.doing.taking_in import take_in  # noqa: E402
from lineproof.web.kept.contracts import Contract, Record  # noqa: E402
from lineproof.web.known import case, explaining, measuring  # noqa: E402
from lineproof.web.server.configuration import Configuration  # noqa: E402
from lineproof.web.who.people import Membership, Organisation, User  # noqa: E402
from lineproof.web.who.rights import Role  # noqa: E402

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PASSWORD = "correct horse battery"  # noqa: S105 - of people who exist in tests alone
#: What a process remembers, by keys of the database.
WORKED_OUT = (
    case.known, case.settled, measuring.measured, explaining.explainer, claims.effects,
    scores.settled_at, scores.sheets, acceptance.waiting_on, checking.differences_at,
)  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, run once more only what asks the database."""
    if "DATABASE_URL" not in os.environ:
        return
    asking = [i for i in items if {"db", "served"} & set(getattr(i, "fixturenames", ()))
              or i.get_closest_marker("django_db")]  # fmt: skip
    config.hook.pytest_deselected(items=[item for item in items if item not in asking])
    items[:] = asking


@pytest.fixture(autouse=True)
def _quick(settings: LazySettings, tmp_path: Path) -> None:
    """Give each test a vault of its own, and passwords that are hashed quickly."""
    settings.CONFIGURATION = Configuration(data=tmp_path / "data")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    for worked_out in WORKED_OUT:
        worked_out.cache_clear()  # keys come again once a test is rolled back
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def organisation(db: None) -> Organisation:  # noqa: ARG001 - it needs the database
    """Return the organisation that the contract belongs to."""
    return Organisation.objects.create(name="Buyer A")


@pytest.fixture
def contract(organisation: Organisation) -> Contract:
    """Return the first example: 593 circuits in price lines, scored, every question answered."""
    return take_in(EXAMPLES / "01-access-593", organisation, by="operator")


@pytest.fixture
def harbour(organisation: Organisation, tmp_path: Path) -> Contract:
    """Return a contract of two circuits whose March 2025 was measured: see tests.cli.measuring."""
    folder = write_contract(tmp_path / "harbour")
    measure(folder, recorded_at=dt.datetime(2025, 4, 3, tzinfo=dt.UTC))
    return take_in(folder, organisation, by="operator")


Made = Callable[..., User]


@pytest.fixture
def person(organisation: Organisation) -> Made:
    """Return what makes a person with one role; a provider's is for the contract given."""

    def made(role: Role, *, contract: Contract | None = None, name: str = "") -> User:
        called = name or role.value
        user = User.objects.make(f"{called}@example.com", name=called, password=PASSWORD)
        Membership.objects.create(
            user=user, organisation=organisation, contract=contract, role=role
        )
        return user

    return made


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """Return what gives a browser in which somebody is signed in."""

    def browser(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return browser


def rescored(contract: Contract, points: str) -> Record:
    """Correct the score of January 2025 a day after it was recorded; both parties signed it."""
    score = Record.objects.get(contract=contract, kind="scores", values__month="2025-01")
    return Record.objects.create(
        contract=contract,
        kind="scores",
        row=99,
        name="S99",
        recorded_at=score.recorded_at + dt.timedelta(days=1),
        by="tester",
        replaces=score.name,
        values={"month": "2025-01", "points": points, "signed_by": "both parties"},
    )


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a real server of its own, with the first example as contract 1 and two people."""
    data = tmp_path_factory.mktemp("served") / "data"
    place = prepared(data, [EXAMPLES / "01-access-593"], ["contract_manager", "finance"])
    with serving(place) as server:
        yield server
