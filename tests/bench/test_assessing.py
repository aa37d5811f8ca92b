"""Does the bench judge the month it says? Small, its counts worked out."""

from pathlib import Path

import polars as pl
import pytest
from bench.assessing import TOGETHER, Size, assessed, main, month_of, write_month

from lineproof.contract.check import check

SIZE = Size(circuits=2_000, incidents=50, claims=40)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the bench's month, small."""
    made = tmp_path_factory.mktemp("assessing")
    write_month(made, SIZE)
    return made


def test_every_incident_takes_its_circuits_down(folder: Path) -> None:
    """50 × 40 outages, each of another circuit; the states tile the month."""
    states = month_of(folder).states
    assert states is not None
    down = states.filter(pl.col("state") == "down")
    assert down.height == SIZE.incidents * TOGETHER == down.get_column("circuit").n_unique()
    lasts = (pl.col("to") - pl.col("from")).sum().dt.total_days()
    assert set(states.group_by("circuit").agg(lasts)["to"]) == {31}


def test_the_contract_raises_no_question(folder: Path) -> None:
    """Nothing in it is wrong or open: what is judged is one reading of the month."""
    assert check(month_of(folder)) == ()


def test_the_month_is_scored_from_incidents_and_availability(folder: Path) -> None:
    """Each incident that lasts beyond its limit costs points, and no item is open."""
    score = assessed(month_of(folder))
    restoration, online = score.items
    assert score.low == score.high < 100
    assert 0 < len(restoration.deductions) <= SIZE.incidents
    assert {d.endpoints for d in restoration.deductions} <= {*range(1, TOGETHER + 1)}
    assert online.low == online.high < online.max_points


def test_judging_is_timed(folder: Path) -> None:
    """Two runs."""
    assert len(main(folder, 2)["assess"]) == 2
