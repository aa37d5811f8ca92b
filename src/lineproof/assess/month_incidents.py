"""Which incidents began in a month? And how long did each take, by both clocks.

The measured clock runs from an outage's onset to its end, the ticket clock as people recorded it.
Both are always worked out; the contract says which one its limits are read with.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from lineproof.assess.clocks import ServiceHours, Stretch, counted, elapsed
from lineproof.assess.excluded import excluded
from lineproof.assess.incidents import (
    OUTAGE_SCHEMA,
    grouped_incidents,
    incidents_of,
    outage_ref,
    reported_by,
)
from lineproof.assess.intervals import Intervals
from lineproof.assess.service import midnight_ns, services
from lineproof.assess.tickets import Ticket, Told, tickets, told_by
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.pricing import CircuitSchedule
from lineproof.contract.terms.standing import Incident
from lineproof.measure.rule import NS
from lineproof.measure.sweep import sweep, united

DEFAULT_RULE = Incident(id="", clause="", kind="incident")
"""How incidents are made where no clause says: each endpoint for itself, by its tickets."""


@dataclass(frozen=True, slots=True)
class Took:
    """How long something took, in nanoseconds: at least, and at most; None: it isn't over."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Judged:
    """One incident: who was down, and how long it took by each clock.

    peak: the most distinct endpoints down at one time, excluded ones apart. measured: from onset to
    end; None where nothing was measured. response, on_site, restoration: by the tickets; None where
    there is none. told: what the tickets say. outages: its members' refs.
    """

    incident: str
    shared: str
    onset: int
    over: int | None
    endpoints: int
    peak: int
    outages: tuple[str, ...]
    measured: Took | None
    response: Took | None = None
    on_site: Took | None = None
    restoration: Took | None = None
    told: Told | None = field(default=None)


def month_incidents(view: View, intervals: Intervals, month: dt.date) -> tuple[Judged, ...]:
    """Return the incidents whose onset lies in a month, by onset."""
    period = view.period(month)
    zone = view.contract.contract.timezone
    window = tuple(midnight_ns(day, timezone=zone) for day in (period.start, period.end))
    rule = incident_rule(view, month)
    served = services(view, intervals)
    shared = _shared(view, served, rule, on=period.start)
    measured = _measured(view)
    told = tickets(view)
    ref_of = _refs(measured, told, within=rule.onset_tolerance_s * NS)
    alone = _unmeasured(told, ref_of)
    outages = _with_shared(pl.concat([measured, alone]), shared)
    decided = dict(view.rows("incidents").select("member", "incident").iter_rows())
    members = grouped_incidents(
        outages,
        tolerance_ns=rule.onset_tolerance_s * NS,
        decided={k: v for k, v in _by_ref(decided, ref_of).items() if v},
    )
    left = {ref for ref, name in _by_ref(decided, ref_of).items() if not name}
    members = members.filter(~pl.col("ref").is_in(list(left)))
    claims = excluded(view, served)
    found = incidents_of(_counting(members, claims))
    found = found.filter((pl.col("lo") >= window[0]) & (pl.col("lo") < window[1]))
    return _judged(view, rule, (found, members, claims), (told, ref_of), end=window[1])


def incident_rule(view: View, month: dt.date) -> Incident:
    """Return the clause on incidents in force on a month's first day, or what holds without one."""
    first = view.period(month).start
    terms = (term for term, days in of_kind(view.versions, Incident) if first in days)
    return next(terms, DEFAULT_RULE)


def service_hours(view: View, rule: Incident) -> ServiceHours | None:
    """Return when a clause's clock runs; None: day and night."""
    if rule.hours_from is None and rule.hours_to is None and rule.days == "all":
        return None
    begin, end = (_minutes(t) for t in (rule.hours_from or "00:00", rule.hours_to or "24:00"))
    zone = view.contract.contract.timezone
    return ServiceHours(begin, end, rule.days, zone, view.case.workdays)


