"""Which circuits match what is asked? Those of which a field begins so, however many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from lineproof.web.kept.bytewise import beginning, behind
from lineproof.web.kept.contracts import Circuit, Schedule

FIELDS = ("line", "circuit", "site", "service")
TEXT_MAX = 100


def circuits_behind(
    schedules: Sequence[Schedule], asked: Mapping[str, str], after: int, *, limit: int
) -> list[Circuit]:
    """Return the first circuits behind one that match what is asked, so many and one more.

    asked: how a field begins, by `FIELDS`; an empty text asks nothing. They are ordered by the
    first field that is asked for, so that an index finds them; then by key.
    """
    fields = [name for name in FIELDS if asked.get(name)]
    order = fields[0] if fields else "pk"
    last = Circuit.objects.filter(schedule__in=schedules, pk=after).first() if after else None
    found: list[Circuit] = []
    for schedule in schedules:  # each has its own part of the index
        matching: QuerySet[Circuit] = Circuit.objects.filter(schedule=schedule)
        for name in fields:
            matching = beginning(matching, name, asked[name])
        found += behind(matching, order, last)[: limit + 1]
    return sorted(found, key=lambda each: (getattr(each, order), each.pk))[: limit + 1]
