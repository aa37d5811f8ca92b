"""What explains the amounts of a month? Made once for all who ask, as long as nothing changes."""

from __future__ import annotations

import functools

from lineproof.settle.explain import Explainer
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import At, known, settled
from lineproof.web.known.measuring import batches_of

_REMEMBERED = 8


@functools.lru_cache(maxsize=_REMEMBERED)
def explainer(state: At, month: str) -> Explainer:
    """Return what explains a month; what it judged stays judged."""
    batches = batches_of(Contract(pk=state.contract), state)
    return Explainer(known(state).view, settled(state, month), batches)
