"""How available was each line, by the contract's own measure? Between sure and possible.

What was never measured is unknown: it counts as down at the low end and as up at the high one.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lineproof.assess.excluded import excluded
from lineproof.assess.governing import governing
from lineproof.assess.service import circuit_services, midnight_ns
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.scoring import Availability
from lineproof.measure.availability import grouped, tally, without_short
from lineproof.measure.exclusions import Exclusions, regrouped
from lineproof.measure.rule import NS, StateRule
from lineproof.measure.states import STATE_SCHEMA
from lineproof.measure.sweep import sweep
from lineproof.model.money import round_half_away
from lineproof.model.period import Days, add_months

ALL = "all circuits"
"""The unit that the mean and the pooled time of all circuits are judged as."""

#: One row a stretch in which a circuit served a line, in nanoseconds; unit: what the circuit is
#: judged as, itself or its group.
SERVED_SCHEMA: dict[str, pl.DataType] = {
    "line": pl.String(),
    "circuit": pl.String(),
    "unit": pl.String(),
    "lo": pl.Int64(),
    "hi": pl.Int64(),
}
#: One row a line: which unit it is judged by, and that unit's times in nanoseconds, as in
#: `TALLY_SCHEMA`.
JUDGED_SCHEMA: dict[str, pl.DataType] = {
    "line": pl.String(),
    "unit": pl.String(),
    "service": pl.Int64(),
    "counted": pl.Int64(),
    "down": pl.Int64(),
    "unknown": pl.Int64(),
    "known": pl.Int64(),
}
#: What a circuit of a group is judged as.
_UNIT = pl.when(pl.col("group") == "").then("circuit").otherwise("group").alias("unit")


@dataclass(frozen=True, slots=True)
class Percentage:
    """An availability in per cent, between what is sure and what is possible."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class Judged:
    """What one availability term makes of a month.

    times: of each unit, in columns of `TALLY_SCHEMA`. states: what they were judged by, in columns
    of `STATE_SCHEMA`, short outages taken as up; excluded: what was taken out. window: what was
    judged, in nanoseconds. served: which circuits served which lines in it, in columns of
    `SERVED_SCHEMA`. whole: of the mean or the pooled time; None: each unit for itself.
    """

    term: Availability
    window: tuple[int, int]
    times: pl.DataFrame
    states: pl.DataFrame
    excluded: Exclusions
    served: pl.DataFrame
    whole: Percentage | None = None

    @functools.cached_property
    def lines(self) -> pl.DataFrame:
        """Each line with its unit's times, in columns of `JUDGED_SCHEMA`, by line."""
        return _of_lines(self.served, self.times, is_whole=self.term.scope in {"mean", "pooled"})


def state_rule(term: Availability) -> StateRule:
    """Return how an availability term makes states of samples."""
    up_run = term.up_run if term.up_run is not None else term.down_run
    return StateRule(term.slot_s, term.loss_max, term.down_run, up_run, term.quorum, term.vantages)


def availability_terms(view: View, month: dt.date) -> tuple[Availability, ...]:
    """Return the availability terms that rule a month: those in force on its first day."""
    first = view.period(month).start
    return tuple(term for term, days in of_kind(view.versions, Availability) if first in days)


def named_term(view: View, name: str | None, month: dt.date) -> Availability | None:
    """Return the availability term that another names, or the only one; None: no such term."""
    terms = availability_terms(view, month)
    if name in {None, "availability"}:
        return terms[0] if len(terms) == 1 else None
    return next((term for term in terms if term.id == name), None)


def window_of(view: View, term: Availability, month: dt.date) -> Days | None:
    """Return the days that a month's availability is judged over; None: not in this month.

    A quarter is judged in its last month.
    """
    period = view.period(month)
    if term.window == "quarter":
        first = add_months(month, -2)
        return Days(view.period(first).start, period.end) if month.month % 3 == 0 else None
    if term.window == "rolling":
        assert term.window_days is not None, "the lint asks for the length of a rolling window"
        return Days(period.end - dt.timedelta(days=term.window_days), period.end)
    return period