def _minutes(text: str) -> int:
    """Return a time of the day as minutes after midnight."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _measured(view: View) -> pl.DataFrame:
    """Return every measured outage, whole, in columns of `OUTAGE_SCHEMA`.

    One that lasts to the end of what was measured of its circuit isn't over.
    """
    states = view.case.states
    if states is None or not states.height:
        return pl.DataFrame(schema=OUTAGE_SCHEMA)
    ns = [pl.col(c).dt.epoch("ns").alias(c) for c in ("since", "to")]
    rows = states.select("circuit", "state", *ns)
    known_to = rows.group_by("circuit").agg(pl.col("to").max().alias("known_to"))
    down = (
        rows.filter(pl.col("state") == "down")
        .group_by("circuit", "since")
        .agg(pl.col("to").max())
        .join(known_to, on="circuit")
        .sort("circuit", "since")
    )
    refs = [outage_ref(c, lo) for c, lo in down.select("circuit", "since").iter_rows()]
    is_over = pl.col("to") < pl.col("known_to")
    return down.with_columns(pl.Series("ref", refs, dtype=pl.String)).select(
        pl.col("circuit").alias("endpoint"),
        pl.col("circuit").alias("shared"),
        pl.col("since").alias("lo"),
        pl.when(is_over).then("to").alias("hi"),
        "ref",
    )


def _shared(view: View, served: pl.DataFrame, rule: Incident, *, on: dt.date) -> Mapping[str, str]:
    """Return what each endpoint shares with others on a day, by circuit and by line."""
    if rule.shared == "none":
        return {}
    column = {"upstream": "upstream", "site": "site"}[rule.shared]
    files = {v.term.file for v in view.versions if isinstance(v.term, CircuitSchedule)}
    event = {"upstream": "rehomed", "site": "moved"}[rule.shared]
    found: dict[str, str] = {}
    for file in sorted(files):
        rows = view.case.schedules[file].select("line", pl.col(column))
        found |= {line: value for line, value in rows.iter_rows() if value}
    changed = view.rows("lifecycle").filter(
        (pl.col("event") == event) & (pl.col("date") <= on) & pl.col("value").is_not_null()
    )
    found |= dict(changed.sort("date", "recorded_at").select("line", "value").iter_rows())
    by_circuit = served.select("circuit", "line").unique().sort("line")
    return found | {c: found[line] for c, line in by_circuit.iter_rows() if line in found}


def _with_shared(outages: pl.DataFrame, shared: Mapping[str, str]) -> pl.DataFrame:
    """Return outages with what each endpoint shares; one that shares nothing stands for itself."""
    if not shared:
        return outages
    named = pl.col("endpoint").replace_strict(dict(shared), default=None, return_dtype=pl.String)
    return outages.with_columns(pl.coalesce(named, "endpoint").alias("shared"))


def _refs(measured: pl.DataFrame, told: Sequence[Ticket], *, within: int) -> dict[str, str]:
    """Return the ref of the outage that each ticket reports, or the ticket's own id."""
    asked = pl.DataFrame(
        [(t.id, t.endpoint, t.reported) for t in told],
        schema={"ticket": pl.String, "endpoint": pl.String, "reported": pl.Int64}, orient="row",
    )  # fmt: skip
    met = reported_by(measured, asked, within_ns=within)
    return {ticket: ref or ticket for ticket, ref in met.iter_rows()}


def _unmeasured(told: Sequence[Ticket], ref_of: Mapping[str, str]) -> pl.DataFrame:
    """Return the outages that only a ticket tells of, in columns of `OUTAGE_SCHEMA`."""
    rows = [
        (t.endpoint, t.endpoint, t.reported, t.restored, t.id) for t in told if ref_of[t.id] == t.id
    ]
    return pl.DataFrame(rows, schema=OUTAGE_SCHEMA, orient="row")


def _by_ref(decided: Mapping[str, str | None], ref_of: Mapping[str, str]) -> dict[str, str | None]:
    """Return decisions by the refs of outages: one about a ticket is about what it reports."""
    return {ref_of.get(member, member): name for member, name in decided.items()}


