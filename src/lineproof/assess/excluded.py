"""Which time doesn't count against the provider? Claims the other side accepted.

It only says which; `lineproof.measure.availability` takes it out, after states are settled.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import replace
from fractions import Fraction

import polars as pl

from lineproof.assess.service import FURTHEST_NS, midnight_ns
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.scoring import Exclusion
from lineproof.measure.exclusions import Exclusions, nothing_excluded
from lineproof.model.period import add_months

_HOUR_NS = 3_600 * 10**9
_FURTHEST_US = 2**62 // 1000
_ALWAYS = (-FURTHEST_NS, FURTHEST_NS)
_OF_CLAIM = ("lo", "hi", "mode", "claim", "term")


def excluded(
    view: View, services: pl.DataFrame, *, within: tuple[int, int] = _ALWAYS
) -> Exclusions:
    """Return what accepted claims exclude, of which circuits.

    services: as `assess.service.services` returns them. A claim without lines is about all; one
    about a line is about its circuit while it serves that line. How its time counts, and how much
    of it may in a month, is said by the exclusion term of its cause on the day the claim begins;
    without one all of it is taken out. What was accepted in part counts from `agreed_from` to
    `agreed_to`; without both of them none of it does. within: the time that is asked for, in
    nanoseconds; what lies outside the months it touches is left out.
    """
    accepted = _accepted(view)
    if not accepted.height:
        return nothing_excluded()
    first, last = _edges(view, within)
    cut = {"first": pl.lit(first, pl.Int64), "last": pl.lit(last, pl.Int64)}
    claims = _within(_claims(view, accepted).with_columns(**cut)).drop(*cut)
    if not claims.height:
        return nothing_excluded()
    named = (
        claims.filter(pl.col("lines").is_not_null())
        .with_columns(line=pl.col("lines").str.split(";"))
        .explode("line")
        .with_columns(pl.col("line").str.strip_chars())
        .join(services.select("line", "circuit", first="lo", last="hi"), on="line")
    )
    about_all = claims.filter(pl.col("lines").is_null()).select(_OF_CLAIM)
    found = _classed(services, about_all, _within(named).select("circuit", *_OF_CLAIM).unique())
    spans = _capped(view, found.spans).select("class", "lo", "hi", "mode", "claim")
    return replace(found, spans=spans.unique())


def _classed(services: pl.DataFrame, about_all: pl.DataFrame, named: pl.DataFrame) -> Exclusions:
    """Return circuits by what they have in common: their own claims, and how long they serve.

    named: claims about single lines, by circuit, cut to its service. Those about all are cut to
    each circuit's service here; most serve throughout them, and are the rest.
    """
    ends = about_all.select(pl.col("lo").min().fill_null(0), pl.col("hi").max().fill_null(0)).row(0)
    sets, own = _own_sets(named)
    cut = services.filter((pl.col("lo") > ends[0]) | (pl.col("hi") < ends[1]))
    each = (
        services.join(cut, on="circuit", how="semi")
        .group_by("circuit")
        .agg(first=pl.col("lo").min().clip(*ends), last=pl.col("hi").max().clip(*ends))
        .join(sets, on="circuit", how="full", coalesce=True)
        .with_columns(
            first=pl.col("first").fill_null(ends[0]), last=pl.col("last").fill_null(ends[1])
        )
        .with_columns(pl.col("set").fill_null(-1))
    )
    key = ["first", "last", "set"]
    rest = pl.DataFrame([(*ends, -1)], schema=dict.fromkeys(key, pl.Int64), orient="row")
    kinds = pl.concat([rest, each.select(key)]).unique(maintain_order=True)
    kinds = kinds.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias("class"))
    columns = ["class", *_OF_CLAIM]
    shared = _within(kinds.join(about_all, how="cross")).select(columns)
    spans = pl.concat([shared, kinds.join(own, on="set").select(columns)])
    return Exclusions(each.join(kinds, on=key).select("circuit", "class"), spans, rest=0)


def _own_sets(named: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return which circuits have which set of claims of their own, and each set's claims."""
    spans = named.select("lo", "hi", "claim").unique().with_row_index("span")
    listed = named.join(spans, on=["lo", "hi", "claim"])
    by_circuit = listed.group_by("circuit").agg(pl.col("span").sort())
    sets = by_circuit.select("span").unique().with_row_index("set")
    sets = sets.with_columns(pl.col("set").cast(pl.Int64))
    whose = by_circuit.join(sets, on="span").select("circuit", "set")
    one_each = whose.unique("set", keep="any")
    return whose, listed.join(one_each, on="circuit").select("set", *_OF_CLAIM)


def _accepted(view: View) -> pl.DataFrame:
    """Return the claims the other side accepted, each with the time it accepted."""
    rows = view.rows("exclusions")
    agreed = {"from": pl.col("agreed_from"), "to": pl.col("agreed_to")}
    has_part = pl.col("agreed_from").is_not_null() & pl.col("agreed_to").is_not_null()
    in_part = rows.filter((pl.col("answer") == "partly") & has_part).with_columns(**agreed)
    return pl.concat([rows.filter(pl.col("answer") == "accepted"), in_part])


