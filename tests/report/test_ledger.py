"""Does a reader see balances, ages and the provider's account, in both languages?"""

from __future__ import annotations

import datetime as dt
import io

import polars as pl
import pytest

from lineproof.ledger.balances import BALANCES, OpenItem, ToleratedSum
from lineproof.ledger.journal import empty_journal
from lineproof.report.ledger import Booked, Standing, booked_json, print_standing, standing_json
from lineproof.report.ledger import print_booked as print_booked_of
from lineproof.report.printing import Printing, console_for
from lineproof.report.wording import LANGUAGES, Language

DAY = dt.date(2025, 5, 31)
ROWS = [("c", "cost", "CNY", 100000, 0, 100000), ("c", "payable", "CNY", 0, 100000, -100000)]
STANDING = Standing(
    on=DAY,
    balances=pl.DataFrame(ROWS, schema=BALANCES, orient="row"),
    items=(OpenItem("c", "item:2025-03", "CNY", dt.date(2025, 4, 30), 31, 100000),),
    providers={"c": "The provider"},
    digits={"c": 2},
    heads={"c": "ab" * 32},
    tolerated=(ToleratedSum("c", "wrong_price", "CNY", 123450),),
)


def printed(language: Language) -> str:
    """Return what is printed of the balances."""
    out = io.StringIO()
    print_standing(STANDING, Printing(console_for(out), language))
    return " ".join(out.getvalue().split())


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("c cost CNY 1,000.00 0.00 1,000.00", "not due 1–30", "The provider item:2025-03",
                "Tolerated differences so far", "c wrong price 1,234.50 CNY")),
        ("zh", ("c 服务成本 CNY 1,000.00 0.00 1,000.00", "未到期 1–30 天", "2025-04-30 31",
                "累计容差内差异", "c 单价不符 1,234.50 CNY")),
    ],
)  # fmt: skip
def test_balances_are_told(language: Language, told: tuple[str, ...]) -> None:
    """1,000.00 open, 31 days late, of the third age; 1,234.50 tolerated so far."""
    text = printed(language)
    assert all(each.lower() in text.lower() for each in told)
    assert "c CNY 0.00 0.00 1,000.00 0.00 0.00" in text


def test_their_json_has_each_age() -> None:
    """The ages of a contract sum to what is open."""
    found = standing_json(STANDING)
    assert found["ages"] == [
        {"contract": "c", "currency": "CNY", "not_due": "0.00", "to_30_days": "0.00",
         "to_60_days": "1000.00", "to_90_days": "0.00", "over_90_days": "0.00"}
    ]  # fmt: skip
    assert found["open"][0]["amount"] == "1000.00"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_to_book_is_said(language: Language) -> None:
    """And the hash of the last booking all the same."""
    out = io.StringIO()
    booked = Booked("c", 2, empty_journal(), 3, "ab" * 32)
    print_booked_of([booked], Printing(console_for(out), language))
    assert "abab" in out.getvalue()
    assert "000003" not in out.getvalue()
    assert booked_json([booked])["contracts"][0]["postings"] == []
