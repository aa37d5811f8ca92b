"""What do tests of the API build on? Programs that call by somebody's token."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.conftest import Made

from lineproof.web.kept.contracts import Contract
from lineproof.web.who.people import Scope, User, make_token
from lineproof.web.who.rights import Role

API = "/api/v1"
_KEYS = count()


@dataclass
class Program:
    """A program that calls for somebody."""

    user: User
    client: Client
    text: str
    of: str = ""
    keys: list[str] = field(default_factory=list)

    def get(self, path: str, **headers: str) -> Any:  # noqa: ANN401 - Django's own test response
        """Read something; path: below the contract, or below the API."""
        return self.client.get(f"{API}{self.of}{path}", headers=_named(headers))

    def read(self, path: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return what is read."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def post(self, path: str, body: object = None, **headers: str) -> Any:  # noqa: ANN401
        """Change something, by a key that is new unless it is given."""
        given = {"idempotency_key": f"key-{next(_KEYS)}", **headers}
        return self.client.post(
            f"{API}{self.of}{path}",
            data=body if body is not None else {},
            content_type="application/json",
            headers=_named(given),
        )

    def decide(self, path: str, body: object = None) -> Any:  # noqa: ANN401
        """Decide on the state of things as it is."""
        return self.post(path, body, if_match=self.get("")["ETag"])


def _named(headers: dict[str, str]) -> dict[str, str]:
    """Return headers by their names."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


Called = Callable[..., Program]


@pytest.fixture
def program(person: Made) -> Called:
    """Return what makes somebody with a role, and a program that writes for them."""

    def made(
        role: Role, contract: Contract | None = None, *, scope: Scope = Scope.WRITE, name: str = ""
    ) -> Program:
        user = person(role, contract=contract if role is Role.PROVIDER else None, name=name)
        return called(user, contract, scope=scope)

    return made


def called(user: User, contract: Contract | None, *, scope: Scope = Scope.WRITE) -> Program:
    """Return a program that calls for a user, about a contract."""
    _, text = make_token(user, name="program", days=1, now=timezone.now(), scope=scope)
    client = Client(headers={"Authorization": f"Bearer {text}"})
    of = "" if contract is None else f"/contracts/{contract.pk}"
    return Program(user, client, text, of)


def told(answer: Any) -> str:  # noqa: ANN401 - Django's own test response
    """Return what a problem says, which is always told in one form."""
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) == {"type", "title", "status", "detail", "findings"}
    assert problem["status"] == answer.status_code
    return str(problem["detail"])
