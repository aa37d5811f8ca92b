"""Our own texts, in both languages."""

from __future__ import annotations

import importlib
import pkgutil
import re
import string
from importlib import resources
from pathlib import Path

import pytest

import lineproof.report
from lineproof.report.wording import Bilingual

for found in pkgutil.iter_modules(lineproof.report.__path__, "lineproof.report."):
    importlib.import_module(found.name)
TABLES = Bilingual.__subclasses__()
CHINESE = re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]")


def places(text: str) -> set[str | None]:
    """Return the names of the values that a text has places for."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("word", [word for table in TABLES for word in table], ids=str)
def test_each_text_is_there_in_both_languages(word: Bilingual) -> None:
    """The same places for values in both; no Chinese in the English one."""
    english, chinese = word.value
    assert places(english) == places(chinese)
    assert not CHINESE.search(english)
    assert CHINESE.search(chinese) or not re.sub(r"\{\w+\}", "", english).strip()


@pytest.mark.parametrize("table", TABLES)
def test_no_text_stands_twice(table: type[Bilingual]) -> None:
    """An enumeration would silently make the second an alias of the first."""
    assert len(table.__members__) == len(list(table))


@pytest.mark.parametrize("table", TABLES)
def test_each_text_is_used(table: type[Bilingual]) -> None:
    """A text nobody says is one nobody corrects."""
    folders = [Path(str(resources.files(f"lineproof.{name}"))) for name in ("report", "cli")]
    code = "".join(path.read_text("utf-8") for each in folders for path in each.glob("*.py"))
    name = table.__name__
    assert [word for word in table.__members__ if f"{name}.{word}" not in code] == []
