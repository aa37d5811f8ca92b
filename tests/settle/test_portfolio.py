"""Are several contracts summed up by currency, with their bounds, and the next day due found?"""

from __future__ import annotations

import datetime as dt

import pytest

from lineproof.settle.portfolio import CurrencyTotal, Entry, _next_due, sum_of, totals_of
from lineproof.settle.settlement import UNKNOWN, Bounded, Due

MARCH = dt.date(2024, 3, 1)


def entry(currency: str, gross: Bounded, **more: object) -> Entry:
    """Return an entry that owes what it earned."""
    values = {"contract": "c", "currency": currency, "gross": gross, "payable": gross, **more}
    return Entry("dir", **values)  # type: ignore[arg-type]


def due(day: dt.date | None, amount: int) -> Due:
    """Return what falls due on a day, or waits."""
    return Due("month", day, None, Bounded.exactly(amount), "1")


def test_sums_keep_bounds_and_what_is_unknown() -> None:
    """1.00 and 0.05 to 0.10: 1.05 to 1.10; with one that nothing bounds, nothing bounds the sum."""
    known, doubtful = Bounded.exactly(100), Bounded.between(5, 10)
    assert sum_of([known, known]) == Bounded.exactly(200)
    assert sum_of([known, doubtful]) == Bounded(None, 105, 110)
    assert sum_of([known, UNKNOWN]) == UNKNOWN


def test_currencies_are_never_added() -> None:
    """CNY 1.00 + 2.00; EUR 4.00; what can't be read, or doesn't run, is in no total."""
    totals = totals_of(
        [
            entry("CNY", Bounded.exactly(100)),
            entry("EUR", Bounded.exactly(400)),
            entry("CNY", Bounded.exactly(200)),
            entry("CNY", UNKNOWN, is_running=False),
            Entry("broken", problem="no contract.toml"),
        ]
    )
    three, four = Bounded.exactly(300), Bounded.exactly(400)
    assert totals == (
        CurrencyTotal("CNY", 2, 2, three, three), CurrencyTotal("EUR", 2, 1, four, four),
    )  # fmt: skip


def test_the_next_day_due_is_the_first_from_the_month_on() -> None:
    """On 15 March 1.00 and 2.00; what was due in February is past, and what waits has no day."""
    ides = dt.date(2024, 3, 15)
    items = [due(dt.date(2024, 4, 1), 900), due(ides, 100), due(None, 50),
             due(dt.date(2024, 2, 29), 70), due(ides, 200)]  # fmt: skip
    assert _next_due(items, MARCH) == (ides, Bounded.exactly(300))
    assert _next_due([due(None, 50)], MARCH) == (None, UNKNOWN)


@pytest.mark.parametrize(
    ("change", "expected"),
    [({}, False), ({"errors": 1}, True), ({"questions": 1}, True), ({"is_blocked": True}, True),
     ({"problem": "x"}, True), ({"is_sealed": True}, False), ({"is_running": False}, False)],
)  # fmt: skip
def test_an_entry_is_open_where_somebody_has_to_act(
    change: dict[str, object], expected: object
) -> None:
    """Not because it isn't sealed, nor because it doesn't run."""
    assert entry("CNY", Bounded.exactly(0), **change).is_open is expected
