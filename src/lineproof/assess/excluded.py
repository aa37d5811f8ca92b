"""Which time doesn't count against the provider? Claims the other side accepted.

It only says which; `lineproof.measure.availability` takes it out, after states are settled.
"""

from __future__ import annotations

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.scoring import Exclusion

#: One row a circuit and claim. Instants in nanoseconds since 1970 UTC.
EXCLUDED_SCHEMA: dict[str, pl.DataType] = {
    "circuit": pl.String(),
    "lo": pl.Int64(),
    "hi": pl.Int64(),
    "mode": pl.String(),
    "claim": pl.String(),
}


def excluded(view: View, services: pl.DataFrame) -> pl.DataFrame:
    """Return what accepted claims exclude, by circuit, in columns of `EXCLUDED_SCHEMA`.

    services: as `assess.service.services` returns them. A claim without lines is about all. How its
    time counts is said by the exclusion term of its cause; without one it is left out.
    """
    accepted = view.rows("exclusions").filter(pl.col("answer") == "accepted")
    if not accepted.height:
        return pl.DataFrame(schema=EXCLUDED_SCHEMA)
    modes = {term.cause: term.mode for term, _ in of_kind(view.versions, Exclusion)}
    claims = accepted.select(
        pl.col("id").alias("claim"),
        pl.col("from").dt.epoch("ns").alias("lo"),
        pl.col("to").dt.epoch("ns").alias("hi"),
        pl.col("cause").replace_strict(modes, default="remove_from_denominator",
                                       return_dtype=pl.String).alias("mode"),
        pl.col("lines").str.split(";").alias("line"),
    )  # fmt: skip
    circuits = services.select("line", "circuit").unique()
    about_all = claims.filter(pl.col("line").is_null()).drop("line")
    named = (
        claims.filter(pl.col("line").is_not_null())
        .explode("line")
        .with_columns(pl.col("line").str.strip_chars())
    )
    found = pl.concat(
        [
            about_all.join(circuits.select("circuit").unique(), how="cross").select(
                *EXCLUDED_SCHEMA
            ),
            named.join(circuits, on="line").select(*EXCLUDED_SCHEMA),
        ]
    )
    return found.sort("circuit", "lo", "claim")
