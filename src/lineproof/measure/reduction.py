"""How do samples become states? The one order of steps, whatever engine brings the runs.

Runs → slots and votes → quorum → states. Exclusions come later: taking them out before would
make or hide changes of state.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from lineproof.measure.rule import StateRule
from lineproof.measure.runs import settled_runs
from lineproof.measure.states import Reduced, reduce_states
from lineproof.measure.votes import canary_suspect, decided, slot_votes, without_suspect

SUSPECT_SCHEMA: dict[str, pl.DataType] = {
    "vantage": pl.String(),
    "lo": pl.Int64(),
    "hi": pl.Int64(),
}


@dataclass(frozen=True)
class Evidence:
    """What was measured, as read: runs, and what speaks against a vantage's word.

    runs: in columns of `RUN_SCHEMA`. suspect: when a vantage's word doesn't count, whatever its
    canaries say (nanoseconds); canaries: circuits that a vantage watches itself by, as columns
    circuit, vantage.
    """

    runs: pl.DataFrame
    suspect: pl.DataFrame
    canaries: pl.DataFrame


def states_of(
    evidence: Evidence, services: pl.DataFrame, rule: StateRule, *, read: tuple[int, int, int]
) -> Reduced:
    """Return the states that some evidence shows; see `reduce_states` for services and read."""
    votes = slot_votes(settled_runs(evidence.runs), rule)
    slot = rule.slot_ns
    told = evidence.suspect.select(
        "vantage", pl.col("lo") // slot, (-(-pl.col("hi") // slot)).alias("hi")
    )
    if evidence.canaries.height:
        told = pl.concat([told, canary_suspect(votes, evidence.canaries)])
        votes = votes.join(evidence.canaries, on=["circuit", "vantage"], how="anti")
    return reduce_states(decided(without_suspect(votes, told), rule), services, rule, read=read)
