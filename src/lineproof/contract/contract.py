"""What does the signed contract say, as one value? Head, terms, amendments, answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from lineproof.contract.fields import (
    Amount,
    Count,
    Day,
    Flag,
    Id,
    Months,
    Sha256,
    Strict,
    Text,
)
from lineproof.contract.terms.registry import AnyTerm
from lineproof.model.money import currency_digits, parse_minor

SCHEMA = "contract/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party(Strict):
    """A party to the contract; business contacts only."""

    name: Text
    """As the document names it."""
    vat_recovery: Literal["none", "full"] | Text | None = None
    """How much VAT it gets back: "none" means that cost is gross."""
    tax_id: Text | None = None
    """Its tax number, printed on the statement."""
    account: Text | None = None
    """The account that it is paid to."""
    key: Text | None = None
    """Ed25519 public key that its seals must be signed with, hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties(Strict):
    """Who signed."""

    buyer: Party
    """Who pays."""
    provider: Party
    """Who serves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar(Strict):
    """How days are counted: which calendar knows the workdays, and what a deadline's ends do."""

    workdays: Text | None = None
    """A country ("CN", "DE") or one of its parts ("DE-BE")."""
    file: Text | None = None
    """A CSV file of days off and make-up workdays, beside the contract, instead of `workdays`."""
    sha256: Sha256 | None = None
    """The file's hash; a signed contract needs it."""
    first_day: Literal["excluded", "included"] = "excluded"
    """Whether the day of the event counts as the first."""
    roll: Literal["none", "next_workday", "statutory_holiday"] | None = None
    """Where a deadline in days or months ends whose last day is a day off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding(Strict):
    """Where amounts are rounded, to what unit: half away from zero, once."""

    mode: Literal["half_away"] = "half_away"
    """Half away from zero; there is no other."""
    unit: Amount
    """The smallest amount, such as "0.01"."""
    at: Literal["unit_month", "charge", "invoice"] = "unit_month"
    """What is rounded once: the month of a unit, a charge, or the invoice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head(Strict):
    """The table `[contract]`."""

    id: Id
    """The contract's name, in every result."""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    """ISO 4217, such as "CNY"."""
    timezone: Text
    """IANA name; a month runs from local midnight to local midnight."""
    parties: Parties
    """`[contract.parties.buyer]` and `[contract.parties.provider]`."""
    rounding: Rounding
    """`[contract.rounding]`."""
    signed: Day | None = None
    """Day of the last signature."""
    start: Day | None = None
    """First day of the term."""
    start_rule: Literal["later_signature"] | None = None
    """Instead of `start`: the day of the later signature, recorded as the milestone `effective`."""
    months: Months | None = None
    """Length of the term."""
    end: Day | None = None
    """Last day of the term, where the document states it; checked against start + months."""
    period: Literal["calendar", "anniversary"] | None = None
    """What a month is, where the start is not a 1st: a calendar month, or from the start's day on.
    """
    stated_total: Amount | None = None
    """The total as the document prints it; checked, and the base of plans in shares."""
    stated_total_words: Text | None = None
    """The total in words as the document prints it; checked."""
    stated_count: Count | None = None
    """How many circuits the document says there are; checked."""
    clauses: tuple[Text, ...] = ()
    """Every clause of the document, so that citations can be checked."""
    precedence: tuple[Text, ...] = ("amendment", "special", "general")
    """Which rank rules where terms contradict each other, the foremost first."""
    calendar: Calendar | None = None
    """`[contract.calendar]`; needed where a deadline is in workdays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment(Strict):
    """A later agreement: the terms it adds, replaces (same id) or ends. Nothing is edited."""

    id: Id
    """Its name, unique in the file."""
    signed: Day
    """Day of its last signature."""
    effective_from: Day
    """First day it holds; earlier days keep the terms that they had."""
    known_at: Day
    """Day we learned of it; views as known before do not see it."""
    clause: Text
    """Which document, and where in it."""
    adds: tuple[AnyTerm, ...] = ()
    """New terms, each `[[amendment.adds]]`."""
    replaces: tuple[AnyTerm, ...] = ()
    """New wordings of terms, each `[[amendment.replaces]]` with the same id."""
    ends: tuple[Id, ...] = ()
    """Ids of terms that end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Strict):
    """What the parties answered to a finding; `as_signed` accepts an error as it stands."""

    code: Id
    """The finding's code."""
    subject: Text | None = None
    """The finding's subject: a term, line or circuit id, or `contract`."""
    value: Text
    """One of the answers that the finding lists."""
    by: tuple[Literal["buyer", "provider"], ...]
    """Who answered; both parties must."""
    on: Day
    """The day; views as known before do not see it."""
    reason: Text | None = None
    """Why, for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract(Strict):
    """One contract file, parsed: everything in it, nothing computed."""

    schema: Literal["contract/1"]
    """The version of this format."""
    contract: Head
    """The head, `[contract]`."""
    draft: Flag = False
    """Not signed yet: the day of signature and hashes are not asked for."""
    term: tuple[AnyTerm, ...] = ()
    """The terms, each `[[term]]`."""
    amendment: tuple[Amendment, ...] = ()
    """The amendments, each `[[amendment]]`."""
    answer: tuple[Answer, ...] = field(default=())
    """What the parties answered, each `[[answer]]`."""

    @property
    def digits(self) -> int:
        """Decimals of the contract's currency."""
        return currency_digits(self.contract.currency)

    def minor(self, amount: object) -> int:
        """Return an amount of the contract in minor units; it was checked to fit when parsed."""
        return parse_minor(f"{amount:f}", digits=self.digits)
