"""Is a proposal printed in both languages, and told to programs?"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from tests.report.test_approval import made

from lineproof.report.printing import Printing, console_for
from lineproof.report.proposal import print_proposal, proposal_json
from lineproof.report.wording import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_printed(tmp_path: Path, language: Language) -> None:
    """What is owed, billed and proposed; the dispute below it."""
    out = io.StringIO()
    print_proposal(made(tmp_path / "c"), Printing(console_for(out), language))
    text = out.getvalue()
    assert all(told in text for told in ("1,610.00", "1,760.00", "-150.00", "X1", "CNY"))
    assert ("大写" if language == "zh" else "In words") in text


def test_it_is_told_as_json(tmp_path: Path) -> None:
    """Amounts as texts, with what stands in the way."""
    told = proposal_json(made(tmp_path / "c", account=""))
    (item,) = told["items"]
    assert (told["total"], item["proposed"], item["interest"]) == ("0.00", "1610.00", "8.86")
    assert item["conditions"][0]["what"] == "no_account"
    assert told["account"] is None
