"""What do many products of ratios come to, each rounded once? Exact, a column at a time.

int64 where all is sure to fit, else Python's integers in the same steps (Arithmetic 7).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

#: int64, or Python integers as objects.
Column = npt.NDArray[Any]
_INT64_MAX = 2**63 - 1


def rounded_product(
    numerators: tuple[Column, ...], denominators: tuple[Column, ...], *, step: int = 1
) -> Column:
    """Return products of some columns over those of others, half away from zero, to a step.

    >>> rounded_product((np.array([113, -5]), np.array([10, 1])), (np.array([31, 2]),)).tolist()
    [36, -3]
    """
    above, below = _product(numerators, 4), _product(denominators, 4 * step)
    if above.dtype != below.dtype:
        above, below = above.astype(np.object_), below.astype(np.object_)
    below = below * step
    size = (2 * np.abs(above) + below) // (2 * below)
    rounded: Column = np.where(above < 0, -size, size) * step
    return rounded


def floored_product(numerators: tuple[Column, ...], denominators: tuple[Column, ...]) -> Column:
    """Return products of some columns over those of others, cut off towards zero."""
    above, below = _product(numerators, 2), _product(denominators, 2)
    if above.dtype != below.dtype:
        above, below = above.astype(np.object_), below.astype(np.object_)
    size = np.abs(above) // below
    return np.where(above < 0, -size, size)


def narrow(column: Column) -> Column:
    """Return a column as int64 where it fits."""
    if column.dtype != np.object_:
        return column
    return column.astype(np.int64) if _largest(column) <= _INT64_MAX else column


def _product(columns: tuple[Column, ...], margin: int) -> Column:
    """Return the product of some columns; margin: what it will be multiplied by at most."""
    bound = margin
    for column in columns:
        bound *= _largest(column)
    is_wide = bound > _INT64_MAX
    product = columns[0].astype(np.object_) if is_wide else columns[0]
    for column in columns[1:]:
        product = product * column
    return product


def _largest(column: Column) -> int:
    """Return a column's greatest magnitude, at least 1."""
    return max(int(np.abs(column).max(initial=0)), 1)
