"""What does a statement say? One value for the terminal, PDF, XLSX and JSON, in any language.

Texts of the contract and integers only; which of our own words stand beside them is worded later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.contract import Party
from lineproof.contract.fields import Term
from lineproof.contract.terms.paying import LateInterest
from lineproof.contract.terms.pricing import OneOff, Proration
from lineproof.contract.terms.scoring import OutageCredit
from lineproof.model.finding import Finding
from lineproof.report.statement_lines import statement_lines
from lineproof.settle.settlement import Blocked, Bounded, Due, Factor, Settlement, TaxPart

_BOUNDS = ("amount", "low", "high")
#: Where a term says in words what it is about, the plainest first.
_SAYS = ("quote", "what", "about", "reason", "outcome", "cause")
_CHARGES = (
    "rent", "deduction", "delay_penalty", "lost_claim", "liability_cap", "one_off", "early_end",
    "bundle", "overage", "late_interest",
)  # fmt: skip
_GROUPS = ("charge", "term", "clause", "ruling", "single")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartMonths:
    """How many lines of a charge don't run the month at one price, and how that is shared out."""

    count: int
    method: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What one charge of one term comes to, and the rule it follows.

    factors: for a deduction whose amount is known, the shares that are paid and why. parts: for
    rent. rate, base: for interest; base also for a deduction from a total; in minor units.
    name: for what is owed once. is_for_outages: given back for them.
    """

    charge: str
    term: str
    clause: str
    count: int
    amount: Bounded
    factors: tuple[Factor, ...] = ()
    parts: tuple[PartMonths, ...] = ()
    rate: Fraction | None = None
    base: int | None = None
    day: dt.date | None = None
    name: str = ""
    is_for_outages: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedTerm:
    """A term that binds the parties and isn't computed yet; text: what it says, shortly."""

    id: str
    kind: str
    clause: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyView:
    """A party, as the contract names it."""

    name: str
    tax_id: str


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A settled month as both parties should read it.

    first, last: the days it is for, both in it. lines: `STATEMENT_LINES`, in the settlement's
    order, and `number`, the charge that each belongs to, from 1. factors: what
    `lines.factor` points to. findings: all of them, answered ones too.
    """

    contract: str
    month: str
    first: dt.date
    last: dt.date
    signed: dt.date | None
    as_known: dt.date | None
    currency: str
    digits: int
    buyer: PartyView
    provider: PartyView
    gross: Bounded
    carried: Bounded
    payable: Bounded
    net: Bounded
    tax: Bounded
    taxes: tuple[TaxPart, ...]
    charges: tuple[Charge, ...]
    due: tuple[Due, ...]
    blocked: tuple[Blocked, ...]
    not_computed: tuple[AgreedTerm, ...]
    notes: tuple[str, ...]
    findings: tuple[Finding, ...]
    inputs_hash: str
    result_hash: str
    factors: tuple[tuple[Factor, ...], ...]
    lines: pl.DataFrame


def statement_of(settlement: Settlement, view: View, findings: Iterable[Finding]) -> Statement:
    """Return the statement of a settled month.

    view: what was known for it. findings: what `check` found on it.
    """
    head = view.contract.contract
    groups, numbers = _grouped(settlement)
    return Statement(
        contract=settlement.contract,
        month=settlement.month,
        first=settlement.period.start,
        last=settlement.period.end - dt.timedelta(days=1),
        signed=head.signed,
        as_known=view.as_known,
        currency=settlement.currency,
        digits=settlement.digits,
        buyer=_party(head.parties.buyer),
        provider=_party(head.parties.provider),
        gross=settlement.gross,
        carried=settlement.carried,
        payable=settlement.payable,
        net=settlement.net,
        tax=settlement.tax,
        taxes=settlement.taxes,
        charges=tuple(_charge(row, settlement, view) for row in groups.to_dicts()),
        due=settlement.due,
        blocked=settlement.blocked,
        not_computed=tuple(_agreed(view, term) for term in settlement.not_computed),
        notes=settlement.notes,
        findings=tuple(findings),
        inputs_hash=settlement.inputs_hash,
        result_hash=settlement.result_hash,
        factors=settlement.factors,
        lines=statement_lines(settlement, view).with_columns(numbers),
    )


def _party(party: Party) -> PartyView:
    """Return a party."""
    return PartyView(name=party.name, tax_id=party.tax_id or "")


def _grouped(settlement: Settlement) -> tuple[pl.DataFrame, pl.Series]:
    """Return the groups of lines that make one charge each, and each line's group.

    The groups are in the order of `_CHARGES`, numbered from 1.
    """
    is_deduction = pl.col("charge") == "deduction"
    is_single = pl.col("charge") == "late_interest"
    keyed = settlement.lines.with_columns(
        pl.when(is_deduction).then("factor").alias("ruling"),
        pl.when(is_single).then("line").alias("single"),
    )
    sums = keyed.group_by(_GROUPS, maintain_order=True).agg(
        pl.col("line").n_unique().alias("count"),
        *(pl.when(pl.col(b).null_count() == 0).then(pl.col(b).sum()) for b in _BOUNDS),
        pl.col("rent", "from", "unit").first(),
    )
    order = pl.col("charge").replace_strict(_CHARGES, range(len(_CHARGES)), return_dtype=pl.Int64)
    groups = sums.sort(order, maintain_order=True).with_row_index("number", offset=1)
    numbers = keyed.join(groups, on=_GROUPS, how="left", nulls_equal=True, maintain_order="left")
    return groups, numbers.get_column("number")


def _charge(row: dict[str, object], settlement: Settlement, view: View) -> Charge:
    """Return one charge with what its rule needs to be put into words."""
    term = _term(view, str(row["term"]))
    is_deduction = row["charge"] == "deduction"
    is_rent = row["charge"] == "rent"
    is_interest = row["charge"] == "late_interest"
    day = row["from"]
    assert isinstance(day, dt.date)
    amount = Bounded(*(_integer(row[bound]) for bound in _BOUNDS))
    ruling = _integer(row["ruling"])
    is_ruled = is_deduction and ruling is not None and amount.value is not None
    return Charge(
        charge=str(row["charge"]),
        term=str(row["term"]),
        clause=str(row["clause"] or ""),
        count=_integer(row["count"]) or 0,
        amount=amount,
        factors=settlement.factors[ruling] if is_ruled and ruling is not None else (),
        parts=tuple(_part_months(settlement, view, row)) if is_rent else (),
        rate=term.rate if isinstance(term, LateInterest) else None,
        base=_integer(row["rent"]) if is_interest or row["unit"] is None else None,
        day=None if is_rent or is_deduction else day,
        name=term.name if isinstance(term, OneOff) else str(row["single"] or ""),
        is_for_outages=is_deduction and isinstance(term, OutageCredit),
    )


def _integer(value: object) -> int | None:
    """Return an integer of a frame's row, or None."""
    assert value is None or isinstance(value, int)
    return value


