"""How are a deduction's reasons said in Chinese? In English they are shown as they come.

What people wrote into records and terms is never translated.
"""

from __future__ import annotations

import re

from lineproof.report.wording import Language

_SAID = tuple(
    (re.compile(english), chinese)
    for english, chinese in (
        (
            r"level (\d+): more than (\S+) h, not over yet against (\S+) h",
            r"\1 级：已超过 \2 小时且尚未结束，时限 \3 小时",
        ),
        (r"level (\d+): (\S+) h against (\S+) h", r"\1 级：用时 \2 小时，时限 \3 小时"),
        (r"as signed", "按双方签署"),
        (r"availability by (.+)", r"可用率（\1）"),
        (r"an end, or an answer", "结束时间，或对待确认问题的答复"),
        (r"a signed figure in (\S+)", r"\1 中的签署分数"),
        (r"one signed figure of its points in (\S+)", r"\1 中唯一有效的签署分数"),
        (r"time that counts", "计入考核的时间"),
        (r"(\S+) in (\S+)", r"\2 中的 \1"),
    )
)


def reason_text(text: str, language: Language) -> str:
    """Return why points were lost, or what is missing; what nobody foresaw stays English.

    >>> reason_text("level 1: 5 h against 4 h", "zh")
    '1 级：用时 5 小时，时限 4 小时'
    """
    if language == "en":
        return text
    for pattern, chinese in _SAID:
        found = pattern.fullmatch(text)
        if found is not None:
            return found.expand(chinese)
    return text
