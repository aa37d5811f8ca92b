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
    Positive,
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
    vat_recovery: Literal["none", "full"] | Text | None = None
    tax_id: Text | None = None
    account: Text | None = None
    key: Text | None = None
    """Ed25519 public key that its seals must be signed with, hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties(Strict):
    """Who signed."""

    buyer: Party
    provider: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar(Strict):
    """How days are counted: which calendar knows the workdays, and what a deadline's ends do."""

    workdays: Text | None = None
    """A country ("CN", "DE") or one of its parts ("DE-BE")."""
    file: Text | None = None
    sha256: Sha256 | None = None
    first_day: Literal["excluded", "included"] = "excluded"
    roll: Literal["none", "next_workday", "statutory_holiday"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding(Strict):
    """Where amounts are rounded, to what unit: half away from zero, once."""

    mode: Literal["half_away"] = "half_away"
    unit: Amount
    at: Literal["unit_month", "charge", "invoice"] = "unit_month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head(Strict):
    """The table `[contract]`."""

    id: Id
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    timezone: Text
    parties: Parties
    rounding: Rounding
    signed: Day | None = None
    start: Day | None = None
    start_rule: Literal["later_signature"] | None = None
    months: Positive | None = None
    end: Day | None = None
    """Last day of the term, where the document states it; checked against start + months."""
    period: Literal["calendar", "anniversary"] | None = None
    stated_total: Amount | None = None
    stated_total_words: Text | None = None
    stated_count: Count | None = None
    clauses: tuple[Text, ...] = ()
    precedence: tuple[Text, ...] = ("amendment", "special", "general")
    calendar: Calendar | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment(Strict):
    """A later agreement: the terms it adds, replaces (same id) or ends. Nothing is edited.

    known_at: the day we learned of it; earlier views of the contract do not see it.
    """

    id: Id
    signed: Day
    effective_from: Day
    known_at: Day
    clause: Text
    adds: tuple[AnyTerm, ...] = ()
    replaces: tuple[AnyTerm, ...] = ()
    ends: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Strict):
    """What the parties answered to a finding; `as_signed` accepts an error as it stands.

    subject: the term, line or circuit id the finding names. by: who answered; both parties must.
    """

    code: Id
    subject: Text | None = None
    value: Text
    by: tuple[Literal["buyer", "provider"], ...]
    on: Day
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract(Strict):
    """One contract file, parsed: everything in it, nothing computed."""

    schema: Literal["contract/1"]
    contract: Head
    draft: Flag = False
    term: tuple[AnyTerm, ...] = ()
    amendment: tuple[Amendment, ...] = ()
    answer: tuple[Answer, ...] = field(default=())

    @property
    def digits(self) -> int:
        """Decimals of the contract's currency."""
        return currency_digits(self.contract.currency)

    def minor(self, amount: object) -> int:
        """Return an amount of the contract in minor units; it was checked to fit when parsed."""
        return parse_minor(f"{amount:f}", digits=self.digits)
