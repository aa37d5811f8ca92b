"""Is a bill read whole from a sheet, with the totals it prints or comes to, or not at all?"""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from lineproof.model.bill import BilledTotals
from lineproof.model.errors import InputRefusedError
from lineproof.sources.bill_file import BillRead, Said, read_bill_file, unnumbered
from lineproof.sources.bill_lines import NAMES
from lineproof.sources.bill_sheet import SheetGiven

SAID = Said(currency="CNY", number="R1", seller="P", buyer="B")


def given(text: str) -> SheetGiven:
    """Return a CSV as it was given."""
    return SheetGiven("bill.csv", text.encode(), 2)


def read(text: str, said: Said = SAID, detail: str | None = None) -> BillRead:
    """Return the bill in a CSV."""
    beside = None if detail is None else SheetGiven("detail.csv", detail.encode(), 2)
    return read_bill_file(given(text), said, detail=beside)


def refused(text: str, **more: str) -> list[tuple[str, str]]:
    """Return codes and places of what refuses a CSV."""
    with pytest.raises(InputRefusedError) as caught:
        read(text, **more)  # type: ignore[arg-type] # `detail`
    return [(finding.code, finding.where) for finding in caught.value.findings]


def test_a_sheet_has_the_head_that_a_person_says() -> None:
    """Number, day, parties; the hash is that of the file: SHA-256 of its bytes."""
    said = Said("CNY", "R7", dt.date(2025, 4, 2), (), "P", "B")
    bill = read("Circuit,Gross\nC1,5.00\n", said).bill
    assert (bill.number, bill.kind, bill.issued, bill.seller) == (
        "R7", "detail", dt.date(2025, 4, 2), "P",
    )  # fmt: skip
    assert bill.sha256 == hashlib.sha256(b"Circuit,Gross\nC1,5.00\n").hexdigest()


@pytest.mark.parametrize(
    ("text", "totals"),
    [
        ("Circuit,Gross\nC1,5.00\nC2,-1.00\n", BilledTotals(None, None, 400)),
        ("Circuit,Net\nC1,5.00\n", BilledTotals(500, None, 500)),
        ("Circuit,Net,VAT amount\nC1,5.00,0.30\n", BilledTotals(500, 30, 530)),
        # three lines of 0.09 at 19 %: 0.27 × 0.19 = 0.0513 → 0.05, once a rate
        ("Circuit,Net,Tax rate\nC1,0.09,19%\nC2,0.09,19%\nC3,0.09,19%\n",
         BilledTotals(27, None, 32)),
        # a printed total is kept, right or not
        ("Circuit,Net\nC1,5.00\nTotal,5.01\n", BilledTotals(501, None, 500)),
        ("Circuit,Gross\nC1,5.00\nTotal,5.01\n", BilledTotals(None, None, 501)),
    ],
)  # fmt: skip
def test_totals_are_as_printed_else_as_the_lines_come_to(text: str, totals: BilledTotals) -> None:
    """None where nothing says it."""
    assert read(text).bill.totals == totals


def test_a_number_column_or_nothing() -> None:
    """Without a number a bill can be compared, and the error says how to give one."""
    nameless = Said(currency="CNY")
    assert read("Invoice no,Circuit,Gross\nR9,C1,5\n", nameless).bill.number == "R9"
    assert read("Circuit,Gross\nC1,5\n", nameless).bill.number == ""
    assert "--number" in unnumbered("a.csv").fix


def test_a_line_without_an_amount_refuses_the_bill() -> None:
    """Row 3 bills nothing: half a bill is none."""
    assert refused("Circuit,Gross\nC1,5.00\nC2,\n") == [("E-CELL-REQUIRED", "bill.csv:3")]


def test_every_bad_row_is_told() -> None:
    """An amount and a period: both, by row."""
    text = "Circuit,Period,Gross\nC1,spring,5\nC2,2025-03,5x\n"
    assert ("E-MONTH", "bill.csv:2") in refused(text)
    assert ("E-MONEY", "bill.csv:3") in refused(text)


def test_canonical_lines_are_taken_as_they_are() -> None:
    """In our own form `to` is a day that isn't billed any more."""
    text = f"{','.join(NAMES)}\n1,rent,,,,C1,,2025-03-01,2025-04-01,1,5,5.00,0.06,0.30,5.30,\n"
    found = read(text)
    assert found.sheet is None
    assert found.bill.lines["to"].to_list() == [dt.date(2025, 4, 1)]
    assert found.bill.totals == BilledTotals(500, 30, 530)


def test_what_a_sheet_credits_makes_it_a_credit_note() -> None:
    """`--credits R0`."""
    bill = read("Circuit,Gross\nC1,-5.00\n", Said("CNY", "R2", credits=("R0",))).bill
    assert (bill.kind, bill.credits) == ("credit_note", ("R0",))


def test_a_detail_sheet_must_come_to_the_bill_to_the_minor_unit() -> None:
    """The bill says 5.30 in all; the sheet's lines 2.65 + 2.65, or 2.65 + 2.66."""
    bill = "Text,Gross\nMarch,5.30\n"
    whole = read(bill, detail="Circuit,Gross\nC1,2.65\nC2,2.65\n").bill
    assert whole.lines["circuit"].to_list() == ["C1", "C2"]
    assert (whole.detail, whole.totals.gross) == ("detail.csv", 530)
    assert refused(bill, detail="Circuit,Gross\nC1,2.65\nC2,2.66\n") == [
        ("E-BILL-DETAIL", "detail.csv")
    ]


def test_totals_beyond_what_an_amount_may_be_are_refused() -> None:
    """Two lines of 10^15 minor units are more than one amount may be."""
    text = "Circuit,Gross\nC1,10000000000000.00\nC2,10000000000000.00\n"
    assert refused(text) == [("E-MONEY-RANGE", "bill.csv")]
