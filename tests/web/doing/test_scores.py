"""Do two sides come to one score, each for itself, and never after the month is closed?

Without its record, January 2025's score isn't known: 88.5 would pay 90 % of 61,875.00, 93 all.
"""

from __future__ import annotations

import pytest
from tests.web.conftest import Made
from tests.web.doing.test_closing import closed

from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.recording import record
from lineproof.web.doing.scores import (
    Given,
    give_figure,
    settled_at,
    sheet_hash,
    sheets,
    sign_figure,
    standing,
)
from lineproof.web.kept.contracts import Contract, Record
from lineproof.web.kept.said import ScoreFigure
from lineproof.web.kept.trail import Entry
from lineproof.web.known.case import at, settled
from lineproof.web.who.people import Membership, User
from lineproof.web.who.rights import Role

MONTH, CARD = "2025-01", "SCORECARD"


@pytest.fixture
def unsigned(contract: Contract) -> Contract:
    """Return the contract without a score of January."""
    contract.records.filter(kind="scores", values__month=MONTH).delete()
    return contract


@pytest.fixture
def buyer(person: Made) -> User:
    """Return the buyer's contract manager."""
    return person(Role.CONTRACT_MANAGER)


@pytest.fixture
def provider(contract: Contract, person: Made) -> User:
    """Return the provider's account manager."""
    return person(Role.PROVIDER, contract=contract)


def figure(contract: Contract, points: str, reason: str = "as we counted") -> Given:
    """Return a figure of the sheet as it is now."""
    (sheet,) = sheets(at(contract), MONTH)
    return Given(MONTH, CARD, points, sheet_hash(sheet), reason)


def test_both_figures_stand_side_by_side(unsigned: Contract, buyer: User, provider: User) -> None:
    """The last of each side; what the month would earn by each; nothing is recorded."""
    give_figure(unsigned, figure(unsigned, "80"), by=buyer)
    give_figure(unsigned, figure(unsigned, "88.50"), by=buyer)
    give_figure(unsigned, figure(unsigned, "93"), by=provider)
    found = standing(unsigned, MONTH, CARD)
    assert {side: each.points for side, each in found.items()} == {
        "buyer": "88.5", "provider": "93",
    }  # fmt: skip
    earned = [settled_at(at(unsigned), MONTH, points)[1].gross.value for points in ("88.5", "93")]
    assert earned == [5_568_750, 6_187_500]
    assert not settled(at(unsigned), MONTH).is_settled


def test_the_same_figure_signed_by_both_is_the_score(
    unsigned: Contract, buyer: User, provider: User
) -> None:
    """Signed by one it isn't; by both it is recorded, with both names, and the month settles."""
    sign_figure(unsigned, figure(unsigned, "93"), by=provider)
    assert not Record.objects.filter(kind="scores", values__month=MONTH).exists()
    sign_figure(unsigned, figure(unsigned, "93.0"), by=buyer)
    kept = Record.objects.get(kind="scores", values__month=MONTH).values
    assert kept == {
        "month": MONTH, "points": "93", "signed_by": "buyer: contract_manager; provider: provider",
    }  # fmt: skip
    assert settled(at(unsigned), MONTH).gross.value == 6_187_500
    actions = [entry.action for entry in Entry.objects.order_by("pk")]
    assert actions[-3:] == ["score signed", "score signed", "recorded"]
    with pytest.raises(NotNowError, match="signed 93 already"):
        give_figure(unsigned, figure(unsigned, "50"), by=buyer)


def test_different_figures_are_no_score(unsigned: Contract, buyer: User, provider: User) -> None:
    """Each side signed its own."""
    sign_figure(unsigned, figure(unsigned, "93"), by=provider)
    sign_figure(unsigned, figure(unsigned, "88.5"), by=buyer)
    assert not Record.objects.filter(kind="scores", values__month=MONTH).exists()


def test_a_figure_that_was_only_given_isn_t_signed(
    unsigned: Contract, buyer: User, provider: User
) -> None:
    """A side that gives another figure after it signed no longer stands by the first."""
    sign_figure(unsigned, figure(unsigned, "93"), by=provider)
    give_figure(unsigned, figure(unsigned, "93"), by=provider)
    sign_figure(unsigned, figure(unsigned, "93"), by=buyer)
    assert not Record.objects.filter(kind="scores", values__month=MONTH).exists()


def test_what_was_signed_of_another_sheet_doesn_t_count(
    unsigned: Contract, buyer: User, provider: User
) -> None:
    """A duty is recorded meanwhile: the buyer is told, looks again, and the provider must too."""
    before = figure(unsigned, "93")
    sign_figure(unsigned, before, by=provider)
    duty = {"duty": "document_late", "period": MONTH, "count": "1"}
    record(unsigned, "duties", [duty], by=buyer)
    with pytest.raises(NotNowError, match="has changed since you saw it"):
        sign_figure(unsigned, before, by=buyer)
    sign_figure(unsigned, figure(unsigned, "93"), by=buyer)
    assert not Record.objects.filter(kind="scores", values__month=MONTH).exists()
    sign_figure(unsigned, figure(unsigned, "93"), by=provider)
    assert Record.objects.filter(kind="scores", values__month=MONTH).count() == 1


def test_nobody_signs_for_both_sides(unsigned: Contract, provider: User) -> None:
    """Not even somebody who changed sides in between."""
    sign_figure(unsigned, figure(unsigned, "93"), by=provider)
    Membership.objects.create(
        user=provider, organisation=unsigned.organisation, role=Role.CONTRACT_MANAGER
    )
    moved = User.objects.get(pk=provider.pk)  # as the next request finds them
    with pytest.raises(NotNowError, match="You signed for the other side"):
        sign_figure(unsigned, figure(unsigned, "93"), by=moved)
    assert ScoreFigure.objects.count() == 1


def test_a_closed_month_takes_no_figure(contract: Contract, person: Made, provider: User) -> None:
    """However it comes."""
    closed(contract, MONTH, person)
    for keep in (give_figure, sign_figure):
        with pytest.raises(NotNowError, match="is sealed"):
            keep(contract, figure(contract, "100"), by=provider)
    assert not ScoreFigure.objects.exists()


@pytest.mark.parametrize("points", ["", "-1", "100.5", "1e2", "９", "nan", "1/3", "0.1234567"])
def test_points_are_a_plain_figure(points: str, unsigned: Contract, buyer: User) -> None:
    """From none to the scorecard's 100."""
    with pytest.raises(NotNowError, match="Points are a figure"):
        give_figure(unsigned, figure(unsigned, points), by=buyer)


def test_a_figure_has_a_reason_and_a_scorecard(unsigned: Contract, buyer: User) -> None:
    """A counter-figure without a reason says nothing."""
    with pytest.raises(NotNowError, match="Say why"):
        give_figure(unsigned, figure(unsigned, "90", ""), by=buyer)
    with pytest.raises(NotNowError, match="no such scorecard"):
        give_figure(unsigned, Given(MONTH, "OTHER", "90", "0" * 64, "why"), by=buyer)
