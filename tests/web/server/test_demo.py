"""Does the demo have every example and somebody in every role?"""

from __future__ import annotations

from django.test import Client
from tests.web.doing.test_giving_back import NAMES

from lineproof.web.doing.bills import heads_of
from lineproof.web.doing.bookkeeping import ledger_of
from lineproof.web.kept.contracts import Contract, SealedMonth
from lineproof.web.server.demo import addresses, load_demo
from lineproof.web.who.people import Membership, User
from lineproof.web.who.rights import Role


def test_the_demo_is_loaded_once(db: None) -> None:  # noqa: ARG001 - into the database
    """Every example, seven people; a second time nothing is changed and no password told.

    Of the example that was measured, June's availability is there; of the one that was billed, the
    months until October 2025 are closed, and November's bill waits to be checked.
    """
    password = load_demo()
    assert password is not None
    assert Contract.objects.count() == len(NAMES)
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
    assert set(User.objects.values_list("email", flat=True)) == set(addresses())
    assert all(user.check_password(password) for user in User.objects.all())
    assert load_demo() is None
    client = Client()
    client.force_login(User.objects.get(email="finance@demo.example"))
    work = client.get("/")
    assert work.status_code == 200
    assert "can&#x27;t be read" not in work.text
    bill = work.text.partition("Check the bill R-2025-11")[2].partition("</tr>")[0]
    assert "22 Dec 2025" in bill  # ten workdays after the 8th
    assert "overdue" in bill
    lines = Contract.objects.get(name="measured-availability")
    shown = client.get(f"/contracts/{lines.pk}/months/2025-06/availability")
    assert "95.694" in shown.text  # of line 7: 689 of 720 hours
    year = Contract.objects.get(name="access-593-bills")
    assert SealedMonth.objects.filter(contract=year).count() == 12  # since November 2024
    assert len(heads_of(year)) == 11
    assert ledger_of(year).blocks
