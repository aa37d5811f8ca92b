"""Do records of invoices that can't be so get told, each just across its boundary?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from lineproof.model.finding import Finding

Found = Callable[..., list[Finding]]
DAY = dt.date(2024, 3, 4)
LATER, EARLIER = DAY + dt.timedelta(days=1), DAY - dt.timedelta(days=1)
BLUE = {"id": "I1", "number": "N1", "item": "2024-02", "amount": 10000, "received": DAY}
RED = {"id": "I2", "number": "N2", "amount": -4000, "received": LATER, "colour": "red",
       "red_of": "N1", "reason": "wrong price", "confirmation": "C1"}  # fmt: skip
PAID = {"id": "P1", "item": "2024-02", "amount": 10000, "paid": LATER, "invoice": "N1"}


def count(found: Found, code: str, **records: list[dict[str, object]]) -> int:
    """Return how many findings of a code records have."""
    return len(found(code, records=records))


def test_what_is_in_order_has_no_finding(found: Found) -> None:
    """Verified on the day it came, booked and deducted then, paid the day after."""
    whole = BLUE | {"verified": DAY, "booked": DAY, "deducted": "2024-03", "tax": 566,
                    "matches": "yes", "payer": "B"}  # fmt: skip
    for code in ("TWICE", "SIGN", "TAX", "ORDER", "DEDUCTED", "OVERPAID"):
        assert not count(found, f"E-INVOICE-{code}", invoices=[whole], payments=[PAID])
    for code in ("PAYER", "MISMATCH", "UNKNOWN", "WINDOW"):
        assert not count(found, f"W-INVOICE-{code}", invoices=[whole], payments=[PAID])


def test_a_number_names_one_invoice(found: Found) -> None:
    """Both rows of the number are told; another number is none of them."""
    again = BLUE | {"id": "I3"}
    assert count(found, "E-INVOICE-TWICE", invoices=[BLUE, again]) == 2
    assert count(found, "E-INVOICE-TWICE", invoices=[BLUE, again | {"number": "N9"}]) == 0


@pytest.mark.parametrize(("blue", "red", "wrong"), [(1, -1, 0), (0, -1, 1), (1, 0, 1), (-1, 1, 2)])
def test_blue_asks_and_red_takes_back(found: Found, blue: int, red: int, wrong: int) -> None:
    """A minor unit will do; nothing at all won't."""
    rows = [BLUE | {"amount": blue}, RED | {"amount": red}]
    assert count(found, "E-INVOICE-SIGN", invoices=rows) == wrong


@pytest.mark.parametrize(("tax", "wrong"), [(0, 0), (10000, 0), (10001, 1), (-1, 1)])
def test_tax_is_a_part_of_its_amount(found: Found, tax: int, wrong: int) -> None:
    """Of 100.00: nothing to all of it."""
    assert count(found, "E-INVOICE-TAX", invoices=[BLUE | {"tax": tax}]) == wrong


@pytest.mark.parametrize(
    ("verified", "booked", "wrong"),
    [(DAY, DAY, 0), (DAY, LATER, 0), (EARLIER, None, 1), (None, LATER, 1), (LATER, DAY, 1),
     (EARLIER, EARLIER, 2)],
)  # fmt: skip
def test_received_then_verified_then_booked(
    found: Found, verified: dt.date | None, booked: dt.date | None, wrong: int
) -> None:
    """All may be on one day; none a day before the one it follows."""
    row = BLUE | {"verified": verified, "booked": booked}
    assert count(found, "E-INVOICE-ORDER", invoices=[row]) == wrong


@pytest.mark.parametrize(
    ("deducted", "verified", "wrong"),
    [("2024-03", DAY, 0), ("2024-04", DAY, 0), ("2024-02", DAY, 1), ("2024-03", None, 1)],
)
def test_tax_is_deducted_once_verified(
    found: Found, deducted: str, verified: dt.date | None, wrong: int
) -> None:
    """Verified in March: deducted for March or later."""
    row = BLUE | {"deducted": deducted, "verified": verified}
    assert count(found, "E-INVOICE-DEDUCTED", invoices=[row]) == wrong


