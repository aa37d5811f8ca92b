"""Is each duty, and what follows from it, said in Chinese too? Sentence by sentence, and in use."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from lineproof.assess.agenda import agenda
from lineproof.assess.deadlines import Dated
from lineproof.assess.taken import as_of
from lineproof.contract.case import view
from lineproof.report.deadline_words import effect_text, what_text
from lineproof.settle.late_openings import late_openings
from lineproof.settle.payments_due import payments_due
from lineproof.sources.folder import read_case

EXAMPLES = Path(__file__).parents[2] / "examples"
FOLDERS = sorted(path.parent.name for path in EXAMPLES.glob("*/contract.toml"))


def dated(folder: str) -> tuple[Dated, ...]:
    """Return all that is dated of an example at the end of June 2025."""
    on = dt.date(2025, 6, 30)
    seen = view(read_case(EXAMPLES / folder))
    taken = as_of(seen, on=on)
    return agenda(seen, on=on, more=[*payments_due(taken, on=on), *late_openings(taken, on=on)])


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_consequence_stays_english_in_chinese(folder: str) -> None:
    """What is said of each duty of the examples has no English word of ours left in it."""
    for duty in dated(folder):
        said = effect_text(duty.effect, "zh")
        assert bool(said) == bool(duty.effect)
        assert not re.search(r"\b(by|from|late|done|paid|waits|silence|else|if)\b", said), said


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("", ""),
        ("done 1 day late", "迟延 1 天履行"),
        ("done 27 days late", "迟延 27 天履行"),
        ("not paid by 2025-05-06; late interest from 2025-05-07 on (clause 9)",
         "至 2025-05-06 仍未付款；自 2025-05-07 起计逾期利息（条款 9）"),
        ("it asks for 2025-01-20, which is too early", "要求的 2025-01-20 过早"),
        ("delivered 2025-01-02, takes effect from 2025-02-02",
         "2025-01-02 送达，自 2025-02-02 起生效"),
        ("then accepted by silence", "逾期则因沉默视为已验收"),
        ("if not: terminate (clause 7.1)", "否则：terminate（条款 7.1）"),
        ("waits for an invoice", "待发票"),
        ("silent since 2025-03-26: only a reminder (reminded) starts the last period",
         "自 2025-03-26 起未答复：须先催告（reminded），最后期限才起算"),
        ("reached on 2024-03-03: 3 outages since 2024-02-03",
         "2024-03-03 达到：自 2024-02-03 起中断 3 次"),
        ("late on 2024-03-03", "自 2024-03-03 起迟延"),
        ("words nobody foresaw", "words nobody foresaw"),
    ],
)  # fmt: skip
def test_consequences_in_chinese(english: str, chinese: str) -> None:
    """Days, clauses and the contract's own words stay as they are; in English all of it does."""
    assert effect_text(english, "zh") == chinese
    assert effect_text(english, "en") == english


@pytest.mark.parametrize(
    ("what", "kind", "chinese"),
    [
        ("pay 2025-03", "payment_plan", "支付 2025-03"),
        ("answer, or it is accepted", "deemed", "答复，否则视为已验收"),
        ("claim credits (a letter)", "claim", "索赔 credits (a letter)"),
        ("object to the bill", "bill_objection", "对账单提出异议"),
        ("pay a, before a right arises", "late_interest", "支付 a，以免对方产生权利"),
        ("keep below 3 outages in 30 days", "chronic", "30 天内中断少于 3 次"),
        ("keep below 12 hours down in 30 days", "chronic", "30 天内中断少于 12 小时"),
        ("claim the deposit", "obligation", "claim the deposit"),
    ],
)
def test_our_own_words_for_a_duty_are_translated(what: str, kind: str, chinese: str) -> None:
    """An obligation's words are the contract's, whatever they look like."""
    assert what_text(what, kind, "zh") == chinese
    assert what_text(what, kind, "en") == what


def test_what_is_not_known_of_outages_is_said_in_chinese() -> None:
    """One outage, or two, that would be too many only if the line was down while nobody knew."""
    for count in ("1 outage", "2 outages"):
        said = effect_text(
            f"reached on 2024-03-02 only if down while not known: {count} since 2024-02-02", "zh"
        )
        sure = f"自 2024-02-02 起确知中断 {count[0]} 次"
        assert said == f"若状态未知期间也算中断，则 2024-03-02 达到；{sure}"
        reached = effect_text(f"reached on 2024-03-02: {count} since 2024-02-02", "zh")
        assert reached == f"2024-03-02 达到：自 2024-02-02 起中断 {count[0]} 次"
