"""What is due when? Dated duties of one contract or several: as a table, as JSON, as a calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from icalendar import Calendar, Event
from rich.text import Text

from lineproof.assess.deadlines import Dated, Status
from lineproof.report.deadline_words import effect_text, what_text
from lineproof.report.printing import Printing
from lineproof.report.wording import Language, Word

STATUS_WORDS: dict[Status, Word] = {
    "pending": Word.PENDING,
    "met": Word.MET,
    "breached": Word.BREACHED,
    "deemed": Word.DEEMED,
    "lost": Word.LOST,
    "waived": Word.WAIVED,
    "unknown": Word.UNKNOWN,
}
PARTY_WORDS = {
    "buyer": Word.BUYER,
    "provider": Word.PROVIDER,
    "both": Word.BOTH_PARTIES,
    "either": Word.EITHER_PARTY,
}
_STYLES = {"breached": "bold red", "lost": "red", "deemed": "yellow", "unknown": "yellow"}


@dataclass(frozen=True, slots=True)
class Agenda:
    """One contract's dated duties; problem: why there are none, where it can't be read."""

    contract: str
    dated: tuple[Dated, ...]
    problem: str = ""


def print_deadlines(agendas: Sequence[Agenda], printing: Printing, *, on: dt.date) -> None:
    """Print every dated duty, the next to come first under each contract."""
    for agenda in agendas:
        title = f"{printing.said(Word.DEADLINES)}  {agenda.contract}  {on}"
        printing.console.print(Text(title, style="bold"))
        if agenda.problem:
            printing.console.print(Text(agenda.problem, style="bold red"))
            continue
        if not agenda.dated:
            printing.console.print(printing.said(Word.NO_DEADLINES))
            continue
        table = printing.table(
            (Word.LAST_DAY, "left"), (Word.STATUS, "left"), (Word.WHO, "left"),
            (Word.WHAT, "left"), (Word.ABOUT, "left"), (Word.CLAUSE, "left"),
            (Word.EFFECT, "left"),
        )  # fmt: skip
        for dated in agenda.dated:
            table.add_row(*_cells(dated, printing))
        printing.console.print(table)


def _cells(dated: Dated, printing: Printing) -> list[str | Text]:
    """Return a duty's row."""
    status = printing.said(STATUS_WORDS[dated.status])
    due = due_text(dated)
    return [
        due or "–",
        Text(status, style=_STYLES.get(dated.status, "")),
        printing.said(PARTY_WORDS[dated.who]),
        Text(what_text(dated.what, dated.kind, printing.language)),
        Text(dated.subject),
        Text(dated.clause),
        Text(effect_text(dated.effect, printing.language)),
    ]


def due_text(dated: Dated) -> str:
    """Return a duty's last day, or its last minute where hours are counted."""
    if dated.due_at is not None:
        return f"{dated.due_at:%Y-%m-%d %H:%M}"
    return dated.due.isoformat() if dated.due is not None else ""


def deadlines_json(agendas: Sequence[Agenda], *, on: dt.date) -> dict[str, Any]:
    """Return what `deadlines --json` prints."""
    return {
        "on": on.isoformat(),
        "contracts": [
            {
                "contract": agenda.contract,
                "problem": agenda.problem or None,
                "deadlines": [_dated_json(dated) for dated in agenda.dated],
            }
            for agenda in agendas
        ],
    }


def _dated_json(dated: Dated) -> dict[str, Any]:
    """Return one dated duty."""
    return {
        "term": dated.term,
        "kind": dated.kind,
        "clause": dated.clause,
        "who": dated.who,
        "what": dated.what,
        "about": dated.subject,
        "event": dated.event,
        "since": dated.since.isoformat() if dated.since is not None else None,
        "due": dated.due.isoformat() if dated.due is not None else None,
        "due_at": dated.due_at.isoformat() if dated.due_at is not None else None,
        "status": dated.status,
        "done": dated.done.isoformat() if dated.done is not None else None,
        "effect": dated.effect,
        "evidence": list(dated.evidence),
    }


def deadlines_ics(agendas: Sequence[Agenda], language: Language) -> bytes:
    """Return what is still to be done as an iCalendar file (RFC 5545), a day each.

    An entry's UID follows from what it is about, so that a calendar updates it and has it once.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//lineproof//deadlines//EN")
    calendar.add("version", "2.0")
    for agenda in agendas:
        for dated in agenda.dated:
            if dated.due is None or dated.status != "pending":
                continue
            event = Event()
            event.add("uid", _uid(agenda.contract, dated))
            event.add("dtstamp", dt.datetime.combine(dated.due, dt.time.min, tzinfo=dt.UTC))
            event.add("dtstart", dated.due)
            event.add("dtend", dated.due + dt.timedelta(days=1))
            what = what_text(dated.what, dated.kind, language)
            event.add("summary", f"{agenda.contract}: {what}")
            clause = f"{Word.CLAUSE.said(language)} {dated.clause}"
            told = (clause, dated.subject, effect_text(dated.effect, language))
            event.add("description", "\n".join(filter(None, told)))
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _uid(contract: str, dated: Dated) -> str:
    """Return an entry's lasting name."""
    parts = (contract, dated.term, dated.subject, str(dated.since))
    return "/".join(part.replace(" ", "_") for part in parts) + "@lineproof"
