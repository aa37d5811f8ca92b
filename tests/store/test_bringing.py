"""Is a bill brought in whole, or not at all with every reason? The command's tests say more."""

from __future__ import annotations

from pathlib import Path

from tests.billing import bill_of

from lineproof.sources.bill_file import Said
from lineproof.sources.folder import read_case
from lineproof.store.bill_given import given_content
from lineproof.store.bills import read_heads
from lineproof.store.bringing import Coming, bring, judged

CSV = b"line,circuit,net,gross\n1,C-1,100.00,106.00\n"


def test_a_bill_without_a_number_is_refused(small: Path) -> None:
    """Nothing says it: nothing is kept. With one, it is kept, and new once."""
    case = read_case(small)
    given = given_content(case, "b.csv", CSV, currency="CNY", layouts=())
    refused = bring(small, case, Coming(given, Said("CNY"), "P", is_confirmed=True))
    assert [finding.code for finding in refused.findings] == ["E-BILL-NUMBER"]
    assert read_heads(small) == ()
    coming = Coming(given, Said("CNY", number="B-1"), "P", is_confirmed=True)
    assert [bring(small, case, coming).is_new for _ in range(2)] == [True, False]
    (headed,) = read_heads(small)
    assert (headed.bill.number, headed.count) == ("B-1", 1)


def test_a_credit_note_is_judged_by_what_it_corrects(small: Path) -> None:
    """It names an invoice that isn't there; itself doesn't count."""
    case = read_case(small)
    note = bill_of({"net": -100, "gross": -106}, number="C-1", kind="credit_note", credits=("B-9",))
    codes = {finding.code for finding in judged(note, case, [note])}
    assert any("CREDIT" in code or "RED" in code for code in codes), codes
