"""Are the report's own words on bills said in both languages?"""

from lineproof.report.bill_words import BillWord


def test_a_kept_bill_is_told_in_both_languages() -> None:
    """Its number, kind and folder stand in both."""
    values = {"number": "R1", "kind": "k", "lines": "2", "folder": "d"}
    assert BillWord.IMPORTED.said("en", **values) == "brought in R1 (k, 2 lines): d"
    assert BillWord.IMPORTED.said("zh", **values) == "已导入 R1（k，2 行）：d"