def judge(view: View, served: pl.DataFrame, term: Availability, month: dt.date) -> Judged | None:
    """Return what a term makes of a month; None where it isn't judged in this month.

    served: as `assess.service.services` returns it.
    """
    days = window_of(view, term, month)
    if days is None:
        return None
    return judge_days(view, served, term, days, on=view.period(month).start)


def judge_days(
    view: View, served: pl.DataFrame, term: Availability, days: Days, *, on: dt.date
) -> Judged:
    """Return what a term makes of some days; on: the day whose terms say which lines it rules.

    served: as of `judge`.
    """
    zone = view.contract.contract.timezone
    window = (midnight_ns(days.start, timezone=zone), midnight_ns(days.end, timezone=zone))
    served = _governed(view, served, term, on=on)
    states = _complete(_of_term(view, term, window), served, window)
    claims = excluded(view, served, within=window)
    if term.scope == "group":
        states, claims = _by_group(served, states, claims, up_min=term.group_up_min or 1)
    states = without_short(states, shortest_ns=term.shortest_outage_s * NS)
    found = tally(states, claims)
    serving = _serving(served, term, window)
    return Judged(term, window, found, states, claims, serving, _whole(found, term))


def percentage(counted: int, down: int, unknown: int, *, digits: int | None) -> Percentage | None:
    """Return an availability in per cent; None where no time counts.

    digits: decimals it is rounded to, half away from zero; None: exact.

    >>> percentage(720, 0, 0, digits=None) == Percentage(Fraction(100), Fraction(100))
    True
    >>> percentage(0, 0, 0, digits=2) is None
    True
    """
    if not counted:
        return None
    ends = (Fraction(100 * (counted - down - u), counted) for u in (unknown, 0))
    low, high = (end if digits is None else _rounded(end, digits) for end in ends)
    return Percentage(low, high)


def mean_of(units: pl.DataFrame, *, digits: int | None) -> Percentage | None:
    """Return the mean availability of the units that have time that counts; None: none has any.

    units: columns counted, down, unknown. digits: as of `percentage`.

    >>> halves = pl.DataFrame({"counted": [4, 2], "down": [1, 1], "unknown": [0, 1]})
    >>> mean_of(halves, digits=None)
    Percentage(low=Fraction(75, 2), high=Fraction(125, 2))
    """
    sums = (
        units.filter(pl.col("counted") > 0)
        .group_by("counted")
        .agg(_total(pl.col("down", "unknown")), pl.len().cast(pl.Int64).alias("units"))
        .sort("counted")
    )
    count = sum(sums.get_column("units"))
    if not count:
        return None
    lost = [Fraction(0), Fraction(0)]
    for counted, down, unknown, _ in sums.iter_rows():
        lost[0] += Fraction(down + unknown, counted)
        lost[1] += Fraction(down, counted)
    low, high = (100 - 100 * each / count for each in lost)
    if digits is not None:
        low, high = _rounded(low, digits), _rounded(high, digits)
    return Percentage(low, high)


def pooled_of(units: pl.DataFrame, *, digits: int | None) -> Percentage | None:
    """Return the availability of all units' time together; None: none of it counts.

    >>> pooled_of(pl.DataFrame({"counted": [4, 2], "down": [1, 1], "unknown": [0, 1]}), digits=0)
    Percentage(low=Fraction(50, 1), high=Fraction(67, 1))
    """
    counted, down, unknown = units.select(_total(pl.col("counted", "down", "unknown"))).row(0)
    return percentage(counted, down, unknown, digits=digits)


def _total(times: pl.Expr) -> pl.Expr:
    """Return the sums of times over any number of units.

    A month of 3,500 circuits has more nanoseconds than 64 bits can count.
    """
    return times.cast(pl.Int128).sum()


def _rounded(value: Fraction, digits: int) -> Fraction:
    """Return a percentage rounded to so many decimals."""
    return Fraction(round_half_away(value * 10**digits), 10**digits)


