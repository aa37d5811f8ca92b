"""Is what is sent twice done once, by a form and by a program?"""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.web.conftest import Made

from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.once import Answered, OtherRequestError, new_key, once
from lineproof.web.who.people import Scope, Token, make_token
from lineproof.web.who.rights import Role


@pytest.fixture
def token(person: Made) -> Token:
    """Return somebody's token."""
    user = person(Role.FINANCE)
    return make_token(user, name="p", days=1, now=timezone.now(), scope=Scope.WRITE)[0]


def test_the_second_is_told_what_became_of_the_first(contract: Contract, token: Token) -> None:
    """One key: done once; another key, or the same of somebody else: done again."""
    done: list[str] = []

    def pay() -> str:
        done.append(f"P{len(done) + 1}")
        return done[-1]

    key = new_key()
    assert once(contract, key, pay) == ("P1", True)
    assert once(contract, key, pay) == ("P1", False)
    assert once(contract, new_key(), pay) == ("P2", True)
    assert once(token, key, pay) == ("P3", True)
    assert once(token, key, pay) == ("P3", False)
    assert done == ["P1", "P2", "P3"]
    assert str(Answered.objects.earliest("pk")) == key


def test_what_fails_may_be_sent_again(contract: Contract) -> None:
    """Nothing is kept of it: the same form, corrected, is done."""

    def fails() -> str:
        raise ValueError("not now")

    with pytest.raises(ValueError, match="not now"):
        once(contract, "k", fails)
    assert once(contract, "k", lambda: "P1") == ("P1", True)


def test_a_key_is_for_one_request(token: Token) -> None:
    """Of what is asked by its hash: another by the same key is refused, and nothing is done."""
    assert once(token, "k", lambda: "P1", request="a" * 64) == ("P1", True)
    with pytest.raises(OtherRequestError, match='the key "k" stands for another request'):
        once(token, "k", lambda: "P2", request="b" * 64)


def test_the_database_refuses_a_key_twice(contract: Contract, token: Token) -> None:
    """Whatever the code does."""
    for owner in ({"contract": contract}, {"token": token}):
        Answered.objects.create(**owner, key="k")
        with pytest.raises(IntegrityError), transaction.atomic():
            Answered.objects.create(**owner, key="k")
