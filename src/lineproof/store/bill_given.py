"""What does a contract folder know of a bill's file before it is read? Columns, ids, parties.

With that, a file is read as bringing it in would read it, and nothing is written.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import polars as pl

from lineproof.contract.case import Case
from lineproof.contract.first_look_rows import circuit_key
from lineproof.model.errors import InputRefusedError, LineproofError
from lineproof.model.money import currency_digits
from lineproof.sources.bill_columns import Layout
from lineproof.sources.bill_file import BillRead, Said, read_bill_file
from lineproof.sources.bill_sheet import SheetGiven, unconfirmed
from lineproof.sources.profile import Known
from lineproof.store.bills import saved_layouts


def said_by(case: Case) -> Said:
    """Return what a contract says of its bills: the currency and the parties."""
    head = case.contract.contract
    parties = head.parties
    return Said(head.currency, seller=parties.provider.name, buyer=parties.buyer.name)


def given_file(
    folder: Path, case: Case, path: Path, *, currency: str, provider: str | None = None
) -> SheetGiven:
    """Return a file as it is given, with what is known of its provider's columns.

    currency: of a sheet, which doesn't say it. provider: the contract's, where it is None. Raises
    LineproofError where the file can't be read.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        message = f"{path} can't be read: {problem.strerror}"
        raise LineproofError(message) from problem
    name = provider or case.contract.contract.parties.provider.name
    layouts = saved_layouts(folder, name)
    return given_content(case, path.name, content, currency=currency, layouts=layouts)


def given_content(
    case: Case, file: str, content: bytes, *, currency: str, layouts: tuple[Layout, ...]
) -> SheetGiven:
    """Return a file's content as it is given, with what the contract tells of its columns."""
    digits = currency_digits(currency)
    return SheetGiven(
        file=file, content=content, digits=digits, layouts=layouts, known=_known(case)
    )


def read_unkept(folder: Path, case: Case, path: Path) -> BillRead:
    """Return the bill in a file that isn't brought in; without a number it has the file's name.

    Raises InputRefusedError where it can't be read whole, or nobody confirmed its columns, and
    LineproofError where there is no such file.
    """
    said = said_by(case)
    read = read_bill_file(given_file(folder, case, path, currency=said.currency), said)
    if read.sheet is not None and not read.sheet.is_known:
        raise InputRefusedError((unconfirmed(read.sheet, file=path.name),))
    if read.bill.number:
        return read
    return dataclasses.replace(read, bill=dataclasses.replace(read.bill, number=path.stem))


def _known(case: Case) -> Known:
    """Return the contract's ids and rents, by which a sheet's columns are told."""
    ids: set[str] = set()
    rents: set[int] = set()
    for rows in case.schedules.values():
        ids |= set(rows.select(circuit_key(pl.col("id").drop_nulls()))["id"].to_list())
        rents |= set(rows["monthly_rent"].drop_nulls().to_list())
    return Known(frozenset(ids), frozenset(rents))
