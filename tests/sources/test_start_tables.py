"""Do the names of a newcomer's columns suit the contract's own?"""

from __future__ import annotations

from lineproof.model.circuit import CIRCUITS
from lineproof.sources.headers import header_key
from lineproof.sources.start_tables import BILL, SCHEDULE


def test_a_schedule_has_the_contracts_columns_and_needs_none() -> None:
    """All but what is agreed beside them: price line, group, upstream, list rent."""
    own = {column.name: column for column in CIRCUITS.columns}
    agreed = {"price_line", "group", "upstream", "list_rent"}
    assert [column.name for column in SCHEDULE.columns] == [n for n in own if n not in agreed]
    for column in SCHEDULE.columns:
        assert set(own[column.name].aliases) <= set(column.aliases)
        assert not column.is_required


def test_no_name_stands_twice_for_one_column() -> None:
    """Compared as headers are."""
    for table in (SCHEDULE, BILL):
        for column in table.columns:
            keys = [header_key(name) for name in (column.name, *column.aliases)]
            assert sorted(keys) == sorted(set(keys)), column.name
