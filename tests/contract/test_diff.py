"""Where two contracts differ, term by term and row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from lineproof.contract.case import Case
from lineproof.contract.diff import Difference, differences

DUE = dt.date(2024, 1, 15)
Built = Callable[..., Case]
RENT: dict[str, Any] = {
    "line": "1a", "name": "access", "qty": 1, "monthly_rent": "100.00"
}  # fmt: skip


def prices(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a price list."""
    return [{"id": "PRICES", "kind": "price_lines", "lines": list(rows)}]


def found(left: Case, right: Case) -> list[tuple[str, str, str, str]]:
    """Return the differences: term, what, left, right; each applied makes the two more alike."""
    told: list[Difference] = list(differences(left.contract, right.contract))
    for difference in told:
        rest = list(differences(difference.changed, right.contract))
        assert len(rest) == len(told) - 1, difference
    return [(d.term, d.what, d.left, d.right) for d in told]


def test_the_same_contract_has_no_differences(minimal: Built) -> None:
    """Nothing."""
    assert found(minimal(), minimal()) == []


def test_the_head_is_compared_field_by_field(minimal: Built) -> None:
    """13 months instead of 12; another name of the buyer."""
    parties = {"buyer": {"name": "C"}, "provider": {"name": "P"}}
    assert found(minimal(), minimal(head={"months": 13, "parties": parties})) == [
        ("contract", "parties.buyer.name", "B", "C"),
        ("contract", "months", "12", "13"),
    ]


def test_rows_are_matched_by_their_key(minimal: Built) -> None:
    """Line 1a costs 110.00; line 2 is only on the right; the order says nothing."""
    more = {**RENT, "line": "2", "monthly_rent": "7.00"}
    left, right = prices(RENT), prices(more, {**RENT, "monthly_rent": "110.00"})
    told = found(minimal(terms=left), minimal(terms=right))
    assert told[0] == ("PRICES", "lines[1a].monthly_rent", "100", "110")
    assert (told[1][1], told[1][2]) == ("lines[2]", "")
    assert len(told) == 2


def test_a_row_that_lost_its_key_is_matched_by_what_it_says(minimal: Built) -> None:
    """1a was read as 1s, at the same rent: one field differs, not two rows."""
    left, right = prices(RENT), prices({**RENT, "line": "1s"})
    told = found(minimal(terms=left), minimal(terms=right))
    assert [t[1:] for t in told] == [("lines[1a].line", "1a", "1s")]


def test_a_term_that_one_side_lacks_is_a_difference(minimal: Built) -> None:
    """A one-off on one side only."""
    more = [{"id": "SETUP", "kind": "one_off", "name": "set-up", "amount": "5.00", "due": DUE}]
    one, two = minimal(), minimal(more=more)
    assert found(one, two) == [("SETUP", "the whole term", "", "one_off")]
    assert found(two, one) == [("SETUP", "the whole term", "one_off", "")]


def test_a_term_of_another_kind_is_one_difference(minimal: Built) -> None:
    """The same id, another kind."""
    one_off = {"kind": "one_off", "name": "x", "amount": "5.00", "due": DUE}
    other = {"kind": "tax", "rate": "0.06", "inclusive": True}
    left, right = (minimal(more=[{"id": "X", **term}]) for term in (one_off, other))
    assert found(left, right) == [("X", "kind", "one_off", "tax")]


def test_amendments_are_counted(minimal: Built) -> None:
    """None on the left, one on the right."""
    day = dt.date(2024, 2, 1)
    amendment = [{"id": "A", "signed": day, "effective_from": day, "known_at": day, "clause": "A"}]
    assert found(minimal(), minimal(amendment=amendment)) == [("contract", "amendments", "0", "1")]
