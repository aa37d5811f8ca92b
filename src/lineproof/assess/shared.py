"""What does each endpoint share with others, and since when? Its upstream, or its site.

It knows no outages' causes: what fails together is said by `incidents`.
"""

from __future__ import annotations

import polars as pl

from lineproof.assess.incidents import OUTAGE_SCHEMA
from lineproof.assess.service import FURTHEST_NS, midnight_ns
from lineproof.contract.case import View
from lineproof.contract.terms.pricing import CircuitSchedule
from lineproof.contract.terms.standing import Incident


def shared_by(
    view: View, served: pl.DataFrame, rule: Incident, endpoints: pl.Series
) -> pl.DataFrame:
    """Return what some lines and circuits share with others: endpoint, lo (since when), shared."""
    schema = {"endpoint": pl.String(), "lo": pl.Int64(), "shared": pl.String()}
    if rule.shared == "none":
        return pl.DataFrame(schema=schema)
    asked = pl.DataFrame({"endpoint": endpoints}, schema={"endpoint": pl.String()}).unique()
    names = (
        served.select("line", "circuit")
        .join(asked, left_on="circuit", right_on="endpoint", how="semi")
        .unique()
        .sort("line")
    )
    lines = pl.concat([asked, names.select(endpoint="line")]).unique()
    column = {"upstream": "upstream", "site": "site"}[rule.shared]
    event = {"upstream": "rehomed", "site": "moved"}[rule.shared]
    files = {v.term.file for v in view.versions if isinstance(v.term, CircuitSchedule)}
    frames = [
        view.case.schedules[file]
        .select(
            pl.col("line").alias("endpoint"),
            pl.lit(-FURTHEST_NS, pl.Int64).alias("lo"),
            pl.col(column).alias("shared"),
        )
        .join(lines, on="endpoint", how="semi", maintain_order="left")
        for file in sorted(files)
    ]
    changed = view.rows("lifecycle").filter(pl.col("event") == event).sort("date", "recorded_at")
    zone = view.contract.contract.timezone
    days = changed.get_column("date").to_list()
    since = {day: midnight_ns(day, timezone=zone) for day in set(days)}
    frames.append(
        changed.select(
            pl.col("line").alias("endpoint"),
            pl.Series("lo", [since[day] for day in days], dtype=pl.Int64),
            pl.col("value").alias("shared"),
        )
    )
    known = pl.concat([pl.DataFrame(schema=schema), *frames]).filter(pl.col("shared").is_not_null())
    by_circuit = known.join(names, left_on="endpoint", right_on="line", maintain_order="left")
    circuits = by_circuit.select(pl.col("circuit").alias("endpoint"), "lo", "shared")
    both = pl.concat([known, circuits])
    return both.unique(["endpoint", "lo"], keep="last", maintain_order=True).sort("lo")


def with_shared(outages: pl.DataFrame, shared: pl.DataFrame) -> pl.DataFrame:
    """Return outages with what each endpoint shared at its onset; nothing: it stands for itself."""
    met = outages.sort("lo").join_asof(
        shared.rename({"shared": "common"}), on="lo", by="endpoint", check_sortedness=False
    )
    named = met.with_columns(pl.coalesce("common", "endpoint").alias("shared"))
    return named.select(*OUTAGE_SCHEMA)
