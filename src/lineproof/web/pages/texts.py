"""How do findings, deadlines and explanations read on a page? As those that are printed do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from lineproof.assess.deadlines import Dated
from lineproof.model.explained import Explained
from lineproof.model.finding import Finding, Status
from lineproof.report.amounts import amount_text
from lineproof.report.deadline_words import effect_text, what_text
from lineproof.report.deadlines import PARTY_WORDS, STATUS_WORDS, due_text
from lineproof.report.phrases import label_text, severity_name, status_name
from lineproof.report.tree import remark_text, value_text
from lineproof.report.wording import Language

_OPEN_LEVELS = 3


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """A finding in one language. stake: the money in doubt."""

    code: str
    severity: str
    severity_text: str
    status_text: str
    is_open: bool
    message: str
    where: str
    clause: str
    fix: str
    stake: str
    subject: str
    answers: tuple[str, ...]


def told_findings(
    findings: Iterable[Finding], language: Language, *, digits: int
) -> list[ToldFinding]:
    """Return findings, the open ones first, each as it is to be read."""
    order = sorted(findings, key=lambda f: f.status is Status.ANSWERED)
    return [
        ToldFinding(
            code=f.code,
            severity=f.severity.value,
            severity_text=severity_name(f.severity, language),
            status_text=status_name(f.status, language),
            is_open=f.status is Status.OPEN,
            message=f.message,
            where=f.where,
            clause=f.clause,
            fix=f.fix if f.status is Status.OPEN else "",
            stake="" if f.amount is None else amount_text(f.amount, digits=digits),
            subject=f.subject,
            answers=f.answers if f.is_open_block else (),
        )
        for f in order
    ]


@dataclass(frozen=True, slots=True)
class ToldDeadline:
    """A dated duty in one language."""

    due: str
    day: dt.date | None
    status: str
    status_text: str
    who: str
    what: str
    subject: str
    clause: str
    effect: str


def told_deadline(dated: Dated, language: Language) -> ToldDeadline:
    """Return a dated duty as it is to be read."""
    return ToldDeadline(
        due=due_text(dated),
        day=dated.due,
        status=dated.status,
        status_text=STATUS_WORDS[dated.status].said(language),
        who=PARTY_WORDS[dated.who].said(language),
        what=what_text(dated.what, dated.kind, language),
        subject=dated.subject,
        clause=dated.clause,
        effect=effect_text(dated.effect, language),
    )


@dataclass(frozen=True, slots=True)
class ToldNode:
    """A value of an explanation in one language, with what it is made of."""

    label: str
    value: str
    remark: str
    is_open: bool
    inputs: tuple[ToldNode, ...]


def told_node(node: Explained, language: Language, *, digits: int, level: int = 0) -> ToldNode:
    """Return an explanation as it is to be read; its first levels are open."""
    return ToldNode(
        label=label_text(node.label, language),
        value=value_text(node, digits, language),
        remark=remark_text(node, digits, language),
        is_open=level < _OPEN_LEVELS,
        inputs=tuple(
            told_node(child, language, digits=digits, level=level + 1) for child in node.inputs
        ),
    )
