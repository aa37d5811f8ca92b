"""What does an objection rest on? The sealed month, the bill as it came, records and clauses.

Every file is gathered as it lies there; nothing is worked out anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import polars as pl

from lineproof.contract.case import View
from lineproof.model.canonical import canonical_csv, canonical_json
from lineproof.model.money import format_minor
from lineproof.model.record import RECORDS
from lineproof.model.table import Column, ColumnType, Table
from lineproof.model.table_text import canonical_text
from lineproof.reconcile.objection import Objection
from lineproof.store.sealed import latest_revision

OBJECTED = Table(
    "objected",
    "A line that is objected to.",
    (
        Column("line", ColumnType.TEXT, "The schedule line."),
        Column("circuit", ColumnType.TEXT, "The circuit's id."),
        Column("from", ColumnType.DATE, "First day."),
        Column("to", ColumnType.DATE, "First day no longer in it."),
        Column("charge", ColumnType.TEXT, "What it is for."),
        Column("cause", ColumnType.TEXT, "Why it isn't owed."),
        Column("billed", ColumnType.MONEY, "As billed."),
        Column("expected", ColumnType.MONEY, "As owed."),
        Column("amount", ColumnType.MONEY, "What isn't owed."),
        Column("clause", ColumnType.TEXT, "The clause it rests on."),
        Column("bill", ColumnType.TEXT, "The bill."),
        Column("bill_line", ColumnType.TEXT, "Its line on the bill."),
    ),
    has_key=False,
)
PREVIEW_FILE = "settlement.json"
_CHECK = """\
Every file of this pack stands in SHA256SUMS with its hash; `sha256sum --check SHA256SUMS` checks
them. settled/ is a month as it was sealed: `lineproof verify settled/MONTH/REVISION` derives it
again from what lies in it. bill/ is the bill as it came, and as it was read.
objected.csv lists what is objected to; clauses.json what the contract says; records/ what happened.

本包每个文件的哈希均列于 SHA256SUMS，可用 sha256sum --check SHA256SUMS 校验。
settled/ 为已封存的月份，可用 lineproof verify 由其内容重新推算；bill/ 为收到的账单原件及读取结果；
objected.csv 为异议明细，clauses.json 为合同条款，records/ 为相关记录。
"""


def evidence_files(
    view: View, objection: Objection, *, bill: Mapping[str, bytes], settled: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return what an objection rests on, by name.

    bill: the files of the bill, as kept. settled: its months as they were sealed, or, where none
    of them is, their settlement as JSON: `settled_files` gives them.
    """
    text = canonical_text(objection.lines, table=OBJECTED, currency_digits=objection.digits)
    files = {
        "HOW-TO-CHECK.txt": _CHECK.encode(),
        "about.json": canonical_json(_about(objection)),
        "clauses.json": canonical_json(
            [{"clause": c.clause, "term": c.term, "kind": c.kind, "says": c.quote}
             for c in objection.cited]
        ),
        "objected.csv": canonical_csv(text),
    }  # fmt: skip
    files |= {f"bill/{name}": content for name, content in bill.items()}
    return files | dict(settled) | dict(_records(view, objection))


def settled_files(
    folder: Path, objection: Objection, preview: Callable[[], bytes]
) -> dict[str, bytes]:
    """Return an objection's months as a folder has them sealed; else what they come to so far.

    preview: gives their settlement as JSON.
    """
    sealed = dict(sealed_files(folder, objection.month.split(", ")))
    return sealed or {PREVIEW_FILE: preview()}


def sealed_files(folder: Path, months: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of months as they were sealed last, by the name they have in a pack."""
    for month in months:
        place = latest_revision(folder, month)
        if place is not None:
            for name, content in folder_files(place).items():
                yield f"settled/{month}/{place.name}/{name}", content


def folder_files(place: Path) -> dict[str, bytes]:
    """Return the plain files of a folder, by name."""
    return {path.name: path.read_bytes() for path in sorted(place.iterdir()) if path.is_file()}


def _about(objection: Objection) -> dict[str, object]:
    """Return what is objected to, in short."""
    return {
        "contract": objection.contract,
        "bill": objection.bill or None,
        "month": objection.month,
        "term": objection.term or None,
        "currency": objection.currency,
        "amount": format_minor(objection.amount, digits=objection.digits),
        "causes": {
            point.cause: format_minor(point.amount, digits=objection.digits)
            for point in objection.points
        },
    }


def _records(view: View, objection: Objection) -> Iterator[tuple[str, bytes]]:
    """Yield the records that speak of the lines, the months, or faults in them, by kind."""
    months = objection.month.split(", ")
    lines = objection.lines.get_column("line").drop_nulls().unique().to_list()
    first, end = (dt.date.fromisoformat(f"{m}-01") for m in (months[0], months[-1]))
    until = view.period(end).end
    is_line = pl.col("line").is_in(lines)
    reported = pl.col("reported").dt.date()
    wanted = {
        "orders": is_line,
        "lifecycle": is_line,
        "scores": pl.col("month").is_in(months),
        "faults": reported.is_between(first, until, closed="left"),
    }
    for kind, rule in wanted.items():
        rows = view.rows(kind).filter(rule).sort("id")
        if rows.height:
            digits = view.contract.digits
            text = canonical_text(rows, table=RECORDS[kind], currency_digits=digits)
            yield f"records/{kind}.csv", canonical_csv(text)
