"""What does a month of a contract come to, as far as is known? Every reading of every doubt.

Where all readings give the same money the month is settled all the same; where they differ, the
lines and totals they touch are null, between the least and the greatest of them.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from lineproof.assess.measured import Measured
from lineproof.assess.renewal import renewed
from lineproof.assess.taken import last_known, taken_in
from lineproof.contract.case import Case, View, view
from lineproof.contract.contract import Answer
from lineproof.contract.fields import Term
from lineproof.contract.terms.registry import KINDS
from lineproof.contract.terms.standing import DelayPenalty
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding, error
from lineproof.model.period import month_text
from lineproof.settle.book import Book, Reading, is_outside_term
from lineproof.settle.hashes import Inputs, inputs_of, result_hash
from lineproof.settle.lines_text import lines_csv
from lineproof.settle.merged import Merged, merged
from lineproof.settle.reading import MonthRead, read_month
from lineproof.settle.settlement import Settlement
from lineproof.settle.states_used import states_used
from lineproof.settle.unknowns import (
    Taken,
    answered_unbilled,
    combinations,
    reading_of,
    unknowns,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: which month, as known on which day (None: all there is).

    findings: what `check` found on the same case and day; what is open in it keeps amounts unknown.
    """

    month: dt.date
    as_known: dt.date | None = None
    findings: tuple[Finding, ...] = field(kw_only=True)


@dataclass(frozen=True)
class Written:
    """A settled month with what was written to hash it: its inputs, and `lines.csv`."""

    settlement: Settlement
    inputs: Inputs
    lines: bytes


def settle(case: Case, asked: Asked) -> Settlement:
    """Return a month of a contract, settled as far as the evidence goes.

    Raises InputRefusedError where the contract has no such month, or its start isn't known.
    """
    return settle_written(case, asked).settlement


def settle_written(case: Case, asked: Asked) -> Written:
    """Return a settled month with what its hashes are of, for whoever keeps that; see `settle`."""
    known = view(case, as_known=asked.as_known)
    refuse_outside(known, asked.month)
    known = renewed(known, on=last_known(known, asked.month))
    # nothing else that was measured may count: a seal holds no more
    case = dataclasses.replace(case, states=states_used(known, asked.month))
    known = dataclasses.replace(known, case=case)
    # hashing the inputs needs nothing of the readings, and both leave Python for most of their time
    with ThreadPoolExecutor(max_workers=1) as beside:
        inputs = beside.submit(inputs_of, known, month_text(asked.month))
        found = _all_readings(asked, taken_in(known, asked.month))
        digits = known.contract.digits
        lines = lines_csv(found.lines, digits=digits)
        hashes = inputs.result().sha256, result_hash(lines, found.totals, digits=digits)
        return Written(_settlement(known, asked, found, hashes), inputs.result(), lines)


def _all_readings(asked: Asked, known: View) -> Merged:
    """Return what every reading of every doubt has in common."""
    agreed = Taken(unbilled=answered_unbilled(known, asked.findings))
    measured = Measured(known)
    doubts = unknowns(measured, asked.findings, asked.month)
    bounded = tuple(d for d in doubts if d.ways)
    read: dict[tuple[tuple[Answer, ...], Reading], MonthRead] = {}
    readings = []
    for way in combinations(bounded):
        asking = reading_of((agreed, *way))
        if asking not in read:
            read[asking] = _read(measured, asked, asking)
        readings.append((way, read[asking]))
    missing = dict.fromkeys(doubt for found in read.values() for doubt in found.missing)
    unbounded = (*(d for d in doubts if not d.ways), *missing)
    return merged(readings, bounded, unbounded)


def refuse_outside(known: View, month: dt.date) -> None:
    """Raise InputRefusedError for a month the contract doesn't have."""
    positions = known.case.positions
    if known.term_days is None:
        raise InputRefusedError((
            error(
                "E-START-UNKNOWN",
                "the contract starts on the later signature, and no record says when that was",
                where=positions.of("contract", "start_rule"),
                fix="Record it: lineproof record DIR milestones --event effective --date …",
            ),
        ))  # fmt: skip
    prolonged = renewed(known, on=last_known(known, month))
    if is_outside_term(prolonged, month):
        days = prolonged.term_days
        assert days is not None, "its start was asked for above"
        raise InputRefusedError((
            error(
                "E-MONTH-OUTSIDE",
                f"{month_text(month)} is outside the contract's term, {days.start} → {days.end}",
                where=positions.of("contract", "start"),
                fix=f"Ask for a month from {month_text(days.start)} on, or correct the term.",
            ),
        ))  # fmt: skip


def _read(
    measured: Measured, asked: Asked, asking: tuple[tuple[Answer, ...], Reading]
) -> MonthRead:
    """Return the month in one reading; measured: what was taken to be, without answers assumed."""
    answers, reading = asking
    if not answers:
        return read_month(Book(measured.view, reading, measured), asked.month)
    assumed = view(measured.view.case, as_known=asked.as_known, assumed=answers)
    return read_month(Book(taken_in(assumed, asked.month), reading), asked.month)


def _settlement(known: View, asked: Asked, found: Merged, hashes: tuple[str, str]) -> Settlement:
    """Return the settlement of what all readings have in common; hashes: inputs', result's."""
    head = known.contract.contract
    read = found.read
    return Settlement(
        contract=head.id,
        month=month_text(asked.month),
        period=known.period(asked.month),
        currency=head.currency,
        digits=known.contract.digits,
        lines=found.lines,
        **found.totals,
        taxes=read.taxes if found.tax.value is not None else (),
        blocked=found.blocked,
        due=found.due,
        deferred=tuple(
            (None if at is None else month_text(at), amount) for at, amount in read.deferred.items()
        ),
        factors=read.factors,
        rules=read.rules,
        sources=read.sources,
        not_computed=_not_computed(known, asked),
        notes=(*read.notes, *found.notes),
        inputs_hash=hashes[0],
        result_hash=hashes[1],
    )


def _not_computed(known: View, asked: Asked) -> tuple[str, ...]:
    """Return the ids of terms in force in a month that this version doesn't compute."""
    period = known.period(asked.month)
    by_type = {kind.type: kind for kind in KINDS.values()}
    terms = dict.fromkeys(
        v.term.id
        for v in known.versions
        if v.days.intersection(period).count
        and (not by_type[type(v.term)].is_computed or _lacks_figures(v.term))
    )
    return tuple(terms)


def _lacks_figures(term: Term) -> bool:
    """Whether a term's amount follows from what no record tells: when the buyer's work is done."""
    return isinstance(term, DelayPenalty) and term.by == "buyer"
