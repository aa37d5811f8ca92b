"""Do the official rules say what they say, and is nothing called valid that nobody checked?"""

from __future__ import annotations

import pytest
from tests.e_invoices import cii, ubl

from lineproof.model.errors import InputRefusedError
from lineproof.reconcile.adds_up import adds_up
from lineproof.sources.apart import Bounds
from lineproof.sources.bill_en16931 import read_en16931
from lineproof.sources.en16931 import official_findings
from lineproof.sources.xml_tree import parse_xml


def codes(content: bytes) -> list[str]:
    """Return the codes of the rules that an invoice breaks."""
    return [finding.code for finding in official_findings(content, file="a.xml")]


def test_our_examples_are_valid() -> None:
    """UBL with allowances, CII with two rates, a credit note of UBL."""
    assert codes(ubl()) == []
    assert codes(cii()) == []
    assert codes(ubl(kind="CreditNote", credits_="R-0")) == []


def test_valid_is_not_correct() -> None:
    """Tax 0.90 too high passes the official rules, 1.10 too high doesn't; we tell both, exactly."""
    dear = ubl(tax="52.20", gross="322.20", payable="222.20")
    bill, _ = read_en16931(parse_xml(dear, file="a.xml"), content=dear, file="a.xml")
    assert codes(dear) == []
    assert bill is not None
    assert [(f.code, f.amount) for f in adds_up(bill)] == [("E-BILL-TAX", 90)]
    assert set(codes(ubl(tax="52.40", gross="322.40", payable="222.40"))) == {"E-BILL-RULE"}


def test_a_broken_schema_is_told_too() -> None:
    """An element that UBL doesn't have; rules alone might never look at it."""
    wrong = ubl().replace(b"<cbc:AccountingCost>", b"<cbc:Invented/><cbc:AccountingCost>")
    findings = official_findings(wrong, file="a.xml")
    assert any("Invented" in finding.message for finding in findings)


@pytest.mark.parametrize("bounds", [Bounds(0, 2**32), Bounds(60, 2**20)])
def test_a_check_that_could_not_be_run_is_an_error_and_never_valid(bounds: Bounds) -> None:
    """No time, or no memory."""
    with pytest.raises(InputRefusedError) as refused:
        official_findings(ubl(), file="a.xml", bounds=bounds)
    assert [finding.code for finding in refused.value.findings] == ["E-BILL-VALIDATOR"]
