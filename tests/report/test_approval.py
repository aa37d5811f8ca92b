"""Does an approval sheet say all that a finance director signs for, in both languages?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.ledger.paying import lines_bill, with_tolerance, write_paying

from lineproof.contract.check import check
from lineproof.ledger.proposal import Condition, Hindrance, Proposal, propose
from lineproof.report.approval import Approval, Table, approval_of, condition_text
from lineproof.report.proposal_words import PayWord
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


def test_what_comparing_the_bill_found_is_listed_by_cause(tmp_path: Path) -> None:
    """C1 150.00 too dear, within a tolerance of 10 % of 1,760.00, 176.00: 1,685.00, the mean,
    stands, and 75.00 aren't owed. Without its lines N1 is said not to be compared.
    """
    folder = write_paying(tmp_path / "c")
    case = open_case(with_tolerance(folder, share="0.10", inside="mean"))
    bills = [lines_bill(("C1", 115000), ("C2", 31000), ("C3", 30000))]
    on, month = dt.date(2024, 3, 1), dt.date(2024, 1, 1)
    proposal = propose(case, check(case), on=on, month=month, bills=bills)
    told = found_table(approval_of(proposal, language="en"))
    assert [row[:2] + row[3:] for row in told.rows[:1]] == [("2024-01", "N1", "1", "75.00", "1")]
    assert told.rows[1][2] == "150.00 lies within the tolerance of 176.00; 1,685.00 stands"
    chinese = found_table(approval_of(proposal, language="zh"))
    assert "以 1,685.00 为准" in chinese.rows[1][2]
    without = propose(case, check(case), on=on, month=month)
    bare = found_table(approval_of(without, language="en"))
    assert bare.rows == (("2024-01", "N1", "not compared line by line", "–", "–", "–"),)


def found_table(told: Approval) -> Table:
    """Return the table of the differences found."""
    (found,) = (each for each in told.tables if each.title in PayWord.FOUND.value)
    return found
