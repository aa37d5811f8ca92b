"""How does the service change the price? Scorecards, bands, exclusions, outage credits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from lineproof.contract.fields import (
    Amount,
    Flag,
    Id,
    Positive,
    Ratio,
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
    metric: Text
    max_points: Ratio
    clause: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Strict):
    """One severity's limit and what each further stretch beyond it costs, in hours and points."""

    level: Positive
    endpoints_min: Positive | None = None
    limit_h: Ratio
    first: Ratio
    each: Ratio
    per_h: Ratio
    part_step: Literal["counts", "free"] | None = None
    """Whether a stretch only begun counts."""
    boundary: Literal["within", "over"] | None = None
    """Whether exactly on the limit is within it."""
    unreported_h: Ratio | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepItem(_Item):
    """Points per stretch of time over a limit, by severity."""

    deduction: Literal["step"]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateItem(_Item):
    """Points per percentage point below a target; below `all_below` all of them."""

    deduction: Literal["rate"]
    target: Ratio
    per_point: Ratio
    all_below: Ratio | None = None
    part_point: Literal["counts", "free"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EachItem(_Item):
    """Points per occurrence, by what occurred."""

    deduction: Literal["each"]
    each: dict[str, Ratio]


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualItem(_Item):
    """Points as a signed finding says."""

    deduction: Literal["manual"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard(Term):
    """The month's points: `base` less the deductions of its items."""

    kind: Literal["scorecard"]
    base: Ratio
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Strict):
    """Values from `ge` on and below `lt` earn `factor`; the first or last may leave one out."""

    factor: Ratio
    ge: Ratio | None = None
    lt: Ratio | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands(Term):
    """From a month's metric to the share of the month that is paid.

    metric: "score" or a scorecard's id (the signed total), or "availability".
    domain: the metric's least and greatest value; both belong to it.
    apply_to: each unit's rent, or the total of the charges. mode: the band the metric falls in
    rules the whole (cliff), or each band rules only its own part of the metric (marginal).
    monthly_base: what the factor is applied to. on_missing: the factor of a month without a
    metric; "block" leaves it unknown.
    """

    kind: Literal["bands"]
    metric: Text
    domain: tuple[Ratio, Ratio]
    bands: tuple[Band, ...]
    apply_to: Literal["unit", "charge_total"] = "unit"
    mode: Literal["cliff", "marginal"] = "cliff"
    monthly_base: Literal["month_rent", "total_over_12", "total_over_months"] = "month_rent"
    on_missing: Literal["block", "full", "lowest"] = "block"
    tax_nature: Nature | None = None
    cap: Ratio | None = None
    """At most this share of the base is deducted."""
    cap_order: Literal["before_factor", "after_factor"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion(Term):
    """A cause that doesn't count against the provider, and how it must be shown."""

    kind: Literal["exclusion"]
    cause: Text
    evidence: Text | None = None
    countersigned: Flag = False
    lead_time_h: Ratio | None = None
    mode: Literal["remove_from_denominator", "count_as_available"] = "remove_from_denominator"
    monthly_cap_h: Ratio | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket(Strict):
    """Outages of at least `from_h` hours earn `share` of the base or `amount`."""

    from_h: Ratio
    share: Ratio | None = None
    amount: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageCredit(Term):
    """Money back by how long a line was down."""

    kind: Literal["outage_credit"]
    brackets: tuple[Bracket, ...]
    mode: Literal["cliff", "marginal"] = "cliff"
    count: Literal["per_outage", "cumulative"] = "per_outage"
    base: Literal["month_rent", "day_rent", "annual_rent"] | None = None
    cap_unit_month: Ratio | None = None
    cap_contract: Ratio | None = None
    cap_order: Literal["before_factor", "after_factor"] | None = None
    tax_nature: Nature | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chronic(Term):
    """So many outages or hours in a rolling window give a right."""

    kind: Literal["chronic"]
    window_days: Positive
    outages: Positive | None = None
    hours: UnitPrice | None = None
    right: Id