@pytest.mark.parametrize(("more", "wrong"), [(-6000, 0), (-6001, 1)])
def test_reds_take_back_no_more_than_blue_asked(found: Found, more: int, wrong: int) -> None:
    """100.00 less 40.00 leaves 60.00 to take back."""
    rows = [BLUE, RED, RED | {"id": "I3", "number": "N3", "amount": more}]
    assert count(found, "E-INVOICE-RED-SUM", invoices=rows) == wrong


def test_a_red_names_a_blue_one(found: Found) -> None:
    """None, an unknown one, and a red one are no blue one."""
    named = (("N1", 0), ("N9", 1), ("N2", 1))
    for number, wrong in named:
        rows = [BLUE, RED, RED | {"id": "I3", "number": "N3", "red_of": number}]
        assert count(found, "E-INVOICE-RED-OF", invoices=rows) == wrong


def test_a_red_says_why_and_who_confirmed(found: Found) -> None:
    """Either one missing is told."""
    for lacking in ("reason", "confirmation"):
        assert count(found, "W-INVOICE-RED-REASON", invoices=[BLUE, RED | {lacking: None}]) == 1
    assert count(found, "W-INVOICE-RED-REASON", invoices=[BLUE, RED]) == 0


def test_deducted_tax_is_turned_out_with_the_red(found: Found) -> None:
    """Deducted for March: the red one says in which period it was turned out."""
    blue = BLUE | {"verified": DAY, "deducted": "2024-03"}
    red = RED | {"verified": LATER}
    assert count(found, "W-INVOICE-RED-DEDUCTED", invoices=[blue, red]) == 1
    turned = red | {"deducted": "2024-03"}
    assert count(found, "W-INVOICE-RED-DEDUCTED", invoices=[blue, turned]) == 0
    assert count(found, "W-INVOICE-RED-DEDUCTED", invoices=[BLUE, red]) == 0


def test_an_invoice_is_the_buyers(found: Found) -> None:
    """The buyer is B; a wrong title matters once the invoice is used."""
    assert count(found, "W-INVOICE-PAYER", invoices=[BLUE | {"payer": "B"}]) == 0
    assert count(found, "W-INVOICE-PAYER", invoices=[BLUE | {"payer": "C"}]) == 1
    wrong = BLUE | {"matches": "no"}
    assert count(found, "W-INVOICE-MISMATCH", invoices=[wrong]) == 0
    assert count(found, "W-INVOICE-MISMATCH", invoices=[wrong], payments=[PAID]) == 1


@pytest.mark.parametrize(("paid", "wrong"), [(6000, 0), (6001, 1)])
def test_payments_come_to_what_an_invoice_asks(found: Found, paid: int, wrong: int) -> None:
    """100.00 less the red one's 40.00: 60.00 can be paid."""
    payments = [PAID | {"amount": paid}]
    assert count(found, "E-INVOICE-OVERPAID", invoices=[BLUE, RED], payments=payments) == wrong


def test_a_payment_names_a_recorded_invoice(found: Found) -> None:
    """Where no invoices are recorded at all, none is missed."""
    other = PAID | {"invoice": "N9"}
    assert count(found, "W-INVOICE-UNKNOWN", invoices=[BLUE], payments=[other]) == 1
    assert count(found, "W-INVOICE-UNKNOWN", payments=[other]) == 0
    assert count(found, "W-INVOICE-UNKNOWN", invoices=[BLUE], payments=[PAID]) == 0


@pytest.mark.parametrize(("day", "wrong"), [(dt.date(2024, 6, 4), 0), (dt.date(2024, 6, 5), 1)])
def test_an_invoice_is_paid_within_three_months(found: Found, day: dt.date, wrong: int) -> None:
    """Received on 4 March: up to 4 June, that day included."""
    window = {"id": "WINDOW", "kind": "obligation", "who": "buyer", "what": "pay an invoice",
              "event": "invoice received", "within": 3, "unit": "months", "repeat": "each_event",
              "done": "invoice paid"}  # fmt: skip
    records = {"invoices": [BLUE], "payments": [PAID | {"paid": day}]}
    assert len(found("W-INVOICE-WINDOW", more=[window], records=records)) == wrong
