"""What does each line owe, by the textbook? One loop over the circuits, in Python's Decimal.

Written from the contract format's Arithmetic; it imports nothing of lineproof, so that where both
say the same, two different programs do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

#: line, monthly rent, first day, last billed day.
Circuit: TypeAlias = tuple[int, Decimal, dt.date | None, dt.date]
#: line, event, day, value.
Record: TypeAlias = tuple[int, str, dt.date, str]
#: line, first day of the stretch, its rent, its deduction.
Owed: TypeAlias = tuple[int, dt.date, Decimal, Decimal]
_CENT, _DAY = Decimal("0.01"), dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Month:
    """The month to settle, `end` the first day after it, and the share its score leaves."""

    start: dt.date
    end: dt.date
    factor: Decimal


def owed(circuits: Iterable[Circuit], records: Iterable[Record], month: Month) -> list[Owed]:
    """Return what every line owes, prorated by actual days and rounded once a line's month.

    records: in the order of date, then of recording.

    >>> march = Month(dt.date(2024, 3, 1), dt.date(2024, 4, 1), Decimal(1))
    >>> line, accepted = (4, Decimal(900), None, dt.date(2024, 12, 31)), dt.date(2024, 3, 4)
    >>> owed([line], [(4, "accepted", accepted, "")], march)[0][2]
    Decimal('812.90')
    """
    started: dict[int, dt.date] = {}
    ceased: dict[int, dt.date] = {}
    prices: dict[int, dict[dt.date, Decimal]] = {}
    for line, event, day, value in records:
        if event == "repriced":
            prices.setdefault(line, {})[day] = Decimal(value)
        elif event == "accepted":
            started.setdefault(line, day)
        elif event == "ceased":
            ceased.setdefault(line, day)
    found: list[Owed] = []
    for line, rent, scheduled, last in circuits:
        opened = started.get(line, scheduled)
        if opened is None:
            continue
        start = max(opened, month.start)
        end = min(last + _DAY, ceased.get(line, month.end), month.end)
        if start < end:
            steps = {start: rent}
            for day, price in prices.get(line, {}).items():
                if day < end:
                    steps[max(day, start)] = price
            found += _rounded(line, steps, end, month)
    return found


def _rounded(
    line: int, steps: Mapping[dt.date, Decimal], end: dt.date, month: Month
) -> Iterator[Owed]:
    """Yield each stretch: part k is R(sum of the first k) - R(sum of the first k - 1).

    A quotient of 28 digits is on the same side of half a cent as the exact one: amounts have few.
    """
    days = (month.end - month.start).days
    total = whole = left = Decimal(0)
    for (start, price), until in zip(steps.items(), [*list(steps)[1:], end], strict=True):
        total += price * (until - start).days
        whole_before, left_before = whole, left
        whole = (total / days).quantize(_CENT, ROUND_HALF_UP)
        left = (total * month.factor / days).quantize(_CENT, ROUND_HALF_UP)
        rent = whole - whole_before
        yield line, start, rent, left - left_before - rent
