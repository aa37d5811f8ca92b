"""Why is something billed that no line of ours owes? One cause a row, the first that holds.

It looks at each row by itself: what it names, what it is for, and what our records say of that.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import polars as pl

from lineproof.model.bill import Bill
from lineproof.model.period import add_months
from lineproof.reconcile.absences import absences
from lineproof.reconcile.billed import BALANCE
from lineproof.reconcile.causes import Cause
from lineproof.reconcile.claims import Claims
from lineproof.reconcile.comparing import FOUND
from lineproof.reconcile.groups import Groups
from lineproof.reconcile.matching import OUTSIDE
from lineproof.reconcile.owed import CREDIT, INTEREST, RENT

#: What a row may have been marked as before it came here: a cause's name.
MARK = "mark"


def single_rows(rows: pl.DataFrame, claims: Claims, bills: Sequence[Bill]) -> pl.DataFrame:
    """Return billed rows without anything owed, each with its cause; columns of `FOUND`.

    rows: matched ones, with `mark`: the cause that is known already, else null.
    """
    if not rows.height:
        return pl.DataFrame(schema=FOUND)
    rows = rows.with_columns(
        _in_term(rows, claims).alias("is_in_term"),
        _limits(rows, claims, bills).alias("limit"),
        _is_foreign(claims).alias("is_foreign"),
    )
    reasons = _reasons(rows, claims).rename({"evidence": "record"})
    rows = rows.join(reasons, on="row", how="left", maintain_order="left")
    nothing = pl.col("gross") == 0
    return rows.select(
        "code",
        "home",
        "from", "to",
        pl.col("class").alias("charge"),
        pl.when(~nothing).then(_cause()).alias("cause"),
        pl.col("gross").alias("billed"),
        pl.lit(0, pl.Int64).alias("expected"),
        pl.col("gross").alias("difference"),
        pl.min_horizontal("gross", 0).cast(pl.Int64).alias("sure"),
        _clause(claims).alias("clause"),
        "bill", "bill_line", "circuit",
        pl.coalesce("evidence", "record").alias("evidence"),
        pl.lit(value=False).alias("is_open"),
    )  # fmt: skip


def _cause() -> pl.Expr:
    """Return the first cause that holds, in the order of decomposition."""
    is_outside = pl.col("month") == OUTSIDE
    is_unknown = pl.col("code").is_null()
    is_late = is_outside & (pl.col("to") <= pl.col("limit")).fill_null(value=False)
    kind = pl.col("class")
    steps: tuple[tuple[pl.Expr, pl.Expr | Cause], ...] = (
        (pl.col(MARK).is_not_null(), pl.col(MARK)),
        (is_unknown & pl.col("is_foreign"), Cause.WRONG_CONTRACT),
        (kind == BALANCE, Cause.CARRIED_BALANCE),
        (kind == INTEREST, Cause.LATE_FEE),
        (is_unknown & pl.col("is_named") & (kind != "surcharge"), Cause.UNKNOWN_ID),
        (is_unknown & (kind == CREDIT), Cause.UNEXPLAINED),
        (is_unknown, Cause.SURCHARGE),
        (~pl.col("is_in_term") & (kind != CREDIT), Cause.OUTSIDE_TERM),
        (is_late, Cause.BACK_BILLING),
        (is_outside & (kind == RENT), Cause.WRONG_PERIOD),
        (pl.col("reason").is_not_null() & (kind == RENT), pl.col("reason")),
        (kind == CREDIT, Cause.UNEXPLAINED),
        (kind == RENT, Cause.UNEXPLAINED),
    )
    chosen = pl.lit(Cause.SURCHARGE.value)
    for holds, cause in reversed(steps):
        named = cause if isinstance(cause, pl.Expr) else pl.lit(cause.value)
        chosen = pl.when(holds).then(named).otherwise(chosen)
    return chosen


def _clause(claims: Claims) -> pl.Expr:
    """Return the clause that a cause follows from, where one does."""
    objections = {place: o.objection.clause for place, o in enumerate(claims.contracts)
                  if o.objection is not None}  # fmt: skip
    is_late = _cause() == Cause.BACK_BILLING.value
    return (
        pl.when(is_late)
        .then(pl.col("home").replace_strict(objections, default="", return_dtype=pl.String))
        .otherwise(pl.col("clause").fill_null(""))
    )


def _is_foreign(claims: Claims) -> pl.Expr:
    """Whether a row names a contract that is none of ours."""
    own = [owed.contract for owed in claims.contracts]
    return pl.col("contract").is_not_null() & ~pl.col("contract").is_in(own)


def _in_term(rows: pl.DataFrame, claims: Claims) -> pl.Series:
    """Return whether a row's days lie in its contract's term, as far as it names any."""
    inside = pl.lit(value=True)
    for place, owed in enumerate(claims.contracts):
        days = owed.view.term_days
        assert days is not None, "a contract that is settled has begun"
        own = ((pl.col("from") < days.end) & (pl.col("to") > days.start)).fill_null(value=True)
        inside = pl.when(pl.col("home") == place).then(own).otherwise(inside)
    return rows.select(inside).to_series()


def _limits(rows: pl.DataFrame, claims: Claims, bills: Sequence[Bill]) -> pl.Series:
    """Return for each row the day up to which its bill comes too late; null: none is agreed."""
    found = []
    for owed in claims.contracts:
        objection = owed.objection
        months = None if objection is None else objection.back_billing_months
        first = owed.months[0].start
        found.append([
            None if months is None else add_months(bill.issued or first, -months) for bill in bills
        ])  # fmt: skip
    table = pl.DataFrame(
        [(place, at, day) for place, days in enumerate(found) for at, day in enumerate(days)],
        schema={"home": pl.UInt32, "bill": pl.UInt32, "limit": pl.Date}, orient="row",
    )  # fmt: skip
    joined = rows.select("home", "bill").join(
        table, on=["home", "bill"], how="left", maintain_order="left"
    )
    return joined.get_column("limit")


def _reasons(rows: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    """Return for rows of lines that owe nothing in their month why that is."""
    asked = rows.filter(
        pl.col("code").is_not_null()
        & pl.col(MARK).is_null()
        & (pl.col("month") != OUTSIDE)
        & (pl.col("class") == RENT)
    )
    if not asked.height:
        return pl.DataFrame(schema={"row": pl.UInt32, "reason": pl.String, "clause": pl.String,
                                    "evidence": pl.String})  # fmt: skip
    return absences(asked, claims)


def without_late(
    groups: Groups, claims: Claims, bills: Sequence[Bill]
) -> tuple[Groups, pl.DataFrame]:
    """Return groups without what bills ask for too late, and these rows, with their cause.

    What comes too late isn't owed any more: its line isn't either, where nothing else is billed.
    """
    if all(o.objection is None or o.objection.back_billing_months is None
           for o in claims.contracts):  # fmt: skip
        return groups, groups.billed.clear()
    billed = groups.billed.with_columns(_limits(groups.billed, claims, bills).alias("limit"))
    is_late = pl.lit(value=False)
    for place, months in enumerate(claims.months):
        ends = {number: days.end for number, days in enumerate(months)}
        end = pl.col("month").replace_strict(ends, default=None, return_dtype=pl.Date)
        is_late |= (pl.col("home") == place) & (end <= pl.col("limit"))
    is_late = is_late.fill_null(value=False) & (pl.col("class") == RENT) & (pl.col("gross") > 0)
    late = billed.filter(is_late).with_columns(pl.lit(Cause.BACK_BILLING.value).alias(MARK))
    kept = billed.filter(~is_late)
    barred = late.select("group").join(kept, on="group", how="anti").unique()
    owed = groups.owed.join(barred, on="group", how="anti", maintain_order="left")
    return dataclasses.replace(groups, owed=owed, billed=kept.drop("limit")), late.drop("limit")
