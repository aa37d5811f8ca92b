"""What may a bill ask for? A settled month's lines as it would print them, credits where they land.

A month claims what it earned, less what reaches the buyer later, and what earlier months left him.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.paying import BillObjection
from lineproof.model.period import Days
from lineproof.reconcile.ids import aliases, line_names
from lineproof.reconcile.taxes import with_tax
from lineproof.settle.charges import OWN_CHARGES
from lineproof.settle.credits import credit_term
from lineproof.settle.kernel import total
from lineproof.settle.rents import reducing
from lineproof.settle.settlement import Bounded, Factor, Settlement

#: What a row of a bill or of ours is compared with; rent has its credits with it.
RENT, ONE_OFF, USAGE, CREDIT, INTEREST, OTHER = (
    "rent", "one_off", "usage", "credit", "interest", "other",
)  # fmt: skip
_CLASSES = {"rent": RENT, "deduction": CREDIT, "one_off": ONE_OFF, "late_interest": INTEREST} | {
    "bundle": USAGE, "overage": USAGE, "delay_penalty": CREDIT, "early_end": OTHER,
    "lost_claim": CREDIT, "liability_cap": CREDIT,
}  # fmt: skip

#: One row a segment of a line, or a charge. month: its place among those asked for. low, high:
#: as the contract prices it, credits taken off; gross_low, gross_high: with tax. rent: before the
#: credits. A segment costs price × share × quantity, of which the factor is left.
OWED_ROWS: dict[str, pl.DataType] = {
    "code": pl.UInt32(),
    "month": pl.Int32(),
    "class": pl.String(),
    "unit": pl.UInt32(),
    "from": pl.Date(),
    "to": pl.Date(),
    "low": pl.Int64(),
    "high": pl.Int64(),
    "gross_low": pl.Int64(),
    "gross_high": pl.Int64(),
    "rent": pl.Int64(),
    "price": pl.Int64(),
    "share_num": pl.Int64(),
    "share_den": pl.Int64(),
    "quantity": pl.Int64(),
    "factor_num": pl.Int64(),
    "factor_den": pl.Int64(),
    "clause": pl.String(),
    "credit_clause": pl.String(),
    "is_inclusive": pl.Boolean(),
    "rate_num": pl.Int64(),
    "rate_den": pl.Int64(),
}


@dataclass(frozen=True)
class Owed:
    """What one contract claims for some months.

    view: the contract as known. months: their days, in order. names: columns of `LINE_NAMES` and
    `code`, which the others refer to. aliases: columns of `ALIASES`. rows: columns of `OWED_ROWS`.
    rest: what the months claim beyond their rows, tax being rounded once a rate. bounds: what they
    claim at least and at most, None where they are settled. step: minor units rounded to.
    """

    view: View
    months: tuple[Days, ...]
    names: pl.DataFrame
    aliases: pl.DataFrame
    rows: pl.DataFrame
    rest: int
    bounds: tuple[int | None, int | None] | None
    step: int

    @property
    def contract(self) -> str:
        """The contract's id."""
        return self.view.contract.contract.id

    @property
    def objection(self) -> BillObjection | None:
        """The clause on objections to a bill, where there is one."""
        found = of_kind(self.view.versions, BillObjection)
        return found[-1][0] if found else None


def owed(view: View, settlements: Sequence[Settlement]) -> Owed:
    """Return what a contract claims for the months of some settlements."""
    assert settlements, "a bill is for some month"
    ordered = sorted(settlements, key=lambda s: s.month)
    months = tuple(s.period for s in ordered)
    named = pl.concat([s.lines.select("line") for s in ordered]).to_series()
    names = line_names(view, named, on=months[-1].end)
    rows, rest = [pl.DataFrame(schema=OWED_ROWS)], 0
    for place, settlement in enumerate(ordered):
        found, left = _claimed(view, settlement, names)
        rows.append(found.with_columns(pl.lit(place, pl.Int32).alias("month")).select(*OWED_ROWS))
        rest += left
    return Owed(
        view=view, months=months, names=names, aliases=aliases(view, names), rows=pl.concat(rows),
        rest=rest, bounds=_bounds(ordered),
        step=view.contract.minor(view.contract.contract.rounding.unit),
    )  # fmt: skip


