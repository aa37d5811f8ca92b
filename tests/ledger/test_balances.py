"""Do balances, open items and ages come to what was booked, up to the day asked?"""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from lineproof.ledger.balances import ageing, balances, open_items, tolerated
from lineproof.ledger.journal import POSTINGS

D = dt.date
DUE = D(2025, 4, 30)


def journal(*rows: tuple[Any, ...]) -> pl.DataFrame:
    """Return postings; a row: day, account, about, amount, last day."""
    columns = ("date", "account", "about", "amount", "due")
    told = [dict(zip(columns, row, strict=True)) | {"key": str(n), "document": str(n),
            "currency": "CNY"} for n, row in enumerate(rows)]  # fmt: skip
    return pl.DataFrame(told, schema=POSTINGS).with_columns(contract=pl.lit("c"))


BILLED = journal(
    (D(2025, 4, 5), "accrued", "", 100000, None),
    (D(2025, 4, 5), "payable", "item:2025-03", -100000, DUE),
    (D(2025, 5, 10), "payable", "item:2025-03", 40000, None),
    (D(2025, 5, 10), "cash", "", -40000, None),
)


def test_balances_are_of_the_day() -> None:
    """Billed 1,000.00 in April; 400.00 paid on 10 May, which counts from that day on."""
    before = balances(BILLED, on=D(2025, 5, 9))
    assert before.select("account", "balance").rows() == [
        ("accrued", 100000),
        ("payable", -100000),
    ]
    after = balances(BILLED, on=D(2025, 5, 10))
    assert after.select("account", "debit", "credit", "balance").rows() == [
        ("accrued", 100000, 0, 100000),
        ("payable", 40000, 100000, -60000),
        ("cash", 0, 40000, -40000),
    ]
    assert after.get_column("balance").sum() == 0


def test_what_is_tolerated_is_summed_by_cause() -> None:
    """10.00 + 5.00 for the price and -4.00 not billed up to May; 7.00 of June don't count yet, and
    2.00 that were taken back leave nothing.
    """
    rows = journal(
        (D(2025, 4, 5), "tolerance", "cause:wrong_price", 1000, None),
        (D(2025, 5, 5), "tolerance", "cause:wrong_price", 500, None),
        (D(2025, 5, 5), "tolerance", "cause:not_billed", -400, None),
        (D(2025, 5, 5), "tolerance", "cause:tax", 200, None),
        (D(2025, 5, 6), "tolerance", "cause:tax", -200, None),
        (D(2025, 6, 1), "tolerance", "cause:rounding", 700, None),
    )
    found = tolerated(rows, on=D(2025, 5, 31))
    assert [(each.cause, each.amount) for each in found] == [
        ("not_billed", -400),
        ("wrong_price", 1500),
    ]


def test_an_open_item_is_as_old_as_its_last_day() -> None:
    """Due on 30 April: on that day not late, a day after one day late; 600.00 left in May."""
    for day, late, amount in ((DUE, 0, 100000), (D(2025, 5, 1), 1, 100000),
                              (D(2025, 5, 31), 31, 60000)):  # fmt: skip
        (item,) = open_items(BILLED, on=day)
        assert (item.about, item.due, item.days_late, item.amount) == (
            "item:2025-03", DUE, late, amount)  # fmt: skip


def test_what_is_paid_in_full_is_no_open_item() -> None:
    """The last 600.00 close it."""
    rest = journal((D(2025, 5, 20), "payable", "item:2025-03", 60000, None))
    assert open_items(pl.concat([BILLED, rest]), on=D(2025, 5, 20)) == ()


def test_ages_sum_to_what_is_open() -> None:
    """On 31 May: 600.00 is 31 days late, the third age; 5.00 paid too much is no overdue debt."""
    more = journal((D(2025, 5, 20), "payable", "item:x", 500, None))
    items = open_items(pl.concat([BILLED, more]), on=D(2025, 5, 31))
    assert ageing(items) == {("c", "CNY"): [-500, 0, 60000, 0, 0]}


def test_sums_beyond_64_bits_are_refused_rather_than_wrapped() -> None:
    """Ten postings of 10^18 come to 10^19, more than 64 bits hold: it fails, it isn't negative."""
    rows = [(D(2025, 4, 5), "cost", "", 10**18, None)] * 10
    try:
        balances(journal(*rows), on=DUE)
    except pl.exceptions.PolarsError:
        return
    raise AssertionError
