"""What do outages of some lengths give back? Brackets by hours, whole or each for its own hours.

It knows lengths and shares only: neither lines nor rents.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lineproof.contract.terms.scoring import Bracket, OutageCredit

HOUR_NS = 3_600 * 10**9


@dataclass(frozen=True, slots=True)
class Earned:
    """What outages give back: a share of the base, and an amount in whole units of the currency."""

    share: Fraction = Fraction(0)
    amount: Fraction = Fraction(0)

    def __add__(self, other: Earned) -> Earned:
        """Return both together."""
        return Earned(self.share + other.share, self.amount + other.amount)


def earned_of(lengths: tuple[int, ...], term: OutageCredit) -> Earned:
    """Return what a line's outages of some lengths, in nanoseconds, give back together.

    >>> bracket = Bracket(from_h=Fraction(4), share=Fraction(1, 10))
    >>> term = OutageCredit(id="C", clause="1", kind="outage_credit", brackets=(bracket,))
    >>> earned_of((4 * HOUR_NS, 4 * HOUR_NS - 1), term).share
    Fraction(1, 10)
    """
    counted = lengths if term.count == "per_outage" else (sum(lengths),)
    return sum((of_length(Fraction(each, HOUR_NS), term) for each in counted), Earned())


def of_length(hours: Fraction, term: OutageCredit) -> Earned:
    """Return what one length gives back: by its bracket, or each bracket's hours by theirs."""
    brackets = sorted(term.brackets, key=lambda bracket: bracket.from_h)
    reached = [bracket for bracket in brackets if hours >= bracket.from_h]
    if not reached:
        return Earned()
    if term.mode == "cliff":
        return _times(reached[-1], Fraction(1))
    ends = [*(bracket.from_h for bracket in reached[1:]), hours]
    parts = (_times(b, end - b.from_h) for b, end in zip(reached, ends, strict=True))
    return sum(parts, Earned())


def _times(bracket: Bracket, count: Fraction) -> Earned:
    """Return what a bracket gives, so many times."""
    amount = Fraction(bracket.amount) if bracket.amount is not None else Fraction(0)
    return Earned((bracket.share or Fraction(0)) * count, amount * count)
