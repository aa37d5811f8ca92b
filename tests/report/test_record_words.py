"""Has every kind of record, column and choice a word in Chinese?"""

from __future__ import annotations

import re

from lineproof.model.circuit import CIRCUITS
from lineproof.model.record import RECORDS
from lineproof.report.record_words import choice_name, column_name, kind_meaning, record_kind_name

HAN = re.compile("[\u4e00-\u9fff]")
TABLES = (*RECORDS.values(), CIRCUITS)


def test_every_kind_and_column_has_a_chinese_word() -> None:
    """None is left in English."""
    assert [t.name for t in TABLES if not HAN.search(record_kind_name(t.name, "zh"))] == []
    assert [kind for kind in RECORDS if not HAN.search(kind_meaning(kind, "zh"))] == []
    columns = {column.name for table in TABLES for column in table.columns}
    assert sorted(name for name in columns if not HAN.search(column_name(name, "zh"))) == []


def test_every_choice_has_a_chinese_word() -> None:
    """None is left in English."""
    columns = [column for table in TABLES for column in table.columns]
    choices = {choice for column in columns for choice in column.choices}
    assert sorted(choice for choice in choices if not HAN.search(choice_name(choice, "zh"))) == []
