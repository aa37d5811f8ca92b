"""Does a spreadsheet hold what stands in a table, and nothing that runs?"""

from __future__ import annotations

import polars as pl

from lineproof.model.circuit import CIRCUITS
from lineproof.report.table_xlsx import table_xlsx
from lineproof.sources.loose_grid import loose_grid


def test_it_is_read_again_as_it_was_written() -> None:
    """A formula stays a text; 900.10 and an amount of 15 digits are what they were."""
    frame = pl.DataFrame(
        {
            "line": ["1", "0012"],
            "site": ["=1+1", "https://x.example"],
            "monthly_rent": ["900.10", "123456789012.34"],
            "start": ["2025-01-31", None],
        }
    )
    content = table_xlsx(frame, {"monthly_rent"})
    grid = loose_grid(content, file="a.xlsx", table=CIRCUITS, sheet=None, currency_digits=2)
    assert grid.header == ("line", "site", "monthly_rent", "start")
    assert grid.frame.drop("row").rows() == [
        ("1", "=1+1", "900.1", "2025-01-31"),
        ("0012", "https://x.example", "123456789012.34", None),
    ]
