"""Under which names may a bill speak of our lines? Circuit ids as of a day, orders, line numbers.

What two ids are compared by leaves out their width, case and white space, and nothing else: an O
for a 0 is another id.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.first_look_rows import circuit_key
from lineproof.contract.terms.pricing import Bundle, CircuitSchedule, OneOff, PriceLines

#: One row a line: what it is called now, and what is told of it.
LINE_NAMES: dict[str, pl.DataType] = {
    "line": pl.String(),
    "circuit": pl.String(),
    "product": pl.String(),
    "name": pl.String(),
    "list_rent": pl.Int64(),
}
#: One row a name of a line; rank: the better one has the lower.
ALIASES: dict[str, pl.DataType] = {"key": pl.String(), "code": pl.UInt32(), "rank": pl.UInt8()}
CURRENT, EARLIER, ORDER, NUMBER = range(4)

_PLAIN = r"^[A-Z0-9._:/-]*$"


def keys_of(texts: pl.Series) -> pl.Series:
    """Return what ids are compared by; most need no look at each character."""
    if texts.str.contains(_PLAIN).all():
        return texts
    return texts.to_frame("id").select(circuit_key(pl.col("id"))).to_series()


def line_names(view: View, settled: pl.Series, *, on: dt.date) -> pl.DataFrame:
    """Return every line of a contract with its circuit id as of a day.

    settled: the lines that settlements name, which may be terms. A line's number in the result is
    its code from here on.
    """
    frames = [pl.DataFrame(schema=LINE_NAMES), *_scheduled(view), _agreed(view)]
    names = pl.concat(frames).unique("line", keep="last", maintain_order=True)
    others = settled.unique(maintain_order=True).to_frame("line").join(names, on="line", how="anti")
    if others.height:
        names = pl.concat([names, others], how="diagonal")
    renamed = _renamed(view).filter(pl.col("date") <= on)
    if renamed.height:
        latest = renamed.unique("line", keep="last").select("line", pl.col("value").alias("new"))
        names = names.join(latest, on="line", how="left", maintain_order="left")
        names = names.with_columns(pl.coalesce("new", "circuit").alias("circuit")).drop("new")
    return names.with_row_index("code")


def aliases(view: View, names: pl.DataFrame) -> pl.DataFrame:
    """Return the names that each line goes by, the best first; columns of `ALIASES`."""
    renamed = _renamed(view)
    earlier = [_rows(renamed, "value", EARLIER)] if renamed.height else []
    if renamed.height:
        touched = renamed.select("line").unique()
        earlier += [_rows(f.join(touched, on="line", how="semi"), "circuit", EARLIER)
                    for f in _scheduled(view)]  # fmt: skip
    orders = view.rows("orders").filter(pl.col("cancelled").is_null())
    named = pl.concat([
        _rows(names, "circuit", CURRENT), *earlier,
        *([_rows(orders, "order", ORDER)] if orders.height else []),
        _rows(names.with_columns(number="line"), "number", NUMBER),
    ]).drop_nulls("key")  # fmt: skip
    coded = named.join(names.select("line", "code"), on="line", how="inner", maintain_order="left")
    return coded.with_columns(keys_of(coded["key"]).alias("key")).select(*ALIASES)


def _rows(frame: pl.DataFrame, column: str, rank: int) -> pl.DataFrame:
    """Return lines under one kind of name."""
    return frame.select("line", pl.col(column).alias("key"), pl.lit(rank, pl.UInt8).alias("rank"))


def _renamed(view: View) -> pl.DataFrame:
    """Return the records that gave lines another circuit id, in their order."""
    rows = view.rows("lifecycle").filter(pl.col("event") == "reidentified")
    return rows.sort("date", "recorded_at", "id").select("line", "date", "value")


def _scheduled(view: View) -> list[pl.DataFrame]:
    """Return the lines of each schedule."""
    found = []
    for version in view.versions:
        if isinstance(version.term, CircuitSchedule):
            rows = view.case.schedules[version.term.file]
            listed = pl.col("list_rent") if "list_rent" in rows.columns else pl.lit(None, pl.Int64)
            found.append(rows.select(
                "line", pl.col("id").alias("circuit"), pl.col("service").alias("product"),
                pl.lit(None, pl.String).alias("name"), listed.alias("list_rent"),
            ))  # fmt: skip
    return found


def _agreed(view: View) -> pl.DataFrame:
    """Return what price lists, one-off charges and bundles name."""
    rows: list[tuple[str, None, str | None, str, int | None]] = []
    for version in view.versions:
        term = version.term
        if isinstance(term, PriceLines):
            for price in term.lines:
                listed = getattr(price, "list_rent", None)
                rent = None if listed is None else view.contract.minor(listed)
                rows.append((price.line, None, price.service, price.name, rent))
        elif isinstance(term, OneOff):
            rows.append((term.id, None, None, term.name, None))
        elif isinstance(term, Bundle):
            rows.append((term.id, None, None, term.unit, None))
    return pl.DataFrame(rows, schema=LINE_NAMES, orient="row")
