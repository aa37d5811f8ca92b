"""What does a finding say in Chinese? Its exact words; where none are known, what its code means.

What words quote from a contract, and the figures and days in them, stay as they are.
"""

from __future__ import annotations

from lineproof.model.codes import Code
from lineproof.model.finding import Finding
from lineproof.report.chinese_codes import chinese_codes
from lineproof.report.exact_words import exact_words
from lineproof.report.wording import Language


def general_words(code: str, language: Language) -> Code | None:
    """Return what a code means in general; None in English, in which the finding itself is.

    >>> general_words("E-DATE", "zh")
    Code(meaning='单元格中不是日期。', fix='请写成 2025-03-04 这样的日期。')
    >>> general_words("E-DATE", "en")
    """
    return None if language == "en" else chinese_codes().get(code)


def message_text(code: str, message: str, language: Language) -> str:
    r"""Return a finding's message; what isn't known in Chinese stands below what its code means.

    >>> message_text("E-DATE", "due is \"x\": it is no day", "zh")
    'due 为 "x"：不是日期'
    >>> message_text("E-DATE", "no date", "zh")
    '单元格中不是日期。\nno date'
    """
    exact, known = exact_words(message, language), general_words(code, language)
    return exact if known is None or exact != message else f"{known.meaning}\n{message}"


def fix_text(code: str, fix: str, language: Language) -> str:
    """Return what is to be done about a finding, as its message; no advice stays none."""
    exact, known = exact_words(fix, language), general_words(code, language)
    return exact if known is None or not fix or exact != fix else f"{known.fix}\n{fix}"


def finding_line(finding: Finding, language: Language) -> str:
    """Return what is wrong and what is to be done about it, as one text."""
    message = message_text(finding.code, finding.message, language)
    fix = fix_text(finding.code, finding.fix, language)
    return f"{message}. {fix}" if language == "en" else f"{message}。{fix}"
