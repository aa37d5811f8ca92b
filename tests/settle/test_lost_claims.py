"""What was lost, since nobody claimed it in time? On its day, and what was claimed stays."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

D = dt.date
Made = Callable[..., Any]
Row = dict[str, Any]
PRICES = {"id": "PRICES", "kind": "price_lines", "lines": [
    {"line": "1a", "name": "x", "qty": 1, "monthly_rent": "100.00"}]}  # fmt: skip
MONTHLY = {"id": "PLAN", "kind": "payment_plan", "mode": "monthly",
           "items": [{"item": "month", "triggers": ["period_end"]}]}  # fmt: skip
LATE = {"id": "DELAY", "kind": "delay_penalty", "rate": "0.1", "per": "day", "base": "one_off",
        "late_after": 10, "unit": "days", "of": "ordered", "set_off": "month"}  # fmt: skip
CLAIM = {"id": "CLAIM", "kind": "claim", "clause": "7", "what": "DELAY", "within": 20,
         "unit": "days", "of": "end of the month"}  # fmt: skip
RECORDS: dict[str, list[Row]] = {
    "orders": [{"order": "O-1", "line": "1a", "ordered": D(2024, 3, 1)}],
    "lifecycle": [{"line": "1a", "event": "in_service", "date": D(2024, 3, 14), "one_off": 20000}],
}


def _month(settled: Made, month: str, *claims: Row, **changes: Any) -> Any:  # noqa: ANN401 - a settlement
    """Settle a month in which line 1a, ordered on 1 March, opened on the 14th: 3 × 20.00."""
    terms = [PRICES, MONTHLY, LATE, CLAIM | changes.pop("term", {})]
    rows = [{"what": "DELAY", "period": "2024-03", **claim} for claim in claims]
    return settled(month, terms=terms, records=RECORDS | {"claims": rows}, **changes)


def _own(found: Any, charge: str) -> list[int]:  # noqa: ANN401 - a settlement
    amounts: list[int] = found.lines.filter(found.lines["charge"] == charge)["amount"].to_list()
    return amounts


def test_the_month_itself_credits_and_says_by_when(settled: Made) -> None:
    """March gives 60.00 back: 20 days from the 31st are over with 20 April."""
    found = _month(settled, "2024-03")
    assert (_own(found, "delay_penalty"), _own(found, "lost_claim")) == ([-6000], [])
    (note,) = found.notes
    assert note.startswith("what DELAY gives back is lost on 2024-04-21, unless it is claimed by ")
    assert note.endswith(" 2024-04-20 (clause 7)")


@pytest.mark.parametrize(
    ("claims", "lost"),
    [
        ([], [6000]),
        ([{"claimed": D(2024, 4, 20), "amount": 6000}], []),
        ([{"claimed": D(2024, 4, 21), "amount": 6000}], [6000]),
        ([{"claimed": D(2024, 4, 20), "amount": 5999}], [1]),
        ([{"claimed": D(2024, 4, 20), "amount": 9000}], []),
        ([{"claimed": D(2024, 4, 2), "amount": 2000}, {"claimed": D(2024, 4, 20), "amount": 1000}],
         [3000]),
    ],
)  # fmt: skip
def test_what_was_not_claimed_is_taken_back_once(
    settled: Made, claims: list[Row], lost: list[int]
) -> None:
    """60.00 by 20 April: on that day it is kept, the day after it is lost.

    What was claimed of it is kept to the cent; in two claims 20.00 and 10.00 of it.
    """
    found = _month(settled, "2024-04", *claims)
    assert _own(found, "lost_claim") == lost
    assert found.gross.value == 10000 + sum(lost)
    assert _own(_month(settled, "2024-05", *claims), "lost_claim") == []
    assert _own(_month(settled, "2024-03", *claims), "delay_penalty") == [-6000]


def test_it_is_lost_in_the_month_of_the_day_after(settled: Made) -> None:
    """30 days from 31 March are over with 30 April: it is lost on 1 May, in May."""
    term = {"within": 30}
    assert _own(_month(settled, "2024-04", term=term), "lost_claim") == []
    assert _own(_month(settled, "2024-05", term=term), "lost_claim") == [6000]


def test_known_before_the_last_day_nothing_is_lost(settled: Made) -> None:
    """April as known on its 20th: there is still time; as known on the 21st there isn't."""
    assert _own(_month(settled, "2024-04", as_known=D(2024, 4, 20)), "lost_claim") == []
    assert _own(_month(settled, "2024-04", as_known=D(2024, 4, 21)), "lost_claim") == [6000]


def test_what_is_kept_is_never_taken_back(settled: Made) -> None:
    """The clause asks for a claim and takes nothing from who makes none."""
    assert _own(_month(settled, "2024-04", term={"unclaimed": "kept"}), "lost_claim") == []


def test_it_is_taxed_as_what_it_takes_back(settled: Made) -> None:
    """The penalty bears 6 % on top: 60.00 lost are 63.60, the rent 100.00 and no tax."""
    taxes = [
        {"id": "T6", "kind": "tax", "rate": "0.06", "inclusive": False, "applies_to": ["DELAY"]},
        {"id": "T0", "kind": "tax", "rate": "0", "inclusive": False, "applies_to": ["PRICES"]},
    ]
    found = _month(settled, "2024-04", more=taxes)
    assert (found.gross.value, found.tax.value) == (16360, 360)


def test_the_closing_month_takes_back_what_is_lost_in_it(settled: Made) -> None:
    """The term ends with March; April closes it, and asks for the 60.00 that nobody claimed."""
    found = _month(settled, "2024-04", head={"months": 3})
    assert (_own(found, "lost_claim"), found.payable.value) == ([6000], 6000)
