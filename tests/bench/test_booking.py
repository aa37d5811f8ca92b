"""Is what the bench folds a ledger: balanced, partly paid, and the same for its peer?"""

from __future__ import annotations

import datetime as dt

from bench.booking import journal, main

from lineproof.ledger.balances import balances, open_items
from lineproof.ledger.journal import unbalanced


def test_a_small_ledger_balances() -> None:
    """Eight postings: two contracts' invoices of 100.00 and 100.01, each paid a day later."""
    made = journal(8)
    assert unbalanced(made).is_empty()
    assert open_items(made, on=dt.date(2015, 1, 2)) == ()
    assert [item.amount for item in open_items(made, on=dt.date(2015, 1, 1))] == [10000, 10001]
    assert balances(made, on=dt.date(2015, 1, 2)).get_column("balance").sum() == 0


def test_the_peer_agrees_and_everything_is_timed() -> None:
    """Folded, added up and exported, twice each."""
    assert {name: len(times) for name, times in main(4_000, 2).items()} == {
        "fold": 2, "peer": 2, "export": 2}  # fmt: skip
