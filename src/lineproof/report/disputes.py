"""How do disputes stand? As a table and as JSON, with their age, what is due next, and sums."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.text import Text

from lineproof.assess.deadlines import Dated
from lineproof.model.finding import Finding
from lineproof.model.money import format_minor
from lineproof.reconcile.disputes import Dispute, State, Sums, sums_of
from lineproof.reconcile.objection import Objection
from lineproof.report.amounts import amount_text
from lineproof.report.as_json import check_json
from lineproof.report.causes import cause_name
from lineproof.report.finding_words import message_text
from lineproof.report.printing import Printing
from lineproof.report.wording import Language, Word
from lineproof.report.wording_disputes import Said

STATE_WORDS: dict[State | None, Said] = {
    "draft": Said.DRAFT,
    "sent": Said.SENT,
    "acknowledged": Said.ACKNOWLEDGED,
    "agreed": Said.IS_AGREED,
    "partly": Said.PARTLY,
    "rejected": Said.REJECTED,
    "credited": Said.CREDITED,
    "closed": Said.CLOSED,
    "accepted": Said.ACCEPTED,
}
_NEXT: dict[State | None, Said] = {
    "draft": Said.TO_SEND,
    "sent": Said.TO_ANSWER,
    "acknowledged": Said.TO_ANSWER,
    "agreed": Said.TO_CREDIT,
    "partly": Said.TO_CREDIT,
    "rejected": Said.TO_CLOSE,
    "credited": Said.TO_CREDIT,
}
#: Days since a dispute was sent: up to the first, beyond it up to the second …
AGES = (30, 60, 90)


@dataclass(frozen=True, slots=True)
class Listed:
    """One contract's disputes on a day; problem: why there are none, where it can't be read.

    dated: the duties that may be about them.
    """

    contract: str
    currency: str = ""
    digits: int = 2
    disputes: tuple[Dispute, ...] = ()
    dated: tuple[Dated, ...] = ()
    findings: tuple[Finding, ...] = ()
    problem: str = ""


def due_of(dispute: Dispute, dated: Iterable[Dated]) -> Dated | None:
    """Return what is dated about a dispute's next step: to send it in time, or to answer it."""
    if dispute.state == "draft":
        kind = "claim" if dispute.term else "bill_objection"
        mine = [d for d in dated if d.kind == kind and _is_about(d, dispute)]
    else:
        mine = [d for d in dated if d.event.startswith("dispute ") and d.subject == dispute.id]
        mine = [d for d in mine if d.status in {"pending", "breached", "deemed", "unknown"}]
    return min((d for d in mine if d.due), key=lambda d: d.due or dt.date.max, default=None)


def _is_about(dated: Dated, dispute: Dispute) -> bool:
    """Whether a window is the one that a draft must be sent in."""
    if not dispute.term:
        return dated.subject == dispute.bill
    is_month = dated.since is not None and f"{dated.since:%Y-%m}" == dispute.month
    return is_month and dated.what.removeprefix("claim ").split(" (")[0] == dispute.term


def print_disputes(listed: Sequence[Listed], printing: Printing, *, on: dt.date) -> None:
    """Print each contract's disputes, and what they come to in each currency."""
    for each in listed:
        title = f"{printing.said(Said.DISPUTES)}  {each.contract}  {on}"
        printing.console.print(Text(title, style="bold"))
        if each.problem:
            printing.console.print(Text(each.problem, style="bold red"))
        elif not each.disputes:
            printing.console.print(printing.said(Said.NO_DISPUTES))
        else:
            _print_table(each, printing, on)
        for finding in each.findings:
            printing.console.print(Text(f"{finding.code}  {finding.where}", style="bold red"))
            said = message_text(finding.code, finding.message, printing.language)
            printing.indented(f"{said}. {finding.fix}")
    for currency, digits, sums, ages in _by_currency(listed, on):
        _print_sums(printing, f"{currency} {printing.said(Said.IN_ALL)}", (sums, ages), digits)


