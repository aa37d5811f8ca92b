"""What do several contracts owe in a month? One entry each, and totals for each currency.

Amounts of different currencies are never added. Bounds stay bounds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lineproof.contract.contract import Contract
from lineproof.model.finding import Finding, Severity, count_open
from lineproof.model.period import parse_month
from lineproof.settle.settlement import UNKNOWN, Bounded, Due, Settlement


@dataclass(frozen=True, slots=True)
class Entry:
    """One contract's month.

    folder: as it was given. problem: why it can't be settled at all; the rest is then unknown.
    is_running: whether the month lies in its term; where not, nothing was settled.
    next_due, next_amount: the first day from the month's first on that something falls due, and
    what falls due on it.
    """

    folder: str
    contract: str = ""
    currency: str = ""
    digits: int = 2
    gross: Bounded = UNKNOWN
    payable: Bounded = UNKNOWN
    next_due: dt.date | None = None
    next_amount: Bounded = UNKNOWN
    errors: int = 0
    questions: int = 0
    is_blocked: bool = False
    is_sealed: bool = False
    is_running: bool = True
    problem: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody has to do something about it."""
        return bool(self.errors or self.questions or self.is_blocked or self.problem)


@dataclass(frozen=True, slots=True)
class CurrencyTotal:
    """What the contracts of one currency come to."""

    currency: str
    digits: int
    count: int
    gross: Bounded
    payable: Bounded


def entry_of(
    folder: str, settlement: Settlement, findings: Sequence[Finding], *, is_sealed: bool
) -> Entry:
    """Return the entry of a contract that could be settled, as far as it was."""
    day, amount = _next_due(settlement.due, parse_month(settlement.month))
    return Entry(
        folder=folder,
        contract=settlement.contract,
        currency=settlement.currency,
        digits=settlement.digits,
        gross=settlement.gross,
        payable=settlement.payable,
        next_due=day,
        next_amount=amount,
        errors=count_open(findings, Severity.ERROR),
        questions=count_open(findings, Severity.QUESTION),
        is_blocked=not settlement.is_settled,
        is_sealed=is_sealed,
    )


def idle_entry(
    folder: str, contract: Contract, findings: Sequence[Finding], *, is_sealed: bool
) -> Entry:
    """Return the entry of a contract whose term the month lies outside of."""
    return Entry(
        folder=folder,
        contract=contract.contract.id,
        currency=contract.contract.currency,
        digits=contract.digits,
        errors=count_open(findings, Severity.ERROR),
        questions=count_open(findings, Severity.QUESTION),
        is_sealed=is_sealed,
        is_running=False,
    )


def _next_due(due: Iterable[Due], first: dt.date) -> tuple[dt.date | None, Bounded]:
    """Return the first day from one on that something falls due, and how much."""
    dated = [(item.date, item.amount) for item in due if item.date and item.date >= first]
    if not dated:
        return None, UNKNOWN
    day = min(day for day, _ in dated)
    return day, sum_of(amount for each, amount in dated if each == day)


def sum_of(amounts: Iterable[Bounded]) -> Bounded:
    """Return the sum of amounts; its bounds where one has bounds, unknown where one has none.

    >>> sum_of([Bounded.exactly(100), Bounded.between(5, 10)])
    Bounded(value=None, low=105, high=110)
    """
    low = high = 0
    for amount in amounts:
        if amount.low is None or amount.high is None:
            return UNKNOWN
        low, high = low + amount.low, high + amount.high
    return Bounded.between(low, high)


def totals_of(entries: Iterable[Entry]) -> tuple[CurrencyTotal, ...]:
    """Return what the contracts that run in the month and can be read come to, by currency."""
    by_currency: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.problem is None and entry.is_running:
            by_currency.setdefault(entry.currency, []).append(entry)
    return tuple(
        CurrencyTotal(
            currency,
            those[0].digits,
            len(those),
            sum_of(entry.gross for entry in those),
            sum_of(entry.payable for entry in those),
        )
        for currency, those in sorted(by_currency.items())
    )
