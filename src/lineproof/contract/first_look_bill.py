"""Does a bill ask for what the schedule has? Each circuit's month has one finding a cause, or none.

A part of a month may cost anything up to a full one, and a double id once or as often as it stands
in the schedule: what lies between is no difference yet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from lineproof.contract.first_look_rows import NAMELESS, Kind, Look, Row, covering, named
from lineproof.contract.lint.wording import plural

_PAIR = ("key", "first")


def main_month(bill: pl.DataFrame) -> dt.date | None:
    """Return the first day of the month that most of a bill is for; None where it names none."""
    if "period" not in bill.columns or not bill["period"].count():
        return None
    counts = bill["period"].drop_nulls().value_counts().sort("count", "period", descending=True)
    return dt.date.fromisoformat(f"{counts['period'][0]}-01")


def with_billed(lines: pl.DataFrame, bill: pl.DataFrame, look: Look) -> pl.DataFrame:
    """Return a schedule's lines with what their ids are `billed` in the month looked at."""
    month = pl.lit(look.month, pl.Date)
    sums = (
        bill.filter(pl.col("first").eq_missing(month))
        .group_by("key")
        .agg(pl.col("amount").sum().alias("billed"))
    )
    return lines.join(sums, on="key", how="left", maintain_order="left")


def billing_kinds(lines: pl.DataFrame, bill: pl.DataFrame, look: Look) -> Iterator[Kind]:
    """Yield where a bill and a schedule differ. Both have `key`, the bill has `first`."""
    if look.month is None:
        yield _no_month(look)
    bill = bill.filter(pl.col("amount").is_not_null())
    # a join never matches nulls: without months, all rows share one
    bill = bill.with_columns(pl.col("first").fill_null(dt.date.max))
    expected = _expected(bill, lines, has_month=look.month is not None)
    groups = (
        bill.group_by(_PAIR, maintain_order=True)
        .agg(
            pl.col("row").first(),
            pl.col("id").first(),
            pl.col("id").first().alias("subject"),
            pl.col("amount").sum().alias("billed"),
        )
        .join(expected, on=_PAIR, how="left", maintain_order="left")
        .join(_surplus(bill, expected), on=_PAIR, how="left", maintain_order="left")
        .with_columns(pl.col("surplus", "extra").fill_null(0))
    )
    yield from _unscheduled(groups, look)
    known = groups.filter(pl.col("lines").is_not_null())
    yield from _not_in_service(known, look)
    yield from _twice_or_dearer(known.filter(pl.col("count") > 0), look)
    yield _missing(lines, bill, look)


def _expected(bill: pl.DataFrame, lines: pl.DataFrame, *, has_month: bool) -> pl.DataFrame:
    """Return for each circuit and month that was billed what it may cost, from low to high."""
    pairs = bill.select(_PAIR).unique(maintain_order=True)
    of_line = lines.select("key", "line", pl.col("row").alias("schedule_row"), "monthly_rent",
                           "start", "end")  # fmt: skip
    joined = pairs.join(of_line, on="key", maintain_order="left")
    if has_month:
        after = pl.col("first").dt.offset_by("1mo")
        joined = joined.with_columns(covering(pl.col("first"), after))
    else:
        joined = joined.with_columns(is_touching=pl.lit(value=True), is_full=pl.lit(value=True))
    rent, touching = pl.col("monthly_rent"), pl.col("is_touching")
    full = touching & pl.col("is_full")
    return joined.group_by(_PAIR, maintain_order=True).agg(
        pl.len().alias("lines"),
        pl.col("line").first(),
        touching.sum().cast(pl.Int64).alias("count"),
        rent.filter(full).max().fill_null(0).alias("low"),
        rent.filter(touching).sum().alias("high"),
        (touching & rent.is_null()).any().alias("is_unknown"),
        (pl.col("end") < pl.col("first")).fill_null(value=False).all().alias("is_ended"),
        pl.col("end").max().alias("last_day"),
        pl.col("start").min().alias("first_day"),
    )


def _surplus(bill: pl.DataFrame, expected: pl.DataFrame) -> pl.DataFrame:
    """Return what rows with the same amount come to beyond one for each line in service."""
    same = (*_PAIR, "amount")
    numbered = bill.filter(pl.col("amount") > 0).select(
        *same, "row", pl.col("amount").cum_count().over(same).alias("nth")
    )
    counts = expected.select(*_PAIR, "count")
    extra = numbered.join(counts, on=_PAIR, maintain_order="left").filter(
        pl.col("nth") > pl.max_horizontal("count", 1)
    )
    return extra.group_by(_PAIR).agg(
        pl.col("amount").sum().alias("surplus"),
        pl.len().alias("extra"),
        pl.col("row").first().alias("extra_row"),
    )


def _month(row: Row) -> str:
    """Return the month of a row as messages say it."""
    first: dt.date = row["first"]
    return "" if first == dt.date.max else f" for {first.year:04}-{first.month:02}"


