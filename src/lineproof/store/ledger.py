"""How is the ledger kept? A file a booking, none ever written again, each naming the one before.

`ledger/000001.csv`, `ledger/000002.csv` … lie in the contract folder. The first row of each holds
the SHA-256 of the file before it, and that of the first the contract's id, so that nothing can be
changed, left out or moved to another contract unseen. A file is written aside and renamed: a
booking is there as a whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from lineproof.ledger.journal import POSTINGS, Booking, appended, empty_journal, unbalanced
from lineproof.model.canonical import canonical_csv, sha256_hex
from lineproof.model.errors import StoreError
from lineproof.settle.lines_text import money_text
from lineproof.store.files import locked, write_file

LEDGER = "ledger"
_BLOCK = re.compile(r"([0-9]{6})\.csv", re.ASCII)
_CHAIN = "previous"


@dataclass(frozen=True)
class Kept:
    """A ledger as it is kept: its postings, how many bookings, and the last one's hash."""

    journal: pl.DataFrame
    blocks: int
    head: str


def read_ledger(folder: Path, *, contract: str, digits: int) -> Kept:
    """Return a folder's ledger; raises StoreError where it isn't as it was written.

    digits: decimals of the contract's currency.
    """
    place = folder / LEDGER
    names = sorted(p.name for p in place.iterdir()) if place.is_dir() else []
    blocks = [name for name in names if _BLOCK.fullmatch(name)]
    head, frames = _beginning(contract), [empty_journal()]
    for number, name in enumerate(blocks, 1):
        if name != _name(number):
            message = f"{place / _name(number)} is missing: the ledger goes on with {name}"
            raise StoreError(message)
        content = _bytes(place / name)
        frames.append(_postings(content, place / name, head, digits))
        head = sha256_hex(content)
    journal = pl.concat(frames)
    if unbalanced(journal).height:
        message = f"{place} has entries whose debits aren't their credits"
        raise StoreError(message)
    return Kept(journal, len(blocks), head)


def book(
    folder: Path, *, contract: str, digits: int, lacks: Callable[[pl.DataFrame], Booking]
) -> tuple[Kept, Booking]:
    """Book what a ledger lacks, and return it with what was booked; nothing where findings say no.

    lacks: what is to be booked beside a journal; it is asked while the folder is locked, so that of
    two who book at once one does, and the other finds it done.
    """
    with locked(folder):
        kept = read_ledger(folder, contract=contract, digits=digits)
        asked = lacks(kept.journal)
        booking = appended(kept.journal, asked.entries)
        findings = (*asked.findings, *booking.findings)
        if findings or booking.entries.is_empty():
            return kept, Booking(empty_journal(), findings)
        place = folder / LEDGER
        for stray in place.glob(".*.csv.*"):
            stray.unlink(missing_ok=True)
        content = _content(booking.entries, kept.head, digits)
        write_file(place / _name(kept.blocks + 1), content)
        journal = pl.concat([kept.journal, booking.entries])
        return Kept(journal, kept.blocks + 1, sha256_hex(content)), booking


def _name(number: int) -> str:
    """Return the name of a booking's file."""
    return f"{number:06d}.csv"


def _beginning(contract: str) -> str:
    """Return what the first booking names as the one before it."""
    return sha256_hex(contract.encode())


def _content(entries: pl.DataFrame, head: str, digits: int) -> bytes:
    """Return a booking's file."""
    chain = pl.when(pl.int_range(pl.len()) == 0).then(pl.lit(head)).alias(_CHAIN)
    columns = [money_text(c, digits) if c == "amount" else pl.col(c) for c in POSTINGS]
    return canonical_csv(entries.select(chain, *columns))


def _bytes(path: Path) -> bytes:
    """Return a file's bytes."""
    try:
        return path.read_bytes()
    except OSError as problem:
        message = f"{path} can't be read: {problem.strerror}"
        raise StoreError(message) from problem


def _postings(content: bytes, path: Path, head: str, digits: int) -> pl.DataFrame:
    """Return a booking's postings; raises StoreError where it doesn't follow the one before it."""
    try:
        read = pl.read_csv(content, schema=dict.fromkeys((_CHAIN, *POSTINGS), pl.String()))
        is_next = read.height > 0 and read.item(0, _CHAIN) == head
        minor = pl.col("amount").cast(pl.Decimal(38, digits)) * 10**digits
        frame = read.select(
            minor.cast(pl.Int64).alias(name) if name == "amount"
            else pl.col(name).str.to_date("%Y-%m-%d") if dtype == pl.Date()
            else pl.col(name).fill_null("") if name == "about"
            else pl.col(name)
            for name, dtype in POSTINGS.items()
        )  # fmt: skip
    except pl.exceptions.PolarsError as problem:
        message = f"{path} isn't readable as a booking: {str(problem).splitlines()[0]}"
        raise StoreError(message) from problem
    if not is_next:
        message = (
            f"{path} doesn't follow the booking before it: one of them was changed, left out, or "
            "belongs to another contract; put the folder back from a copy"
        )
        raise StoreError(message)
    return frame