def _governed(view: View, served: pl.DataFrame, term: Availability, *, on: dt.date) -> pl.DataFrame:
    """Return the service of the lines that a term speaks of."""
    if not term.applies_to and len(of_kind(view.versions, Availability)) == 1:
        return served
    named = {t.removeprefix("line:") for t in term.applies_to if t.startswith("line:")}
    kept = [
        made_by
        for made_by in served.get_column("made_by").unique()
        if term in governing(view, Availability, on=on, charge=("rent", made_by, ""))
    ]
    return served.filter(pl.col("made_by").is_in(kept) | pl.col("line").is_in(list(named)))


def _of_term(view: View, term: Availability, window: tuple[int, int]) -> pl.DataFrame:
    """Return what was measured by a term's rule in a window, in columns of `STATE_SCHEMA`.

    What is cut off a stretch counts as its measured part, so that coverage is never too high.
    """
    measured = view.case.states
    if measured is None:
        return pl.DataFrame(schema=STATE_SCHEMA)
    start, end = window
    cut_off = pl.max_horizontal(start - pl.col("lo"), 0) + pl.max_horizontal(pl.col("hi") - end, 0)
    found = (
        measured.filter(pl.col("term") == term.id)
        .select(
            "circuit",
            pl.col("from").dt.epoch("ns").alias("lo"),
            pl.col("to").dt.epoch("ns").alias("hi"),
            pl.col("since").dt.epoch("ns").alias("since"),
            "state",
            pl.col("reason").fill_null(""),
            (pl.col("known_s") * NS).alias("known"),
        )
        .filter((pl.col("lo") < end) & (pl.col("hi") > start))
        .with_columns(
            pl.col("lo", "hi").clip(start, end), known=(pl.col("known") - cut_off).clip(0)
        )
    )
    return found if term.window == "month" else _across_months(found)


def _across_months(states: pl.DataFrame) -> pl.DataFrame:
    """Return states with those joined that only the end of a month parted."""
    ordered = states.sort("circuit", "lo")
    goes_on = pl.lit(value=True)
    for name, before in (("circuit", "circuit"), ("state", "state"), ("lo", "hi")):
        goes_on &= pl.col(name) == pl.col(before).shift()
    stretch = (~goes_on.fill_null(value=False)).cum_sum()
    firsts = pl.col("circuit", "lo", "since", "state", "reason").first()
    return (
        ordered.group_by(stretch.alias("stretch"), maintain_order=True)
        .agg(firsts, pl.col("hi").last(), pl.col("known").sum())
        .select(*STATE_SCHEMA)
    )


def _complete(states: pl.DataFrame, served: pl.DataFrame, window: tuple[int, int]) -> pl.DataFrame:
    """Return states that tile the circuits' service in a window: cut to it, unknown elsewhere."""
    start, end = window
    service = (
        circuit_services(served)
        .filter((pl.col("lo") < end) & (pl.col("hi") > start))
        .with_columns(pl.col("lo", "hi").clip(start, end))
    )
    if not states.get_column("circuit").is_sorted():
        states = states.sort("circuit", "lo")
    served_sums, sums = _sums(service), _sums(states)
    if sums.equals(served_sums):
        return states
    whole = served_sums.join(sums, on=sums.columns, how="semi").select("circuit")
    tiled = states.join(whole, on="circuit", how="semi")
    rest = service.join(whole, on="circuit", how="anti")
    patched = _patched(states.join(whole, on="circuit", how="anti"), rest)
    return pl.concat([tiled, patched]).sort("circuit", "lo")


def _sums(times: pl.DataFrame) -> pl.DataFrame:
    """Return how long each circuit's stretches are together, and from when to when; by circuit."""
    return (
        times.group_by(pl.col("circuit").rle_id().alias("run"), maintain_order=True)
        .agg(
            pl.col("circuit").first(),
            (pl.col("hi") - pl.col("lo")).sum().alias("length"),
            pl.col("lo").min().alias("first"),
            pl.col("hi").max().alias("last"),
        )
        .drop("run")
    )


