"""Does nothing that people wrote run in a spreadsheet, and does it come back as it was?"""

from __future__ import annotations

import polars as pl
import pytest

from lineproof.model.circuit import CIRCUITS
from lineproof.report.guarded_csv import guarded_csv
from lineproof.sources.loose_grid import loose_grid
from lineproof.sources.mapped import mapped_texts


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_what_runs_is_guarded(begin: str) -> None:
    """A quote in front of it."""
    written = guarded_csv(pl.DataFrame({"site": [f"{begin}1+1"]}), {"site"}).decode()
    assert f"'{begin}1+1" in written


def test_it_comes_back_as_it_was() -> None:
    """A site called -7 is guarded in the file, and -7 again when the file is imported."""
    frame = pl.DataFrame({"line": ["1"], "site": ["-7"], "monthly_rent": ["9.00"]})
    content = guarded_csv(frame, {"line", "site"})
    assert b"'-7" in content
    grid = loose_grid(content, file="a.csv", table=CIRCUITS, sheet=None, currency_digits=2)
    texts, _ = mapped_texts(grid, list(grid.header), table=CIRCUITS)
    assert texts.select("line", "site", "monthly_rent").rows() == [("1", "-7", "9.00")]
