"""What does it cost? Prices, schedules, one-off charges, part months, tax, bundles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lineproof.contract.fields import (
    Amount,
    Count,
    Day,
    Flag,
    Id,
    Months,
    Positive,
    Sha256,
    Share,
    Strict,
    Term,
    Text,
    UnitPrice,
)

Method = Literal["actual_days", "thirty", "half_month", "annual_365", "none"]
Nature = Literal["price", "price_reduction", "out_of_scope", "taxable_surcharge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceLine(Strict):
    """One line of a price schedule: a quantity of like services at one rent."""

    line: Id
    """The line's id; records name it."""
    name: Text
    """What it is."""
    qty: Positive
    """How many units."""
    monthly_rent: Amount
    """Rent of one unit for a full month."""
    list_rent: Amount | None = None
    """Rent of one unit for a full month without the discount; leaving early may make up for it."""
    service: Text | None = None
    """Product or service type."""
    bandwidth: UnitPrice | None = None
    """Mbit/s."""
    months: Months | None = None
    """How many months it was priced for; blank: the term."""
    stated_amount: Amount | None = None
    """qty × months × rent as the document prints it; checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceLines(Term):
    """Lines of qty × monthly rent; circuits named in a schedule take their places out of qty."""

    kind: Literal["price_lines"]
    lines: tuple[PriceLine, ...]
    """The price list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitSchedule(Term):
    """The named lines of the contract, in a CSV or XLSX file beside it."""

    kind: Literal["circuit_schedule"]
    file: Text
    """Its name, from the contract folder."""
    sha256: Sha256 | None = None
    """The file's hash; a signed contract should have it."""
    sheet: Text | None = None
    """Which sheet of a workbook; blank: the first visible one."""
    rent_from: Literal["accepted", "in_service"] = "accepted"
    """The record that starts rent where the line has one; the other stands in for it, and without
    either rent starts on the scheduled `start`.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOff(Term):
    """A charge owed once: set-up, equipment, software."""

    kind: Literal["one_off"]
    name: Text
    """What it is for."""
    amount: Amount
    """As priced, with or without tax as the tax term says."""
    due: Day | Text
    """The day it is owed, or the milestone that makes it owed."""
    stated_net: Amount | None = None
    """Net as the document prints it: checked, never computed with."""
    stated_tax: Amount | None = None
    """Tax as the document prints it: checked, never computed with."""
    stated_gross: Amount | None = None
    """Gross as the document prints it: checked, never computed with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proration(Term):
    """How a month in service only in part, or at two prices, is shared out.

    One method rules a line's month: `first`, else `last`, else `changed`, else `method`.
    """

    kind: Literal["proration"]
    method: Method
    """For every part month."""
    first: Method | None = None
    """Instead of it in the month a line starts."""
    last: Method | None = None
    """Instead of it in the month a line ends."""
    changed: Method | None = None
    """Instead of it in the month a line changes its price."""
    while_suspended: Literal["no_rent", "rent"] | None = None
    """Whether rent runs on between `suspended` and `resumed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax(Term):
    """The value-added tax of the charges it applies to; no rate: net and tax stay unknown."""

    kind: Literal["tax"]
    rate: Share | None = None
    """Such as "0.06"."""
    inclusive: Flag | None = None
    """Whether prices include it."""
    nature: Nature = "price"
    """What the charge is to the tax: a price, a price reduction, outside it, or a taxable
    surcharge.
    """
    on_rate_change: Literal["gross_fixed", "net_fixed"] | None = None
    """What a change of the rate leaves as it was."""
    round_at: Literal["category", "line"] = "category"
    """Rounded once per rate (EN 16931), or on each line (Chinese invoices)."""
    invoice: Text | None = None
    """The kind of invoice owed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segmentation(Strict):
    """How a message counts as units."""

    characters: Positive
    """Every so many characters begun are a unit."""
    includes_signature: Flag = True
    """Whether the sender's signature counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle(Term):
    """A monthly fee that includes some units, and a price for each beyond."""

    kind: Literal["bundle"]
    unit: Text
    """What is counted."""
    included: Count
    """How many units the fee includes."""
    fee: Amount
    """The fee of a period."""
    overage_price: UnitPrice
    """Price of each unit beyond."""
    period: Literal["month", "anniversary_month", "year"] = "month"
    """How long the included units last."""
    rollover: Flag = False
    """Whether unused units stay for the next period."""
    segment: Segmentation | None = None
    """How a message counts as units."""
    usage: Id | None = None
    """The `kind` of usage records it counts."""
    starts: Day | None = None
    """First day of its fee; blank: the contract's start."""
    months: Months | None = None
    """Its own length from there; a renewal that applies to it prolongs it. Blank: it ends with the
    contract.
    """
