"""What do sealed months bring into the books? Their totals, at their latest revision."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from lineproof.contract.case import View
from lineproof.ledger.facts import BookedMonth
from lineproof.model.canonical import sha256_hex
from lineproof.model.errors import StoreError
from lineproof.model.money import parse_minor
from lineproof.model.period import Days, parse_month
from lineproof.seal.content import LINES_FILE, SEAL_FILE
from lineproof.sources.sealed_folder import booked_from
from lineproof.store.sealed import latest_revision

#: Reads a file of a sealed month by its name.
Reads = Callable[[str], bytes]


def sealed_reads(folder: Path, view: View) -> dict[str, Reads]:
    """Return what reads the files of each sealed month of a folder, at its latest revision."""
    found = {booked.month: latest_revision(folder, booked.month) for booked in view.case.sealed}
    return {month: _reads(place) for month, place in found.items() if place is not None}


def _reads(place: Path) -> Reads:
    """Return what reads the files of a sealed folder."""

    def read(name: str) -> bytes:
        try:
            return (place / name).read_bytes()
        except OSError as problem:
            message = f"{place} isn't readable as a sealed month ({problem}); run lineproof verify"
            raise StoreError(message) from problem

    return read


def booked_months(view: View, sealed: Mapping[str, Reads]) -> tuple[BookedMonth, ...]:
    """Return the months that are sealed, in order; raises StoreError where one isn't readable.

    sealed: what reads the files of each, by month.
    """
    return tuple(
        _month(booked.month, sealed[booked.month], view.period(parse_month(booked.month)))
        for booked in view.case.sealed
    )


def _month(month: str, read: Reads, period: Days) -> BookedMonth:
    """Return what one sealed month brings into the books."""
    content = read(SEAL_FILE)
    try:
        seal = json.loads(content)
        digits, totals = seal["digits"], seal["totals"]
        booked = booked_from(seal["booked"], digits=digits)
        tax = totals["tax"]
        return BookedMonth(
            month=booked.month,
            revision=booked.revision,
            last=_last(period),
            claimed=booked.at_once_first + booked.carried,
            gross=parse_minor(totals["gross"], digits=digits),
            tax=parse_minor(tax, digits=digits) if isinstance(tax, str) else None,
            interest=_interest(read(LINES_FILE), digits),
            lapsed=sum(amount for at, amount in booked.deferred if at is None),
            sha256=sha256_hex(content),
        )
    except (ValueError, LookupError, TypeError, pl.exceptions.PolarsError) as problem:
        raise unreadable(month, problem) from problem


def unreadable(month: str, problem: Exception) -> StoreError:
    """Return the refusal of a sealed month whose files aren't what they were."""
    message = f"{month} isn't readable as a sealed month ({problem}); run lineproof verify"
    return StoreError(message)


def _last(period: Days) -> dt.date:
    """Return a month's last day."""
    return period.end - dt.timedelta(days=1)


def _interest(lines: bytes, digits: int) -> int:
    """Return the interest in a sealed month, in minor units."""
    rows = pl.scan_csv(lines, infer_schema=False).filter(pl.col("charge") == "late_interest")
    amounts = rows.select(pl.col("amount")).collect().to_series()
    return sum(parse_minor(amount, digits=digits) for amount in amounts)
