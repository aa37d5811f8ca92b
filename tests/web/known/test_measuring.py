"""Is what was measured told from the database as from a folder, and remembered?"""

from __future__ import annotations

from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import at
from lineproof.web.known.measuring import batches_of, measured, proofs


def test_a_month_is_judged_once(harbour: Contract) -> None:
    """March: P-1 down for 200 minutes, P-2 unknown for 330; asked twice, it is the same."""
    state = at(harbour)
    (found,) = measured(state, "2025-03")
    assert measured(state, "2025-03")[0] is found
    minutes = {row["unit"]: (row["down"] // 60_000_000_000, row["unknown"] // 60_000_000_000)
               for row in found.units.iter_rows(named=True)}  # fmt: skip
    assert minutes == {"P-1": (200, 0), "P-2": (0, 330)}


def test_it_rests_on_its_batches(harbour: Contract) -> None:
    """One batch, as proof of a circuit and in an explanation."""
    state = at(harbour)
    (found,) = measured(state, "2025-03")
    (proof,) = proofs(harbour, found, "P-1")
    assert proof.source == "csv:ping.csv"
    (said,) = batches_of(harbour, state)("P-1", *found.month.window)
    assert proof.batch.startswith(said.split()[1])


def test_where_nothing_was_measured_there_is_nothing(contract: Contract) -> None:
    """Not even a month of unknown time: the contract asks for none."""
    assert measured(at(contract), "2025-01") == ()
