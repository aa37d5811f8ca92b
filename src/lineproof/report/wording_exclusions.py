"""What do we call the parts of a claim of exclusion? In both languages."""

from __future__ import annotations

import re

from lineproof.report.wording import Bilingual, Language


class Excluded(Bilingual):
    """The texts of the list of claims."""

    TITLE = ("Claims of exclusion", "免责主张")
    NONE = ("Nothing is claimed of this month.", "本月无免责主张。")
    CLAIM = ("Claim", "主张")
    CAUSE = ("Cause", "原因")
    STANDS = ("Stands", "状态")
    LACKS = ("Lacks", "欠缺")
    ANSWER_BY = ("Answer by", "答复期限")
    FIGURE = ("Figure", "指标")
    AS_IT_IS = ("As it is", "现状")
    WITHOUT = ("Without it", "不计该主张")
    ACCEPTED = ("Accepted as claimed", "全部接受")


_STANDS = {
    "accepted": "已接受",
    "partly": "部分接受",
    "rejected": "已拒绝",
    "accepted by silence": "因沉默视为接受",
    "pending": "待答复",
}
_WANTING = (
    (re.compile(r"notice of it"), "通知"),
    (re.compile(r"notice (\S+) h before"), r"提前 \1 小时的通知"),
    (re.compile(r"evidence: (.+)"), r"证据：\1"),
    (re.compile(r"the other side's signature"), "对方签字"),
)


def stands_text(stands: str, language: Language) -> str:
    """Return where a claim stands."""
    return _STANDS.get(stands, stands) if language == "zh" else stands


def wanting_text(wanting: str, language: Language) -> str:
    """Return what a claim lacks.

    >>> wanting_text("notice 48 h before", "zh")
    '提前 48 小时的通知'
    """
    if language == "zh":
        for english, chinese in _WANTING:
            if (match := english.fullmatch(wanting)) is not None:
                return match.expand(chinese)
    return wanting
