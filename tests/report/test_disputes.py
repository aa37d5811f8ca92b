"""Does the list of disputes show what is old, what is due, and what it came to?"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from lineproof.assess.agenda import agenda
from lineproof.reconcile.disputes import register_of
from lineproof.reconcile.objection import Objection, Point
from lineproof.report.disputes import (
    Listed,
    age_of,
    disputes_json,
    due_of,
    print_disputes,
    print_drafted,
)
from lineproof.report.printing import Printing, console_for
from lineproof.report.wording import Language

D = dt.date
ON = D(2024, 4, 20)
OBJECT = {"id": "O", "kind": "bill_objection", "within": 60, "unit": "days",
          "meanwhile": "pay_first"}  # fmt: skip
ANSWER = {"id": "ANSWER", "kind": "obligation", "who": "provider", "what": "answer a dispute",
          "event": "dispute sent", "within": 10, "unit": "days", "repeat": "each_event",
          "done": "dispute answered"}  # fmt: skip
CLAIM = {"id": "CLAIM", "kind": "claim", "what": "CREDIT", "within": 90, "unit": "days",
         "of": "end of the month"}  # fmt: skip


def _step(dispute: str, event: str, day: dt.date, **more: object) -> dict[str, Any]:
    return {"dispute": dispute, "event": event, "date": day, **more}


STEPS = [
    _step("D1", "draft", D(2024, 3, 5), amount=300_00, bill="I1", month="2024-02", cause="ceased"),
    _step("D1", "sent", D(2024, 3, 10)),
    _step("D2", "draft", D(2024, 4, 1), amount=70_00, bill="I2", month="2024-03", cause="tax"),
    _step("D3", "draft", D(2024, 2, 2), amount=9_00, term="CREDIT", month="2024-01"),
    _step("D4", "draft", D(2024, 1, 2), amount=40_00, bill="I0", month="2023-12", cause="ceased"),
    _step("D4", "sent", D(2024, 1, 3)),
    _step("D4", "partly", D(2024, 1, 5), amount=30_00),
    _step("D4", "credited", D(2024, 2, 5), amount=20_00),
]


@pytest.fixture
def listed(viewed: Callable[..., Any]) -> Listed:
    """Return four disputes as they stand on 20 April 2024."""
    invoices = [{"number": n, "amount": 1, "received": D(2024, 3, 4)} for n in ("I1", "I2")]
    records = {"disputes": STEPS, "invoices": invoices}
    view = viewed(more=[OBJECT, ANSWER, CLAIM], records=records)
    found = register_of(view, on=ON)
    return Listed("minimal", "CNY", 2, found.disputes, agenda(view, on=ON), found.findings)


def test_what_is_next_has_its_day(listed: Listed) -> None:
    """D1 was sent on 10 March, to be answered in 10 days; D2's bill came on 4 March, 60 days; D3
    claims January's credit, 90 days from the 31st. D4 was answered: no clause dates the credit.
    """
    due = {d.id: due_of(d, listed.dated) for d in listed.disputes}
    days = {name: found.due if found else None for name, found in due.items()}
    assert days == {"D1": D(2024, 3, 20), "D2": D(2024, 5, 3), "D3": D(2024, 4, 30), "D4": None}


def test_age_counts_from_the_letter(listed: Listed) -> None:
    """Sent on 10 March: 41 days on 20 April; never sent: from the draft of 1 April, 19."""
    ages = {d.id: age_of(d, ON) for d in listed.disputes}
    assert (ages["D1"], ages["D2"]) == (21 + 20, 19)


def test_sums_hold_what_was_sent(listed: Listed) -> None:
    """300.00 and 40.00 sent; 30.00 agreed, 20.00 recovered; 300.00 waits since 41 days."""
    (total,) = disputes_json([listed], on=ON)["totals"]
    ages = [(age["from_days"], age["amount"]) for age in total.pop("ages")]
    assert total == {"currency": "CNY", "disputed": "340.00", "agreed": "30.00",
                     "recovered": "20.00", "open": "300.00"}  # fmt: skip
    assert ages == [(0, "0.00"), (31, "300.00"), (61, "0.00"), (91, "0.00")]


@pytest.mark.parametrize(("language", "said"), [
    ("en", ["sent", "the provider's answer", "31 to 60  300.00", "2024-03-20"]),
    ("zh", ["已发出", "对方答复", "31 至 60  300.00", "草稿", "争议金额  340.00"]),
])  # fmt: skip
def test_the_list_is_printed(listed: Listed, language: Any, said: list[str]) -> None:  # noqa: ANN401 - a literal
    """States, days and sums, in both languages."""
    out = io.StringIO()
    print_disputes([listed], Printing(console_for(out), language), on=ON)
    printed = out.getvalue()
    assert [text for text in said if text not in printed] == []


def test_currencies_are_never_added(listed: Listed) -> None:
    """Two contracts in two currencies: two totals; one without disputes makes none."""
    other = Listed("b", "EUR", 2, listed.disputes, (), ())
    totals = disputes_json([listed, other, Listed("c", "USD")], on=ON)["totals"]
    assert [total["currency"] for total in totals] == ["CNY", "EUR"]


@pytest.mark.parametrize(
    ("language", "day", "told"),
    [
        ("en", 22, "missing credit 2 1,234.50 CNY disputed 1,234.50 CNY send it by 2025-12-22"),
        ("en", 23, "2025-12-22 (clause S.2), which is over"),
        ("zh", 22, "扣减未兑现 2 1,234.50 CNY 争议金额 1,234.50 CNY 最迟于 2025-12-22 发出"),
        ("zh", 23, "已逾期"),
    ],
)
def test_what_was_drafted_is_told(language: Language, day: int, told: str) -> None:
    """The cause's words and amounts with their thousands apart; on the 22nd it isn't over yet."""
    objection = Objection(
        "bill", "c", "B1", "2025-11", "", "CNY", 2,
        (Point("missing_credit", 123450, 2, ("III.2.2",)),), pl.DataFrame(), (),
        due=D(2025, 12, 22), window="S.2",
    )  # fmt: skip
    out = io.StringIO()
    printing = Printing(console_for(out), language)
    print_drafted("D006", Path("c"), objection, printing, on=D(2025, 12, day))
    assert told in " ".join(out.getvalue().split())
