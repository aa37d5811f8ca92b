"""Do lines balance in the book's currency too, and is what a rate brought realised once?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.test_closing import closed, used

from lineproof.ledger.accounts import Account
from lineproof.ledger.books import Books, PinnedRate
from lineproof.ledger.closing import JournalLine
from lineproof.ledger.exchange import _converted, book_lines, is_balanced
from lineproof.model.errors import InputRefusedError
from lineproof.model.period import Days

Made = Callable[..., Any]
D = dt.date
BOOKS = Books(currency="EUR", rates={"CNY": "CNY-EUR"})
RATES = [{"series": "CNY-EUR", "date": D(2024, n, 1), "value": v}
         for n, v in ((1, "0.13"), (2, "0.12"))]  # fmt: skip
JANUARY, FEBRUARY = Days(D(2024, 1, 1), D(2024, 2, 1)), Days(D(2024, 2, 1), D(2024, 3, 1))


def test_a_month_end_is_converted_at_its_last_days_rate(viewed: Made) -> None:
    """100.01 at 0.13 = 13.0013, 13.00; reversed at the same."""
    known = viewed(records={"rates": RATES})
    closing = closed(known, used("2024-01", 10001))
    lines = book_lines(known, closing, BOOKS, period=JANUARY)
    assert [(each.currency, each.amount) for each in lines] == [
        ("EUR", 1300), ("EUR", -1300), ("EUR", -1300), ("EUR", 1300)]  # fmt: skip
    assert is_balanced(lines)


def test_in_its_own_currency_nothing_is_converted(viewed: Made) -> None:
    """No rate is asked for."""
    known = viewed()
    lines = book_lines(known, closed(known, used("2024-01", 10001)), Books(), period=JANUARY)
    assert [each.amount for each in lines] == [10001, -10001, -10001, 10001]
    assert {each.rate for each in lines} == {None}


@pytest.mark.parametrize(
    ("books", "rates"), [(Books(currency="EUR"), RATES), (BOOKS, []), (BOOKS, RATES[1:])]
)
def test_a_rate_that_is_missing_is_told(
    viewed: Made, books: Books, rates: list[dict[str, Any]]
) -> None:
    """No series named, none recorded, or only for a later day: nothing is guessed."""
    known = viewed(records={"rates": rates})
    closing = closed(known, used("2024-01", 10000))
    with pytest.raises(InputRefusedError) as refused:
        book_lines(known, closing, books, period=JANUARY)
    assert refused.value.findings[0].code == "E-RATE-MISSING"


@pytest.mark.parametrize("invoice", ["N1", None])
def test_what_a_moved_rate_brings_is_realised_when_paid(viewed: Made, invoice: str | None) -> None:
    """100.00 billed at 0.13 = 13.00, paid at 0.12 = 12.00: 1.00 gained, off what is payable."""
    records = {
        "rates": RATES,
        "invoices": [{"number": "N1", "item": "a", "amount": 10000, "received": D(2024, 1, 31)}],
        "payments": [{"item": "a", "amount": 10000, "paid": D(2024, 2, 1), "invoice": invoice}],
    }
    known = viewed(records=records)
    closing = closed(known, used("2024-01", 10000), used("2024-02", 0))
    lines = book_lines(known, closing, BOOKS, period=FEBRUARY)
    assert [(each.line.account, each.amount) for each in lines] == [
        (Account.EXCHANGE, -100), (Account.PAYABLE, 100)]  # fmt: skip
    assert book_lines(known, closing, BOOKS, period=JANUARY) == ()


@given(
    st.lists(st.integers(1, 10**9), min_size=1, max_size=20),
    st.fractions(Fraction(1, 10**6), 1000, max_denominator=10**6),
)
def test_converted_parts_sum_to_the_converted_whole(parts: list[int], value: Fraction) -> None:
    """However many cost centres, whatever the rate; and the reversal is the same negated."""
    day = D(2024, 1, 31)
    lines = [JournalLine("e", day, Account.COST, str(n), part) for n, part in enumerate(parts)]
    lines.append(JournalLine("e", day, Account.ACCRUED, "", -sum(parts)))
    back = [JournalLine("e/reversal", day, x.account, x.cost_centre, -x.amount, "e") for x in lines]
    closing = _Closing(tuple(lines + back))
    found = [*_converted(closing, PinnedRate(value, day, ""), book="JPY")]  # type: ignore[arg-type]
    assert is_balanced(found)
    assert sum(each.amount for each in found) == 0


class _Closing:
    """What converting reads of a month-end."""

    digits = 2

    def __init__(self, lines: tuple[JournalLine, ...]) -> None:
        self.lines = lines
