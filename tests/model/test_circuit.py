"""Is a schedule's line declared as the format says?"""

from lineproof.model.circuit import CIRCUITS
from lineproof.model.table import ColumnType


def test_a_line_needs_its_number_and_its_rent() -> None:
    """Everything else may come later, or is the term's."""
    required = [column.name for column in CIRCUITS.columns if column.is_required]
    assert required == ["line", "monthly_rent"]


def test_ids_are_texts() -> None:
    """00123 stays 00123."""
    types = {column.name: column.type for column in CIRCUITS.columns}
    assert {types["line"], types["id"], types["price_line"]} == {ColumnType.TEXT}


def test_no_header_means_two_columns() -> None:
    """Names and aliases in English and Chinese."""
    headers = [
        header
        for column in CIRCUITS.columns
        for header in {h.lower().replace(" ", "").replace("_", "")
                       for h in (column.name, *column.aliases)}
    ]  # fmt: skip
    assert len(headers) == len(set(headers))
