"""Does a letter say what isn't owed, why, until when, and what is asked for?"""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from tests.report.objections import CLAIM, OBJECTION, SENDER
from tests.report.test_pdf import joined, text_of

from lineproof.report.letter_pdf import letter_data, letter_pdf
from lineproof.report.wording import Language


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Objection to a bill", "282.40 CNY", "CNY two hundred eighty-two and 40/100",
                "billed after it had ceased", "and 2 more, 22.60 together",
                "we withhold the disputed", "61,592.60", "S.2 leaves until 2025-04-18", "abab"]),
        ("zh", ["账单异议函", "282.40 CNY", "贰佰捌拾贰元肆角整", "停租之后仍在计费",
                "另有 2 行，共 22.60", "暂不支付", "S.2 的期限至 2025-04-18", "签章"]),
    ],
)  # fmt: skip
def test_an_objection_says_all_of_it(language: Language, said: list[str]) -> None:
    """8 × 11.30 + 102.00 + 90.00 = 282.40, in figures and in words; 6 of the 8 are shown."""
    made = letter_pdf(OBJECTION, SENDER, language=language)
    bare = joined(text_of(made)).replace("\u200b", "").replace("\xa0", "")
    assert [text for text in said if joined(text) not in bare] == []
    assert made == letter_pdf(OBJECTION, SENDER, language=language)


@pytest.mark.parametrize(("language", "said"), [
    ("en", ["Claim of a credit", "as clause III.2.6 asks", "Credit 22.60 CNY"]),
    ("zh", ["扣减申请函", "现按条款 III.2.6 的要求提出申请", "按合同约定的周期扣减 22.60 CNY"]),
])  # fmt: skip
def test_a_claim_asks_for_its_credit(language: Language, said: list[str]) -> None:
    """2 × 11.30; nothing of a bill, nor of what is paid meanwhile."""
    text = text_of(letter_pdf(CLAIM, SENDER, language=language))
    bare = joined(text).replace("\u200b", "").replace("\xa0", "")
    assert [each for each in said if joined(each) not in bare] == []
    assert "withhold" not in bare


def test_a_claim_without_tax_says_so() -> None:
    """Where tax comes on top, the amount is without it."""
    assert letter_data(CLAIM, SENDER, "en")["amount"]["note"] == ""
    net = dataclasses.replace(CLAIM, is_net=True)
    assert letter_data(net, SENDER, "zh")["amount"]["note"] == "不含税，税额另计"


@pytest.mark.parametrize(("day", "said"), [(18, "in time"), (19, "rights beyond it are reserved")])
def test_the_last_day_is_in_time(day: int, said: str) -> None:
    """18 April is the last: a letter of the 19th says that it is late."""
    sender = dataclasses.replace(SENDER, on=dt.date(2025, 4, day))
    assert said in letter_data(OBJECTION, sender, "en")["in_time"]


def test_without_a_clause_nothing_is_promised() -> None:
    """No window, no word on payment: the letter accepts nothing, and names no clause."""
    bare = dataclasses.replace(OBJECTION, due=None, window="", meanwhile=None)
    data = letter_data(bare, SENDER, "en")
    assert data["in_time"] == ""
    assert "nothing in this letter accepts the disputed 282.40 CNY" in data["meanwhile"]


def test_markup_in_a_quote_is_shown_not_read() -> None:
    """A clause of `#panic() *` is text."""
    cited = (dataclasses.replace(OBJECTION.cited[0], quote="#panic() *"),)
    marked = dataclasses.replace(OBJECTION, cited=cited)
    assert "#panic()*" in joined(text_of(letter_pdf(marked, SENDER, language="en")))
