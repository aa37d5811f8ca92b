"""Does what counts of a circuit's time add up, exclusions and groups included? By hand."""

from __future__ import annotations

from itertools import product

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.measure.availability import cut_by, grouped, tally, without_short
from lineproof.measure.exclusions import EXCLUDED_SCHEMA, each_its_own, nothing_excluded
from lineproof.measure.states import STATE_SCHEMA

OUT, AVAILABLE = "remove_from_denominator", "count_as_available"
MEMBERS = pl.DataFrame({"circuit": ["A", "B", "C"], "group": ["G", "G", "G"]})
Row = tuple[str, int, int, str]


def states(*rows: Row, since: int | None = None) -> pl.DataFrame:
    """Return rows circuit, from, to, state; known unless unknown; since: of the first."""
    listed = [
        (c, lo, hi, since if since is not None and not n else lo, state, "",
         0 if state == "unknown" else hi - lo)
        for n, (c, lo, hi, state) in enumerate(rows)
    ]  # fmt: skip
    return pl.DataFrame(listed, schema=STATE_SCHEMA, orient="row")


def excluded(*rows: Row) -> pl.DataFrame:
    """Return exclusions: circuit, from, to, mode."""
    named = [(*row, "x") for row in rows]
    return pl.DataFrame(named, schema=EXCLUDED_SCHEMA, orient="row")


def times(found: pl.DataFrame) -> list[tuple[int, ...]]:
    """Return service, counted, down, unknown, known of each circuit."""
    return found.drop("circuit").rows()


MONTH = states(("A", 0, 50, "up"), ("A", 50, 80, "down"), ("A", 80, 100, "unknown"))


def test_times_add_up_without_exclusions() -> None:
    """100 in service: 50 up, 30 down, 20 unknown; 80 measured."""
    assert times(tally(MONTH, each_its_own(excluded()))) == [(100, 100, 30, 20, 80)]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        # [40, 60) out: 10 of it up, 10 down
        ([("A", 40, 60, OUT)], (100, 80, 20, 20, 80)),
        # counted as available: the denominator stays
        ([("A", 40, 60, AVAILABLE)], (100, 100, 20, 20, 80)),
        # both over [50, 60): out
        ([("A", 40, 60, OUT), ("A", 50, 70, AVAILABLE)], (100, 80, 10, 20, 80)),
        # overlapping ones are united: [40, 70) once
        ([("A", 40, 60, OUT), ("A", 50, 70, OUT), ("A", 55, 56, OUT)], (100, 70, 10, 20, 80)),
        # all of the outage, and some time before and after the month
        ([("A", -9, 1, OUT), ("A", 50, 80, OUT), ("A", 99, 200, OUT)], (100, 68, 0, 19, 80)),
        # nothing: empty, backwards, another circuit, past the end
        ([("A", 60, 60, OUT), ("A", 70, 60, OUT), ("B", 0, 99, OUT), ("A", 100, 110, OUT)],
         (100, 100, 30, 20, 80)),
        # everything
        ([("A", 0, 100, OUT)], (100, 0, 0, 0, 80)),
        ([("A", 0, 100, AVAILABLE)], (100, 100, 0, 0, 80)),
    ],
)  # fmt: skip
def test_exclusions_are_united_and_taken_out_of_states(
    rows: list[Row], found: tuple[int, ...]
) -> None:
    """Service and what was measured never change; the rest as worked out above."""
    assert times(tally(MONTH, each_its_own(excluded(*rows)))) == [found]


def test_an_exclusion_between_two_others_touches_only_its_own_circuit() -> None:
    """A is out in [10, 20), B in [0, 10): neither takes the other's."""
    both = states(("A", 0, 100, "down"), ("B", 0, 100, "down"))
    claims = excluded(("A", 10, 20, OUT), ("B", 0, 10, AVAILABLE))
    found = tally(both, each_its_own(claims))
    assert times(found) == [(100, 90, 90, 0, 100), (100, 100, 90, 0, 100)]


