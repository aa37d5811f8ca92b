"""Is every kind of record declared once and unmistakably?"""

import pytest

from lineproof.model.record import COMMON, LIFECYCLE_EVENTS, MILESTONES, RECORDS
from lineproof.model.table import Table


@pytest.mark.parametrize("table", RECORDS.values(), ids=lambda table: str(table.name))
def test_a_kind_has_the_common_columns_and_some_of_its_own(table: Table) -> None:
    """Id, when, who, evidence and correction come first."""
    assert table.columns[: len(COMMON)] == COMMON
    assert len(table.columns) > len(COMMON)
    assert any(column.is_required for column in table.columns[len(COMMON) :])


@pytest.mark.parametrize("table", RECORDS.values(), ids=lambda table: str(table.name))
def test_no_header_means_two_columns(table: Table) -> None:
    """Names and aliases, without case, spaces and underscores."""
    headers = [
        header
        for column in table.columns
        for header in {h.lower().replace(" ", "").replace("_", "")
                       for h in (column.name, *column.aliases)}
    ]  # fmt: skip
    assert len(headers) == len(set(headers))
    assert "row" not in headers


@pytest.mark.parametrize(
    ("kind", "events"), [("lifecycle", LIFECYCLE_EVENTS), ("milestones", MILESTONES)]
)
def test_events_are_the_declared_ones(kind: str, events: tuple[str, ...]) -> None:
    """The reader refuses others; terms name these."""
    (column,) = [c for c in RECORDS[kind].columns if c.name == "event"]
    assert column.choices == events
    assert column.is_required
