"""Do e-invoices in UBL and CII become bills that balance, with every term in its place?"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from tests.e_invoices import cii, ubl

from lineproof.model.bill import Bill, BilledTax, BilledTotals
from lineproof.model.finding import Finding
from lineproof.reconcile.adds_up import adds_up
from lineproof.sources.bill_en16931 import read_en16931
from lineproof.sources.xml_tree import parse_xml

MARCH = (dt.date(2025, 3, 1), dt.date(2025, 4, 1))


def read(content: bytes) -> Bill:
    """Return the bill of an e-invoice in which every sum is right."""
    bill, findings = found(content)
    assert findings == ()
    assert bill is not None
    return bill


def found(content: bytes) -> tuple[Bill | None, tuple[Finding, ...]]:
    """Return what an e-invoice reads as."""
    return read_en16931(parse_xml(content, file="a.xml"), content=content, file="a.xml")


def test_ubl_with_allowances() -> None:
    """100.00 of C-1; 200.00 of C-10 less 10.00 of its own; less 20.00 of the whole."""
    bill = read(ubl())
    assert bill.lines.select("line", "charge", "circuit", "net", "rate").rows() == [
        ("1", None, "C-1", 10000, "0.19"),
        ("2", None, "C-10", 20000, "0.19"),
        ("2/1", "credit", "C-10", -1000, "0.19"),
        ("whole/1", "credit", None, -2000, "0.19"),
    ]
    assert bill.lines.row(1, named=True) | {"row": 0} == {
        "line": "2", "charge": None, "account": "ACC-7", "contract": "minimal", "order": "PO-5",
        "circuit": "C-10", "product": "fibre 100M", "from": MARCH[0], "to": MARCH[1],
        "quantity": "2", "price": "100", "net": 20000, "rate": "0.19", "tax": None, "gross": None,
        "text": None, "row": 0,
    }  # fmt: skip
    assert bill.totals == BilledTotals(27000, 5130, 32130, prepaid=10000, payable=22130)
    assert bill.taxes == (BilledTax(Fraction(19, 100), 27000, 5130),)
    assert adds_up(bill) == ()


def test_the_head_of_ubl() -> None:
    """Number, days, parties, the account to pay to."""
    bill = read(ubl())
    assert (bill.number, bill.kind, bill.currency, bill.issued, bill.due) == (
        "R-1", "invoice", "EUR", dt.date(2025, 4, 2), dt.date(2025, 5, 2),
    )  # fmt: skip
    assert (bill.seller, bill.seller_tax_id, bill.buyer, bill.buyer_tax_id) == (
        "P", "DE1", "B", "DE2",
    )  # fmt: skip
    assert (bill.account, bill.contract) == ("XX00ACCOUNT", "minimal")


def test_cii_with_several_rates() -> None:
    """100.00 at 19 % and 50.00 at 7 %: 19.00 + 3.50."""
    bill = read(cii())
    assert bill.lines.select("circuit", "from", "to", "net", "rate").rows() == [
        ("C-1", *MARCH, 10000, "0.19"),
        ("C-3", *MARCH, 5000, "0.07"),
    ]
    assert bill.totals == BilledTotals(15000, 2250, 17250, payable=17250)
    assert [(part.base, part.tax) for part in bill.taxes] == [(10000, 1900), (5000, 350)]
    assert (bill.number, bill.issued, bill.due) == (
        "R-2",
        MARCH[1].replace(day=2),
        dt.date(2025, 5, 2),
    )
    assert adds_up(bill) == ()


@pytest.mark.parametrize(
    "content", [ubl(kind="CreditNote", credits_="R-0"), cii(code="381", credits_="R-0")]
)
def test_a_credit_note_is_in_the_buyers_favour(content: bytes) -> None:
    """Its amounts are printed without a sign; here all of them are negative, and balance still."""
    bill = read(content)
    assert (bill.kind, bill.credits) == ("credit_note", ("R-0",))
    assert bill.totals.gross in {-32130, -17250}
    assert bill.lines["net"].sum() == bill.totals.net
    assert adds_up(bill) == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"<cbc:ID>R-1</cbc:ID>", b"", "BT-1"),
        (b"<cbc:DocumentCurrencyCode>EUR<", b"<cbc:DocumentCurrencyCode>Euro<", "BT-5"),
        (b">190.00<", b">190.005<", '"190.005"'),
        (b">190.00<", b">190,00<", '"190,00"'),
        (b">2025-03-31<", b">2025-02-31<", '"2025-02-31"'),
        (b'LineExtensionAmount currencyID="EUR">100.00<', b"LineExtensionAmount><", "BT-131"),
        (b"<cbc:Percent>19</cbc:Percent>", b"<cbc:Percent>many</cbc:Percent>", '"many"'),
        (b'unitCode="C62">2<', b'unitCode="C62">two<', '"two"'),
    ],
)  # fmt: skip
def test_what_cannot_be_read_refuses_the_whole(old: bytes, new: bytes, said: str) -> None:
    """No bill, and the value is quoted or the term named."""
    content = ubl()
    assert old in content
    bill, findings = found(content.replace(old, new))
    assert bill is None
    assert {finding.code for finding in findings} == {"E-BILL-VALUE"}
    assert any(said in finding.message for finding in findings)


def test_sums_of_parts_that_are_printed_wrongly_are_told_beside_the_bill() -> None:
    """Allowances of 20.00 printed as 21.00: the bill is read, for it can only then be disputed."""
    total = b'AllowanceTotalAmount currencyID="EUR">'
    bill, findings = found(ubl().replace(total + b"20.00", total + b"21.00"))
    assert bill is not None
    assert [(f.code, "21.00" in f.message, "20.00" in f.message) for f in findings] == [
        ("E-BILL-SUM", True, True)
    ]


def test_a_price_for_several_is_one_of_one_where_it_comes_out_even() -> None:
    """100.00 for 8 is 12.5 each; for 3 no decimal is: then none is kept."""
    price = b'<cbc:PriceAmount currencyID="EUR">100.00</cbc:PriceAmount>'
    for per, expected in ((b"8", "12.5"), (b"3", None), (b"0", None)):
        base = b"<cbc:BaseQuantity>" + per + b"</cbc:BaseQuantity>"
        bill = read(ubl().replace(price, price + base))
        assert bill.lines["price"][0] == expected


def test_a_line_without_days_has_the_bills() -> None:
    """The whole is for March; lines that say nothing are too."""
    period = b"<cac:InvoicePeriod><cbc:StartDate>2025-03-01</cbc:StartDate><cbc:EndDate>2025-03-31</cbc:EndDate></cac:InvoicePeriod>"  # noqa: E501
    whole = (
        ubl()
        .replace(period, b"")
        .replace(b"<cac:OrderReference>", period + b"<cac:OrderReference>")
    )
    assert set(read(whole).lines.select("from", "to").rows()) == {MARCH}
