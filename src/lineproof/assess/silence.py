"""When did silence become acceptance? Deemed events, by the clause's own stages.

A stage is a period after an event; where a reminder must come first, a second one after it. What
ends the silence in time stops the clock; what comes later changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from lineproof.assess.deadlines import Dated, Status, last_day
from lineproof.assess.events import Occurrence, Since, occurrences
from lineproof.contract.case import View
from lineproof.contract.terms.standing import Deemed

#: What ends the silence where the clause names nothing else.
ANSWERS = ("accepted", "signed", "refused")


def silences(view: View, term: Deemed, *, on: dt.date) -> Iterator[Dated]:
    """Yield what silence comes to, for each time the clause's event happened up to a day.

    The outcome holds from the day after the last one; `done` is that last day, or the answer's.
    """
    asked = occurrences(view, term.event, until=on)
    answers = _told(view, (term.answered_by or ANSWERS) if asked else (), on)
    reminders = _told(view, (term.reminder,) if asked and term.reminder else (), on)
    for event in asked:
        # what is about the contract answers for everything in it
        about = {event.subject, ""}
        answer = answers.first(event.day, about=about)
        first = last_day(view, event.day, within=term.within, unit=term.unit)
        if term.reminder is None or (answer is not None and answer.day <= first):
            yield _stage(term, event, answer, (first, on))
            continue
        assert term.reminder_within is not None, "the lint asks how long silence lasts after it"
        reminder = reminders.first(event.day, about=about)
        if reminder is None:
            status: Status = "pending" if answer is None else "met"
            effect = (
                f"silent since {first}: only a reminder ({term.reminder}) starts the last period"
            )
            yield _dated(term, (event, answer, None), first, (status, effect))
            continue
        unit = term.reminder_unit or term.unit
        second = last_day(view, reminder.day, within=term.reminder_within, unit=unit)
        yield _stage(term, event, answer, (max(first, second), on), reminder=reminder)


def _told(view: View, names: Iterable[str], until: dt.date) -> Since:
    """Return when any of some events happened."""
    return Since(o for name in names for o in occurrences(view, name, until=until))


def _stage(
    term: Deemed,
    event: Occurrence,
    answer: Occurrence | None,
    days: tuple[dt.date, dt.date],
    reminder: Occurrence | None = None,
) -> Dated:
    """Return what the last stage came to; days: its last one, and today."""
    last, on = days
    told = (event, answer if answer is not None and answer.day <= last else None, reminder)
    if told[1] is not None:
        return _dated(term, told, last, ("met", "answered in time"))
    if on > last:
        since = last + dt.timedelta(days=1)
        return _dated(term, told, last, ("deemed", f"{term.outcome} by silence from {since} on"))
    return _dated(term, told, last, ("pending", f"then {term.outcome} by silence"))


def _dated(
    term: Deemed,
    told: tuple[Occurrence, Occurrence | None, Occurrence | None],
    due: dt.date,
    ends: tuple[Status, str],
) -> Dated:
    """Return one silence as a dated duty to answer; told: the event, the answer, the reminder."""
    event, answer, _ = told
    status, effect = ends
    return Dated(
        term=term.id,
        kind=term.kind,
        clause=term.clause,
        who="both",
        what=f"answer, or it is {term.outcome}",
        subject=event.subject,
        event=term.event,
        since=event.day,
        due=due,
        status=status,
        done=due if status == "deemed" else answer.day if answer is not None else None,
        effect=effect,
        evidence=tuple(o.where for o in told if o is not None and o.where),
    )
