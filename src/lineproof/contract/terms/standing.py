"""What else binds the parties? Acceptance, notices, delay, ending, caps, duties, rights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lineproof.contract.fields import Amount, Count, Id, Positive, Ratio, Strict, Term, Text

Party = Literal["buyer", "provider", "both", "either"]
Unit = Literal["days", "workdays", "months", "hours"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayPenalty(Term):
    """What late opening or delivery costs the provider (or late work the buyer)."""

    kind: Literal["delay_penalty"]
    rate: Ratio
    per: Literal["day", "workday"]
    base: Literal["one_off", "month_rent", "contract_amount", "line_amount"] | None = None
    late_after: Positive | None = None
    unit: Unit | None = None
    of: Text | None = None
    cap: Ratio | None = None
    cap_base: Literal["one_off", "month_rent", "first_month_rent", "contract_amount"] | None = None
    right_past: Id | None = None
    right_after_days: Positive | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deemed(Term):
    """Silence becomes acceptance: so long after an event, or so long after a reminder."""

    kind: Literal["deemed"]
    event: Text
    within: Positive
    unit: Unit | None = None
    reminder: Text | None = None
    reminder_within: Positive | None = None
    outcome: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Strict):
    """When a notice by this channel counts as delivered."""

    channel: Literal["hand", "courier", "registered", "fax", "email", "system"]
    delivered: Literal["received", "sent", "day_after_sending"]
    after_days: Count | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Term):
    """How long before, and by which channel, something must be told."""

    kind: Literal["notice"]
    about: Text
    period: Positive | None = None
    unit: Unit | None = None
    channels: tuple[Channel, ...] = ()
    by: Party = "either"


@dataclass(frozen=True, slots=True, kw_only=True)
class Termination(Term):
    """Leaving early: who may, on what notice, when billing stops, and what it costs."""

    kind: Literal["termination"]
    who: Party
    notice: Positive | None = None
    unit: Unit | None = None
    stop_billing: Literal["notice_date", "notice_end", "end_of_month"] | None = None
    short_notice: Positive | None = None
    """A shorter notice counts as ending on this day after receipt."""
    make_up: Literal["none", "discount", "months_rent", "rest_of_term"] | None = None
    make_up_months: Positive | None = None
    make_up_share: Ratio | None = None
    floor: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiabilityCap(Term):
    """The most a party answers for."""

    kind: Literal["liability_cap"]
    who: Party = "both"
    share: Ratio | None = None
    base: Literal["contract_amount", "fees_paid", "fees_in_window"] | None = None
    window_months: Positive | None = None
    carve_outs: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal(Term):
    """The contract goes on unless somebody says so in time."""

    kind: Literal["renewal"]
    months: Positive
    unless_notice: Positive | None = None
    unit: Unit | None = None
    price: Literal["unchanged", "list_price", "agreed"] = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation(Term):
    """Somebody must do something by a day, with evidence."""

    kind: Literal["obligation"]
    who: Party
    what: Text
    event: Text
    within: Positive | None = None
    unit: Unit | None = None
    repeat: Literal["none", "monthly", "quarterly", "half_yearly", "yearly", "each_event"] = "none"
    evidence: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Right(Term):
    """A consequence that isn't money."""

    kind: Literal["right"]
    who: Party
    what: Text
    trigger: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmodelled(Term):
    """Prose without a computable form: counted, never hidden."""

    kind: Literal["unmodelled"]
    reason: Text
    accepted_by: tuple[Text, ...] = ()
