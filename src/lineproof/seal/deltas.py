"""What does a restatement change? The lines that were, negated, and the lines that are.

Source: the contract format, Arithmetic 6: a reversal negates, it never computes again.
"""

from __future__ import annotations

import io

import polars as pl

from lineproof.model.canonical import canonical_csv

_KEY = ["line", "charge"]
_COLUMNS = ["line", "charge", "from", "to", "amount", "clause", "is_reversal"]


def deltas_csv(before: bytes, after: bytes) -> bytes:
    """Return a restatement's delta lines as canonical CSV.

    before, after: `lines.csv` of the two revisions. Each (line, charge) that changed has its old
    segments with negated amounts, then its new ones.
    """
    old, new = (_rows(content) for content in (before, after))
    changed = _changed(old, new)
    negated = old.join(changed, on=_KEY, how="semi", maintain_order="left").with_columns(
        _negated("amount"), is_reversal=pl.lit("1")
    )
    fresh = new.join(changed, on=_KEY, how="semi", maintain_order="left").with_columns(
        is_reversal=pl.lit("0")
    )
    both = pl.concat([negated.select(_COLUMNS), fresh.select(_COLUMNS)])
    return canonical_csv(both.sort("line", "charge", "from", maintain_order=True))


def _rows(content: bytes) -> pl.DataFrame:
    """Return the rows of a `lines.csv`, all as text."""
    rows = pl.read_csv(io.BytesIO(content), infer_schema=False)
    return rows.with_columns(pl.all().fill_null(""))


def _changed(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Return each (line, charge) with a segment that only one of the two has."""
    what = ["line", "charge", "from", "to", "amount", "clause"]
    nth = pl.col("line").cum_count().over(what).alias("nth")
    one, other = (rows.select(*what, nth) for rows in (old, new))
    key = [*what, "nth"]
    only = [one.join(other, on=key, how="anti"), other.join(one, on=key, how="anti")]
    return pl.concat(only).select(_KEY).unique()


def _negated(name: str) -> pl.Expr:
    """Return a column of plain decimals with the other sign."""
    text = pl.col(name)
    is_zero = text.str.contains(r"^[0.]+$")
    return (
        pl.when(is_zero)
        .then(text)
        .when(text.str.starts_with("-"))
        .then(text.str.slice(1))
        .otherwise(pl.lit("-") + text)
        .alias(name)
    )
