"""Which samples does a sealed part of a collector's journal hold? The same ones at every reading.

It changes nothing in the journal, and stores nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from lineproof.measure.samples import SAMPLE_SCHEMA, Samples, Suspect
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.sources.fping import ANSWER, Answers

#: A batch of so many samples at most is held in memory at a time.
BATCH_ROWS_MAX = 1_000_000
SOURCE = "collector"


@dataclass(frozen=True)
class Part:
    """A sealed part of the journal: its rounds (True: meant to be sent), and what is doubted."""

    folder: Path
    vantage: str
    every_ns: int
    targets: pl.DataFrame
    rounds: dict[int, bool]
    suspect: tuple[Suspect, ...]


def batches_in(folder: Path, *, rows_max: int = BATCH_ROWS_MAX) -> Iterator[Samples]:
    """Yield a sealed part's samples; raises InputRefusedError where it is damaged.

    Each batch holds all rounds of some targets. A round without answers was not seen through: its
    probes are samples with `sent` 0.
    """
    part = _read(folder)
    canaries = tuple(part.targets.filter("is_canary").get_column("circuit").to_list())
    each = max(rows_max // max(len(part.rounds), 1), 1)
    for start in range(0, part.targets.height if part.rounds else 0, each):
        frame = _frame(part, start, min(start + each, part.targets.height))
        yield Samples(frame, part.vantage, part.every_ns, SOURCE, canaries, part.suspect)


def _frame(part: Part, start: int, end: int) -> pl.DataFrame:
    """Return the samples of all rounds of the targets [start, end)."""
    answers = np.concatenate([_answers(part, due, start, end) for due in part.rounds])
    circuits = part.targets.get_column("circuit").slice(start, end - start)
    count = len(part.rounds)
    frame = pl.DataFrame(
        {
            "circuit": pl.concat([circuits] * count, rechunk=True),
            "scheduled": np.repeat(np.array([*part.rounds], np.int64), end - start),
            **{name: np.ascontiguousarray(answers[name]) for name in ANSWER.names or ()},
        }
    )
    rtt = pl.when(pl.col("rtt_ns") >= 0).then(pl.col("rtt_ns"))
    return frame.with_columns(rtt.alias("rtt_ns")).select(*SAMPLE_SCHEMA)


def _answers(part: Part, due_ns: int, start: int, end: int) -> Answers:
    """Return what a round saw of some targets: nothing sent, where it was not seen through."""
    size = part.targets.height * ANSWER.itemsize
    path = part.folder / f"{due_ns}.answers"
    if not part.rounds[due_ns] or not path.exists():
        unseen = np.zeros(end - start, ANSWER)
        unseen["rtt_ns"] = -1
        return unseen
    if path.stat().st_size != size:
        raise _damaged(path, f"it holds {path.stat().st_size} bytes, not {size}")
    count = end - start
    return np.fromfile(path, ANSWER, count=count, offset=start * ANSWER.itemsize)


def _read(folder: Path) -> Part:
    """Return what a sealed part says; a torn last line was never acted on, and doesn't count."""
    try:
        head: dict[str, Any] = json.loads((folder / "head.json").read_bytes())
        targets = pl.read_parquet(folder / "targets.parquet")
        text = (folder / "rounds.jsonl").read_bytes()
        lines = [json.loads(line) for line in text[: text.rfind(b"\n") + 1].splitlines()]
        rounds = {int(s["round"]): "skipped" not in s for s in lines if "round" in s}
        suspect = tuple(Suspect(*said["suspect"]) for said in lines if "suspect" in said)
        vantage, every_ns, count = str(head["vantage"]), int(head["every_ns"]), head["targets"]
    except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as wrong:
        raise _damaged(folder, str(wrong)) from wrong
    if targets.columns != ["circuit", "address", "is_canary"] or targets.height != count:
        raise _damaged(folder / "targets.parquet", f"it doesn't hold {count} targets")
    return Part(folder, vantage, every_ns, targets, rounds, suspect)


def _damaged(path: Path, why: str) -> InputRefusedError:
    """Return the refusal of a part that can't be read."""
    fix = "Restore it from a copy, or move the sealed part away: its rounds then stay unknown."
    message = f"{path} is damaged: {why}"
    return InputRefusedError((error("E-JOURNAL-DAMAGED", message, where=str(path), fix=fix),))
