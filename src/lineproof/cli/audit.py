"""What does an auditor get? `lineproof audit`: a sample of billed lines, each with its links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lineproof.cli.running import (
    FINE,
    FOUND,
    AsJson,
    AsKnown,
    Folder,
    In,
    Language,
    Month,
    day_of,
    month_of,
    write_json,
)

if TYPE_CHECKING:
    from lineproof.reconcile.against_months import Compared
    from lineproof.reconcile.sample import Billed
    from lineproof.report.audit import AuditPack

_DAY = dt.timedelta(days=1)


def audit(
    folder: Folder,
    month: Month,
    bill: Annotated[
        list[str] | None, typer.Option("--bill", help="A bill's number; by default the month's.")
    ] = None,
    sample: Annotated[int, typer.Option("--sample", min=1, help="How many lines.")] = 25,
    seed: Annotated[
        str | None, typer.Option(help="What the sample is drawn from; the month's inputs' hash.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Write the pack: a new folder.")
    ] = None,
    as_known: AsKnown = None,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """Sample billed lines by money and follow each from its order to its payment.

    The same bills and seed give the same sample. Exit code 1: a link is missing.
    """
    from lineproof.cli.reconciling import compared
    from lineproof.report.as_json import dumped
    from lineproof.report.audit import audit_json

    known = day_of(as_known, option="--as-known")
    found = compared(folder, month_of(month), bill or (), known=known)
    pack = _pack(found, sample, seed if seed is not None else found.settlement.inputs_hash)
    if is_json:
        write_json(dumped(audit_json(pack)))
    if out is not None:
        _write(out, folder, found, pack, language)
    if not is_json:
        told = f"{len(pack.traces)} of {pack.sample.count} lines"
        place = f"wrote {out}: " if out is not None else ""
        typer.echo(f"{place}{told}, {pack.incomplete} of them with a link missing")
        for trace in pack.traces:
            if trace.missing:
                name = trace.billed.line or trace.billed.circuit or trace.billed.bill_line
                typer.echo(f"  {name}: no {', '.join(trace.missing)}")
    return FOUND if pack.incomplete else FINE


def _pack(found: Compared, size: int, seed: str) -> AuditPack:
    """Return the sample with each line's trace and causes."""
    from lineproof.assess.taken import taken_in
    from lineproof.model.period import parse_month
    from lineproof.reconcile.sample import sampled
    from lineproof.reconcile.trace import traced
    from lineproof.report.audit import AuditPack

    settlement = found.settlement
    drawn = sampled(_billed(found), size=size, seed=seed)
    taken = taken_in(found.view, parse_month(settlement.month))
    traces = tuple(traced(each.billed, taken, settlement) for each in drawn.picked)
    return AuditPack(
        settlement.contract,
        settlement.month,
        settlement.currency,
        settlement.digits,
        drawn,
        traces,
        tuple(_causes(found, each.billed) for each in drawn.picked),
    )


def _billed(found: Compared) -> Iterator[Billed]:
    """Yield each compared group that something was billed for."""
    import polars as pl

    from lineproof.reconcile.sample import Billed

    rows = found.found.differences.filter(pl.col("bill").fill_null("") != "")
    for row in rows.filter(pl.col("billed") != 0).iter_rows(named=True):
        days = ""
        if row["from"] is not None and row["to"] is not None:
            days = f"{row['from']} – {row['to'] - _DAY:%m-%d}"
        text = {
            name: row[name] or "" for name in ("bill", "bill_line", "line", "circuit", "charge")
        }
        yield Billed(**text, days=days, amount=row["billed"])


def _causes(found: Compared, billed: Billed) -> str:
    """Return why a group differs, its causes in order."""
    import polars as pl

    is_its = pl.all_horizontal(
        pl.col(name).fill_null("") == getattr(billed, name)
        for name in ("bill", "bill_line", "line", "circuit", "charge")
    )
    causes = found.found.differences.filter(is_its).get_column("cause").drop_nulls()
    return ", ".join(dict.fromkeys(cause for cause in causes if cause))


def _write(
    out: Path, folder: Path, found: Compared, pack: AuditPack, language: Language
) -> None:  # fmt: skip
    """Write the pack into a new folder, whole or not at all."""
    from lineproof.model.errors import LineproofError
    from lineproof.report.as_json import dumped
    from lineproof.report.audit import audit_json
    from lineproof.report.audit_pdf import audit_pdf
    from lineproof.report.audit_xlsx import audit_xlsx
    from lineproof.store.bills import bill_folder
    from lineproof.store.evidence import folder_files, sealed_files
    from lineproof.store.whole_folder import write_whole
    from lineproof.store.zipped import SUMS_FILE, packed, sums_of

    if out.exists():
        message = f"{out} is there already; name a new folder with --out"
        raise LineproofError(message)
    evidence = dict(sealed_files(folder, [pack.month]))
    for each in found.bills:
        place = bill_folder(folder, each.number)
        evidence |= {f"bills/{place.name}/{n}": c for n, c in folder_files(place).items()}
    files = {
        "audit.pdf": audit_pdf(pack, language=language.value),
        "audit.xlsx": audit_xlsx(pack, language=language.value),
        "audit.json": dumped(audit_json(pack)).encode(),
        "evidence.zip": packed(evidence),
    }
    files[SUMS_FILE] = sums_of(files)
    target = out.absolute()
    write_whole(target, files, below=target.parent, aside=".auditing-")
