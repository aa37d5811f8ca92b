"""Is the approval sheet set, the same for the same proposal, with what it must say?"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.report.test_approval import made

from lineproof.report.approval_pdf import approval_pdf
from lineproof.report.wording import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_says_what_is_signed_for(tmp_path: Path, language: Language) -> None:
    """Amount, words, account, order, invoice, budget; twice the same bytes."""
    proposal = made(tmp_path / "c")
    content = approval_pdf(proposal, language=language)
    assert approval_pdf(proposal, language=language) == content
    path = tmp_path / "sheet.pdf"
    path.write_bytes(content)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    text = done.stdout.decode()
    for told in ("1,610.00 CNY", "ZZ00 0000 0000 0001", "PO-77", "NET-2024", "N1", "−150.00"):
        assert told in text
    assert ("壹仟陆佰壹拾元整" if language == "zh" else "one thousand six hundred ten") in text
