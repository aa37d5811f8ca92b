"""How may a billed amount have come about? As printed, else by a usual mistake.

One row a group whose rent differs: what is owed as price × share × quantity × factor, and what the
bill prints of its own. The first way that gives exactly what is billed is taken; where none does,
the rest is told apart from what is printed, and never absorbed.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineproof.reconcile.rationals import Column, floored_product, rounded_product

Flags = npt.NDArray[np.bool_]
_THIRTY, _THIRTY_ONE, _YEAR, _MONTHS = 30, 31, 365, 12
#: What a whole month may be counted as, of what another one has: 31 days at a thirtieth each.
_MONTH_LENGTHS = range(28, 32)


@dataclass(frozen=True)
class Pairs:
    """Groups of rent that differ; all amounts in minor units, as the contract prices them.

    owed: with its credits; rent: billed, without credits; credit: billed credits, not positive.
    price, price_den: owed price of one unit and month; share, share_den: of the month; factor,
    factor_den: what credits leave of it. days, month_days: in service, and the month's.
    printed_*: what the bill says, 0 where it doesn't. printed_months: whole months its period has.
    printed_scaled: its price with the line's tax. list_price: before the discount, 0 where unknown.
    """

    owed: Column
    rent: Column
    credit: Column
    price: Column
    price_den: Column
    share: Column
    share_den: Column
    quantity: Column
    factor: Column
    factor_den: Column
    days: Column
    month_days: Column
    printed_days: Column
    printed_months: Column
    printed_quantity: Column
    printed_quantity_den: Column
    printed_price: Column
    printed_scaled: Column
    printed_price_den: Column
    list_price: Column
    step: int = 1

    def take(self, rows: npt.NDArray[np.int64]) -> Pairs:
        """Return some of them."""
        own = {name: getattr(self, name)[rows] for name in _COLUMNS}
        return Pairs(**own, step=self.step)


#: What one row of `Pairs` has.
_COLUMNS = tuple(each.name for each in dataclasses.fields(Pairs) if each.name != "step")
Ratio = tuple[Column, Column]


@dataclass(frozen=True)
class Way:
    """How billed rents came about: by which price, share of the month, quantity and factor.

    holds: for which rows it is meant; the rest is columns for all of them.
    """

    holds: Flags
    price: Ratio
    share: Ratio
    quantity: Ratio
    factor: Ratio

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of its four ratios, in order."""
        return (*self.price, *self.share, *self.quantity, *self.factor)


@dataclass(frozen=True)
class Told:
    """What is told of each group: the way its rent came about, and how sure that is.

    is_explained: the way gives exactly what is billed, by the contract's rounding. is_rounded: it
    does by another one. Else the way is what is printed, and something remains. is_implied: the
    price is what the amount says, and has its credit in it.
    """

    way: Way
    is_explained: Flags
    is_rounded: Flags
    is_implied: Flags


def told(pairs: Pairs) -> Told:
    """Return how each billed rent came about."""
    count = pairs.owed.size
    columns = [np.ones(count, dtype=pairs.price.dtype) for _ in range(8)]
    is_explained, is_rounded, is_implied = (np.zeros(count, dtype=np.bool_) for _ in range(3))
    passes = ((True, 0), (False, 0), *((True, rounding) for rounding in _OTHER_ROUNDINGS))
    for is_strict, rounding in passes:
        left = np.flatnonzero(~is_explained & ~is_rounded)
        if not left.size:
            break
        hits, chosen = _first_hits(pairs.take(left), is_strict=is_strict, rounding=rounding)
        at = left[hits]
        (is_rounded if rounding else is_explained)[at] = True
        for column, own in zip(columns, chosen, strict=True):
            column[at] = own[hits]
    left = np.flatnonzero(~is_explained & ~is_rounded)
    if left.size:
        way, is_own = _as_printed(pairs.take(left))
        is_implied[left] = is_own
        for column, own in zip(columns, way.columns, strict=True):
            column[left] = own
    ratios = [(columns[i], columns[i + 1]) for i in range(0, 8, 2)]
    return Told(Way(np.ones(count, dtype=np.bool_), *ratios), is_explained, is_rounded, is_implied)


def amount_of(way: Way, *, step: int) -> Column:
    """Return what units cost: rounded once a unit, then multiplied."""
    (p, pd), (s, sd), (q, qd), (f, fd) = way.price, way.share, way.quantity, way.factor
    one = rounded_product((p, s, f), (pd, sd, fd), step=step)
    return one * q if (qd == 1).all() else rounded_product((one, q), (qd,))


