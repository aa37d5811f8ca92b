"""What does each line of a statement show? The settlement's lines with names and where they stand.

Columns only, so that a million lines cost seconds; nothing is computed anew.
"""

from __future__ import annotations

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.parse import located_terms
from lineproof.contract.terms.pricing import CircuitSchedule, OneOff, PriceLines
from lineproof.settle.settlement import Settlement

#: What a statement shows of each line. service: what is leased, alike for like lines; place: which
#: one it is. last: the last day in it. share: as written for people.
STATEMENT_LINES = (
    "charge", "term", "line", "service", "place", "from", "last", "quantity", "rent", "share",
    "share_num", "share_den", "factor", "unit", "amount", "low", "high", "clause", "evidence",
)  # fmt: skip
_NAMES = {
    "term": pl.String(), "line": pl.String(), "service": pl.String(), "place": pl.String(),
    "written_at": pl.String(),
}  # fmt: skip


def statement_lines(settlement: Settlement, view: View) -> pl.DataFrame:
    """Return a settlement's lines as `STATEMENT_LINES`, in their order."""
    names = line_names(view)
    rows = settlement.lines.join(names, on=("term", "line"), how="left", maintain_order="left")
    sources = pl.Series(settlement.sources, dtype=pl.String)
    files = pl.Series("file", rows.get_column("rent_source").cast(pl.UInt32))
    by_row = pl.format("{}:{}", sources.gather(files), pl.col("rent_row"))
    started = pl.Series("file", rows.get_column("start_source").cast(pl.UInt32))
    by_start = pl.format("{}:{}", sources.gather(started), pl.col("start_row"))
    return rows.with_columns(
        pl.col("service", "place").fill_null(""),
        (pl.col("to") - pl.duration(days=1)).alias("last"),
        _share(settlement.period.count).alias("share"),
        pl.coalesce(by_row, by_start, "written_at", pl.lit("")).alias("evidence"),
    ).select(*STATEMENT_LINES)


def _share(days: int) -> pl.Expr:
    """Return the share of a month as days of its days where it is whole days, else as it is."""
    scaled = pl.col("share_num") * days
    whole = scaled % pl.col("share_den") == 0
    in_days = pl.format("{}/{}", scaled // pl.col("share_den"), pl.lit(days))
    return (
        pl.when(pl.col("share_num").is_null())
        .then(pl.lit(""))
        .when(pl.col("share_num") == pl.col("share_den"))
        .then(pl.lit("1"))
        .when(whole)
        .then(in_days)
        .otherwise(pl.format("{}/{}", "share_num", "share_den"))
    )


def line_names(view: View) -> pl.DataFrame:
    """Return what each line of each pricing term is called, and where the contract says so."""
    frames = [pl.DataFrame(schema=_NAMES)]
    positions = view.case.positions
    for path, term in located_terms(view.case.contract):
        if isinstance(term, PriceLines):
            rows = [
                (term.id, price.line, _joined(price.name, price.service, price.bandwidth), "",
                 positions.of(*path, "lines", number))
                for number, price in enumerate(term.lines)
            ]  # fmt: skip
            frames.append(pl.DataFrame(rows, schema=_NAMES, orient="row"))
        elif isinstance(term, CircuitSchedule):
            frames.append(_scheduled(view, term))
        elif isinstance(term, OneOff):
            row = (term.id, term.id, term.name, "", positions.of(*path))
            frames.append(pl.DataFrame([row], schema=_NAMES, orient="row"))
    return pl.concat(frames).unique(("term", "line"), keep="last", maintain_order=True)


def _scheduled(view: View, term: CircuitSchedule) -> pl.DataFrame:
    """Return the names of a schedule's lines."""
    bandwidth = pl.format("{} Mbit/s", pl.col("bandwidth"))
    return view.case.schedules[term.file].select(
        pl.lit(term.id).alias("term"),
        "line",
        pl.concat_str("service", bandwidth, separator=" ", ignore_nulls=True).alias("service"),
        pl.concat_str("id", "site", separator=", ", ignore_nulls=True).alias("place"),
        pl.lit(None, pl.String).alias("written_at"),
    )


def _joined(name: str, service: str | None, bandwidth: object) -> str:
    """Return a price line's name with what it leases."""
    speed = f"{bandwidth} Mbit/s" if bandwidth is not None else None
    return " ".join(part for part in (name, service, speed) if part)
