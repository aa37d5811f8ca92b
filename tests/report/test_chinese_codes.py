"""Is what findings mean said in Chinese, each of them, and nothing else?"""

from __future__ import annotations

import re

from lineproof.model.codes import CODES, Code
from lineproof.report.chinese_codes import chinese_codes, general_texts

HAN = re.compile("[\u4e00-\u9fff]")
#: What is written into files, and so stays as it is in every language.
QUOTED = re.compile("`([^`]+)`")


def quoted(code: Code) -> tuple[list[str], list[str]]:
    """Return what the two sentences of a code quote."""
    return sorted(QUOTED.findall(code.meaning)), sorted(QUOTED.findall(code.fix))


def test_every_code_is_there_in_chinese() -> None:
    """In the same order as the English, so that a translator finds the place."""
    assert list(chinese_codes()) == list(CODES)


def test_a_code_is_said_in_sentences() -> None:
    """Chinese, a question where the English asks, and ended as a sentence."""
    for code, english in CODES.items():
        chinese = chinese_codes()[code]
        assert HAN.search(chinese.meaning), code
        assert HAN.search(chinese.fix), code
        assert chinese.meaning[-1] == ("？" if english.meaning.endswith("?") else "。"), code
        assert chinese.fix[-1] == "。", code


def test_what_is_written_into_files_is_the_same() -> None:
    """A key or command in one language stands in the other."""
    for code, english in CODES.items():
        chinese = chinese_codes()[code]
        assert quoted(english) == quoted(chinese), code


def test_what_codes_say_is_found_by_its_english() -> None:
    """Both sentences of each."""
    found = CODES["E-DATE"]
    assert general_texts()[found.meaning] == "单元格中不是日期。"
    assert general_texts()[found.fix] == "请写成 2025-03-04 这样的日期。"
