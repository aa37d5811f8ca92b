"""Do both formats have a path for the same business terms?"""

from lineproof.sources.bill_syntax import CII, SYNTAXES, UBL


def test_both_syntaxes_know_the_same_terms() -> None:
    """What one reads, the other does too."""
    assert UBL.head.keys() == CII.head.keys()
    assert UBL.lines.keys() == CII.lines.keys()
    assert UBL.taxes.keys() == CII.taxes.keys()
    assert UBL.allowances.keys() == CII.allowances.keys()
    assert sorted(tag.rpartition("}")[2] for tag in SYNTAXES) == [
        "CreditNote", "CrossIndustryInvoice", "Invoice",
    ]  # fmt: skip
