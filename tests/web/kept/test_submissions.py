"""Is a form that is sent twice done once?"""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests.web.conftest import Made

from lineproof.web.doing.deciding import NotNowError
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.submissions import KEY_MAX, Submission, new_key, once
from lineproof.web.who.rights import Role


def test_the_second_is_told_what_became_of_the_first(contract: Contract, person: Made) -> None:
    """One key: done once; another key: done again."""
    finance, done = person(Role.FINANCE), []

    def pay(_contract: Contract) -> list[str]:
        done.append("P1")
        return [f"P{len(done)}"]

    key = new_key()
    assert once(contract, key, pay, by=finance) == (["P1"], True)
    assert once(contract, key, pay, by=finance) == (["P1"], False)
    assert once(contract, new_key(), pay, by=finance) == (["P2"], True)
    assert len(done) == 2
    assert str(Submission.objects.earliest("pk")) == key


def test_what_fails_may_be_sent_again(contract: Contract, person: Made) -> None:
    """Nothing is kept of it: the same form, corrected, is done."""
    finance, key = person(Role.FINANCE), new_key()

    def fails(_contract: Contract) -> list[str]:
        raise NotNowError("not now")

    with pytest.raises(NotNowError):
        once(contract, key, fails, by=finance)
    assert once(contract, key, lambda _: ["P1"], by=finance) == (["P1"], True)


def test_the_database_refuses_a_key_twice(contract: Contract, person: Made) -> None:
    """Whatever the code does; and a form without a key is none."""
    finance = person(Role.FINANCE)
    own = {"contract": contract, "key": "k", "outcome": [], "by": finance}
    Submission.objects.create(**own)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(**own)
    for key in ("", "k" * (KEY_MAX + 1)):
        with pytest.raises(NotNowError):
            once(contract, key, lambda _: [], by=finance)
