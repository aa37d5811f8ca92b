"""The sample on paper, read back with poppler."""

from __future__ import annotations

import pytest
from tests.report.audited import PACK
from tests.report.test_pdf import joined, text_of

from lineproof.report.audit_pdf import audit_pdf
from lineproof.report.wording import Language


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Billed lines traced", "seed-1", "missing", "records/orders.csv:2",
                "taken for its amount alone", "differs: unknown id", "Page 1 / 1"]),
        ("zh", ["账单行抽样追溯", "缺失", "种子", "审批", "records/invoices.csv:4", "第 1 / 1 页"]),
    ],
)  # fmt: skip
def test_each_line_has_its_links(language: Language, said: list[str]) -> None:
    """In both languages; the same bytes each time."""
    made = audit_pdf(PACK, language=language)
    bare = joined(text_of(made)).replace("\u200b", "")
    assert [text for text in said if joined(text) not in bare] == []
    assert made == audit_pdf(PACK, language=language)