INTERVALS = st.lists(
    st.tuples(st.just("A"), st.integers(-5, 30), st.integers(-5, 30),
              st.sampled_from([OUT, AVAILABLE])),
    max_size=5,
)  # fmt: skip


@given(st.lists(st.sampled_from(["up", "down", "unknown"]), min_size=1, max_size=20), INTERVALS)
def test_times_are_what_counting_moments_gives(names: list[str], claims: list[Row]) -> None:
    """Moment by moment: out if any claim takes it out, else available if any counts it so."""
    rows = [("A", at, at + 1, name) for at, name in enumerate(names)]
    out = {at for _, lo, hi, mode in claims for at in range(lo, hi) if mode == OUT}
    free = {at for _, lo, hi, mode in claims for at in range(lo, hi)}
    counted = [at for at in range(len(names)) if at not in out]
    down, unknown = (
        sum(names[at] == state and at not in free for at in counted)
        for state in ("down", "unknown")
    )
    known = sum(name != "unknown" for name in names)
    found = tally(states(*rows), each_its_own(excluded(*claims)))
    assert times(found) == [(len(names), len(counted), down, unknown, known)]
    parts = cut_by(states(*rows), excluded(*claims))
    assert parts.get_column("length").sum() == len(names)


# ---------------------------------------------------------------- short outages


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("down", 4)], ["up"]),
        ([("down", 5)], ["down"]),
        ([("down", 6)], ["down"]),
        ([("down", 3), ("unknown", 1)], ["up", "up"]),  # at most 4
        ([("down", 3), ("unknown", 2)], ["unknown", "unknown"]),  # 3, or 5
        ([("unknown", 1), ("down", 3), ("unknown", 1)], ["unknown", "unknown", "unknown"]),
        ([("down", 5), ("unknown", 1)], ["down", "unknown"]),
        ([("unknown", 4)], ["up"]),
        ([("unknown", 5)], ["unknown"]),
        ([("down", 3), ("unknown", 1), ("down", 3)], ["unknown", "unknown", "unknown"]),
        ([("down", 3), ("up", 1), ("down", 3)], ["up", "up", "up"]),
    ],
)
def test_an_outage_counts_from_the_shortest_length_on(
    rows: list[tuple[str, int]], expected: list[str]
) -> None:
    """Shortest 5. Unknown time beside it may belong to it: surely short, surely not, or unknown."""
    at, listed = 10, []
    for name, length in rows:
        listed.append(("A", at, at + length, name))
        at += length
    whole = states(("A", 0, 10, "up"), *listed, ("A", at, 99, "up"), ("B", 0, 4, "down"))
    found = without_short(whole, shortest_ns=5).get_column("state").to_list()
    assert found == ["up", *expected, "up", "up"]


def test_an_outage_that_began_before_the_month_is_as_long_as_it_was() -> None:
    """Down since -3, for 2 in this month: 5 in all."""
    whole = states(("A", 0, 2, "down"), ("A", 2, 9, "up"), since=-3)
    assert without_short(whole, shortest_ns=5).get_column("state").to_list() == ["down", "up"]
    assert without_short(whole, shortest_ns=6).get_column("state").to_list() == ["up", "up"]


def test_without_a_shortest_length_all_count() -> None:
    """And an outage whose length is unknown says why it is."""
    whole = states(("A", 0, 3, "down"), ("A", 3, 9, "unknown"))
    assert without_short(whole, shortest_ns=0).equals(whole)
    found = without_short(whole, shortest_ns=5).select("state", "reason").row(0)
    assert found == ("unknown", "length not known")


