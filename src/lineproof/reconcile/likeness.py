"""Which of our circuits may an unknown id have meant? A suggestion for a person, never a match.

First those that read the same once O and 0, I, L and 1 are one and separators are left out; then
those within a slip or two, among what was expected and not billed, and at last among all.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from lineproof.reconcile.ids import keys_of

#: How many unknown ids are looked at, and how many of ours each is compared with at most.
ASKED_MAX, COMPARED_MAX = 2_000, 20_000
_SLIPS_EVERY = 6
_SLIPS_MAX = 2
_SHORTEST = 4


def suggestions(
    unknown: Sequence[str], *, missing: Sequence[str], known: Sequence[str]
) -> dict[str, str]:
    """Return for unknown ids the circuit that each is most like, where one is.

    missing: circuits that were expected and aren't billed. known: all of them.

    >>> suggestions(["CE7BC2B5O1"], missing=[], known=["CE7BC2B501", "C1356F417B"])
    {'CE7BC2B5O1': 'CE7BC2B501'}
    """
    asked = list(dict.fromkeys(unknown))[:ASKED_MAX]
    found = _alike(asked, [*missing, *known])
    left = [text for text in asked if text not in found]
    for place in (missing, known):
        found |= _near(left, place)
        left = [text for text in left if text not in found]
    return found


def _alike(asked: Sequence[str], ours: Sequence[str]) -> dict[str, str]:
    """Return ids that read the same as one of ours."""
    mine = pl.DataFrame({"ours": pl.Series(ours, dtype=pl.String)})
    theirs = pl.DataFrame({"text": pl.Series(asked, dtype=pl.String)})
    mine = mine.with_columns(_folded(mine["ours"]).alias("key"))
    mine = mine.unique("key", keep="first", maintain_order=True)
    met = theirs.with_columns(_folded(theirs["text"]).alias("key")).join(mine, on="key")
    return dict(met.select("text", "ours").iter_rows())


def _folded(texts: pl.Series) -> pl.Series:
    """Return ids with what is easily taken for each other as one."""
    keys = keys_of(texts).str.replace_all(r"[^\p{L}\p{N}]", "")
    return keys.str.replace_all("O", "0", literal=True).str.replace_all("[IL]", "1")


def _near(asked: Sequence[str], ours: Sequence[str]) -> dict[str, str]:
    """Return ids within a slip or two of one of ours that has its first or its last half."""
    if not asked or not ours:
        return {}
    mine = pl.DataFrame({"ours": pl.Series(ours, dtype=pl.String)}).unique(maintain_order=True)
    mine = mine.with_columns(keys_of(mine["ours"]).alias("key"))
    theirs = pl.DataFrame({"text": pl.Series(asked, dtype=pl.String)})
    theirs = theirs.with_columns(keys_of(theirs["text"]).alias("key"))
    theirs = theirs.filter(pl.col("key").str.len_chars() >= _SHORTEST)
    found: dict[str, str] = {}
    sizes = (theirs["key"].str.len_chars() - 1) // 2
    for size in sizes.unique().sort():
        own = theirs.filter(sizes == size)
        both = pl.concat(
            own.select("text", "key", half.alias("half")).join(
                mine.select("ours", pl.col("key").alias("other"), half.alias("half")), on="half"
            ) for half in (pl.col("key").str.head(size), pl.col("key").str.tail(size))
        )  # fmt: skip
        for (text,), rows in both.group_by("text", maintain_order=True):
            best = _nearest(rows.head(COMPARED_MAX))
            if best is not None:
                found[str(text)] = best
    return found


def _nearest(rows: pl.DataFrame) -> str | None:
    """Return the id of ours that is nearest to one, where it is near."""
    key = rows["key"][0]
    slips = min(max(len(key) // _SLIPS_EVERY, 1), _SLIPS_MAX)
    others = rows["other"].to_list()
    best = process.extractOne(key, others, scorer=OSA.distance, score_cutoff=slips)
    return None if best is None else str(rows["ours"][best[2]])
