"""Why is it this availability, this credit? From the figure to its outages, and to their batches.

Times are in minutes, or in seconds where slots aren't whole minutes. Which batches an outage rests
on is told by whoever holds them; without that, the tree ends at the outages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from lineproof.assess.availability import Judged, mean_of
from lineproof.assess.measured import Measured
from lineproof.assess.outages import outages_of
from lineproof.measure.availability import tally
from lineproof.model.explained import Explained, Rule
from lineproof.settle.explain_nodes import sum_of, times

Batches = Callable[[str, int, int], tuple[str, ...]]
"""Circuit, from and to in nanoseconds → the batches that hold its samples, in words."""
LISTED_MAX = 20
_BATCHES_MAX = 3
_MINUTE_S = 60
_NS = 10**9
EXCLUSIONS = "records/exclusions.csv"


def first_batches(found: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first of many batches, and how many more there are."""
    more = len(found) - _BATCHES_MAX
    return (*found[:_BATCHES_MAX], f"{more} more batches") if more > 0 else found


def no_batches(_circuit: str, _lo: int, _hi: int) -> tuple[str, ...]:
    """Return that no batches are at hand."""
    return ()


@dataclass(frozen=True)
class Seen:
    """What was judged of some units, as an explanation shows it."""

    measured: Measured
    judged: Judged
    units: tuple[str, ...]
    batches: Batches

    @property
    def zone(self) -> ZoneInfo:
        """The clock that times are shown by."""
        return ZoneInfo(self.measured.view.contract.contract.timezone)

    @property
    def unit(self) -> tuple[str, int]:
        """The unit of time, and how many nanoseconds it has."""
        seconds = self.judged.term.slot_s
        return ("min", _MINUTE_S * _NS) if seconds % _MINUTE_S == 0 else ("s", _NS)

    @property
    def states(self) -> pl.DataFrame:
        """The units' states."""
        return self.judged.states.filter(pl.col("circuit").is_in(self.units))

    def only(self, unit: str) -> Seen:
        """Return one unit of these."""
        return replace(self, units=(unit,))

    def time(self, label: str, nanoseconds: int) -> Explained:
        """Return a length of time as a node."""
        name, size = self.unit
        return Explained(label=label, exact=Fraction(nanoseconds, size), unit=name)

    def batches_of(self, unit: str, lo: int, hi: int) -> tuple[str, ...]:
        """Return the batches that a stretch of a unit rests on, the first of many."""
        served = self.judged.served.filter(pl.col("unit") == unit)
        circuits = served.get_column("circuit").unique().sort()
        found = tuple(dict.fromkeys(b for c in circuits for b in self.batches(c, lo, hi)))
        return first_batches(found)

    def said(self, lo: int, hi: int) -> str:
        """Return a stretch by the contract's clock."""
        return f"{local_text(lo, self.zone)} → {local_text(hi, self.zone)}"


def outage(seen: Seen, lo: int, hi: int, *, counted: int) -> Explained:
    """Return an outage of a line's units, in nanoseconds, as far as it counts."""
    batches = tuple(dict.fromkeys(b for unit in seen.units for b in seen.batches_of(unit, lo, hi)))
    whole = replace(seen.time(f"outage {seen.said(lo, hi)}", hi - lo), evidence=batches)
    if counted == hi - lo:
        return whole
    claimed = seen.judged.excluded.of(seen.units)
    meets = claimed.filter((pl.col("lo") < hi) & (pl.col("hi") > lo))
    claims = meets.get_column("claim").unique().sort()
    return _less(seen, whole, hi - lo - counted, claims)


def seen_of_line(measured: Measured, judged: Judged, line: str, *, batches: Batches) -> Seen:
    """Return what was judged of the units that a line is judged by."""
    units = judged.served.filter(pl.col("line") == line).get_column("unit").unique().sort()
    return Seen(measured, judged, tuple(units), batches)


def seen_of_all(measured: Measured, judged: Judged, *, batches: Batches) -> Seen:
    """Return what was judged of all units together."""
    units = judged.states.get_column("circuit").unique().sort()
    return Seen(measured, judged, tuple(units), batches)


def availability(seen: Seen) -> Iterator[Explained]:
    """Yield an availability in per cent; with unknown time taken as down, then as up.

    Nothing where no time counts.
    """
    is_open = (seen.states.get_column("state") == "unknown").any()
    ends: tuple[tuple[str, ...], ...] = (("down",),)
    for states in (("down", "unknown"), *ends) if is_open else ends:
        taken = "down" if "unknown" in states else "up"
        suffix = f", unknown time taken as {taken}" if is_open else ""
        node = _mean(seen, states) if seen.judged.term.scope == "mean" else _percent(seen, states)
        if node is not None:
            digits = seen.judged.term.round_digits
            label = f"availability{suffix}"
            yield _rounded(node, label, digits) if digits is not None else _named(node, label)


def _named(node: Explained, label: str) -> Explained:
    """Return a node under another label."""
    return replace(node, label=label)


def _rounded(node: Explained, label: str, digits: int) -> Explained:
    """Return per cent rounded to so many decimals."""
    size = Explained(label="rounding step", exact=Fraction(1, 10**digits), unit="%")
    steps = Explained(
        label="in rounding steps",
        exact=node.value / size.value,
        rule=Rule.QUOTIENT,
        is_rounded=True,
        unit="steps",
        inputs=(node, size),
    )
    return times(size, steps, label=label)


