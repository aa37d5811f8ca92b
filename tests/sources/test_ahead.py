"""Is the next piece read while one is used, and nothing lost or moved by it?"""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from lineproof.sources.ahead import read_ahead

WAIT_S = 10


def test_the_next_piece_is_read_while_one_is_used() -> None:
    """Piece 2 is asked for before piece 1 is given back."""
    is_asked = threading.Event()

    def pieces() -> Iterator[int]:
        yield 1
        is_asked.set()
        yield 2

    ahead = read_ahead(pieces())
    assert next(ahead) == 1
    assert is_asked.wait(WAIT_S)
    assert list(ahead) == [2]


def test_an_error_comes_after_what_was_read_before_it() -> None:
    """Piece 1, then the error."""

    def pieces() -> Iterator[int]:
        yield 1
        message = "torn"
        raise ValueError(message)

    ahead = read_ahead(pieces())
    assert next(ahead) == 1
    with pytest.raises(ValueError, match="torn"):
        next(ahead)


def test_who_stops_early_leaves_no_thread() -> None:
    """As many threads as before."""
    before = threading.active_count()
    ahead = read_ahead(iter(range(1, 100)))
    assert next(ahead) == 1
    del ahead
    assert threading.active_count() == before
