"""What does a finding say in Chinese? What its code means and what to do, above the exact words.

The exact words quote the contract and hold its figures; they stay in English.
"""

from __future__ import annotations

import functools
from importlib import resources

from lineproof.model.codes import Code, parse_codes
from lineproof.report.wording import Language

#: As the English in `model/codes.py`: a code and what it means; on the next line how it is mended.
FILE = "findings_zh.txt"


def general_words(code: str, language: Language) -> Code | None:
    """Return what a code means in general; None in English, in which the finding itself is.

    >>> general_words("E-DATE", "zh")
    Code(meaning='单元格中不是日期。', fix='请写成 2025-03-04 这样的日期。')
    >>> general_words("E-DATE", "en")
    """
    return None if language == "en" else chinese_codes().get(code)


def message_text(code: str, message: str, language: Language) -> str:
    r"""Return a finding's message, in Chinese below what it means.

    >>> message_text("E-DATE", "no date", "zh")
    '单元格中不是日期。\nno date'
    """
    known = general_words(code, language)
    return message if known is None else f"{known.meaning}\n{message}"


def fix_text(code: str, fix: str, language: Language) -> str:
    """Return what is to be done about a finding, in Chinese above the exact words.

    A finding without words of its own has nothing to be done.
    """
    known = general_words(code, language)
    return fix if known is None or not fix else f"{known.fix}\n{fix}"


@functools.cache
def chinese_codes() -> dict[str, Code]:
    """Return every code and what it means."""
    return parse_codes(resources.files("lineproof.report").joinpath(FILE).read_text("utf-8"))
