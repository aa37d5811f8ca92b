"""How much does each group differ, and by which causes? Sums first; only what differs is peeled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from lineproof.reconcile.causes import Cause
from lineproof.reconcile.claims import Claims
from lineproof.reconcile.figures import pairs_of
from lineproof.reconcile.groups import Groups
from lineproof.reconcile.owed import CREDIT, INTEREST, RENT, USAGE
from lineproof.reconcile.pairing import Paired, paired_lines, paired_segments
from lineproof.reconcile.peeling import STAGES, Peeled, peeled
from lineproof.reconcile.priced import told
from lineproof.reconcile.rationals import Column, rounded_product
from lineproof.reconcile.sums import group_sums

#: One row a group and cause. The group's figures stand on its first row and are 0 on the others.
#: `sure`: what of it nothing speaks against. `bill`: its place. `code`: null: no line is meant.
FOUND: dict[str, pl.DataType] = {
    "code": pl.UInt32(),
    "home": pl.UInt32(),
    "from": pl.Date(),
    "to": pl.Date(),
    "charge": pl.String(),
    "cause": pl.String(),
    "billed": pl.Int64(),
    "expected": pl.Int64(),
    "difference": pl.Int64(),
    "sure": pl.Int64(),
    "clause": pl.String(),
    "bill": pl.UInt32(),
    "bill_line": pl.String(),
    "circuit": pl.String(),
    "evidence": pl.String(),
    "is_open": pl.Boolean(),
}


@dataclass(frozen=True)
class Compared:
    """What groups came to: columns of `FOUND`; and billed rows that no group of ours has.

    surplus: of those, the ones beyond the lines there are, with `is_twice`.
    """

    found: pl.DataFrame
    singles: pl.DataFrame
    surplus: pl.DataFrame


def compared(groups: Groups, claims: Claims) -> Compared:
    """Return the differences of groups."""
    owed, billed = groups.owed, groups.billed
    sums = group_sums(owed, billed)
    is_both = pl.col("is_owed") & pl.col("is_billed")
    homeless = sums.filter(~pl.col("is_owed")).select("group")
    differing = sums.filter(is_both & (pl.col("difference") != 0)).select("group")
    same = sums.filter(pl.col("is_owed") & ~(is_both & (pl.col("difference") != 0)))
    found = [_undisputed(same)]
    surplus = billed.clear().with_columns(is_twice=pl.lit(value=False))
    if differing.height:
        own = owed.join(differing, on="group", how="semi", maintain_order="left")
        rows = billed.join(differing, on="group", how="semi", maintain_order="left")
        finer = _finer(own, rows, claims)
        surplus = finer.surplus
        fine_sums = group_sums(finer.owed, finer.billed)
        is_wrong = pl.col("is_owed") & pl.col("is_billed") & (pl.col("difference") != 0)
        found.append(_undisputed(fine_sums.filter(pl.col("is_owed") & ~is_wrong)))
        wrong = fine_sums.filter(is_wrong)
        if wrong.height:
            found.append(_peeled(wrong, finer.owed, finer.billed, claims))
    singles = billed.join(homeless, on="group", how="semi", maintain_order="left")
    return Compared(pl.concat(found), singles, surplus)


def _undisputed(sums: pl.DataFrame) -> pl.DataFrame:
    """Return groups that agree, or that nothing is billed for."""
    cause = (
        pl.when(pl.col("difference") < 0).then(pl.lit(Cause.NOT_BILLED.value))
        .when(pl.col("difference") > 0).then(pl.lit(Cause.MISSING_CREDIT.value))
    )  # fmt: skip
    return _rows(sums.with_columns(cause.alias("cause")))


def _rows(sums: pl.DataFrame) -> pl.DataFrame:
    """Return groups as rows of `FOUND`, from the columns of `group_sums` and `cause`."""
    return sums.select(
        "code",
        pl.lit(None, pl.UInt32).alias("home"),
        pl.coalesce("from", "billed_from").alias("from"),
        pl.coalesce("to", "billed_to").alias("to"),
        pl.col("class").alias("charge"),
        pl.col("cause").cast(pl.String),
        "billed", "expected", "difference", "sure", "clause",
        pl.col("billed_bill").alias("bill"),
        pl.col("billed_bill_line").alias("bill_line"),
        pl.col("billed_circuit").alias("circuit"),
        pl.lit(None, pl.String).alias("evidence"),
        "is_open",
    )  # fmt: skip


def _finer(owed: pl.DataFrame, billed: pl.DataFrame, claims: Claims) -> Paired:
    """Return the rows of differing groups told apart by line, then by segment."""
    names = claims.names.select("code", "contract", "product", "name", "list_rent")
    months = pl.DataFrame(
        [(place, number, days.start, days.end, days.count)
         for place, each in enumerate(claims.months) for number, days in enumerate(each)],
        schema={"contract": pl.UInt32, "month": pl.Int32, "first": pl.Date, "after": pl.Date,
                "days": pl.Int64}, orient="row",
    )  # fmt: skip
    owed = owed.join(names, on="code", how="left", maintain_order="left")
    owed = owed.join(months, on=["contract", "month"], how="left", maintain_order="left")
    how = owed.select("group", "is_inclusive", "rate_num", "rate_den").unique("group")
    billed = billed.join(how, on="group", how="left", maintain_order="left")
    num, den = pl.col("rate_num"), pl.col("rate_den")
    net = (2 * pl.col("gross").abs() * den + den + num) // (2 * (den + num))
    without = pl.coalesce("net", net * pl.col("gross").sign())
    priced = pl.when(pl.col("is_inclusive")).then("gross").otherwise(without)
    billed = billed.with_columns(priced.alias("priced"))
    found = paired_lines(owed, billed)
    return Paired(*paired_segments(found.owed, found.billed), found.surplus)


def _peeled(
    wrong: pl.DataFrame, owed: pl.DataFrame, billed: pl.DataFrame, claims: Claims
) -> pl.DataFrame:
    """Return groups that differ, a row a cause."""
    is_rent = pl.col("class") == RENT
    others, rents = wrong.filter(~is_rent), wrong.filter(is_rent)
    found = [_rows(_of_one_cause(others))]
    if rents.height:
        contract = claims.contracts[0]
        digits = contract.view.contract.digits
        pairs, rows = pairs_of(rents, owed, billed, digits=digits, step=contract.step)
        found.append(_parts(peeled(pairs, told(pairs)), rows, billed))
    return pl.concat(found)


def _of_one_cause(sums: pl.DataFrame) -> pl.DataFrame:
    """Return charges other than rent with the one cause a difference of theirs has."""
    is_more = pl.col("difference") > 0
    causes = {CREDIT: Cause.MISSING_CREDIT, USAGE: Cause.WRONG_QUANTITY}
    interest = (
        pl.when(is_more)
        .then(pl.lit(Cause.LATE_FEE.value))
        .otherwise(pl.lit(Cause.NOT_BILLED.value))
    )
    own = pl.col("class").replace_strict(
        {k: v.value for k, v in causes.items()}, default=Cause.WRONG_PRICE.value,
        return_dtype=pl.String,
    )  # fmt: skip
    return sums.with_columns(
        pl.when(pl.col("class") == INTEREST).then(interest).otherwise(own).alias("cause")
    )


def _parts(found: Peeled, rows: pl.DataFrame, billed: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each part that isn't zero, in the order of the causes; tax included."""
    tax, rounded = _tax(rows, billed)
    gross, offset = _with_tax(found, rows)
    stages = [*gross[:4], tax, gross[4] + rounded + offset, gross[5]]
    causes = (*STAGES[:4], Cause.TAX, *STAGES[4:])
    is_beyond = (
        (pl.col("printed_from") < pl.col("first")) | (pl.col("printed_to") > pl.col("after"))
    ).fill_null(value=False)
    beyond = rows.select(is_beyond).to_series().to_numpy()
    frames = []
    for order, (part, cause) in enumerate(zip(stages, causes, strict=True)):
        name = np.full(part.size, cause.value if cause else "", dtype=object)
        if order == 0:
            name = np.where(beyond, Cause.WRONG_PERIOD.value, Cause.WRONG_PRORATION.value)
        elif cause is None:
            name = np.where(found.is_listed, Cause.LIST_PRICE.value, Cause.WRONG_PRICE.value)
        own = rows.with_columns(
            pl.Series("part", part.astype(np.int64), dtype=pl.Int64),
            pl.Series("cause", name.tolist(), dtype=pl.String),
            pl.lit(order).alias("order"),
            pl.int_range(pl.len()).alias("place"),
        )
        if cause is Cause.MISSING_CREDIT:
            own = own.with_columns(pl.coalesce("credit_clause", "clause").alias("clause"))
        frames.append(own.filter(pl.col("part") != 0))
    every = pl.concat(frames).sort("place", "order")
    is_first = pl.int_range(pl.len()).over("place") == 0
    every = every.with_columns(
        pl.col("part").alias("difference"),
        *(pl.when(is_first).then(name).otherwise(0).alias(name)
          for name in ("billed", "expected", "sure")),
    )  # fmt: skip
    return _rows(every)


