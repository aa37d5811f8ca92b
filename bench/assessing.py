"""Which month is judged? A million circuits with outages, tickets and claims, made from a seed.

Run as `python -m bench.assessing FOLDER NAME …`; it prints the seconds of each run by name, as
JSON. Samples are states already: those lie in memory as the store hands them on.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
from bench.inside import seconds

from lineproof.assess.measured import Measured
from lineproof.assess.score import card_named
from lineproof.assess.scorecard import Score
from lineproof.assess.taken import taken_in
from lineproof.contract.case import Case, view
from lineproof.model.measured import STATES
from lineproof.sources.folder import read_case

MONTH = dt.date(2025, 3, 1)
CIRCUITS, INCIDENTS, CLAIMS = 1_000_000, 5_000, 2_000
TOGETHER = 40
"""How many circuits of one upstream fail in an incident: 200,000 outages in all."""
_ZONE = dt.timezone(dt.timedelta(hours=8))
_BEGIN_S = int(dt.datetime(2025, 3, 1, tzinfo=_ZONE).timestamp())
_MONTH_S = 31 * 86_400
_SHORTEST_S, _LONGEST_S, _SLOT_S = 300, 12 * 3600, 60
_STATES = "states.parquet"
Ints = npt.NDArray[np.int64]


@dataclasses.dataclass(frozen=True, slots=True)
class Size:
    """How much is made; every incident has an upstream of its own."""

    circuits: int = CIRCUITS
    incidents: int = INCIDENTS
    claims: int = CLAIMS


def write_month(folder: Path, size: Size) -> None:
    """Write the contract folder, and what was measured beside it; one size, the same files."""
    random = np.random.default_rng(20250301)
    (folder / "records").mkdir(parents=True, exist_ok=True)
    _schedule(size).write_csv(folder / "circuits.csv")
    outages = _outages(random, size)
    _states(size, outages).write_parquet(folder / _STATES)
    _faults(outages).write_csv(folder / "records" / "faults.csv")
    _exclusions(random, size, outages).write_csv(folder / "records" / "exclusions.csv")
    pin = hashlib.sha256((folder / "circuits.csv").read_bytes()).hexdigest()
    terms = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    (folder / "contract.toml").write_text(terms.replace("0" * 64, pin), encoding="utf-8")


def month_of(folder: Path) -> Case:
    """Return the folder's case with what was measured."""
    return dataclasses.replace(read_case(folder), states=pl.read_parquet(folder / _STATES))


def assessed(case: Case) -> Score:
    """Return the month's score: incidents by both clocks, claims, availability, each item."""
    measured = Measured(taken_in(view(case), MONTH))
    card = card_named(measured.view, "score", MONTH)
    assert card is not None, "the contract has a scorecard"
    return measured.score(card, MONTH)


def _schedule(size: Size) -> pl.DataFrame:
    """Return the schedule; circuits take turns over the upstreams."""
    number = pl.Series(range(1, size.circuits + 1))
    return pl.DataFrame({"line": number}).select(
        "line",
        pl.format("C{}", pl.col("line").cast(pl.String).str.zfill(8)).alias("id"),
        pl.lit("access").alias("service"),
        pl.lit("100.00").alias("monthly_rent"),
        pl.lit("2024-01-01").alias("start"),
        pl.lit("2028-12-31").alias("end"),
        pl.format("U{}", (pl.col("line") - 1) % size.incidents).alias("upstream"),
    )


def _outages(random: np.random.Generator, size: Size) -> pl.DataFrame:
    """Return the outages, in seconds: those of an incident begin within one slot."""
    incident = np.repeat(np.arange(size.incidents), TOGETHER)
    slots = (_MONTH_S - _SHORTEST_S) // _SLOT_S
    first = _BEGIN_S + random.integers(1, slots - 1, size.incidents) * _SLOT_S
    lo = first[incident] + random.integers(0, 2, incident.size) * _SLOT_S
    lasts = random.integers(_SHORTEST_S, _LONGEST_S, incident.size) // _SLOT_S * _SLOT_S
    member = np.tile(np.arange(TOGETHER), size.incidents)
    return pl.DataFrame({
        "incident": incident,
        "line": incident + 1 + member * size.incidents,
        "lo": lo,
        "hi": np.minimum(lo + lasts, _BEGIN_S + _MONTH_S),
    })  # fmt: skip


