"""What does an auditor get? `lineproof audit`: a sample of billed lines, each with its links."""

from __future__ import annotations

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
    from lineproof.report.audit import AuditPack


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
    from lineproof.report.audit_pack import pack_of

    known = day_of(as_known, option="--as-known")
    found = compared(folder, month_of(month), bill or (), known=known)
    pack = pack_of(found, size=sample, seed=seed)
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


def _write(
    out: Path, folder: Path, found: Compared, pack: AuditPack, language: Language
) -> None:  # fmt: skip
    """Write the pack into a new folder, whole or not at all."""
    from lineproof.model.errors import LineproofError
    from lineproof.report.audit_pack import audit_files
    from lineproof.store.bills import bill_folder
    from lineproof.store.evidence import folder_files, sealed_files
    from lineproof.store.whole_folder import write_whole

    if out.exists():
        message = f"{out} is there already; name a new folder with --out"
        raise LineproofError(message)
    evidence = dict(sealed_files(folder, [pack.month]))
    for each in found.bills:
        place = bill_folder(folder, each.number)
        evidence |= {f"bills/{place.name}/{n}": c for n, c in folder_files(place).items()}
    target = out.absolute()
    files = audit_files(pack, evidence, language.value)
    write_whole(target, files, below=target.parent, aside=".auditing-")
