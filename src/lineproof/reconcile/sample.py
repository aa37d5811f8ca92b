"""Which billed lines does an auditor look at? A sample by money that anybody can draw again.

Each line gets a number in (0, 1] from the hash of the seed and of what the line says. A line that
is as dear as a whole share of the money is taken surely; of the others those with the least number
per unit of money are, so that the order of lines and of files decides nothing.
Source: E. Ohlsson, "Sequential Poisson Sampling", Journal of Official Statistics 14 (1998).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

_BITS = 64


@dataclass(frozen=True, slots=True)
class Billed:
    """One billed line, or compared group; amount: as billed, in minor units, in either sense."""

    bill: str
    bill_line: str
    line: str
    circuit: str
    days: str
    charge: str
    amount: int

    @property
    def key(self) -> str:
        """What it says, as one text: two lines that say the same are told apart by counting."""
        parts = (self.bill, self.bill_line, self.line, self.circuit, self.days, self.charge,
                 str(self.amount))  # fmt: skip
        return json.dumps(parts, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Picked:
    """A line of a sample; is_sure: taken for its amount alone, whatever the seed is."""

    billed: Billed
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample, the dearest line first; count, amount: of all lines that it was drawn from."""

    seed: str
    picked: tuple[Picked, ...]
    count: int
    amount: int

    @property
    def covered(self) -> int:
        """What the picked lines come to, in either sense."""
        return sum(abs(each.billed.amount) for each in self.picked)


def sampled(lines: Iterable[Billed], *, size: int, seed: str) -> Sample:
    """Return a sample of at most so many lines, by their money.

    Lines of no amount are never picked. amount: the sum of all amounts, each as if positive.

    >>> one = Billed("B", "1", "1", "C", "", "rent", 500)
    >>> [each.is_sure for each in sampled([one], size=25, seed="x").picked]
    [True]
    """
    everything = [line for line in lines if line.amount]
    sure, rest = _sure(everything, size)
    left = size - len(sure)
    drawn = sorted(_numbered(rest, seed), key=lambda each: (each[0], each[1]))[:left]
    picked = [Picked(line, is_sure=True) for line in sure]
    picked += [Picked(line, is_sure=False) for _, _, line in drawn]
    picked.sort(key=lambda each: (-abs(each.billed.amount), each.billed.key))
    total = sum(abs(line.amount) for line in everything)
    return Sample(seed, tuple(picked), len(everything), total)


def _sure(lines: Sequence[Billed], size: int) -> tuple[list[Billed], list[Billed]]:
    """Return the lines taken surely, and the others.

    The dearest is taken while it is at least the money that is left, shared by the picks left.
    """
    ordered = sorted(lines, key=lambda line: (-abs(line.amount), line.key))
    money, taken = sum(abs(line.amount) for line in ordered), 0
    while taken < min(size, len(ordered)):
        amount = abs(ordered[taken].amount)
        if amount * (size - taken) < money:
            break
        money, taken = money - amount, taken + 1
    return ordered[:taken], ordered[taken:]


def _numbered(lines: Sequence[Billed], seed: str) -> list[tuple[Fraction, str, Billed]]:
    """Return each line with its number per unit of money."""
    counts: dict[str, int] = {}
    found = []
    for line in lines:
        counts[line.key] = counts.get(line.key, 0) + 1
        text = f"{seed}\n{counts[line.key]}\n{line.key}".encode()
        number = int.from_bytes(hashlib.sha256(text).digest()[: _BITS // 8]) + 1
        found.append((Fraction(number, abs(line.amount)), line.key, line))
    return found
