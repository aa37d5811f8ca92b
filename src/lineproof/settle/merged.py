"""What do all readings of a month agree on? The rest lies between their bounds."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from lineproof.settle.charges import OWN_CHARGES
from lineproof.settle.reading import LATE_INTEREST, MonthRead
from lineproof.settle.settlement import (
    LINE_SCHEMA,
    UNKNOWN,
    Blocked,
    Bounded,
    Due,
    Factor,
)
from lineproof.settle.unknowns import Taken, Unknown

Reading = tuple[tuple[Taken, ...], MonthRead]
_KEYS = ("line", "charge", "term", "from", "to", "unit", "start_row")
_EARNING = {"rent", "deduction", "one_off", "late_interest", *OWN_CHARGES}


@dataclass(frozen=True)
class Merged:
    """What every reading of a month has in common.

    read: one of the readings, for what doesn't depend on any doubt.
    """

    read: MonthRead
    lines: pl.DataFrame
    gross: Bounded
    carried: Bounded
    payable: Bounded
    net: Bounded
    tax: Bounded
    due: tuple[Due, ...]
    blocked: tuple[Blocked, ...]
    notes: tuple[str, ...]

    @property
    def totals(self) -> dict[str, Bounded]:
        """The month's totals, by name."""
        return {name: getattr(self, name) for name in ("gross", "carried", "payable", "net", "tax")}


def merged(
    readings: Sequence[Reading], bounded: Sequence[Unknown], unbounded: Sequence[Unknown]
) -> Merged:
    """Return the month that all readings allow.

    readings: one for each combination of the bounded doubts' ways. unbounded: doubts without
    ways; what they touch has no bounds.
    """
    reads = [read for _, read in readings]
    kinds = _kinds(reads)
    doubtful = [
        (doubt, matters)
        for i, doubt in enumerate(bounded)
        for matters in [_matters(readings, kinds, i)]
    ]
    notes = [
        f"{doubt.code} {doubt.subject} is open, but every way to take it gives the same amounts"
        for doubt, matters in doubtful
        if not matters
    ]
    blocked = [_blocked(doubt, reads) for doubt, matters in doubtful if matters]
    blocked += [Blocked(u.code, u.reason, u.clause, u.subject, None, None) for u in unbounded]
    found, read = _with_one_key(reads, kinds)
    whole = Merged(
        read=read,
        lines=_lines(found),
        gross=_bounds(reads, lambda r: r.gross),
        carried=_bounds(reads, lambda r: r.carried),
        payable=_bounds(reads, lambda r: r.payable),
        net=_bounds(reads, lambda r: r.net),
        tax=_bounds(reads, lambda r: r.tax),
        due=_dues(reads),
        blocked=tuple(blocked),
        notes=tuple(notes),
    )
    for doubt in unbounded:
        whole = _without_bounds(whole, doubt)
    return whole


def _kinds(reads: Sequence[MonthRead]) -> list[tuple[object, ...]]:
    """Return for each reading what it comes to, equal where all its amounts are."""
    frames: list[pl.DataFrame] = []
    found: list[tuple[object, ...]] = []
    for read in reads:
        frame = read.lines.select(*_KEYS, "amount")
        index = next((i for i, known in enumerate(frames) if known.equals(frame)), len(frames))
        if index == len(frames):
            frames.append(frame)
        totals = (read.gross, read.carried, read.payable, read.net, read.tax, read.due)
        found.append((index, *totals))
    return found


def _matters(readings: Sequence[Reading], kinds: Sequence[tuple[object, ...]], i: int) -> bool:
    """Whether taking doubt number i another way ever changes an amount."""
    by_rest: dict[tuple[Taken, ...], tuple[object, ...]] = {}
    for (taken, _), kind in zip(readings, kinds, strict=True):
        rest = (*taken[:i], *taken[i + 1 :])
        if by_rest.setdefault(rest, kind) != kind:
            return True
    return False


def _blocked(doubt: Unknown, reads: Sequence[MonthRead]) -> Blocked:
    """Return a doubt with the bounds of the first total that isn't sure, payable foremost."""
    totals = (
        _bounds(reads, lambda r: r.payable),
        _bounds(reads, lambda r: r.gross),
        _bounds(reads, lambda r: r.carried),
        _bounds(reads, lambda r: r.tax),
    )
    bounds = next((b for b in totals if b.value is None and b.low is not None), totals[0])
    return Blocked(
        doubt.code, doubt.reason, doubt.clause, doubt.subject, bounds.low, bounds.high
    )  # fmt: skip


def _bounds(reads: Iterable[MonthRead], total: Callable[[MonthRead], int | None]) -> Bounded:
    """Return the bounds of one total over all readings; unknown where a reading has none."""
    values = [total(read) for read in reads]
    known = [v for v in values if v is not None]
    return Bounded.between(min(known), max(known)) if len(known) == len(values) else UNKNOWN


