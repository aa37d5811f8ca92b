"""What else binds the parties? Acceptance, notices, delay, ending, caps, duties, rights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lineproof.contract.fields import (
    Amount,
    ClockTime,
    Count,
    Id,
    Positive,
    Ratio,
    Strict,
    Term,
    Text,
)

Party = Literal["buyer", "provider", "both", "either"]
Unit = Literal["days", "workdays", "months", "hours"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayPenalty(Term):
    """What late opening or delivery costs the provider (or late work the buyer)."""

    kind: Literal["delay_penalty"]
    rate: Ratio
    """Share of the base, for each `per`."""
    per: Literal["day", "workday"]
    """What is counted."""
    base: Literal["one_off", "month_rent", "contract_amount", "line_amount"] | None = None
    """What the rate is a share of."""
    late_after: Positive | None = None
    """How long after `of` it is late."""
    unit: Unit | None = None
    """Of `late_after`."""
    of: Text | None = None
    """The event that the time runs from."""
    cap: Ratio | None = None
    """At most this share of `cap_base`."""
    cap_base: Literal["one_off", "month_rent", "first_month_rent", "contract_amount"] | None = None
    """What the cap is a share of."""
    right_past: Id | None = None
    """Id of the right that arises past `right_after_days`; without those, past the cap."""
    right_after_days: Positive | None = None
    """So many days late, that right arises."""
    by: Literal["provider", "buyer"] = "provider"
    """Who pays it."""
    set_off: Literal["first_month", "month"] = "month"
    """Whether it is taken off the line's first month, or the month in which the days lie."""

    @property
    def right_at_cap(self) -> Id | None:
        """The right that passing the cap gives: none where days are named for it."""
        return self.right_past if self.right_after_days is None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deemed(Term):
    """Silence becomes acceptance: so long after an event, or so long after a reminder."""

    kind: Literal["deemed"]
    event: Text
    """What the time runs from."""
    within: Positive
    """How long silence lasts."""
    unit: Unit | None = None
    """Of `within`."""
    reminder: Text | None = None
    """The reminder that must come first."""
    reminder_within: Positive | None = None
    """How long silence lasts after it."""
    reminder_unit: Unit | None = None
    """Of `reminder_within`; blank: as `unit`."""
    answered_by: tuple[Text, ...] = ()
    """Events that end the silence; blank: the outcome itself, or its refusal."""
    outcome: Text
    """What silence then means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Strict):
    """When a notice by this channel counts as delivered."""

    channel: Literal["hand", "courier", "registered", "fax", "email", "system"]
    """How it is sent."""
    delivered: Literal["received", "sent", "day_after_sending"]
    """When it counts as delivered."""
    after_days: Count | None = None
    """So many days later."""
    area: Literal["city", "elsewhere"] | None = None
    """Only for what is sent within the city, or elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Term):
    """How long before, and by which channel, something must be told."""

    kind: Literal["notice"]
    about: Text
    """What must be told."""
    period: Positive | None = None
    """How long before."""
    unit: Unit | None = None
    """Of `period`."""
    channels: tuple[Channel, ...] = ()
    """How it may be sent."""
    by: Party = "either"
    """Who must tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Termination(Term):
    """Leaving early: who may, on what notice, when billing stops, and what it costs."""

    kind: Literal["termination"]
    who: Party
    """Who may leave."""
    notice: Positive | None = None
    """How long before."""
    unit: Unit | None = None
    """Of `notice` and `short_notice`."""
    stop_billing: Literal["notice_date", "notice_end", "end_of_month"] | None = None
    """When billing stops."""
    short_notice: Positive | None = None
    """A shorter notice counts as ending on this day after receipt."""
    make_up: Literal["none", "discount", "months_rent", "rest_of_term"] | None = None
    """What leaving costs. "discount": for the months used, list rents less rents; a line without a
    list rent leaves it unknown.
    """
    make_up_months: Positive | None = None
    """Of so many months."""
    make_up_share: Ratio | None = None
    """This share of it."""
    floor: Amount | None = None
    """At least this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident(Term):
    """Which outages and tickets are one incident, and how its clocks run."""

    kind: Literal["incident"]
    shared: Literal["upstream", "site", "none"] = "none"
    """What its outages have in common on that day; "none": each endpoint stands for itself."""
    onset_tolerance_s: Count = 0
    """Their onsets lie within this of the first of them."""
    clock: Literal["ticket", "measured"] = "ticket"
    """Which clock the limits are read with: what was recorded, or what was measured."""
    starts: Literal["reported", "onset", "earlier", "later"] = "reported"
    """What starts it: the report, the measured onset, or the one or other of them."""
    hours_from: ClockTime | None = None
    """When service hours begin, "08:00"; blank: day and night."""
    hours_to: ClockTime | None = None
    """When they end; "24:00" is midnight."""
    days: Literal["all", "workdays"] = "all"
    """On which days."""
    pauses: Literal["stop", "run_on"] = "stop"
    """Whether the clock stands still while the buyer is awaited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiabilityCap(Term):
    """The most a party answers for, in all, or in a window of months.

    Against the provider's count late-opening penalties and outage credits, against the buyer's late
    interest; `applies_to` names others instead, such as score bands. What earlier months bore is
    used up first; what is beyond the cap is taken back in its own month, as a line of its own.
    """

    kind: Literal["liability_cap"]
    who: Party = "both"
    """Whose liability."""
    share: Ratio | None = None
    """At most this share of the base."""
    base: Literal["contract_amount", "fees_paid", "fees_in_window"] | None = None
    """What it is a share of: the contract's total; what was paid by the month's end; or what the
    window's months cost before anything is taken off.
    """
    window_months: Positive | None = None
    """How many months the window has, the settled one the last: their fees, and what they bore."""
    carve_outs: tuple[Text, ...] = ()
    """What it does not limit: names of charges, ids of terms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal(Term):
    """The contract, or the bundle it applies to, goes on unless somebody says otherwise in time.

    By a notice of termination or non-renewal, delivered so long before the end. Months beyond the
    signed term then settle like others.
    """

    kind: Literal["renewal"]
    months: Positive
    """By how long."""
    unless_notice: Positive | None = None
    """How long before the end somebody must say so; blank: by the last day."""
    unit: Unit | None = None
    """Of `unless_notice`."""
    price: Literal["unchanged", "list_price", "agreed"] = "unchanged"
    """What it then costs: what it did, or what an amendment of the prices must say: until one does,
    the months of the renewal have no known amounts.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation(Term):
    """Somebody must do something by a day, with evidence."""

    kind: Literal["obligation"]
    who: Party
    """Who must."""
    what: Text
    """What."""
    event: Text
    """What the time runs from."""
    within: Positive | None = None
    """How long after."""
    unit: Unit | None = None
    """Of `within`."""
    repeat: Literal["none", "monthly", "quarterly", "half_yearly", "yearly", "each_event"] = "none"
    """How often."""
    done: Text | None = None
    """The event, or the duty of `duties.csv`, that meets it; blank: the duty named as the term."""
    district: Literal["inside", "outside"] | None = None
    """Only for faults there."""
    evidence: Text | None = None
    """What shows that it was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Right(Term):
    """A consequence that isn't money."""

    kind: Literal["right"]
    who: Party
    """Whose right."""
    what: Text
    """What they may do."""
    trigger: Text
    """The event, or the id of the term, that it follows from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmodelled(Term):
    """Prose without a computable form: counted, never hidden."""

    kind: Literal["unmodelled"]
    reason: Text
    """Why nothing computes it."""
    accepted_by: tuple[Text, ...] = ()
    """Which parties accept that."""
