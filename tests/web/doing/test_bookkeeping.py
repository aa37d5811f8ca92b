"""Do the books on the server come to what the same functions come to in a folder?"""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import polars as pl
import pytest
from tests.web.billing import billed, year_of_bills
from tests.web.conftest import Made

from lineproof.model.errors import InputRefusedError
from lineproof.web.doing.bookkeeping import (
    account_until,
    audit_pack,
    beancount_of,
    book,
    changes_between,
    ledger_of,
    month_end,
    standing_on,
)
from lineproof.web.doing.closing import approve_seal, propose_seal
from lineproof.web.doing.recording import record
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.trail import Entry
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Role

END = dt.date(2025, 12, 31)


@pytest.fixture
def year(organisation: Organisation, person: Made) -> Contract:
    """Return the year of bills with November's brought in."""
    made = year_of_bills(organisation)
    billed(made, "11", by=person(Role.CONTRACT_MANAGER))
    return made


def test_booking_twice_books_once(year: Contract, person: Made) -> None:
    """Eleven invoices and ten payments; 62,994.10 − 0 and three withheld parts are open.

    116.00 + 1,999.00 + 174.00 + 62,994.10 = 65,283.10.
    """
    finance = person(Role.FINANCE)
    first, again = book(year, by=finance), book(year, by=finance)
    assert first.postings > 0
    assert (again.postings, again.head, again.findings) == (0, first.head, ())
    assert Entry.objects.filter(action="ledger booked").count() == 1
    stands = standing_on(year, on=END)
    assert sum(item.amount for item in stands.items) == 65_283_10
    assert account_until(year, on=END).closing == 65_283_10
    assert account_until(year, on=dt.date(2025, 1, 1)).closing == 0
    assert b"balance" in beancount_of(year)


def test_a_sealed_month_is_booked_from_the_vault(year: Contract, person: Made) -> None:
    """January 2025 costs 61,875.00; its month-end then has it as sealed."""
    proposal = propose_seal(year, "2025-01", by=person(Role.CONTRACT_MANAGER, name="other"))
    finance = person(Role.FINANCE)
    approve_seal(proposal, by=finance)
    assert not book(year, by=finance).findings
    cost = (
        ledger_of(year).journal.filter(pl.col("account") == "cost").get_column("amount").to_list()
    )
    assert cost == [61_875_00]
    end = month_end(year, "2025-02")
    assert month_end(year, "2025-02") is end
    # 2024-11 and 2024-12 were never billed, January was on 8 February: 3 × 61,875.00 with February
    assert end.closing.accrued.value == 3 * 61_875_00
    with pytest.raises(InputRefusedError):
        month_end(year, "2031-01")


def test_an_invoice_of_two_contracts_is_told(
    year: Contract, contract: Contract, person: Made
) -> None:
    """The same number in another contract of the buyer: nothing is booked until it is mended."""
    finance = person(Role.FINANCE)
    row = {"number": "R-2025-11", "amount": "1.00", "received": "2025-12-08"}
    record(contract, "invoices", [row], by=finance)
    done = book(year, by=finance)
    assert [finding.code for finding in done.findings] == ["E-INVOICE-SHARED"]
    assert ledger_of(year).blocks == 0


def test_savings_are_those_of_the_months(year: Contract) -> None:
    """September to November: 174.00 disputed; the months differ by November's 6,175.90."""
    found = changes_between(year, "2025-09", "2025-11", most=12)
    assert found.savings.disputed == 174_00
    assert [step.after - step.before for step in found.steps] == [0, -6_175_90]
    for first, last in (("2025-11", "2025-09"), ("2025-11", "2025-11")):
        with pytest.raises(ValueError, match=last):
            changes_between(year, first, last, most=12)


def test_an_auditor_gets_a_pack_that_can_be_checked(year: Contract) -> None:
    """Pages, data and the bill as it came, each with its hash; a month without a bill has none."""
    with zipfile.ZipFile(io.BytesIO(audit_pack(year, "2025-11", language="en"))) as pack:
        assert {"SHA256SUMS", "audit.pdf", "audit.xlsx", "audit.json", "evidence.zip"} == set(
            pack.namelist()
        )
        inner = zipfile.ZipFile(io.BytesIO(pack.read("evidence.zip")))
        assert "bills/R-2025-11/original.csv" in inner.namelist()
    with pytest.raises(InputRefusedError):
        audit_pack(year, "2025-10", language="en")