def _first_hits(
    pairs: Pairs, *, is_strict: bool, rounding: int
) -> tuple[npt.NDArray[np.int64], tuple[Column, ...]]:
    """Return the rows that some way gives exactly what is billed for, and its columns for all."""
    count = pairs.owed.size
    is_done = np.zeros(count, dtype=np.bool_)
    chosen = tuple(np.ones(count, dtype=pairs.price.dtype) for _ in range(8))
    for way in _ways(pairs, is_strict=is_strict, methods=_OWN_SHARES if rounding else None):
        open_ = way.holds & ~is_done
        if not open_.any():
            continue
        hit = open_ & (_rounded_by(way, pairs, rounding) == pairs.rent)
        for column, own in zip(chosen, way.columns, strict=True):
            np.copyto(column, own, where=hit)
        is_done |= hit
        if is_done.all():
            break
    return np.flatnonzero(is_done), chosen


def _ways(pairs: Pairs, *, is_strict: bool, methods: int | None) -> Iterator[Way]:
    """Yield ways, the likeliest first; strict: none that contradicts what is printed.

    methods: how many of the ways to count a part of a month are tried; None: all.
    """
    for is_price, price in _prices(pairs, is_strict=is_strict):
        for is_quantity, quantity in _quantities(pairs, is_strict=is_strict):
            shares = itertools.islice(_shares(pairs, is_strict=is_strict), methods)
            for is_share, share in shares:
                for is_factor, factor in _factors(pairs):
                    holds = is_price & is_quantity & is_share & is_factor
                    if holds.any():
                        yield Way(holds, price, share, quantity, factor)


def _agrees(pairs: Pairs) -> Flags:
    """Whether the printed price is the agreed one, with its tax or without."""
    price, scale = pairs.price * pairs.printed_price_den, pairs.price_den
    off = np.abs(pairs.printed_scaled * scale - price)
    is_near = off * 2 <= scale * pairs.printed_price_den * pairs.step
    is_taxed = pairs.printed_scaled != pairs.printed_price
    agrees: Flags = (pairs.printed_price * scale == price) | (is_taxed & is_near)
    return agrees


def _prices(pairs: Pairs, *, is_strict: bool) -> Iterator[tuple[Flags, Ratio]]:
    """Yield prices: printed ones, else the agreed one and that of the list."""
    is_printed = pairs.printed_price != 0
    is_other = is_printed & ~_agrees(pairs)
    yield ~is_other if is_strict else is_other, (pairs.price, pairs.price_den)
    yield is_other, (pairs.printed_price, pairs.printed_price_den)
    is_taxed = pairs.printed_scaled != pairs.printed_price
    yield is_other & is_taxed, (pairs.printed_scaled, pairs.printed_price_den)
    is_listed = (pairs.list_price != 0) & (~is_printed if is_strict else is_printed)
    yield is_listed, (pairs.list_price, np.ones_like(pairs.list_price))


def _quantities(pairs: Pairs, *, is_strict: bool) -> Iterator[tuple[Flags, Ratio]]:
    """Yield quantities: a printed one, else the one owed, else the one the amount divides into."""
    one = np.ones_like(pairs.quantity)
    is_printed = pairs.printed_quantity != 0
    is_other = is_printed & (pairs.printed_quantity != pairs.quantity * pairs.printed_quantity_den)
    yield ~is_other if is_strict else is_other, (pairs.quantity, one)
    yield is_other, (pairs.printed_quantity, pairs.printed_quantity_den)
    is_counted, units = _units(pairs)
    yield is_counted, (units, one)


def _units(pairs: Pairs) -> tuple[Flags, Column]:
    """Return where a bill without a quantity asks for a whole number of units, and how many."""
    unit = rounded_product(
        (pairs.price, pairs.share), (pairs.price_den, pairs.share_den), step=pairs.step
    )
    safe = np.where(unit == 0, 1, unit)
    units = pairs.rent // safe
    several = (pairs.quantity > 1) & (pairs.printed_quantity == 0)
    return several & (unit != 0) & (pairs.rent % safe == 0) & (units > 0), units


