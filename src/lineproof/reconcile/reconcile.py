"""Is the bill right? What bills ask for against what contracts claim, each difference by its cause.

What isn't known stays unknown: a line whose amount has bounds is no difference between them.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from lineproof.model.bill import Bill
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.model.period import month_text
from lineproof.reconcile.billed import RATE_ONE, Billed, billed
from lineproof.reconcile.causes import Cause
from lineproof.reconcile.claims import Claims, claims_of
from lineproof.reconcile.comparing import FOUND, Compared, compared
from lineproof.reconcile.elsewhere import without_billed_before
from lineproof.reconcile.groups import Groups, grouped
from lineproof.reconcile.likeness import suggestions
from lineproof.reconcile.lumps import with_lumps
from lineproof.reconcile.matching import matched
from lineproof.reconcile.owed import Owed
from lineproof.reconcile.reconciliation import DIFFERENCE_SCHEMA, Reconciliation, Tolerated
from lineproof.reconcile.singles import MARK, single_rows, without_late
from lineproof.reconcile.tolerance import tolerated
from lineproof.reconcile.totals import Beyond, asked_for, beyond_lines
from lineproof.settle.kernel import total

#: What one table of a bill may come to without int64 wrapping.
_SUM_MAX = 2**61


def reconcile(
    contracts: Sequence[Owed], bills: Sequence[Bill], *, others: Sequence[Bill] = ()
) -> Reconciliation:
    """Return the differences between bills and what contracts claim for the months asked for.

    others: bills that are there besides, whose lines aren't owed once more. Raises
    InputRefusedError where the sums are beyond what can be compared, or contracts have several
    currencies.
    """
    _refuse_mixed(contracts)
    claims = claims_of(contracts)
    rate = claims.rate(RATE_ONE)
    ours = billed(bills, rate=rate)
    _refuse_wide(ours.rows, claims.rows)
    currency = contracts[0].view.contract.contract.currency
    strange = [place for place, bill in enumerate(bills) if bill.currency != currency]
    rows = matched(ours, claims)
    is_strange = pl.col("bill").is_in(strange)
    groups = grouped(rows.filter(~is_strange), claims)
    groups, late = without_late(groups, claims, bills)
    marked = [_marked(rows.filter(is_strange), Cause.WRONG_CURRENCY), late]
    if others:
        groups, twice = without_billed_before(groups, claims, billed(others, rate=rate))
        marked.append(twice)
    found = compared(with_lumps(groups, claims), claims)
    singles = single_rows(_singles(groups, found, marked), claims, bills)
    return _reconciled(claims, ours, pl.concat([found.found, singles]))


def _refuse_mixed(contracts: Sequence[Owed]) -> None:
    """Raise InputRefusedError where contracts aren't all in one currency: they have no sum."""
    heads = [owed.view.contract.contract for owed in contracts]
    if len({head.currency for head in heads}) == 1:
        return
    named = ", ".join(f"{head.id} in {head.currency}" for head in heads)
    what = f"amounts of different currencies have no sum: {named}"
    fix = "Compare the contracts of each currency by themselves: name their own folders."
    raise InputRefusedError((error("E-CONTRACTS-CURRENCY", what, fix=fix),))


def _refuse_wide(ours: pl.DataFrame, owed: pl.DataFrame) -> None:
    """Raise InputRefusedError where sums of the rows might not fit int64."""
    rows = max(ours.height + owed.height, 1)
    greatest = max(
        *(frame.select(pl.col(name).abs().max()).item() or 0
          for frame, name in ((ours, "gross"), (ours, "net"), (owed, "gross_high"),
                              (owed, "gross_low"))), 1,
    )  # fmt: skip
    if greatest * rows > _SUM_MAX:
        what = f"{rows} lines of up to {greatest} minor units are more than can be compared"
        raise InputRefusedError((
            error("E-MONEY-RANGE", what, fix="Check the largest amounts of the bill."),
        ))  # fmt: skip


def _marked(rows: pl.DataFrame, cause: Cause) -> pl.DataFrame:
    """Return rows whose cause is known already."""
    return rows.with_columns(pl.lit(cause.value).alias(MARK))


