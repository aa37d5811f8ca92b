"""What does each finding's code mean in Chinese, and how is it mended? Without values."""

from __future__ import annotations

import functools
from importlib import resources

from lineproof.model.codes import CODES, Code, parse_codes

#: As the English in `model/codes.py`: a code and what it means; on the next line how it is mended.
FILE = "findings_zh.txt"


@functools.cache
def chinese_codes() -> dict[str, Code]:
    """Return every code and what it means."""
    return parse_codes(resources.files("lineproof.report").joinpath(FILE).read_text("utf-8"))


def general_texts() -> dict[str, str]:
    """Return what codes mean and how they are mended, each in English with its Chinese."""
    pairs = [(english, chinese_codes()[code]) for code, english in CODES.items()]
    meanings = {english.meaning: chinese.meaning for english, chinese in pairs}
    return meanings | {english.fix: chinese.fix for english, chinese in pairs}
