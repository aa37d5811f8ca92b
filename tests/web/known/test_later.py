"""Is only what is large, not there, and looked at on a page put off?"""

from __future__ import annotations

import pytest

from lineproof.web.kept.contracts import Contract
from lineproof.web.known import later
from lineproof.web.known.case import At, at, known, place_of
from lineproof.web.known.later import BEGIN, or_later


def test_what_is_large_and_isn_t_there_is_put_off(
    contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seven rows: more than six are large; without anybody who begins it, it is worked out."""
    state, begun = at(contract), list[tuple[At, str | None]]()
    place = place_of(state, "known")
    token = BEGIN.set(lambda *asked: begun.append(asked))
    try:
        for most, count in ((7, 0), (6, 1)):
            monkeypatch.setattr(later, "CIRCUITS_MAX", most)
            or_later(place, state, "2025-01")
            assert begun == [(state, "2025-01")] * count
        known(state)  # what can't be begun is worked out
        begun.clear()
        or_later(place, state, "2025-01")
        assert begun == []
    finally:
        BEGIN.reset(token)
