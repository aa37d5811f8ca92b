"""What do bills named on the command line come to? Kept ones by their number, others as files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from lineproof.cli.running import month_of
from lineproof.model.errors import LineproofError

if TYPE_CHECKING:
    from lineproof.model.bill import Bill
    from lineproof.reconcile.owed import Owed
    from lineproof.reconcile.reconciliation import Reconciliation


def reconciled(
    folder: Path, named: list[str], months: list[dt.date], as_known: dt.date | None
) -> Reconciliation:
    """Return the differences between some bills and what a folder's contracts claim for months.

    folder: a contract's, or one of several. Bills that it keeps besides are taken into account.
    Raises InputRefusedError and LineproofError as reading and settling do.
    """
    from lineproof.reconcile.reconcile import reconcile

    folders = contract_folders(folder)
    contracts = [owed_of(each, months, as_known) for each in folders]
    own, others = bills_of(folders, named, contracts[0])
    return reconcile(contracts, own, others=others)


def months_of(given: list[str], first: str | None, last: str | None) -> list[dt.date]:
    """Return the months asked for: those named, or all from one to another."""
    from lineproof.model.period import add_months

    ends = [text for text in (first, last) if text is not None]
    if len(ends) != (0 if given else 2):
        message = "name the months: --month 2025-03 (several times for more), or --from … --to …"
        raise LineproofError(message)
    if given:
        return sorted({month_of(text) for text in given})
    start, end = (month_of(text) for text in ends)
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    if count < 1:
        message = f"--to {last} is before --from {first}"
        raise LineproofError(message)
    return [add_months(start, i) for i in range(count)]


def contract_folders(folder: Path) -> list[Path]:
    """Return the contract folder, or those in a folder of them, by name."""
    if (folder / "contract.toml").exists() or not folder.is_dir():
        return [folder]
    inside = sorted(each.parent for each in folder.glob("*/contract.toml"))
    return inside or [folder]


def owed_of(folder: Path, months: list[dt.date], as_known: dt.date | None) -> Owed:
    """Return what a folder's contract claims for some months."""
    from lineproof.contract.case import view
    from lineproof.contract.check import check
    from lineproof.reconcile.owed import owed
    from lineproof.settle.settle import Asked, settle
    from lineproof.store.cases import open_case

    case = open_case(folder, as_known=as_known)
    findings = check(case, as_known=as_known)
    asked = [Asked(month, as_known=as_known, findings=findings) for month in months]
    return owed(view(case, as_known=as_known), [settle(case, each) for each in asked])


def bills_of(
    folders: list[Path], named: list[str], contract: Owed
) -> tuple[list[Bill], list[Bill]]:
    """Return the bills named, and the others that the folders keep."""
    from lineproof.store.bill_given import read_unkept
    from lineproof.store.bills import read_bills

    kept = {bill.number: bill for folder in folders for bill in read_bills(folder)}
    own = []
    for name in dict.fromkeys(named):
        if name in kept:
            own.append(kept[name])
        elif Path(name).is_file():
            own.append(read_unkept(folders[0], contract.view.case, Path(name)).bill)
        else:
            listed = ", ".join(sorted(kept)) or "none"
            message = f'"{name}" is neither a file nor a bill that was brought in ({listed})'
            raise LineproofError(message)
    numbers = {bill.number for bill in own}
    return own, [bill for number, bill in kept.items() if number not in numbers]
