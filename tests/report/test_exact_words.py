"""Is all that findings say there in Chinese, each with the same values, and nothing else?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.report.said_in_source import texts_of

from lineproof.report.exact_words import FILES, PLACE, catalogue, exact_words

SOURCE = Path(__file__).parents[2] / "src" / "lineproof"
WHOLE, PARTS = (catalogue(name) for name in FILES)
#: Where findings and refusals are made. Reasons of settling are put into words by `phrases`.
STAGES = ("contract", "ledger", "reconcile", "seal", "sources", "store")
OTHERS = (
    "model/money.py", "model/period.py", "settle/kernel.py", "settle/plan.py", "settle/settle.py",
    "web/doing/bookkeeping.py",
    "web/doing/taking_in.py", "web/doing/updating.py", "web/known/case.py",
)  # fmt: skip
#: Words that are read from files or written into them, and told to nobody.
NO_MESSAGES = (
    "contract/answers.py", "contract/diff.py", "contract/terms/scoring.py", "ledger/beancount.py",
    "sources/bill_sheet_table.py", "sources/bill_syntax.py", "sources/charge_words.py",
    "sources/en16931_process.py", "sources/fping_lines.py", "sources/start_tables.py",
    "store/evidence.py", "store/proving.py", "store/spark.py",
)  # fmt: skip
#: What other programs say, what is written into files, and lists of names.
NOT_SAID = {
    "{1} for {2}", "{1} in {2}", "from {1}", "to {1}", "and {1}", "{1} Mbit/s", "result {1}",
    "Value error,", "Bearer {1}",
    "query timed out", "too many samples", "ICMP ping", "ICMP loss", "ICMP response time",
    "Operational status", "; nothing says it", "; the first in the schedule",
    "months = {1} # <- length of the term; nothing says it",
    "months = {1} # <- length of the term; the schedule's last day is {2}",
    "taken in", "taken in again", "ledger booked", "value = {1}",
}  # fmt: skip
HAN = re.compile("[\u4e00-\u9fff]")


def said() -> set[str]:
    """Return what our code can say of what is wrong."""
    paths = [path for stage in STAGES for path in (SOURCE / stage).rglob("*.py")]
    left_out = {SOURCE / name for name in NO_MESSAGES}
    every = {*paths, *(SOURCE / name for name in OTHERS)} - left_out
    return {text for path in every for text in texts_of(path)} - NOT_SAID


def test_all_that_is_said_is_there_and_nothing_else() -> None:
    """Whoever words a finding anew writes its Chinese into exact_zh.txt."""
    texts = said()
    assert len(texts) > 900
    assert sorted(texts - WHOLE.keys() - PARTS.keys()) == [], "write it into exact_zh.txt"
    assert sorted(WHOLE.keys() - texts) == [], "nothing says it any more"


def test_each_is_in_chinese_and_keeps_the_values() -> None:
    """Every place of the English stands in the Chinese, as often as it is there or oftener."""
    for english, chinese in {**WHOLE, **PARTS}.items():
        assert set(PLACE.findall(english)) == set(PLACE.findall(chinese)), english
        assert HAN.search(PLACE.sub("", chinese)) or not re.search("[a-z]{4}", english), english


def test_advice_ends_as_a_sentence() -> None:
    """What ends in a full stop does so in Chinese."""
    ended = {english: chinese for english, chinese in WHOLE.items() if english.endswith(".")}
    assert [e for e, c in ended.items() if c[-1] not in "。}"] == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("line 7 has no circuit id", "线路 7 没有电路编号"),
        ("12 lines have no circuit id: 1, 2 and 3 more", "12 条线路没有电路编号：1, 2，另有 3 项"),
        ('unknown key "rnt" in PRICES', "未知的键“rnt”（位于 PRICES）"),
        ('unknown key "rnt"', "未知的键“rnt”"),
        ('rent is "1,2": it has thousand separators', 'rent 为 "1,2"：含有千位分隔符'),
        ('only the buyer answered Q-A about B: "x"', "只有客户答复了 B 的 Q-A：“x”"),
        ("bill R: net + tax is 2.00 EUR, its gross 3.00 EUR",
         "账单 R：不含税 + 税额为 2.00 EUR，其含税金额为 3.00 EUR"),
        ("When it was sent.", "发出之日。"),
    ],
)  # fmt: skip
def test_values_stand_where_the_sentence_has_them(english: str, chinese: str) -> None:
    """A phrase among them is in Chinese, too."""
    assert exact_words(english, "zh") == chinese
    assert exact_words(english, "en") == english


def test_what_somebody_wrote_stays() -> None:
    """In quotes even where it is a phrase of ours; a text that nobody foresaw is left alone."""
    assert exact_words('there is no term "line 7"; there are A', "zh").startswith(
        "没有条款“line 7”"
    )
    assert exact_words("whatever this is", "zh") == "whatever this is"


def test_a_text_that_somebody_made_long_isn_t_tried() -> None:
    """A thousand clauses in a name could be cut in millions of ways."""
    long = f"{'A (clause 1) and ' * 500}B (clause 2) are both a tax of the same"
    assert exact_words(long, "zh") == long
