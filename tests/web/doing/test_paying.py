"""Is what is to be paid proposed, and is a payment recorded once however often it is sent?"""

from __future__ import annotations

import datetime as dt

import pytest
from tests.web.billing import billed, year_of_bills
from tests.web.conftest import Made

from lineproof.model.errors import InputRefusedError
from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.paying import proposal_of, submit
from lineproof.web.kept.contracts import Contract, Record
from lineproof.web.kept.once import KEY_MAX, new_key
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Role

DAY = dt.date(2025, 12, 29)
PAID = {"item": "2025-11", "amount": "55583.10", "paid": "2025-12-29", "invoice": "R-2025-11"}


@pytest.fixture
def year(organisation: Organisation, person: Made) -> Contract:
    """Return the year of bills with November's brought in."""
    made = year_of_bills(organisation)
    billed(made, "11", by=person(Role.CONTRACT_MANAGER))
    return made


def test_no_more_than_is_owed_is_proposed(year: Contract) -> None:
    """62,994.10 billed, 7,411.00 withheld: 55,583.10 for November; worked out once."""
    proposal = proposal_of(year, on=DAY, month="2025-11")
    (item,) = proposal.items
    assert (item.billed, item.withheld, item.proposed) == (62_994_10, 7_411_00, 55_583_10)
    assert proposal_of(year, on=DAY, month="2025-11") is proposal


def test_a_payment_sent_twice_is_one_payment(year: Contract, person: Made) -> None:
    """One form: one row. Another form that says the same: refused, unless it is another payment."""
    finance, key = person(Role.FINANCE), new_key()
    name, is_new = submit(year, "payments", key, PAID, by=finance)
    assert is_new
    assert submit(year, "payments", key, PAID, by=finance) == (name, False)
    for none in ("", "k" * (KEY_MAX + 1)):
        with pytest.raises(NotNowError, match="its form has no key"):
            submit(year, "payments", none, PAID, by=finance)
    with pytest.raises(NotNowError, match=name):
        submit(year, "payments", new_key(), PAID, by=finance)
    other, is_new = submit(year, "payments", new_key(), {**PAID, "again": "yes"}, by=finance)
    assert is_new
    assert other != name
    paid = Record.objects.filter(contract=year, kind="payments", values__item="2025-11")
    assert [row.values["amount"] for row in paid] == [55_583_10] * 2


def test_an_invoice_s_number_is_its_own(year: Contract, person: Made) -> None:
    """R-2025-11 was recorded before; another number is taken, and a wrong amount told."""
    finance = person(Role.FINANCE)
    invoice = {"number": "R-2025-11", "amount": "1.00", "received": "2025-12-08"}
    with pytest.raises(NotNowError):
        submit(year, "invoices", new_key(), invoice, by=finance)
    assert submit(year, "invoices", new_key(), {**invoice, "number": "R-X"}, by=finance)[1]
    for wrong in ({"amount": "1,5"}, {"paid": "tomorrow"}, {"item": ""}):
        with pytest.raises(InputRefusedError):
            submit(year, "payments", new_key(), {**PAID, **wrong}, by=finance)
