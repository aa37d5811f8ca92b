"""Is the bill right? `lineproof reconcile`: what is billed against what is owed, by cause."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lineproof.cli.running import (
    FINE,
    FOUND,
    AsJson,
    AsKnown,
    In,
    Language,
    day_of,
    month_of,
    printing,
)
from lineproof.model.errors import LineproofError

if TYPE_CHECKING:
    from lineproof.model.bill import Bill
    from lineproof.reconcile.owed import Owed


def reconcile(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The contract folder, or a folder of them.")
    ],
    bills: Annotated[
        list[str], typer.Argument(metavar="BILL...", help="Numbers of bills, or files of them.")
    ],
    month: Annotated[
        list[str] | None,
        typer.Option("--month", metavar="YYYY-MM", help="A month; give it several times for more."),
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM", help="First of several months.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="YYYY-MM", help="Last of several months.")
    ] = None,
    as_known: AsKnown = None,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write the differences as XLSX.")
    ] = None,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """Compare bills with what is owed for some months, each difference by its cause.

    Exit code 1: something differs, or what is owed isn't known.
    """
    from lineproof.reconcile.reconcile import reconcile as reconciled
    from lineproof.report.reconciliation import print_reconciliation, write_reconciliation_json

    months = months_of(month or [], first, last)
    day = day_of(as_known, option="--as-known")
    contracts = [owed_of(each, months, day) for each in contract_folders(folder)]
    own, others = _bills(bills, contracts[0])
    found = reconciled(contracts, own, others=others)
    if output is not None:
        from lineproof.report.reconciliation_xlsx import reconciliation_xlsx
        from lineproof.store.files import write_file

        write_file(output, reconciliation_xlsx(found, language.value))
    if is_json:
        sys.stdout.flush()
        write_reconciliation_json(found, sys.stdout.buffer)
    else:
        print_reconciliation(found, printing(language))
    differs = found.differences.get_column("cause").count() > 0
    return FOUND if differs or found.unproven is not None else FINE


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
    """Return what a folder's contract claims for those of some months that it has."""
    from lineproof.contract.case import view
    from lineproof.contract.check import check
    from lineproof.reconcile.owed import owed
    from lineproof.settle.settle import Asked
    from lineproof.settle.settle import settle as settled
    from lineproof.store.cases import open_case

    case = open_case(folder, as_known=as_known)
    findings = check(case, as_known=as_known)
    settlements = [
        settled(case, Asked(each, as_known=as_known, findings=findings)) for each in months
    ]
    return owed(view(case, as_known=as_known), settlements)


def _bills(named: list[str], contract: Owed) -> tuple[list[Bill], list[Bill]]:
    """Return the bills asked for, and the others that are there."""
    return [_read(Path(name), contract) for name in named], []


def _read(path: Path, contract: Owed) -> Bill:
    """Return a bill from a file of lines."""
    import hashlib

    from lineproof.model.bill import BILL_LINES, Bill, BilledTotals
    from lineproof.model.errors import InputRefusedError
    from lineproof.model.finding import Severity
    from lineproof.settle.kernel import total
    from lineproof.sources.table_file import read_table

    if not path.is_file():
        message = f'there is no bill "{path}"; name a file, or a bill that was brought in'
        raise LineproofError(message)
    content = path.read_bytes()
    head = contract.view.contract.contract
    digits = contract.view.contract.digits
    read = read_table(content, file=path.name, table=BILL_LINES, currency_digits=digits,
                      timezone=head.timezone)  # fmt: skip
    errors = tuple(f for f in read.findings if f.severity is Severity.ERROR)
    if errors:
        raise InputRefusedError(errors)
    import polars as pl

    asked = read.frame.select(
        pl.coalesce("gross", pl.col("net") + pl.col("tax").fill_null(0)).fill_null(0)
    ).to_series()
    return Bill(
        number=path.stem, kind="invoice", issued=None, currency=head.currency, digits=digits,
        seller="", buyer="", totals=BilledTotals(None, None, total(asked)), lines=read.frame,
        file=path.name, sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
