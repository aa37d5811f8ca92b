"""When was each line measured to be out? One row a stretch, one name an outage."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from lineproof.assess.intervals import service_intervals
from lineproof.assess.measured_outages import OUT_SCHEMA, measured_out
from lineproof.assess.service import services
from lineproof.contract.case import View

Measured = Callable[..., View]
HOUR = 3600 * 10**9
START = int(dt.datetime(2024, 2, 29, 16, tzinfo=dt.UTC).timestamp()) * 10**9
"""1 March 2024, midnight in Shanghai."""
FOREVER = 2**62


def _out(seen: View, *, until: int = FOREVER) -> list[tuple[Any, ...]]:
    """Return ref, first and last hour of March, and whether it is sure, of each stretch."""
    found = measured_out(seen, services(seen, service_intervals(seen)), until=until)
    assert found.schema == OUT_SCHEMA
    hour = ((pl.col("lo", "hi") - START) / HOUR).cast(pl.Int64)
    rows = found.sort("line", "lo").with_columns(hour)
    return rows.select("ref", "lo", "hi", "is_sure").rows()


def _span(lo: int, hi: int, circuit: str = "C1") -> tuple[str, str, str]:
    """Return some hours of 1 March."""
    return (circuit, f"2024-03-01T{lo:02d}:00", f"2024-03-01T{hi:02d}:00")


def test_nothing_measured_is_no_outage(measured: Measured) -> None:
    """Without states, or with a circuit that is up."""
    seen = measured()
    assert _out(seen) == []
    assert _out(dataclasses.replace(seen, case=dataclasses.replace(seen.case, states=None))) == []


def test_what_touches_is_one_outage(measured: Measured) -> None:
    """Unknown 1–2, down 2–3, unknown 3–4, down 4–5; and down 7–8: two, named by their first onset.

    2:00 in Shanghai is 18:00 UTC of the day before.
    """
    seen = measured(down=[_span(2, 3), _span(4, 5), _span(7, 8)],
                    unknown=[_span(1, 2), _span(3, 4)])  # fmt: skip
    one, two = "C1@2024-02-29T18:00:00Z", "C1@2024-02-29T23:00:00Z"
    assert _out(seen) == [
        (one, 1, 2, False), (one, 2, 3, True), (one, 3, 4, False), (one, 4, 5, True),
        (two, 7, 8, True),
    ]  # fmt: skip


def test_time_of_which_nothing_is_known_has_no_name(measured: Measured) -> None:
    """Not known 3–4, up around it."""
    assert _out(measured(unknown=[_span(3, 4)])) == [(None, 3, 4, False)]


def test_a_circuit_never_measured_and_time_not_yet_measured_are_left_out(
    measured: Measured,
) -> None:
    """C2 was never measured; of C1 and all others nothing is known after 5:00."""
    lost = ("C1", "2024-03-01T05:00", "2024-04-01T00:00")
    never = ("C2", "2024-03-01T00:00", "2024-04-01T00:00")
    assert _out(measured(down=[_span(4, 5)], unknown=[lost, never])) == [
        ("C1@2024-02-29T20:00:00Z", 4, 5, True)
    ]


@pytest.mark.parametrize(("until", "last"), [(3, 3), (4, 4), (5, 4)])
def test_only_what_was_before_an_instant(measured: Measured, until: int, last: int) -> None:
    """Down 2–4, looked at from 3, 4 and 5; from 2 nothing is over yet, nor begun."""
    seen = measured(down=[_span(2, 4)])
    found = _out(seen, until=START + until * HOUR)
    assert found == [("C1@2024-02-29T18:00:00Z", 2, last, True)]
    assert _out(seen, until=START + 2 * HOUR) == []


@pytest.mark.parametrize(("shortest_s", "count"), [(3600, 1), (3601, 0)])
def test_an_outage_shorter_than_the_contract_counts_is_none(
    measured: Measured, shortest_s: int, count: int
) -> None:
    """One of an hour counts where an hour does, and not where a second more is asked."""
    seen = measured(down=[_span(2, 3)], availability={"shortest_outage_s": shortest_s})
    assert len(_out(seen)) == count


def test_what_two_rules_see_at_a_time_is_one_outage(measured: Measured) -> None:
    """Down 2–4 by one rule and 3–5 by another: one name."""
    seen = measured(down=[_span(2, 4)])
    one, other = seen.case.states, measured(down=[_span(3, 5)]).case.states
    assert one is not None
    assert other is not None
    states = pl.concat([one, other.with_columns(term=pl.lit("OTHER"))])
    both = dataclasses.replace(seen, case=dataclasses.replace(seen.case, states=states))
    assert {row[0] for row in _out(both)} == {"C1@2024-02-29T18:00:00Z"}
