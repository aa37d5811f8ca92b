"""Why is it this amount? Trees made from the columns, for the lines that are asked about only."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import polars as pl

from lineproof.assess.intervals import LIFECYCLE_SOURCE
from lineproof.assess.measured import Measured
from lineproof.assess.taken import taken_in
from lineproof.contract.case import View
from lineproof.contract.in_force import Version
from lineproof.contract.parse import located_terms
from lineproof.contract.terms.pricing import PriceLines
from lineproof.contract.terms.scoring import Bands, OutageCredit
from lineproof.model.explained import Explained, Rule
from lineproof.settle.book import Book, Reading
from lineproof.settle.explain_credits import CreditAsked, credit
from lineproof.settle.explain_measured import (
    Batches,
    availability,
    no_batches,
    seen_of_all,
    seen_of_line,
)
from lineproof.settle.explain_nodes import (
    Until,
    interest_node,
    rounded,
    sum_of,
    times,
    total_of,
)
from lineproof.settle.explain_score import score
from lineproof.settle.factors import measured_by, plain
from lineproof.settle.settlement import Factor, Settlement

Row = Mapping[str, Any]


_STRETCHES: tuple[tuple[str, Until], ...] = (
    ("all so far", "so far"),
    ("all before the month", "before"),
)


@dataclass(frozen=True)
class Explainer:
    """A settled month and what was known for it; it explains one amount at a time.

    batches: tells which batches of samples an outage rests on.
    """

    view: View
    settlement: Settlement
    batches: Batches = no_batches

    @functools.cached_property
    def measured(self) -> Measured:
        """What was measured of the case, judged where an amount depends on it."""
        return Measured(self._with_silence())

    @property
    def month(self) -> dt.date:
        """The first day of the month."""
        return self.settlement.period.start.replace(day=1)

    def line(self, line: str) -> Explained | None:
        """Return why a line owes what it does, over all its charges; None: it owes nothing."""
        rows = self.settlement.lines.filter(pl.col("line") == line)
        if not rows.height:
            return None
        parts = tuple(self._charges(rows))
        month = self.settlement.month
        if len(parts) == 1:
            return parts[0]
        label = f"{month}, line {line}"
        return sum_of(label, parts, unit=self.settlement.currency)

    def lines_of(self, circuit: str) -> tuple[str, ...]:
        """Return the lines a circuit id stands on, also those it was given later."""
        found = []
        for frame in self.view.case.schedules.values():
            found += frame.filter(pl.col("id") == circuit).get_column("line").to_list()
        renamed = self.view.rows("lifecycle").filter(
            (pl.col("event") == "reidentified") & (pl.col("value") == circuit)
        )
        found += renamed.get_column("line").to_list()
        return tuple(dict.fromkeys(found))

    def _charges(self, rows: pl.DataFrame) -> Iterator[Explained]:
        """Yield the explanation of each charge of a line."""
        for (unit,), group in rows.group_by("unit", maintain_order=True):
            segments: list[Row] = [*group.to_dicts()]
            if unit is None:
                yield from (self._alone(row) for row in segments)
                continue
            rent = [row for row in segments if row["charge"] == "rent"]
            deduction = [row for row in segments if row["charge"] == "deduction"]
            yield self._rent(rent)
            if deduction:
                yield self._deduction(rent, deduction)

    def _alone(self, row: Row) -> Explained:
        """Return a charge that is no line's month: once, interest, or off a total."""
        if row["charge"] != "deduction":
            return self._once(row)
        terms = (v.term for v in self.view.versions if v.term.id == row["term"])
        is_credit = any(isinstance(term, OutageCredit) for term in terms)
        return self._outage_credit(row) if is_credit else self._total_deduction(row)

    def _outage_credit(self, row: Row) -> Explained:
        """Return why a line is given something back for its outages."""
        asked = CreditAsked(row["term"], row["line"], row["amount"], self._price_at(row))
        lines = self.settlement.lines
        node = credit(self.measured, lines, asked, self.month, batches=self.batches)
        assert node is not None, "what is given back has a reason"
        label = f"deduction {self.settlement.month}, line {row['line']}, {row['term']}"
        return replace(node, label=label, bounds=_bounds([row]))

    def _rent(self, rent: list[Row]) -> Explained:
        """Return why a unit's rent is what it is."""
        label = f"rent {self.settlement.month}, line {rent[0]['line']}"
        node = self._rounded(label, rent, amount=_known(rent), with_factor=False)
        return replace(node, clause=rent[0]["clause"], bounds=_bounds(rent))

    def _deduction(self, rent: list[Row], deduction: list[Row]) -> Explained:
        """Return why a unit's deduction is what it is: R(with the factor) - R(without)."""
        amount = _known(rent) + _known(deduction)
        left = self._rounded("rent with the factor", rent, amount=amount, with_factor=True)
        whole = self._rounded("rent without it", rent, amount=_known(rent), with_factor=False)
        return Explained(
            label=f"deduction {self.settlement.month}, line {rent[0]['line']}",
            exact=left.value - whole.value,
            rule=Rule.DIFFERENCE,
            unit=self.settlement.currency,
            clause=deduction[0]["clause"],
            inputs=(left, whole),
            bounds=_bounds(deduction),
        )

    def _rounded(self, label: str, rent: list[Row], *, amount: int, with_factor: bool) -> Explained:
        """Return a unit's month, rounded where the contract rounds, times its quantity.

        amount: what the unit got of a total that was rounded as a whole.
        """
        parts = tuple(self._segment(row, with_factor=with_factor) for row in rent)
        unit, quantity = self.settlement.currency, rent[0]["quantity"]
        rounding = self.view.contract.contract.rounding
        count = Explained(
            label="units", exact=Fraction(quantity), unit="units", evidence=self._price_at(rent[0])
        )
        if rounding.at != "unit_month":
            exact = times(sum_of("exact", parts, unit=unit), count, label="exact")
            correction = Explained(
                label="its part of the rounding of the whole, by largest remainder",
                exact=amount - exact.value,
                unit=unit,
            )
            return sum_of(label, (exact, correction), unit=unit)
        step = self.view.contract.minor(rounding.unit)
        month = rounded(label, parts, step=step, unit=unit)
        return (
            month if quantity == 1 else times(replace(month, label="one unit"), count, label=label)
        )

    def _segment(self, row: Row, *, with_factor: bool) -> Explained:
        """Return one stretch of days: rent × share, × factor.

        A factor of 1 is shown with the rent too: that nothing is taken off has its reason.
        """
        share = Fraction(row["share_num"], row["share_den"])
        found = self.settlement.factors[row["factor"]]
        factors = tuple(f for f in found if with_factor or f.factor == 1)
        unit = self.settlement.currency
        rent = Explained(
            label="monthly rent",
            exact=Fraction(row["rent"]),
            unit=unit,
            clause=self._clause_of(row["term"], row["from"]),
            evidence=self._price_at(row),
        )
        days = Explained(
            label=f"in service {row['from']} → {row['to']}",
            exact=share,
            unit="of a month",
            clause=self._clause_of(self.settlement.rules[row["rule"]], row["from"]),
            evidence=self._start_at(row),
        )
        inputs = (rent, days, *(self._factor(f, row["line"]) for f in factors))
        exact = rent.value * share
        for factor in factors:
            exact *= factor.factor
        label = f"{_days_text(row, share)}"
        return Explained(label=label, exact=exact, rule=Rule.PRODUCT, unit=unit, inputs=inputs)

    def _total_deduction(self, row: Row) -> Explained:
        """Return why a total is reduced: R(base × factor) - base."""
        unit = self.settlement.currency
        factors = self.settlement.factors[row["factor"]]
        step = self.view.contract.minor(self.view.contract.contract.rounding.unit)
        whole = Explained(label="amount", exact=Fraction(row["rent"]), unit=unit)
        share = Fraction(row["share_num"], row["share_den"])
        part = Explained(label="part of it", exact=share, unit="of it")
        base = times(whole, part, label="base")
        exact = base.value
        for factor in factors:
            exact *= factor.factor
        inputs = (base, *(self._factor(f, row["line"]) for f in factors))
        left = Explained(label="left", exact=exact, rule=Rule.PRODUCT, unit=unit, inputs=inputs)
        ends = (
            rounded("base with the factor", (left,), step=step, unit=unit),
            rounded("base without it", (base,), step=step, unit=unit),
        )
        return Explained(
            label=f"deduction {self.settlement.month}, {row['line']}",
            exact=ends[0].value - ends[1].value,
            rule=Rule.DIFFERENCE,
            unit=unit,
            clause=row["clause"],
            inputs=ends,
            bounds=_bounds([row]),
        )

    def _factor(self, factor: Factor, line: str) -> Explained:
        """Return a factor with the metric it comes from."""
        label = f"factor {plain(factor.factor)}"
        ends = tuple(self._metric(factor, line))
        if factor.value is None and factor.of_each is None:
            label = f"{label} ({factor.band})"
            return Explained(label=label, exact=factor.factor, clause=factor.clause, inputs=ends)
        said = f"{factor.metric} lies in {factor.band}"
        if ends:
            metric = replace(ends[0], label=f"{said}: {ends[0].label}")
            inputs: tuple[Explained, ...] = (metric, *ends[1:])
        else:
            value = factor.value if factor.value is not None else Fraction(0)
            inputs = (Explained(label=said, exact=value, evidence=factor.evidence),)
        return Explained(label=label, exact=factor.factor, clause=factor.clause, inputs=inputs)

    def _metric(self, factor: Factor, line: str) -> Iterator[Explained]:
        """Yield the availability or score that a factor comes from; none: it was recorded."""
        bands = next(
            v.term for v in self.view.versions
            if v.term.id == factor.term and isinstance(v.term, Bands)
        )  # fmt: skip
        if not factor.evidence:
            yield from score(self.measured, bands, self.month, batches=self.batches)
        term = measured_by(self.view, bands, self.month)
        judged = None if term is None else self.measured.judged(term, self.month)
        if judged is None or self.view.case.states is None:
            return
        if judged.whole is None:
            seen = seen_of_line(self.measured, judged, line, batches=self.batches)
        else:
            seen = seen_of_all(self.measured, judged, batches=self.batches)
        yield from availability(seen)

    def _once(self, row: Row) -> Explained:
        """Return a one-off charge, or a month's interest."""
        if row["charge"] == "late_interest":
            return self._interest(row)
        if row["charge"] != "one_off":
            return self._charge(row)
        source = (f"{self.settlement.sources[LIFECYCLE_SOURCE]}:{row['start_row']}",)
        return Explained(
            label=f"one-off charge {row['from']}, {row['line']}",
            exact=Fraction(row["amount"] or 0),
            unit=self.settlement.currency,
            clause=row["clause"],
            evidence=source if row["start_row"] is not None else self._term_at(row),
            bounds=_bounds([row]),
        )

    def _charge(self, row: Row) -> Explained:
        """Return a charge that brings its own reasons."""
        month = self.settlement.period.start.replace(day=1)
        charges = Book(self._with_silence(), Reading()).charges(month)
        key = (row["line"], row["charge"], row["term"])
        found = next((c for c in charges if (c.line, c.name, c.term) == key), None)
        if found is not None:
            return replace(found.why, bounds=_bounds([row]))
        return Explained(
            label=f"{row['charge']} {self.settlement.month}, {row['line']}, in some readings",
            exact=Fraction(row["high"] or 0),
            unit=self.settlement.currency,
            clause=row["clause"],
            bounds=_bounds([row]),
        )

    def _with_silence(self) -> View:
        """Return what was known with what silence made of it, as the month was settled."""
        return taken_in(self.view, self.month)

    def _interest(self, row: Row) -> Explained:
        """Return a month's interest: R(all so far) - R(all before the month)."""
        settlement = self.settlement
        month = settlement.period.start.replace(day=1)
        overdue = Book(self._with_silence(), Reading()).overdue(month)
        late = next((late for late in overdue if late.key == row["line"]), None)
        unit = settlement.currency
        if late is None:
            return Explained(
                label=f"late interest {settlement.month}, {row['line']}, in some readings",
                exact=Fraction(row["high"] or 0),
                unit=unit,
                clause=row["clause"],
                bounds=_bounds([row]),
            )
        step = self.view.contract.minor(self.view.contract.contract.rounding.unit)
        so_far, before = (
            rounded(label, (interest_node(label, late, until=until, unit=unit),), step=step,
                    unit=unit)
            for label, until in _STRETCHES
        )  # fmt: skip
        return Explained(
            label=f"late interest {settlement.month}, {late.key}, due {late.due}",
            exact=so_far.value - before.value,
            rule=Rule.DIFFERENCE,
            unit=unit,
            clause=row["clause"],
            evidence=self._term_at(row),
            inputs=(so_far, before),
            bounds=_bounds([row]),
        )

    def _price_at(self, row: Row) -> tuple[str, ...]:
        """Return where a row's rent stands."""
        if row["rent_row"] is not None:
            return (f"{self.settlement.sources[row['rent_source']]}:{row['rent_row']}",)
        return self._term_at(row)

    def _start_at(self, row: Row) -> tuple[str, ...]:
        """Return where it stands since when a row's line is in service."""
        if row["start_row"] is not None:
            return (f"{self.settlement.sources[row['start_source']]}:{row['start_row']}",)
        return self._term_at(row)

    def _term_at(self, row: Row) -> tuple[str, ...]:
        """Return where a row's term stands as of its day, or its line of a price list."""
        contract, positions = self.view.case.contract, self.view.case.positions
        held = self._held(row["term"], row["from"])
        for path, term in located_terms(contract):
            amendment = contract.amendment[int(path[1])].id if path[0] == "amendment" else ""
            if held is not None and (term.id, amendment) == (held.term.id, held.amendment):
                lines = term.lines if isinstance(term, PriceLines) else ()
                at = [i for i, price in enumerate(lines) if price.line == row["line"]]
                return (positions.of(*path, *(("lines", at[0]) if at else ())),)
        return ()

    def _clause_of(self, term_id: str, on: dt.date) -> str:
        """Return the clause of a term as it holds on a day."""
        held = self._held(term_id, on)
        return "" if held is None else held.term.clause

    def _held(self, term_id: str, on: dt.date) -> Version | None:
        """Return the version of a term that holds on a day, else any."""
        versions = [v for v in self.view.versions if v.term.id == term_id]
        return next((v for v in versions if on in v.days), versions[0] if versions else None)


def _known(segments: list[Row]) -> int:
    """Return what some rows come to, in the reading they were taken in where it isn't known."""
    return sum(row["amount"] if row["amount"] is not None else row["high"] or 0 for row in segments)


def _bounds(segments: list[Row]) -> tuple[int | None, int | None] | None:
    """Return the bounds of some rows together, or None where all their amounts are known."""
    if all(row["amount"] is not None for row in segments):
        return None
    lows, highs = ([row[end] for row in segments] for end in ("low", "high"))
    return total_of(lows), total_of(highs)


def _days_text(row: Row, share: Fraction) -> str:
    """Return a stretch's days in words."""
    days = (row["to"] - row["from"]).days
    assert isinstance(row["from"], dt.date)
    return f"{days} days, {plain(share)} of the month"
