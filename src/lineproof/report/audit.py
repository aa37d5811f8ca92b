"""What does an auditor get of a sample? Every line's links as data, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lineproof.model.money import format_minor
from lineproof.reconcile.sample import Sample
from lineproof.reconcile.trace import KINDS, Kind, Link, Trace
from lineproof.report.amounts import amount_text
from lineproof.report.as_json import explained_json
from lineproof.report.causes import cause_name
from lineproof.report.tree import tree_text
from lineproof.report.wording import Language
from lineproof.report.wording_audits import Audit

KIND_WORDS: dict[Kind, Audit] = {
    "order": Audit.ORDER,
    "acceptance": Audit.ACCEPTANCE,
    "settlement": Audit.SETTLEMENT,
    "invoice": Audit.INVOICE,
    "approval": Audit.APPROVAL,
    "payment": Audit.PAYMENT,
}


@dataclass(frozen=True, slots=True)
class AuditPack:
    """A month's sample with the trace of each picked line, in the sample's order.

    causes: why a picked line differs from what is owed, blank where it doesn't.
    """

    contract: str
    month: str
    currency: str
    digits: int
    sample: Sample
    traces: tuple[Trace, ...]
    causes: tuple[str, ...]

    @property
    def incomplete(self) -> int:
        """How many lines have a link missing."""
        return sum(1 for trace in self.traces if trace.missing)


def facts_of(pack: AuditPack, language: Language) -> list[tuple[str, str]]:
    """Return what the sample is of, and how it was drawn."""
    covered, amount = (
        amount_text(minor, digits=pack.digits)
        for minor in (pack.sample.covered, pack.sample.amount)
    )
    money = Audit.OF_ALL.said(language, covered=covered, amount=amount, currency=pack.currency)
    return [
        (Audit.CONTRACT.said(language), pack.contract),
        (Audit.MONTH.said(language), pack.month),
        (Audit.COVERED.said(language), money),
        (Audit.COMPLETE.said(language),
         f"{len(pack.traces) - pack.incomplete} / {len(pack.traces)}"),
        (Audit.SEED.said(language), pack.sample.seed),
    ]  # fmt: skip


def method_text(pack: AuditPack, language: Language) -> str:
    """Return how the sample was drawn, in a sentence."""
    picked, count = len(pack.traces), f"{pack.sample.count:,}"
    return Audit.METHOD.said(language, picked=picked, count=count)


def link_short(link: Link, language: Language) -> str:
    """Return a link in a cell: its day, or that it is there, or that it is missing."""
    if link.is_missing:
        return Audit.IS_MISSING.said(language)
    return f"{link.day}" if link.day is not None else "✓"


def remarks(pack: AuditPack, at: int, language: Language) -> str:
    """Return what is to be noted of a picked line."""
    said = [Audit.SURE.said(language)] if pack.sample.picked[at].is_sure else []
    if pack.causes[at]:
        names = ", ".join(cause_name(c, language) for c in pack.causes[at].split(", "))
        said.append(Audit.DIFFERS.said(language, cause=names))
    return "; ".join(said)


def why_text(trace: Trace, pack: AuditPack, language: Language) -> str:
    """Return why a line is owed what it is, as a tree of text."""
    if trace.explained is None:
        return Audit.NOTHING_OWED.said(language)
    return tree_text(trace.explained, digits=pack.digits, language=language)


def audit_json(pack: AuditPack) -> dict[str, Any]:
    """Return the sample and every link as JSON."""

    def said(minor: int | None) -> str | None:
        return None if minor is None else format_minor(minor, digits=pack.digits)

    return {
        "contract": pack.contract,
        "month": pack.month,
        "currency": pack.currency,
        "method": "sequential Poisson sampling by money, SHA-256 of seed and line",
        "seed": pack.sample.seed,
        "lines": pack.sample.count,
        "amount": said(pack.sample.amount),
        "covered": said(pack.sample.covered),
        "picked": [
            {
                "bill": trace.billed.bill,
                "bill_line": trace.billed.bill_line,
                "line": trace.billed.line,
                "circuit": trace.billed.circuit,
                "days": trace.billed.days,
                "billed": said(trace.billed.amount),
                "sure": picked.is_sure,
                "cause": cause or None,
                "missing": list(trace.missing),
                "links": [
                    {
                        "link": link.kind,
                        "day": link.day.isoformat() if link.day is not None else None,
                        "amount": said(link.amount),
                        "about": link.about or None,
                        "where": list(link.where),
                    }
                    for link in trace.links
                ],
                "explained": None
                if trace.explained is None
                else explained_json(trace.explained, digits=pack.digits),
            }
            for trace, picked, cause in zip(
                pack.traces, pack.sample.picked, pack.causes, strict=True
            )
        ],
    }


def heads(language: Language) -> list[str]:
    """Return the names of the sample's columns."""
    words = (Audit.NUMBER, Audit.LINE, Audit.CIRCUIT, Audit.BILL, Audit.BILLED)
    return [w.said(language) for w in (*words, *(KIND_WORDS[kind] for kind in KINDS))]