@given(
    st.lists(st.tuples(st.sampled_from(["up", "down", "unknown"]), st.integers(1, 4)),
             min_size=1, max_size=6), st.integers(1, 8),
)  # fmt: skip
def test_short_outages_stay_within_what_unknown_time_may_turn_out_to_be(
    drawn: list[tuple[str, int]], shortest: int
) -> None:
    """Each unknown stretch up or down, every way: never more down than sure and unknown together,
    never less than sure; and all of them up, or all down, is exactly each end.
    """
    at, rows = 0, []
    for name, length in drawn:
        rows.append(("A", at, at + length, name))
        at += length
    found = tally(without_short(states(*rows), shortest_ns=shortest), nothing_excluded())
    down, unknown = found.row(0)[3:5]
    open_rows = [n for n, row in enumerate(rows) if row[3] == "unknown"]
    sums = {}
    for choice in product(("up", "down"), repeat=len(open_rows)):
        names = dict(zip(open_rows, choice, strict=True))
        tried = [(c, lo, hi, names.get(n, s)) for n, (c, lo, hi, s) in enumerate(rows)]
        counted = without_short(states(*tried), shortest_ns=shortest)
        sums[choice] = tally(counted, nothing_excluded())[0, "down"]
    assert down <= min(sums.values())
    assert max(sums.values()) <= down + unknown
    assert sums[("up",) * len(open_rows)] == down
    assert sums[("down",) * len(open_rows)] == down + unknown


# ---------------------------------------------------------------- groups


@pytest.mark.parametrize(
    ("up_min", "expected"),
    [
        (1, [(0, 30, "up"), (30, 40, "unknown"), (40, 60, "up")]),
        (2, [(0, 20, "up"), (20, 30, "unknown"), (30, 40, "down"), (40, 60, "up")]),
        (3, [(0, 20, "up"), (20, 60, "down")]),
    ],
)
def test_a_group_is_up_while_k_of_its_members_are(
    up_min: int, expected: list[tuple[int, int, str]]
) -> None:
    """A down from 30 on; B down and C unknown in [20, 40). In [20, 30) one is up, one may be."""
    rows = states(
        ("A", 0, 30, "up"), ("A", 30, 60, "down"),
        ("B", 0, 20, "up"), ("B", 20, 40, "down"), ("B", 40, 60, "up"),
        ("C", 0, 20, "up"), ("C", 20, 40, "unknown"), ("C", 40, 60, "up"),
    )  # fmt: skip
    found = grouped(rows, MEMBERS, up_min=up_min)
    assert found.select("lo", "hi", "state").rows() == expected
    assert found.get_column("circuit").unique().to_list() == ["G"]
    known = [0 if state == "unknown" else hi - lo for lo, hi, state in expected]
    assert found.get_column("known").to_list() == known


def test_a_group_is_judged_while_enough_members_are_in_service() -> None:
    """Of two, A serves [0, 60), B [20, 40): a group of 2 exists in [20, 40) only."""
    rows = states(("A", 0, 60, "up"), ("B", 20, 40, "up"))
    found = grouped(rows, MEMBERS, up_min=2).select("lo", "hi", "state").rows()
    assert found == [(20, 40, "up")]


def test_a_group_that_is_down_at_first_has_been_since_too_few_were_up() -> None:
    """A down since -30, B since -20, C since -10. One of three needed: down since the last, -10;
    two needed: since the second, -20; three: since the first, -30.
    """
    rows = pl.concat(
        [states((name, 0, 9, "down"), since=at) for name, at in (("A", -30), ("B", -20),
                                                                 ("C", -10))]
    )  # fmt: skip
    found = {k: grouped(rows, MEMBERS, up_min=k).item(0, "since") for k in (1, 2, 3)}
    assert found == {1: -10, 2: -20, 3: -30}


def test_groups_are_told_apart_and_a_circuit_may_be_in_two() -> None:
    """G has A and B, H has B and C; only C is down: H needs two."""
    members = pl.DataFrame({"circuit": ["A", "B", "B", "C"], "group": ["G", "G", "H", "H"]})
    rows = states(("A", 0, 9, "up"), ("B", 0, 9, "up"), ("C", 0, 9, "down"))
    found = grouped(rows, members, up_min=2).select("circuit", "state").rows()
    assert found == [("G", "up"), ("H", "down")]
