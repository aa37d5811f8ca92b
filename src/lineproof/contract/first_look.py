"""What strikes one at first sight in a schedule and last month's bill? Findings with their money.

Nothing is known of the contract yet: a part of a month may cost anything up to a full one, and no
tax is worked out. Amounts are in minor units, for one month.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from lineproof.contract.first_look_bill import billing_kinds, main_month, with_billed
from lineproof.contract.first_look_rows import Kind, Look, keyed
from lineproof.contract.first_look_schedule import schedule_kinds
from lineproof.contract.lint.amounts import exact_sum
from lineproof.model.finding import Finding


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What was found, the dearest first, and both totals of the month.

    findings: of many rows of one kind, only the dearest are findings of their own; kinds count all.
    unread: what reading the files had to say.
    month: its first day; None where nothing says which it is, so that no days were compared.
    scheduled: the rents of the lines in service in it. billed: None without a bill.
    """

    month: dt.date | None
    findings: tuple[Finding, ...]
    kinds: tuple[Kind, ...]
    scheduled: int
    billed: int | None
    unread: tuple[Finding, ...] = ()

    @property
    def everything(self) -> tuple[Finding, ...]:
        """The findings, and what of the files could not be read."""
        return self.findings + self.unread

    @property
    def difference(self) -> int | None:
        """What was billed beyond the schedule, None without a bill."""
        return None if self.billed is None else self.billed - self.scheduled


def first_look(schedule: pl.DataFrame, bill: pl.DataFrame | None, look: Look) -> FirstLook:
    """Compare a schedule with a bill, line by line.

    schedule: columns of `CIRCUITS`. bill: id, amount, and period (YYYY-MM) and description where
    it has them. look: the month asked for (else it is the bill's commonest), and how to show it.
    """
    month = look.month or (main_month(bill) if bill is not None else None)
    look = look.of(month)
    lines = keyed(schedule, look, amount="monthly_rent")
    if bill is None:
        kinds = [*schedule_kinds(lines, look)]
    else:
        rows = keyed(bill, look, amount="amount")
        kinds = [*schedule_kinds(with_billed(lines, rows, look), look)]
        kinds += billing_kinds(lines, rows, look)
    kinds = sorted((kind for kind in kinds if kind.rows.height), key=_weight)
    found = [finding for kind in kinds for finding in kind.findings()]
    scheduled = exact_sum(lines.filter(pl.col("is_touching"))["monthly_rent"])
    billed = None if bill is None else exact_sum(bill["amount"])
    return FirstLook(month, tuple(sorted(found, key=_dearest)), tuple(kinds), scheduled, billed)


def _weight(kind: Kind) -> tuple[int, str]:
    """Return what kinds are sorted by: their money, then their code."""
    return -(kind.amount or 0), kind.code


def _dearest(finding: Finding) -> tuple[bool, int, str]:
    """Return what findings are sorted by: those without money last."""
    return finding.amount is None, -(finding.amount or 0), finding.code
