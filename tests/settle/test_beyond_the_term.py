"""What does a month beyond the signed term come to? What the contract went on at."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.errors import InputRefusedError
from lineproof.settle.reading import NO_PLAN_RENEWED

Made = Callable[..., Any]
D = dt.date
PRICES = {
    "id": "PRICES", "kind": "price_lines",
    "lines": [{"line": "1a", "name": "x", "qty": 1, "monthly_rent": "100.00"}],
}  # fmt: skip
MONTHLY = {
    "id": "PLAN", "kind": "payment_plan", "mode": "monthly",
    "items": [{"item": "month", "triggers": ["period_end"]}],
}  # fmt: skip


ON = {"id": "ON", "kind": "renewal", "months": 12, "unless_notice": 30, "unit": "days"}
YEARLY = {
    "id": "PLAN", "kind": "payment_plan", "mode": "annual_prepay",
    "items": [{"item": "year", "triggers": ["period_start"]}],
}  # fmt: skip


def _lines_of(settled: Made, month: str, **changes: object) -> list[tuple[str, int]]:
    found = settled(month, **changes)
    rows: list[tuple[str, int]] = found.lines.select("line", "amount").rows()
    return rows


def test_a_month_after_a_renewal_settles_like_others(settled: Made) -> None:
    """The term of 2024 went on by a year: January 2025 and December 2025 owe their 100.00.

    Without the clause, or with a notice delivered on 1 December 2024, January is the closing month,
    without rent; as known on that day nobody has gone on yet.
    """
    for month in ("2025-01", "2025-12"):
        assert _lines_of(settled, month, terms=[PRICES, MONTHLY, ON]) == [("1a", 10000)]
    assert _lines_of(settled, "2025-01", terms=[PRICES, MONTHLY]) == []
    told = [{"what": "non-renewal", "sent": D(2024, 12, 1), "received": D(2024, 12, 1)}]
    assert (
        _lines_of(settled, "2025-01", terms=[PRICES, MONTHLY, ON], records={"notices": told}) == []
    )
    assert _lines_of(settled, "2025-01", terms=[PRICES, MONTHLY, ON], as_known=D(2024, 12, 1)) == []
    with pytest.raises(InputRefusedError):
        settled("2026-02", terms=[PRICES, MONTHLY, ON],
                records={"notices": [told[0] | {"received": D(2025, 12, 1)}]})  # fmt: skip


def test_a_line_that_ran_to_the_end_of_the_term_goes_on(settled: Made) -> None:
    """Line 1 ended with the signed term and goes on; line 2 had ended before and doesn't."""
    rows = [
        {"line": "1", "monthly_rent": 5000, "start": D(2024, 1, 1), "end": D(2024, 12, 31)},
        {"line": "2", "monthly_rent": 7000, "start": D(2024, 1, 1), "end": D(2024, 11, 30)},
    ]
    assert _lines_of(settled, "2025-01", terms=[ON], circuits=rows) == [("1", 5000)]


def test_a_renewed_year_is_prepaid_at_the_price_of_the_signed_one(settled: Made) -> None:
    """18 months of 100.00 are 1,800.00: a year 1,200.00 and half of one 600.00.

    The 12 months it goes on by are a year of their own from 1 July 2025: 1,200.00.
    """
    found = settled("2025-07", head={"months": 18}, terms=[PRICES, YEARLY, ON])
    assert [(d.item, str(d.date), d.amount.value) for d in found.due] == [
        ("year-3", "2025-07-01", 120000)
    ]
    earlier = settled("2025-01", head={"months": 18}, terms=[PRICES, YEARLY, ON])
    assert [(d.item, d.amount.value) for d in earlier.due] == [("year-2", 60000)]


