"""How is a dated duty said, in English or Chinese? What must be done, and what follows from it.

What the contract's own words are stays as it is; only our sentences around them are translated. One
that nobody foresaw stays English: better that than left out.
"""

from __future__ import annotations

import re

from lineproof.report.phrases import item_name, waiting_text
from lineproof.report.wording import Language

_OUTCOMES = {"accepted": "已验收", "refused": "已拒绝"}
_Sentences = tuple[tuple[re.Pattern[str], str], ...]


def _compiled(*pairs: tuple[str, str]) -> _Sentences:
    """Return sentences to be met in English, with what they are in Chinese."""
    return tuple((re.compile(english), chinese) for english, chinese in pairs)


_EFFECTS = _compiled(
    (r"no record tells whether it was done", "没有记录说明是否已履行"),
    (r"not done by (\S+)", r"至 \1 仍未履行"),
    (r"done (\d+) days? late", r"迟延 \1 天履行"),
    (r"done too late that day", "当日超时履行"),
    (r"not paid by (\S+)", r"至 \1 仍未付款"),
    (r"paid (\d+) days? late", r"迟延 \1 天付款"),
    (r"late interest from (\S+) on \(clause (.+)\)", r"自 \1 起计逾期利息（条款 \2）"),
    (r"late since (\S+)", r"自 \1 起逾期"),
    (r"if not: (.+) \(clause (.+)\)", r"否则：\1（条款 \2）"),
    (r"waived", "已放弃"),
    (r"may be used since (\S+)", r"自 \1 起可行使"),
    (r"not delivered yet", "尚未送达"),
    (r"delivered (\S+), takes effect from (\S+)", r"\1 送达，自 \2 起生效"),
    (r"it asks for (\S+), which is too early", r"要求的 \1 过早"),
    (r"ends at the end of (\S+)", r"于 \1 日终终止"),
    (r"else it goes on by (\d+) months?", r"否则续期 \1 个月"),
    (r"lost on (\S+)", r"自 \1 起丧失"),
    (r"late on (\S+)", r"自 \1 起迟延"),
    (r"reached on (\S+): (\d+) outages? since (\S+)", r"\1 达到：自 \3 起中断 \2 次"),
    (
        r"reached on (\S+) only if down while not known: (\d+) outages? since (\S+)",
        r"若状态未知期间也算中断，则 \1 达到；自 \3 起确知中断 \2 次",
    ),
    (r"the bill is accepted", "视为接受该账单"),
    (r"the right to object stays", "仍保留异议权"),
    (r"no clause says what silence means", "合同未约定沉默的后果"),
    (r"silent since (\S+): only a reminder \((.+)\) starts the last period",
     r"自 \1 起未答复：须先催告（\2），最后期限才起算"),
    (r"answered in time", "已按时答复"),
)  # fmt: skip
_BY_SILENCE = re.compile(r"(then )?(.+) by silence(?: from (\S+) on)?")
_WHATS = _compiled(
    (r"tell in time: (.+)", r"按时通知：\1"),
    (r"say that the contract shall not go on", "声明合同不再续期"),
    (r"claim (.+)", r"索赔 \1"),
    (r"object to the bill", "对账单提出异议"),
    (r"count the days", "计算天数"),
    (r"pay what is overdue, before a right arises", "支付逾期款项，以免对方产生权利"),
    (r"pay (.+), before a right arises", r"支付 \1，以免对方产生权利"),
    (
        r"keep below (\d+) outages or (\S+) hours down in (\d+) days",
        r"\3 天内中断少于 \1 次且少于 \2 小时",
    ),
    (r"keep below (\d+) outages in (\d+) days", r"\2 天内中断少于 \1 次"),
    (r"keep below (\S+) hours down in (\d+) days", r"\2 天内中断少于 \1 小时"),
    (r"open, before a right arises", "开通，以免对方产生权利"),
)
_PAY, _ANSWER = "pay ", re.compile(r"answer, or it is (.+)")
_WAITS = "waits for "


def effect_text(effect: str, language: Language) -> str:
    """Return what follows from a duty's status; parts are separated by semicolons.

    >>> effect_text("paid 1 day late; late interest from 2025-05-07 on (clause 9.1)", "zh")
    '迟延 1 天付款；自 2025-05-07 起计逾期利息（条款 9.1）'
    >>> effect_text("accepted by silence from 2025-03-11 on", "zh")
    '自 2025-03-11 起因沉默视为已验收'
    """
    if language == "en":
        return effect
    return "；".join(_effect(part) for part in effect.split("; "))


def what_text(what: str, kind: str, language: Language) -> str:
    """Return what must be done; kind: of the term: an obligation's and a right's are its own words.

    >>> what_text("answer, or it is accepted", "deemed", "zh")
    '答复，否则视为已验收'
    """
    if language == "en" or kind in {"obligation", "right"}:
        return what
    if kind == "payment_plan" and what.startswith(_PAY):
        return f"支付 {item_name(what.removeprefix(_PAY), language)}"
    if (asked := _ANSWER.fullmatch(what)) is not None:
        return f"答复，否则视为{_OUTCOMES.get(asked[1], asked[1])}"
    return _said(what, _WHATS)


def _effect(effect: str) -> str:
    """Return one part of what follows, in Chinese."""
    if effect.startswith(_WAITS):
        return f"待{waiting_text(effect.removeprefix(_WAITS), 'zh')}"
    if (silence := _BY_SILENCE.fullmatch(effect)) is not None:
        outcome = _OUTCOMES.get(silence[2], silence[2])
        since = f"自 {silence[3]} 起" if silence[3] else "逾期则"
        return f"{since}因沉默视为{outcome}"
    return _said(effect, _EFFECTS)


def _said(text: str, sentences: _Sentences) -> str:
    """Return a sentence in Chinese; as it is where it isn't among those known."""
    for english, chinese in sentences:
        if (match := english.fullmatch(text)) is not None:
            return match.expand(chinese)
    return text
