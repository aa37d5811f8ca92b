"""What do we object to in a bill, or claim under a clause? Points by cause, each with its clause.

It writes no letter. What lowers the bill is never objected to; where one compared group has parts
both ways, only what is left of it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from lineproof.assess.deadlines import Dated
from lineproof.contract.case import View
from lineproof.contract.fields import Term
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.paying import BillObjection, Claim
from lineproof.contract.terms.scoring import Bands, OutageCredit
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.reconcile.causes import Cause
from lineproof.reconcile.reconciliation import Reconciliation
from lineproof.settle.kernel import total
from lineproof.settle.settlement import Settlement

#: Columns of the lines that are objected to; money in minor units, `amount` is what isn't owed.
OBJECTED_LINES: dict[str, pl.DataType] = {
    "line": pl.String(),
    "circuit": pl.String(),
    "from": pl.Date(),
    "to": pl.Date(),
    "charge": pl.String(),
    "cause": pl.String(),
    "billed": pl.Int64(),
    "expected": pl.Int64(),
    "amount": pl.Int64(),
    "clause": pl.String(),
    "bill": pl.String(),
    "bill_line": pl.String(),
}
_GROUP = ("contract", "line", "circuit", "from", "to", "charge", "bill", "bill_line")
#: Where a term says in words what it is about, the plainest first.
_SAYS = ("quote", "what", "about", "reason", "outcome", "cause")


@dataclass(frozen=True, slots=True)
class Point:
    """What isn't owed for one cause, in minor units; clauses: all that its lines rest on."""

    cause: str
    amount: int
    count: int
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause as the contract has it; quote: its own words, where the contract's file has them."""

    clause: str
    term: str
    kind: str
    quote: str


@dataclass(frozen=True)
class Objection:
    """What is to be sent to the provider.

    about: a bill, or a credit that must be claimed. bill, month: what it is about; term: what gives
    the credit. billed, undisputed: of a bill, in minor units. points: by cause, in the causes'
    order. lines: columns of `OBJECTED_LINES`. due: the last day to send it; None: no clause says.
    window: the clause that says so. meanwhile: what is paid until it is decided. is_net: tax comes
    on top of the amounts.
    """

    about: Literal["bill", "claim"]
    contract: str
    bill: str
    month: str
    term: str
    currency: str
    digits: int
    points: tuple[Point, ...]
    lines: pl.DataFrame
    cited: tuple[Cited, ...]
    billed: int | None = None
    undisputed: int | None = None
    due: dt.date | None = None
    window: str = ""
    meanwhile: Literal["withhold_disputed", "pay_first"] | None = None
    is_net: bool = False

    @property
    def amount(self) -> int:
        """What isn't owed, in all."""
        return sum(point.amount for point in self.points)


def objection_to(
    found: Reconciliation,
    view: View,
    dated: Sequence[Dated],
    *,
    bill: str,
    causes: Collection[str] | None = None,
) -> Objection:
    """Return what to object to in a bill, by what comparing it came to.

    dated: the contract's duties, for the time to object. bill: its number. causes: those that are
    objected to; None: all. Raises InputRefusedError where nothing speaks against it.
    """
    lines = objected(found)
    if causes is not None:
        lines = lines.filter(pl.col("cause").is_in(list(causes)))
    if not lines.height:
        message = f"nothing speaks against bill {bill}: there is nothing to dispute"
        fix = "lineproof reconcile shows how it was compared."
        raise InputRefusedError((error("E-DISPUTE-NOTHING", message, where=bill, fix=fix),))
    terms = of_kind(view.versions, BillObjection)
    window = next((d for d in dated if d.kind == "bill_objection" and d.subject == bill), None)
    points = points_of(lines)
    return Objection(
        "bill", found.contract, bill, ", ".join(found.months), "", found.currency, found.digits,
        points, lines, cited_in(view, [c for p in points for c in p.clauses]),
        billed=found.billed, undisputed=found.undisputed,
        due=window.due if window is not None else None,
        window=terms[0][0].clause if terms else "",
        meanwhile=terms[0][0].meanwhile if terms else None,
    )  # fmt: skip


def claim_of(settlement: Settlement, view: View, dated: Sequence[Dated], *, term: str) -> Objection:
    """Return the claim of what a term gives back for a month, before its window closes.

    Raises InputRefusedError where the term gives nothing that month.
    """
    rows = _given_by(settlement, term)
    amounts = rows.get_column("amount")
    if amounts.null_count() or amounts.sum() >= 0:
        raise _no_credit(settlement, view, term, is_unknown=amounts.null_count() > 0)
    lines = rows.select(
        "line", circuit=pl.lit(None, pl.String), charge=pl.lit("credit"),
        cause=pl.lit(Cause.MISSING_CREDIT.value), billed=pl.lit(0, pl.Int64), expected="amount",
        amount=-pl.col("amount"), clause="clause", bill=pl.lit(None, pl.String),
        bill_line=pl.lit(None, pl.String), **{"from": "from", "to": "to"},
    )  # fmt: skip
    lines = lines.select(list(OBJECTED_LINES)).filter(pl.col("amount") != 0)
    window = next((d for d in dated if _is_window(d, term, settlement.month)), None)
    claims = [t for t, _ in of_kind(view.versions, Claim) if t.what == term]
    points = points_of(lines)
    return Objection(
        "claim", settlement.contract, "", settlement.month, term, settlement.currency,
        settlement.digits, points, lines,
        cited_in(view, [c for p in points for c in p.clauses] + [c.clause for c in claims]),
        due=window.due if window is not None else None,
        window=claims[0].clause if claims else "",
        is_net=any(not part.is_inclusive for part in settlement.taxes),
    )  # fmt: skip


