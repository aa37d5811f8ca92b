"""Does an approval sheet say all that a finance director signs for, in both languages?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.ledger.paying import write_paying

from lineproof.contract.check import check
from lineproof.ledger.proposal import Condition, Hindrance, Proposal, propose
from lineproof.report.approval import approval_of, condition_text
from lineproof.report.wording import LANGUAGES, Language
from lineproof.store.cases import open_case


def made(folder: Path, *, account: str = "ZZ00 0000 0000 0001") -> Proposal:
    """Return what is proposed for January on 1 March 2024."""
    case = open_case(write_paying(folder, account=account))
    return propose(case, check(case), on=dt.date(2024, 3, 1), month=dt.date(2024, 1, 1))


def test_what_is_paid_in_figures_and_words(tmp_path: Path) -> None:
    """1,610.00: one thousand six hundred ten; 壹仟陆佰壹拾元整."""
    proposal = made(tmp_path / "c")
    english, chinese = (approval_of(proposal, language=language) for language in LANGUAGES)
    assert english.total == chinese.total == "1,610.00 CNY"
    assert english.words == "CNY one thousand six hundred ten and 00/100"
    assert chinese.words == "壹仟陆佰壹拾元整"
    assert (english.is_blocked, len(english.signers)) == (False, 5)


def test_how_it_comes_about(tmp_path: Path) -> None:
    """Owed, billed, withheld, paid, to be paid, interest with its clause."""
    table = approval_of(made(tmp_path / "c"), language="en").tables[0]
    assert table.rows == (
        ("2024-01", "6", "2024-02-19, 11 days late", "1,610.00", "1,760.00", "-150.00", "–",
         "1,610.00", "8.86 (8)"),
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blocked_one_says_why(tmp_path: Path, language: Language) -> None:
    """Without an account in the contract nothing is released."""
    told = approval_of(made(tmp_path / "c", account=""), language=language)
    assert (told.is_blocked, told.total) == (True, "0.00 CNY")
    assert len(told.conditions.rows) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", Hindrance)
def test_each_condition_is_said(what: Hindrance, language: Language) -> None:
    """With what it is about, where it is about something, and no braces left."""
    text = condition_text(Condition(what, "N1"), language)
    assert text
    assert "{" not in text
