"""The sample as a workbook, computed again by LibreOffice."""

from __future__ import annotations

from pathlib import Path

from tests.report.audited import PACK
from tests.report.test_xlsx import opened, recomputed

from lineproof.report.audit_xlsx import audit_xlsx


def test_the_sample_adds_up_again(tmp_path: Path) -> None:
    """1,999.00 + 90.00 = 2,089.00."""
    made = audit_xlsx(PACK, language="en")
    front = recomputed({"audit": made}, tmp_path)["audit"].worksheets[0]
    amounts = [row[4] for row in front.iter_rows(values_only=True) if isinstance(row[4], int)]
    assert amounts == [1999, 90, 2089]


def test_every_link_is_listed_and_formulas_stay_text() -> None:
    """2 × 6 links; a circuit billed as `=EA-0010` is text."""
    front, links, reasons = opened(audit_xlsx(PACK, language="zh")).worksheets
    assert links.max_row == 1 + 12
    cells = [cell for row in front.iter_rows() for cell in row if cell.value == "=EA-0010"]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]
    assert reasons.cell(row=2, column=1).value == 1
    assert audit_xlsx(PACK, language="zh") == audit_xlsx(PACK, language="zh")
