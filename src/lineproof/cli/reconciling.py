"""What do bills named on the command line come to? Kept ones by their number, others as files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lineproof.cli.contract_folders import contract_folders
from lineproof.cli.running import month_of, months_from
from lineproof.model.errors import LineproofError

if TYPE_CHECKING:
    from lineproof.contract.case import View
    from lineproof.model.bill import Bill
    from lineproof.reconcile.against_months import Compared
    from lineproof.reconcile.owed import Owed
    from lineproof.reconcile.reconciliation import Reconciliation
    from lineproof.settle.settlement import Settlement


def reconciled(
    folder: Path, named: list[str], months: list[dt.date], as_known: dt.date | None
) -> Reconciliation:
    """Return the differences between some bills and what a folder's contracts claim for months.

    folder: a contract's, or one of several. Bills that it keeps besides are taken into account.
    Raises InputRefusedError and LineproofError as reading and settling do.
    """
    from lineproof.reconcile.reconcile import reconcile

    folders = contract_folders([folder])
    contracts = [owed_of(each, months, as_known) for each in folders]
    own, others = bills_of(folders, named, contracts[0])
    return reconcile(contracts, own, others=others)


def compared(
    folder: Path, month: dt.date, numbers: Sequence[str], *, known: dt.date | None
) -> Compared:
    """Return what comparing bills by number comes to; no number: those for days of the month.

    Raises InputRefusedError where a bill isn't there, or none is for the month.
    """
    from lineproof.reconcile.against_months import against_months
    from lineproof.store.bills import read_bills

    seen, settlements = settled_months(folder, [month], known)
    return against_months(seen, settlements, read_bills(folder), numbers=numbers)


def months_of(given: list[str], first: str | None, last: str | None) -> list[dt.date]:
    """Return the months asked for: those named, or all from one to another."""
    ends = [text for text in (first, last) if text is not None]
    if len(ends) != (0 if given else 2):
        message = "name the months: --month 2025-03 (several times for more), or --from … --to …"
        raise LineproofError(message)
    if given:
        return sorted({month_of(text) for text in given})
    return months_from(*ends)


def owed_of(folder: Path, months: list[dt.date], as_known: dt.date | None) -> Owed:
    """Return what a folder's contract claims for some months."""
    from lineproof.reconcile.owed import owed

    return owed(*settled_months(folder, months, as_known))


def settled_months(
    folder: Path, months: list[dt.date], as_known: dt.date | None
) -> tuple[View, list[Settlement]]:
    """Return what is known of a folder's contract, and some months of it, settled."""
    from lineproof.contract.case import view
    from lineproof.contract.check import check
    from lineproof.settle.settle import Asked, settle
    from lineproof.store.cases import open_case

    case = open_case(folder, as_known=as_known)
    findings = check(case, as_known=as_known)
    asked = [Asked(month, as_known=as_known, findings=findings) for month in months]
    return view(case, as_known=as_known), [settle(case, each) for each in asked]


def bills_of(
    folders: Sequence[Path], named: list[str], contract: Owed
) -> tuple[list[Bill], list[Bill]]:
    """Return the bills named, and the others that the folders keep."""
    from lineproof.store.bill_given import read_unkept
    from lineproof.store.bills import read_bills

    # a bill over several contracts may be kept with each of them: it is one all the same
    kept = {(bill.number, bill.sha256): bill for folder in folders for bill in read_bills(folder)}
    own: dict[tuple[str, str], Bill] = {}
    for name in named:
        of_name = [bill for bill in kept.values() if bill.number == name]
        if not of_name and Path(name).is_file():
            of_name = [read_unkept(folders[0], contract.view.case, Path(name)).bill]
        if len(of_name) != 1:
            raise LineproofError(_not_one(name, sorted(number for number, _ in kept)))
        own |= {(bill.number, bill.sha256): bill for bill in of_name}
    numbers = {bill.number for bill in own.values()}
    return [*own.values()], [bill for bill in kept.values() if bill.number not in numbers]


def _not_one(name: str, numbers: list[str]) -> str:
    """Return why a name isn't one bill."""
    if name in numbers:
        return f'several contracts keep a bill "{name}", and they differ: name one of their folders'
    listed = ", ".join(dict.fromkeys(numbers)) or "none"
    return f'"{name}" is neither a file nor a bill that was brought in ({listed})'