def _part_months(
    settlement: Settlement, view: View, row: dict[str, object]
) -> Iterator[PartMonths]:
    """Yield how the lines of a charge that cover part of the month are shared out."""
    lines = settlement.lines.filter(
        (pl.col("charge") == "rent")
        & (pl.col("term") == row["term"])
        & (pl.col("clause") == row["clause"])
        & (pl.col("share_num") != pl.col("share_den"))
    )
    counts = lines.group_by("rule", maintain_order=True).agg(pl.col("line").n_unique())
    for rule, count in counts.iter_rows():
        term = _term(view, settlement.rules[rule])
        if isinstance(term, Proration):
            yield PartMonths(count=count, method=term.method, clause=term.clause)
        else:
            yield PartMonths(count=count, method="actual_days", clause="")


def _term(view: View, term_id: str) -> Term | None:
    """Return the latest version of a term."""
    found = [v.term for v in view.versions if v.term.id == term_id]
    return found[-1] if found else None


def _agreed(view: View, term_id: str) -> AgreedTerm:
    """Return a term that isn't computed, with what it says."""
    term = _term(view, term_id)
    assert term is not None, "the settlement lists terms of the contract"
    said = (getattr(term, name, None) for name in _SAYS)
    return AgreedTerm(
        id=term.id,
        kind=str(getattr(term, "kind", "")),
        clause=term.clause,
        text=next((str(text) for text in said if text), ""),
    )
