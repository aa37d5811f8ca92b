"""Which part of a group's difference has which cause? One factor after the other, in fixed order.

From what is owed to what is billed, each step puts one billed factor in the place of the owed one:
the days, the quantity, the price, the credit. What is left is another rounding, or unexplained.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from lineproof.reconcile.causes import Cause
from lineproof.reconcile.priced import Flags, Pairs, Told, Way, amount_of
from lineproof.reconcile.rationals import Column


@dataclass(frozen=True)
class Peeled:
    """The parts of each group's difference, in their order; they sum to it.

    As the contract prices it: with tax where its prices have it.
    """

    days: Column
    quantity: Column
    price: Column
    credit: Column
    rounding: Column
    unexplained: Column
    is_listed: Flags

    @property
    def stages(self) -> tuple[Column, ...]:
        """The parts in the order of decomposition."""
        return (
            self.days, self.quantity, self.price, self.credit, self.rounding, self.unexplained,
        )  # fmt: skip


#: Which causes the stages have, of those that have but one.
STAGES: tuple[Cause | None, ...] = (
    None, Cause.WRONG_QUANTITY, None, Cause.MISSING_CREDIT, Cause.ROUNDING, Cause.UNEXPLAINED,
)  # fmt: skip


def peeled(pairs: Pairs, found: Told) -> Peeled:
    """Return the parts of each group's difference."""
    way = found.way
    one = np.ones_like(pairs.quantity)
    factor = (pairs.factor, pairs.factor_den)
    start = Way(
        way.holds, (pairs.price, pairs.price_den), (pairs.share, pairs.share_den),
        (pairs.quantity, one), factor,
    )  # fmt: skip
    by_days = replace(start, share=way.share)
    by_quantity = replace(by_days, quantity=way.quantity)
    by_price = replace(by_quantity, price=way.price)
    at = [amount_of(each, step=pairs.step) for each in (start, by_days, by_quantity, by_price)]
    amount = amount_of(way, step=pairs.step)
    at[3] = np.where(found.is_implied, amount, at[3])
    left = pairs.rent - amount
    is_known = found.is_rounded
    # what a whole bill is rounded to leaves a line a cent from its own amount
    cut = at[0] - pairs.owed
    return Peeled(
        days=at[1] - at[0],
        quantity=at[2] - at[1],
        price=at[3] - at[2],
        credit=amount + pairs.credit - at[3],
        rounding=np.where(is_known, left, 0) + cut,
        unexplained=np.where(is_known, 0, left),
        is_listed=(way.price[0] == pairs.list_price) & (pairs.list_price != 0),
    )
