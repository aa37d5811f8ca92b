"""Is a booking kept whole, once, and in a chain that shows whatever was changed?"""

from __future__ import annotations

import datetime as dt
import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from lineproof.ledger.accounts import Account
from lineproof.ledger.journal import Booking, Document, Posting, lacking, unbalanced
from lineproof.model.errors import StoreError
from lineproof.store.ledger import Kept, book, read_ledger

DAY = dt.date(2025, 3, 31)


def paid(*amounts: int) -> tuple[Document, ...]:
    """Return payments of some amounts, named by their place."""
    return tuple(
        Document(f"payment:P{n}", "", DAY, (Posting(Account.PAYABLE, amount, "item:x", DAY),
                                            Posting(Account.CASH, -amount)), "e" * 64)
        for n, amount in enumerate(amounts)
    )  # fmt: skip


def booked(folder: Path, *documents: Document) -> Kept:
    """Book some documents."""

    def lacks(journal: pl.DataFrame) -> Booking:
        return lacking(journal, documents, currency="CNY", on=DAY)

    kept, booking = book(folder, contract="c", digits=2, lacks=lacks)
    assert not booking.findings
    return kept


def read(folder: Path, contract: str = "c") -> Kept:
    """Return a folder's ledger."""
    return read_ledger(folder, contract=contract, digits=2)


def test_what_is_booked_is_read_back(tmp_path: Path) -> None:
    """Two bookings, two files; booking the same again writes none."""
    one = booked(tmp_path, *paid(500))
    two = booked(tmp_path, *paid(500, -70))
    assert (one.blocks, two.blocks) == (1, 2)
    assert booked(tmp_path, *paid(500, -70)).head == two.head
    kept = read(tmp_path)
    assert (kept.blocks, kept.head) == (2, two.head)
    assert kept.journal.equals(two.journal)
    assert kept.journal.get_column("amount").to_list() == [500, -500, -70, 70]
    assert sorted(p.name for p in (tmp_path / "ledger").iterdir()) == ["000001.csv", "000002.csv"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda ledger: (ledger / "000001.csv").unlink(),
        lambda ledger: (ledger / "000001.csv").write_text(
            (ledger / "000001.csv").read_text().replace("5.00", "6.00")
        ),
        lambda ledger: (ledger / "000002.csv").write_text("previous\n"),
        lambda ledger: (ledger / "000002.csv").write_bytes(b"\xff\xfe\n"),
        lambda ledger: (ledger / "000002.csv").write_text(
            (ledger / "000002.csv").read_text().replace("2025-03-31", "31 March")
        ),
        lambda ledger: (ledger / "000002.csv").rename(ledger / "000003.csv"),
    ],
)
def test_what_was_changed_is_refused(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    """A file less, an amount, an empty file, no text, no day, a gap: none is read as if nothing."""
    booked(tmp_path, *paid(500))
    booked(tmp_path, *paid(500, 70))
    spoil(tmp_path / "ledger")
    with pytest.raises(StoreError, match="ledger"):
        read(tmp_path)


def test_a_ledger_of_another_contract_is_refused(tmp_path: Path) -> None:
    """The first booking names the contract."""
    booked(tmp_path, *paid(500))
    with pytest.raises(StoreError, match="another contract"):
        read(tmp_path, "d")


def test_an_unbalanced_file_is_refused(tmp_path: Path) -> None:
    """A posting taken out of the last file breaks no chain; debits and credits tell."""
    booked(tmp_path, *paid(500))
    path = tmp_path / "ledger" / "000001.csv"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:2]))
    with pytest.raises(StoreError, match="credits"):
        read(tmp_path)


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk has no room, the booking isn't there, and nothing is left beside it."""
    before = booked(tmp_path, *paid(500))

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="nothing was changed"):
            booked(tmp_path, *paid(500, 70))
    assert read(tmp_path).head == before.head
    assert [p.name for p in (tmp_path / "ledger").iterdir()] == ["000001.csv"]


def test_killed_at_any_time_a_booking_is_there_or_not(tmp_path: Path) -> None:
    """After each kill the ledger reads, balances, and takes what is lacking."""
    for n in range(12):
        child = os.fork()
        if child == 0:
            try:
                booked(tmp_path, *paid(*range(1, 3000 + n)))
            finally:
                os._exit(0)
        time.sleep(0.004 * n)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        kept = read(tmp_path)
        assert unbalanced(kept.journal).is_empty()
    whole = booked(tmp_path, *paid(*range(1, 3011)))
    cash = whole.journal.filter(pl.col("account") == "cash").get_column("amount").sum()
    assert cash == -3010 * 3011 // 2


TWO = """
import sys
from pathlib import Path
from tests.store.test_ledger import booked
print(booked(Path(sys.argv[1])).blocks)
"""


def test_two_who_reverse_at_once_reverse_once(tmp_path: Path) -> None:
    """A payment of 5.00 is withdrawn, and four programs book that: it is taken back once."""
    booked(tmp_path, *paid(500))
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", TWO, str(tmp_path)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root)
               for _ in range(4)]  # fmt: skip
    for each in started:
        told, _ = each.communicate(timeout=60)
        assert (each.returncode, told.strip()) == (0, "2")
    kept = read(tmp_path)
    assert kept.journal.get_column("key").unique().sort().to_list() == [
        "payment:P0/1",
        "payment:P0/2",
    ]
    assert kept.journal.get_column("amount").sum() == 0