def _states(size: Size, outages: pl.DataFrame) -> pl.DataFrame:
    """Return what was measured: up from the month's begin to its end but for the outages."""
    begin, end = (pl.lit(at, pl.Int64) for at in (_BEGIN_S, _BEGIN_S + _MONTH_S))
    lines = pl.DataFrame({"line": pl.Series(range(1, size.circuits + 1), dtype=pl.Int64)})
    fine = lines.join(outages, on="line", how="anti")
    up, down = pl.lit("up").alias("state"), pl.lit("down").alias("state")
    parts = [
        fine.select("line", begin.alias("lo"), end.alias("hi"), up),
        outages.select("line", begin.alias("lo"), pl.col("lo").alias("hi"), up),
        outages.select("line", "lo", "hi", down),
        outages.filter(pl.col("hi") < end).select(
            "line", pl.col("hi").alias("lo"), end.alias("hi"), up
        ),
    ]
    return (
        pl.concat(parts)
        .sort("line", "lo")
        .select(
            pl.lit("AVAILABLE").alias("term"),
            pl.format("C{}", pl.col("line").cast(pl.String).str.zfill(8)).alias("circuit"),
            _instant("lo").alias("from"),
            _instant("hi").alias("to"),
            _instant("lo").alias("since"),
            "state",
            pl.lit(None, pl.String).alias("reason"),
            (pl.col("hi") - pl.col("lo")).alias("known_s"),
            pl.lit(None, pl.UInt32).alias("row"),
        )
        .select(*STATES.schema())
    )


def _faults(outages: pl.DataFrame) -> pl.DataFrame:
    """Return a ticket for each incident, ten minutes after it began, closed an hour after it."""
    first = outages.group_by("incident", maintain_order=True).agg(
        pl.col("line").first(), pl.col("lo").min(), pl.col("hi").max()
    )
    return first.select(
        pl.format("F{}", "incident").alias("id"),
        *_recorded(),
        "line",
        _text(pl.col("lo") + 600).alias("reported"),
        _text(pl.col("lo") + 1_800).alias("responded"),
        _text(pl.col("hi") + 3_600).alias("restored"),
    )


def _exclusions(random: np.random.Generator, size: Size, outages: pl.DataFrame) -> pl.DataFrame:
    """Return the claims: a twentieth about all circuits, the others about those of an incident."""
    about = random.choice(size.incidents, size.claims)
    lines = outages.group_by("incident", maintain_order=True).agg("line", pl.col("lo").min())
    named = lines.with_columns(pl.col("line").cast(pl.List(pl.String)).list.join(";"))[about]
    slots = random.integers(0, _MONTH_S // _SLOT_S, size.claims) * _SLOT_S
    is_all = np.arange(size.claims) % 20 == 0
    lasts = np.where(is_all, 1_800, random.integers(1_800, 6 * 3_600, size.claims))
    return named.with_row_index("n").with_columns(
        is_all=is_all,
        at=np.where(is_all, _BEGIN_S + slots, named["lo"].to_numpy()),
        lasts=lasts,
        answer=random.choice(["accepted", "accepted", "accepted", "rejected", ""], size.claims),
    ).select(
        pl.format("X{}", "n").alias("id"),
        *_recorded(),
        pl.when(pl.col("n") % 2 == 0).then(pl.lit("works")).otherwise(pl.lit("power"))
        .alias("cause"),
        _text("at").alias("from"),
        _text(pl.col("at") + pl.col("lasts")).alias("to"),
        pl.when("is_all").then(None).otherwise("line").alias("lines"),
        pl.lit("provider").alias("proposed_by"),
        "answer",
    )  # fmt: skip


def _recorded() -> tuple[pl.Expr, pl.Expr]:
    """Return the columns of when a record was made, and by whom."""
    return pl.lit("2025-04-02T09:00:00+08:00").alias("recorded_at"), pl.lit("buyer").alias("by")


def _instant(seconds_since: str) -> pl.Expr:
    """Return seconds since 1970 as an instant."""
    return (pl.col(seconds_since) * 10**6).cast(pl.Datetime("us", "UTC"))


def _text(seconds_since: str | pl.Expr) -> pl.Expr:
    """Return seconds since 1970 as a record has an instant."""
    at = pl.col(seconds_since) if isinstance(seconds_since, str) else seconds_since
    return pl.from_epoch(at, time_unit="s").dt.strftime("%Y-%m-%dT%H:%M:%SZ")


def main(folder: Path, runs: int) -> dict[str, list[float]]:
    """Return the seconds of each run of judging the month."""
    case = month_of(folder)
    return {"assess": seconds(lambda: assessed(case), runs=runs)}


if __name__ == "__main__":
    if len(sys.argv) > 2:  # noqa: PLR2004 - how often
        print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
    else:
        write_month(Path(sys.argv[1]), Size())
