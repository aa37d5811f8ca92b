"""Under which names does a bill reach a line, as of a day?"""

import datetime as dt
from collections.abc import Callable

import polars as pl

from lineproof.contract.case import View
from lineproof.reconcile.ids import CURRENT, EARLIER, NUMBER, ORDER, aliases, keys_of, line_names

D = dt.date
CIRCUITS = [
    {"line": "1", "id": "A1", "service": "access", "monthly_rent": 100},
    {"line": "2", "id": None, "monthly_rent": 100},
]
RECORDS = {
    "lifecycle": [
        {"line": "1", "event": "reidentified", "date": D(2024, 3, 1), "value": "B1"},
        {"line": "1", "event": "reidentified", "date": D(2024, 5, 1), "value": "C1"},
    ],
    "orders": [
        {"order": "PO-1", "line": "2", "ordered": D(2024, 1, 1)},
        {"order": "PO-2", "line": "1", "ordered": D(2024, 1, 1), "cancelled": D(2024, 2, 1)},
    ],
}
NOTHING = pl.Series("line", [], dtype=pl.String)


def test_a_circuit_has_the_id_of_the_day(viewed: Callable[..., View]) -> None:
    """A1 until March, B1 until May, C1 from there on; line 2 has none."""
    view = viewed(circuits=CIRCUITS, records=RECORDS, terms=())
    for day, name in ((D(2024, 2, 29), "A1"), (D(2024, 3, 1), "B1"), (D(2024, 5, 1), "C1")):
        names = line_names(view, NOTHING, on=day)
        assert names.select("line", "circuit").rows() == [("1", name), ("2", None)]


def test_what_a_line_was_called_is_its_name_still(viewed: Callable[..., View]) -> None:
    """In April it is B1; it was A1 and will be C1, and PO-2 was cancelled."""
    view = viewed(circuits=CIRCUITS, records=RECORDS, terms=())
    found = aliases(view, line_names(view, NOTHING, on=D(2024, 4, 1)))
    assert set(found.select("key", "code", "rank").iter_rows()) == {
        ("B1", 0, CURRENT), ("A1", 0, EARLIER), ("B1", 0, EARLIER), ("C1", 0, EARLIER),
        ("PO-1", 1, ORDER), ("1", 0, NUMBER), ("2", 1, NUMBER),
    }  # fmt: skip


def test_price_lines_and_charges_have_names_too(viewed: Callable[..., View]) -> None:
    """A price list's line by its name, a one-off charge by its own; settled lines besides."""
    one_off = {"id": "SETUP", "kind": "one_off", "name": "set-up", "amount": "5.00",
               "due": D(2024, 1, 1)}  # fmt: skip
    bundle = {"id": "SMS", "kind": "bundle", "unit": "message", "included": 5, "fee": "1.00",
              "overage_price": "0.05"}  # fmt: skip
    names = line_names(
        viewed(more=(one_off, bundle)), pl.Series("line", ["1a", "other"]), on=D(2024, 4, 1)
    )
    assert names.select("line", "name").rows() == [
        ("1a", "access"), ("SETUP", "set-up"), ("SMS", "message"), ("other", None),
    ]  # fmt: skip


def test_ids_are_compared_without_width_case_and_space() -> None:
    """Full-width and small letters are the same id; an O for a 0 is another."""
    texts = pl.Series(["c e７b", "CE7B", None, "CE7O"])
    assert keys_of(texts).to_list() == ["CE7B", "CE7B", None, "CE7O"]
