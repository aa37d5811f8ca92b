"""When was each line measured to be out, and when can't it be told? One row a stretch.

Stretches that touch are one outage: what lies unknown between two measured parts may be one too, so
that an outage is never counted twice. It knows no tickets and no exclusions.
"""

from __future__ import annotations

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.scoring import Availability
from lineproof.measure.availability import without_short
from lineproof.measure.rule import NS

#: One row a stretch, in nanoseconds since 1970 UTC. `ref`: CIRCUIT@ONSET of the outage it belongs
#: to, null where nothing of it was measured; `onset`, `over`: when that begins and ends; is_sure:
#: the line was down, not only perhaps.
OUT_SCHEMA: dict[str, pl.DataType] = {
    "line": pl.String(),
    "circuit": pl.String(),
    "ref": pl.String(),
    "onset": pl.Int64(),
    "over": pl.Int64(),
    "lo": pl.Int64(),
    "hi": pl.Int64(),
    "is_sure": pl.Boolean(),
}


def measured_out(view: View, served: pl.DataFrame, *, until: int) -> pl.DataFrame:
    """Return when lines weren't up before an instant, in columns of `OUT_SCHEMA`.

    served: as `assess.service.services` returns it. A circuit of which nothing was ever measured,
    and time after the last measurement of any, is left out: nothing is known of it either way.
    Outages shorter than the contract counts are none.
    """
    states = view.case.states
    if states is None or not served.height:
        return pl.DataFrame(schema=OUT_SCHEMA)
    known = states.lazy().filter(pl.col("state") != "unknown")
    measured_to = known.select(pl.col("to").max().dt.epoch("ns")).collect().item()
    if measured_to is None:
        return pl.DataFrame(schema=OUT_SCHEMA)
    last = min(until, measured_to)
    out = states.filter(pl.col("state") != "up").select(
        "term", "circuit", "state",
        pl.col("from").dt.epoch("ns").alias("lo"), pl.col("to").dt.epoch("ns").alias("hi"),
        pl.col("since").dt.epoch("ns"), pl.col("reason").fill_null(""),
    )  # fmt: skip
    unknown = out.filter(pl.col("state") == "unknown").select("circuit").unique()
    told = known.join(unknown.lazy(), on="circuit", how="semi").select("circuit").unique().collect()
    never = unknown.join(told, on="circuit", how="anti")
    counted = _long_enough(view, out.join(never, on="circuit", how="anti"))
    counted = counted.with_columns(pl.col("hi").clip(upper_bound=last))
    return _of_lines(_together(counted.filter(pl.col("lo") < pl.col("hi"))), served)


def _long_enough(view: View, out: pl.DataFrame) -> pl.DataFrame:
    """Return what wasn't up without the outages that are too short for their term."""
    limits = {t.id: t.shortest_outage_s for t, _ in of_kind(view.versions, Availability)}
    frames = [out.clear()]
    for (term,), own in out.group_by("term", maintain_order=True):
        ordered = own.sort("circuit", "lo")
        shortest_ns = limits.get(str(term), 0) * NS
        found = without_short(ordered, shortest_ns=shortest_ns)
        frames.append(found.filter(pl.col("state") != "up").select(out.columns))
    return pl.concat(frames)


def _together(out: pl.DataFrame) -> pl.DataFrame:
    """Return stretches with what touches them as one outage, by circuit and time.

    What two rules of measuring see at the same time is one too.
    """
    ordered = out.sort("circuit", "lo", "hi")
    reach = pl.col("hi").cum_max().over("circuit")
    is_new = (pl.col("lo") > reach.shift()) | (pl.col("circuit") != pl.col("circuit").shift())
    numbered = ordered.with_columns(is_new.fill_null(value=True).cum_sum().alias("chain"))
    is_down = pl.col("state") == "down"
    named = numbered.group_by("chain").agg(
        pl.col("circuit").first().alias("named"),
        pl.col("since").filter(is_down).first().alias("since_first"),
        pl.col("lo").filter(is_down).first().alias("onset"),
        pl.col("hi").max().alias("over"),
    )
    second = pl.from_epoch(pl.col("since_first") // NS, time_unit="s")
    ref = pl.format("{}@{}", "named", second.dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
    return numbered.join(named, on="chain", how="left", maintain_order="left").select(
        "circuit",
        pl.when(pl.col("onset").is_not_null()).then(ref).alias("ref"),
        pl.coalesce("onset", "lo").alias("onset"),
        "over",
        "lo",
        "hi",
        is_down.alias("is_sure"),
    )


def _of_lines(out: pl.DataFrame, served: pl.DataFrame) -> pl.DataFrame:
    """Return stretches of circuits as ones of the lines they served when each began."""
    serving = served.select("line", "circuit", first="lo", last="hi")
    return (
        out.join(serving, on="circuit")
        .filter((pl.col("first") <= pl.col("lo")) & (pl.col("lo") < pl.col("last")))
        .select(*OUT_SCHEMA)
    )
