"""What does a term speak of? The charges its kind decides, and what two `applies_to` share."""

from __future__ import annotations

from lineproof.contract.fields import Term
from lineproof.contract.in_force import Version
from lineproof.contract.lint.view import LintView, TermT
from lineproof.contract.terms.pricing import CircuitSchedule
from lineproof.contract.terms.registry import KINDS
from lineproof.model.finding import NOTHING, Touches

#: Charges that `applies_to` may name.
CHARGES = ("rent", "one_off", "deduction", "late_interest")
LINE = "line:"

#: The charge that a term of a kind makes.
_MADE = {
    "price_lines": "rent",
    "circuit_schedule": "rent",
    "one_off": "one_off",
    "bands": "deduction",
    "outage_credit": "deduction",
    "late_interest": "late_interest",
}
#: The charges that stay in doubt while a term of a kind does.
_DECIDED = {
    **{kind: (charge,) for kind, charge in _MADE.items()},
    "proration": ("rent", "deduction"),
    "availability": ("deduction",),
    "credit": ("deduction", "due"),
    "payment_plan": ("due",),
    "tax": ("tax",),
}


def kind_of(term: Term) -> str:
    """Return a term's kind."""
    return next(name for name, kind in KINDS.items() if kind.type is type(term))


def made_by(term: Term) -> str:
    """Return the charge a term makes, or blank."""
    return _MADE.get(kind_of(term), "")


def touched(term: Term) -> Touches:
    """Return what is in doubt while a term is: nothing where its kind isn't computed yet."""
    kind = kind_of(term)
    return Touches(_DECIDED[kind]) if KINDS[kind].is_computed and kind in _DECIDED else NOTHING


def applies(term: Term, *, charge: str, owner: str = "") -> bool:
    """Whether a term speaks of a charge, by its name or by the id of the term that makes it."""
    return not term.applies_to or bool({charge, owner} & set(term.applies_to))


def governing(
    view: LintView, kind: type[TermT], *, charge: str, owner: str = ""
) -> tuple[tuple[Version, TermT], ...]:
    """Return the terms of a type that rule a charge on some day, and aren't overridden there."""
    found = [
        (version, version.term)
        for version in view.versions
        if isinstance(version.term, kind) and applies(version.term, charge=charge, owner=owner)
    ]
    overridden = {old for _, term in found for old in term.overrides}
    standing = [(v, term) for v, term in found if term.id not in overridden]
    return tuple(
        (version, term)
        for version, term in standing
        if not any(_outranks(view, other, version) for other, _ in standing)
    )


def _outranks(view: LintView, first: Version, second: Version) -> bool:
    """Whether one version takes precedence over another wherever the other holds."""
    covers = first.days.intersection(second.days) == second.days
    return covers and rank_of(view, first) < rank_of(view, second)


def rank_of(view: LintView, version: Version) -> int:
    """Return a version's place in the contract's precedence, the foremost 0."""
    order = view.contract.contract.precedence
    return order.index(version.rank) if version.rank in order else len(order)


def do_overlap(view: LintView, first: Term, second: Term) -> bool:
    """Whether two terms speak of something both; one that names nothing speaks of all."""
    if not first.applies_to or not second.applies_to:
        return True
    return any(_share(view, a, b) for a in first.applies_to for b in second.applies_to)


def _share(view: LintView, first: str, second: str) -> bool:
    """Whether two names of `applies_to` have something in common."""
    if first == second:
        return True
    if first in CHARGES or second in CHARGES:
        return _charge_of(view, first) == _charge_of(view, second) != ""
    pairs = ((first, second), (second, first))
    return any(is_line_of(view, name, term=owner) for name, owner in pairs)


def _charge_of(view: LintView, name: str) -> str:
    """Return the charge that a name of `applies_to` lies in."""
    if name in CHARGES:
        return name
    if name.startswith(LINE):
        return "rent"
    return next((made_by(term) for term in view.terms if term.id == name), "")


def is_line_of(view: LintView, name: str, *, term: str) -> bool:
    """Whether `line:ID` names a line of a price list or a schedule."""
    if not name.startswith(LINE):
        return False
    line = name.removeprefix(LINE)
    if any(owner.id == term and price.line == line for _, owner, _, price in view.price_lines):
        return True
    owners = (owner.id for owner in view.all_of(CircuitSchedule))
    rows = view.circuits
    return (
        term in owners
        and not rows.filter((rows["term"] == term) & (rows["line"] == line)).is_empty()
    )
