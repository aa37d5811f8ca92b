"""Which incidents began in a month? And how long did each take, by both clocks.

The measured clock runs from an outage's onset to its end, the ticket clock as people recorded it.
Both are always worked out; the contract says which one its limits are read with.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from lineproof.assess.clocks import ServiceHours
from lineproof.assess.excluded import excluded
from lineproof.assess.incident_clocks import Clocks, Took, stretches_of
from lineproof.assess.incidents import (
    OUTAGE_SCHEMA,
    grouped_incidents,
    incidents_of,
    reported_by,
)
from lineproof.assess.service import FURTHEST_NS, midnight_ns
from lineproof.assess.shared import shared_by, with_shared
from lineproof.assess.tickets import Ticket, Told, tickets, told_by
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.standing import Incident
from lineproof.measure.exclusions import Exclusions, excluded_lengths
from lineproof.measure.rule import NS

DEFAULT_RULE = Incident(id="", clause="", kind="incident")
"""How incidents are made where no clause says: each endpoint for itself, by its tickets."""


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


def month_incidents(view: View, served: pl.DataFrame, month: dt.date) -> tuple[Judged, ...]:
    """Return the incidents whose onset lies in a month, by onset.

    served: as `assess.service.services` returns it.
    """
    period = view.period(month)
    zone = view.contract.contract.timezone
    window = (midnight_ns(period.start, timezone=zone), midnight_ns(period.end, timezone=zone))
    rule = incident_rule(view, month)
    known = _measured(view, served)
    measured = known.select(*OUTAGE_SCHEMA)
    told = _of_circuits(tickets(view), served)
    ref_of = _refs(measured, told, within=rule.onset_tolerance_s * NS)
    alone = _unmeasured(told, ref_of)
    outages = pl.concat([measured, alone])
    outages = with_shared(outages, shared_by(view, served, rule, outages["endpoint"]))
    decided = _by_ref(dict(view.rows("incidents").select("member", "incident").iter_rows()), ref_of)
    members = grouped_incidents(
        outages,
        tolerance_ns=rule.onset_tolerance_s * NS,
        decided={ref: name for ref, name in decided.items() if name},
    )
    left = [ref for ref, name in decided.items() if not name]
    members = _of_window(members.filter(~pl.col("ref").is_in(left)), window)
    endpoints = members.select(pl.col("endpoint").unique().alias("circuit"))
    serving = _with_reported(served, told).join(endpoints, on="circuit", how="semi")
    claims = excluded(view, serving, within=_reach(members, told, window))
    classed = claims.classed(members.rename({"endpoint": "circuit"}))
    found = incidents_of(_counting(members, claims))
    found = found.filter((pl.col("lo") >= window[0]) & (pl.col("lo") < window[1]))
    ends = known.filter(pl.col("hi").is_null()).select("ref", "known_to")
    own = classed.join(found.select("incident"), on="incident", how="semi", maintain_order="left")
    own = own.join(ends, on="ref", how="left", maintain_order="left")
    clocks = Clocks(rule, service_hours(view, rule), stretches_of(claims), window[1])
    return _judged(clocks, found, _members_of(own, told, ref_of))


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
    rows = states.select("circuit", "state", *ns, pl.col("from").dt.epoch("ns"))
    # most are followed by what was measured next: only of the rest it is asked how far that reaches
    is_followed = (pl.col("circuit") == pl.col("circuit").shift(-1)) & (
        pl.col("from").shift(-1) >= pl.col("to")
    )
    down = rows.with_columns(is_followed.fill_null(value=False).alias("is_over")).filter(
        pl.col("state") == "down"
    )
    last = down.filter(~pl.col("is_over")).select("circuit")
    known_to = rows.join(last, on="circuit", how="semi").group_by("circuit").agg(
        pl.col("to").max().alias("known_to")
    )  # fmt: skip
    began = (
        down.group_by("circuit", "since")
        .agg(pl.col("to").max(), pl.col("is_over").sort_by("to").last())
        .join(known_to, on="circuit", how="left")
    )
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
        pl.when(pl.col("is_over") | (pl.col("to") < pl.col("known_to"))).then("to").alias("hi"),
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
    asked = list({ticket.endpoint for ticket in told})
    served_by = served.filter(pl.col("line").is_in(asked) | pl.col("circuit").is_in(asked))
    named = {*served_by.get_column("line"), *served_by.get_column("circuit")}
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


def _of_window(members: pl.DataFrame, window: tuple[int, int]) -> pl.DataFrame:
    """Return the members of the incidents that may begin in a window: one of them does."""
    inside = (pl.col("lo") >= window[0]) & (pl.col("lo") < window[1])
    names = members.filter(inside).select(pl.col("incident").unique())
    return members.join(names, on="incident", how="semi", maintain_order="left")


def _reach(
    members: pl.DataFrame, told: Sequence[Ticket], window: tuple[int, int]
) -> tuple[int, int]:
    """Return from when to when claims may matter to some incidents of a window."""
    first, last = members.select(pl.col("lo").min(), last=pl.max_horizontal("lo", "hi").max()).row(
        0
    )
    restored = (t.restored for t in told if t.restored is not None)
    return min(window[0], first or window[0]), max(window[1], last or window[1], *restored)


def _counting(members: pl.DataFrame, claims: Exclusions) -> pl.DataFrame:
    """Return members without those that lie in excluded time as a whole."""
    # a ticket closed as it was opened lies in the time it falls in
    until = pl.max_horizontal("hi", pl.col("lo") + 1)
    times = members.select("lo", circuit="endpoint", hi=pl.coalesce(until, "lo"))
    spent = (pl.col("hi") - pl.col("lo")).alias("spent")
    is_covered = times.select(spent).to_series() == excluded_lengths(times, claims)
    return members.filter(~(is_covered & members.get_column("hi").is_not_null()))


@dataclass(frozen=True, slots=True)
class _Members:
    """What one incident's members have together.

    outages: their refs. classes: of those that have the same exclusions; None: one has none.
    is_measured: whether any was. known_to: up to when one not over was measured. told: by tickets.
    """

    outages: tuple[str, ...]
    classes: tuple[int | None, ...]
    is_measured: bool
    known_to: int | None
    told: Told | None


def _members_of(
    own: pl.DataFrame, told: Sequence[Ticket], ref_of: Mapping[str, str]
) -> dict[str, _Members]:
    """Return the members of each incident; own: with their class, and known_to where not over."""
    reports = pl.DataFrame(
        [(n, ref_of[t.id]) for n, t in enumerate(told)],
        schema={"ticket": pl.Int64, "ref": pl.String}, orient="row",
    )  # fmt: skip
    placed = own.select("incident", "ref").with_row_index("place").join(reports, on="ref")
    by_incident = placed.sort("place", "ticket").group_by("incident", maintain_order=True)
    tickets_of = dict(by_incident.agg("ticket").iter_rows())
    ids = [t.id for t in told]
    rows = own.group_by("incident", maintain_order=True).agg(
        "ref",
        pl.col("class").unique().sort(),
        pl.col("ref").is_in(ids).not_().any().alias("is_measured"),
        pl.col("known_to").max(),
    )
    return {
        name: _Members(
            tuple(refs), tuple(classes), is_measured, known_to,
            told_by([told[n] for n in tickets_of[name]]) if name in tickets_of else None,
        )
        for name, refs, classes, is_measured, known_to in rows.iter_rows()
    }  # fmt: skip


def _judged(
    clocks: Clocks, found: pl.DataFrame, members: Mapping[str, _Members]
) -> tuple[Judged, ...]:
    """Return each incident with its clocks."""
    judged = []
    for name, shared, onset, over, count, peak in found.iter_rows():
        own = members[name]
        clock = clocks.of(own.classes, onset if own.is_measured else None, known_to=own.known_to)
        judged.append(
            Judged(
                name, shared, onset, over,
                max(count, own.told.endpoints if own.told else 0),
                max(peak, own.told.endpoints if own.told else 0),
                own.outages,
                clock.measured(over),
                *clock.by_tickets(own.told),
                own.told,
            )
        )  # fmt: skip
    return tuple(judged)