def _unscheduled(groups: pl.DataFrame, look: Look) -> Iterator[Kind]:
    """Yield what is billed under an id that the schedule hasn't, or under none."""
    unknown = groups.filter(pl.col("lines").is_null()).with_columns(
        pl.col("billed").abs().alias("stake")
    )

    def nameless(row: Row) -> str:
        """Return the message about something without an id."""
        return f"{look.money(row['billed'])} is billed{_month(row)} without a circuit id"

    def unscheduled(row: Row) -> str:
        """Return the message about an id that the schedule hasn't."""
        billed = look.money(row["billed"])
        return f"{named(row['id'])} is billed {billed}{_month(row)} and isn't in the schedule"

    is_named = pl.col("id").is_not_null()
    yield Kind("W-BILL-NO-ID", look.bill, unknown.filter(~is_named), nameless)
    yield Kind("E-BILL-UNSCHEDULED", look.bill, unknown.filter(is_named), unscheduled)


def _not_in_service(known: pl.DataFrame, look: Look) -> Iterator[Kind]:
    """Yield what is billed for a month on no day of which the line was in service."""
    rows = known.filter((pl.col("count") == 0) & (pl.col("billed") != 0)).with_columns(
        pl.col("billed").abs().alias("stake")
    )

    def what(row: Row) -> str:
        """Return what is billed for when."""
        name = named(row["id"] or row["line"])
        return f"{name} is billed {look.money(row['billed'])}{_month(row)}"

    def ended(row: Row) -> str:
        """Return the message about a line that ended before."""
        return f"{what(row)}, and its line {named(row['line'])} ended on {row['last_day']}"

    def outside(row: Row) -> str:
        """Return the message about a line that starts later, or between two of its lines."""
        days = f"from {row['first_day'] or 'the start'} to {row['last_day'] or 'the end'}"
        return f"{what(row)}, and its line {named(row['line'])} runs {days}"

    yield Kind("E-BILL-ENDED", look.bill, rows.filter("is_ended"), ended)
    yield Kind("E-BILL-OUTSIDE", look.bill, rows.filter(~pl.col("is_ended")), outside)


def _twice_or_dearer(served: pl.DataFrame, look: Look) -> Iterator[Kind]:
    """Yield what is billed more than once, and what else differs from the rent."""
    low, high, once = pl.col("low"), pl.col("high"), pl.col("once")
    is_known = ~pl.col("is_unknown")
    wrong = served.with_columns((pl.col("billed") - pl.col("surplus")).alias("once")).filter(
        ~(is_known & pl.col("billed").is_between(low, high))
    )
    twice = wrong.filter(pl.col("surplus") > 0).with_columns(
        pl.col("extra_row").alias("row"), pl.col("surplus").alias("stake")
    )
    rent = pl.when(once > high).then(high).otherwise(low).alias("rent")
    dearer = wrong.filter(is_known & ~once.is_between(low, high)).with_columns(
        rent, (once - rent).abs().alias("stake")
    )

    def again(row: Row) -> str:
        """Return the message about a line billed more than once."""
        times = plural(row["extra"], "time")
        return (
            f"{named(row['id'] or row['line'])} is billed {times} too often{_month(row)}: "
            f"{look.money(row['surplus'])} of {look.money(row['billed'])}"
        )

    def other(row: Row) -> str:
        """Return the message about another price."""
        how = "more" if row["once"] > row["rent"] else "less"
        return (
            f"{named(row['id'] or row['line'])} is billed {look.money(row['once'])}{_month(row)} "
            f"and scheduled at {look.money(row['rent'])}: {look.money(row['stake'])} {how}"
        )

    yield Kind("E-BILL-TWICE", look.bill, twice, again)
    yield Kind("E-BILL-PRICE", look.bill, dearer, other)


def _missing(lines: pl.DataFrame, bill: pl.DataFrame, look: Look) -> Kind:
    """Return lines in service in the month that no row of the bill names."""
    month = look.month or dt.date.max
    billed = bill.filter(pl.col("first") == month).select("key").unique()
    is_owed = pl.col("is_touching") & (pl.col("monthly_rent") > 0)
    rows = (
        lines.filter(is_owed & ~pl.col("key").str.starts_with(NAMELESS))
        .join(billed, on="key", how="anti", maintain_order="left")
        .group_by("key", maintain_order=True)
        .agg(
            pl.col("row", "line").first(),
            pl.col("id").first().alias("subject"),
            pl.col("monthly_rent").sum().alias("stake"),
        )
    )

    def words(row: Row) -> str:
        """Return the message about a line."""
        name, rent = named(row["subject"]), look.money(row["stake"])
        return f"{name} (line {named(row['line'])}) is scheduled at {rent} and isn't billed"

    return Kind("W-BILL-MISSING", look.schedule, rows, words)


def _no_month(look: Look) -> Kind:
    """Return that no days could be compared."""
    row = {"row": [1], "subject": [""], "stake": [None]}
    return Kind("W-BILL-NO-MONTH", look.bill, pl.DataFrame(row), _no_month_words)


def _no_month_words(_: Row) -> str:
    """Return the message where no month is known."""
    return (
        "nothing says which month the bill is for, so that no days were compared: say "
        "--month 2025-03, or --bill-column period=HEADER"
    )