def _edges(view: View, within: tuple[int, int]) -> tuple[int, int]:
    """Return from when to when claims may matter: a month more on either side, for their caps."""
    if within == _ALWAYS:
        return within
    name = view.contract.contract.timezone
    zone = zoneinfo.ZoneInfo(name)
    days = (dt.datetime.fromtimestamp(at // 10**9, tz=zone).date().replace(day=1) for at in within)
    months = [add_months(day, more) for day, more in zip(days, (-1, 1), strict=True)]
    ends = view.period(months[0]).start, view.period(months[1]).end
    return midnight_ns(ends[0], timezone=name), midnight_ns(ends[1], timezone=name)


def _within(found: pl.DataFrame) -> pl.DataFrame:
    """Return intervals cut to [first, last); what lies outside is left out."""
    return found.with_columns(
        pl.max_horizontal("lo", "first").alias("lo"), pl.min_horizontal("hi", "last").alias("hi")
    ).filter(pl.col("lo") < pl.col("hi"))


def _claims(view: View, accepted: pl.DataFrame) -> pl.DataFrame:
    """Return claims with how their time counts, and the number of the term that says so."""
    day = pl.col("from").dt.convert_time_zone(view.contract.contract.timezone).dt.date()
    says = [
        pl.when((pl.col("cause") == term.cause) & (day >= days.start) & (day < days.end)).then(n)
        for n, (term, days) in enumerate(of_kind(view.versions, Exclusion))
    ]
    modes = {n: term.mode for n, (term, _) in enumerate(of_kind(view.versions, Exclusion))}
    return accepted.with_columns(
        pl.coalesce(*says, pl.lit(None, pl.Int32)).cast(pl.Int64).alias("term")
    ).select(
        pl.col("id").alias("claim"),
        # as far as nanoseconds reach: the end of time is a typing error, not an overflow
        *(
            (pl.col(column).dt.epoch("us").clip(-_FURTHEST_US, _FURTHEST_US) * 1000).alias(name)
            for name, column in (("lo", "from"), ("hi", "to"))
        ),
        pl.col("term")
        .replace_strict(modes, default="remove_from_denominator", return_dtype=pl.String)
        .alias("mode"),
        "lines",
        "term",
    )


def _capped(view: View, found: pl.DataFrame) -> pl.DataFrame:
    """Return exclusions cut to the hours a month that their term allows each class of circuits.

    The first of a month count; time that two claims of one term share counts once.
    """
    terms = [term for term, _ in of_kind(view.versions, Exclusion)]
    caps = {n: t.monthly_cap_h for n, t in enumerate(terms) if t.monthly_cap_h is not None}
    is_capped = pl.col("term").is_in(list(caps))
    capped = found.filter(is_capped.fill_null(value=False))
    if not capped.height:
        return found
    allowed = {n: int(Fraction(cap) * _HOUR_NS) for n, cap in caps.items()}
    by = ["class", "term", "month"]
    apart = (
        _within(capped.join(_months(view, capped), how="cross"))
        .sort(*by, "lo", "hi", "claim")
        # what an earlier claim covers is counted with it
        .with_columns(pl.max_horizontal("lo", pl.col("hi").cum_max().shift().over(by)).alias("lo"))
        .filter(pl.col("lo") < pl.col("hi"))
    )
    left = pl.col("term").replace_strict(allowed, return_dtype=pl.Int64) - (
        (pl.col("hi") - pl.col("lo")).cum_sum().over(by) - (pl.col("hi") - pl.col("lo"))
    )
    kept = apart.with_columns(hi=pl.min_horizontal("hi", pl.col("lo") + left.clip(0)))
    rest = found.filter(~is_capped.fill_null(value=False))
    return pl.concat([rest, kept.filter(pl.col("lo") < pl.col("hi")).select(found.columns)])


def _months(view: View, found: pl.DataFrame) -> pl.DataFrame:
    """Return the contract's months that some exclusions lie in: month, first, last (ns)."""
    zone = view.contract.contract.timezone
    ends = found.select(pl.col("lo").min(), pl.col("hi").max()).row(0)
    days = [dt.datetime.fromtimestamp(at // 10**9, tz=dt.UTC).date() for at in ends]
    month = add_months(days[0].replace(day=1), -1)
    rows = []
    while month <= add_months(days[1].replace(day=1), 1):
        period = view.period(month)
        edges = (midnight_ns(day, timezone=zone) for day in (period.start, period.end))
        rows.append((month, *edges))
        month = add_months(month, 1)
    schema = {"month": pl.Date(), "first": pl.Int64(), "last": pl.Int64()}
    return pl.DataFrame(rows, schema=schema, orient="row")
