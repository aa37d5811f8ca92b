"""Is what was said kept as it was said, and read by whom it is for?"""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.web.conftest import Made

from lineproof.web.doing.comments import Said, say, withdraw
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.said import About, Comment, ScoreFigure
from lineproof.web.who.rights import Role
from lineproof.web.who.sides import Side

CHANGES = (
    "UPDATE web_comment SET id = id", "DELETE FROM web_comment",
    "UPDATE web_withdrawal SET id = id", "DELETE FROM web_withdrawal",
    "UPDATE web_scorefigure SET id = id", "DELETE FROM web_scorefigure",
)  # fmt: skip


def test_internal_comments_are_the_buyer_s(contract: Contract, person: Made) -> None:
    """Of two, the provider reads one; somebody with a role elsewhere reads none."""
    buyer, provider = person(Role.VIEWER), person(Role.PROVIDER, contract=contract)
    second = Contract.objects.create(organisation=contract.organisation, name="second")
    other = person(Role.OPERATIONS, contract=second, name="other")
    for is_internal in (True, False):
        said = Said(About.MONTH, "2025-01", "seen", is_internal=is_internal)
        say(contract, said, by=person(Role.FINANCE, name=f"f{is_internal}"))
    found = Comment.objects.all()
    counts = [found.for_user(user).count() for user in (buyer, provider, other)]
    assert counts == [2, 1, 0]


def test_nothing_said_is_changed_or_deleted(contract: Contract, person: Made) -> None:
    """The database refuses it, whatever the code does."""
    user = person(Role.OPERATIONS)
    comment = say(contract, Said(About.MONTH, "2025-01", "as said", is_internal=False), by=user)
    withdraw(comment, by=user)
    figure = {"month": "2025-01", "card": "C", "side": Side.BUYER, "points": "1", "sheet": "0" * 64}
    ScoreFigure.objects.create(contract=contract, is_signed=True, by=user, **figure)
    for change in CHANGES:
        with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
            connection.cursor().execute(change)


def test_a_provider_has_nothing_internal(contract: Contract, person: Made) -> None:
    """The database refuses that too."""
    user = person(Role.PROVIDER, contract=contract)
    kept = {"about": About.MONTH, "subject": "2025-01", "text": "x", "side": Side.PROVIDER}
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(contract=contract, is_internal=True, by=user, **kept)