def _counting(members: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Return members without those that lie in excluded time as a whole."""
    if not claims.height:
        return members
    circuits = claims.select("circuit").unique().sort("circuit").with_row_index("key")
    circuits = circuits.with_columns(pl.col("key").cast(pl.Int64))
    spans = united(claims.join(circuits, on="circuit")).join(circuits, on="key")
    covered = (
        members.join(spans.select(endpoint="circuit", from_="lo", to_="hi"), on="endpoint")
        .filter((pl.col("from_") <= pl.col("lo")) & (pl.col("hi") <= pl.col("to_")))
        .select("ref")
    )
    return members.join(covered.unique(), on="ref", how="anti")


def _judged(
    view: View,
    rule: Incident,
    frames: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame],
    told: tuple[Sequence[Ticket], Mapping[str, str]],
    *,
    end: int,
) -> tuple[Judged, ...]:
    """Return each incident with its clocks; frames: incidents, members, exclusions."""
    found, members, claims = frames
    own = members.join(found.select("incident"), on="incident", how="semi")
    refs: dict[str, list[str]] = defaultdict(list)
    endpoints: dict[str, set[str]] = defaultdict(set)
    for name, ref, endpoint in own.select("incident", "ref", "endpoint").iter_rows():
        refs[name].append(ref)
        endpoints[name].add(endpoint)
    by_ref: dict[str, list[Ticket]] = defaultdict(list)
    for ticket in told[0]:
        by_ref[told[1][ticket.id]].append(ticket)
    ticket_ids = {t.id for t in told[0]}
    hours = service_hours(view, rule)
    judged = []
    for name, shared, onset, over, count, peak in found.iter_rows():
        reports = [t for ref in refs[name] for t in by_ref.get(ref, ())]
        tells = told_by(reports) if reports else None
        pauses = _excluded_together(claims, endpoints[name])
        is_measured = any(ref not in ticket_ids for ref in refs[name])
        clock = _Clock(rule, hours, (*pauses,), onset if is_measured else None, end)
        judged.append(
            Judged(
                name, shared, onset, over,
                max(count, tells.endpoints if tells else 0),
                max(peak, tells.endpoints if tells else 0),
                tuple(refs[name]),
                clock.measured(over),
                *clock.by_tickets(tells),
                tells,
            )
        )  # fmt: skip
    return tuple(judged)


def _excluded_together(claims: pl.DataFrame, endpoints: set[str]) -> list[Stretch]:
    """Return when all of some endpoints were excluded at once: then their clock stands still."""
    own = claims.filter(pl.col("circuit").is_in(list(endpoints)))
    if own.get_column("circuit").n_unique() < len(endpoints) or not own.height:
        return []
    circuits = own.select("circuit").unique().sort("circuit").with_row_index("number")
    circuits = circuits.with_columns(pl.col("number").cast(pl.Int64))
    each = united(own.join(circuits, on="circuit").with_columns(key="number"))
    every = sweep(each.with_columns(key=pl.lit(0, pl.Int64)), [])
    rows = every.filter(pl.col("covers") == len(endpoints)).select("lo", "hi").iter_rows()
    return [(lo, hi) for lo, hi in rows]


@dataclass(frozen=True, slots=True)
class _Clock:
    """How one incident's time is counted.

    onset: the measured one, None where nothing was measured. end: of the month, up to which
    something not over yet is sure to have taken.
    """

    rule: Incident
    hours: ServiceHours | None
    excluded: tuple[Stretch, ...]
    onset: int | None
    end: int

    def measured(self, over: int | None) -> Took | None:
        """Return how long the outage took, by what was measured."""
        return None if self.onset is None else self._took(self.onset, over, self.excluded)

    def by_tickets(self, told: Told | None) -> tuple[Took | None, Took | None, Took | None]:
        """Return how long answer, arrival and restoration took, by the tickets."""
        if told is None:
            return None, None, None
        starts = self._start(told)
        pauses = (*self.excluded, *(told.pauses if self.rule.pauses == "stop" else ()))
        ends = (told.responded, told.on_site, told.restored)
        response, on_site, restoration = (self._took(starts, end, pauses) for end in ends)
        return response, on_site, restoration

    def _start(self, told: Told) -> int:
        """Return when the contract's clock starts."""
        if self.onset is None or self.rule.starts == "reported":
            return told.reported
        if self.rule.starts == "onset":
            return self.onset
        choose = min if self.rule.starts == "earlier" else max
        return choose(self.onset, told.reported)

    def _took(self, start: int, over: int | None, pauses: tuple[Stretch, ...]) -> Took:
        """Return how long something took; what isn't over took at least to the month's end."""
        until = over if over is not None else max(self.end, start)
        spent = elapsed(counted(start, until, pauses=pauses, hours=self.hours))
        return Took(spent, None if over is None else spent)
