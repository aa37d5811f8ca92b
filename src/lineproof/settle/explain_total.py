"""Why is the month's total what it is? What it earned, what is carried, and what falls due."""

from __future__ import annotations

from fractions import Fraction

import polars as pl

from lineproof.model.explained import Explained, Rule
from lineproof.model.money import round_half_away
from lineproof.settle.explain import Explainer
from lineproof.settle.explain_nodes import sum_of
from lineproof.settle.factors import plain
from lineproof.settle.settlement import Bounded, Settlement

_LISTED_MAX = 40
_CHARGE_NAMES = {
    "rent": "rent",
    "deduction": "deduction",
    "one_off": "one-off charges",
    "late_interest": "late interest",
}


def explain_total(explainer: Explainer) -> Explained:
    """Return why a month's payable amount is what it is, beside what it earned and was credited."""
    settlement = explainer.settlement
    due = [_node(f"due: {d.item}", d.amount, settlement, clause=d.clause)
           for d in settlement.due if d.month is not None]  # fmt: skip
    payable = sum_of(f"payable {settlement.month}", tuple(due), unit=settlement.currency)
    carried = _node("carried: credits of earlier cycles", settlement.carried, settlement)
    parts = (payable, _gross(explainer), carried)
    return Explained(
        label=f"{settlement.contract} {settlement.month}",
        exact=payable.value,
        unit=settlement.currency,
        inputs=parts,
        bounds=payable.bounds,
    )


def _node(label: str, amount: Bounded, settlement: Settlement, *, clause: str = "") -> Explained:
    """Return an amount as a node."""
    value = next((v for v in (amount.value, amount.high, amount.low) if v is not None), 0)
    return Explained(
        label=label,
        exact=Fraction(value),
        unit=settlement.currency,
        clause=clause,
        bounds=None if amount.value is not None else (amount.low, amount.high),
    )


def _gross(explainer: Explainer) -> Explained:
    """Return what the month earned, charge by charge, and the tax on it."""
    settlement = explainer.settlement
    charges = tuple(
        _charge(str(charge), rows, settlement)
        for (charge,), rows in settlement.lines.group_by("charge", maintain_order=True)
    )
    label = f"gross {settlement.month}"
    before = sum(part.value for part in charges)
    taxes = sum(part.tax for part in settlement.taxes)
    if settlement.gross.value is None or before == settlement.gross.value:
        return sum_of(label, charges, unit=settlement.currency)
    tax = tuple(_tax(settlement, i) for i in range(len(settlement.taxes)) if taxes)
    return sum_of(label, (*charges, *tax), unit=settlement.currency)


def _tax(settlement: Settlement, index: int) -> Explained:
    """Return the tax of one rate on net amounts."""
    part = settlement.taxes[index]
    base = Explained(label="net", exact=Fraction(part.net), unit=settlement.currency)
    rate = Explained(label=f"rate {plain(part.rate)}", exact=part.rate, clause=part.clause)
    is_once = round_half_away(part.net * part.rate) == part.tax
    return Explained(
        label=f"tax {plain(part.rate * 100)} %",
        exact=part.net * part.rate if is_once else Fraction(part.tax),
        rule=Rule.PRODUCT if is_once else Rule.GIVEN,
        is_rounded=is_once,
        unit=settlement.currency,
        clause=part.clause,
        inputs=(base, rate),
    )


def _charge(charge: str, rows: pl.DataFrame, settlement: Settlement) -> Explained:
    """Return what one charge comes to, by line, or by term where there are many lines."""
    key = "line" if rows.get_column("line").n_unique() <= _LISTED_MAX else "term"
    groups = rows.group_by(key, maintain_order=True).agg(
        pl.col("amount", "low", "high").cast(pl.Int128).sum(),
        pl.col("amount", "low", "high").null_count().name.suffix("_nulls"),
        pl.col("line").n_unique().alias("lines"),
        pl.col("clause").first(),
    )
    parts = tuple(_group(row, key, settlement) for row in groups.iter_rows(named=True))
    return sum_of(
        _CHARGE_NAMES.get(charge, charge.replace("_", " ")), parts, unit=settlement.currency
    )


def _group(row: dict[str, object], key: str, settlement: Settlement) -> Explained:
    """Return the lines of one group as a node."""
    name = f"line {row['line']}" if key == "line" else f"{row['lines']} lines of {row['term']}"
    totals = {n: None if row[f"{n}_nulls"] else row[n] for n in ("amount", "low", "high")}
    amount = Bounded(*(int(str(v)) if v is not None else None for v in totals.values()))
    return _node(name, amount, settlement, clause=str(row["clause"]))
