"""How does the service change the price? Scorecards, bands, exclusions, outage credits."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from lineproof.contract.fields import (
    Amount,
    Count,
    Factor,
    Flag,
    Id,
    Positive,
    Ratio,
    Share,
    Strict,
    Term,
    Text,
    UnitPrice,
)

Item = Annotated["StepItem | RateItem | EachItem | ManualItem", Field(discriminator="deduction")]
Nature = Literal["price_reduction", "out_of_scope"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item(Strict):
    """What every scorecard item says: what it measures and how many points it is worth."""

    item: Id
    """Its name; scores name it."""
    metric: Text
    """What is measured."""
    max_points: Ratio
    """Its greatest points."""
    clause: Text | None = None
    """Where the document says so, if elsewhere than the scorecard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Strict):
    """One severity's limit and what each further stretch beyond it costs, in hours and points."""

    level: Positive
    """The severity, 1 the gravest."""
    endpoints_min: Positive | None = None
    """How many endpoints down make it this severity."""
    limit_h: Ratio
    """Hours allowed."""
    first: Ratio
    """Points for exceeding the limit."""
    each: Ratio
    """Points for each further stretch."""
    per_h: Ratio
    """How many hours a stretch has."""
    part_step: Literal["counts", "free"] | None = None
    """Whether a stretch only begun counts."""
    boundary: Literal["within", "over"] | None = None
    """Whether exactly on the limit is within it."""
    unreported_h: Ratio | None = None
    """So many hours down without a written report count as an event of this severity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepItem(_Item):
    """Points per stretch of time over a limit, by severity."""

    deduction: Literal["step"]
    """Tells this form of item."""
    steps: tuple[Step, ...]
    """One for each severity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateItem(_Item):
    """Points per percentage point below a target.

    The percentage is the one that `duties.csv` has for its metric; without one, a metric that is
    "availability", or the id of an availability term, is measured.
    """

    deduction: Literal["rate"]
    """Tells this form of item."""
    target: Ratio
    """In per cent; below it points are lost."""
    per_point: Ratio
    """Points per percentage point."""
    all_below: Ratio | None = None
    """Below this, all points are lost."""
    part_point: Literal["counts", "free"] | None = None
    """Whether a percentage point only begun counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EachItem(_Item):
    """Points per occurrence, by what occurred."""

    deduction: Literal["each"]
    """Tells this form of item."""
    each: dict[str, Ratio]
    """What occurred → points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualItem(_Item):
    """Points as a signed finding says."""

    deduction: Literal["manual"]
    """Tells this form of item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard(Term):
    """The month's points: `base` less the deductions of its items."""

    kind: Literal["scorecard"]
    base: Ratio
    """Points without any deduction."""
    items: tuple[Item, ...]
    """What is scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Strict):
    """Values from `ge` on and below `lt` earn `factor`."""

    factor: Factor
    """The share that is paid."""
    ge: Ratio | None = None
    """From this value on; the lowest band may leave it out."""
    lt: Ratio | None = None
    """Below this value; the highest band may leave it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands(Term):
    """From a month's metric to the share of the month that is paid."""

    kind: Literal["bands"]
    metric: Text
    """"score" or a scorecard's id (the signed total); "availability" or the id of an availability
    term (in per cent).
    """
    domain: tuple[Ratio, Ratio]
    """The metric's least and greatest value; both belong to it."""
    bands: tuple[Band, ...]
    """They cover the domain, each value once."""
    apply_to: Literal["unit", "charge_total"] = "unit"
    """Each unit's rent, or the total of the charges."""
    mode: Literal["cliff", "marginal"] = "cliff"
    """The band that the metric falls in rules the whole (cliff), or each band only its own part
    (marginal).
    """
    monthly_base: Literal["month_rent", "total_over_12", "total_over_months"] = "month_rent"
    """What the factor is applied to."""
    on_missing: Literal["block", "full", "lowest"] = "block"
    """The factor of a month without a metric; "block" leaves it unknown."""
    tax_nature: Nature | None = None
    """Whether the reduction lowers the taxed price."""
    cap: Share | None = None
    """At most this share of the base is deducted."""
    cap_order: Literal["before_factor", "after_factor"] | None = None
    """Whether the cap holds before the factor, or after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability(Term):
    """How samples become states and states a percentage: what "available" means here."""

    kind: Literal["availability"]
    slot_s: Positive
    """Length of a slot in seconds (Δt); slots start at multiples of it since 1970 UTC."""
    loss_max: Share = Fraction(0)
    """A slot that lost more than this share of what was sent is bad (C)."""
    down_run: Positive
    """So many bad slots in a row make the line down, from the first of them (n)."""
    up_run: Positive | None = None
    """So many good slots in a row make it up again; blank: as many as `down_run`."""
    quorum: Positive = 1
    """Votes of distinct vantages that a slot needs."""
    vantages: tuple[Text, ...] = ()
    """The vantages that both sides agreed on; empty: all that measured."""
    scope: Literal["circuit", "group", "mean", "pooled"] = "circuit"
    """Each circuit for itself, each group of the schedule, the mean of all circuits, or all their
    time together.
    """
    group_up_min: Positive | None = None
    """A group is up while so many of its circuits are."""
    window: Literal["month", "quarter", "rolling"] = "month"
    """The time judged: the month; the calendar quarter, in its last month; or days up to the
    month's end.
    """
    window_days: Positive | None = None
    """Length of a rolling window."""
    round_digits: Count | None = None
    """The percentage is rounded to so many decimals, half away from zero, before a band is read."""
    shortest_outage_s: Count = 0
    """Outages shorter than this don't count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion(Term):
    """A cause that doesn't count against the provider, and how it must be shown."""

    kind: Literal["exclusion"]
    cause: Text
    """What does not count."""
    evidence: Text | None = None
    """What shows it."""
    countersigned: Flag = False
    """Whether the other side must sign."""
    lead_time_h: Ratio | None = None
    """How many hours before it must be told."""
    mode: Literal["remove_from_denominator", "count_as_available"] = "remove_from_denominator"
    """Whether the time is left out, or counts as available."""
    monthly_cap_h: Ratio | None = None
    """At most so many hours a month."""
    silence_within: Positive | None = None
    """So long after it is claimed, silence accepts it; blank: silence never does."""
    unit: Literal["days", "workdays"] | None = None
    """Of `silence_within`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket(Strict):
    """Outages of at least `from_h` hours earn `share` of the base or `amount`.

    Where brackets are marginal, each hour from `from_h` up to the next bracket's earns it.
    """

    from_h: Ratio
    """Least hours."""
    share: Ratio | None = None
    """Of the base."""
    amount: Amount | None = None
    """Instead of a share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageCredit(Term):
    """Money back by how long a line was down, rounded once a line and month.

    An outage is cut at the month's ends: each month counts its own part. Excluded time is taken out
    of its length. Time that nobody measured leaves the amount between what is sure and what is
    possible: all of it down, or all of it up.
    """

    kind: Literal["outage_credit"]
    brackets: tuple[Bracket, ...]
    """By length."""
    mode: Literal["cliff", "marginal"] = "cliff"
    """One bracket rules the whole (cliff), or each its own hours, parts of an hour in proportion
    (marginal).
    """
    count: Literal["per_outage", "cumulative"] = "per_outage"
    """Whether each outage counts, or their sum in the month."""
    base: Literal["month_rent", "day_rent", "annual_rent"] | None = None
    """What the shares are of: the line's rent of the month as settled; its monthly rent divided by
    the days of the month; or twelve times it. The monthly rent is that of the line's last day.
    """
    cap_unit_month: Ratio | None = None
    """At most this share of the line's rent of the month."""
    cap_contract: Ratio | None = None
    """At most this share of all rents of the month; beyond it, lines bear it by their shares."""
    cap_order: Literal["before_factor", "after_factor"] | None = None
    """Whether caps are shares of the rent before the factor of bands, or of what it leaves."""
    tax_nature: Nature | None = None
    """Whether it lowers the taxed price."""
    measured_by: Id | None = None
    """Id of the availability term whose outages count; blank: the contract's only one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chronic(Term):
    """So many outages or hours of a line in any so many days in a row give a right.

    An outage counts on the day it was reported, or measured to begin, its time on the days it
    lasted, from local midnight to local midnight. The clause on incidents says which clock governs;
    without one, what was measured counts where it was, and tickets elsewhere. Faults of the buyer
    and time of accepted exclusions don't count. Unknown time isn't down: what is reached only with
    it is not known.
    """

    kind: Literal["chronic"]
    window_days: Positive
    """Length of the rolling window, in days."""
    outages: Positive | None = None
    """So many outages in it, or more."""
    hours: UnitPrice | None = None
    """So many hours down in it, or more."""
    right: Id
    """Id of the right that arises."""