def test_a_plan_of_fixed_items_has_none_for_a_renewed_term(settled: Made) -> None:
    """January 2025 earns 100.00, and the plan says nothing of when it is due: it is shown so."""
    plan = {"id": "PLAN", "kind": "payment_plan", "mode": "by_date",
            "items": [{"item": "a", "share": "1", "on": D(2024, 3, 10)}]}  # fmt: skip
    found = settled("2025-01", terms=[PRICES, plan, ON])
    (due,) = found.due
    assert (due.item, due.date, due.amount.value) == ("2025-01", None, 10000)
    assert due.waiting_for == NO_PLAN_RENEWED
    assert found.payable.value == 10000


@pytest.mark.parametrize("price", ["list_price", "agreed"])
def test_a_renewal_at_other_prices_blocks_until_they_are_agreed(settled: Made, price: str) -> None:
    """January 2025 has no known price; December 2024 still has the signed one.

    An amendment of prices from 1 January on says 120.00; one from 1 February is no help in January.
    """
    term = ON | {"price": price}
    found = settled("2025-01", terms=[PRICES, MONTHLY, term])
    assert (found.gross.value, found.payable.value) == (None, None)
    assert [b.code for b in found.blocked] == ["E-RENEWAL-PRICE"]
    assert settled("2024-12", terms=[PRICES, MONTHLY, term]).gross.value == 10000
    line = {"line": "1a", "name": "x", "qty": 1, "monthly_rent": "120.00"}
    prices = PRICES | {"clause": "1", "lines": [line]}
    for day, gross in ((D(2025, 1, 1), 12000), (D(2025, 2, 1), None)):
        amendment = {"id": "A1", "signed": D(2024, 12, 20), "effective_from": day,
                     "known_at": D(2024, 12, 20), "clause": "amendment 1",
                     "replaces": [prices]}  # fmt: skip
        assert (
            settled("2025-01", terms=[PRICES, MONTHLY, term], amendment=[amendment]).gross.value
            == gross
        )


@pytest.mark.parametrize(
    ("month", "fee"),
    [("2024-03", []), ("2024-04", [30000]), ("2025-03", [30000]), ("2025-04", []), ("2026-04", [])],
)
def test_a_bundle_ends_with_its_own_length(
    settled: Callable[..., Any], month: str, fee: list[int]
) -> None:
    """From 1 April 2024 for 12 months; the notice of 1 March 2025, 31 days before, ends it."""
    notices = [_told(D(2025, 3, 1), about="SMS")]
    assert _fees(settled, month, notices) == fee


@pytest.mark.parametrize("about", ["", "OTHER"])
def test_a_bundle_goes_on_while_nobody_speaks_of_it(
    settled: Callable[..., Any], about: str
) -> None:
    """No notice, or one about another clause: it is due for April 2025 and April 2026."""
    notices = [_told(D(2025, 3, 1), about=about)] if about else []
    for month in ("2025-04", "2026-04"):
        assert _fees(settled, month, notices) == [30000]


def _told(day: dt.date, *, about: str) -> dict[str, Any]:
    """Return a notice that something shall not go on."""
    return {"what": "non-renewal", "sent": day, "received": day, "about": about}


def _fees(settled: Callable[..., Any], month: str, notices: list[dict[str, Any]]) -> list[int]:
    """Return a month's fees of a bundle of 300.00 that a contract without an end has."""
    bundle = {"id": "SMS", "kind": "bundle", "unit": "message", "included": 10, "fee": "300.00",
              "overage_price": "0.1", "usage": "sms", "starts": D(2024, 4, 1),
              "months": 12}  # fmt: skip
    terms = [bundle, ON | {"applies_to": ["SMS"]}]
    head = {"months": None, "start": None, "start_rule": "later_signature"}
    begun = [{"event": "effective", "date": D(2024, 1, 1)}]
    records = {"notices": notices, "milestones": begun}
    found = settled(month, head=head, terms=terms, records=records)
    amounts: list[int] = found.lines.filter(found.lines["charge"] == "bundle")["amount"].to_list()
    return amounts
