"""What does each row of a schedule cost over the term? Columnar, in whole minor units.

It knows no contract: the term's days and months are given.
"""

from __future__ import annotations

import polars as pl

from lineproof.model.period import Days

#: Months beyond which a row's are cut off, so that rent × months stays below 2⁶³: 750 years.
MONTHS_MAX = 9000
INT64_MAX = 2**63 - 1


def with_amounts(frame: pl.DataFrame, *, span: Days | None, months: int | None) -> pl.DataFrame:
    """Return a schedule's rows with what they cost.

    span: the days its blank dates stand for, None where they aren't known yet. months: how many
    months the span has, None where they aren't whole. Adds months_low and months_high (full
    calendar months, and months touched; the same for rows of the whole span) and amount_minor
    (part months by actual days), null where nothing is known.
    """
    if span is None:
        is_blank = pl.col("start").is_null() & pl.col("end").is_null()
        days = frame.lazy().with_columns(_end("end").alias("_end"), pl.col("start").alias("_start"))
        is_whole = is_blank
    else:
        days = frame.lazy().with_columns(
            pl.col("start").fill_null(span.start).alias("_start"),
            _end("end").fill_null(span.end).alias("_end"),
        )
        is_whole = (pl.col("_start") == span.start) & (pl.col("_end") == span.end)
    whole = pl.lit(None if months is None else min(months, MONTHS_MAX), pl.Int64)
    is_whole = is_whole & whole.is_not_null()
    return (
        days.with_columns(*_months_touched())
        .with_columns(
            pl.when(is_whole).then(whole).otherwise(pl.col("_full").clip(0)).alias("months_low"),
            pl.when(is_whole).then(whole).otherwise(pl.col("_touched")).alias("months_high"),
            pl.when(is_whole)
            .then(pl.col("monthly_rent") * whole)
            .otherwise(_by_days())
            .alias("amount_minor"),
        )
        .drop("_start", "_end", "_touched", "_full")
        .collect()
    )


def _end(name: str) -> pl.Expr:
    """Return the first day after a last day."""
    day = pl.col(name)
    return day + pl.duration(days=1)


def _months_touched() -> tuple[pl.Expr, pl.Expr]:
    """Return how many calendar months a row touches, and how many of them it fills."""
    start, end = pl.col("_start"), pl.col("_end")
    last = end - pl.duration(days=1)
    touched = _month_index(last) - _month_index(start) + 1
    part = (start.dt.day() != 1).cast(pl.Int64) + (end.dt.day() != 1).cast(pl.Int64)
    unless_dead = pl.when(start >= end).then(0)
    return (
        unless_dead.otherwise(touched).clip(0, MONTHS_MAX).alias("_touched"),
        unless_dead.otherwise(touched - part).clip(-1, MONTHS_MAX).alias("_full"),
    )


def _month_index(day: pl.Expr) -> pl.Expr:
    """Return a day's month as a running number."""
    return day.dt.year().cast(pl.Int64) * 12 + day.dt.month().cast(pl.Int64)


def _by_days() -> pl.Expr:
    """Return a row's rent over its days: full months, and both ends' shares of their months.

    A row inside one month fills −1 months: its two ends together count that month once too often.
    """
    rent, start, end = pl.col("monthly_rent"), pl.col("_start"), pl.col("_end")
    last = end - pl.duration(days=1)
    in_first, in_last = _days_in_month(start), _days_in_month(last)
    first = pl.when(start.dt.day() == 1).then(0).otherwise(in_first - start.dt.day() + 1)
    final = pl.when(end.dt.day() == 1).then(0).otherwise(last.dt.day().cast(pl.Int64))
    total = rent * pl.col("_full") + _share(rent * first, in_first) + _share(rent * final, in_last)
    return pl.when(pl.col("_touched") == 0).then(0 * rent).otherwise(total)


def _days_in_month(day: pl.Expr) -> pl.Expr:
    """Return how many days a day's month has."""
    return day.dt.days_in_month().cast(pl.Int64)


def _share(product: pl.Expr, days: pl.Expr) -> pl.Expr:
    """Return product / days, rounded half up; neither is negative."""
    return (2 * product + days) // (2 * days)


def exact_sum(series: pl.Series) -> int:
    """Return the sum of whole numbers, exactly; nulls count nothing.

    Polars wraps silently beyond 2⁶³, so that the bound is checked first (Arithmetic 7).

    >>> exact_sum(pl.Series([2**62, 2**62, None]))
    9223372036854775808
    """
    values = series.drop_nulls()
    if not values.len():
        return 0
    largest = max(abs(int(values.max())), abs(int(values.min())))  # type: ignore[arg-type]
    if largest * values.len() <= INT64_MAX:
        return int(values.sum())
    return sum(values.to_list())
