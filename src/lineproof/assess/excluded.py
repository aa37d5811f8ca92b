"""Which time doesn't count against the provider? Claims the other side accepted.

It only says which; `lineproof.measure.availability` takes it out, after states are settled.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import polars as pl

from lineproof.assess.service import midnight_ns
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.scoring import Exclusion
from lineproof.model.period import add_months

_HOUR_NS = 3_600 * 10**9
_FURTHEST_US = 2**62 // 1000
#: One row a circuit and claim. Instants in nanoseconds since 1970 UTC.
EXCLUDED_SCHEMA: dict[str, pl.DataType] = {
    "circuit": pl.String(),
    "lo": pl.Int64(),
    "hi": pl.Int64(),
    "mode": pl.String(),
    "claim": pl.String(),
}


def excluded(view: View, services: pl.DataFrame) -> pl.DataFrame:
    """Return what accepted claims exclude, by circuit, in columns of `EXCLUDED_SCHEMA`.

    services: as `assess.service.services` returns them. A claim without lines is about all; one
    about a line is about its circuit while it serves that line. How its time counts, and how much
    of it may in a month, is said by the exclusion term of its cause on the day the claim begins;
    without one all of it is taken out. What was accepted in part counts from `agreed_from` to
    `agreed_to`; without both of them none of it does.
    """
    accepted = _accepted(view)
    if not accepted.height:
        return pl.DataFrame(schema=EXCLUDED_SCHEMA)
    claims = _claims(view, accepted)
    about_all = claims.filter(pl.col("lines").is_null())
    named = (
        claims.filter(pl.col("lines").is_not_null())
        .with_columns(line=pl.col("lines").str.split(";"))
        .explode("line")
        .with_columns(pl.col("line").str.strip_chars())
        .join(services.select("line", "circuit", first="lo", last="hi"), on="line")
    )
    first, last = pl.col("lo").min().alias("first"), pl.col("hi").max().alias("last")
    circuits = services.group_by("circuit").agg(first, last)
    columns = [*EXCLUDED_SCHEMA, "term", "first", "last"]
    both = [about_all.join(circuits, how="cross").select(columns), named.select(columns)]
    found = _within(pl.concat(both)).drop("first", "last")
    return _capped(view, found).select(*EXCLUDED_SCHEMA).unique().sort("circuit", "lo", "claim")


def _accepted(view: View) -> pl.DataFrame:
    """Return the claims the other side accepted, each with the time it accepted."""
    rows = view.rows("exclusions")
    agreed = {"from": pl.col("agreed_from"), "to": pl.col("agreed_to")}
    has_part = pl.col("agreed_from").is_not_null() & pl.col("agreed_to").is_not_null()
    in_part = rows.filter((pl.col("answer") == "partly") & has_part).with_columns(**agreed)
    return pl.concat([rows.filter(pl.col("answer") == "accepted"), in_part])


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
    """Return exclusions cut to the hours a month that their term allows each circuit.

    The first of a month count; time that two claims of one term share counts once.
    """
    terms = [term for term, _ in of_kind(view.versions, Exclusion)]
    caps = {n: t.monthly_cap_h for n, t in enumerate(terms) if t.monthly_cap_h is not None}
    is_capped = pl.col("term").is_in(list(caps))
    capped = found.filter(is_capped.fill_null(value=False))
    if not capped.height:
        return found
    allowed = {n: int(Fraction(cap) * _HOUR_NS) for n, cap in caps.items()}
    by = ["circuit", "term", "month"]
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