def _claimed(view: View, settlement: Settlement, names: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Return the rows of a month, and what its totals hold beyond them."""
    lines = with_tax(view, _landing_now(view, settlement), settlement.period)
    is_rent = (pl.col("charge") == "rent") & pl.col("unit").is_not_null()
    is_taken_off = (pl.col("charge") == "deduction") & pl.col("unit").is_not_null()
    rents = _with_deductions(lines.filter(is_rent), lines.filter(is_taken_off), settlement.factors)
    others = lines.filter(~is_rent & ~is_taken_off).select(
        "line",
        # what a cap takes off is interest, what it takes back was a credit
        pl.when((pl.col("charge") == "liability_cap") & (pl.col("low") < 0)).then(pl.lit(INTEREST))
        .otherwise(pl.col("charge").replace_strict(_CLASSES)).alias("class"),
        "from", "to", "low", "high", "gross_low", "gross_high", "clause",
        "is_inclusive", "rate_num", "rate_den",
    )  # fmt: skip
    rows = pl.concat([rents, others, _carried(settlement)], how="diagonal")
    coded = rows.join(names.select("line", "code"), on="line", how="left", maintain_order="left")
    lacking = [pl.lit(None, t).alias(c) for c, t in OWED_ROWS.items() if c not in coded.columns]
    return coded.with_columns(lacking), _rest(settlement, coded)


def _bounds(settlements: Sequence[Settlement]) -> tuple[int | None, int | None] | None:
    """Return what months claim at least and at most; None where all are settled."""
    if all(settlement.is_settled for settlement in settlements):
        return None
    low: int | None = 0
    high: int | None = 0
    for each in settlements:
        deferred = sum(amount for _, amount in each.deferred)
        ends = (each.gross.low, each.carried.low), (each.gross.high, each.carried.high)
        low, high = (
            None if so_far is None or None in pair else so_far + sum(pair) - deferred  # type: ignore[arg-type]
            for so_far, pair in zip((low, high), ends, strict=True)
        )
    return low, high


def _rest(settlement: Settlement, rows: pl.DataFrame) -> int:
    """Return what a month claims beyond its rows; 0 where it isn't known."""
    deferred = sum(amount for _, amount in settlement.deferred)
    gross, carried = settlement.gross.value, settlement.carried.value
    if gross is None or carried is None or rows.get_column("gross_low").null_count():
        return 0
    return gross - deferred + carried - total(rows.get_column("gross_low"))


def _landing_now(view: View, settlement: Settlement) -> pl.DataFrame:
    """Return a month's lines without the reductions that reach the buyer later."""
    lines = settlement.lines
    if not settlement.deferred:
        return lines
    deductions = lines.filter(pl.col("charge") == "deduction")
    made = deductions.select("term", "factor", pl.col("unit").is_null().alias("is_total")).unique()
    later = [
        (term, factor)
        for term, factor, is_total in made.iter_rows()
        if credit_term(
            view,
            term if is_total else reducing(settlement.factors[factor]).term,
            on=settlement.period.start,
        )
        is not None
    ]
    gone = pl.DataFrame(
        later, schema={"term": pl.String, "factor": lines.schema["factor"]}, orient="row"
    ).with_columns(pl.lit("deduction").alias("charge"))
    return lines.join(
        gone, on=["charge", "term", "factor"], how="anti", maintain_order="left"
    )  # fmt: skip


def _with_deductions(
    rents: pl.DataFrame, deductions: pl.DataFrame, factors: tuple[tuple[Factor, ...], ...]
) -> pl.DataFrame:
    """Return rents less what is taken off each, and the factor that is left where one says so."""
    rows = rents.select(
        "line", pl.lit(RENT).alias("class"), "unit", "from", "to", "low", "high", "gross_low",
        "gross_high", pl.col("amount").alias("rent"), pl.col("rent").alias("price"), "share_num",
        "share_den", "quantity", "clause", "is_inclusive", "rate_num", "rate_den",
    )  # fmt: skip
    if not deductions.height:
        return rows
    bounds = ("low", "high", "gross_low", "gross_high")
    taken = deductions.group_by("unit", "from").agg(
        *(pl.when(pl.col(b).null_count() == 0).then(pl.col(b).sum()).alias(f"{b}_off")
          for b in bounds),
        pl.when(pl.len() == 1).then(pl.col("factor").first()).alias("factor"),
        pl.col("clause").first().alias("credit_clause"),
        pl.lit(value=True).alias("is_reduced"),
    )  # fmt: skip
    rows = rows.join(taken, on=["unit", "from"], how="left", maintain_order="left")
    left = [_left(each) for each in factors]
    found = pl.DataFrame(left, schema={"factor_num": pl.Int64, "factor_den": pl.Int64},
                         orient="row").with_row_index("factor")  # fmt: skip
    rows = rows.join(found, on="factor", how="left", maintain_order="left")
    is_reduced = pl.col("is_reduced").fill_null(value=False)
    return rows.with_columns(
        pl.when(is_reduced).then(pl.col(b) + pl.col(f"{b}_off")).otherwise(b).alias(b)
        for b in bounds
    ).drop("factor", "is_reduced", *(f"{b}_off" for b in bounds))


def _left(factors: tuple[Factor, ...]) -> tuple[int, int]:
    """Return the share of a rent that some factors leave together."""
    product = Fraction(1)
    for factor in factors:
        product *= factor.factor
    return product.numerator, product.denominator


def _carried(settlement: Settlement) -> pl.DataFrame:
    """Return the credits of earlier months that reach the buyer now, tax included."""
    carried: Bounded = settlement.carried
    if carried.value == 0:
        return pl.DataFrame(schema={"line": pl.String, "class": pl.String})
    clauses = ", ".join(dict.fromkeys(f.clause for each in settlement.factors for f in each))
    return pl.DataFrame({
        "line": pl.Series([None], dtype=pl.String), "class": [CREDIT],
        "from": [settlement.period.start], "to": [settlement.period.end],
        "low": pl.Series([carried.low], dtype=pl.Int64),
        "high": pl.Series([carried.high], dtype=pl.Int64),
        "gross_low": pl.Series([carried.low], dtype=pl.Int64),
        "gross_high": pl.Series([carried.high], dtype=pl.Int64),
        "clause": [clauses], "is_inclusive": [True],
        "rate_num": pl.Series([0], dtype=pl.Int64), "rate_den": pl.Series([1], dtype=pl.Int64),
    })  # fmt: skip


assert set(OWN_CHARGES) <= set(_CLASSES), "every charge has something it is compared with"
