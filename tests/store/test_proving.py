"""Is it told which batches a stretch of time rests on?"""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from tests.cli.measuring import measure, write_contract

from lineproof.settle.explain_measured import no_batches
from lineproof.sources.folder import read_case
from lineproof.store.cases import open_case
from lineproof.store.proving import batches_behind, batches_told

RECORDED = dt.datetime(2025, 4, 3, tzinfo=dt.UTC)
MARCH = tuple(
    int(dt.datetime(2025, month, 1, tzinfo=dt.UTC).timestamp()) * 10**9 for month in (3, 4)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of two circuits, with one batch."""
    made = write_contract(tmp_path / "harbour")
    measure(made, recorded_at=RECORDED)
    return made


def test_two_circuits_of_one_batch_rest_on_it_once(folder: Path) -> None:
    """Up to the instant it was recorded there is none."""
    window = (MARCH[0], MARCH[1])
    (batch,) = batches_behind(folder, ["P-1", "P-2"], window)
    assert (batch.vantage, batch.source) == ("noc", "csv:ping.csv")
    assert batches_behind(folder, ["P-1"], window, until=RECORDED) == ()
    assert batches_behind(folder, ["P-9"], window) == ()


def test_an_explanation_is_told_its_batches(folder: Path) -> None:
    """By the beginning of their names; as known before they were recorded, none."""
    case = open_case(folder)
    (said,) = batches_told(folder, case)("P-1", *MARCH)
    assert said.startswith("batch ")
    assert said.endswith(" of noc, csv:ping.csv")
    assert batches_told(folder, case, as_known=dt.date(2025, 4, 1))("P-1", *MARCH) == ()


def test_without_samples_there_are_no_batches(tmp_path: Path) -> None:
    """A folder that nothing was ever measured of."""
    folder = write_contract(tmp_path / "bare")
    assert batches_behind(folder, ["P-1"], (MARCH[0], MARCH[1])) == ()
    case = read_case(folder)
    assert batches_told(folder, case) is no_batches
    measured = dataclasses.replace(case, states=case.schedules["circuits.csv"])
    assert batches_told(folder, measured) is no_batches
