"""Which term rules a charge on a day? `applies_to`, then `overrides`, then `precedence`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from lineproof.contract.case import View
from lineproof.contract.fields import Term
from lineproof.contract.in_force import Version
from lineproof.model.period import Days

TermT = TypeVar("TermT", bound=Term)
ResultT = TypeVar("ResultT")


def applies(term: Term, *, charge: str, made_by: str, line: str) -> bool:
    """Whether a term speaks of a charge: by its name, the term that makes it, or its line.

    A term that names nothing applies to everything.
    """
    if not term.applies_to:
        return True
    return bool({charge, made_by, f"line:{line}"} & set(term.applies_to))


def governing(
    view: View, kind: type[TermT], *, on: dt.date, charge: tuple[str, str, str]
) -> tuple[TermT, ...]:
    """Return the terms of a kind that rule a charge on a day, in the order of the contract.

    charge: its name, the id of the term that makes it, and its line (blank: none of its own).
    Terms that another one in force overrides are left out, then those of lower precedence.
    """
    name, made_by, line = charge
    candidates = [
        v
        for v in view.versions
        if isinstance(v.term, kind)
        and on in v.days
        and applies(v.term, charge=name, made_by=made_by, line=line)
    ]
    overridden = {old for v in candidates for old in v.term.overrides}
    standing = [v for v in candidates if v.term.id not in overridden]
    return tuple(v.term for v in _foremost(standing, view) if isinstance(v.term, kind))


def _foremost(standing: Sequence[Version], view: View) -> list[Version]:
    """Return the versions of the highest precedence among some."""
    order = view.contract.contract.precedence
    ranks = [order.index(v.rank) if v.rank in order else len(order) for v in standing]
    return [v for v, rank in zip(standing, ranks, strict=True) if rank == min(ranks)]


class Rulings(Generic[ResultT]):
    """Which of a few results rules each row of a month's segments.

    The results are found once for each combination of term, line that a rule names, and stretch
    between two changes of the rules; never once a row.
    """

    def __init__(
        self,
        frame: pl.DataFrame,
        *,
        cuts: Sequence[dt.date],
        named: Mapping[int, str],
        choose: Callable[[int, str, dt.date], ResultT],
    ) -> None:
        """Choose for every combination that occurs.

        frame: columns `term` (an index), `code` (a line's number), `from`. cuts: days at which
        rules change, the month's first day foremost. named: the lines that some rule names, by
        number. choose: (term index, named line or blank, day) → a hashable result.
        """
        stretch = _stretches(frame, cuts)
        line = np.zeros(frame.height, dtype=np.int64)
        if named:
            codes = np.array(sorted(named), dtype=np.int64)
            own = frame.get_column("code").to_numpy().astype(np.int64)
            found = np.searchsorted(codes, own).clip(max=codes.size - 1)
            line = np.where(codes[found] == own, found + 1, 0)
        names = ("", *(named[code] for code in sorted(named)))
        term = frame.get_column("term").to_numpy().astype(np.int64)
        keys = (term * len(names) + line) * len(cuts) + stretch
        results: dict[ResultT, int] = {}
        lookup = np.zeros(int(keys.max(initial=0)) + 1, dtype=np.uint16)
        for key in np.flatnonzero(np.bincount(keys)) if keys.size else ():
            rest, at = divmod(int(key), len(cuts))
            made_by, number = divmod(rest, len(names))
            result = choose(made_by, names[number], cuts[at])
            lookup[key] = results.setdefault(result, len(results))
        self.index = lookup[keys]
        self.results = tuple(results)


def _stretches(frame: pl.DataFrame, cuts: Sequence[dt.date]) -> npt.NDArray[np.int64]:
    """Return for each row between which two cuts its `from` lies."""
    if len(cuts) == 1:
        return np.zeros(frame.height, dtype=np.int64)
    days = pl.Series(cuts, dtype=pl.Date)
    after = days.search_sorted(frame.get_column("from"), side="right")
    return after.to_numpy().astype(np.int64) - 1


def lines_named(view: View) -> tuple[str, ...]:
    """Return the lines that some term's `applies_to` names."""
    named = (target for v in view.versions for target in v.term.applies_to)
    return tuple(sorted({n.removeprefix("line:") for n in named if n.startswith("line:")}))


def rule_changes(view: View, kinds: tuple[type[Term], ...], period: Days) -> list[dt.date]:
    """Return the days inside a month on which a term of some kinds begins or ends to hold."""
    edges = {
        day
        for v in view.versions
        if isinstance(v.term, kinds)
        for day in (v.days.start, v.days.end)
    }
    return sorted(day for day in edges if period.start < day < period.end)
