"""Do two terms say different things of the same? `overrides`, then `precedence`, settle it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from itertools import combinations

from lineproof.contract.fields import Term
from lineproof.contract.in_force import Version
from lineproof.contract.lint.scopes import do_overlap, kind_of, rank_of, touched
from lineproof.contract.lint.view import LintView
from lineproof.contract.terms.paying import Credit, LateInterest, PaymentPlan
from lineproof.contract.terms.pricing import Proration, Tax
from lineproof.contract.terms.scoring import Bands
from lineproof.model.finding import Finding, Severity

#: Kinds of which one term must rule.
RULING = (Proration, Bands, Tax, Credit, LateInterest, PaymentPlan)
#: Fields that don't change what a term does to what it applies to.
_APART = ("id", "clause", "quote", "effective_from", "effective_to", "applies_to", "overrides",
          "rank")  # fmt: skip


def contradictions(view: LintView) -> Iterator[Finding]:
    """E-CONTRADICTION: of two terms on the same thing one rules, or both come to the same."""
    ruling = [v for v in view.versions if isinstance(v.term, RULING)]
    beaten = _overridden(view)
    for first, second in combinations(ruling, 2):
        if not _is_same_thing(view, first, second) or _come_to_same(first.term, second.term):
            continue
        pair = (first.term.id, second.term.id)
        is_ruled = pair in beaten or pair[::-1] in beaten
        if is_ruled or rank_of(view, first) != rank_of(view, second):
            continue
        days = first.days.intersection(second.days)
        since = f" from {days.start}" if days.start > _earliest(view) else ""
        yield Finding(
            "E-CONTRADICTION",
            Severity.ERROR,
            f"{first.term.id} (clause {first.term.clause}) and {second.term.id} (clause "
            f"{second.term.clause}) are both a {kind_of(first.term)} of the same{since} and say "
            "different things",
            view.where(second.term),
            f'Write overrides = ["{first.term.id}"] in the one that rules, give it a rank of '
            "precedence, or narrow what they apply to.",
            clause=second.term.clause,
            subject=second.term.id,
            touches=touched(second.term),
        )


def _earliest(view: LintView) -> dt.date:
    """Return the day from which everything holds that names no other."""
    days = view.term_days
    return min(v.days.start for v in view.versions) if days is None else days.start


def _is_same_thing(view: LintView, first: Version, second: Version) -> bool:
    """Whether two versions are of one kind and speak of the same thing on some day."""
    one, other = first.term, second.term
    if type(one) is not type(other) or not first.days.intersection(second.days).count:
        return False
    if isinstance(one, Bands) and isinstance(other, Bands) and one.metric != other.metric:
        return False
    return do_overlap(view, one, other)


def _come_to_same(first: Term, second: Term) -> bool:
    """Whether two terms have the same outcome: equal apart from who says it, and when."""
    return _outcome(first) == _outcome(second)


def _outcome(term: Term) -> dict[str, object]:
    """Return what a term does, as values."""
    names = (f.name for f in dataclasses.fields(term) if f.name not in _APART)
    return {name: getattr(term, name) for name in names}


def _overridden(view: LintView) -> set[tuple[str, str]]:
    """Return (winner, loser) for each override, those through a third term included."""
    pairs = {(term.id, old) for term in view.terms for old in term.overrides}
    while True:
        further = {(a, d) for a, b in pairs for c, d in pairs if b == c} - pairs
        if not further:
            return pairs
        pairs |= further


RULES = (contradictions,)
