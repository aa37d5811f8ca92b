"""Why is this given back for outages? From the deduction to its base, its brackets, its outages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lineproof.assess.measured import Measured
from lineproof.contract.terms.scoring import OutageCredit
from lineproof.model.explained import Explained, Rule
from lineproof.model.period import Days
from lineproof.settle.brackets import HOUR_NS, Earned, of_length
from lineproof.settle.explain_measured import LISTED_MAX, Batches, Seen, outage, seen_of_line
from lineproof.settle.explain_nodes import rounded, sum_of, times
from lineproof.settle.factors import Doubt, plain
from lineproof.settle.outage_credits import (
    Given,
    capped_on,
    credits_of,
    given_back,
    judged_outages,
    lengths_of,
)

_BASES = {
    "day_rent": "a day's rent: monthly rent / days of the month",
    "annual_rent": "a year's rent: 12 × monthly rent",
}


@dataclass(frozen=True)
class CreditAsked:
    """One line's outage credit of a month: its term, its amount in minor units, where it stands.

    amount: None where it isn't known; the reading that takes unknown time as down is then shown.
    """

    term: str
    line: str
    amount: int | None
    evidence: tuple[str, ...]


def credit(
    measured: Measured,
    lines: pl.DataFrame,
    asked: CreditAsked,
    month: dt.date,
    *,
    batches: Batches,
) -> Explained | None:
    """Return why a line is given back what it is: a deduction; None: no reading gives it that."""
    unit = measured.view.contract.contract.currency
    step = measured.view.contract.minor(measured.view.contract.contract.rounding.unit)
    for ruling in credits_of(measured.view, month):
        if ruling[0].id != asked.term:
            continue
        given, whole = _given(measured, lines, ruling, month, asked=asked)
        if given is None:
            return None
        judged = judged_outages(measured, ruling[0], month)
        assert judged is not None, "what is given back has outages"
        seen = seen_of_line(measured, judged, asked.line, batches=batches)
        exact = _exact(seen, given, ruling, asked=asked)
        back = rounded("given back", (exact,), step=step, unit=unit)
        if asked.amount is not None and back.value != -asked.amount:
            back = Explained(
                label="given back, its part of the contract's cap",
                exact=Fraction(-asked.amount),
                unit=unit,
                inputs=(back, whole),
            )
        return Explained(
            label=f"deduction {asked.term} of line {asked.line}",
            exact=-back.value,
            rule=Rule.DIFFERENCE,
            unit=unit,
            clause=ruling[0].clause,
            inputs=(Explained(label="left of it", exact=Fraction(0), unit=unit), back),
        )
    return None


def _given(
    measured: Measured,
    lines: pl.DataFrame,
    ruling: tuple[OutageCredit, Days],
    month: dt.date,
    *,
    asked: CreditAsked,
) -> tuple[Given | None, Explained]:
    """Return what a line is given back, and what all lines are, before the contract's cap."""
    ends: tuple[Doubt, ...] = ("lowest",) if asked.amount is None else ("highest", "lowest")
    found: Given | None = None
    total = Fraction(0)
    for doubt in ends:
        every = given_back(measured, lines, ruling, month, doubt=doubt)
        found = next((each for each in every if each.rented.line == asked.line), found)
        total = sum((each.exact for each in every), Fraction(0))
        if found is not None:
            break
    unit = measured.view.contract.contract.currency
    return found, Explained(label="given back to all lines without it", exact=total, unit=unit)


