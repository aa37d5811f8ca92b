"""What is given back for outages? Brackets by their length, of each line's rent, within caps.

Only circuits have outages: units of a price list that no schedule names have none. Unknown time is
taken as down throughout and as up throughout: what is given back lies between the two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lineproof.assess.availability import Judged, named_term
from lineproof.assess.governing import governing, lines_named
from lineproof.assess.measured import Measured
from lineproof.assess.service import midnight_ns
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.scoring import OutageCredit
from lineproof.model.money import round_half_away
from lineproof.model.period import Days
from lineproof.settle.brackets import Earned, earned_of
from lineproof.settle.factors import Doubt
from lineproof.settle.kernel import round_to
from lineproof.settle.outage_lengths import POSSIBLE, SURE, outage_lengths
from lineproof.settle.settlement import LINE_SCHEMA, Factor

_MONTHS_OF_YEAR = 12
_INT64_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Rented:
    """A line's rent of a month, in minor units.

    rent: as settled; left: what bands leave of it; price: a month's, as on its last day. first,
    end: the days it is for. source, row: where the price stands.
    """

    line: str
    rent: int
    left: int
    price: int
    first: dt.date
    end: dt.date
    source: int | None
    row: int | None


@dataclass(frozen=True, slots=True)
class Given:
    """What a line is given back, in minor units, before it is rounded.

    base: what shares are of; earned: by its outages, in these `states`; cap: what it can be at
    most, if anything.
    """

    rented: Rented
    base: Fraction
    earned: Earned
    states: tuple[str, ...]
    exact: Fraction
    cap: Fraction | None


def outage_credits(
    measured: Measured, lines: pl.DataFrame, month: dt.date, *, doubt: Doubt
) -> tuple[pl.DataFrame, tuple[tuple[Factor, ...], ...]]:
    """Return a deduction line for each line that outages give something back, and their factors.

    lines: the month's rents and deductions, in `LINE_SCHEMA`. A row's rent × share_num/share_den is
    what is given back; its factor of 0 leaves nothing of that.
    """
    rows: list[dict[str, object]] = []
    factors: list[tuple[Factor, ...]] = []
    for term, held in credits_of(measured.view, month):
        if measured.view.case.states is None and doubt == "highest":
            continue  # nothing is known to have been down
        given = given_back(measured, lines, (term, held), month, doubt=doubt)
        step = measured.view.contract.minor(measured.view.contract.contract.rounding.unit)
        parts = _rounded(given, _contract_cap(lines, term), step=step)
        both = zip(given, parts, strict=True)
        found = [_row(each, part, term, step=step) for each, part in both if part]
        rows += [row | {"factor": len(factors)} for row in found]
        factors += [(_nothing_left(term),)] if found else []
    return pl.DataFrame(rows, schema=LINE_SCHEMA), tuple(factors)


def credits_of(view: View, month: dt.date) -> Iterator[tuple[OutageCredit, Days]]:
    """Yield the outage credits in force in a month, with the days of it that they hold."""
    term_days = view.term_days
    assert term_days is not None, "nothing is earned before the contract begins"
    yield from of_kind(
        view.versions, OutageCredit, within=view.period(month).intersection(term_days)
    )


def given_back(
    measured: Measured,
    lines: pl.DataFrame,
    ruling: tuple[OutageCredit, Days],
    month: dt.date,
    *,
    doubt: Doubt,
) -> list[Given]:
    """Return what each line is given back in one reading, in the order of the lines.

    ruling: the outage credit and the days of the month it holds.
    """
    earned = line_credits(measured, ruling, month)
    choose = max if doubt == "lowest" else min
    days = measured.view.period(month).count
    found = []
    for rented in _rented(measured.view, lines, ruling, [*earned]):
        sure, possible = earned[rented.line]
        taken = ((sure, SURE), (possible, POSSIBLE)) if sure != possible else ((sure, SURE),)
        ends = [_given(rented, each, ruling[0], measured.view, days) for each in taken]
        found.append(choose(ends, key=lambda given: given.exact))
    return found


def line_credits(
    measured: Measured, ruling: tuple[OutageCredit, Days], month: dt.date
) -> dict[str, tuple[Earned, Earned]]:
    """Return what each line's outages give back: those that are sure, then all possible ones."""
    judged = judged_outages(measured, ruling[0], month)
    if judged is None:
        return {}
    sure, possible = (
        _by_line(lengths_of(measured.view, judged, ruling, states)) for states in (SURE, POSSIBLE)
    )
    known: dict[tuple[int, ...], Earned] = {(): Earned()}
    found = {}
    for line, longest in possible.items():
        ends = (sure.get(line, ()), longest)
        for lengths in ends:
            if lengths not in known:
                known[lengths] = earned_of(lengths, ruling[0])
        found[line] = (known[ends[0]], known[ends[1]])
    return found


def judged_outages(measured: Measured, term: OutageCredit, month: dt.date) -> Judged | None:
    """Return the month by the availability term whose outages count; None: there is none."""
    by = named_term(measured.view, term.measured_by, month)
    return None if by is None else measured.month(by, month)


def lengths_of(
    view: View, judged: Judged, ruling: tuple[OutageCredit, Days], states: tuple[str, ...]
) -> pl.DataFrame:
    """Return the outages of a month that an outage credit counts, as `outage_lengths` does."""
    zone, held = view.contract.contract.timezone, ruling[1]
    start, end = (midnight_ns(day, timezone=zone) for day in (held.start, held.end))
    window = (max(start, judged.window[0]), min(end, judged.window[1]))
    return outage_lengths(judged, states, window=window)


