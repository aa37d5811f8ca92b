"""What does a party bear at most? Each month within what is left of the cap, worked by hand."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

D = dt.date
Made = Callable[..., Any]
Row = dict[str, Any]
PRICES = {"id": "PRICES", "kind": "price_lines", "lines": [
    {"line": "1a", "name": "x", "qty": 1, "monthly_rent": "100.00"},
    {"line": "2", "name": "x", "qty": 1, "monthly_rent": "100.00"}]}  # fmt: skip
PART = {"id": "PART", "kind": "proration", "method": "actual_days"}
MONTHLY = {"id": "PLAN", "kind": "payment_plan", "mode": "monthly",
           "items": [{"item": "month", "triggers": ["period_end"]}]}  # fmt: skip
DELAY = {"id": "DELAY", "kind": "delay_penalty", "rate": "0.1", "per": "day", "base": "one_off",
         "late_after": 10, "unit": "days", "of": "ordered", "set_off": "month"}  # fmt: skip
CAP = {"id": "CAP", "kind": "liability_cap", "clause": "9.7", "who": "provider", "share": "0.48",
       "base": "contract_amount"}  # fmt: skip
ONCE = {"id": "PLAN", "kind": "payment_plan", "mode": "by_date",
        "items": [{"item": "a", "amount": "1000.00", "on": D(2024, 3, 10)}]}  # fmt: skip
LATE = {"id": "LATE", "kind": "late_interest", "rate": "0.001"}
MONTHS = ("2024-03", "2024-04", "2024-05")


def _cuts(
    settled: Made,
    cap: Row,
    *paid: tuple[dt.date, int],
    **changes: Any,  # noqa: ANN401 - the builder's keys
) -> list[list[int]]:
    """Return what is cut off in March, April and May.

    Line 1a is late from 12 March to 5 April, 20.00 a day: 20 days, then 5.
    """
    records = {
        "orders": [{"order": "O-1", "line": "1a", "ordered": D(2024, 3, 1)}],
        "lifecycle": [{"line": "1a", "event": "in_service", "date": D(2024, 4, 5),
                       "one_off": 20000}],
        "payments": [{"item": "2024-01", "paid": day, "amount": amount} for day, amount in paid],
    }  # fmt: skip
    terms = [PRICES, PART, MONTHLY, DELAY, CAP | cap]
    changes = {"terms": terms, "records": records, "head": {"stated_total": "1000.00"}} | changes
    return [_own(settled(month, **changes)) for month in MONTHS]


def _own(found: Any, charge: str = "liability_cap") -> list[int]:  # noqa: ANN401 - a settlement
    amounts: list[int] = found.lines.filter(found.lines["charge"] == charge)["amount"].to_list()
    return amounts


@pytest.mark.parametrize(
    ("cap", "expected"),
    [
        ({"share": "0.5"}, [[], [], []]),
        ({"share": "0.49999"}, [[], [1], []]),
        ({"share": "0.48"}, [[], [2000], []]),
        ({"share": "0.4"}, [[], [10000], []]),
        ({"share": "0.3"}, [[10000], [10000], []]),
        ({"share": "0"}, [[40000], [10000], []]),
        ({"share": "0.3", "who": "both"}, [[10000], [10000], []]),
        ({"share": "0.3", "who": "buyer"}, [[], [], []]),
        ({"share": "0.3", "carve_outs": ["DELAY"]}, [[], [], []]),
        ({"share": "0.3", "carve_outs": ["delay_penalty"]}, [[], [], []]),
        ({"share": "0.3", "carve_outs": ["rent"]}, [[10000], [10000], []]),
        ({"share": "0.3", "applies_to": ["OTHER"]}, [[], [], []]),
        ({"share": "0.3", "applies_to": ["DELAY"]}, [[10000], [10000], []]),
    ],
)
def test_a_share_of_the_contract_is_used_up_in_time_order(
    settled: Made, cap: Row, expected: list[list[int]]
) -> None:
    """400.00 in March and 100.00 in April, of 1,000.00: 500.00 are exactly within a half.

    Within 499.99 April loses a cent, within 480.00 it bears 80.00, within 400.00 nothing; within
    300.00 March bears that, and April nothing. What is carved out, or not named, isn't limited.
    """
    assert _cuts(settled, cap) == expected


@pytest.mark.parametrize(
    ("months", "share", "expected"),
    [
        (3, "0.3", [[31000], [1400], []]),
        (2, "0.3", [[34000], [1400], []]),
        (1, "0.3", [[37000], [], []]),
        (3, "1.3333", [[1], [], []]),
        (3, "1.33334", [[], [], []]),
    ],
)
def test_a_share_of_the_fees_of_the_last_months(
    settled: Made, months: int, share: str, expected: list[list[int]]
) -> None:
    """Line 2 costs 100.00 a month, line 1a from 5 April 26/30 of that, 86.67, and 200.00 once.

    30 % of January to March are 90.00: March's 400.00 lose 310.00. Of February to April, 586.67,
    176.00, of which March bore 90.00: April bears 86.00 of its 100.00. Two months: 60.00, then
    146.00 less 60.00. In windows of one month 30.00, then 116.00. 133.33 % of 300.00 are 399.99,
    133.334 % 400.00.
    """
    cap = {"base": "fees_in_window", "window_months": months, "share": share}
    assert _cuts(settled, cap) == expected


@pytest.mark.parametrize(
    ("paid", "expected"),
    [
        ((), [[40000], [10000], []]),
        (((D(2024, 3, 31), 25000),), [[15000], [10000], []]),
        (((D(2024, 3, 31), 25000), (D(2024, 4, 30), 10000)), [[15000], [], []]),
        (((D(2024, 3, 31), 25000), (D(2024, 5, 1), 10000)), [[15000], [10000], []]),
        (((D(2024, 3, 31), 40000),), [[], [10000], []]),
    ],
)
def test_the_fees_paid_by_the_months_end(
    settled: Made, paid: tuple[tuple[dt.date, int], ...], expected: list[list[int]]
) -> None:
    """Nothing paid, nothing borne. 250.00 by 31 March: March bears that; 100.00 more by 30 April
    let April bear its 100.00, on 1 May they come too late for it.
    """
    assert _cuts(settled, {"base": "fees_paid", "share": "1"}, *paid) == expected


def test_without_a_file_of_payments_what_was_paid_is_unknown(settled: Made) -> None:
    """The cap can't be worked out, and isn't taken for nothing: March has no known amount."""
    terms = [PRICES, PART, MONTHLY, DELAY, CAP | {"base": "fees_paid", "share": "1"}]
    records = {
        "orders": [{"order": "O-1", "line": "1a", "ordered": D(2024, 3, 1)}],
        "lifecycle": [{"line": "1a", "event": "in_service", "date": D(2024, 4, 5),
                       "one_off": 20000}],
    }  # fmt: skip
    found = settled("2024-03", terms=terms, records=records)
    assert (found.gross.value, [b.code for b in found.blocked]) == (None, ["E-PAYMENTS-MISSING"])
    assert settled("2024-02", terms=terms, records=records).gross.value == 10000


@pytest.mark.parametrize(
    ("cap", "expected"),
    [
        ({"share": "0.04"}, [[], [-1100], [-3100]]),
        ({"share": "0.051"}, [[], [], [-3100]]),
        ({"share": "0.041"}, [[], [-1000], [-3100]]),
        ({"share": "0.01"}, [[-1100], [-3000], [-3100]]),
        ({"share": "0.01", "carve_outs": ["late_interest"]}, [[], [], []]),
        ({"share": "0.01", "who": "provider"}, [[], [], []]),
    ],
)
def test_the_buyers_interest_is_cut_off_too(
    settled: Made, cap: Row, expected: list[list[int]]
) -> None:
    """1.00 a day: March 21.00, April 30.00, May 31.00. 4 % of 1,000.00 are 40.00: April bears 19.00
    of it and May nothing; 51.00 are exactly March and April; of 41.00 April bears 20.00; 10.00 are
    used up in March.
    """
    terms = [PRICES, ONCE, LATE, CAP | {"who": "buyer"} | cap]
    changes = {"terms": terms, "records": {"payments": []}, "head": {"stated_total": "1000.00"}}
    assert [_own(settled(month, **changes)) for month in MONTHS] == expected


def test_what_is_due_is_the_interest_that_is_left(settled: Made) -> None:
    """April: 30.00 of interest, 11.00 cut off: 19.00 due on the 30th."""
    terms = [PRICES, ONCE, LATE, CAP | {"who": "buyer", "share": "0.04"}]
    found = settled("2024-04", terms=terms, records={"payments": []},
                    head={"stated_total": "1000.00"})  # fmt: skip
    dues = {d.item: d.amount.value for d in found.due if d.date == D(2024, 4, 30)}
    assert dues == {"late interest": 1900}


def test_a_cut_is_taxed_as_what_it_takes_back(settled: Made) -> None:
    """Penalties bear 6 %, rents none: March's 100.00 taken back are 106.00 of it."""
    taxes = [
        {"id": "T6", "kind": "tax", "rate": "0.06", "inclusive": False, "applies_to": ["DELAY"]},
        {"id": "T0", "kind": "tax", "rate": "0", "inclusive": False, "applies_to": ["PRICES"]},
    ]
    records = {
        "orders": [{"order": "O-1", "line": "1a", "ordered": D(2024, 3, 1)}],
        "lifecycle": [{"line": "1a", "event": "in_service", "date": D(2024, 4, 5)}],
    }
    delay = DELAY | {"base": "contract_amount", "rate": "0.02"}
    terms = [PRICES, PART, MONTHLY, delay, CAP | {"share": "0.3"}, *taxes]
    found = settled("2024-03", terms=terms, records=records, head={"stated_total": "1000.00"})
    assert (found.gross.value, found.tax.value) == (10000 - 31800, -1800)


def test_a_cap_of_nothing_limits_nothing(settled: Made) -> None:
    """The clause names no base: the lint asks; nothing is cut off."""
    bare = {k: v for k, v in CAP.items() if k not in {"base", "share"}}
    terms = [PRICES, PART, MONTHLY, DELAY, bare]
    assert _cuts(settled, {}, terms=terms) == [[], [], []]
