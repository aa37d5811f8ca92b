"""Does a month show what it comes to, why, and how it is closed?"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from tests.web.conftest import Made, rescored
from tests.web.doing.test_closing import closed

from lineproof.web.kept.contracts import Contract, SealProposal
from lineproof.web.who.people import User
from lineproof.web.who.rights import Role

MONTH = "months/2025-01/"


@pytest.fixture
def one(person: Made, signed_in: Callable[[User], Client]) -> Client:
    """Return the browser of a contract manager."""
    return signed_in(person(Role.CONTRACT_MANAGER))


@pytest.fixture
def two(person: Made, signed_in: Callable[[User], Client]) -> Client:
    """Return the browser of somebody from finance."""
    return signed_in(person(Role.FINANCE))


def test_a_month_shows_totals_and_lines(contract: Contract, one: Client) -> None:
    """55,687.50 earned; line 1a rent 22,374.00; every line leads to its reasons."""
    shown = one.get(f"/contracts/{contract.pk}/{MONTH}").text
    for text in ("55,687.50", "22,374.00", "-6,187.50", "90 % is paid"):
        assert text in shown
    assert shown.count("?line=1a") == 4  # rent and deduction, each with and without htmx


def test_reasons_are_a_page_or_a_part(contract: Contract, one: Client) -> None:
    """The same tree, with and without the page around it; a line that owes nothing is no page."""
    address = f"/contracts/{contract.pk}/{MONTH}explain"
    whole = one.get(f"{address}?line=1a").text
    part = one.get(f"{address}?line=1a", headers={"HX-Request": "true"}).text
    assert "<html" in whole
    assert "<html" not in part
    assert part.strip() in whole
    assert "20,136.60" in part
    assert "55,687.50" in one.get(address).text
    assert one.get(f"{address}?line=none").status_code == 404


def test_the_list_says_what_is_closed(contract: Contract, one: Client, two: Client) -> None:
    """Open, proposed, sealed; a restatement is offered once something else is known."""
    months, month = f"/contracts/{contract.pk}/months/", f"/contracts/{contract.pk}/{MONTH}"
    assert "sealed, r0" not in one.get(months).text
    assert "January 2025 is proposed; another" in one.post(f"{month}propose", follow=True).text
    assert ">proposed<" in one.get(months).text
    assert "January 2025 is proposed already" in two.post(f"{month}propose", follow=True).text
    seals = f"/contracts/{contract.pk}/seals/{SealProposal.objects.get().pk}"
    assert "January 2025 is sealed, revision 0." in two.post(f"{seals}/approve", follow=True).text
    assert "approved it already" in two.post(f"{seals}/reject", follow=True).text
    assert "sealed, r0" in one.get(months).text
    assert "comes to what was sealed" in one.get(month).text
    rescored(contract, "95")
    assert "a restatement can be proposed" in one.get(month).text


def test_a_proposal_is_rejected(contract: Contract, one: Client, two: Client) -> None:
    """It may be proposed again."""
    month = f"/contracts/{contract.pk}/{MONTH}"
    one.post(f"{month}propose")
    seals = f"/contracts/{contract.pk}/seals/{SealProposal.objects.get().pk}"
    assert "The proposal is rejected." in two.post(f"{seals}/reject", follow=True).text
    assert "Propose to seal" in one.get(month).text


def test_a_month_that_is_open_can_t_be_proposed(contract: Contract, one: Client) -> None:
    """Without its score a month isn't known: no button, and asking all the same is told."""
    contract.records.filter(kind="scores", values__month="2025-01").delete()
    month = f"/contracts/{contract.pk}/{MONTH}"
    shown = one.get(month).text
    assert "something is open" in shown
    assert "Propose to seal" not in shown
    assert "can&#x27;t be sealed" in one.post(f"{month}propose", follow=True).text


def test_all_of_it_is_there_in_chinese(contract: Contract, one: Client) -> None:
    """Headings and figures; the document's own words as they are."""
    address = f"/contracts/{contract.pk}/{MONTH}"
    shown = one.get(address, headers={"Accept-Language": "zh-CN"}).text
    for text in ("结算单", "本月应计", "55,687.50", "本月封存", "提出封存", "由来"):
        assert text in shown


def test_a_month_is_drawn_and_told_by_its_parts(contract: Contract, one: Client) -> None:
    """Rent 61,875.00 less 10 % is 55,687.50; the picture is one without a script."""
    month = f"/contracts/{contract.pk}/{MONTH}"
    shown = one.get(month).text
    for text in ("How the month comes about", "+61,875.00", "parts.svg"):
        assert text in shown
    drawn = one.get(f"{month}parts.svg")
    assert drawn["Content-Type"] == "image/svg+xml"


def test_a_month_that_isn_t_known_has_no_parts(contract: Contract, one: Client) -> None:
    """Without its score: neither table nor picture."""
    month = f"/contracts/{contract.pk}/{MONTH}"
    contract.records.filter(kind="scores", values__month="2025-01").delete()
    assert one.get(f"{month}parts.svg").status_code == HTTPStatus.NOT_FOUND
    assert "How the month comes about" not in one.get(month).text


def test_a_restatement_is_shown_before_it_is_proposed(
    contract: Contract, one: Client, person: Made
) -> None:
    """Scored 95 instead of 89.99, all is paid: 6,187.50 more, because of a score."""
    closed(contract, "2025-01", person)
    month = f"/contracts/{contract.pk}/{MONTH}"
    assert "What a restatement would change" not in one.get(month).text
    rescored(contract, "95")
    shown = one.get(month).text
    for text in ("What a restatement would change of revision 0", "+6,187.50", "scores.csv"):
        assert text in shown


def test_a_closed_month_s_files_are_given_and_verified(
    contract: Contract, one: Client, person: Made
) -> None:
    """As an archive of its folder; what it holds comes to what was sealed; no other revision."""
    closed(contract, "2025-01", person)
    month = f"/contracts/{contract.pk}/{MONTH}"
    given = one.get(f"{month}r0.zip")
    with zipfile.ZipFile(io.BytesIO(given.getvalue())) as archive:
        assert "settled/2025-01/r0/seal.json" in archive.namelist()
    assert "It holds" in one.get(f"{month}r0/verify").text
    assert one.get(f"{month}r1.zip").status_code == HTTPStatus.NOT_FOUND
