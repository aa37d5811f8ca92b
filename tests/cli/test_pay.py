"""Is what is to be paid proposed from the command line, and its sheet written?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.ledger.paying import write_paying

if TYPE_CHECKING:
    from tests.cli.conftest import Run

ASKED = ("--on", "2024-03-01", "--month", "2024-01")


def test_a_payment_is_proposed_and_its_sheets_written(lineproof: Run, tmp_path: Path) -> None:
    """1,610.00; 0 where nothing stands in the way, 1 where something does, 2 for a wrong day."""
    folder = write_paying(tmp_path / "c")
    done = lineproof("pay", "propose", folder, *ASKED, "--json")
    assert (done.code, done.json["total"]) == (0, "1610.00")
    pdf, xlsx = tmp_path / "sheet.pdf", tmp_path / "sheet.xlsx"
    assert lineproof("pay", "propose", folder, *ASKED, "--pdf", pdf, "--xlsx", xlsx).code == 0
    assert pdf.read_bytes()[:5] == b"%PDF-"
    assert xlsx.read_bytes()[:2] == b"PK"
    assert lineproof("pay", "propose", folder, "--on", "2024-03-01").code == 1
    assert lineproof("pay", "propose", folder, "--on", "1 March").code == 2