def _print_table(each: Listed, printing: Printing, on: dt.date) -> None:
    """Print a contract's disputes."""
    table = printing.table(
        (Said.DISPUTE, "left"), (Said.BILL, "left"), (Word.MONTH, "left"), (Said.STATE, "left"),
        (Said.SINCE, "left"), (Said.AGE_DAYS, "right"), (Said.DISPUTED, "right"),
        (Said.AGREED, "right"), (Said.RECOVERED, "right"), (Said.NEXT_DAY, "left"),
        (Said.NEXT_STEP, "left"),
    )  # fmt: skip
    for dispute in each.disputes:
        due = due_of(dispute, each.dated)
        style = "bold red" if due is not None and due.due is not None and due.due < on else ""
        known = dispute.agreed is not None
        table.add_row(
            Text(dispute.id), Text(dispute.bill or dispute.term), Text(dispute.month),
            printing.said(STATE_WORDS[dispute.state]), f"{dispute.steps[-1].day}",
            str(age_of(dispute, on)), amount_text(dispute.disputed, digits=each.digits),
            amount_text(dispute.agreed or 0, digits=each.digits) if known else "–",
            amount_text(dispute.recovered, digits=each.digits),
            Text(f"{due.due}" if due is not None else "", style=style),
            Text(next_text(dispute, printing.language)),
        )  # fmt: skip
    printing.console.print(table)


def next_text(dispute: Dispute, language: Language) -> str:
    """Return what a dispute waits for."""
    if not dispute.is_open:
        return ""
    is_whole = dispute.agreed is not None and dispute.recovered == dispute.agreed
    word = Said.TO_CLOSE if is_whole else _NEXT[dispute.state]
    return word.said(language)


def sums_rows(sums: Sums, language: Language, *, digits: int) -> list[tuple[str, str]]:
    """Return what disputes come to, each with its name."""
    return [
        (word.said(language), amount_text(minor, digits=digits))
        for word, minor in (
            (Said.DISPUTED, sums.disputed), (Said.AGREED, sums.agreed),
            (Said.RECOVERED, sums.recovered), (Said.UNANSWERED, sums.open),
        )
    ]  # fmt: skip


def age_of(dispute: Dispute, on: dt.date) -> int:
    """Return how many days ago a dispute was sent, or first drafted while it wasn't."""
    begun = dispute.day_of("sent") or dispute.steps[0].day
    return (on - begun).days


def _print_sums(
    printing: Printing, title: str, found: tuple[Sums, tuple[tuple[int, int], ...]], digits: int
) -> None:
    """Print what disputes come to, and the ages of those not answered."""
    sums, ages = found
    printing.heading(title)
    for name, text in sums_rows(sums, printing.language, digits=digits):
        printing.indented(f"{name}  {text}")
    if sums.open:
        printing.heading(printing.said(Said.BY_AGE))
        for first, minor in ages:
            printing.indented(f"{_age_text(first, printing)}  {amount_text(minor, digits=digits)}")


def _age_text(first: int, printing: Printing) -> str:
    """Return what a band of days is called."""
    bounds = dict(zip((0, *(a + 1 for a in AGES)), (*AGES, None), strict=True))
    last = bounds[first]
    if last is None:
        return printing.said(Said.DAYS_OVER, last=AGES[-1])
    return printing.said(Said.DAYS_TO, first=first, last=last)


def _by_currency(
    listed: Sequence[Listed], on: dt.date
) -> Iterable[tuple[str, int, Sums, tuple[tuple[int, int], ...]]]:
    """Yield each currency's sums, and what isn't answered by age, as first day and amount."""
    for currency in sorted({each.currency for each in listed if each.disputes}):
        those = [each for each in listed if each.currency == currency]
        disputes = [d for each in those for d in each.disputes]
        yield currency, those[0].digits, sums_of(disputes), _ages(disputes, on)


