"""Which rights does a term give? Those that it names by id."""

from __future__ import annotations

from collections.abc import Iterator

from lineproof.contract.fields import Term
from lineproof.contract.terms.paying import LateInterest
from lineproof.contract.terms.scoring import Chronic
from lineproof.contract.terms.standing import DelayPenalty


def rights_of(term: Term) -> Iterator[tuple[str, str]]:
    """Yield each right that a term points to: the key that names it, and its id."""
    if isinstance(term, LateInterest):
        if term.right_past_cap is not None:
            yield "right_past_cap", term.right_past_cap
        yield from (("rights", each.right) for each in term.rights)
    elif isinstance(term, DelayPenalty) and term.right_past is not None:
        yield "right_past", term.right_past
    elif isinstance(term, Chronic):
        yield "right", term.right
