"""What does a table file say, cell by cell, as text? The one shape that CSV and XLSX share.

It knows nothing of types: which text is money or a date is for `typed` to say.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from lineproof.model.finding import Finding
from lineproof.sources.flaws import Flaw


@dataclass(frozen=True, slots=True)
class Grid:
    """A file's cells as text.

    header: as in the file. frame: a String column for each header cell, named by its position
    ("0", "1", …), and `row` (UInt32), the line of a CSV or the row of a sheet it starts in.
    header_row: where the header stands. flaws: what is wrong with single rows, which are left out.
    """

    header: tuple[str, ...] = ()
    frame: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema={"row": pl.UInt32()}))
    header_row: int = 1
    findings: tuple[Finding, ...] = ()
    flaws: tuple[Flaw, ...] = ()
