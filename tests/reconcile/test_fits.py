"""Is it told what of a bill isn't the contract's, without ever changing or refusing it?"""

from __future__ import annotations

import pytest
from tests.billing import bill_of
from tests.conftest import Built

from lineproof.contract.case import Case
from lineproof.model.bill import Bill
from lineproof.model.finding import Severity
from lineproof.reconcile.fits import fits

CIRCUITS = (
    {"line": "1", "id": "C0100", "monthly_rent": 90000},
    {"line": "2", "id": "CX", "monthly_rent": 60000},
)
BLUE = bill_of({"circuit": "C0100", "gross": 90000}, number="BLUE")
RED = {"kind": "credit_note", "credits": ("BLUE",)}


@pytest.fixture
def ours(minimal: Built) -> Case:
    """Return the contract `minimal` in CNY between B and P, with two circuits."""
    return minimal(circuits=CIRCUITS)


def codes(bill: Bill, ours: Case, *earlier: Bill) -> list[str]:
    """Return the codes of what doesn't fit."""
    return [finding.code for finding in fits(bill, ours, earlier)]


def test_a_bill_that_fits_has_nothing_to_tell(ours: Case) -> None:
    """Its currency, parties and circuit are the contract's; cases and widths are no matter."""
    bill = bill_of({"circuit": "ｃ0100", "gross": 90000}, contract="Minimal", buyer=" b ")
    assert codes(bill, ours) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"currency": "EUR"}, "W-BILL-CURRENCY"),
        ({"contract": "OTHER-1"}, "W-BILL-CONTRACT"),
        ({"seller": "Q"}, "W-BILL-PARTY"),
        ({"buyer": "A"}, "W-BILL-PARTY"),
    ],
)
def test_what_is_another_contracts_is_a_warning(
    ours: Case, change: dict[str, str], code: str
) -> None:
    """A bill is kept as it was sent: nothing of it is an error."""
    found = fits(bill_of({"circuit": "C0100", "gross": 90000}, **change), ours)
    assert [(f.code, f.severity) for f in found] == [(code, Severity.WARNING)]


@pytest.mark.parametrize(
    ("agreed", "billed", "expected"),
    [
        ("DE02 1203 0000", "DE02-12030000", []),
        ("DE02 1203 0000", "DE02 1203 0001", ["W-BILL-ACCOUNT"]),
        ("DE02 1203 0000", "", []),
        (None, "DE02 1203 0001", []),
    ],
)
def test_another_account_to_be_paid_to_is_told(
    minimal: Built, agreed: str | None, billed: str, expected: list[str]
) -> None:
    """One digit differs; spaces and hyphens don't count, and an account not named isn't another."""
    provider = {"name": "P"} | ({"account": agreed} if agreed else {})
    head = {"parties": {"buyer": {"name": "B"}, "provider": provider}}
    ours = minimal(circuits=CIRCUITS, head=head)
    bill = bill_of({"circuit": "C0100", "gross": 90000}, account=billed)
    assert codes(bill, ours) == expected


def test_a_line_may_name_another_contract_too(ours: Case) -> None:
    """One of two lines names another one."""
    rows = ({"gross": 1, "contract": "minimal"}, {"gross": 1, "contract": "OTHER-1"})
    assert codes(bill_of(*rows), ours) == ["W-BILL-CONTRACT"]


def test_a_tax_id_goes_before_a_name(minimal: Built) -> None:
    """The same tax id: whatever the name; another one: told, though the name is right."""
    parties = {"buyer": {"name": "B", "tax_id": "DE1"}, "provider": {"name": "P"}}
    ours = minimal(head={"parties": parties})
    assert codes(bill_of({"gross": 1}, buyer="B Ltd", buyer_tax_id="DE 1"), ours) == []
    assert codes(bill_of({"gross": 1}, buyer_tax_id="DE2"), ours) == ["W-BILL-PARTY"]


def test_letters_that_look_like_digits_are_told_and_never_matched(ours: Case) -> None:
    """CO1OO is C0100 with the letter O: the warning names both; CY is simply not ours."""
    rows = ({"circuit": "CO1OO", "gross": 1}, {"circuit": "Cl", "gross": 1})
    (finding,) = fits(bill_of(*rows), ours)
    assert finding.code == "W-BILL-LETTER"
    assert "CO1OO for C0100" in finding.message
    assert codes(bill_of({"circuit": "CY", "gross": 1}), ours) == []


def test_negative_lines_are_told_unless_they_are_credits(ours: Case) -> None:
    """−1.00 without a word, −2.00 called a credit: one of them is asked about."""
    rows = ({"gross": -100}, {"gross": -200, "charge": "credit"}, {"gross": 900})
    (finding,) = fits(bill_of(*rows), ours)
    assert (finding.code, "1 negative lines" in finding.message) == ("W-BILL-NEGATIVE", True)


def test_a_credit_note_names_an_invoice_that_is_here(ours: Case) -> None:
    """It names none: an error. One that wasn't brought in: a warning. One that was: fine."""
    none = bill_of({"gross": -100}, kind="credit_note")
    assert codes(none, ours) == ["E-BILL-CREDIT-NOTE"]
    red = bill_of({"gross": -100}, **RED)
    assert codes(red, ours) == ["W-BILL-CREDITS-UNKNOWN"]
    assert codes(red, ours, BLUE) == []


def test_credit_notes_give_back_at_most_what_was_asked(ours: Case) -> None:
    """900.00 asked, 400.00 given back before: 500.00 more is the last, 500.01 is too much."""
    before = bill_of({"gross": -40000}, number="RED1", **RED)
    last = bill_of({"gross": -50000}, number="RED2", **RED)
    beyond = bill_of({"gross": -50001}, number="RED2", **RED)
    assert codes(last, ours, BLUE, before) == []
    assert codes(beyond, ours, BLUE, before) == ["E-BILL-CREDITED"]
