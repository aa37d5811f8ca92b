"""Which of our circuits may an unknown id have meant? A suggestion for a person, never a match.

First those that read the same once O and 0, I, L and 1 are one and separators are left out; then
those within a slip or two, among what was expected and not billed, and at last among all.
"""

from __future__ import annotations

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from lineproof.reconcile.ids import keys_of

#: How many unknown ids are looked at, and how many of ours each is compared with at most.
ASKED_MAX, COMPARED_MAX = 2_000, 20_000
_SLIPS_EVERY = 6
_SLIPS_MAX = 2
_SHORTEST = 4


def suggestions(unknown: pl.Series, *, missing: pl.Series, known: pl.Series) -> dict[str, str]:
    """Return for unknown ids the circuit that each is most like, where one is.

    missing: circuits that were expected and aren't billed. known: all of them.

    >>> ours = pl.Series(["CE7BC2B501", "C1356F417B"])
    >>> suggestions(pl.Series(["CE7BC2B5O1"]), missing=ours.clear(), known=ours)
    {'CE7BC2B5O1': 'CE7BC2B501'}
    """
    asked = unknown.drop_nulls().unique(maintain_order=True).head(ASKED_MAX)
    found: dict[str, str] = {}
    for liken, ours in ((_alike, missing), (_near, missing), (_alike, known), (_near, known)):
        left = asked.filter(~asked.is_in(list(found)))
        if left.len() and ours.len():
            found |= liken(left, ours.drop_nulls())
    return found


def _alike(asked: pl.Series, ours: pl.Series) -> dict[str, str]:
    """Return ids that read the same as one of ours."""
    mine = pl.DataFrame({"ours": ours, "key": _folded(ours)})
    theirs = pl.DataFrame({"text": asked, "key": _folded(asked)})
    mine = mine.join(theirs, on="key", how="semi", maintain_order="left")
    met = theirs.join(mine.unique("key", keep="first", maintain_order=True), on="key")
    return dict(met.select("text", "ours").iter_rows())


def _folded(texts: pl.Series) -> pl.Series:
    """Return ids with what is easily taken for each other as one."""
    keys = keys_of(texts).str.replace_all(r"[^\p{L}\p{N}]", "")
    return keys.str.replace_all("O", "0", literal=True).str.replace_all("[IL]", "1")


def _near(asked: pl.Series, ours: pl.Series) -> dict[str, str]:
    """Return ids within a slip or two of one of ours that has its first or its last half."""
    mine = pl.DataFrame({"ours": ours, "key": keys_of(ours)})
    theirs = pl.DataFrame({"text": asked, "key": keys_of(asked)})
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
