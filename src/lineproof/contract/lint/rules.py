"""Which rules are there? All of them, in the order in which a contract is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lineproof.contract.lint import (
    attention,
    availability,
    bands,
    contradictions,
    deadlines,
    happened,
    interest,
    invoices,
    leaving,
    months,
    plans,
    quotes,
    recorded,
    references,
    schedule,
    scorecards,
    signing,
    tax,
    totals,
    unread,
)
from lineproof.contract.lint.view import LintView
from lineproof.model.finding import Finding

Rule = Callable[[LintView], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    *totals.RULES,
    *schedule.RULES,
    *happened.RULES,
    *recorded.RULES,
    *invoices.RULES,
    *months.RULES,
    *bands.RULES,
    *availability.RULES,
    *scorecards.RULES,
    *plans.RULES,
    *deadlines.RULES,
    *leaving.RULES,
    *interest.RULES,
    *tax.RULES,
    *references.RULES,
    *contradictions.RULES,
    *signing.RULES,
    *attention.RULES,
    *unread.RULES,
    *quotes.RULES,
)