def _shares(pairs: Pairs, *, is_strict: bool) -> Iterator[tuple[Flags, Ratio]]:
    """Yield shares of a month: by the days printed, else those in service, by other methods too."""
    one = np.ones_like(pairs.days)
    is_other = (pairs.printed_days != 0) & (pairs.printed_days != pairs.days)
    is_whole = is_other & (pairs.printed_months != 0)
    yield ~is_other if is_strict else is_other, (pairs.share, pairs.share_den)
    yield is_whole, (pairs.printed_months, one)
    days = np.where(is_other, pairs.printed_days, pairs.days)
    for whole in (pairs.month_days, _THIRTY * one, _THIRTY_ONE * one):
        yield ~is_whole, (days, whole)
    yield ~is_whole, (days * _MONTHS, _YEAR * one)
    yield ~is_whole, (one, one)
    yield pairs.printed_days == 0, (one, 2 * one)
    # from a day to the month's end as if it were the 30th: 28 February to 1 March is 3 days
    turned = days + _THIRTY - pairs.month_days
    yield ~is_whole & (days < pairs.month_days) & (turned > 0), (turned, _THIRTY * one)
    # a printed price says what a month costs, and as many units are likelier than as many days
    is_unsaid = ~is_other & (pairs.printed_price == 0) & ~_units(pairs)[0]
    is_full = is_unsaid & (pairs.share == pairs.share_den)
    for count, length in itertools.permutations(_MONTH_LENGTHS, 2):
        yield is_full, (count * one, length * one)


def _factors(pairs: Pairs) -> Iterator[tuple[Flags, Ratio]]:
    """Yield what of the price is billed on the line itself: all, or what the factor leaves."""
    one = np.ones_like(pairs.factor)
    yield np.ones(one.size, dtype=np.bool_), (one, one)
    is_reduced = (pairs.factor != pairs.factor_den) & (pairs.credit == 0)
    yield is_reduced, (pairs.factor, pairs.factor_den)


_OTHER_ROUNDINGS = range(1, 5)
#: Of the shares, those by what is owed or printed; another method and another rounding at once
#: would explain almost anything.
_OWN_SHARES = 3


def _rounded_by(way: Way, pairs: Pairs, rounding: int) -> Column:
    """Return what a way gives by some rounding.

    0: as the contract rounds. 1: once for all units. 2: the rent before its factor. 3: by a price a
    day that is rounded. 4: cut off.
    """
    (p, pd), (s, sd), (q, qd), (f, fd) = way.price, way.share, way.quantity, way.factor
    if rounding == 1:
        return rounded_product((p, s, f, q), (pd, sd, fd, qd))
    if rounding == 2:  # noqa: PLR2004 - see above
        return rounded_product((rounded_product((p, s), (pd, sd)), f, q), (fd, qd))
    if rounding == 3:  # noqa: PLR2004 - see above
        return rounded_product((rounded_product((p,), (pd, sd)), s, f, q), (fd, qd))
    if rounding == 4:  # noqa: PLR2004 - see above
        return floored_product((p, s, f, q), (pd, sd, fd, qd))
    return amount_of(way, step=pairs.step)


def _as_printed(pairs: Pairs) -> tuple[Way, Flags]:
    """Return the way of rents that no usual one gives, and whether their price follows from them.

    What is printed goes before what is agreed.
    A month in full whose price isn't printed costs what it costs: that is its price.
    """
    one = np.ones_like(pairs.quantity)
    is_printed = pairs.printed_price != 0
    is_other_price = is_printed & ~_agrees(pairs)
    is_other_days = (pairs.printed_days != 0) & (pairs.printed_days != pairs.days)
    is_other_quantity = is_printed & (pairs.printed_quantity != 0)
    is_price = ~is_printed & ~is_other_days & (pairs.share == pairs.share_den)
    days = np.where(is_other_days, pairs.printed_days, pairs.share)
    whole = np.where(is_other_days, pairs.month_days, pairs.share_den)
    price = np.where(is_other_price, pairs.printed_price, pairs.price)
    price_den = np.where(is_other_price, pairs.printed_price_den, pairs.price_den)
    quantity = np.where(is_other_quantity, pairs.printed_quantity, pairs.quantity)
    quantity_den = np.where(is_other_quantity, pairs.printed_quantity_den, one)
    price = np.where(is_price, pairs.rent, price)
    price_den = np.where(is_price, np.maximum(pairs.quantity, 1), price_den)
    # where no credit is billed, what is owed is taken to be in the amount already
    is_netted = pairs.credit == 0
    is_within = is_netted & ~is_price
    factor = np.where(is_within, pairs.factor, one), np.where(is_within, pairs.factor_den, one)
    way = Way(
        np.ones(one.size, dtype=np.bool_), (price, price_den), (days, whole),
        (quantity, quantity_den), factor,
    )  # fmt: skip
    return way, is_price & is_netted
