"""Which incidents began in a month? And how long did each take, by both clocks.

The measured clock runs from an outage's onset to its end, the ticket clock as people recorded it.
Both are always worked out; the contract says which one its limits are read with.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from lineproof.assess.clocks import ServiceHours, Stretch, counted, elapsed
from lineproof.assess.excluded import excluded
from lineproof.assess.incidents import (
    OUTAGE_SCHEMA,
    grouped_incidents,
    incidents_of,
    reported_by,
)
from lineproof.assess.intervals import Intervals
from lineproof.assess.service import FURTHEST_NS, midnight_ns, services
from lineproof.assess.shared import shared_by, with_shared
from lineproof.assess.tickets import Ticket, Told, tickets, told_by
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.standing import Incident
from lineproof.measure.rule import NS
from lineproof.measure.sweep import united

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
    known = _measured(view, served)
    measured = known.select(*OUTAGE_SCHEMA)
    told = _of_circuits(tickets(view), served)
    ref_of = _refs(measured, told, within=rule.onset_tolerance_s * NS)
    alone = _unmeasured(told, ref_of)
    outages = with_shared(pl.concat([measured, alone]), shared_by(view, served, rule))
    decided = dict(view.rows("incidents").select("member", "incident").iter_rows())
    members = grouped_incidents(
        outages,
        tolerance_ns=rule.onset_tolerance_s * NS,
        decided={k: v for k, v in _by_ref(decided, ref_of).items() if v},
    )
    left = {ref for ref, name in _by_ref(decided, ref_of).items() if not name}
    members = members.filter(~pl.col("ref").is_in(list(left)))
    endpoints = members.select(pl.col("endpoint").unique().alias("circuit"))
    serving = _with_reported(served, told).join(endpoints, on="circuit", how="semi")
    claims = _united_claims(excluded(view, serving))
    found = incidents_of(_counting(members, claims))
    found = found.filter((pl.col("lo") >= window[0]) & (pl.col("lo") < window[1]))
    open_to = dict(known.filter(pl.col("hi").is_null()).select("ref", "known_to").iter_rows())
    clocks = _Clocks(rule, service_hours(view, rule), _stretches_of(claims), open_to, window[1])
    return _judged(clocks, (found, members), (told, ref_of))


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


def _measured(view: View, served: pl.DataFrame) -> pl.DataFrame:
    """Return every measured outage that began in service, whole: `OUTAGE_SCHEMA` and `known_to`.

    One that lasts to the end of what was measured of its circuit isn't over. What two rules of
    measuring see at the same onset is one outage.
    """
    states = view.case.states
    if states is None or not states.height:
        return pl.DataFrame(schema=OUTAGE_SCHEMA | {"known_to": pl.Int64()})
    ns = [pl.col(c).dt.epoch("ns").alias(c) for c in ("since", "to")]
    rows = states.select("circuit", "state", *ns)
    down = rows.filter(pl.col("state") == "down")
    known_to = rows.join(down, on="circuit", how="semi").group_by("circuit").agg(
        pl.col("to").max().alias("known_to")
    )  # fmt: skip
    began = down.group_by("circuit", "since").agg(pl.col("to").max()).join(known_to, on="circuit")
    serving = served.join(began, on="circuit", how="semi").select("circuit", "lo", "hi")
    in_service = (
        began.join(serving, on="circuit")
        .filter((pl.col("lo") <= pl.col("since")) & (pl.col("since") < pl.col("hi")))
        .unique(["circuit", "since"])
        .sort("circuit", "since")
    )
    second = pl.from_epoch(pl.col("since") // NS, time_unit="s").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    return in_service.select(
        pl.col("circuit").alias("endpoint"),
        pl.col("circuit").alias("shared"),
        pl.col("since").alias("lo"),
        pl.when(pl.col("to") < pl.col("known_to")).then("to").alias("hi"),
        pl.format("{}@{}", "circuit", second).alias("ref"),
        "known_to",
    )


def _of_circuits(told: Sequence[Ticket], served: pl.DataFrame) -> tuple[Ticket, ...]:
    """Return tickets about lines as about the circuits that served them when they were reported."""
    lines = list({t.endpoint for t in told})
    rows = served.filter(pl.col("line").is_in(lines)).select("line", "circuit", "lo", "hi")
    stretches: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for line, circuit, lo, hi in rows.iter_rows():
        stretches[line].append((circuit, lo, hi))
    return tuple(
        replace(
            t,
            endpoint=next(
                (c for c, lo, hi in stretches.get(t.endpoint, ()) if lo <= t.reported < hi),
                t.endpoint,
            ),
        )
        for t in told
    )


def _with_reported(served: pl.DataFrame, told: Sequence[Ticket]) -> pl.DataFrame:
    """Return services with those that only tickets name: lines of a price list, and sites."""
    named = {*served.get_column("line"), *served.get_column("circuit")}
    spans: dict[str, tuple[int, int]] = {}
    for ticket in told:
        if ticket.endpoint not in named:
            first, last = spans.get(ticket.endpoint, (ticket.reported, ticket.reported))
            until = ticket.restored if ticket.restored is not None else FURTHEST_NS
            spans[ticket.endpoint] = (min(first, ticket.reported), max(last, until))
    rows = {
        "line": list(spans),
        "circuit": list(spans),
        "lo": [lo for lo, _ in spans.values()],
        "hi": [hi for _, hi in spans.values()],
    }
    return pl.concat([served, pl.DataFrame(rows)], how="diagonal_relaxed")


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


def _united_claims(claims: pl.DataFrame) -> pl.DataFrame:
    """Return when each circuit was excluded: circuit, lo, hi, without overlaps."""
    circuits = claims.select("circuit").unique().sort("circuit").with_row_index("key")
    circuits = circuits.with_columns(pl.col("key").cast(pl.Int64))
    spans = united(claims.join(circuits, on="circuit")).join(circuits, on="key")
    return spans.select("circuit", "lo", "hi")


def _counting(members: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Return members without those that lie in excluded time as a whole."""
    covered = (
        members.join(claims.select(endpoint="circuit", from_="lo", to_="hi"), on="endpoint")
        .filter((pl.col("from_") <= pl.col("lo")) & (pl.col("hi") <= pl.col("to_")))
        .select("ref")
    )
    return members.join(covered.unique(), on="ref", how="anti")


