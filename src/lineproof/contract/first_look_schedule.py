"""What is odd in a schedule by itself? Double ids, blanks, dear lines, free ones, ended ones."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from lineproof.contract.first_look_rows import NAMELESS, Kind, Look, Row, named
from lineproof.contract.lint.wording import plural, some

_KIND = ("service", "bandwidth")
#: Without services, a rent so many times the median is more likely a slip than a price.
_SLIP_FACTOR = 10
_LINES_MAX = 12
_BLANKS = ("site", *_KIND, "start", "end")


def schedule_kinds(lines: pl.DataFrame, look: Look) -> Iterator[Kind]:
    """Yield what is odd in a schedule's lines.

    lines: with key and is_touching; with a bill also `billed`: it says what of the ended lines is
    still paid, and what those without a rent cost.
    """
    has_bill = "billed" in lines.columns
    yield _doubles(lines, look)
    yield from _own_rows(lines, look)
    yield _outliers(lines, look)
    yield _blanks(lines, look)
    if not has_bill and look.month is not None:
        rows = _own(lines.filter(pl.col("end") < look.month))
        yield Kind("W-LINE-ENDED", look.schedule, rows, _ended_words)


def _own(rows: pl.DataFrame) -> pl.DataFrame:
    """Return lines with their id as subject, and their rent at stake or else what is billed."""
    costs = [name for name in ("monthly_rent", "billed") if name in rows.columns]
    return rows.with_columns(
        pl.coalesce("id", "line").alias("subject"), pl.coalesce(costs).alias("stake")
    )


def _own_rows(lines: pl.DataFrame, look: Look) -> Iterator[Kind]:
    """Yield what a line by itself shows: blank rents and ids, no rent, an end before its start."""
    free = pl.col("monthly_rent") == 0
    dated = pl.col("start").is_not_null()
    for code, is_so, words in (
        ("E-CELL-REQUIRED", pl.col("monthly_rent").is_null(), _rentless_words),
        ("W-CIRCUIT-NO-ID", pl.col("id").is_null(), _nameless_words),
        ("W-RENT-ZERO", free & ~dated, _free_words),
        ("W-RENT-FREE", free & dated, _free_words),
        ("E-LINE-DATES", pl.col("end") < pl.col("start"), _dates_words),
    ):
        yield Kind(code, look.schedule, _own(lines.filter(is_so)), words)


def _rentless_words(row: Row) -> str:
    """Return the message about a line without a rent: nothing can be compared with it."""
    return f"line {named(row['line'])} has no rent that can be read"


def _nameless_words(row: Row) -> str:
    """Return the message about a line without an id: no bill can be matched to it."""
    return f"line {named(row['line'])} has no circuit id"


def _free_words(row: Row) -> str:
    """Return the message about a line with rent 0."""
    dated = f"from {row['start']} on" if row["start"] else "and has no start date"
    return f"line {named(row['line'])} costs nothing {dated}"


def _dates_words(row: Row) -> str:
    """Return the message about a line that ends before it starts."""
    return f"line {named(row['line'])} ends on {row['end']}, before it starts on {row['start']}"


def _ended_words(row: Row) -> str:
    """Return the message about a line that ended, and may still be paid for."""
    return f"line {named(row['line'])} ended on {row['end']}, and is still in the schedule"


def _doubles(lines: pl.DataFrame, look: Look) -> Kind:
    """Return ids that stand on several lines at a time; at stake: all but the dearest."""
    with_id = lines.filter(~pl.col("key").str.starts_with(NAMELESS))
    repeated = with_id.filter(pl.col("key").is_duplicated()).sort(
        "key", pl.col("start").fill_null(pl.date(1, 1, 1)), maintain_order=True
    )
    before = pl.col("end").fill_null(pl.date(9999, 1, 1)).cum_max().shift(1).over("key")
    is_overlap = pl.col("start").fill_null(pl.date(1, 1, 1)) <= before
    overlapping = repeated.with_columns(is_overlap.fill_null(value=False).alias("overlap"))
    keys = overlapping.filter("overlap")["key"].unique()
    rent = pl.col("monthly_rent")
    groups = (
        overlapping.filter(pl.col("key").is_in(keys.implode()))
        .sort("row")
        .group_by("key", maintain_order=True)
        .agg(
            pl.col("row").first(),
            pl.col("id").first().alias("subject"),
            pl.col("line").alias("lines"),
            (rent.sum() - rent.max().fill_null(0)).alias("stake"),
        )
    )

    def words(row: Row) -> str:
        """Return the message about an id."""
        count, rest = plural(len(row["lines"]), "line"), look.money(row["stake"])
        return (
            f"{named(row['subject'])} stands on {count} at a time: {some(row['lines'])}; "
            f"all but the dearest cost {rest} a month"
        )

    return Kind("E-CIRCUIT-DUPLICATE", look.schedule, groups, words)


def _outliers(lines: pl.DataFrame, look: Look) -> Kind:
    """Return rents above what the same service at the same bandwidth usually costs."""
    priced = lines.filter(pl.col("monthly_rent") > 0)
    known = priced.filter(pl.col("service").is_not_null() | pl.col("bandwidth").is_not_null())
    usual = _usual(known)
    dear = known.join(usual, on=_KIND, nulls_equal=True).filter(
        pl.col("monthly_rent") > pl.col("usual")
    )
    unknown = priced.join(known.select("row"), on="row", how="anti")
    median = pl.col("monthly_rent").median().floor().cast(pl.Int64)
    slips = unknown.with_columns(median.alias("usual")).filter(
        pl.col("monthly_rent") >= _SLIP_FACTOR * pl.col("usual")
    )
    same = [*_KIND, "monthly_rent", "usual"]
    groups = (
        pl.concat([dear.select("row", "line", *same), slips.select("row", "line", *same)])
        .group_by(same, maintain_order=True)
        .agg(pl.col("row").first(), pl.col("line").alias("lines"), pl.len().alias("count"))
        .with_columns(
            ((pl.col("monthly_rent") - pl.col("usual")) * pl.col("count")).alias("stake"),
            pl.col("lines").list.first().alias("subject"),
        )
    )

    def words(row: Row) -> str:
        """Return the message about a rent."""
        speed = f"{row['bandwidth']} Mbit/s" if row["bandwidth"] else ""
        what = " at ".join(part for part in (row["service"], speed) if part) or "a line"
        listed = some(row["lines"], most=_LINES_MAX)
        return (
            f"{named(what)} costs {look.money(row['monthly_rent'])} on "
            f"{plural(row['count'], 'line')} ({listed}) and usually {look.money(row['usual'])}"
        )

    return Kind("W-RENT-OUTLIER", look.schedule, groups, words)


def _usual(priced: pl.DataFrame) -> pl.DataFrame:
    """Return the commonest rent of each service and bandwidth; of equals the lowest."""
    counts = priced.group_by(*_KIND, "monthly_rent").len()
    ranked = counts.sort("len", "monthly_rent", descending=[True, False])
    return ranked.group_by(_KIND).agg(pl.col("monthly_rent").first().alias("usual"))


def _blanks(lines: pl.DataFrame, look: Look) -> Kind:
    """Return columns that are filled in some lines and blank in others; at stake: their rents."""
    frames = [lines.filter(pl.col(name).is_null()).select(*_blank_row(name)) for name in _BLANKS]
    rows = pl.concat(frames).filter(pl.col("count").is_between(1, lines.height - 1))

    def words(row: Row) -> str:
        """Return the message about a column."""
        has = "line has" if row["count"] == 1 else "lines have"
        more = ", …" if row["count"] > _LINES_MAX else ""
        return f"{row['count']:,} {has} no {row['subject']}: {some(row['lines'])}{more}"

    return Kind("W-CELL-BLANK", look.schedule, rows, words)


def _blank_row(name: str) -> list[pl.Expr]:
    """Return what is told of the lines in which a column is blank."""
    return [
        pl.lit(name).alias("subject"),
        pl.col("row").first(),
        pl.col("line").head(_LINES_MAX).implode().alias("lines"),
        pl.len().alias("count"),
        pl.col("monthly_rent").sum().alias("stake"),
    ]
