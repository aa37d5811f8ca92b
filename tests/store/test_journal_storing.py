"""Is a part stored whole and once, whatever ends the storing of it?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from lineproof.model.errors import StoreError
from lineproof.sources.fping import ANSWER
from lineproof.sources.targets import targets_of
from lineproof.store.batches import BatchLine
from lineproof.store.journal import Journal, Watch, open_journal
from lineproof.store.journal_storing import store_sealed
from lineproof.store.samples import SampleStore

AT = dt.datetime(2025, 3, 1, tzinfo=dt.UTC)
WATCH = Watch("v1", 10**9, targets_of(b"circuit,address\nC1,127.0.0.1\n", file="t.csv"))


def sealed(journal: Journal, *seconds: int) -> None:
    """Seal rounds that were answered."""
    for second in seconds:
        journal.intend(second * 10**9)
        journal.record(second * 10**9, np.array([(0, 5, 1, 1)], ANSWER))
    journal.seal()


def test_a_part_is_stored_and_then_cut(tmp_path: Path) -> None:
    """Two parts, two batches, chained; nothing is left of the journal but its lock."""
    told: list[BatchLine] = []
    with open_journal(tmp_path / "measurements", WATCH) as journal:
        sealed(journal, 1, 2)
        sealed(journal, 3)
        store = SampleStore(tmp_path)
        store_sealed(journal, store, recorded_at=lambda: AT, stored=told.append)
        assert {path.name for path in journal.folder.iterdir()} == {"lock"}
    assert [(line.rows, line.source, line.recorded_at) for line in told] == [
        (2, "collector", AT),
        (1, "collector", AT),
    ]
    assert told[1].previous == told[0].line_sha256


def test_a_part_stored_before_a_crash_is_not_stored_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The batch is stored, the cut fails; the next attempt finds it held, and cuts."""
    told: list[BatchLine] = []
    with open_journal(tmp_path / "measurements", WATCH) as journal:
        sealed(journal, 1, 2)
        with monkeypatch.context() as broken:
            broken.setattr(Journal, "cut", _refuse)
            with pytest.raises(StoreError):
                store_sealed(
                    journal, SampleStore(tmp_path), recorded_at=lambda: AT, stored=told.append
                )
        assert len(journal.sealed()) == 1
        store_sealed(journal, SampleStore(tmp_path), recorded_at=lambda: AT, stored=told.append)
        assert journal.sealed() == []
    assert [line.rows for line in told] == [2]
    assert len(SampleStore(tmp_path).batches()) == 1


def _refuse(journal: Journal, part: Path) -> None:
    """Fail as a disk does."""
    raise StoreError(f"{part} of {journal.folder} can't be written")