def _with_one_key(
    reads: Sequence[MonthRead], kinds: Sequence[tuple[object, ...]]
) -> tuple[list[pl.DataFrame], MonthRead]:
    """Return the distinct readings' lines, and a reading whose factors and rules serve them all."""
    factors: dict[tuple[Factor, ...], int] = {}
    rules: dict[str, int] = {}
    frames: dict[object, pl.DataFrame] = {}
    for kind, read in zip(kinds, reads, strict=True):
        if kind[0] in frames:
            continue
        by_factor = [factors.setdefault(f, len(factors)) for f in read.factors]
        by_rule = [rules.setdefault(r, len(rules)) for r in read.rules]
        frames[kind[0]] = read.lines.with_columns(
            _renumbered(read.lines.get_column("factor"), by_factor),
            _renumbered(read.lines.get_column("rule"), by_rule),
        )
    read = dataclasses.replace(reads[0], factors=tuple(factors), rules=tuple(rules))
    return [*frames.values()], read


def _renumbered(numbers: pl.Series, new: Sequence[int]) -> pl.Series:
    """Return a column of numbers with each replaced by its new one."""
    if list(new) == list(range(len(new))):
        return numbers
    return pl.Series(numbers.name, new, dtype=numbers.dtype).gather(numbers).alias(numbers.name)


def _lines(distinct: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return the lines with their bounds; a line some reading lacks may be zero."""
    first, *others = distinct
    if not others:
        amount = pl.col("amount")
        return first.with_columns(amount.alias("low"), amount.alias("high"))
    stacked = pl.concat([first, *others])
    is_lacking = pl.len() < len(distinct)
    low, high = pl.col("amount").min(), pl.col("amount").max()
    bounds = stacked.group_by(_KEYS, maintain_order=True).agg(
        pl.when(is_lacking).then(pl.min_horizontal(low, 0)).otherwise(low).alias("low"),
        pl.when(is_lacking).then(pl.max_horizontal(high, 0)).otherwise(high).alias("high"),
        pl.col(*(c for c in LINE_SCHEMA if c not in {*_KEYS, "amount", "low", "high"})).first(),
    )
    value = pl.when(pl.col("low") == pl.col("high")).then("low")
    order = pl.col("charge").replace_strict(
        {"rent": 0, "deduction": 1, "one_off": 2, "late_interest": 3}, default=2
    )
    return (
        bounds.with_columns(value.alias("amount"))
        .select(*LINE_SCHEMA)
        .sort("unit", order, "from", nulls_last=True, maintain_order=True)
    )


def _dues(reads: Sequence[MonthRead]) -> tuple[Due, ...]:
    """Return what falls due in every reading; a day they differ on waits for an answer."""
    by_item: dict[str, list[Due]] = {}
    for read in reads:
        for due in read.due:
            by_item.setdefault(due.item, []).append(due)
    return tuple(_same_due(dues, len(reads)) for dues in by_item.values())


def _same_due(dues: Sequence[Due], readings: int) -> Due:
    """Return one payment as all readings have it; one that lacks it may owe nothing."""
    first = dues[0]
    amounts = [d.amount.value for d in dues] + [0] * (readings - len(dues))
    known = [a for a in amounts if a is not None]
    amount = Bounded.between(min(known), max(known)) if len(known) == len(amounts) else UNKNOWN
    if len({(d.date, d.waiting_for) for d in dues}) > 1:
        waits = "an answer to an open question"
        return dataclasses.replace(first, date=None, waiting_for=waits, amount=amount)
    return dataclasses.replace(first, amount=amount)


def _without_bounds(whole: Merged, doubt: Unknown) -> Merged:
    """Return the month with everything an unbounded doubt touches unknown."""
    charges = set(doubt.touches.charges)
    touched = pl.col("charge").is_in(sorted(charges))
    if doubt.touches.lines:
        touched &= pl.col("line").is_in(doubt.touches.lines)
    lines = whole.lines.with_columns(
        pl.when(~touched).then(pl.col(name)).alias(name) for name in ("amount", "low", "high")
    )
    is_earning = bool(charges & _EARNING)
    is_due = is_earning or "due" in charges
    return dataclasses.replace(
        whole,
        lines=lines,
        gross=UNKNOWN if is_earning else whole.gross,
        carried=UNKNOWN if "deduction" in charges else whole.carried,
        payable=UNKNOWN if is_due else whole.payable,
        net=UNKNOWN if is_earning or "tax" in charges else whole.net,
        tax=UNKNOWN if is_earning or "tax" in charges else whole.tax,
        due=tuple(_unknown_due(d, charges) for d in whole.due) if is_due else whole.due,
    )


def _unknown_due(due: Due, charges: set[str]) -> Due:
    """Return what falls due without its amount; interest alone is a due of its own."""
    is_touched = charges != {"late_interest"} or due.item == LATE_INTEREST
    return dataclasses.replace(due, amount=UNKNOWN) if is_touched else due