def _with_tax(found: Peeled, rows: pl.DataFrame) -> tuple[list[Column], Column]:
    """Return the parts with their tax, and what rounding it for a group leaves beside what is owed.

    A part is R(tax of all up to it) less R(tax of all before it).
    """
    owed = rows.get_column("bound").to_numpy()
    running = owed
    before = _gross(owed, rows)
    is_less = rows.get_column("billed") < rows.get_column("gross_low")
    expected = is_less.to_numpy(), rows["gross_low"].to_numpy(), rows["gross_high"].to_numpy()
    offset = before - np.where(*expected)
    parts = []
    for stage in found.stages:
        running = running + stage
        after = _gross(running, rows)
        parts.append(after - before)
        before = after
    return parts, offset


def _gross(amount: Column, rows: pl.DataFrame) -> Column:
    """Return amounts with the tax that was agreed."""
    num, den = rows["rate_num"].to_numpy(), rows["rate_den"].to_numpy()
    tax = rounded_product((amount, num), (den,))
    return np.where(rows["is_inclusive"].to_numpy(), amount, amount + tax)


def _tax(rows: pl.DataFrame, billed: pl.DataFrame) -> tuple[Column, Column]:
    """Return what is billed beyond the agreed tax of what is billed: by its rate, by rounding.

    Rounding: the tax of each line by itself against the tax of their sum.
    """
    num, den = pl.col("rate_num"), pl.col("rate_den")
    right = (2 * pl.col("priced").abs() * num + den) // (2 * den) * pl.col("priced").sign()
    taxes = billed.group_by("group").agg(
        (pl.col("gross") - pl.col("priced")).sum().alias("billed_tax"),
        right.sum().alias("right_tax"), pl.col("priced").sum().alias("paid"),
    )  # fmt: skip
    own = rows.select("group", "is_inclusive", "rate_num", "rate_den").join(
        taxes, on="group", how="left", maintain_order="left"
    )
    paid = own["paid"].to_numpy()
    whole = _gross(paid, own) - paid
    is_apart = ~own["is_inclusive"].to_numpy()
    right_tax, billed_tax = own["right_tax"].to_numpy(), own["billed_tax"].to_numpy()
    zero = np.zeros_like(paid)
    return (
        np.where(is_apart, billed_tax - right_tax, zero),
        np.where(is_apart, right_tax - whole, zero),
    )
