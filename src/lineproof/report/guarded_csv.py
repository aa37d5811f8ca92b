"""How is a table written so that no spreadsheet runs what people wrote into it? Texts are guarded.

A quote in front of a text that a spreadsheet might run keeps it a text; the import takes it away.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from lineproof.model.canonical import canonical_csv

_RUNS = r"^([-=+@\t\r])"


def guarded(frame: pl.DataFrame, texts: Collection[str]) -> pl.DataFrame:
    """Return a frame whose texts begin with nothing that runs in a spreadsheet.

    texts: the columns that people wrote; figures and days are left as they are.

    >>> guarded(pl.DataFrame({"site": ["=1+1", "A-1", None], "n": ["-5"] * 3}), {"site"}).rows()
    [("'=1+1", '-5'), ('A-1', '-5'), (None, '-5')]
    """
    return frame.with_columns(pl.col(name).str.replace(_RUNS, "'${1}") for name in texts)


def guarded_csv(frame: pl.DataFrame, texts: Collection[str]) -> bytes:
    """Return a frame as CSV in UTF-8, its texts guarded."""
    return canonical_csv(guarded(frame, texts))
