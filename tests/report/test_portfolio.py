"""Does a portfolio show each contract, those that can't be read, and totals by currency?"""

from __future__ import annotations

import datetime as dt
import io

from lineproof.report.portfolio import portfolio_json, print_portfolio
from lineproof.report.terminal import Printing, console_for
from lineproof.report.wording import Language
from lineproof.settle.portfolio import Entry
from lineproof.settle.settlement import Bounded

ENTRIES = [
    Entry(
        "a", "one", "CNY", 2, Bounded.exactly(123456), Bounded.between(100, 200),
        next_due=dt.date(2024, 4, 15), next_amount=Bounded.exactly(123456), errors=2, questions=1,
        is_blocked=True,
    ),
    Entry("b", "two", "JPY", 0, Bounded.exactly(500), Bounded.exactly(500), is_sealed=True),
    Entry("c", "three", "JPY", 0, is_running=False),
    Entry("d", problem="contract.toml doesn't exist in d"),
]  # fmt: skip


def printed(language: Language) -> str:
    """Return what is printed, runs of spaces as one."""
    out = io.StringIO()
    print_portfolio(ENTRIES, Printing(console_for(out), language), month="2024-03")
    return "\n".join(" ".join(line.split()) for line in out.getvalue().splitlines())


def test_each_contract_has_a_row_and_each_currency_a_total() -> None:
    """Bounds stay bounds; yen have no decimals."""
    text = printed("en")
    for line in (
        "one CNY 1,234.56 1.00 to 2.00 2024-04-15 1,234.56 2 1 no",
        "two JPY 500 500 – – 0 0 yes",
        "three JPY not running in this month – – – 0 0 no",
        "d: can't be read: contract.toml doesn't exist in d",
        "CNY 1 1,234.56 1.00 to 2.00",
        "JPY 1 500 500",
        "Folders that can't be read are in no total: 1",
    ):
        assert line in text.splitlines(), line


def test_chinese_has_no_english_words_of_ours() -> None:
    """Names and reasons stay as they are."""
    text = printed("zh")
    for word in ("合同组合", "下一到期日", "按币种合计", "无法读取", "本月不在合同期内"):
        assert word in text
    for word in ("Portfolio", "Currency", "Sealed", "Payable", "running"):
        assert word not in text


def test_json_has_amounts_as_text_and_what_is_unknown_as_null() -> None:
    """The same keys for every contract that could be read."""
    told = portfolio_json(ENTRIES, month="2024-03")
    first, second, third, broken = told["contracts"]
    assert first["payable"] == {"value": None, "low": "1.00", "high": "2.00"}
    assert first["next_due"] == {
        "date": "2024-04-15", "amount": {"value": "1234.56", "low": "1234.56", "high": "1234.56"},
    }  # fmt: skip
    assert second["gross"]["value"] == "500"
    assert (second["sealed"], second["next_due"], third["running"]) == (True, None, False)
    assert set(first) == set(second) == set(third)
    assert broken == {"folder": "d", "problem": "contract.toml doesn't exist in d"}
    assert [total["currency"] for total in told["totals"]] == ["CNY", "JPY"]
    assert told["unread"] == 1
