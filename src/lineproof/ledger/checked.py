"""What did comparing bills come to, payment by payment? Those that were brought in with lines.

Of an invoice whose bill wasn't, no more than its amount is known, and nothing is compared here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.check import check
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.paying import Tolerance
from lineproof.ledger.backing import invoices_of
from lineproof.ledger.facts import Stands
from lineproof.model.bill import Bill
from lineproof.model.period import parse_month
from lineproof.reconcile.objection import Point, objected, points_of
from lineproof.reconcile.owed import owed
from lineproof.reconcile.reconcile import reconcile
from lineproof.reconcile.reconciliation import Tolerated
from lineproof.settle.book import is_outside_term
from lineproof.settle.plan import plan_of
from lineproof.settle.settle import Asked, settle
from lineproof.settle.settlement import Settlement


@dataclass(frozen=True, slots=True)
class Checked:
    """Bills compared line by line with the month that they are for, in minor units.

    billed: what they ask for; undisputed: what of it nothing speaks against, a tolerance applied.
    points: what isn't owed, by cause. is_proven: whether all that the month owes is known.
    """

    bills: tuple[str, ...]
    billed: int
    undisputed: int
    points: tuple[Point, ...]
    tolerated: tuple[Tolerated, ...]
    is_proven: bool

    @property
    def unproven(self) -> int:
        """What is neither undisputed nor beyond what is owed, as far as that is known."""
        return max(0, self.billed - self.undisputed - sum(point.amount for point in self.points))


def checked(
    view: View, settlement: Settlement, bills: Sequence[Bill], *, numbers: Collection[str]
) -> Checked | None:
    """Return what comparing a month's bills came to; None where none was brought in with lines.

    Nor is one compared by line that has a sum for the month: none of its lines is one of ours.

    bills: all that were brought in by now; what others ask for already isn't owed once more.
    numbers: of the month's own. A credit note belongs to the bill that it corrects.
    """
    own = [bill for bill in bills if bill.lines.height and _is_among(bill, numbers)]
    if not own:
        return None
    taken = {bill.number for bill in own}
    last = max(_order(bill) for bill in own)
    before = [b for b in bills if b.number not in taken and _order(b) < last]
    found = reconcile([owed(view, [settlement])], own, others=before)
    if not found.differences.filter((pl.col("line") != "") & (pl.col("billed") != 0)).height:
        return None
    return Checked(
        bills=found.bills,
        billed=found.billed,
        undisputed=found.undisputed,
        points=points_of(objected(found)),
        tolerated=found.tolerated,
        is_proven=found.unproven is None,
    )


def tolerated_of(view: View, bills: Sequence[Bill], *, on: dt.date) -> Mapping[str, Stands]:
    """Return by bill what a tolerance lets stand of it beyond what is owed, by cause.

    view: with the bills as invoices. A month with several bills is
    compared as a whole: what stands is the first one's. A month that isn't settled says nothing
    yet. Raises InputRefusedError as settling does.
    """
    plan = plan_of(view)
    if not of_kind(view.versions, Tolerance) or plan is None or plan.mode != "monthly":
        return {}
    known = [bill for bill in bills if bill.issued is None or bill.issued <= on]
    findings = check(view.case)
    found: dict[str, Stands] = {}
    for month in _billed_months(view):
        numbers = [each.number for each in invoices_of(view, f"{month:%Y-%m}", on=on)]
        if not any(bill.lines.height and bill.number in numbers for bill in known):
            continue
        settlement = settle(view.case, Asked(month, findings=findings))
        result = checked(view, settlement, known, numbers=numbers)
        stands = _beyond(result) if result is not None and result.is_proven else {}
        if result is not None and any(stands.values()):
            first = next(number for number in result.bills if number in numbers)
            not_owed = sum(point.amount for point in result.points)
            found[first] = Stands(tuple(stands.items()), not_owed)
    return found


def _beyond(found: Checked) -> dict[str, int]:
    """Return what stands beyond what is owed, by cause, under all tolerances."""
    sums: dict[str, int] = {}
    for each in found.tolerated:
        for cause, amount in each.beyond:
            sums[cause.value] = sums.get(cause.value, 0) + amount
    return sums


def _billed_months(view: View) -> list[dt.date]:
    """Return the months of the contract's term that invoices are for, in order."""
    named = view.rows("invoices").get_column("item").drop_nulls().unique()
    months = sorted(month for text in named if (month := _month_or_none(text)) is not None)
    return [month for month in months if not is_outside_term(view, month)]


def _month_or_none(text: str) -> dt.date | None:
    """Return the month that an item names; None where it names another thing."""
    try:
        return parse_month(text)
    except ValueError:
        return None


def _is_among(bill: Bill, numbers: Collection[str]) -> bool:
    """Whether a bill is one of some, or corrects one."""
    return bill.number in numbers or any(number in numbers for number in bill.credits)


def _order(bill: Bill) -> tuple[str, str]:
    """Return what bills are ordered by: their day of issue, and their number."""
    return str(bill.issued or ""), bill.number
