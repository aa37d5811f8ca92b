"""Our own texts, in both languages."""

from __future__ import annotations

import re
import string
from importlib import resources
from pathlib import Path

import pytest

from lineproof.report.wording import Word

CHINESE = re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]")


def places(text: str) -> set[str | None]:
    """Return the names of the values that a text has places for."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("word", list(Word))
def test_each_text_is_there_in_both_languages(word: Word) -> None:
    """The same places for values in both; no Chinese in the English one."""
    english, chinese = word.value
    assert places(english) == places(chinese)
    assert not CHINESE.search(english)
    assert CHINESE.search(chinese) or not re.sub(r"\{\w+\}", "", english).strip()


def test_no_text_stands_twice() -> None:
    """An enumeration would silently make the second an alias of the first."""
    assert len(Word.__members__) == len(list(Word))


def test_each_text_is_used() -> None:
    """A text nobody says is one nobody corrects."""
    folder = Path(str(resources.files("lineproof.report")))
    code = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    assert [name for name in Word.__members__ if f"Word.{name}" not in code] == []  # no unused


def test_values_with_braces_are_taken_as_they_are() -> None:
    """A clause is data."""
    assert Word.CLAUSE_N.said("en", clause="{x}") == "clause {x}"
