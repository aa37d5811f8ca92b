"""Are people, roles and tokens what they should be?"""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.web.conftest import PASSWORD, Made

from lineproof.web.kept.contracts import Contract
from lineproof.web.who.people import (
    Membership,
    Organisation,
    Token,
    User,
    digest_of,
    make_token,
    token_of,
)
from lineproof.web.who.rights import Right, Role

NOW = dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC)


def test_an_address_names_one_person_whatever_its_case(db: None) -> None:  # noqa: ARG001
    """Kept in lower case; a second of the same is refused, and so is no address."""
    made = User.objects.make("Ann@Example.com", name="Ann", password=PASSWORD)
    assert made.email == "ann@example.com"
    assert made.check_password(PASSWORD)
    for wrong in ("ANN@example.com", "no address", ""):
        with pytest.raises(ValidationError):
            User.objects.make(wrong, name="x", password=PASSWORD)


def test_a_provider_is_of_a_contract(organisation: Organisation, person: Made) -> None:
    """The database refuses a provider of a whole organisation, and the same role twice."""
    user = person(Role.VIEWER)
    for role in (Role.PROVIDER, Role.VIEWER):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(user=user, organisation=organisation, role=role)


def test_a_right_is_had_somewhere_or_nowhere(person: Made) -> None:
    """Finance approves seals and doesn't read the trail."""
    user = person(Role.FINANCE)
    assert user.has_right(Right.APPROVE_SEAL)
    assert not user.has_right(Right.SEE_TRAIL)
    assert (user.may_see_trail, user.may_see_people) == (False, False)


def test_a_role_for_one_contract_is_for_that_one(organisation: Organisation, person: Made) -> None:
    """Finance of the first: approves there, and doesn't even see the second."""
    first, second = (Contract.objects.create(organisation=organisation, name=n) for n in "ab")
    user = person(Role.FINANCE, contract=first)
    for right in (Right.SEE, Right.APPROVE_SEAL):
        assert list(Contract.objects.all().for_user(user, right)) == [first]
    assert not Contract.objects.all().for_user(user, Right.ANSWER).exists()
    assert second.organisation == organisation


def test_a_token_is_kept_as_its_hash_and_good_for_a_time(person: Made) -> None:
    """Made at noon for a day: good one second before the next noon, and no longer at noon."""
    user = person(Role.VIEWER)
    made, text = make_token(user, name="program", days=1, now=NOW)
    assert text.startswith("lp_")
    assert made.digest == digest_of(text)
    assert all(text not in str(value) for value in Token.objects.values_list().first() or ())
    day, second = dt.timedelta(days=1), dt.timedelta(seconds=1)
    assert token_of(text, now=NOW + day - second) == made
    assert token_of(text, now=NOW + day) is None
    assert token_of(text + "x", now=NOW) is None
    assert Token.objects.get().last_used_at == NOW + day - second


def test_a_token_of_somebody_inactive_is_none(person: Made) -> None:
    """Nor of somebody who has gone."""
    user = person(Role.VIEWER)
    _, text = make_token(user, name="program", days=1, now=NOW)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert token_of(text, now=NOW) is None


@pytest.mark.parametrize(("days", "is_good"), [(0, False), (1, True), (366, True), (367, False)])
def test_a_token_is_good_for_a_year_at_most(days: int, is_good: bool, person: Made) -> None:  # noqa: FBT001
    """1 to 366 days."""
    user = person(Role.VIEWER)
    if is_good:
        assert make_token(user, name="program", days=days, now=NOW)[1]
        return
    with pytest.raises(ValueError, match="1 to 366"):
        make_token(user, name="program", days=days, now=NOW)
