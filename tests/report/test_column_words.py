"""Is what a column holds said in Chinese, for every column that a person fills in?"""

from __future__ import annotations

import re

from lineproof.model.circuit import CIRCUITS
from lineproof.model.record import COMMON, RECORDS
from lineproof.report.column_words import column_meaning

HAN = re.compile("[\u4e00-\u9fff]")
#: What is written into the field, and so stays as it is in every language.
QUOTED = re.compile("`([^`]+)`")


def test_what_every_column_holds_is_said_in_both_languages() -> None:
    """In a sentence; what it quotes is quoted in both."""
    tables = (*RECORDS.values(), CIRCUITS)
    columns = {c.meaning: c for table in tables for c in table.columns if c not in COMMON}
    for english, column in columns.items():
        chinese = column_meaning(column, "zh")
        assert column_meaning(column, "en") == english
        assert HAN.search(chinese), english
        assert chinese[-1] == "。", english
        assert QUOTED.findall(chinese) == QUOTED.findall(english), english
