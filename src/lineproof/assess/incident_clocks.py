"""How long did an incident take? By what was measured, and by its tickets.

The clock stands still outside service hours, while the buyer is awaited, and in time that doesn't
count for any of its endpoints.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lineproof.assess.clocks import ServiceHours, Stretch, counted, elapsed
from lineproof.assess.tickets import Told
from lineproof.contract.terms.standing import Incident
from lineproof.measure.exclusions import Exclusions
from lineproof.measure.sweep import united


@dataclass(frozen=True, slots=True)
class Took:
    """How long something took, in nanoseconds: at least, and at most; None: it isn't over."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Clocks:
    """What all incidents' clocks share; excluded: by class. end: of the month."""

    rule: Incident
    hours: ServiceHours | None
    excluded: Mapping[int | None, Sequence[Stretch]]
    end: int

    def of(
        self, classes: Iterable[int | None], onset: int | None, *, known_to: int | None
    ) -> Clock:
        """Return one incident's clock; it stands still while all its endpoints are excluded.

        classes: of its endpoints; None: one whose time is never excluded. onset: the measured one.
        known_to: up to when what isn't over was measured.
        """
        together = functools.reduce(_in_both, (self.excluded.get(each, ()) for each in classes))
        sure = known_to if known_to is not None else self.end
        return Clock(self.rule, self.hours, tuple(together), onset, (sure, self.end))


@dataclass(frozen=True, slots=True)
class Clock:
    """How one incident's time is counted.

    onset: the measured one, None where nothing was measured. sure: up to when something not over
    yet is sure to have taken: as far as it was measured, and, by the tickets, to the month's end.
    """

    rule: Incident
    hours: ServiceHours | None
    excluded: tuple[Stretch, ...]
    onset: int | None
    sure: tuple[int, int]

    def measured(self, over: int | None) -> Took | None:
        """Return how long the outage took, by what was measured."""
        if self.onset is None:
            return None
        return self._took(self.onset, (over,), self.sure[0], self.excluded)[0]

    def by_tickets(self, told: Told | None) -> tuple[Took | None, Took | None, Took | None]:
        """Return how long answer, arrival and restoration took, by the tickets."""
        if told is None:
            return None, None, None
        pauses = (*self.excluded, *(told.pauses if self.rule.pauses == "stop" else ()))
        ends = (told.responded, told.on_site, told.restored)
        answer, arrival, restoration = self._took(self._start(told), ends, self.sure[1], pauses)
        return answer, arrival, restoration

    def _start(self, told: Told) -> int:
        """Return when the contract's clock starts."""
        if self.onset is None or self.rule.starts == "reported":
            return told.reported
        if self.rule.starts == "onset":
            return self.onset
        choose = min if self.rule.starts == "earlier" else max
        return choose(self.onset, told.reported)

    def _took(
        self, start: int, ends: Sequence[int | None], sure: int, pauses: Sequence[Stretch]
    ) -> list[Took]:
        """Return how long it took to each of some ends, by a clock that runs to the last of them.

        ends: None: that isn't over.
        """
        untils = [end if end is not None else max(sure, start) for end in ends]
        running = counted(start, max(untils), pauses=pauses, hours=self.hours)
        spent = [elapsed(running, until=until) for until in untils]
        return [
            Took(took, None if end is None else took) for took, end in zip(spent, ends, strict=True)
        ]


def stretches_of(claims: Exclusions) -> dict[int | None, list[Stretch]]:
    """Return when circuits of each class were excluded, in order."""
    found: dict[int | None, list[Stretch]] = defaultdict(list)
    for number, lo, hi in united(claims.spans.select("lo", "hi", key="class")).iter_rows():
        found[number].append((lo, hi))
    return found


def _in_both(one: Sequence[Stretch], other: Sequence[Stretch]) -> list[Stretch]:
    """Return what two lists of stretches share; each is in order and without overlaps."""
    found, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        lo, hi = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if lo < hi:
            found.append((lo, hi))
        if one[i][1] <= other[j][1]:
            i += 1
        else:
            j += 1
    return found
