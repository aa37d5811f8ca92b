"""How is a bill brought in? Read by what a contract knows of it, checked, and kept with its hash.

Columns that nobody confirmed are shown, and nothing is kept until somebody says that they're right.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lineproof.contract.case import Case
from lineproof.model.bill import Bill
from lineproof.model.errors import InputRefusedError, LineproofError
from lineproof.model.finding import Finding
from lineproof.reconcile.adds_up import adds_up
from lineproof.reconcile.fits import fits
from lineproof.sources.bill_file import BillRead, Said, is_e_invoice, read_bill_file, unnumbered
from lineproof.sources.bill_lines import is_canonical
from lineproof.sources.bill_sheet import SheetGiven, read_sheet, unconfirmed
from lineproof.sources.en16931 import official_findings
from lineproof.sources.guess import Guess
from lineproof.store.bills import keep_bill, read_bills, save_layout


@dataclass(frozen=True)
class Brought:
    """What bringing in one file came to.

    bill: None where it was refused, or its columns wait to be confirmed. guesses: the columns, as
    far as nobody confirmed them before. is_new: whether this call kept it; folder: where. saved:
    the file that its columns are remembered in, where they were confirmed now.
    """

    file: str
    findings: tuple[Finding, ...]
    digits: int
    bill: Bill | None = None
    guesses: tuple[Guess, ...] = ()
    rows: int = 0
    is_new: bool = False
    folder: str = ""
    saved: str = ""

    @property
    def is_waiting(self) -> bool:
        """Whether it only waits for its columns to be confirmed."""
        return self.bill is None and bool(self.guesses)


@dataclass(frozen=True)
class Coming:
    """A bill's file, and what a person says of it.

    detail: the sheet with its lines, where there is one. provider: whose layout it is.
    is_confirmed: the guessed columns are right.
    """

    given: SheetGiven
    said: Said
    provider: str
    detail: SheetGiven | None = None
    is_confirmed: bool = False


def bring(folder: Path, case: Case, coming: Coming) -> Brought:
    """Return what bringing in a file came to; one that is refused says why, and isn't kept."""
    try:
        return _brought(folder, case, coming)
    except InputRefusedError as refusal:
        return Brought(coming.given.file, refusal.findings, case.contract.digits)


def guesses_of(coming: Coming) -> tuple[Guess, ...]:
    """Return what a refused file's columns were taken for; none where it is no sheet."""
    given = coming.detail or coming.given
    if is_e_invoice(given.content) or is_canonical(given.content):
        return ()
    try:
        return read_sheet(given).guesses
    except LineproofError:
        return ()


def _brought(folder: Path, case: Case, coming: Coming) -> Brought:
    """Return what bringing in one file came to; raises InputRefusedError where it is refused."""
    given, detail = coming.given, coming.detail
    read = read_bill_file(given, coming.said, detail=detail)
    bill, sheet = read.bill, read.sheet
    is_guessed = sheet is not None and not sheet.is_known
    shown = Brought(
        file=(detail or given).file,
        findings=read.findings,
        digits=bill.digits,
        guesses=sheet.guesses if sheet is not None and is_guessed else (),
        rows=bill.lines.height,
    )
    if sheet is not None and is_guessed and not coming.is_confirmed:
        asks = (
            unconfirmed(sheet, file=shown.file),
            *(() if bill.number else (unnumbered(given.file),)),
        )
        return dataclasses.replace(shown, findings=(*asks, *read.findings))
    if not bill.number:
        raise InputRefusedError((unnumbered(given.file),))
    official = official_findings(read.official, file=given.file) if read.official else ()
    findings = (*read.findings, *official, *_judged(folder, case, read))
    kept = keep_bill(folder, bill, {g.file: g.content for g in (given, detail) if g})
    saved = ""
    if sheet is not None and is_guessed:
        saved = str(save_layout(folder, coming.provider, sheet.layout))
    return dataclasses.replace(
        shown,
        file=given.file,
        findings=findings if kept.is_new else (),
        bill=kept.bill,
        is_new=kept.is_new,
        folder=str(kept.folder),
        saved=saved,
    )


def _judged(folder: Path, case: Case, read: BillRead) -> tuple[Finding, ...]:
    """Return what of a bill doesn't add up, or isn't the contract's."""
    # only a credit note is compared with what came before: reading that may take long
    before = read_bills(folder) if read.bill.kind == "credit_note" else ()
    return judged(read.bill, case, before)


def judged(bill: Bill, case: Case, others: Sequence[Bill]) -> tuple[Finding, ...]:
    """Return what of a bill doesn't add up, or isn't the contract's.

    others: the bills that a credit note may correct; itself among them doesn't count.
    """
    earlier = [other for other in others if other.number != bill.number]
    return (*adds_up(bill), *fits(bill, case, earlier))
