"""What is a difference between two contracts worth? What the term would earn with it and without.

Months without a score are taken at the full one; interest is left out, since it depends on when
somebody pays.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from lineproof.contract.case import Case, View, view
from lineproof.contract.contract import Contract
from lineproof.contract.terms.pricing import CircuitSchedule
from lineproof.model.errors import LineproofError
from lineproof.model.period import FAR_FUTURE, add_months, calendar_month
from lineproof.settle.book import Book, Reading

_MONTHS_MAX = 1200


def earned_over_term(case: Case) -> int | None:
    """Return what a contract earns over its term, in minor units.

    None where it has no computable end, or prices exclude a tax of an unknown rate.
    """
    known = view(case)
    if known.term_days is None or known.term_days.end == FAR_FUTURE:
        return None
    book, total = Book(known, Reading()), 0
    for month in _months(known):
        gross = book.earned(month).taxed.gross
        if gross is None:
            return None
        total += gross
    return total


def worth(case: Case, changed: Contract, *, before: int | None) -> int | None:
    """Return by how much a changed contract earns more over its term; None: it can't be said.

    before: what the case earns as it is.
    """
    return _more(dataclasses.replace(case, contract=changed), before=before)


def worth_together(ours: Case, theirs: Case, *, before: int | None) -> int | None:
    """Return what the other contract, with its schedules, earns more over the term; None: unknown.

    What happened is taken from our records on both sides: it is no part of what was agreed.
    """
    swapped = dataclasses.replace(ours, contract=theirs.contract, schedules=theirs.schedules)
    return _more(swapped, before=before)


def _more(case: Case, *, before: int | None) -> int | None:
    """Return by how much a case earns more than before; None: it can't be said."""
    try:
        after = earned_over_term(case)
    except (LineproofError, KeyError):
        return None
    return None if after is None or before is None else after - before


@dataclass(frozen=True, slots=True)
class LineChange:
    """A schedule line that two contracts have differently.

    what: its columns that differ; left, right: what they say, blank for a side without the line.
    worth: what the line earns more over the term by the right side's schedule, in minor units.
    """

    line: str
    what: str
    left: str
    right: str
    worth: int


def schedule_changes(ours: Case, theirs: Case) -> tuple[LineChange, ...]:
    """Return the schedule lines that differ, in line order, with what each is worth."""
    changes: list[LineChange] = []
    for term in ours.contract.term:
        if not isinstance(term, CircuitSchedule):
            continue
        other = next((t for t in theirs.contract.term if t.id == term.id), None)
        if not isinstance(other, CircuitSchedule):
            continue
        one, two = ours.schedules[term.file], theirs.schedules[other.file]
        rows = _unequal(one.drop("row"), two.drop("row"))
        if rows:
            swapped = dataclasses.replace(ours, schedules={**ours.schedules, term.file: two})
            before, after = _by_line(ours), _by_line(swapped)
            changes += [
                LineChange(*row, worth=after.get(row[0], 0) - before.get(row[0], 0)) for row in rows
            ]
    return tuple(changes)


def _unequal(one: pl.DataFrame, two: pl.DataFrame) -> list[tuple[str, str, str, str]]:
    """Return (line, columns that differ, left, right) of the lines that two schedules don't share.

    A line that stands several times on a side is compared as its first.
    """
    own = [name for name in one.columns if name != "line"]
    left, right = (frame.unique("line", keep="first", maintain_order=True) for frame in (one, two))
    both = left.with_columns(is_left=True).join(
        right.with_columns(is_right=True), on="line", how="full", coalesce=True,
        suffix="_right", maintain_order="left_right",
    )  # fmt: skip
    differs = [pl.col(name).ne_missing(pl.col(f"{name}_right")).alias(name) for name in own]
    rows = both.filter(pl.any_horizontal(differs))
    return [_row(row, own) for row in rows.iter_rows(named=True)]


def _row(row: dict[str, object], own: list[str]) -> tuple[str, str, str, str]:
    """Return one differing line; amounts are given in minor units' own columns by name."""
    line = str(row["line"])
    if row["is_left"] is None:
        return line, "the whole line", "", "present"
    if row["is_right"] is None:
        return line, "the whole line", "present", ""
    names = [name for name in own if row[name] != row[f"{name}_right"]]
    said = [
        "; ".join("" if row[f"{n}{end}"] is None else str(row[f"{n}{end}"]) for n in names)
        for end in ("", "_right")
    ]
    return line, ", ".join(names), said[0], said[1]


def _by_line(case: Case) -> dict[str, int]:
    """Return what each line earns over the term, in minor units."""
    known = view(case)
    if known.term_days is None or known.term_days.end == FAR_FUTURE:
        return {}
    book = Book(known, Reading())
    months = [
        book.earned(month).lines.group_by("line").agg(pl.col("amount").sum())
        for month in _months(known)
    ]
    if not months:
        return {}
    return dict(pl.concat(months).group_by("line").agg(pl.col("amount").sum()).iter_rows())


def _months(known: View) -> Iterator[dt.date]:
    """Yield the months of a contract's term."""
    days = known.term_days
    assert days is not None, "a contract that hasn't begun has no months"
    month = days.start.replace(day=1)
    for _ in range(_MONTHS_MAX):
        if calendar_month(month).start >= days.end:
            return
        if known.period(month).intersection(days).count:
            yield month
        month = add_months(month, 1)
