"""How do findings, deadlines and explanations read on a page? As those that are printed do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from lineproof.assess.deadlines import Dated
from lineproof.model.errors import InputRefusedError, StoreError
from lineproof.model.explained import Explained
from lineproof.model.finding import Finding, Status
from lineproof.report.amounts import amount_text
from lineproof.report.days import month_name
from lineproof.report.deadline_words import effect_text, what_text
from lineproof.report.deadlines import PARTY_WORDS, STATUS_WORDS, due_text
from lineproof.report.exact_words import exact_words
from lineproof.report.finding_words import general_words, message_text
from lineproof.report.phrases import label_text, severity_name, status_name
from lineproof.report.tree import remark_text, value_text
from lineproof.report.wording import Language
from lineproof.web.server.middleware import language_spoken

_OPEN_LEVELS = 3


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """A finding in one language. stake: the money in doubt.

    meaning, advice: in Chinese what its code says in general, where its exact words, message and
    fix, are in English.
    term: the one it is about, where a page shows that beside it;
    is_first: of those about it.
    """

    code: str
    severity: str
    severity_text: str
    status_text: str
    is_open: bool
    meaning: str
    message: str
    where: str
    clause: str
    advice: str
    fix: str
    stake: str
    subject: str
    answers: tuple[str, ...]
    term: str = ""
    is_first: bool = False


def told_findings(
    findings: Iterable[Finding], language: Language, *, digits: int
) -> list[ToldFinding]:
    """Return findings, the open ones first, each as it is to be read."""
    order = sorted(findings, key=lambda f: f.status is Status.ANSWERED)
    return [_told_finding(finding, language, digits) for finding in order]


def _told_finding(finding: Finding, language: Language, digits: int) -> ToldFinding:
    """Return a finding as it is to be read; advice, while it is open."""
    known, is_open = general_words(finding.code, language), finding.status is Status.OPEN
    fix = finding.fix if is_open else ""
    message, what_to_do = exact_words(finding.message, language), exact_words(fix, language)
    return ToldFinding(
        code=finding.code,
        severity=finding.severity.value,
        severity_text=severity_name(finding.severity, language),
        status_text=status_name(finding.status, language),
        is_open=is_open,
        meaning="" if known is None or message != finding.message else known.meaning,
        message=message,
        where=finding.where,
        clause=finding.clause,
        advice="" if known is None or not fix or what_to_do != fix else known.fix,
        fix=what_to_do,
        stake="" if finding.amount is None else amount_text(finding.amount, digits=digits),
        subject=finding.subject,
        answers=finding.answers if finding.is_open_block else (),
    )


def problem_text(problem: Exception) -> str:
    """Return why something can't be done, in the reader's language as far as its words are ours.

    Where the server keeps its files isn't for readers: their paths begin at its data folder.
    """
    if isinstance(problem, StoreError):
        text = str(problem).replace(f"{settings.CONFIGURATION.data}/", "")
        return exact_words(text, language_spoken())
    if isinstance(problem, InputRefusedError):
        first = problem.findings[0]
        return message_text(first.code, str(problem), language_spoken())
    return exact_words(str(problem), language_spoken())


@dataclass(frozen=True, slots=True)
class ToldDeadline:
    """A dated duty in one language. subject: where what is to be done doesn't name it."""

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
    what = what_text(dated.what, dated.kind, language)
    return ToldDeadline(
        due=due_text(dated),
        day=dated.due,
        status=dated.status,
        status_text=STATUS_WORDS[dated.status].said(language),
        who=PARTY_WORDS[dated.who].said(language),
        what=what,
        subject="" if dated.subject in what.split() else month_name(dated.subject, language),
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