def _by_line(outages: pl.DataFrame) -> dict[str, tuple[int, ...]]:
    """Return the lengths of each line's outages, the shortest first."""
    grouped = outages.group_by("line", maintain_order=True).agg(pl.col("counted").sort())
    return {line: tuple(lengths) for line, lengths in grouped.iter_rows()}


def _rented(
    view: View, lines: pl.DataFrame, ruling: tuple[OutageCredit, Days], some: list[str]
) -> Iterator[Rented]:
    """Yield the rents of some lines that an outage credit speaks of, in their order."""
    term, held = ruling
    inside = (pl.col("from") < held.end) & (pl.col("to") > held.start)
    of_some = lines.filter(pl.col("unit").is_not_null() & pl.col("line").is_in(some) & inside)
    amount, is_rent = pl.col("amount"), pl.col("charge") == "rent"
    rows = of_some.group_by("line", "unit", maintain_order=True).agg(
        pl.col("term").filter(is_rent).last(),
        amount.filter(is_rent).sum().alias("owed"),
        amount.sum().alias("left"),
        pl.col("rent").filter(is_rent).last(),
        pl.col("from").min(),
        pl.col("to").max(),
        pl.col("rent_source", "rent_row").filter(is_rent).last(),
    )
    named = set(lines_named(view))
    speaks: dict[tuple[str, str], bool] = {}
    for line, _, made_by, *found in rows.iter_rows():
        key = (made_by, line if line in named else "")
        if key not in speaks:
            charge = ("rent", *key)
            speaks[key] = term in governing(view, OutageCredit, on=held.start, charge=charge)
        if speaks[key]:
            yield Rented(line, *found)


def _given(
    rented: Rented,
    earned: tuple[Earned, tuple[str, ...]],
    term: OutageCredit,
    view: View,
    days: int,
) -> Given:
    """Return what a line is given back, within the cap of its month.

    earned: by its outages, and in which states; days: of the month.
    """
    base = base_of(rented, term, days)
    exact = base * earned[0].share + earned[0].amount * 10**view.contract.digits
    cap = None
    if term.cap_unit_month is not None:
        cap = term.cap_unit_month * capped_on(rented, term)
        exact = min(exact, cap)
    return Given(rented, base, *earned, exact, cap)


def base_of(rented: Rented, term: OutageCredit, days: int) -> Fraction:
    """Return what the shares of an outage credit are of; days: of the month."""
    if term.base == "day_rent":
        return Fraction(rented.price, days)
    if term.base == "annual_rent":
        return Fraction(rented.price * _MONTHS_OF_YEAR)
    return Fraction(rented.rent)


def capped_on(rented: Rented, term: OutageCredit) -> int:
    """Return the rent that a line's cap is a share of."""
    return rented.left if term.cap_order == "after_factor" else rented.rent


def _contract_cap(lines: pl.DataFrame, term: OutageCredit) -> Fraction | None:
    """Return what a month's credits of a term come to at most; None: no cap."""
    if term.cap_contract is None:
        return None
    kinds = ["rent", "deduction"] if term.cap_order == "after_factor" else ["rent"]
    rents = lines.filter(pl.col("charge").is_in(kinds)).get_column("amount")
    return term.cap_contract * int(rents.cast(pl.Int128).sum())


def _rounded(given: list[Given], cap: Fraction | None, *, step: int) -> list[int]:
    """Return what each line is given back, in minor units: rounded once, within the contract's cap.

    Beyond it the lines bear their shares of the rounded cap, by largest remainder.
    """
    parts = [round_to(each.exact, step) for each in given]
    if cap is None or sum(parts) <= cap:
        return parts
    whole, target = sum(each.exact for each in given), round_half_away(cap / step)
    shares = [each.exact * target / whole for each in given]
    floors = [share.numerator // share.denominator for share in shares]
    order = sorted(range(len(shares)), key=lambda i: (floors[i] - shares[i], i))
    for i in order[: target - sum(floors)]:
        floors[i] += 1
    return [floor * step for floor in floors]


def _row(given: Given, part: int, term: OutageCredit, *, step: int) -> dict[str, object]:
    """Return a line's deduction: a share of what its shares are of, else the amount itself."""
    rented = given.rented
    whole = rented.rent if term.base in {None, "month_rent"} else rented.price
    share = given.exact / whole if whole else Fraction(0)
    fits = max(share.numerator, share.denominator) * max(whole, 1_000) <= _INT64_MAX
    if not fits or round_to(whole * share, step) != part:
        whole, share = part, Fraction(1)
    return {
        "line": rented.line,
        "charge": "deduction",
        "from": rented.first,
        "to": rented.end,
        "amount": -part,
        "clause": term.clause,
        "term": term.id,
        "quantity": 1,
        "rent": whole,
        "share_num": share.numerator,
        "share_den": share.denominator,
        "rent_source": rented.source,
        "rent_row": rented.row,
    }


def _nothing_left(term: OutageCredit) -> Factor:
    """Return the factor of what is given back: nothing of it is paid."""
    return Factor(
        term=term.id,
        clause=term.clause,
        metric="outages",
        value=None,
        band="by their length",
        factor=Fraction(0),
    )
