"""What do a column's cells look like? Shares of amounts, days, speeds and ids among them.

It knows no headers, and measures a sample from the whole of a column: whether a guess holds is for
a person to say.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from lineproof.contract.first_look_rows import circuit_key
from lineproof.model.table import Column, ColumnType
from lineproof.sources.loose import plain_amounts, plain_days, plain_month, plain_speed, respelled
from lineproof.sources.values import Reading, careful_value

_SAMPLE_CELLS = 500
_SHOWN = 3
_SPEEDS = [
    str(speed)
    for speed in (
        1, 2, 4, 5, 6, 8, 10, 12, 15, 16, 20, 25, 30, 34, 40, 45, 50, 60, 80, 100, 120, 150, 155,
        200, 250, 300, 400, 500, 600, 622, 800, 1000, 2000, 2500, 5000, 10000, 40000, 100000,
    )
]  # fmt: skip
_ID_FORM = r"^[A-Za-z0-9\p{Han}][A-Za-z0-9\p{Han}./_#-]{2,39}$"


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares, from 0 to 1, of a column's filled cells; filled: of all its cells.

    cents: amounts with decimals. speeds: usual bandwidths, or with their unit. counting: whether it
    counts 1, 2, 3 … median: of its amounts, in minor units. known_ids, known_rents: what another
    file has already.
    """

    filled: float
    distinct: float
    money: float
    cents: float
    speeds: float
    days: float
    months: float
    ids: float
    counting: bool
    median: float
    known_ids: float
    known_rents: float
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What another file has: the keys of its ids, and its rents in minor units."""

    ids: frozenset[str] = frozenset()
    rents: frozenset[int] = frozenset()


_NOTHING = Known()


EMPTY = Profile(
    *(0,) * 8, counting=False, median=0, known_ids=0, known_rents=0, samples=()
)  # fmt: skip


def profile(texts: pl.Series, *, digits: int, known: Known = _NOTHING) -> Profile:
    """Return what a column of texts looks like.

    digits: decimals of the currency. known: what to look for among its cells.

    >>> found = profile(pl.Series(["900", "600.50", None, "900"]), digits=2)
    >>> found.filled, found.money, round(found.cents, 2)
    (0.75, 1.0, 0.33)
    """
    filled = texts.drop_nulls()
    if filled.is_empty():
        return EMPTY
    sample = filled.gather_every(-(-len(filled) // _SAMPLE_CELLS)).alias("cell")
    amounts = plain_amounts(sample)
    money = _minor(amounts, digits)
    speeds = respelled(sample, plain_speed)
    has_unit = speeds != sample
    numbers = filled.head(_SAMPLE_CELLS).str.to_integer(strict=False)
    median, distinct = money.median(), filled.unique(maintain_order=True)
    return Profile(
        filled=len(filled) / len(texts),
        distinct=len(distinct) / len(filled),
        money=_share(money.is_not_null()),
        cents=_share(amounts.str.contains(r"\.[0-9]*[1-9]")),
        speeds=_share(has_unit | speeds.is_in(_SPEEDS)),
        days=_share(_values(plain_days(sample), ColumnType.DATE, digits).is_not_null()),
        months=_share(pl.Series([plain_month(t) is not None for t in sample])),
        ids=_share(sample.str.contains(_ID_FORM) & sample.str.contains("[0-9]")),
        counting=len(numbers) > 1
        and numbers.null_count() == 0
        and bool((numbers.diff().drop_nulls() == 1).all()),
        median=median if isinstance(median, float) else 0,
        known_ids=_share(
            sample.to_frame().select(circuit_key(pl.col("cell")))["cell"].is_in(known.ids)
        ),
        known_rents=_share(money.is_in(known.rents)),
        samples=tuple(distinct.head(_SHOWN).to_list()),
    )


def _minor(texts: pl.Series, digits: int) -> pl.Series:
    """Return about how many minor units texts are, to measure them; null where they are none."""
    plain = pl.col("cell").str.contains(r"^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]+)?$")
    size = pl.col("cell").cast(pl.Float64, strict=False).abs() * 10**digits
    found = texts.alias("cell").to_frame()
    minor = pl.when(plain).then(size.round()).cast(pl.Int64, strict=False)
    return found.select(minor.alias("minor"))["minor"]


def _values(texts: pl.Series, kind: ColumnType, digits: int) -> pl.Series:
    """Return the values of a type that texts have, null where they have none."""
    column = Column("cell", kind, "")
    reading = Reading(digits, "UTC")
    found = texts.alias("cell").to_frame()
    return found.select(careful_value(pl.col("cell"), column=column, reading=reading).alias("v"))[
        "v"
    ]


def _share(is_so: pl.Series) -> float:
    """Return the share of cells that are so."""
    return int(is_so.fill_null(value=False).sum()) / len(is_so)
