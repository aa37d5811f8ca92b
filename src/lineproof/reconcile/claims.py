"""What do several contracts claim together? One code a line, over all of them.

Each contract has a line of its own besides, for what belongs to none: credits as a lump, interest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from lineproof.model.period import Days
from lineproof.reconcile.ids import CURRENT
from lineproof.reconcile.owed import CREDIT, INTEREST, Owed


@dataclass(frozen=True)
class Claims:
    """What some contracts claim, in one numbering.

    names: `code`, `contract` (its place), `leader` (the first line with the same circuit id), and
    the columns of `LINE_NAMES`. pools: each contract's own code. aliases, rows: with these codes.
    """

    contracts: tuple[Owed, ...]
    names: pl.DataFrame
    aliases: pl.DataFrame
    rows: pl.DataFrame
    pools: tuple[int, ...]

    def rate(self, one: int) -> int | None:
        """Return the only rate of tax on top of prices, in parts of `one`; None: not just one."""
        is_apart = ~pl.col("is_inclusive") & (pl.col("rate_num") > 0)
        rates = self.rows.filter(is_apart).select("rate_num", "rate_den").unique()
        if rates.height != 1:
            return None
        num, den = rates.row(0)
        return num * one // den if num * one % den == 0 else None

    @property
    def months(self) -> tuple[tuple[Days, ...], ...]:
        """The days of each contract's months."""
        return tuple(each.months for each in self.contracts)


def claims_of(contracts: Sequence[Owed]) -> Claims:
    """Return what some contracts claim, their lines numbered through."""
    names, aliases, rows, pools = [], [], [], []
    offset = 0
    for place, owed in enumerate(contracts):
        own = offset + owed.names.height
        shift = (pl.col("code") + offset).cast(pl.UInt32).alias("code")
        contract = pl.lit(place, pl.UInt32).alias("contract")
        pool = pl.DataFrame({"code": [own], "line": [""]}, schema_overrides={"code": pl.UInt32})
        names.append(_led(owed, shift).with_columns(contract))
        names.append(pool.with_columns(contract, pl.col("code").alias("leader")))
        aliases.append(owed.aliases.with_columns(shift, contract))
        is_pooled = pl.col("class").is_in([CREDIT, INTEREST]) | pl.col("code").is_null()
        code = pl.when(is_pooled).then(pl.lit(own, pl.UInt32)).otherwise(pl.col("code") + offset)
        rows.append(owed.rows.with_columns(code.cast(pl.UInt32).alias("code")))
        pools.append(own)
        offset = own + 1
    return Claims(
        tuple(contracts), pl.concat(names, how="diagonal"), pl.concat(aliases), pl.concat(rows),
        tuple(pools),
    )  # fmt: skip


def _led(owed: Owed, shift: pl.Expr) -> pl.DataFrame:
    """Return a contract's lines with the first one of the same circuit id."""
    names = owed.names.with_columns(shift)
    current = owed.aliases.filter(pl.col("rank") == CURRENT).select("key", shift)
    if current.get_column("key").n_unique() == current.height:
        return names.with_columns(pl.col("code").alias("leader"))
    leaders = current.with_columns(pl.col("code").min().over("key").alias("leader")).drop("key")
    led = names.join(leaders, on="code", how="left", maintain_order="left")
    return led.with_columns(pl.coalesce("leader", "code").alias("leader"))
