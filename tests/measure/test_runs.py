"""Are samples in a row that say the same one run, and copies counted once?"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.measure.runs import RUN_SCHEMA, run_starts, runs_of, runs_of_all, settled_runs

#: circuit, scheduled, sent, received
Sampled = tuple[int, int, int, int]
NAMES = pl.Series(["A", "B"])
SAMPLES = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 30).map(lambda n: 10 * n), st.integers(0, 2),
              st.integers(0, 2)),
    max_size=40,
)  # fmt: skip


def runs(samples: list[Sampled], every: int = 10) -> pl.DataFrame:
    """Return the runs of samples of one vantage."""
    rows = np.array(samples, dtype=np.int64).reshape(-1, 4).T
    circuit, scheduled, sent, received = rows[0], rows[1], rows[2], rows[3]
    columns = (circuit, scheduled, sent.astype(np.uint16), received.astype(np.uint16))
    return runs_of(NAMES, columns, vantage="v", every=every)


def short(frame: pl.DataFrame) -> list[tuple[str, int, int, int, int, bool]]:
    """Return runs as circuit, lo, hi, sent, received, is_suspect."""
    return frame.select("circuit", "lo", "hi", "sent", "received", "is_suspect").rows()


def row(lo: int, hi: int, *, every: int = 10, received: int = 1) -> tuple[object, ...]:
    """Return a run of C as V sees it, one probe each."""
    return ("C", "V", lo, hi, every, 1, received, False)


def settled(*rows: tuple[object, ...]) -> list[tuple[int, int, bool]]:
    """Return the samples of C that the settled runs hold: when, received, is_suspect."""
    found = settled_runs(pl.DataFrame(rows, schema=RUN_SCHEMA, orient="row"))
    edges = found.select("lo", "hi", "every", "received", "is_suspect").iter_rows()
    return [(at, r, bad) for lo, hi, every, r, bad in edges for at in range(lo, hi, every)]


def test_a_run_ends_where_a_value_a_step_or_the_circuit_changes() -> None:
    """A: 0, 10 answered; 20 lost; 40 lost, as 30 is missing; B: 50 lost."""
    found = runs([(0, 0, 1, 1), (0, 10, 1, 1), (0, 20, 1, 0), (0, 40, 1, 0), (1, 50, 1, 0)])
    assert short(found) == [
        ("A", 0, 20, 1, 1, False), ("A", 20, 30, 1, 0, False),
        ("A", 40, 50, 1, 0, False), ("B", 50, 60, 1, 0, False),
    ]  # fmt: skip
    assert dict(found.schema) == RUN_SCHEMA


def test_more_answers_than_probes_are_suspect() -> None:
    """2 of 1: nobody answers what wasn't asked."""
    assert short(runs([(0, 0, 1, 2)])) == [("A", 0, 10, 1, 2, True)]


def test_no_samples_have_no_runs() -> None:
    """In the columns that there would be."""
    assert dict(runs([]).schema) == RUN_SCHEMA
    assert runs_of_all([], vantage="v", every=10).equals(pl.DataFrame(schema=RUN_SCHEMA))
    assert run_starts(np.empty(0), np.empty(0, np.int64), (), every=1).size == 0


@pytest.mark.parametrize("change", [65_535, 65_536, 65_537, 131_073])
def test_a_change_at_the_edge_of_a_block_is_found(change: int) -> None:
    """Rows are compared 65,536 at a time, from the second on: the last of one, the first of two."""
    received = np.ones(140_000, np.uint16)
    received[change:] = 0
    scheduled = np.arange(140_000, dtype=np.int64) * 10
    constant = np.broadcast_to(np.uint16(1), 140_000)
    series = np.zeros(140_000, np.uint8)
    assert run_starts(series, scheduled, (constant, received), every=10).tolist() == [0, change]


@given(SAMPLES)
def test_runs_hold_each_sample_once(samples: list[Sampled]) -> None:
    """Taken apart again, they are the samples, in any order and with copies."""
    names = NAMES.to_list()
    found = [
        (names.index(c), at, sent, received)
        for c, lo, hi, sent, received, _ in short(runs(samples)) for at in range(lo, hi, 10)
    ]  # fmt: skip
    assert found == samples


def test_copies_count_once_and_runs_go_on_in_the_next_batch() -> None:
    """[0, 30) twice, [20, 50) overlaps, [50, 60) goes on: six samples."""
    six = [(at, 1, False) for at in range(0, 60, 10)]
    assert settled(row(0, 30), row(0, 30), row(20, 50), row(50, 60)) == six
    frame = pl.DataFrame([row(20, 30), row(0, 20)], schema=RUN_SCHEMA, orient="row")
    assert short(settled_runs(frame)) == [("C", 0, 30, 1, 1, False)]


def test_a_run_that_holds_several_later_ones_overlaps_each() -> None:
    """[0, 100) holds [10, 20) and [40, 60): still ten samples."""
    found = settled(row(0, 100), row(10, 20), row(40, 60))
    assert found == [(at, 1, False) for at in range(0, 100, 10)]


def test_copies_that_differ_are_suspect_and_only_they() -> None:
    """Answered 0 to 50, and another batch says that 20 and 30 were lost."""
    found = settled(row(0, 50), row(20, 40, received=0))
    assert [(at, is_suspect) for at, _, is_suspect in found] == [
        (0, False), (10, False), (20, True), (30, True), (40, False),
    ]  # fmt: skip
    assert {r for _, r, is_suspect in found if not is_suspect} == {1}


def test_two_periods_of_one_vantage_share_the_instants_they_share() -> None:
    """Every 20 from 0 and every 10 from 0: 0 and 20 are copies, 10 and 30 are not."""
    coarse, fine = row(0, 40, every=20), row(0, 40)
    assert settled(coarse, fine) == [(at, 1, False) for at in (0, 10, 20, 30)]
    found = settled(row(0, 40, every=20, received=0), fine)
    assert [(at, is_suspect) for at, _, is_suspect in found] == [
        (0, True), (10, False), (20, True), (30, False),
    ]  # fmt: skip


def test_a_copy_of_a_suspect_sample_stays_suspect() -> None:
    """More answers than probes, twice the same."""
    odd = ("C", "V", 0, 10, 10, 1, 2, True)
    assert settled(odd, odd) == [(0, 2, True)]
