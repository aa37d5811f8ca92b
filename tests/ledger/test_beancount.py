"""Does another bookkeeper's program read the export, and refuse it where a cent is off?"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import polars as pl

from lineproof.ledger.accounts import Account
from lineproof.ledger.beancount import Payee, account_name, beancount_text
from lineproof.ledger.journal import Document, Posting, empty_journal, lacking

BEAN_CHECK = Path(sys.executable).with_name("bean-check")
D = dt.date
PAYEES = (Payee("access-593", 'P "quoted" \\ and\nmore', 2), Payee("合同", "P", 0))


def made() -> pl.DataFrame:
    """Return two contracts' journals: 900.00 and a yen, each costed, billed and paid."""
    frames = []
    for contract, currency, amount in (("access-593", "CNY", 90000), ("合同", "JPY", 1)):
        documents = (
            Document("month:2025-03", "r0", D(2025, 3, 31), (
                Posting(Account.COST, amount), Posting(Account.ACCRUED, -amount)), "a"),
            Document('invoice:"1\\', "", D(2025, 4, 2), (
                Posting(Account.ACCRUED, amount), Posting(Account.PAYABLE, -amount))),
            Document("payment:P1", "", D(2025, 4, 30), (
                Posting(Account.PAYABLE, amount), Posting(Account.CASH, -amount))),
        )  # fmt: skip
        found = lacking(empty_journal(), documents, currency=currency, on=D(2025, 5, 1))
        frames.append(found.entries.with_columns(contract=pl.lit(contract)))
    return pl.concat(frames)


def checked(text: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Return what `bean-check` says of a text."""
    path = tmp_path / "ledger.beancount"
    path.write_text(text, encoding="utf-8")
    return subprocess.run([BEAN_CHECK, path], capture_output=True, text=True, check=False)


def test_bean_check_reads_it(tmp_path: Path) -> None:
    """Quotes, line feeds, Chinese ids and a currency without decimals included."""
    text = beancount_text(made(), PAYEES)
    done = checked(text, tmp_path)
    assert done.returncode == 0, done.stderr
    assert text.count(" * ") == 6
    assert "  Expenses:Service:Access-593  900.00 CNY" in text
    assert '"invoice:\\"1\\\\/1"' in text


def test_bean_check_refuses_a_cent_too_much(tmp_path: Path) -> None:
    """A balance 0.01 off would pass where the tolerance is guessed; ours is 0."""
    text = beancount_text(made(), PAYEES)
    line = "2025-05-01 balance Expenses:Service:Access-593 900.00 ~ 0 CNY"
    assert line in text
    done = checked(text.replace(line, line.replace("900.00", "900.01")), tmp_path)
    assert done.returncode != 0
    assert "Balance failed" in done.stderr


def test_an_empty_journal_is_an_empty_ledger(tmp_path: Path) -> None:
    """Nothing is opened, and nothing asserted."""
    empty = empty_journal().with_columns(contract=pl.lit("c"))
    assert checked(beancount_text(empty, ()), tmp_path).returncode == 0


def test_contracts_never_share_an_account() -> None:
    """An id that can't stand in a name becomes its hash; a capital and a small letter differ."""
    names = {account_name(Account.COST, c) for c in ("a-1", "A-1", "a_1", "a 1", "=1", "合同")}
    assert len(names) == 6
