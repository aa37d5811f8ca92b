"""Are a spreadsheet's columns, once named, spelled as the strict reader takes them?"""

from __future__ import annotations

import polars as pl

from lineproof.model.record import RECORDS
from lineproof.sources.grid import Grid
from lineproof.sources.mapped import mapped_texts, named_grid

LIFECYCLE = RECORDS["lifecycle"]


def test_only_columns_with_a_meaning_come_and_totals_are_left_out() -> None:
    """¥1,200.00 is 1200.00; 31.03.2025 is 2025-03-31; a quote that guards a text goes."""
    frame = pl.DataFrame(
        {
            "0": ["A", "'-B", "合计"],
            "1": ["note", None, None],
            "2": ["31.03.2025", "2025-04-01", None],
            "3": ["¥1,200.00", None, "1200"],
            "row": pl.Series([2, 3, 4], dtype=pl.UInt32()),
        }
    )
    grid = Grid(("No", "Remark", "Day", "Fee"), frame)
    texts, totals = mapped_texts(grid, ["line", "", "date", "one_off"], table=LIFECYCLE)
    assert totals == 1
    assert texts.rows() == [("A", "2025-03-31", "1200.00", 2), ("-B", "2025-04-01", None, 3)]
    again = named_grid(texts)
    assert again.header == ("line", "date", "one_off")
    assert again.frame.columns == ["0", "1", "2", "row"]
