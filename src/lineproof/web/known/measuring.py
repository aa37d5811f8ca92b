"""How available was the service in a month, and what does that rest on? As the database knows it.

What was worked out is remembered for as long as nothing that it depends on changes.
"""

from __future__ import annotations

import functools

from lineproof.assess.term_months import TermMonth, circuits_of, term_months
from lineproof.model.period import parse_month
from lineproof.report.outages import Proof, proofs_of
from lineproof.settle.explain_measured import Batches
from lineproof.store.proving import batches_behind, batches_told
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import At, folder_of, known

_REMEMBERED = 8


@functools.lru_cache(maxsize=_REMEMBERED)
def measured(state: At, month: str) -> tuple[TermMonth, ...]:
    """Return what each availability term makes of a month; none where nothing was measured."""
    view = known(state).view
    return () if view.case.states is None else term_months(view, parse_month(month))


def proofs(contract: Contract, found: TermMonth, unit: str) -> tuple[Proof, ...]:
    """Return the batches of samples that a unit's month rests on."""
    circuits = circuits_of(found, unit)
    return proofs_of(batches_behind(folder_of(contract), circuits, found.month.window))


def batches_of(contract: Contract, state: At) -> Batches:
    """Return what tells an explanation which batches an outage rests on."""
    return batches_told(folder_of(contract), known(state).case)
