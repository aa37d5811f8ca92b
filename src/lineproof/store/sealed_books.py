"""What do a folder's sealed months bring into the books? Their totals, at their latest revision."""

from __future__ import annotations

import datetime as dt
import json
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


def booked_months(folder: Path, view: View) -> tuple[BookedMonth, ...]:
    """Return the months that are sealed, in order; raises StoreError where one isn't readable."""
    found = []
    for booked in view.case.sealed:
        latest = latest_revision(folder, booked.month)
        assert latest is not None, "a sealed month has a folder"
        found.append(_month(latest, view.period(parse_month(booked.month))))
    return tuple(found)


def _month(sealed: Path, period: Days) -> BookedMonth:
    """Return what one sealed folder brings into the books."""
    try:
        content = (sealed / SEAL_FILE).read_bytes()
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
            interest=_interest(sealed / LINES_FILE, digits),
            lapsed=sum(amount for at, amount in booked.deferred if at is None),
            sha256=sha256_hex(content),
        )
    except (OSError, ValueError, LookupError, TypeError, pl.exceptions.PolarsError) as problem:
        message = f"{sealed} isn't readable as a sealed month ({problem}); run lineproof verify"
        raise StoreError(message) from problem


def _last(period: Days) -> dt.date:
    """Return a month's last day."""
    return period.end - dt.timedelta(days=1)


def _interest(lines: Path, digits: int) -> int:
    """Return the interest in a sealed month, in minor units."""
    rows = pl.scan_csv(lines, infer_schema=False).filter(pl.col("charge") == "late_interest")
    amounts = rows.select(pl.col("amount")).collect().to_series()
    return sum(parse_minor(amount, digits=digits) for amount in amounts)
