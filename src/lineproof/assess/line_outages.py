"""When was each line out, by the clock that governs? Measured outages and tickets, never both.

The clause on incidents says which clock; without one, what was measured counts where it was, and
tickets elsewhere. It knows no limits: what they come to is said by `assess.chronic`.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from lineproof.assess.excluded import excluded
from lineproof.assess.incidents import reported_by
from lineproof.assess.intervals import service_intervals
from lineproof.assess.measured_outages import measured_out
from lineproof.assess.service import FURTHEST_NS, SERVICE_SCHEMA, services
from lineproof.assess.tickets import tickets
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.standing import Incident
from lineproof.measure.exclusions import Exclusions, excluded_lengths
from lineproof.measure.rule import NS
from lineproof.measure.sweep import sweep, united

#: One row a time that a line was out, or may have been. `where`: what says so, CIRCUIT@ONSET or
#: FILE:ROW; null: nothing does, it wasn't measured. is_sure: it counts by the clock that governs.
_PIECE_SCHEMA: dict[str, pl.DataType] = {
    "line": pl.String(),
    "where": pl.String(),
    "lo": pl.Int64(),
    "hi": pl.Int64(),
    "is_sure": pl.Boolean(),
}


@dataclass(frozen=True)
class LineOutages:
    """What counts of the time that lines were out. Instants in nanoseconds since 1970 UTC.

    outages: columns line, where, lo, hi, is_sure, by line and onset; those that count in part at
    least. times: columns line, lo, hi, is_sure: when a line was out, or may have been, without
    overlaps and without excluded time.
    """

    outages: pl.DataFrame
    times: pl.DataFrame


def line_outages(view: View, *, until: int) -> LineOutages:
    """Return when lines were out before an instant, by the clock that governs.

    Faults of the buyer, and time that an accepted claim covers, don't count. One outage in which
    the line's state wasn't known for a while is one. What only tickets tell, where the measured
    clock governs, isn't sure.
    """
    served = _served(view)
    seen = measured_out(view, served, until=until)
    told = _told(view, served, until)
    told = told.with_columns(is_covered=_is_covered(told, seen, view))
    seen = _by_clock(view, _without_buyers(view, seen, told)).filter(
        (pl.col("clock") != "ticket").fill_null(value=True)
    )
    told = _by_clock(view, told.filter(pl.col("whose") != "buyer")).filter(
        (pl.col("clock") == "ticket").fill_null(value=False) | ~pl.col("is_covered")
    )
    told = told.with_columns(is_sure=(pl.col("clock") != "measured").fill_null(value=True))
    pieces = pl.concat([_once(seen, told), told.select(*_PIECE_SCHEMA)])
    lines = pieces.select("line", circuit="line").unique()
    always = {"lo": pl.lit(-FURTHEST_NS, pl.Int64), "hi": pl.lit(FURTHEST_NS, pl.Int64)}
    claims = excluded(view, lines.with_columns(**always))
    return LineOutages(_counting(pieces, claims), _times(pieces, claims))


def _served(view: View) -> pl.DataFrame:
    """Return when each circuit served which line; nothing where nothing was measured."""
    states = view.case.states
    if states is None or not states.height or view.term_days is None:
        return pl.DataFrame(schema=SERVICE_SCHEMA)
    return services(view, service_intervals(view))


def _told(view: View, served: pl.DataFrame, until: int) -> pl.DataFrame:
    """Return the faults reported before an instant; one that isn't over lasts up to it.

    Columns as of `_PIECE_SCHEMA`, `whose`, and the `circuit` that served the line then.
    """
    rows = [
        (t.endpoint, t.where, t.reported, until if t.restored is None else t.restored, t.whose)
        for t in tickets(view)
        if t.reported < until
    ]
    schema = {"line": pl.String(), "where": pl.String(), "lo": pl.Int64(), "hi": pl.Int64(),
              "whose": pl.String()}  # fmt: skip
    told = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        pl.max_horizontal("lo", pl.col("hi").clip(upper_bound=until)).alias("hi")
    )
    if not served.height:
        return told.with_columns(circuit="line")
    serving = served.join(told, on="line", how="semi").select(
        "line", "circuit", first="lo", last="hi"
    )
    met = (
        told.join(serving, on="line")
        .filter((pl.col("first") <= pl.col("lo")) & (pl.col("lo") < pl.col("last")))
        .select("where", "circuit")
        .unique("where", keep="first", maintain_order=True)
    )
    found = told.join(met, on="where", how="left", maintain_order="left")
    return found.with_columns(pl.coalesce("circuit", "line").alias("circuit"))


def _is_covered(told: pl.DataFrame, seen: pl.DataFrame, view: View) -> pl.Series:
    """Return whether each fault was reported when its circuit was measured, or out and not over."""
    states = view.case.states
    nowhere = pl.Series(values=[False] * told.height, dtype=pl.Boolean)
    if states is None or not told.height:
        return nowhere
    of_told = states.join(told.select("circuit"), on="circuit", how="semi")
    known = of_told.filter(pl.col("state") != "unknown").select(
        "circuit", lo=pl.col("from").dt.epoch("ns"), hi=pl.col("to").dt.epoch("ns")
    )
    out = seen.filter(pl.col("ref").is_not_null()).group_by("circuit", "ref").agg(
        pl.col("onset").first().alias("lo"), pl.col("over").first().alias("hi")
    )  # fmt: skip
    both = pl.concat([known, out.select("circuit", "lo", "hi")])
    names = both.select("circuit").unique().with_row_index("key")
    names = names.with_columns(pl.col("key").cast(pl.Int64))
    spans = united(both.join(names, on="circuit")).join(names, on="key").sort("lo")
    asked = told.select("circuit", "lo").with_row_index("at").sort("lo")
    met = asked.join_asof(
        spans.select("circuit", "lo", "hi"), on="lo", by="circuit", check_sortedness=False
    )
    is_in = (pl.col("lo") < pl.col("hi")).fill_null(value=False)
    return met.sort("at").select(is_in).to_series()


def _without_buyers(view: View, seen: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Return what was measured without the outages that only faults of the buyer report."""
    if not seen.height or not told.height:
        return seen
    outages = seen.drop_nulls("ref").select(
        "ref", endpoint="circuit", lo="onset", hi="over"
    ).unique()  # fmt: skip
    asked = told.select(ticket="where", endpoint="circuit", reported="lo")
    tolerances = [term.onset_tolerance_s for term, _ in of_kind(view.versions, Incident)]
    met = reported_by(outages, asked, within_ns=max(tolerances, default=0) * NS)
    whose = met.join(told.select(ticket="where", whose="whose"), on="ticket").drop_nulls("ref")
    buyers = (
        whose.group_by("ref").agg((pl.col("whose") == "buyer").all().alias("is_buyers"))
        .filter("is_buyers")
    )  # fmt: skip
    return seen.join(buyers, on="ref", how="anti")