def objected(found: Reconciliation) -> pl.DataFrame:
    """Return the lines that speak against bills, as columns of `OBJECTED_LINES`.

    What a tolerance accepts is cut off; `amount` is what isn't owed of each.
    """
    lines = _overbilled(found.differences)
    return _within(lines, _most(found, lines))


def _overbilled(differences: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of groups that are billed too high, none of them negative."""
    named = differences.with_columns(pl.col("clause").fill_null("")).with_row_index("_at")
    over = pl.col("difference").sum().over(_GROUP) > 0
    rows = named.filter(over & (pl.col("difference") != 0))
    mixed = (pl.col("difference").min() < 0).over(_GROUP)
    parts = [rows.filter(~mixed)]
    for _, group in rows.filter(mixed).group_by(_GROUP, maintain_order=True):
        left = _reduced(group.get_column("difference").to_list())
        parts.append(group.with_columns(difference=pl.Series(left, dtype=pl.Int64)))
    return (
        pl.concat(parts)
        .filter(pl.col("difference") > 0)
        .sort("_at")
        .select(pl.col(c) if c != "amount" else pl.col("difference").alias(c)
                for c in OBJECTED_LINES)
    )  # fmt: skip


def _reduced(amounts: list[int]) -> list[int]:
    """Return amounts with the negative ones taken off the last others; their sum stays.

    >>> _reduced([100, 50, -70])
    [80, 0, 0]
    """
    owed = -sum(a for a in amounts if a < 0)
    left = [max(0, a) for a in amounts]
    for at in reversed(range(len(left))):
        taken = min(owed, left[at])
        left[at], owed = left[at] - taken, owed - taken
    assert owed == 0, "a group that is billed too high has enough to take from"
    return left


def _most(found: Reconciliation, lines: pl.DataFrame) -> int | None:
    """Return what may be objected to at most, where a tolerance accepts a part; None: all of it."""
    accepted = sum(max(0, each.adds) for each in found.tolerated)
    return max(0, total(lines.get_column("amount")) - accepted) if accepted else None


def _within(lines: pl.DataFrame, most: int | None) -> pl.DataFrame:
    """Return lines up to an amount in all: beyond it, what the tolerance accepts is cut off."""
    if most is None or not lines.height:
        return lines
    before = pl.col("amount").cum_sum() - pl.col("amount")
    cut = (pl.lit(most, pl.Int64) - before).clip(0)
    return lines.with_columns(amount=pl.min_horizontal("amount", cut)).filter(pl.col("amount") > 0)


def points_of(lines: pl.DataFrame) -> tuple[Point, ...]:
    """Return what lines come to by cause, in the order in which causes are looked for."""
    order = {cause.value: at for at, cause in enumerate(Cause)}
    sums = lines.group_by("cause", maintain_order=True).agg(
        pl.col("amount").sum(),
        pl.len().alias("count"),
        pl.col("clause").unique(maintain_order=True),
    )
    points = [
        Point(cause, amount, count, tuple(c for c in clauses if c))
        for cause, amount, count, clauses in sums.iter_rows()
    ]
    return tuple(sorted(points, key=lambda p: order.get(p.cause, len(order))))


def cited_in(view: View, clauses: Iterable[str]) -> tuple[Cited, ...]:
    """Return the terms that stand under some clauses, each once, with their words.

    clauses: as the settlement and the differences name them; several are separated by commas.
    """
    wanted = dict.fromkeys(each for clause in clauses for each in _split(clause))
    found: dict[str, Cited] = {}
    for clause in wanted:
        for version in view.versions:
            term = version.term
            if clause in _split(term.clause):
                found[term.id] = Cited(
                    clause, term.id, str(getattr(term, "kind", "")), _words(term)
                )
    return tuple(found.values())


def _split(clause: str) -> list[str]:
    """Return the clauses that a text names."""
    return [part.strip() for part in clause.replace(";", ",").split(",") if part.strip()]


def _words(term: Term) -> str:
    """Return what a term says in the document's words, or shortly in ours."""
    said = (getattr(term, name, None) for name in _SAYS)
    return next((str(text) for text in said if text), "")


def _given_by(settlement: Settlement, term: str) -> pl.DataFrame:
    """Return the reductions that one term makes alone: its own rows, or by no other's factor."""
    alone = [
        at
        for at, factors in enumerate(settlement.factors)
        if {f.term for f in factors if f.factor != 1} == {term}
    ]
    is_its = (pl.col("term") == term) | pl.col("factor").is_in(alone)
    return settlement.lines.filter((pl.col("charge") == "deduction") & is_its)


def _is_window(dated: Dated, term: str, month: str) -> bool:
    """Whether a dated duty is the window in which a month's credit must be claimed."""
    is_its = dated.kind == "claim" and dated.what.split(" (")[0] == f"claim {term}"
    return is_its and dated.since is not None and f"{dated.since:%Y-%m}" == month


def _no_credit(
    settlement: Settlement, view: View, term: str, *, is_unknown: bool
) -> InputRefusedError:
    """Return the refusal of a claim of nothing, or of something that isn't known yet."""
    reducing = sorted(v.term.id for v in view.versions if isinstance(v.term, Bands | OutageCredit))
    if is_unknown:
        what = "what it gives back isn't known yet"
        fix = f"lineproof settle --month {settlement.month} says what is missing."
    elif term not in reducing:
        what, fix = "no such term gives anything back", f"Those that do: {', '.join(reducing)}."
    else:
        what, fix = "it gives nothing back", "lineproof settle shows what the month comes to."
    message = f'--term "{term}", {settlement.month}: {what}'
    return InputRefusedError((error("E-DISPUTE-NOTHING", message, where=term, fix=fix),))
