"""What does one reading of a case come to, month by month? Each month is computed once.

A reading is a case as known on a day, with every doubt taken one way. `settle` tries them all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from lineproof.assess.governing import rule_changes
from lineproof.assess.intervals import Intervals
from lineproof.assess.measured import Measured
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.paying import Credit, LateInterest
from lineproof.contract.terms.pricing import Tax
from lineproof.contract.terms.scoring import OutageCredit
from lineproof.model.period import Days, add_months, month_text
from lineproof.model.sealed import credit_reaching, outstanding
from lineproof.settle.charges import OWN_CHARGES, Charge, charge_lines
from lineproof.settle.credits import (
    closing_month,
    credit_term,
    landing,
    month_of,
    months_before,
)
from lineproof.settle.factors import Doubt
from lineproof.settle.interest import Overdue, interest_lines, interest_of
from lineproof.settle.kernel import total
from lineproof.settle.liability import Months, liability_cuts
from lineproof.settle.month_charges import month_charges
from lineproof.settle.one_offs import one_off_lines
from lineproof.settle.outage_credits import outage_credits
from lineproof.settle.plan import Instalment, instalments, plan_of
from lineproof.settle.rents import Rents, month_rents, reducing
from lineproof.settle.settlement import LINE_SCHEMA, Factor
from lineproof.settle.tax import Taxed, month_tax
from lineproof.settle.total_factors import total_deductions


@dataclass(frozen=True, slots=True)
class Reading:
    """How doubts are taken: a missing metric, lines whose ids are doubted, unrecorded payments."""

    doubt: Doubt = "highest"
    unbilled: tuple[str, ...] = ()
    is_unpaid: bool = True


@dataclass(frozen=True)
class Earned:
    """What a month earned, interest apart.

    deferred: the part of its gross that is credited later (not positive), by the month it reaches
    the buyer in; None: it lapses, or has no cycle to reach him in. reduced: what it has beside what
    a plan fixes, tax included: reductions and charges. charges: those with reasons of their own;
    `lines` has them too.
    """

    lines: pl.DataFrame
    factors: tuple[tuple[Factor, ...], ...]
    rules: tuple[str, ...]
    taxed: Taxed
    deferred: dict[dt.date | None, int]
    reduced: int
    charges: tuple[Charge, ...] = ()


@dataclass(frozen=True)
class Late:
    """What a month owes for late payment: by instalment, within what the buyer answers for.

    lines: the interest, and what `cuts` take off it, in columns of `LINE_SCHEMA`.
    """

    overdue: tuple[Overdue, ...]
    cuts: tuple[Charge, ...]
    lines: pl.DataFrame


class Book:
    """Every month of one reading of a case, each computed once and kept."""

    def __init__(self, view: View, reading: Reading, measured: Measured | None = None) -> None:
        """Open a reading; measured: what is at hand of the same view, so as not to judge twice."""
        self.view = view
        self.reading = reading
        self.measured = measured if measured is not None else Measured(view)
        self.intervals: Intervals = self.measured.intervals
        self._earned: dict[dt.date, Earned] = {}
        self._carried: dict[dt.date, int] = {}
        self._late: dict[dt.date, Late] = {}

    def earned(self, month: dt.date) -> Earned:
        """Return what a month earned."""
        if month not in self._earned:
            self._earned[month] = self._earn(month)
        return self._earned[month]

    def carried(self, month: dt.date) -> int:
        """Return the credits and differences of earlier months that reach the buyer in a month."""
        if month not in self._carried:
            self._carried[month] = self._carry(month)
        return self._carried[month]

    def _carry(self, month: dt.date) -> int:
        """Compute what a month takes over: as sealed, or what sealed months still owe, once.

        What the first month after the sealed ones doesn't carry lies further ahead.
        """
        text = month_text(month)
        sealed = {b.month: b for b in self.view.case.sealed}
        if text in sealed:
            return sealed[text].carried
        earlier = tuple(b for b in sealed.values() if b.month < text)
        open_months = [m for m in self._reaching(month) if month_text(m) not in sealed]
        arriving = sum(self.earned(m).deferred.get(month, 0) for m in open_months)
        if not earlier:
            return arriving
        is_next = month_text(add_months(month, -1)) == max(b.month for b in earlier)
        owed = outstanding(earlier, text) if is_next else credit_reaching(earlier, text)
        return arriving + owed

    def claimed(self, month: dt.date) -> int | None:
        """Return what a month claims by itself: earned, credits moved to the month they reach."""
        earned = self.earned(month)
        if earned.taxed.gross is None:
            return None
        return earned.taxed.gross - sum(earned.deferred.values()) + self.carried(month)

    def instalments(self, month: dt.date) -> Iterator[Instalment]:
        """Yield what the plan claims up to a month."""
        plan = plan_of(self.view)
        if plan is not None:
            yield from instalments(self.view, plan, until=self.view.period(month))

    def amount_of(self, instalment: Instalment) -> int | None:
        """Return what an instalment comes to, credits included; a month's is computed for it."""
        if instalment.amount is None:
            return self.claimed(instalment.cycle.start.replace(day=1))
        at = self._credited_at(instalment)
        is_taking = at is not None and self._takes_credits(instalment)
        return instalment.amount + (self.credits(at) if is_taking and at is not None else 0)

    def credits(self, month: dt.date) -> int:
        """Return what a month adds to payments that the plan fixes; mostly it takes off.

        Credits of earlier cycles, the month's own reductions that aren't put off, and charges
        that clauses make by themselves.
        """
        earned = self.earned(month)
        return earned.reduced - sum(earned.deferred.values()) + self.carried(month)

    def unpaid_credits(self, month: dt.date) -> int:
        """Return what a month carries, and no payment of the plan takes."""
        plan = plan_of(self.view)
        if plan is None or plan.mode == "monthly":
            claimed = self.claimed(month) if is_after_term(self.view, month) else 0
            return self.carried(month) if claimed is None else claimed
        taking = {self._credited_at(i) for i in self.instalments(month)}
        return 0 if month in taking else self.credits(month)

    def late(self, month: dt.date) -> Late:
        """Return a month's interest, cut off where the buyer answers for no more."""
        if month not in self._late:
            overdue = tuple(self.overdue(month))
            interest = interest_lines(overdue)
            own = pl.concat([self.earned(month).lines, interest])
            cuts = tuple(liability_cuts(self._months(month, own), "buyer"))
            lines = pl.concat([interest, charge_lines(cuts)])
            self._late[month] = Late(overdue, cuts, lines)
        return self._late[month]

    def charges(self, month: dt.date) -> tuple[Charge, ...]:
        """Return a month's charges that bring their own reasons."""
        return (*self.earned(month).charges, *self.late(month).cuts)

    def _months(self, month: dt.date, own: pl.DataFrame) -> Months:
        """Return what months owed, for caps; own: the month's lines without what they cut off."""

        def lines_of(each: dt.date) -> pl.DataFrame:
            if each == month:
                return own
            return pl.concat([self.earned(each).lines, self.late(each).lines])

        return Months(self.view, month, lines_of)

    def overdue(self, month: dt.date) -> Iterator[Overdue]:
        """Yield the interest of a month on what is paid late."""
        period = self.view.period(month)
        terms = of_kind(self.view.versions, LateInterest, within=period)
        if not terms or not self.reading.is_unpaid:
            return
        for instalment in self.instalments(month):
            is_overdue = instalment.due is not None and instalment.due < period.end
            amount = self.amount_of(instalment) if is_overdue else None
            if amount is None:
                continue
            found = interest_of(self.view, terms[0][0], instalment, amount=amount, period=period)
            if found is not None:
                yield found

    def _reaching(self, month: dt.date) -> Iterator[dt.date]:
        """Yield the earlier months whose reductions may reach the buyer in one."""
        for earlier in months_before(self.view, month):
            period = self.view.period(earlier)
            for version in self.view.versions:
                term = credit_term(self.view, version.term.id, on=period.start)
                if term is not None and landing(self.view, term, earlier) == month:
                    yield earlier
                    break

    def _takes_credits(self, instalment: Instalment) -> bool:
        """Whether an instalment is the first of its month, whose credits come off it."""
        at = self._credited_at(instalment)
        plan = plan_of(self.view)
        if at is None or plan is None:
            return False
        until = self.view.period(at)
        rivals = (i for i in instalments(self.view, plan, until=until))
        return next(i.key for i in rivals if self._credited_at(i) == at) == instalment.key

    def _credited_at(self, instalment: Instalment) -> dt.date | None:
        """Return the month whose credits come off a payment of the plan, where it is known."""
        plan = plan_of(self.view)
        if plan is not None and plan.mode == "annual_prepay":
            return month_of(self.view, instalment.cycle.start)
        return None if instalment.due is None else month_of(self.view, instalment.due)

    def _earn(self, month: dt.date) -> Earned:
        """Compute what a month earned."""
        period = self.view.period(month)
        reading = self.reading
        rents = month_rents(self.measured, month, unbilled=reading.unbilled, doubt=reading.doubt)
        reduced = [rents.lines]
        factors = rents.factors
        for reduce in (total_deductions, outage_credits):
            rows, more = reduce(self.measured, pl.concat(reduced), month, doubt=reading.doubt)
            at = (pl.col("factor") + len(factors)).cast(LINE_SCHEMA["factor"])
            reduced.append(rows.with_columns(at))
            factors += more
        charges = month_charges(
            self.view, self.intervals, pl.concat(reduced), month, lambda m: self.earned(m).lines
        )
        own = (one_off_lines(self.view, period), charge_lines(charges))
        lines = pl.concat([*reduced, *own])
        cuts = tuple(liability_cuts(self._months(month, lines), "provider"))
        lines = pl.concat([lines, charge_lines(cuts)])
        charges = (*charges, *cuts)
        taxed = self.taxed(lines, period)
        deferred = self._deferred(rents, lines, month)
        less = self._reduced(lines, taxed, period)
        return Earned(lines, factors, rents.rules, taxed, deferred, less, charges)

    def _reduced(self, lines: pl.DataFrame, taxed: Taxed, period: Days) -> int:
        """Return all a month has beside what a plan fixes, tax included: reductions, and charges.

        It is what the month earns less what it would.
        """
        plan = plan_of(self.view)
        if plan is None or plan.mode == "monthly":
            return 0
        full = lines.filter(~pl.col("charge").is_in(("deduction", *OWN_CHARGES)))
        without = self.taxed(full, period).gross
        if taxed.gross is None or without is None:
            return total(lines.get_column("amount")) - total(full.get_column("amount"))
        return taxed.gross - without

    def taxed(self, lines: pl.DataFrame, period: Days) -> Taxed:
        """Return some lines of a month with their tax."""
        cuts = (period.start, *rule_changes(self.view, (Tax,), period))
        return month_tax(self.view, lines, cuts)

    def _deferred(
        self, rents: Rents, lines: pl.DataFrame, month: dt.date
    ) -> dict[dt.date | None, int]:
        """Return the reductions that are credited later, tax included, by the month they reach."""
        clauses = (v.term for v in self.view.versions)
        if not any(isinstance(c, Credit) and c.cycle != "same_month" for c in clauses):
            return {}
        period = self.view.period(month)
        deductions = lines.filter(pl.col("charge") == "deduction")
        found: dict[dt.date | None, int] = {}
        for (term, factor), rows in deductions.group_by("term", "factor", maintain_order=True):
            is_total = rows.get_column("unit").null_count() > 0
            made_by = str(term) if is_total else reducing(rents.factors[int(str(factor))]).term
            clause = credit_term(self.view, made_by, on=period.start)
            if clause is None:
                continue
            taxed = self.taxed(rows, period)
            gross = taxed.gross if taxed.gross is not None else total(rows["amount"])
            at = landing(self.view, clause, month)
            found[at] = found.get(at, 0) + gross + self._cut_of(lines, str(term), period)
        return found

    def _cut_of(self, lines: pl.DataFrame, made_by: str, period: Days) -> int:
        """Return what caps take back of a term's credits, tax included, as far as it goes.

        It reaches the buyer with them: what a cap takes back of other terms' was theirs first.
        """
        cuts = lines.filter((pl.col("charge") == "liability_cap") & (pl.col("amount") > 0))
        kinds = {v.term.id for v in self.view.versions if isinstance(v.term, OutageCredit)}
        if made_by not in kinds or not cuts.height:
            return 0
        credited = lines.filter(pl.col("term") == made_by)
        taken = min(total(cuts["amount"]), -total(credited["amount"]))
        taxed = self.taxed(cuts.head(1).with_columns(amount=pl.lit(taken, pl.Int64)), period)
        return taken if taxed.gross is None else taxed.gross


def is_outside_term(view: View, month: dt.date) -> bool:
    """Whether a month has nothing to do with the contract: not in its term, nor closing it."""
    days = view.term_days
    assert days is not None
    return not view.period(month).intersection(days).count and not is_after_term(view, month)


def is_after_term(view: View, month: dt.date) -> bool:
    """Whether a month settles what the term left over.

    It is the closing one; or a later one, as long as sealed months were restated after it.
    """
    closing = closing_month(view)
    if closing is None or month <= closing:
        return month == closing
    text, sealed = month_text(month), view.case.sealed
    earlier = tuple(b for b in sealed if b.month < text)
    if not earlier or len(earlier) < len(sealed):
        return any(b.month == text for b in sealed)
    is_next = month_text(add_months(month, -1)) == earlier[-1].month
    return is_next and outstanding(earlier, text) != 0
