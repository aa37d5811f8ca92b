"""Are a journal's rounds read as what they were: answered, lost, or not sent?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lineproof.measure.samples import SAMPLE_SCHEMA, Samples, Suspect
from lineproof.model.errors import InputRefusedError
from lineproof.sources.fping import ANSWER
from lineproof.sources.targets import targets_of
from lineproof.store.journal import Watch, open_journal
from lineproof.store.journal_samples import batches_in

TARGETS = targets_of(
    b"circuit,address,canary\nC2,127.0.0.2,\nC1,127.0.0.1,\nGW,127.0.0.3,yes\n", file="t.csv"
)
SECOND = 10**9


def a_part(folder: Path) -> Path:
    """Return a sealed part: round 1 seen, 2 sent and never seen through, 3 skipped."""
    with open_journal(folder, Watch("v1", SECOND, TARGETS)) as journal:
        journal.intend(SECOND)
        seen = [(0, 7, 2, 2), (0, -1, 2, 0), (0, 9, 2, 1)]
        journal.record(SECOND, np.array(seen, ANSWER))
        journal.intend(2 * SECOND)
        journal.skip(3 * SECOND)
        journal.doubt(Suspect(2 * SECOND, 4 * SECOND, "clock jump"))
        journal.seal()
        return journal.sealed()[0]


def rows(batch: Samples) -> list[tuple[object, ...]]:
    """Return (circuit, second, sent, received, rtt) of each sample."""
    assert dict(batch.frame.schema) == SAMPLE_SCHEMA
    frame = batch.frame.select("circuit", "scheduled", "sent", "received", "rtt_ns")
    return [(c, at // SECOND, *rest) for c, at, *rest in frame.rows()]


def test_a_round_without_answers_was_not_sent(tmp_path: Path) -> None:
    """Round 1: C2 answered both, C1 neither, the canary one; 2 and 3: nothing was sent."""
    (batch,) = batches_in(a_part(tmp_path))
    assert rows(batch) == [
        ("C2", 1, 2, 2, 7), ("C1", 1, 2, 0, None), ("GW", 1, 2, 1, 9),
        ("C2", 2, 0, 0, None), ("C1", 2, 0, 0, None), ("GW", 2, 0, 0, None),
        ("C2", 3, 0, 0, None), ("C1", 3, 0, 0, None), ("GW", 3, 0, 0, None),
    ]  # fmt: skip
    assert (batch.vantage, batch.every_ns, batch.source) == ("v1", SECOND, "collector")
    assert batch.canaries == ("GW",)
    assert batch.suspect == (Suspect(2 * SECOND, 4 * SECOND, "clock jump"),)


def test_a_large_part_is_cut_by_targets_and_together_it_is_the_same(tmp_path: Path) -> None:
    """Three rounds, 6 rows at most: two targets, then one."""
    part = a_part(tmp_path)
    (whole,) = batches_in(part)
    first, second = batches_in(part, rows_max=6)
    assert [first.frame.height, second.frame.height] == [6, 3]
    assert sorted(rows(first) + rows(second), key=str) == sorted(rows(whole), key=str)
    assert second.canaries == ("GW",)


def test_a_line_torn_by_a_crash_does_not_count(tmp_path: Path) -> None:
    """It was never acted on: its round was not sent."""
    part = a_part(tmp_path)
    with (part / "rounds.jsonl").open("ab") as file:
        file.write(b'{"round": 40000')
    (batch,) = batches_in(part)
    assert batch.frame.height == 9


@pytest.mark.parametrize("file", ["head.json", "targets.parquet", "rounds.jsonl"])
def test_a_damaged_part_is_refused(tmp_path: Path, file: str) -> None:
    """A crash can't do that; a failing disk, or a hand, can."""
    part = a_part(tmp_path)
    content = (part / file).read_bytes()
    (part / file).write_bytes(content.replace(b"{", b"", 1)[: len(content) - 3])
    if file == "rounds.jsonl":  # its end may be torn; a line within may not
        (part / file).write_bytes(content.replace(b"{", b"", 1))
    with pytest.raises(InputRefusedError) as refusal:
        list(batches_in(part))
    assert [finding.code for finding in refusal.value.findings] == ["E-JOURNAL-DAMAGED"]


def test_answers_cut_short_are_refused(tmp_path: Path) -> None:
    """Three answers take 60 bytes."""
    part = a_part(tmp_path)
    path = part / f"{SECOND}.answers"
    path.write_bytes(path.read_bytes()[:59])
    with pytest.raises(InputRefusedError, match="59 bytes, not 60"):
        list(batches_in(part))
