"""What does a rule read? The view of a case, with its tables laid out once for all rules.

It finds nothing itself.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import polars as pl

from lineproof.contract.answers import with_answers
from lineproof.contract.case import View
from lineproof.contract.contract import Contract
from lineproof.contract.fields import Term
from lineproof.contract.in_force import Version
from lineproof.contract.lint.amounts import with_amounts
from lineproof.contract.locate import Path
from lineproof.contract.parse import located_terms
from lineproof.contract.terms.pricing import CircuitSchedule, PriceLine, PriceLines
from lineproof.model.circuit import CIRCUITS
from lineproof.model.period import FAR_FUTURE, Days, add_months

TermT = TypeVar("TermT", bound=Term)

#: What a schedule's rows know beside their declared columns.
_PLACED = {"file": pl.String(), "term": pl.String(), "version": pl.UInt32()}


@dataclass(frozen=True)
class LintView(View):
    """A view as the rules read it: as written, without the answers' values in its fields."""

    @functools.cached_property
    def answered(self) -> Contract:
        """The contract with the answers given so far."""
        return with_answers(self.contract, self.contract.answer)

    @functools.cached_property
    def paths(self) -> tuple[tuple[Path, Term], ...]:
        """Every term of the file with its path."""
        return tuple(located_terms(self.contract))

    @functools.cached_property
    def terms(self) -> tuple[Term, ...]:
        """The terms known by then, as they were written."""
        return tuple(version.term for version in self.versions)

    def all_of(self, kind: type[TermT]) -> tuple[TermT, ...]:
        """Return the known terms of one type."""
        return tuple(term for term in self.terms if isinstance(term, kind))

    def signed_of(self, kind: type[TermT]) -> tuple[TermT, ...]:
        """Return the terms of one type that the original document holds."""
        return tuple(term for term in self.contract.term if isinstance(term, kind))

    def where(self, term: Term, *parts: str | int) -> str:
        """Return the `file:line` of a term or of a part of it."""
        path = next((path for path, known in self.paths if known is term), ())
        return self.head_where() if not path else self.case.positions.of(*path, *parts)

    def clause_of(self, term: str) -> str:
        """Return the clause of a term, by its id."""
        return next((known.clause for known in self.terms if known.id == term), "")

    def head_where(self, *parts: str) -> str:
        """Return the `file:line` of `[contract]` or of a key in it."""
        return self.case.positions.of("contract", *parts)

    def span(self, version: Version) -> Days:
        """Return the days a term was agreed for, whatever amendment cuts it later."""
        own = Days(version.days.start, version.term.effective_to or FAR_FUTURE)
        return own if self.term_days is None else own.intersection(self.term_days)

    def months_of(self, version: Version) -> int | None:
        """Return how many whole months a term was agreed for; None where they aren't whole."""
        span, months = self.span(version), self.contract.contract.months
        if self.term_days is None or span == self.term_days:
            return months
        if not span.count:
            return 0
        count = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month
        return count if add_months(span.start, count) == span.end else None

    @functools.cached_property
    def circuits(self) -> pl.DataFrame:
        """The rows of every schedule, with `file`, `term`, `version` (its index) and amounts.

        months_low, months_high: how many months' rent a row costs over the term at least and at
        most; amount_minor: what it costs, part months by actual days.
        """
        is_bounded = self.term_days is not None and self.contract.contract.months is not None
        parts = []
        for index, version in enumerate(self.versions):
            if not isinstance(version.term, CircuitSchedule):
                continue
            rows = self.case.schedules.get(version.term.file)
            if rows is not None and rows.height:
                placed = _placed(rows, version.term, index)
                span = self.span(version) if is_bounded else None
                parts.append(with_amounts(placed, span=span, months=self.months_of(version)))
        none = pl.DataFrame(schema=CIRCUITS.schema() | _PLACED)
        return pl.concat(parts) if parts else with_amounts(none, span=None, months=None)

    @functools.cached_property
    def signed_circuits(self) -> pl.DataFrame:
        """The rows of the schedules that the original document holds."""
        signed = [i for i, v in enumerate(self.versions) if not v.amendment]
        return self.circuits_of(signed)

    def together(self, *kinds: type[Term]) -> Iterator[tuple[dt.date, list[int]]]:
        """Yield a day, and the indexes of the versions of some types in force on it.

        Once for each set of versions that are in force together.
        """
        versions = [(i, v.days) for i, v in enumerate(self.versions) if isinstance(v.term, kinds)]
        seen = set()
        for _, days in versions:
            held = tuple(i for i, other in versions if days.start in other)
            if held not in seen:
                seen.add(held)
                yield days.start, list(held)

    def circuits_together(self) -> Iterator[tuple[dt.date, pl.DataFrame]]:
        """Yield a day, and the rows in force on it, once for each set of schedules."""
        for day, held in self.together(CircuitSchedule):
            yield day, self.circuits_of(held)

    def circuits_of(self, indexes: list[int]) -> pl.DataFrame:
        """Return the rows of some versions; all of them cost nothing."""
        frame = self.circuits
        if frame.get_column("version").is_in(indexes).all():
            return frame
        return frame.filter(pl.col("version").is_in(indexes))

    @functools.cached_property
    def price_lines(self) -> tuple[tuple[Version, PriceLines, int, PriceLine], ...]:
        """The lines of every price list: version, term, position in the term, line."""
        return tuple(
            (version, version.term, number, line)
            for version in self.versions
            if isinstance(version.term, PriceLines)
            for number, line in enumerate(version.term.lines)
        )

    def months_of_line(self, version: Version, line: PriceLine) -> int | None:
        """Return for how many months a price line was agreed."""
        return line.months if line.months is not None else self.months_of(version)

    def answered_subjects(self, code: str) -> tuple[str, ...]:
        """Return the subjects that the parties' answers to a code name."""
        answers = (a for a in self.contract.answer if a.code == code)
        return tuple(answer.subject for answer in answers if answer.subject)


def _placed(rows: pl.DataFrame, term: CircuitSchedule, index: int) -> pl.DataFrame:
    """Return a schedule's rows with the file and term they stand in."""
    schema = CIRCUITS.schema()
    return rows.select(
        *(pl.col(name).cast(dtype) for name, dtype in schema.items()),
        pl.lit(term.file).alias("file"),
        pl.lit(term.id).alias("term"),
        pl.lit(index, pl.UInt32).alias("version"),
    )


def lint_view(view: View) -> LintView:
    """Return a view as the rules read it."""
    return LintView(**{f.name: getattr(view, f.name) for f in dataclasses.fields(View)})
