"""What is in an auditor's pack? The sample of a month's billed lines, its pages, the evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import polars as pl

from lineproof.assess.taken import taken_in
from lineproof.model.period import parse_month
from lineproof.reconcile.against_months import Compared
from lineproof.reconcile.sample import Billed, sampled
from lineproof.reconcile.trace import traced
from lineproof.report.as_json import dumped
from lineproof.report.audit import AuditPack, audit_json
from lineproof.report.audit_pdf import audit_pdf
from lineproof.report.audit_xlsx import audit_xlsx
from lineproof.report.wording import Language
from lineproof.store.zipped import SUMS_FILE, packed, sums_of

_DAY = dt.timedelta(days=1)
_NAMES = ("bill", "bill_line", "line", "circuit", "charge")


def pack_of(found: Compared, *, size: int, seed: str | None = None) -> AuditPack:
    """Return a sample of what was compared, with each line's trace and causes.

    size: how many lines. seed: what it is drawn from; None: the hash of the month's inputs.
    """
    settlement = found.settlement
    drawn_from = settlement.inputs_hash if seed is None else seed
    drawn = sampled(_billed(found), size=size, seed=drawn_from)
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


def audit_files(
    pack: AuditPack, evidence: Mapping[str, bytes], language: Language
) -> dict[str, bytes]:
    """Return the files of a pack by name, with the hash of each; evidence: by its name in it."""
    files = {
        "audit.pdf": audit_pdf(pack, language=language),
        "audit.xlsx": audit_xlsx(pack, language=language),
        "audit.json": dumped(audit_json(pack)).encode(),
        "evidence.zip": packed(evidence),
    }
    return files | {SUMS_FILE: sums_of(files)}


def _billed(found: Compared) -> Iterator[Billed]:
    """Yield each compared group that something was billed for."""
    rows = found.found.differences.filter(pl.col("bill").fill_null("") != "")
    for row in rows.filter(pl.col("billed") != 0).iter_rows(named=True):
        days = ""
        if row["from"] is not None and row["to"] is not None:
            days = f"{row['from']} – {row['to'] - _DAY:%m-%d}"
        text = {name: row[name] or "" for name in _NAMES}
        yield Billed(**text, days=days, amount=row["billed"])


def _causes(found: Compared, billed: Billed) -> str:
    """Return why a group differs, its causes in order."""
    is_its = pl.all_horizontal(
        pl.col(name).fill_null("") == getattr(billed, name) for name in _NAMES
    )
    causes = found.found.differences.filter(is_its).get_column("cause").drop_nulls()
    return ", ".join(dict.fromkeys(cause for cause in causes if cause))
