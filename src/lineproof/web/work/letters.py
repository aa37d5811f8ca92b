"""How does a message read? What is new, by contract and kind, each with the page that shows it.

The same things are said to a person as text, and to a program as JSON.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineproof.model.canonical import canonical_json
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.notices import About
from lineproof.web.templatetags.moments import day_said
from lineproof.web.work.notices import Thing

FORMAT = "notices/1"
#: More would hardly be read; the page of work has them all.
THINGS_MAX = 100


@dataclass(frozen=True, slots=True)
class New:
    """A thing of a contract that somebody wasn't told yet."""

    contract: Contract
    thing: Thing


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in one language."""

    title: str
    text: str


def in_order(news: Iterable[New]) -> list[New]:
    """Return new things by contract, kind and day: as they are told."""
    kinds = list(About)
    return sorted(
        news,
        key=lambda new: (
            new.contract.organisation.name,
            new.contract.name,
            new.contract.pk,
            kinds.index(new.thing.about),
            new.thing.day or dt.date.max,
        ),
    )


def letter_of(news: Sequence[New], *, origin: str) -> Letter:
    """Return the message to a person of things in order, in the language spoken.

    origin: what the addresses of pages begin with.
    """
    count = ngettext("%(n)d thing to know", "%(n)d things to know", len(news)) % {"n": len(news)}
    names = list(dict.fromkeys(new.contract.name for new in news))
    shown = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")  # noqa: PLR2004 - a line's worth
    lines = [*_lines(news[:THINGS_MAX], origin)]
    if len(news) > THINGS_MAX:
        lines += [_("and %(n)d more") % {"n": len(news) - THINGS_MAX}, ""]
    return Letter(f"lineproof: {count} ({shown})", "\n".join((*lines, *_foot(origin))))


def test_letter(*, origin: str) -> Letter:
    """Return a message that tells nothing but that it arrived."""
    told = _("This is a test: messages of lineproof reach you.")
    return Letter("lineproof: " + _("a test"), "\n".join((told, "", *_foot(origin))))


def _foot(origin: str) -> tuple[str, ...]:
    """Return the lines that every message ends with."""
    return (
        "-- ",
        _("All that waits: %(address)s") % {"address": f"{origin}{reverse('home')}"},
        _("What you are told, and when: %(address)s")
        % {"address": f"{origin}{reverse('notices')}"},
        "",
    )


def _lines(news: Sequence[New], origin: str) -> Iterator[str]:
    """Yield the lines of a message, by contract and kind."""
    for contract, of_contract in itertools.groupby(news, key=lambda new: new.contract):
        title = f"{contract.name} ({contract.organisation})"
        yield from (title, "=" * _width(title), "")
        for about, of_kind in itertools.groupby(of_contract, key=lambda new: new.thing.about):
            yield from (str(_HEADS[about]()), "")
            for new in of_kind:
                said, day = new.thing.say(), new.thing.day
                yield f"  • {f'{day_said(day)}  ' if day is not None else ''}{said.text}"
                if said.detail:
                    yield f"    {said.detail}"
                yield f"    {origin}{new.thing.address}"
                yield ""


_HEADS = {
    About.DEADLINE: lambda: _("Deadlines"),
    About.BREACH: lambda: _("Deductions"),
    About.QUESTION: lambda: _("Open questions"),
    About.DECISION: lambda: _("Waiting for your decision"),
    About.DISPUTE: lambda: _("Disputes"),
    About.SAID: lambda: _("Said by the other side"),
}


def _width(text: str) -> int:
    """Return how wide a text is set: a Chinese character is as wide as two others."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)  # noqa: PLR2004 - CJK begins there


def body_of(news: Sequence[New], *, origin: str, number: str, language: str) -> bytes:
    """Return the message to a program: canonical JSON. number: the same if it is sent again."""
    told = [
        {
            "organisation": new.contract.organisation.name,
            "contract": new.contract.name,
            "about": str(new.thing.about),
            "key": new.thing.key,
            "day": None if new.thing.day is None else new.thing.day.isoformat(),
            "text": said.text,
            "detail": said.detail,
            "address": f"{origin}{new.thing.address}",
        }
        for new in news
        for said in (new.thing.say(),)
    ]
    return canonical_json({"format": FORMAT, "id": number, "language": language, "notices": told})
