"""Is only the difference booked, once, and never what was edited?"""

from __future__ import annotations

import dataclasses
import datetime as dt
import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineproof.ledger.accounts import Account
from lineproof.ledger.journal import (
    Document,
    Posting,
    appended,
    empty_journal,
    lacking,
    unbalanced,
)

DAY, LATER = dt.date(2025, 3, 31), dt.date(2025, 5, 2)
COST, ACCRUED = Account.COST, Account.ACCRUED


def document(amount: int, *, name: str = "month:2025-03", version: str = "r0") -> Document:
    """Return a document that costs an amount; its evidence is its version."""
    postings = (Posting(COST, amount), Posting(ACCRUED, -amount))
    return Document(name, version, DAY, postings if amount else (), version)


def booked(journal: pl.DataFrame, *documents: Document) -> pl.DataFrame:
    """Return a journal with what documents lack."""
    found = lacking(journal, documents, currency="CNY", on=LATER)
    assert not found.findings
    return pl.concat([journal, found.entries])


def cost(journal: pl.DataFrame) -> int:
    """Return the balance of cost."""
    return int(journal.filter(pl.col("account") == "cost").get_column("amount").sum())


def test_booking_again_books_nothing() -> None:
    """900.00 once; the same document lacks nothing afterwards."""
    journal = booked(empty_journal(), document(90000))
    assert journal.rows(named=True)[0] == {
        "key": "month:2025-03/r0", "document": "month:2025-03", "date": DAY, "account": "cost",
        "about": "", "currency": "CNY", "amount": 90000, "due": None, "evidence": "r0",
    }  # fmt: skip
    assert booked(journal, document(90000)).equals(journal)


def test_a_restatement_books_the_difference_on_the_day_it_is_booked() -> None:
    """900.00 restated to 840.00: −60.00, on the later day, under the revision's key."""
    journal = booked(empty_journal(), document(90000))
    both = booked(journal, document(84000, version="r1"))
    assert both.tail(2).select("key", "date", "amount").rows() == [
        ("month:2025-03/r1", LATER, -6000),
        ("month:2025-03/r1", LATER, 6000),
    ]
    assert cost(both) == 84000
    assert booked(both, document(84000, version="r1")).equals(both)


def test_what_is_gone_is_taken_back_and_sums_to_zero() -> None:
    """A withdrawn payment's entry is negated, once; when it comes back it is booked anew."""
    paid = document(500, name="payment:P1", version="")
    journal = booked(empty_journal(), paid)
    reversed_ = booked(journal)
    assert reversed_.tail(2).get_column("key").unique().to_list() == ["payment:P1/2"]
    assert cost(reversed_) == 0
    assert booked(reversed_).equals(reversed_)
    assert cost(booked(reversed_, paid)) == 500


def test_a_fact_of_a_later_day_waits_for_it() -> None:
    """Dated 31 March: not booked on the 30th, booked on the 31st; and stays so whenever asked."""
    early, there = DAY - dt.timedelta(days=1), document(90000)
    assert lacking(empty_journal(), [there], currency="CNY", on=early).entries.is_empty()
    found = lacking(empty_journal(), [there], currency="CNY", on=DAY).entries
    assert cost(found) == 90000
    assert lacking(found, [there], currency="CNY", on=early).entries.is_empty()


def test_a_version_on_other_evidence_is_refused() -> None:
    """r0 was booked on one seal; r0 with another is an edited folder, whatever it comes to."""
    journal = booked(empty_journal(), document(90000))
    other = dataclasses.replace(document(90001), evidence="edited")
    found = lacking(journal, [other], currency="CNY", on=LATER)
    assert [f.code for f in found.findings] == ["E-LEDGER-KEY"]
    assert found.entries.is_empty()


def test_a_version_treated_otherwise_is_booked_as_a_difference() -> None:
    """The same seal, and the buyer now gets tax back: 900.00 cost become 850.00 and 50.00 tax."""
    journal = booked(empty_journal(), document(90000))
    split = (Posting(COST, 85000), Posting(Account.TAX_PENDING, 5000), Posting(ACCRUED, -90000))
    again = booked(journal, dataclasses.replace(document(90000), postings=split))
    assert again.tail(2).select("key", "account", "amount").rows() == [
        ("month:2025-03/2", "cost", -5000),
        ("month:2025-03/2", "tax_pending", 5000),
    ]


def test_one_key_names_one_entry() -> None:
    """The same entry again is left out; with other amounts it is an error."""
    journal = booked(empty_journal(), document(90000))
    assert appended(journal, journal).entries.is_empty()
    assert not appended(journal, journal).findings
    doubled = journal.with_columns(pl.col("amount") * 2)
    found = appended(journal, doubled)
    assert [f.code for f in found.findings] == ["E-LEDGER-KEY"]
    assert found.entries.is_empty()
    assert appended(empty_journal(), journal).entries.equals(journal)


def test_a_document_that_does_not_balance_is_our_bug() -> None:
    """1 against nothing."""
    with pytest.raises(AssertionError, match="balance"):
        Document("x", "", DAY, (Posting(COST, 1),))


def test_an_entry_out_of_balance_is_found() -> None:
    """A posting less: 900.00 are left over."""
    journal = booked(empty_journal(), document(90000))
    assert unbalanced(journal).is_empty()
    assert unbalanced(journal.head(1)).rows() == [("month:2025-03/r0", "CNY", 90000)]


STATES = st.lists(
    st.dictionaries(st.integers(0, 4), st.integers(-(10**12), 10**12), max_size=5), max_size=6
)


@settings(max_examples=60)
@given(STATES, st.randoms())
def test_the_journal_comes_to_the_last_state_whatever_came_before(
    states: list[dict[int, int]], order: random.Random
) -> None:
    """Σ debits = Σ credits always; the balance is the last state's; replay is a no-op."""
    journal = empty_journal()
    listed: list[Document] = []
    for state in states:
        listed = [document(a, name=f"invoice:{n}", version="") for n, a in state.items()]
        order.shuffle(listed)
        journal = booked(journal, *listed)
        assert unbalanced(journal).is_empty()
    assert cost(journal) == (sum(states[-1].values()) if states else 0)
    assert booked(journal, *listed).equals(journal)
    assert cost(booked(journal)) == 0