def _mean(seen: Seen, states: tuple[str, ...]) -> Explained | None:
    """Return the mean of the units that have time that counts; the worst of many are listed."""
    rows = tally(seen.states, seen.judged.excluded).filter(pl.col("counted") > 0)
    if not rows.height:
        return None
    lost = pl.col("down") + (pl.col("unknown") if "unknown" in states else 0)
    by_loss = rows.sort(lost / pl.col("counted"), "circuit", descending=[True, False])
    worst = by_loss.head(LISTED_MAX).get_column("circuit")
    found = mean_of(rows, digits=None)
    assert found is not None, "some unit has time that counts"
    total = (found.low if "unknown" in states else found.high) * rows.height
    nodes = ((unit, _percent(seen.only(unit), states)) for unit in worst)
    parts = [_named(node, f"availability of {unit}") for unit, node in nodes if node is not None]
    if rows.height > len(parts):
        rest = total - sum(part.value for part in parts)
        more = f"others: {rows.height - len(parts)}"
        parts.append(Explained(label=more, exact=rest, unit="%"))
    whole = sum_of("all of them", tuple(parts), unit="%")
    count = Explained(label="units judged", exact=Fraction(rows.height), unit="units")
    return Explained(
        label="mean of the units",
        exact=whole.value / rows.height,
        rule=Rule.QUOTIENT,
        unit="%",
        inputs=(whole, count),
    )


def _percent(seen: Seen, states: tuple[str, ...]) -> Explained | None:
    """Return (time that counts - down) / time that counts, in per cent; None where none counts."""
    counted = _counted(seen)
    if not counted.value:
        return None
    name = "down or unknown" if "unknown" in states else "down"
    down = sum_of(name, stretches(seen, states), unit=seen.unit[0])
    up = Explained(
        label="time up",
        exact=counted.value - down.value,
        rule=Rule.DIFFERENCE,
        unit=seen.unit[0],
        inputs=(counted, down),
    )
    size = Explained(label="time that counts", exact=counted.value, unit=seen.unit[0])
    share = Explained(
        label="share of the time that counts",
        exact=up.value / counted.value,
        rule=Rule.QUOTIENT,
        inputs=(up, size),
    )
    return times(Explained(label="all of it", exact=Fraction(100), unit="%"), share, label="")


def _counted(seen: Seen) -> Explained:
    """Return the time that counts: in service, less what accepted claims remove."""
    rows = tally(seen.states, seen.judged.excluded)
    total, kept = (_total(rows[name]) for name in ("service", "counted"))
    service = seen.time(f"in service within {seen.said(*seen.judged.window)}", total)
    if total == kept:
        return replace(service, label=f"time that counts, {service.label}")
    claims = seen.judged.excluded.only("remove_from_denominator").claims_of(seen.units)
    evidence = _evidence(seen, claims)
    out = replace(seen.time("taken out of it", total - kept), evidence=evidence)
    return Explained(
        label="time that counts",
        exact=service.value - out.value,
        rule=Rule.DIFFERENCE,
        unit=seen.unit[0],
        inputs=(service, out),
    )


def stretches(seen: Seen, states: tuple[str, ...]) -> tuple[Explained, ...]:
    """Return the stretches in some states as far as they count, the longest of many listed."""
    rows = outages_of(replace(seen.judged, states=seen.states)).filter(
        pl.col("state").is_in(states)
    )
    counted = pl.col("hi") - pl.col("lo") - pl.col("excluded")
    rows = rows.with_columns(counted.alias("counted"))
    shown = rows.sort("counted", "lo", descending=[True, False]).head(LISTED_MAX).sort("lo")
    nodes = tuple(_stretch(seen, row) for row in shown.to_dicts())
    left = rows.height - shown.height
    if not left:
        return nodes
    rest = _total(rows["counted"]) - _total(shown["counted"])
    return (*nodes, seen.time(f"others: {left}", rest))


def _total(times: pl.Series) -> int:
    """Return a sum of nanoseconds, which 64 bits may not hold."""
    return int(times.cast(pl.Int128).sum())


def _stretch(seen: Seen, row: dict[str, Any]) -> Explained:
    """Return one stretch in a state, less what is excluded of it, and the batches it rests on."""
    why = f" ({row['reason']})" if row["reason"] else ""
    since = f", begun {local_text(row['since'], seen.zone)}" if row["since"] < row["lo"] else ""
    unit = f" {row['unit']}" if len(seen.units) > 1 else ""
    label = f"{row['state']}{unit} {seen.said(row['lo'], row['hi'])}{why}{since}"
    batches = seen.batches_of(row["unit"], row["lo"], row["hi"])
    whole = replace(seen.time(label, row["hi"] - row["lo"]), evidence=batches)
    return _less(seen, whole, row["excluded"], row["claims"]) if row["excluded"] else whole


def _less(seen: Seen, whole: Explained, excluded: int, claims: Iterable[str]) -> Explained:
    """Return a stretch less what is excluded of it, in nanoseconds, by some claims."""
    out = replace(seen.time("excluded of it", excluded), evidence=_evidence(seen, claims))
    return Explained(
        label=f"{whole.label}, as far as it counts",
        exact=whole.value - out.value,
        rule=Rule.DIFFERENCE,
        unit=seen.unit[0],
        inputs=(whole, out),
    )


def _evidence(seen: Seen, claims: Iterable[str]) -> tuple[str, ...]:
    """Return where some claims stand."""
    rows = seen.measured.view.rows("exclusions")
    at = dict(rows.select("id", "row").iter_rows())
    return tuple(f"{EXCLUSIONS}:{at[claim]} ({claim})" for claim in claims)


def local_text(instant_ns: int, zone: ZoneInfo) -> str:
    """Return an instant by the contract's clock."""
    at = dt.datetime.fromtimestamp(instant_ns // _NS, tz=zone)
    return f"{at:%Y-%m-%d %H:%M}" + (f":{at:%S}" if at.second else "")