def _exact(
    seen: Seen, given: Given, ruling: tuple[OutageCredit, Days], *, asked: CreditAsked
) -> Explained:
    """Return what a line is given back before it is rounded: base × share + amounts, capped."""
    term, contract = ruling[0], seen.measured.view.contract
    unit = contract.contract.currency
    rows = lengths_of(seen.measured.view, seen.judged, ruling, given.states)
    own = rows.filter(pl.col("line") == asked.line)
    parts = []
    if given.earned.share:
        base = _base(given, term, unit, asked.evidence)
        parts.append(times(base, _earned(seen, own, term, of="share"), label="base × share"))
    if given.earned.amount:
        scale = Explained(label="minor units", exact=Fraction(10**contract.digits), unit=unit)
        parts.append(times(scale, _earned(seen, own, term, of="amount"), label="amounts"))
    whole = parts[0] if len(parts) == 1 else sum_of("shares and amounts", tuple(parts), unit=unit)
    if given.cap is None or whole.value <= given.cap:
        return whole
    return _capped(whole, given, term, unit)


def _base(given: Given, term: OutageCredit, unit: str, evidence: tuple[str, ...]) -> Explained:
    """Return what shares are of."""
    label = _BASES.get(term.base or "", "the month's rent, as settled")
    return Explained(label=label, exact=given.base, unit=unit, evidence=evidence)


def _capped(whole: Explained, given: Given, term: OutageCredit, unit: str) -> Explained:
    """Return a line's cap in the place of what its outages would give back."""
    assert term.cap_unit_month is not None
    of = "after the factor" if term.cap_order == "after_factor" else "as settled"
    base = Explained(
        label=f"the month's rent, {of}", exact=Fraction(capped_on(given.rented, term)), unit=unit
    )
    share = Explained(label=f"capped share {plain(term.cap_unit_month)}", exact=term.cap_unit_month)
    cap = times(base, share, label="cap of the line's month")
    return Explained(
        label="at the cap", exact=cap.value, unit=unit, clause=term.clause, inputs=(cap, whole)
    )


def _earned(seen: Seen, outages: pl.DataFrame, term: OutageCredit, *, of: str) -> Explained:
    """Return the share, or the amount, that a line's outages give back, outage by outage."""
    nodes = [(row["counted"], outage(seen, row["lo"], row["hi"], counted=row["counted"]))
             for row in outages.to_dicts()]  # fmt: skip
    if term.count == "cumulative":
        total = sum(length for length, _ in nodes)
        whole = sum_of("all outages of the month", _shown(seen, nodes), unit=seen.unit[0])
        return _by_bracket(total, whole, term, of=of)
    every = [(length, _by_bracket(length, node, term, of=of)) for length, node in nodes]
    paid = [(length, node) for length, node in every if node.value]
    shown = sorted(paid, key=lambda pair: -pair[0])[:LISTED_MAX]
    parts = [node for _, node in paid if any(node is each for _, each in shown)]
    rest = sum((node.value for _, node in paid), Fraction(0)) - sum(part.value for part in parts)
    if len(paid) > len(parts):
        parts.append(Explained(label=f"others: {len(paid) - len(parts)}", exact=rest))
    return sum_of(of, tuple(parts), unit="")


def _shown(seen: Seen, nodes: list[tuple[int, Explained]]) -> tuple[Explained, ...]:
    """Return the longest outages, and the time of the rest."""
    shown = sorted(nodes, key=lambda pair: -pair[0])[:LISTED_MAX]
    listed = tuple(node for _, node in nodes if any(node is each for _, each in shown))
    if len(listed) == len(nodes):
        return listed
    rest = sum(length for length, _ in nodes) - sum(length for length, _ in shown)
    return (*listed, seen.time(f"others: {len(nodes) - len(listed)}", rest))


def _by_bracket(length: int, node: Explained, term: OutageCredit, *, of: str) -> Explained:
    """Return what one length gives back, by the bracket it reaches."""
    hours = Fraction(length, HOUR_NS)
    earned: Earned = of_length(hours, term)
    value = earned.share if of == "share" else earned.amount
    reached = [b.from_h for b in term.brackets if hours >= b.from_h]
    where = f"reaches {plain(max(reached))} h" if reached else "too short for any bracket"
    if term.mode == "marginal" and reached:
        where = "each hour by its bracket"
    label = f"{of}: {plain(hours)} h, {where}"
    return Explained(label=label, exact=value, clause=term.clause, inputs=(node,))
