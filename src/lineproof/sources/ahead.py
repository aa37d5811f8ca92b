"""How is the next piece read while one is used? By a thread of its own, one piece ahead.

It knows neither what is read nor what becomes of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def read_ahead(pieces: Iterator[T]) -> Iterator[T]:
    """Yield pieces in their order, none of them None, reading the next while one is used.

    An error comes where it would have come without a thread.

    >>> list(read_ahead(iter([3, 1, 2])))
    [3, 1, 2]
    """
    with ThreadPoolExecutor(1) as reader:
        following = reader.submit(next, pieces, None)
        while (piece := following.result()) is not None:
            following = reader.submit(next, pieces, None)
            yield piece
