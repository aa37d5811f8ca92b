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
    Positive,
    Ratio,
    Sha256,
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
    name: Text
    qty: Positive
    monthly_rent: Amount
    service: Text | None = None
    bandwidth: UnitPrice | None = None
    """Mbit/s."""
    months: Positive | None = None
    stated_amount: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceLines(Term):
    """Lines of qty × monthly rent; circuits named in a schedule take their places out of qty."""

    kind: Literal["price_lines"]
    lines: tuple[PriceLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitSchedule(Term):
    """The named lines of the contract, in a CSV or XLSX file beside it.

    rent_from: the record that starts rent where the line has one; the other stands in for it.
    A line without such a record starts on its scheduled `start`.
    """

    kind: Literal["circuit_schedule"]
    file: Text
    sha256: Sha256 | None = None
    sheet: Text | None = None
    rent_from: Literal["accepted", "in_service"] = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOff(Term):
    """A charge owed once: set-up, equipment, software.

    due: the day it is owed, or the milestone that makes it owed. amount: as priced, with or without
    tax as the tax term says. stated_*: what the document prints, checked and never computed with.
    """

    kind: Literal["one_off"]
    name: Text
    amount: Amount
    due: Day | Text
    stated_net: Amount | None = None
    stated_tax: Amount | None = None
    stated_gross: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proration(Term):
    """How a month in service only in part, or at two prices, is shared out.

    method: for every part month; first, last, changed: instead of it in the month a line starts,
    ends, or changes its price. One method rules a line's month: first, else last, else changed.
    while_suspended: whether rent runs on between `suspended` and `resumed`.
    """

    kind: Literal["proration"]
    method: Method
    first: Method | None = None
    last: Method | None = None
    changed: Method | None = None
    while_suspended: Literal["no_rent", "rent"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax(Term):
    """The value-added tax of the charges it applies to; no rate: net and tax stay unknown.

    on_rate_change: what a change of the rate leaves as it was. round_at: once per rate
    (EN 16931) or on each line (Chinese invoices).
    """

    kind: Literal["tax"]
    rate: Ratio | None = None
    inclusive: Flag | None = None
    nature: Nature = "price"
    on_rate_change: Literal["gross_fixed", "net_fixed"] | None = None
    round_at: Literal["category", "line"] = "category"
    invoice: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segmentation(Strict):
    """How a message counts as units: every `characters` begun, signature included."""

    characters: Positive
    includes_signature: Flag = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle(Term):
    """A monthly fee that includes some units, and a price for each beyond."""

    kind: Literal["bundle"]
    unit: Text
    included: Count
    fee: Amount
    overage_price: UnitPrice
    period: Literal["month", "anniversary_month", "year"] = "month"
    rollover: Flag = False
    segment: Segmentation | None = None
    usage: Id | None = None
    """The `kind` of usage records it counts."""
