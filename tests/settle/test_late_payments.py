"""When does a late payment give a right? After its last day, and not on it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.assess.agenda import agenda
from lineproof.settle.late_payments import late_payments

D = dt.date
Viewed = Callable[..., Any]
Row = dict[str, Any]
PLAN = {"id": "PLAN", "kind": "payment_plan", "mode": "by_date", "items": [
    {"item": "a", "amount": "1000.00", "on": D(2024, 3, 10)},
    {"item": "b", "amount": "500.00", "on": D(2024, 3, 20)},
]}  # fmt: skip
LATE = {"id": "LATE", "kind": "late_interest", "rate": "0.001", "base": "overdue_amount"}
END = {"id": "END", "kind": "right", "who": "provider", "what": "terminate", "trigger": "LATE"}
STOP = {"id": "STOP", "kind": "right", "who": "provider", "what": "suspend", "trigger": "LATE"}


LAST = D(2024, 12, 31)


def _seen(viewed: Viewed, term: Row, *paid: tuple[str, dt.date, int], **records: object) -> Any:  # noqa: ANN401 - a view
    rows = [{"item": item, "paid": day, "amount": amount} for item, day, amount in paid]
    return viewed(head={"stated_total": "2000.00"}, terms=[PLAN, LATE | term, END],
                  records={"payments": rows} | records)  # fmt: skip


def _arose(
    viewed: Viewed, term: Row, *paid: tuple[str, dt.date, int], on: dt.date = LAST
) -> list[tuple[str, str, str]]:
    """Return what gives the right END: about what, its last day, where it stands."""
    found = late_payments(_seen(viewed, term, *paid), on=on)
    return [(d.subject, str(d.due), d.status) for d in found if d.gives == ("END",)]


@pytest.mark.parametrize(
    ("on", "paid", "expected"),
    [
        (D(2024, 3, 10), (), []),
        (D(2024, 3, 11), (), [("a", "2024-04-04", "pending")]),
        (D(2024, 4, 4), (), [("a", "2024-04-04", "pending"), ("b", "2024-04-14", "pending")]),
        (D(2024, 4, 5), (), [("a", "2024-04-04", "breached"), ("b", "2024-04-14", "pending")]),
        (D(2024, 5, 1), ("b", D(2024, 3, 20), 50000), [("a", "2024-04-04", "breached")]),
        (D(2024, 4, 4), ("a", D(2024, 4, 4), 100000), [("a", "2024-04-04", "met"),
                                                       ("b", "2024-04-14", "pending")]),
        (D(2024, 4, 6), ("a", D(2024, 4, 5), 100000), [("a", "2024-04-04", "breached"),
                                                       ("b", "2024-04-14", "pending")]),
        (D(2024, 4, 5), ("a", D(2024, 4, 4), 99999), [("a", "2024-04-04", "breached"),
                                                      ("b", "2024-04-14", "pending")]),
    ],
)  # fmt: skip
def test_more_than_so_many_days_late(
    viewed: Viewed, on: dt.date, paid: tuple[str, dt.date, int] | tuple[()],
    expected: list[tuple[str, str, str]],
) -> None:  # fmt: skip
    """Due on 10 March, 25 days late on 4 April: the right arises on the 5th.

    Paid on the 4th it doesn't; on the 5th, or but for a cent, it does. The other is due on the
    20th, and in time then.
    """
    term = {"right_past_cap": "END", "right_after_days": 25}
    assert _arose(viewed, term, *([paid] if paid else []), on=on) == expected


@pytest.mark.parametrize(
    ("cap", "expected"),
    [("0.02", "2024-03-30"), ("0.0209", "2024-03-30"), ("0.021", "2024-03-31")],
)
def test_past_the_cap(viewed: Viewed, cap: str, expected: str) -> None:
    """1.00 a day on 1,000.00: 20.00 are reached with 30 March and passed on the 31st.

    20.90 likewise; 21.00 are reached on the 31st only, and passed on 1 April.
    """
    term = {"right_past_cap": "END", "cap": cap}
    assert ("a", expected, "breached") in _arose(viewed, term)


def test_a_cap_gives_no_right_that_days_are_named_for(viewed: Viewed) -> None:
    """20.00 are passed on 31 March, and the right still waits for the 26th day, 5 April."""
    term = {"right_past_cap": "END", "right_after_days": 25, "cap": "0.02"}
    found = _arose(viewed, term, on=D(2024, 4, 4))
    assert found == [("a", "2024-04-04", "pending"), ("b", "2024-04-14", "pending")]


@pytest.mark.parametrize(("day", "expected"), [(29, "None"), (30, "2024-03-30")])
def test_within_the_cap_there_is_no_right_yet(viewed: Viewed, day: int, expected: str) -> None:
    """On 30 March 20.00 of 20.00 are reached, and that is the last day; the day before none is."""
    found = _arose(viewed, {"right_past_cap": "END", "cap": "0.02"}, on=D(2024, 3, day))
    assert ("a", expected, "pending") in found


@pytest.mark.parametrize(
    ("share", "of", "expected"),
    [
        ("0.5", "overdue_amount", "2024-03-20"),
        ("0.75", "overdue_amount", "None"),
        ("0.49", "overdue_amount", "2024-03-10"),
        ("0.0125", "interest", "2024-03-30"),
        ("0.0129", "interest", "2024-03-30"),
        ("0.01325", "interest", "2024-03-31"),
    ],
)
def test_past_a_share_of_the_contract(viewed: Viewed, share: str, of: str, expected: str) -> None:
    """Of 2,000.00: 1,000.00 overdue from 11 March on are 50 %, 1,500.00 from the 21st on 75 %.

    More than 49 % from the 11th, more than 50 % from the 21st, never more than 75 %. Interest: 1.00
    a day for 10 days, then 1.50: 25.00 with 30 March (1.25 %), 26.50 with the 31st (1.325 %).
    """
    term = {"right_past_cap": "END", "right_past_share": share, "right_share_of": of}
    status = "pending" if expected == "None" else "breached"
    assert _arose(viewed, term) == [("", expected, status)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"after": 3, "unit": "months"}, [("a", "2024-06-10"), ("b", "2024-06-20")]),
        ({"after": 1, "unit": "months", "payments": 2}, [("", "2024-04-20")]),
        ({"after": 10, "payments": 2}, [("", "2024-03-30")]),
        ({"after": 10, "payments": 3}, [("", "None")]),
    ],
)
def test_so_many_payments_so_long(
    viewed: Viewed, rule: Row, expected: list[tuple[str, str]]
) -> None:
    """One for more than 3 months: from 11 and 21 June on; two for more than one: from 21 April.

    Two for more than 10 days: from 31 March on, the 10th day of the second being the 30th. There
    are no three.
    """
    found = _arose(viewed, {"rights": [{"right": "END", **rule}]})
    assert [(about, last) for about, last, _ in found] == expected


def test_two_payments_late_one_after_the_other_give_no_right(viewed: Viewed) -> None:
    """The first was paid on 30 March, when the second had been late for 10 days, not more."""
    rule = {"rights": [{"right": "END", "after": 10, "payments": 2}]}
    assert _arose(viewed, rule, ("a", D(2024, 3, 30), 100000))[0][1] == "None"
    assert _arose(viewed, rule, ("a", D(2024, 3, 31), 100000))[0][1] == "2024-03-30"


def test_a_right_that_no_rule_names_arises_with_any_late_payment(viewed: Viewed) -> None:
    """On 11 March the provider may suspend; END needs its 25 days."""
    rows: Row = {"payments": []}
    term = LATE | {"right_past_cap": "END", "right_after_days": 25}
    known = viewed(terms=[PLAN, term, END, STOP], records=rows)
    for day, expected in ((D(2024, 3, 11), ["STOP"]), (D(2024, 4, 5), ["STOP", "STOP", "END"])):
        found = agenda(known, on=day, more=[*late_payments(known, on=day)])
        assert sorted(d.term for d in found if d.kind == "right") == sorted(expected)


def test_without_a_file_of_payments_nobody_knows(viewed: Viewed) -> None:
    """The day is over, and no record could tell whether it was paid: no right is shown."""
    term = LATE | {"right_past_cap": "END", "right_after_days": 25}
    known = viewed(terms=[PLAN, term, END])
    found = [*late_payments(known, on=D(2024, 5, 1))]
    assert [d.status for d in found] == ["unknown", "unknown"]
    assert not [d for d in agenda(known, on=D(2024, 5, 1), more=found) if d.kind == "right"]


def test_a_contract_without_a_plan_has_no_late_payments(viewed: Viewed) -> None:
    """Nothing says when anything is due."""
    term = LATE | {"right_past_cap": "END", "right_after_days": 25}
    prices = {"id": "P", "kind": "price_lines",
              "lines": [{"line": "1", "name": "x", "qty": 1, "monthly_rent": "1.00"}]}  # fmt: skip
    assert not [*late_payments(viewed(terms=[prices, term, END]), on=D(2024, 5, 1))]