def _judged(
    clocks: _Clocks,
    frames: tuple[pl.DataFrame, pl.DataFrame],
    told: tuple[Sequence[Ticket], Mapping[str, str]],
) -> tuple[Judged, ...]:
    """Return each incident with its clocks; frames: incidents, members."""
    found, members = frames
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
    judged = []
    for name, shared, onset, over, count, peak in found.iter_rows():
        reports = [t for ref in refs[name] for t in by_ref.get(ref, ())]
        tells = told_by(reports) if reports else None
        is_measured = any(ref not in ticket_ids for ref in refs[name])
        clock = clocks.of(endpoints[name], refs[name], onset if is_measured else None)
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


def _stretches_of(claims: pl.DataFrame) -> dict[str, list[Stretch]]:
    """Return when each circuit was excluded, in order."""
    found: dict[str, list[Stretch]] = defaultdict(list)
    for circuit, lo, hi in claims.sort("circuit", "lo").iter_rows():
        found[circuit].append((lo, hi))
    return found


def _in_both(one: Sequence[Stretch], other: Sequence[Stretch]) -> list[Stretch]:
    """Return what two lists of stretches share; each is in order and without overlaps."""
    found, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        lo, hi = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if lo < hi:
            found.append((lo, hi))
        if one[i][1] <= other[j][1]:
            i += 1
        else:
            j += 1
    return found


@dataclass(frozen=True, slots=True)
class _Clocks:
    """What all incidents' clocks share.

    excluded: by circuit. open_to: up to when an outage that isn't over was measured, by its ref.
    end: of the month.
    """

    rule: Incident
    hours: ServiceHours | None
    excluded: Mapping[str, Sequence[Stretch]]
    open_to: Mapping[str, int]
    end: int

    def of(self, endpoints: Iterable[str], refs: Iterable[str], onset: int | None) -> _Clock:
        """Return one incident's clock; it stands still while all its endpoints are excluded."""
        together = functools.reduce(
            _in_both, (self.excluded.get(each, ()) for each in sorted(endpoints))
        )
        known = max((self.open_to[ref] for ref in refs if ref in self.open_to), default=self.end)
        return _Clock(self.rule, self.hours, tuple(together), onset, (known, self.end))


@dataclass(frozen=True, slots=True)
class _Clock:
    """How one incident's time is counted.

    onset: the measured one, None where nothing was measured. sure: up to when something not over
    yet is sure to have taken: as far as it was measured, and, by the tickets, to the month's end.
    """

    rule: Incident
    hours: ServiceHours | None
    excluded: tuple[Stretch, ...]
    onset: int | None
    sure: tuple[int, int]

    def measured(self, over: int | None) -> Took | None:
        """Return how long the outage took, by what was measured."""
        if self.onset is None:
            return None
        return self._took((self.onset, over), self.sure[0], self.excluded)

    def by_tickets(self, told: Told | None) -> tuple[Took | None, Took | None, Took | None]:
        """Return how long answer, arrival and restoration took, by the tickets."""
        if told is None:
            return None, None, None
        starts = self._start(told)
        pauses = (*self.excluded, *(told.pauses if self.rule.pauses == "stop" else ()))
        ends = (told.responded, told.on_site, told.restored)
        response, on_site, restoration = (
            self._took((starts, end), self.sure[1], pauses) for end in ends
        )
        return response, on_site, restoration

    def _start(self, told: Told) -> int:
        """Return when the contract's clock starts."""
        if self.onset is None or self.rule.starts == "reported":
            return told.reported
        if self.rule.starts == "onset":
            return self.onset
        choose = min if self.rule.starts == "earlier" else max
        return choose(self.onset, told.reported)

    def _took(self, ends: tuple[int, int | None], sure: int, pauses: tuple[Stretch, ...]) -> Took:
        """Return how long something took; ends: its start, and its end where it is over."""
        start, over = ends
        until = over if over is not None else max(sure, start)
        spent = elapsed(counted(start, until, pauses=pauses, hours=self.hours))
        return Took(spent, None if over is None else spent)
