"""Are the books told to programs as to people, and booked once?"""

from __future__ import annotations

import io
import zipfile

import pytest
from tests.web.api.conftest import Called, told
from tests.web.billing import billed, year_of_bills

from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.trail import Entry
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Role


@pytest.fixture
def year(organisation: Organisation) -> Contract:
    """Return the year of bills."""
    return year_of_bills(organisation)


def test_what_is_lacking_is_booked_once_and_told(year: Contract, program: Called) -> None:
    """Eleven invoices and ten payments: 65,283.10 are open, as in test_bookkeeping.py.

    62,994.10 of November's, and of three bills before it 116.00 + 1,999.00 + 174.00.
    """
    one = program(Role.FINANCE, year)
    billed(year, "11", by=one.user)
    before = one.get("/ledger/balances?on=2025-12-31")
    first, again = (one.post("/ledger/bookings", idempotency_key="k") for _time in range(2))
    assert (first.status_code, again.content) == (201, first.content)
    after = one.get("/ledger/balances?on=2025-12-31")
    assert before["ETag"] != after["ETag"]
    assert after.json()["heads"][0]["head"] == first.json()["head"]
    nothing = one.post("/ledger/bookings").json()
    assert nothing == {"postings": 0, "head": first.json()["head"]}
    assert Entry.objects.filter(action="ledger booked").count() == 1
    head = one.read("/ledger/statement?on=2025-12-31")
    assert (head["closing"], "entries" in head) == ("65283.10", False)
    entries = one.read("/ledger/statement/entries?on=2025-12-31")["items"]
    assert entries[-1]["balance"] == "65283.10"
    page = one.read("/ledger/postings?limit=10")
    assert (len(page["items"]), page["next"]) == (10, "10")
    assert first.json()["postings"] > 10
    assert b"balance" in one.get("/ledger/beancount").content


def test_a_month_end_is_told_with_its_journal_and_pack(year: Contract, program: Called) -> None:
    """2024-11, 2024-12 and 2025-02 at 61,875.00 were never billed: 3 × 61,875.00 = 185,625.00.

    February has no pack: no bill is for it.
    """
    one = program(Role.FINANCE, year)
    billed(year, "11", by=one.user)
    (end,) = one.read("/month-ends/2025-02")["contracts"]
    assert end["accrued"]["value"] == "185625.00"
    journal = one.get("/month-ends/2025-02/journal").content.decode()
    assert journal.startswith("entry,date,account,cost_centre,debit,credit,")
    pack = one.get("/month-ends/2025-11/audit-pack?language=zh")
    assert "audit.pdf" in zipfile.ZipFile(io.BytesIO(pack.content)).namelist()
    for path in ("/month-ends/2025-02/audit-pack", "/month-ends/2031-01"):
        assert one.get(path).status_code == 404, path
    assert one.read("/changes?from=2025-09&to=2025-11")["savings"]["disputed"] == "174.00"
    refused = one.get("/changes?from=2025-11&to=2025-09")
    assert refused.status_code == 422
    assert "comes after" in told(refused)


def test_the_books_are_the_buyer_s(contract: Contract, program: Called) -> None:
    """The provider sees none of them, a viewer books and exports nothing."""
    provider, viewer = program(Role.PROVIDER, contract), program(Role.VIEWER, contract)
    for path in ("/ledger/balances", "/ledger/statement", "/ledger/postings",
                 "/month-ends/2025-01", "/changes?from=2025-01&to=2025-02"):  # fmt: skip
        assert provider.get(path).status_code == 403, path
        assert viewer.get(path).status_code == 200, path
    assert viewer.post("/ledger/bookings").status_code == 403
    assert viewer.get("/ledger/beancount").status_code == 403