def _by_clock(view: View, rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows with the `clock` that governs on the day they begin; null: no clause says."""
    day = local_day(pl.col("lo"), view.contract.contract.timezone)
    says = [
        pl.when((day >= days.start) & (day < days.end)).then(pl.lit(term.clock))
        for term, days in of_kind(view.versions, Incident)
    ]
    return rows.with_columns(pl.coalesce(*says, pl.lit(None, pl.String)).alias("clock"))


def local_day(instant: pl.Expr, timezone: str) -> pl.Expr:
    """Return the local day of instants in nanoseconds."""
    at = instant.cast(pl.Datetime("ns", "UTC"))
    return at.dt.convert_time_zone(timezone).dt.date()


def _once(seen: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Return what was measured as pieces; what began while a fault was open is that fault's.

    Its time counts; as an outage only the ticket does, which tells of what began unmeasured.
    """
    if not seen.height:
        return pl.DataFrame(schema=_PIECE_SCHEMA)
    order = told.sort("lo").select(
        "line", onset="lo", open_to=pl.col("hi").cum_max().over("line"), by_ticket="where"
    )
    met = seen.sort("onset").join_asof(order, on="onset", by="line", check_sortedness=False)
    is_told = (pl.col("onset") <= pl.col("open_to")).fill_null(value=False)
    return met.select(
        "line",
        pl.when(is_told & pl.col("ref").is_not_null())
        .then("by_ticket")
        .otherwise("ref")
        .alias("where"),
        "lo",
        "hi",
        "is_sure",
    )


def _counting(pieces: pl.DataFrame, claims: Exclusions) -> pl.DataFrame:
    """Return the outages some of whose time counts, by line and onset."""
    rows = pieces.drop_nulls("where")
    spent = rows["hi"] - rows["lo"] - excluded_lengths(rows.rename({"line": "circuit"}), claims)
    return (
        rows.with_columns(spent.alias("spent"))
        .group_by("line", "where")
        .agg(pl.col("lo").min(), pl.col("hi").max(), pl.col("is_sure").any(), pl.col("spent").sum())
        .filter(pl.col("spent") > 0)
        .drop("spent")
        .sort("line", "lo", "where")
    )


def _times(pieces: pl.DataFrame, claims: Exclusions) -> pl.DataFrame:
    """Return when lines were out, or may have been, without what is excluded."""
    names = pieces.select("line").unique().sort("line").with_row_index("key")
    names = names.with_columns(pl.col("key").cast(pl.Int64))
    off = claims.of(names["line"]).select("lo", "hi", line="circuit")
    zero, one = pl.lit(0, pl.Int64), pl.lit(1, pl.Int64)
    parts = (
        pieces.select("line", "lo", "hi", sure=pl.col("is_sure").cast(pl.Int64), off=zero),
        off.select("line", "lo", "hi", sure=zero, off=one),
    )
    both = pl.concat(parts).filter(pl.col("lo") < pl.col("hi")).join(names, on="line")
    swept = sweep(both, ["sure", "off"]).filter(pl.col("off") == 0)
    found = swept.join(names, on="key").with_columns(is_sure=pl.col("sure") > 0)
    return found.select("line", "lo", "hi", "is_sure").sort("line", "lo")
