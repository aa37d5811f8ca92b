"""How does a month become closed? Settled, compared with what was sealed, and written once more."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lineproof.contract.case import Case, view
from lineproof.contract.check import check
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.model.period import add_months, month_text, parse_month
from lineproof.seal.content import (
    CONTRACT_FILE,
    Previous,
    booked_of,
    due_of,
    seal_files,
    written_files,
)
from lineproof.settle.settle import Asked, settle_written
from lineproof.settle.settlement import Settlement
from lineproof.store.cases import open_case
from lineproof.store.sealed import latest_revision, previous_seal, write_seal


@dataclass(frozen=True)
class Sealing:
    """What sealing a month came to.

    folder: where it lies; None where something is open and nothing was sealed. is_new: whether this
    call wrote it. change: what a restatement changes of the month's gross, in minor units; later:
    the parts of it that reach the buyer with the credits of a month still to be sealed, by that
    month; None: they lapse. The rest of it goes into the next month.
    """

    settlement: Settlement
    folder: Path | None
    revision: int
    is_new: bool
    change: int | None
    later: tuple[tuple[str | None, int], ...] = ()


@dataclass(frozen=True)
class Closing:
    """What closing a month would write.

    files: the seal's; None where something is open, or where the latest revision says the same.
    change, later: what it changes of the gross that was sealed before; see `Sealing`.
    """

    settlement: Settlement
    files: Mapping[str, bytes] | None
    revision: int
    change: int | None
    later: tuple[tuple[str | None, int], ...] = ()


def seal_month(folder: Path, month: dt.date, *, as_known: dt.date | None) -> Sealing:
    """Close a month, or restate it where newer facts change it; the caller holds the lock.

    Raises InputRefusedError where an earlier month must be sealed first.
    """
    case, text = open_case(folder, as_known=as_known), month_text(month)
    asked = Asked(month, as_known=as_known, findings=check(case, as_known=as_known))
    kept = KeptAlready((folder / CONTRACT_FILE).read_bytes(), lambda: previous_seal(folder, text))
    closing = close_month(case, asked, kept)
    if closing.files is None:
        latest = latest_revision(folder, text) if closing.settlement.is_settled else None
        return Sealing(closing.settlement, latest, closing.revision, is_new=False, change=None)
    written = write_seal(folder, text, closing.revision, closing.files)
    return Sealing(
        closing.settlement,
        written,
        closing.revision,
        is_new=True,
        change=closing.change,
        later=closing.later,
    )


@dataclass(frozen=True)
class KeptAlready:
    """What is kept where a month is to be closed: the contract's bytes, and its latest seal."""

    contract: bytes
    previous: Callable[[], Previous | None]


def close_month(case: Case, asked: Asked, kept: KeptAlready) -> Closing:
    """Return what closes a month, wherever it is then written; nothing is written here.

    case: with its sealed months. Raises InputRefusedError where an earlier month must be sealed
    first, or where the month was sealed on more than is asked for.
    """
    _refuse_out_of_order(case, month_text(asked.month))
    whole = settle_written(case, asked)
    settlement = whole.settlement
    if not settlement.is_settled:
        return Closing(settlement, None, -1, None)
    previous = kept.previous()
    if previous is not None:
        if _is_same(previous, settlement):
            return Closing(settlement, None, previous.booked.revision, None)
        _refuse_older(previous, asked.as_known, settlement.month)
    files = seal_files(
        view(case, as_known=asked.as_known),
        settlement,
        kept.contract,
        previous=previous,
        at_hand=written_files(whole),
    )
    revision = previous.booked.revision + 1 if previous is not None else 0
    change, later = _change(case, settlement), _later(case, settlement)
    return Closing(settlement, files, revision, change, later)


def _is_same(previous: Previous, settlement: Settlement) -> bool:
    """Whether a month comes to what its latest revision says: lines, totals, dues, credits."""
    booked = booked_of(settlement, previous=previous)
    is_booked = dataclasses.replace(booked, revision=previous.booked.revision) == previous.booked
    return is_booked and list(previous.due) == due_of(settlement)


def _refuse_older(previous: Previous, as_known: dt.date | None, month: str) -> None:
    """Raise InputRefusedError where a month would be restated on less than was known."""
    before = previous.as_known
    if as_known is None or (before is not None and as_known.isoformat() >= before):
        return
    known = "with all that was recorded" if before is None else f"as known on {before}"
    message = f"{month} was sealed {known}; it isn't restated as known on {as_known}"
    later = "Leave --as-known out" if before is None else "Ask for a later day"
    fix = f"{later}; lineproof settle shows the month as it was known then."
    raise InputRefusedError((error("E-SEAL-OLDER", message, where=f"settled/{month}", fix=fix),))


def _change(case: Case, settlement: Settlement) -> int | None:
    """Return by how much a restatement changes what the month earned."""
    before = next((b for b in case.sealed if b.month == settlement.month), None)
    gross = settlement.gross.value
    if before is None or gross is None:
        return None
    return gross - (before.at_once + sum(amount for _, amount in before.deferred))


def _later(case: Case, settlement: Settlement) -> tuple[tuple[str | None, int], ...]:
    """Return by how much a restatement changes the credits of months that aren't sealed yet."""
    before = next((b for b in case.sealed if b.month == settlement.month), None)
    if before is None:
        return ()
    sealed = {booked.month for booked in case.sealed}
    old, new = dict(before.deferred), dict(settlement.deferred)
    changes = ((at, new.get(at, 0) - old.get(at, 0)) for at in dict.fromkeys((*old, *new)))
    return tuple((at, change) for at, change in changes if change and at not in sealed)


def _refuse_out_of_order(case: Case, month: str) -> None:
    """Raise InputRefusedError for a month that isn't sealed nor the next after the sealed ones.

    What sealed months still owe goes into the next one; with a gap it would be lost or go twice.
    """
    months = [booked.month for booked in case.sealed]
    if not months or month in months:
        return
    following = month_text(add_months(parse_month(months[-1]), 1))
    if month == following:
        return
    if month > following:
        message = f"{month} can't be sealed yet: {following} isn't"
        fix = f"Seal {following} first."
    else:
        message = f"{month} lies before {months[0]}, the first month that was sealed"
        fix = "Settle it by hand: what it owed was taken over when sealing began."
    raise InputRefusedError((error("E-SEAL-ORDER", message, where=f"settled/{month}", fix=fix),))
