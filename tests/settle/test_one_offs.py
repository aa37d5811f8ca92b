"""Which charges are owed once? On their day, at their milestone, or with a record."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.settle.settlement import Settlement

Made = Callable[..., Any]

D = dt.date
ROW = {"line": "c", "monthly_rent": 0, "start": D(2024, 1, 1)}


def _once(due: dt.date | str, **more: object) -> dict[str, Any]:
    return {"id": "SETUP", "kind": "one_off", "name": "x", "amount": "50.00", "due": due, **more}


def _charged(found: Settlement) -> list[tuple[str, int]]:
    rows = found.lines.filter(found.lines["charge"] == "one_off")
    listed: list[tuple[str, int]] = rows.select("line", "amount").rows()
    return listed


@pytest.mark.parametrize(
    ("day", "expected"),
    [(D(2024, 2, 29), []), (D(2024, 3, 1), [("SETUP", 5000)]), (D(2024, 3, 31), [("SETUP", 5000)]),
     (D(2024, 4, 1), [])],
)  # fmt: skip
def test_on_its_day(settled: Made, day: dt.date, expected: list[tuple[str, int]]) -> None:
    """Owed in March from the 1st to the 31st."""
    assert _charged(settled("2024-03", terms=[_once(day)])) == expected


def test_when_its_milestone_is_reached(settled: Made) -> None:
    """Signed acceptance on 5 March; before it is recorded, nothing."""
    rows = {"milestones": [{"event": "signed", "date": D(2024, 3, 5)}]}
    assert _charged(settled("2024-03", terms=[_once("signed")], records=rows)) == [("SETUP", 5000)]
    assert _charged(settled("2024-03", terms=[_once("signed")])) == []


def test_not_once_its_term_has_ended(settled: Made) -> None:
    """Ended on 10 March: due on the 9th it is owed, on the 10th no more."""
    for day, expected in ((9, [("SETUP", 5000)]), (10, [])):
        term = _once(D(2024, 3, day), effective_to=D(2024, 3, 10))
        assert _charged(settled("2024-03", terms=[term])) == expected


def test_with_a_record(settled: Made) -> None:
    """Two of line c on one day, and one of price line p, under the terms that price them."""
    prices = {"id": "P", "kind": "price_lines", "clause": "9",
              "lines": [{"line": "p", "name": "x", "qty": 1, "monthly_rent": "0.00"}]}  # fmt: skip
    events = [
        {"line": line, "event": event, "date": D(2024, 3, 5), "one_off": amount}
        for line, event, amount in (("c", "moved", 10), ("c", "accepted", 20), ("p", "moved", 30))
    ]
    late = {"line": "c", "event": "moved", "date": D(2024, 4, 1), "one_off": 40}
    found = settled("2024-03", terms=[prices], circuits=[ROW],
                    records={"lifecycle": [*events, late]})  # fmt: skip
    assert _charged(found) == [("c", 10), ("c", 20), ("p", 30)]
    rows = found.lines.filter(found.lines["charge"] == "one_off")
    assert rows.select("term", "clause").unique().sort("term").rows() == [
        ("P", "9"), ("SCHEDULE", "1"),
    ]  # fmt: skip
