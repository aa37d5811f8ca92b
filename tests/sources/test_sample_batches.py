"""Are batches cut by rows alone, and mistakes told once all is read?"""

from __future__ import annotations

import dataclasses

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.measure.samples import Suspect
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding
from lineproof.sources.sample_batches import batches_of, cut
from lineproof.sources.sample_request import SampleRequest
from lineproof.sources.sample_values import Flaws

NS = 10**9
FIRST = 1_740_830_400
REQUEST = SampleRequest("dir/a.csv", "v", 60 * NS, frozenset({"a"}), 2 * FIRST * NS, ("c",))


def piece(*seconds: int, circuit: str = "a") -> pl.DataFrame:
    """Return rows of a table, so many seconds after the first."""
    times = [FIRST + s for s in seconds]
    return pl.DataFrame({"circuit": circuit, "time": times, "up": 1}).with_row_index("row")


@given(sizes=st.lists(st.integers(0, 7), max_size=8), rows=st.integers(1, 9))
def test_where_pieces_end_changes_nothing(sizes: list[int], rows: int) -> None:
    """All batches but the last hold so many rows, in their order."""
    whole = pl.DataFrame({"n": pl.int_range(sum(sizes), eager=True)})
    pieces, first = [], 0
    for size in sizes:
        pieces.append(whole.slice(first, size))
        first += size
    found = [frame.get_column("n").to_list() for frame in cut(pieces, rows=rows)]
    assert found == [list(range(n, min(n + rows, first))) for n in range(0, first, rows)]


def test_a_batch_says_where_it_comes_from() -> None:
    """And what was noted while it was made."""
    flaws = Flaws("a.csv")
    flaws.suspect.append(Suspect(1, 2, "jump"))
    (batch,) = batches_of([piece(0), piece(60)], REQUEST, kind="csv", flaws=flaws)
    assert (batch.source, batch.vantage, batch.canaries) == ("csv:a.csv", "v", ("c",))
    assert (batch.frame.height, batch.suspect) == (2, (Suspect(1, 2, "jump"),))


def test_mistakes_are_told_at_the_end() -> None:
    """The good rows come first: who wants all or nothing reads to the end before storing."""
    batches = batches_of([piece(0), piece(60, circuit="X")], REQUEST, kind="csv")
    assert next(batches).frame.height == 1
    with pytest.raises(InputRefusedError) as refused:
        next(batches)
    assert [f.code for f in refused.value.findings] == ["E-SAMPLE-UNKNOWN"]


def test_what_is_left_out_as_asked_is_a_warning() -> None:
    """Even where nothing else is in the file."""
    heard: list[Finding] = []
    lenient = dataclasses.replace(REQUEST, skips_unknown=True, tell=heard.append)
    assert list(batches_of([piece(0, circuit="X")], lenient, kind="csv")) == []
    assert [(f.code, f.is_open_block) for f in heard] == [("W-SAMPLE-SKIPPED", False)]


def test_nothing_at_all_is_refused() -> None:
    """A header alone."""
    with pytest.raises(InputRefusedError, match="holds no samples"):
        list(batches_of([piece()], REQUEST, kind="csv"))


@pytest.mark.parametrize(("step", "is_fine"), [(29, False), (31, True), (119, True), (121, False)])
def test_another_period_than_was_given_is_refused(step: int, *, is_fine: bool) -> None:
    """Of 60 s: below the half of it or above its double the median step can't be jitter."""
    batches = batches_of([piece(*range(0, 20 * step, step))], REQUEST, kind="csv")
    if is_fine:
        assert next(batches).frame.height == 20
    else:
        with pytest.raises(InputRefusedError, match=f"come every {step} s, and --every says 60 s"):
            next(batches)


def test_too_few_steps_say_nothing_of_the_period() -> None:
    """Ten samples have nine steps."""
    (batch,) = batches_of([piece(*range(0, 3000, 300))], REQUEST, kind="csv")
    assert batch.frame.height == 10
