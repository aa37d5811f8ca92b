"""How are a month's lines written down? One CSV from which each amount can be computed again."""

from __future__ import annotations

import polars as pl

from lineproof.model.canonical import canonical_csv

#: What a written line holds: what it owes, then from what (see `LINE_SCHEMA`).
COLUMNS = (
    "line", "charge", "from", "to", "amount", "clause", "term", "unit", "quantity", "rent",
    "share_num", "share_den", "factor",
)  # fmt: skip
_MONEY = ("amount", "low", "high", "rent")


def lines_csv(lines: pl.DataFrame, *, digits: int) -> bytes:
    """Return a month's lines as canonical CSV; bounds are written where an amount isn't known.

    lines: columns of `LINE_SCHEMA`, in their order. digits: decimals of the currency.
    """
    is_known = lines.get_column("amount").null_count() == 0
    columns = [*COLUMNS[:5], *(() if is_known else ("low", "high")), *COLUMNS[5:]]
    texts = [money_text(name, digits) if name in _MONEY else pl.col(name) for name in columns]
    return canonical_csv(lines.select(texts))


def money_text(name: str, digits: int) -> pl.Expr:
    """Return a column of minor units as exact decimals, which CSV writes with all their places.

    >>> frame = pl.DataFrame({"amount": [81290, -5]})
    >>> frame.select(money_text("amount", 2)).write_csv().split()
    ['amount', '812.90', '-0.05']
    """
    exact = pl.Decimal(38, digits)
    text: pl.Expr = (pl.col(name).cast(exact) / 10**digits).cast(exact).alias(name)
    return text
