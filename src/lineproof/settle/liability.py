"""What does a party bear at most? Penalties and credits beyond a cap, cut off month by month.

Against the provider's cap count late-opening penalties and outage credits, against the buyer's
late interest; other credits and charges where the clause names them in `applies_to`. What earlier
months bore is used up first. What is cut off stays visible: a line of its own (decision 22).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import polars as pl

from lineproof.assess.taken import last_known
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.scoring import OutageCredit
from lineproof.contract.terms.standing import LiabilityCap
from lineproof.model.explained import Explained, Rule
from lineproof.model.period import add_months
from lineproof.settle.charges import Charge, Missing
from lineproof.settle.credits import months_before
from lineproof.settle.explain_nodes import rounded, sum_of, times
from lineproof.settle.plan import contract_total

CHARGE = "liability_cap"
Side = Literal["buyer", "provider"]
LinesOf = Callable[[dt.date], pl.DataFrame]
_FEES = ("rent", "one_off", "bundle", "overage")
#: The charges that count by themselves against each side's cap; credits of the provider's terms of
#: `OutageCredit` do too.
_COUNTED: dict[Side, tuple[str, ...]] = {
    "provider": ("delay_penalty",),
    "buyer": ("late_interest",),
}


@dataclass(frozen=True, slots=True)
class Months:
    """What the months of a contract owed, in columns of `LINE_SCHEMA`.

    lines_of: a month's own, the one that is settled without what its caps cut off.
    """

    view: View
    month: dt.date
    lines_of: LinesOf


def liability_cuts(months: Months, side: Side) -> Iterator[Charge]:
    """Yield what a month's penalties and credits come to beyond what a side answers for.

    Of the provider's credits it is taken back; of what the buyer owes it is taken off.
    """
    view = months.view
    for term, days in of_kind(view.versions, LiabilityCap, within=view.period(months.month)):
        if term.who in {side, "both", "either"} and term.base is not None:
            why = _cut(months, term, side)
            if why is not None:
                name = term.id if term.who == side else f"{term.id}/{side}"
                yield Charge(name, CHARGE, term.id, term.clause, days, why, _missing(view, term))


def _cut(months: Months, term: LiabilityCap, side: Side) -> Explained | None:
    """Return what is cut off a month, signed as it changes what the buyer owes; None: nothing."""
    unit = months.view.contract.contract.currency
    own = _borne(months, term, side, (months.month,), label="penalties and credits of the month")
    if own.value <= 0:
        return None
    left = _left(months, term, side)
    if own.value <= left.value:
        return None
    inputs = (own, left) if side == "provider" else (left, own)
    return Explained(
        label=f"beyond what the {side} answers for", exact=inputs[0].value - inputs[1].value,
        rule=Rule.DIFFERENCE, unit=unit, clause=term.clause, inputs=inputs,
    )  # fmt: skip


def _left(months: Months, term: LiabilityCap, side: Side) -> Explained:
    """Return what a side may still bear: the cap less what it bore before, never less than 0."""
    unit = months.view.contract.contract.currency
    earlier = [m for m in months_before(months.view, months.month) if m >= _first(months, term)]
    cap, before = _cap(months, term), _borne(months, term, side, earlier, label="borne before")
    room = Explained(
        label="left of the cap", exact=cap.value - before.value, rule=Rule.DIFFERENCE, unit=unit,
        inputs=(cap, before),
    )  # fmt: skip
    nothing = Explained(label="nothing", exact=Fraction(0), unit=unit)
    return Explained(
        label="what may still be borne", exact=max(room.value, Fraction(0)), rule=Rule.GREATEST,
        unit=unit, inputs=(room, nothing),
    )  # fmt: skip


def _missing(view: View, term: LiabilityCap) -> Missing | None:
    """Return why a cap isn't known: it is of what was paid, and no file tells of payments."""
    if term.base != "fees_paid" or "payments" in view.case.records:
        return None
    reason = f"{term.id} is a share of the fees paid: records/payments.csv doesn't exist"
    return Missing("E-PAYMENTS-MISSING", reason)


