"""Which billed lines does an auditor look at? A sample by money that anybody can draw again.

Each line gets a number in (0, 1] from the hash of the seed and of what the line says. A line that
is as dear as a whole share of the money is taken surely; of the others those with the least number
per unit of money are, so that the order of lines and of files decides nothing.
Source: E. Ohlsson, "Sequential Poisson Sampling", Journal of Official Statistics 14 (1998).
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_NUMBER_BYTES = 8
#: Two different numbers per unit of money differ by more than 1 / 2^126, so that this many bits
#: behind the point tell them apart.
_EXACT_BITS = 128
#: Stands in no text that a bill's line is made of.
_BETWEEN = "\x1f"


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
        return _BETWEEN.join((self.bill, self.bill_line, self.line, self.circuit, self.days,
                              self.charge, str(self.amount)))  # fmt: skip


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
    sure = _sure(everything, size)
    rest = (line for at, line in enumerate(everything) if at not in sure)
    drawn = heapq.nsmallest(size - len(sure), _numbered(rest, seed), key=lambda each: each[:2])
    picked = [Picked(line, is_sure=True) for line in sure.values()]
    picked += [Picked(line, is_sure=False) for _, _, line in drawn]
    picked.sort(key=lambda each: (-abs(each.billed.amount), each.billed.key))
    total = sum(abs(line.amount) for line in everything)
    return Sample(seed, tuple(picked), len(everything), total)


def _sure(lines: Sequence[Billed], size: int) -> dict[int, Billed]:
    """Return the lines taken surely, by their place.

    The dearest is taken while it is at least the money that is left, shared by the picks left.
    """
    placed = enumerate(lines)
    dearest = heapq.nsmallest(size, placed, key=lambda at: (-abs(at[1].amount), at[1].key))
    money = sum(abs(line.amount) for line in lines)
    sure: dict[int, Billed] = {}
    for place, line in dearest:
        if abs(line.amount) * (size - len(sure)) < money:
            break
        money -= abs(line.amount)
        sure[place] = line
    return sure


def _numbered(lines: Iterable[Billed], seed: str) -> Iterator[tuple[int, str, Billed]]:
    """Yield each line with its number per unit of money, as so many bits behind the point."""
    counts: dict[str, int] = {}
    for line in lines:
        key = line.key
        counts[key] = counts.get(key, 0) + 1
        text = f"{seed}\n{counts[key]}\n{key}".encode()
        number = int.from_bytes(hashlib.sha256(text).digest()[:_NUMBER_BYTES]) + 1
        yield (number << _EXACT_BITS) // abs(line.amount), key, line
