"""Does the journal say only what happened, wherever a crash or a full disk stops it?"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from tests.disk import fill, small_disk

from lineproof.measure.samples import Suspect
from lineproof.model.errors import LineproofError, StoreError
from lineproof.sources.fping import ANSWER, Answers
from lineproof.sources.targets import targets_of
from lineproof.store.journal import Watch, checked_vantage, open_journal

TARGETS = targets_of(b"circuit,address\nC1,127.0.0.1\nC2,127.0.0.2\n", file="t.csv")
WATCH = Watch("v1", 10**9, TARGETS)


def answers() -> Answers:
    """Return what a round saw: C1 answered in 5 ns, C2 didn't."""
    return np.array([(0, 5, 1, 1), (0, -1, 1, 0)], ANSWER)


def test_a_round_is_on_the_disk_before_it_may_be_sent(tmp_path: Path) -> None:
    """The line, and room for two answers of 8 + 8 + 2 + 2 = 20 bytes."""
    with open_journal(tmp_path, WATCH) as journal:
        journal.intend(3 * 10**9)
        opened = tmp_path / "journal" / "v1" / "open"
        assert json.loads((opened / "rounds.jsonl").read_text()) == {"round": 3 * 10**9}
        assert (opened / "3000000000.part").stat().st_size == 40
        head = json.loads((opened / "head.json").read_text())
    assert (head["targets"], head["targets_sha256"]) == (2, TARGETS.sha256)


def test_only_whole_answers_have_their_name(tmp_path: Path) -> None:
    """What a crash leaves of a round is a part, which nobody reads."""
    with open_journal(tmp_path, WATCH) as journal:
        journal.intend(3 * 10**9)
        journal.record(3 * 10**9, answers())
        names = {path.name for path in (journal.folder / "open").iterdir()}
    assert names == {"head.json", "targets.parquet", "rounds.jsonl", "3000000000.answers"}


def test_a_part_is_sealed_once_and_by_the_next_run_where_this_one_was_killed(
    tmp_path: Path,
) -> None:
    """Nothing to seal; then part 1; then what the killed run left is part 2."""
    with open_journal(tmp_path, WATCH) as journal:
        assert not journal.seal()
        journal.skip(10**9)
        assert journal.seal()
        assert not journal.seal()
        journal.intend(2 * 10**9)
    with open_journal(tmp_path, WATCH) as journal:
        assert [path.name for path in journal.sealed()] == ["sealed-00000001", "sealed-00000002"]
        journal.cut(journal.sealed()[0])
        assert [path.name for path in journal.sealed()] == ["sealed-00000002"]
        journal.doubt(Suspect(1, 2, "clock jump"))
        journal.skip(3 * 10**9)
        journal.seal()
        assert [path.name for path in journal.sealed()] == ["sealed-00000002", "sealed-00000003"]


def test_what_a_killed_run_was_deleting_is_deleted(tmp_path: Path) -> None:
    """A part that is stored, and one that was being made."""
    for name in ("stored-00000001", "new"):
        (tmp_path / "journal" / "v1" / name).mkdir(parents=True)
    with open_journal(tmp_path, WATCH) as journal:
        assert {path.name for path in journal.folder.iterdir()} == {"lock"}


def test_two_collectors_of_one_name_are_refused_and_of_two_names_not(tmp_path: Path) -> None:
    """The lock is the vantage's own."""
    with open_journal(tmp_path, WATCH):
        with (
            pytest.raises(StoreError, match='another collector with the vantage "v1"'),
            open_journal(tmp_path, WATCH),
        ):
            pass
        with open_journal(tmp_path, Watch("v2", 10**9, TARGETS)):
            pass
    with open_journal(tmp_path, WATCH):
        pass


@pytest.mark.parametrize("name", ["", ".hidden", "a/b", "x" * 65, "a b", "-v", "ä"])
def test_a_vantage_that_no_folder_can_be_named_by_is_refused(name: str) -> None:
    """Its name is a folder's."""
    with pytest.raises(LineproofError, match="--vantage"):
        checked_vantage(name)
    assert checked_vantage("x" * 64) == "x" * 64


def test_a_full_disk_refuses_the_intent_and_leaves_no_half_line(tmp_path: Path) -> None:
    """Once the disk is full no round may be sent; the round before it keeps its answers."""
    with small_disk(tmp_path / "disk") as disk, open_journal(disk, WATCH) as journal:
        journal.intend(10**9)
        ballast = fill(disk)
        journal.record(10**9, answers())  # its room was kept
        with pytest.raises(StoreError, match="No space"):
            journal.intend(2 * 10**9)
        ballast.unlink()
        journal.intend(3 * 10**9)
        text = (journal.folder / "open" / "rounds.jsonl").read_text()
        assert [json.loads(line)["round"] for line in text.splitlines()] == [10**9, 3 * 10**9]
        kept = [path for path in journal.folder.rglob("*") if path.is_file()]
        assert journal.size_bytes() >= sum(path.stat().st_size for path in kept) > 0