def _first(months: Months, term: LiabilityCap) -> dt.date:
    """Return the first month that counts: of the window, where the cap has one."""
    if term.base == "fees_in_window" and term.window_months is not None:
        return add_months(months.month, 1 - term.window_months)
    return dt.date.min


def _borne(
    months: Months, term: LiabilityCap, side: Side, of: Iterable[dt.date], *, label: str
) -> Explained:
    """Return what a side bore in some months, what was cut off or lost of it taken out."""
    unit = months.view.contract.contract.currency
    sign = -1 if side == "provider" else 1
    parts = []
    for month in of:
        lines = months.lines_of(month).filter(_counts(months.view, term, side))
        amount = sign * int(lines.get_column("amount").cast(pl.Int128).sum())
        if amount:
            parts.append(Explained(label=f"{month:%Y-%m}", exact=Fraction(amount), unit=unit))
    return sum_of(label, tuple(parts), unit=unit)


def _counts(view: View, term: LiabilityCap, side: Side) -> pl.Expr:
    """Return whether a line counts against a side's cap."""
    named, out = list(term.applies_to), list(term.carve_outs)
    charge, made_by = pl.col("charge"), pl.col("term")
    if named:
        is_counted = charge.is_in(named) | made_by.is_in(named)
        is_counted &= pl.col("amount") < 0 if side == "provider" else pl.col("amount") > 0
    else:
        given = [t.id for t, _ in of_kind(view.versions, OutageCredit)]
        is_counted = charge.is_in(_COUNTED[side])
        if side == "provider":
            is_counted |= (charge == "deduction") & made_by.is_in(given)
    is_counted &= ~(charge.is_in(out) | made_by.is_in(out))
    is_lost = (charge == "lost_claim") if side == "provider" else pl.lit(value=False)
    names = (term.id, f"{term.id}/{side}")
    is_cut = (charge == CHARGE) & (made_by == term.id) & pl.col("line").is_in(names)
    is_side = pl.col("amount") > 0 if side == "provider" else pl.col("amount") < 0
    return is_counted | is_lost | (is_cut & is_side)


def _cap(months: Months, term: LiabilityCap) -> Explained:
    """Return what a side answers for at most, rounded to the contract's unit."""
    view = months.view
    unit = view.contract.contract.currency
    if term.base == "fees_in_window":
        every = [m for m in months_before(view, months.month) if m >= _first(months, term)]
        parts = tuple(
            Explained(label=f"fees of {m:%Y-%m}", exact=Fraction(_fees(months, m)), unit=unit)
            for m in (*every, months.month)
        )
        base = sum_of(f"fees of the last {term.window_months} months", parts, unit=unit)
    elif term.base == "fees_paid":
        on = last_known(view, months.month)
        paid = Fraction(_paid(view, on))
        base = Explained(label=f"fees paid by {on}", exact=paid,
                         unit=unit)  # fmt: skip
    else:
        base = Explained(label="the contract's amount", exact=Fraction(contract_total(view)),
                         unit=unit)  # fmt: skip
    share = Explained(
        label="share", exact=Fraction(1) if term.share is None else term.share, clause=term.clause
    )
    step = view.contract.minor(view.contract.contract.rounding.unit)
    return rounded("cap", (times(base, share, label="share of it"),), step=step, unit=unit)


def _paid(view: View, on: dt.date) -> int:
    """Return what was paid by a day, in minor units."""
    rows = view.rows("payments").filter(pl.col("paid") <= on)
    return int(rows.get_column("amount").cast(pl.Int128).sum())


def _fees(months: Months, month: dt.date) -> int:
    """Return what a month's services cost before anything is taken off, in minor units."""
    lines = months.lines_of(month).filter(pl.col("charge").is_in(_FEES))
    return int(lines.get_column("amount").cast(pl.Int128).sum())
