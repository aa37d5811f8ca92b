"""What does a contract's lint find, and what of it did the parties answer? One ordered list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from lineproof.contract.answers import CONTRACT, known_answers
from lineproof.contract.case import Case, view
from lineproof.contract.contract import Answer
from lineproof.contract.lint.rules import RULES
from lineproof.contract.lint.view import LintView, lint_view
from lineproof.contract.lint.wording import quoted, some
from lineproof.model.finding import Finding, Severity

_ORDER = (Severity.ERROR, Severity.QUESTION, Severity.WARNING)


def check(case: Case, *, as_known: dt.date | None = None) -> tuple[Finding, ...]:
    """Return everything a person should know about a case, the gravest first.

    as_known: the day up to which amendments, answers and records count; all, where it is None.
    What both parties answered stays listed, as answered.
    """
    seen = lint_view(view(case, as_known=as_known, is_answered=False))
    found = [*case.findings, *seen.findings]
    for rule in RULES:
        found += rule(seen)
    distinct = list(dict.fromkeys(found))
    judged = _judged(distinct, known_answers(case.contract, as_known=as_known))
    return tuple(sorted([*judged, *_about_answers(seen, distinct)], key=_order))


def _judged(findings: Iterable[Finding], answers: Sequence[Answer]) -> Iterator[Finding]:
    """Yield the findings, those that both parties answered as answered."""
    given = {(answer.code, _subject(answer), answer.value) for answer in answers}
    for finding in findings:
        keys = {(finding.code, finding.subject, value) for value in finding.answers}
        yield finding.answered() if keys & given else finding


def _subject(answer: Answer) -> str:
    """Return what an answer is about; the contract, where it names nothing."""
    return answer.subject or CONTRACT


def _about_answers(seen: LintView, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield what is wrong with the answers themselves."""
    asked = {(f.code, f.subject): f for f in findings if f.subject}
    for number, answer in enumerate(seen.case.contract.answer):
        if seen.as_known is not None and answer.on > seen.as_known:
            continue
        where = seen.case.positions.of("answer", number)
        finding = asked.get((answer.code, _subject(answer)))
        if finding is None:
            yield _unused(answer, findings, where)
        elif answer.value not in finding.answers:
            yield _wrong_value(answer, finding, where)
        elif len(set(answer.by)) == 1:
            yield _one_party(answer, finding, where)


def _unused(answer: Answer, findings: Sequence[Finding], where: str) -> Finding:
    """Return the warning of an answer that nothing asks for."""
    subjects = sorted({f.subject for f in findings if f.code == answer.code and f.subject})
    fix = "Take it out, or correct its code."
    if subjects:
        fix = f"Correct its subject: {answer.code} is found for {some(subjects)}."
    return Finding(
        "W-ANSWER-UNUSED",
        Severity.WARNING,
        f"no finding asks for the answer to {quoted(answer.code)} about {quoted(_subject(answer))}",
        where,
        fix,
        subject=_subject(answer),
    )


def _wrong_value(answer: Answer, finding: Finding, where: str) -> Finding:
    """Return the error of an answer that isn't one of those the finding takes."""
    fix = "What it found has to be mended; no answer settles it."
    if finding.answers:
        fix = f"Use one of: {', '.join(finding.answers)}."
    return Finding(
        "E-ANSWER-VALUE",
        Severity.ERROR,
        f'"{quoted(answer.value)}" is no answer to {finding.code} about {finding.subject}',
        where,
        fix,
        clause=finding.clause,
        subject=finding.subject,
        touches=finding.touches,
    )


def _one_party(answer: Answer, finding: Finding, where: str) -> Finding:
    """Return the warning of an answer that waits for the other party."""
    given = answer.by[0]
    other = "provider" if given == "buyer" else "buyer"
    return Finding(
        "W-ANSWER-ONE-PARTY",
        Severity.WARNING,
        f'only the {given} answered {finding.code} about {finding.subject}: "{answer.value}"',
        where,
        f"Add the {other} to by, once it agrees.",
        clause=finding.clause,
        subject=finding.subject,
    )


def _order(finding: Finding) -> tuple[int, str, int, str]:
    """Return what findings are sorted by: how grave, then where."""
    file, _, line = finding.where.rpartition(":")
    number = int(line) if line.isdecimal() else 0
    return _ORDER.index(finding.severity), file or finding.where, number, finding.code
