"""Are bills kept as they came, once, and read once while they are remembered?"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.web.billing import SENT, billed
from tests.web.conftest import Made

from lineproof.model.errors import InputRefusedError
from lineproof.web.doing.bills import (
    bill_of,
    bills_of,
    bring_bill,
    findings_of,
    heads_of,
    keep_sent,
    sent_by,
    ticket_of,
)
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.trail import Entry
from lineproof.web.who.rights import Role

OWN_SHEET = "Circuit no,Whatever,Monthly fee\nEA-1000-01,x,1999.00\nEA-0020-43,y,116.00\n"


def test_the_same_file_again_changes_nothing(contract: Contract, person: Made) -> None:
    """Kept once, told once; 16 lines of 58,781.25."""
    manager = person(Role.CONTRACT_MANAGER)
    for _ in range(2):
        assert billed(contract, "03", by=manager) == "R-2025-03"
    (headed,) = heads_of(contract)
    assert (headed.bill.number, headed.count) == ("R-2025-03", 16)
    assert headed.bill.lines.height == 0
    assert bill_of(headed).totals.gross == 58_781_25
    assert Entry.objects.filter(action="bill brought in").count() == 1
    assert findings_of(contract, headed) == ()


def test_a_bill_is_read_once_and_seen_when_it_was_changed(contract: Contract, person: Made) -> None:
    """The same object the second time; a changed line isn't taken for the bill."""
    billed(contract, "04", by=person(Role.FINANCE))
    (headed,) = heads_of(contract)
    assert bill_of(headed) is bills_of(contract)[0]
    head = headed.folder / "bill.json"
    head.write_text(head.read_text("utf-8") + "\n", "utf-8")
    lines = headed.folder / "lines.csv"
    lines.write_text(lines.read_text("utf-8").replace("1999.00", "1.00"), "utf-8")
    with pytest.raises(InputRefusedError, match="was changed"):
        bills_of(contract)


def test_columns_wait_until_somebody_confirms_them(contract: Contract, person: Made) -> None:
    """A sheet of the provider's own: nothing is kept; then it is, by the columns as corrected."""
    manager = person(Role.CONTRACT_MANAGER)
    sent = keep_sent({"own.csv": OWN_SHEET.encode()}, number="X-1", issued="2025-04-08")
    brought = bring_bill(contract, sent, columns=None, by=manager)
    assert brought.is_waiting
    assert heads_of(contract) == ()
    again = sent_by(ticket_of(sent, contract, manager), contract, manager)
    assert again == sent
    columns = {"circuit": "Circuit no", "net": "Monthly fee", "text": "Whatever"}
    kept = bring_bill(contract, again, columns=columns, by=manager)
    assert kept.bill is not None
    assert kept.bill.lines["net"].to_list() == [1_999_00, 116_00]
    assert kept.bill.lines["text"].to_list() == ["x", "y"]


def test_an_invoice_and_its_sheet_come_together(contract: Contract, person: Made) -> None:
    """A sheet whose lines don't come to the invoice is refused, and neither is kept."""
    sheet = (SENT / "R-2025-03.csv").read_bytes()
    files = {"R-2025-03.csv": sheet, "detail.csv": sheet.replace(b"22374.00", b"22375.00")}
    sent = keep_sent(files, number="R-2025-03")
    brought = bring_bill(contract, sent, columns=None, by=person(Role.FINANCE))
    assert [finding.code for finding in brought.findings] == ["E-BILL-DETAIL"]
    assert heads_of(contract) == ()
    assert not Path(brought.folder or "none").exists()
