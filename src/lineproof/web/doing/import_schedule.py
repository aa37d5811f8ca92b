"""What would a file be as a circuit schedule? Each line new, changed, the same or gone.

A file that is read as it came stays as it came, since it is what was signed; one whose columns
had to be named or respelled is written anew as CSV.
"""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass

import polars as pl
from django.conf import settings

from lineproof.contract.check import check
from lineproof.model.canonical import canonical_csv
from lineproof.model.circuit import CIRCUITS
from lineproof.model.finding import Finding
from lineproof.model.table_text import canonical_text
from lineproof.sources.table_file import read_table
from lineproof.web.doing.import_rows import Source, absent_in, cells_of, flaws_of
from lineproof.web.kept.vault import get
from lineproof.web.known.case import At, known
from lineproof.web.known.trying import differing

_REMEMBERED = 3


@dataclass(frozen=True, slots=True)
class Compared:
    """What a file is beside the schedule whose place it takes.

    frame: its rows. added, gone: lines. changed: a row a cell that differs: line, column, before,
    after. is_as_it_came: whether the file itself is kept. The rest is as in `Rows`.
    """

    count: int
    frame: pl.DataFrame
    added: tuple[str, ...]
    gone: tuple[str, ...]
    changed: pl.DataFrame
    same: int
    totals: int
    absent: tuple[str, ...]
    wrong: pl.DataFrame
    findings: tuple[Finding, ...]
    is_as_it_came: bool

    @property
    def new_count(self) -> int:
        """How many lines are new."""
        return len(self.added)

    @property
    def changed_count(self) -> int:
        """How many lines differ."""
        return self.changed.get_column("line").n_unique()

    @property
    def wrong_count(self) -> int:
        """How many cells are wrong."""
        return self.wrong.height

    @property
    def wrong_rows(self) -> int:
        """How many rows have something wrong."""
        return self.wrong.get_column("row").n_unique()

    @property
    def is_right(self) -> bool:
        """Whether nothing in it is wrong."""
        return self.wrong.is_empty() and not self.findings and not self.absent

    @property
    def is_fit(self) -> bool:
        """Whether it can be proposed, and changes something."""
        return self.is_right and bool(self.added or self.gone or self.changed.height)


@functools.lru_cache(maxsize=_REMEMBERED)
def compared(source: Source, names: tuple[str, ...], state: At, file: str) -> Compared:
    """Return what a file is beside a schedule of a contract in a state."""
    cells, totals = cells_of(source, names)
    before = known(state).case.schedules.get(file, CIRCUITS.empty())
    frame, digits = cells.frame, source.digits
    old, new = (canonical_text(each, table=CIRCUITS, currency_digits=digits)
                for each in (before, frame))  # fmt: skip
    changed = _changed(old, new)
    both = frame.join(before, on="line", how="semi").height
    return Compared(
        count=frame.height,
        frame=frame,
        added=tuple(new.join(old, on="line", how="anti")["line"].drop_nulls().to_list()),
        gone=tuple(old.join(new, on="line", how="anti")["line"].to_list()),
        changed=changed,
        same=both - changed.get_column("line").n_unique(),
        totals=totals,
        absent=absent_in(source, names),
        wrong=cells.wrong,
        findings=flaws_of(source),
        is_as_it_came=_is_as_it_came(source, frame),
    )


def _changed(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Return every cell of a line that differs."""
    both = old.join(new, on="line", how="inner", suffix="_new", maintain_order="right")
    cells = [
        both.filter(pl.col(name).ne_missing(pl.col(f"{name}_new"))).select(
            "line",
            pl.lit(name).alias("column"),
            pl.col(name).alias("before"),
            pl.col(f"{name}_new").alias("after"),
        )
        for name in old.columns
        if name != "line"
    ]
    return pl.concat(cells).sort("line", maintain_order=True)


def _is_as_it_came(source: Source, frame: pl.DataFrame) -> bool:
    """Whether the reader of schedules reads the file itself as these rows."""
    read = read_table(
        get(settings.CONFIGURATION.vault, source.sha256),
        file=source.name,
        table=CIRCUITS,
        currency_digits=source.digits,
        timezone=source.timezone,
    )
    return read.frame.equals(frame)


def schedule_content(source: Source, found: Compared) -> tuple[str, bytes]:
    """Return the name and bytes of the file that is to be pinned."""
    if found.is_as_it_came:
        return source.name, get(settings.CONFIGURATION.vault, source.sha256)
    texts = canonical_text(found.frame, table=CIRCUITS, currency_digits=source.digits)
    needed = {column.name for column in CIRCUITS.columns if column.is_required}
    used = [n for n in texts.columns if n in needed or texts[n].null_count() < texts.height]
    return "schedule.csv", canonical_csv(texts.select(used))


def findings_with(state: At, file: str, frame: pl.DataFrame) -> tuple[tuple[Finding, ...], ...]:
    """Return the open findings that come, and those that go, with rows in a schedule's place."""
    found = known(state)
    schedules = {**found.case.schedules, file: frame}
    return differing(found, check(dataclasses.replace(found.case, schedules=schedules)))
