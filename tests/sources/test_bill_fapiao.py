"""Is an e-fapiao read as the tax office hands it out, blue and red?"""

from __future__ import annotations

import datetime as dt

import pytest
from tests.e_invoices import AGREED, BLUE, RED, fapiao

from lineproof.model.bill import Bill, BilledTotals
from lineproof.model.finding import Finding
from lineproof.reconcile.adds_up import adds_up
from lineproof.sources.bill_fapiao import read_fapiao
from lineproof.sources.xml_tree import parse_xml

MINUS = (("-600.00", "0.06", "-36.00"),)
RED_TAGS = f"<RedEInvoice><OriginalInvoiceCode>{BLUE}</OriginalInvoiceCode><CreditNoteNumber>{AGREED}</CreditNoteNumber></RedEInvoice>"  # noqa: E501
REMARK = f"被红冲蓝字数电发票号码：{BLUE} 红字发票信息确认单编号：{AGREED}"


def found(content: bytes) -> tuple[Bill | None, tuple[Finding, ...]]:
    """Return what an e-fapiao reads as."""
    return read_fapiao(parse_xml(content, file="a.xml"), content=content, file="a.xml")


def read(content: bytes) -> Bill:
    """Return the bill of an e-fapiao."""
    bill, findings = found(content)
    assert findings == ()
    assert bill is not None
    return bill


def test_a_blue_one() -> None:
    """600.00 at 6 %: 36.00 of tax, 636.00 in all."""
    bill = read(fapiao())
    assert (bill.number, bill.kind, bill.currency, bill.issued) == (
        BLUE, "invoice", "CNY", dt.date(2025, 4, 2),
    )  # fmt: skip
    assert bill.totals == BilledTotals(60000, 3600, 63600)
    assert bill.lines.select(
        "product", "quantity", "net", "rate", "tax", "gross", "text"
    ).rows() == [("*电信服务*专线租赁", "1", 60000, "0.06", 3600, 63600, "月")]
    assert (bill.seller_tax_id, bill.buyer_tax_id) == ("91TESTSELLER", "91TESTBUYER")
    assert adds_up(bill) == ()


@pytest.mark.parametrize("said", [{"red": RED_TAGS}, {"remark": REMARK}])
def test_a_red_one_names_the_blue_one_and_the_confirmation(said: dict[str, str]) -> None:
    """In tags of its own, or in the remark; its amounts are negative as printed."""
    bill = read(fapiao(*MINUS, number=RED, is_blue=False, **said))
    assert (bill.kind, bill.credits, bill.confirmation) == ("credit_note", (BLUE,), AGREED)
    assert bill.totals == BilledTotals(-60000, -3600, -63600)
    assert adds_up(bill) == ()


def test_a_discount_stands_on_a_line_of_its_own() -> None:
    """600.00 less 60.00: 540.00, and 36.00 − 3.60 of tax."""
    bill = read(fapiao(("600.00", "6%", "36.00"), ("-60.00", "6%", "-3.60")))
    assert bill.lines["charge"].to_list() == [None, "credit"]
    assert bill.totals.gross == 57240
    assert adds_up(bill) == ()


@pytest.mark.parametrize("rate", ["免税", "不征税", "***"])
def test_what_bears_no_tax_has_stars_for_it(rate: str) -> None:
    """100.00 and nothing on top."""
    bill = read(fapiao(("100.00", rate, "***")))
    assert bill.lines.select("rate", "tax", "gross").rows() == [("0", 0, 10000)]
    assert adds_up(bill) == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (fapiao(number="123"), "20 digits"),
        (fapiao().replace(BLUE.encode(), RED.encode(), 1), "20 digits"),
        (fapiao().replace(b"<Amount>600.00", b"<Amount>600.001"), "600.001"),
        (fapiao().replace(b"<Amount>600.00</Amount>", b""), "amount of line 1"),
        (fapiao().replace(b">636.00<", b"><"), "TotalTax-includedAmount"),
        (fapiao(number=RED, is_blue=False, red=RED_TAGS), "positive"),
    ],
)
def test_what_cannot_be_right_is_refused(content: bytes, said: str) -> None:
    """Numbers that differ in its two places, amounts of three decimals, a red one that asks."""
    bill, findings = found(content)
    assert bill is None
    assert [f.code for f in findings] == ["E-BILL-VALUE"]
    assert said in findings[0].message