def _ages(disputes: Iterable[Dispute], on: dt.date) -> tuple[tuple[int, int], ...]:
    """Return what was sent and not answered, by age: the band's first day, and the amount."""
    bands = dict.fromkeys((0, *(age + 1 for age in AGES)), 0)
    for dispute in disputes:
        if dispute.agreed is None and dispute.is_open and dispute.day_of("sent") is not None:
            first = max(f for f in bands if f <= max(0, age_of(dispute, on)))
            bands[first] += dispute.disputed
    return tuple(bands.items())


def print_drafted(
    dispute: str, folder: Path, objection: Objection, printing: Printing, *, on: dt.date
) -> None:
    """Print what was drafted by cause, by when to send it, and what to record then.

    folder: the contract's; on: the letter's day.
    """

    def amount(minor: int) -> str:
        return f"{amount_text(minor, digits=objection.digits)} {objection.currency}"

    def line(word: Said, **values: object) -> None:
        printing.console.print(Text(printing.said(word, **values)), soft_wrap=True)

    line(Said.DRAFTED, dispute=dispute, folder=folder / "disputes" / dispute)
    for point in objection.points:
        cause = cause_name(point.cause, printing.language)
        printing.indented(f"{cause}  {point.count:,}  {amount(point.amount)}")
    line(Said.DISPUTED_IN_ALL, amount=amount(objection.amount))
    if objection.due is not None:
        clause = printing.said(Word.CLAUSE_N, clause=objection.window)
        word = Said.SEND_BY if on <= objection.due else Said.SEND_OVER
        line(word, day=objection.due, clause=clause)
    command = f"lineproof record {folder} disputes --dispute {dispute} --event sent --date …"
    line(Said.ONCE_SENT, command=command)


def disputes_json(listed: Sequence[Listed], *, on: dt.date) -> dict[str, Any]:
    """Return what `dispute list --json` prints."""
    return {
        "on": on.isoformat(),
        "contracts": [_listed_json(each, on) for each in listed],
        "totals": [
            {
                "currency": currency,
                **{
                    name: format_minor(minor, digits=digits)
                    for name, minor in dataclasses.asdict(sums).items()
                },
                "ages": [
                    {"from_days": first, "amount": format_minor(minor, digits=digits)}
                    for first, minor in ages
                ],
            }
            for currency, digits, sums, ages in _by_currency(listed, on)
        ],
    }


def _listed_json(each: Listed, on: dt.date) -> dict[str, Any]:
    """Return one contract's disputes."""
    return {
        "contract": each.contract,
        "problem": each.problem or None,
        "disputes": [_dispute_json(dispute, each, on) for dispute in each.disputes],
        "findings": check_json(each.findings, digits=each.digits)["findings"],
    }


def _dispute_json(dispute: Dispute, each: Listed, on: dt.date) -> dict[str, Any]:
    """Return one dispute."""

    def said(minor: int | None) -> str | None:
        return None if minor is None else format_minor(minor, digits=each.digits)

    due = due_of(dispute, each.dated)
    return {
        "dispute": dispute.id,
        "bill": dispute.bill or None,
        "month": dispute.month or None,
        "term": dispute.term or None,
        "state": dispute.state,
        "since": dispute.steps[-1].day.isoformat(),
        "age_days": age_of(dispute, on),
        "disputed": said(dispute.disputed),
        "causes": [{"cause": c, "amount": said(amount)} for c, amount in dispute.causes],
        "agreed": said(dispute.agreed),
        "recovered": said(dispute.recovered),
        "due": due.due.isoformat() if due is not None and due.due is not None else None,
        "clause": due.clause if due is not None else None,
        "steps": [
            {
                "event": step.state,
                "date": step.day.isoformat(),
                "amount": said(step.amount),
                "document": step.document or None,
                "reason": step.reason or None,
                "where": step.where,
            }
            for step in dispute.steps
        ],
    }
