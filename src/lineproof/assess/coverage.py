"""How much of a contract executes? Clause by clause, by the terms that cite it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from lineproof.contract.contract import Contract
from lineproof.contract.fields import Term
from lineproof.contract.parse import located_terms
from lineproof.contract.terms.paying import PaymentPlan
from lineproof.contract.terms.scoring import Scorecard
from lineproof.contract.terms.standing import Obligation, Unmodelled

Executes = Literal["computed", "in part", "words", "absent"]
"""computed: every term of it yields amounts, dates or rights. in part: some do. words: none does.
absent: no term cites it."""


@dataclass(frozen=True, slots=True)
class Covered:
    """One clause: how far it executes, by which terms, and why not where it doesn't."""

    clause: str
    executes: Executes
    terms: tuple[str, ...]
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """A contract's clauses, in the document's order, and which share of them computes.

    share: of clauses that compute wholly; None where the contract lists no clauses.
    """

    clauses: tuple[Covered, ...]
    share: Fraction | None


def coverage(contract: Contract) -> Coverage:
    """Return how much of a contract executes."""
    terms = [term for _, term in located_terms(contract)]
    clauses = tuple(_covered(clause, terms) for clause in contract.contract.clauses)
    computed = sum(c.executes == "computed" for c in clauses)
    return Coverage(clauses, Fraction(computed, len(clauses)) if clauses else None)


def _covered(clause: str, terms: Iterable[Term]) -> Covered:
    """Return how far one clause executes."""
    own = [t for t in terms if clause in _cited(t)]
    reasons = [why for term in own if (why := why_not(term))]
    executes: Executes = "absent"
    if own:
        executes = "computed" if not reasons else "words" if len(reasons) == len(own) else "in part"
    return Covered(clause, executes, tuple(dict.fromkeys(t.id for t in own)), tuple(reasons))


def _cited(term: Term) -> set[str]:
    """Return the clauses that a term cites, and the items of it."""
    texts = [term.clause]
    if isinstance(term, PaymentPlan | Scorecard):
        texts += [item.clause for item in term.items if item.clause is not None]
    return {part.strip() for text in texts for part in text.split(",")}


def why_not(term: Term) -> str:
    """Return why a term yields no amount, date or right of itself; blank where it does."""
    match term:
        case Unmodelled():
            return f"{term.id}: {term.reason}"
        case Obligation() if term.within is None:
            return f"{term.id}: no time to do it in"
        case _:
            return ""
