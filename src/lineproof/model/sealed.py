"""What does a closed month leave behind? What it claimed when first sealed, and what it owes now.

Amounts are in minor units. A later month carries the differences, each of them once.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Booked:
    """A sealed month, at its latest revision.

    month: YYYY-MM. at_once: what it claims by itself, its gross less what is credited later;
    at_once_first: the same as first sealed. deferred: its credits (not positive) by the month they
    reach the buyer in; None: they lapse. carried: what it took over from earlier months when it was
    first sealed. result_hash: of its latest revision.
    """

    month: str
    revision: int
    at_once: int
    at_once_first: int
    deferred: tuple[tuple[str | None, int], ...]
    carried: int
    result_hash: str


def outstanding(booked: tuple[Booked, ...], month: str) -> int:
    """Return what earlier sealed months owe that no sealed month has carried yet.

    month: the first one after them; credits that reach the buyer later are left out.

    >>> march = Booked("2025-03", 1, 900, 1000, ((None, 0),), 0, "")
    >>> outstanding((march,), "2025-04")
    -100
    """
    changes = sum(b.at_once - b.at_once_first for b in booked)
    reached = sum(credit_reaching(booked, each) for each in _months(booked) if each <= month)
    return changes + reached - sum(b.carried for b in booked)


def credit_reaching(booked: tuple[Booked, ...], month: str) -> int:
    """Return the credits of sealed months that reach the buyer in one month."""
    return sum(amount for b in booked for at, amount in b.deferred if at == month)


def _months(booked: tuple[Booked, ...]) -> set[str]:
    """Return the months that credits reach the buyer in."""
    return {at for b in booked for at, _ in b.deferred if at is not None}
