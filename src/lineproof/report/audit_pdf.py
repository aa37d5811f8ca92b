"""How is a sample with its links set on paper? Typst sets it; data goes in as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lineproof.model.period import calendar_month, parse_month
from lineproof.reconcile.trace import Link, Trace
from lineproof.report.amounts import amount_text
from lineproof.report.audit import (
    KIND_WORDS,
    AuditPack,
    facts_of,
    heads,
    link_short,
    method_text,
    remarks,
)
from lineproof.report.paper import pages
from lineproof.report.wording import Language
from lineproof.report.wording_audits import Audit

#: Characters shown of where a link is recorded.
_WHERE_MAX = 48


def audit_pdf(pack: AuditPack, *, language: Language) -> bytes:
    """Return a sample as PDF; the same bytes for the same sample.

    Its date of creation is the month's last day.
    """
    last = calendar_month(parse_month(pack.month)).end - dt.timedelta(days=1)
    return pages("audit", audit_data(pack, language), on=last)


def audit_data(pack: AuditPack, language: Language) -> dict[str, Any]:
    """Return every text of the pack."""
    return {
        "language": language,
        "title": Audit.TITLE.said(language),
        "about": f"{pack.contract}  {pack.month}",
        "page": Audit.PAGE.said(language, page="{page}", pages="{pages}"),
        "facts": facts_of(pack, language),
        "method": method_text(pack, language),
        "missing": Audit.IS_MISSING.said(language),
        "sample": Audit.SAMPLE.said(language),
        "heads": heads(language),
        "rows": [_row(trace, number, pack, language)
                 for number, trace in enumerate(pack.traces, start=1)],
        "link_heads": [w.said(language) for w in (
            Audit.LINK, Audit.DAY, Audit.AMOUNT, Audit.ABOUT, Audit.WHERE)],
        "details": [_detail(trace, at, pack, language) for at, trace in enumerate(pack.traces)],
    }  # fmt: skip


def _row(trace: Trace, number: int, pack: AuditPack, language: Language) -> list[str]:
    """Return a picked line's row."""
    billed = trace.billed
    amount = amount_text(billed.amount, digits=pack.digits)
    texts = (billed.line, billed.circuit, billed.bill)
    links = (link_short(link, language) for link in trace.links)
    return [f"{number}", *(text or "–" for text in texts), amount, *links]


def _detail(trace: Trace, at: int, pack: AuditPack, language: Language) -> dict[str, Any]:
    """Return a picked line's links."""
    billed = trace.billed
    parts = (f"{at + 1}", billed.line, billed.circuit, billed.days)
    return {
        "title": "   ".join(part for part in parts if part),
        "amount": amount_text(billed.amount, digits=pack.digits),
        "remarks": remarks(pack, at, language),
        "links": [_link(link, pack, language) for link in trace.links],
    }


def _link(link: Link, pack: AuditPack, language: Language) -> list[str]:
    """Return a link's row."""
    name = KIND_WORDS[link.kind].said(language)
    if link.is_missing:
        return [name, Audit.IS_MISSING.said(language), "", "", ""]
    amount = "" if link.amount is None else amount_text(link.amount, digits=pack.digits)
    return [name, f"{link.day or ''}", amount, link.about, ", ".join(map(_shortened, link.where))]


def _shortened(where: str) -> str:
    """Return where something stands, a hash cut as it is on paper; the JSON has it whole."""
    return where if len(where) <= _WHERE_MAX else f"{where[:_WHERE_MAX]}…"