def _patched(states: pl.DataFrame, service: pl.DataFrame) -> pl.DataFrame:
    """Return some circuits' states cut to their service, and unknown where there are none."""
    circuits = service.select("circuit").unique().sort("circuit").with_row_index("key")
    circuits = circuits.with_columns(pl.col("key").cast(pl.Int64))
    rows = states.join(circuits, on="circuit").with_row_index("at", offset=1)
    rows = rows.with_columns(pl.col("at").cast(pl.Int64))
    zero, one = pl.lit(0, pl.Int64), pl.lit(1, pl.Int64)
    both = pl.concat(
        [
            rows.select("key", "lo", "hi", "at", served=zero),
            service.join(circuits, on="circuit").select("key", "lo", "hi", at=zero, served=one),
        ]
    )
    pieces = sweep(both, ["at", "served"]).filter(pl.col("served") > 0)
    facts = rows.select(
        "at", "since", "state", "reason", "known", length=pl.col("hi") - pl.col("lo")
    )
    is_first = pl.col("lo") == pl.col("lo").min().over("at")
    kept = (pl.col("hi") - pl.col("lo")).sum().over("at")
    measured = (pl.col("known") - (pl.col("length") - kept)).clip(0)
    return (
        pieces.join(facts, on="at", how="left")
        .join(circuits, on="key")
        .select(
            "circuit",
            "lo",
            "hi",
            pl.coalesce("since", "lo").alias("since"),
            pl.col("state").fill_null("unknown"),
            pl.col("reason").fill_null("no data"),
            pl.when(is_first).then(measured).otherwise(0).fill_null(0).alias("known"),
        )
    )


def _by_group(
    served: pl.DataFrame, states: pl.DataFrame, claims: Exclusions, *, up_min: int
) -> tuple[pl.DataFrame, Exclusions]:
    """Return states and exclusions by group; a line without one is a group of its own.

    What is excluded for a circuit is excluded for its group.
    """
    members = served.select("circuit", _UNIT, is_alone=pl.col("group") == "").unique()
    alone = members.filter("is_alone").select("circuit")
    in_groups = members.filter(~pl.col("is_alone")).select("circuit", group="unit")
    judged = pl.concat(
        [
            states.join(alone, on="circuit", how="semi"),
            grouped(states, in_groups, up_min=up_min).select(states.columns),
        ]
    )
    return judged, regrouped(claims, members.select("circuit", group="unit").unique())


def _serving(served: pl.DataFrame, term: Availability, window: tuple[int, int]) -> pl.DataFrame:
    """Return which circuits served which lines in a window, in columns of `SERVED_SCHEMA`."""
    start, end = window
    unit = _UNIT if term.scope == "group" else pl.col("circuit").alias("unit")
    return (
        served.filter((pl.col("lo") < end) & (pl.col("hi") > start))
        .with_columns(pl.col("lo", "hi").clip(start, end), unit)
        .select(*SERVED_SCHEMA)
    )


def _of_lines(serving: pl.DataFrame, found: pl.DataFrame, *, is_whole: bool) -> pl.DataFrame:
    """Return each line with the times of the unit it is judged by, by line."""
    units = serving.select("line", "unit").sort("line", "unit")
    if is_whole:
        sums = found.select(_total(pl.exclude("circuit")))
        rows = units.select("line").unique().with_columns(unit=pl.lit(ALL)).join(sums, how="cross")
        return rows.select(*JUDGED_SCHEMA).sort("line")
    has_one = units.get_column("line").rle_id().tail(1).to_list() == [units.height - 1]
    rows = (units if has_one else units.unique(maintain_order=True)).join(
        found, left_on="unit", right_on="circuit", maintain_order="left"
    )
    if not has_one:
        # a line whose circuit id changed has several: their times are added up
        times = pl.exclude("line", "unit").sum()
        rows = rows.group_by("line", maintain_order=True).agg(pl.col("unit").first(), times)
    return rows.select(*JUDGED_SCHEMA)


def _whole(found: pl.DataFrame, term: Availability) -> Percentage | None:
    """Return the mean of all units, or their pooled time's; None: each unit for itself."""
    if term.scope == "pooled":
        return pooled_of(found, digits=term.round_digits)
    return mean_of(found, digits=term.round_digits) if term.scope == "mean" else None