def _singles(groups: Groups, found: Compared, marked: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return all billed rows that nothing owed was compared with."""
    cause = (
        pl.when("is_twice")
        .then(pl.lit(Cause.BILLED_TWICE.value))
        .otherwise(pl.lit(Cause.SURCHARGE.value))
    )
    surplus = found.surplus.with_columns(cause.alias(MARK))
    every = pl.concat([groups.singles, found.singles, surplus, *marked], how="diagonal")
    lacking = [name for name in (MARK, "evidence") if name not in every.columns]
    return every.with_columns(pl.lit(None, pl.String).alias(name) for name in lacking)


def _reconciled(claims: Claims, ours: Billed, found: pl.DataFrame) -> Reconciliation:
    """Return what was found, with the totals, the names of things, and what follows."""
    of_bill = dict(found.group_by("bill").agg(pl.col("billed").sum()).iter_rows())
    in_rows = [int(of_bill.get(place) or 0) for place in range(len(ours.bills))]
    rest = sum(owed.rest for owed in claims.contracts)
    every = pl.concat([found, _beyond_rows(beyond_lines(ours, in_rows=in_rows, owed_rest=rest))])
    every = every.with_columns(_places(every, claims).alias("home"))
    held = _held(every, claims)
    head = claims.contracts[0].view.contract
    return Reconciliation(
        contract=", ".join(owed.contract for owed in claims.contracts),
        months=tuple(sorted({month_text(d.start) for each in claims.months for d in each})),
        bills=tuple(bill.number for bill in ours.bills),
        currency=head.contract.currency,
        digits=head.digits,
        billed=sum(asked_for(bill) for bill in ours.bills),
        expected=total(every.get_column("expected")),
        causes=_by_cause(every),
        undisputed=total(every.get_column("sure")) + sum(each.adds for each in held),
        differences=_named(every, claims, ours),
        tolerated=held,
        unproven=_unproven(claims),
    )


def _by_cause(every: pl.DataFrame) -> dict[Cause, int]:
    """Return the difference by cause, in their order, where there is one."""
    sums = (
        every.drop_nulls("cause").group_by("cause").agg(pl.col("difference").cast(pl.Int128).sum())
    )
    amounts = dict(sums.iter_rows())
    return {cause: int(amounts[cause.value]) for cause in Cause if amounts.get(cause.value)}


def _beyond_rows(beyond: Sequence[Beyond]) -> pl.DataFrame:
    """Return what bills ask for beyond their lines as rows of `FOUND`."""
    rows = [
        {
            "charge": "total", "billed": each.amount, "expected": each.expected,
            "difference": each.amount - each.expected, "bill": each.bill, "is_open": False,
            "cause": each.cause.value if each.amount != each.expected else None,
            "sure": min(each.amount, each.expected), "clause": "",
        }
        for each in beyond
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=FOUND)


def _places(every: pl.DataFrame, claims: Claims) -> pl.Series:
    """Return the contract that each row belongs to."""
    own = claims.names.get_column("contract").gather(every.get_column("code"))
    return every.select(pl.coalesce(own.alias("own"), "home").fill_null(0)).to_series()


def _held(every: pl.DataFrame, claims: Claims) -> tuple[Tolerated, ...]:
    """Return what the tolerances of all contracts come to."""
    found = (
        tolerated(owed, every.filter(pl.col("home") == place))
        for place, owed in enumerate(claims.contracts)
    )
    return tuple(each for several in found for each in several)


def _unproven(claims: Claims) -> tuple[int | None, int | None] | None:
    """Return what is owed at least and at most, where some contract's months aren't settled."""
    if all(owed.bounds is None for owed in claims.contracts):
        return None
    low: int | None = 0
    high: int | None = 0
    for owed in claims.contracts:
        known = total(owed.rows.get_column("gross_low")) + owed.rest
        ends = owed.bounds if owed.bounds is not None else (known, known)
        low = None if low is None or ends[0] is None else low + ends[0]
        high = None if high is None or ends[1] is None else high + ends[1]
    return low, high


def _named(every: pl.DataFrame, claims: Claims, ours: Billed) -> pl.DataFrame:
    """Return rows with the names of contracts, lines and bills; columns of `DIFFERENCE_SCHEMA`."""
    contracts = pl.Series([owed.contract for owed in claims.contracts], dtype=pl.String)
    numbers = pl.Series([bill.number for bill in ours.bills], dtype=pl.String)
    codes, names = every.get_column("code"), claims.names
    named = every.with_columns(
        contracts.gather(every.get_column("home")).alias("contract"),
        names["line"].gather(codes).fill_null("").alias("line"),
        pl.coalesce(names["circuit"].gather(codes).alias("own"), "circuit").fill_null("")
        .alias("circuit"),
        numbers.gather(every.get_column("bill")).fill_null("").alias("bill"),
        pl.col("bill_line", "clause", "evidence").fill_null(""),
    )  # fmt: skip
    likely = _suggestions(every, named, claims)
    suggested = named.join(likely, on="circuit", how="left", maintain_order="left").with_columns(
        pl.when(pl.col("cause") == Cause.UNKNOWN_ID.value).then("suggestion").fill_null("")
        .alias("suggestion")
    )  # fmt: skip
    return suggested.select(*DIFFERENCE_SCHEMA)


def _suggestions(every: pl.DataFrame, named: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    """Return the circuit that each unknown id is most like."""
    schema = {"circuit": pl.String, "suggestion": pl.String}
    unknown = every.filter(pl.col("cause") == Cause.UNKNOWN_ID.value)
    if not unknown.height:
        return pl.DataFrame(schema=schema)
    dearest = unknown.sort(pl.col("difference").abs(), "circuit", descending=[True, False])
    missing = named.filter(pl.col("cause") == Cause.NOT_BILLED.value)["circuit"].unique().sort()
    found = suggestions(dearest["circuit"], missing=missing, known=claims.names["circuit"])
    return pl.DataFrame(list(found.items()), schema=schema, orient="row")
