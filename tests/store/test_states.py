"""Do stored samples become the same states, whenever and however they came?"""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from lineproof.contract.case import Case
from lineproof.measure.samples import SAMPLE_SCHEMA, Samples, Suspect
from lineproof.model.errors import InputRefusedError
from lineproof.model.measured import STATES
from lineproof.store.samples import SampleStore
from lineproof.store.states import keep_states, measured_states

SECOND = 10**9
HOUR = 3600
Row: TypeAlias = tuple[str, dt.datetime, int]
UP = {"id": "UP", "kind": "availability", "slot_s": HOUR, "down_run": 2}
TERM = {"monthly_rent": 100, "start": dt.date(2024, 1, 1), "end": dt.date(2024, 12, 31)}
CIRCUITS = [{"line": str(n), "id": c, "row": n, **TERM} for n, c in enumerate("abc", start=1)]
RECORDED = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def case(minimal: Callable[..., Case]) -> Case:
    """Return a case of three circuits in 2024, in UTC, measured by the hour, down after two."""
    return minimal(head={"timezone": "UTC"}, circuits=CIRCUITS, more=[UP])


def at(text: str) -> dt.datetime:
    """Return an instant of 2024, as "03-01 05"."""
    return dt.datetime.strptime(f"2024-{text}+0000", "%Y-%m-%d %H%z")


def hours(circuit: str, start: str, end: str, *, answers: int = 1) -> list[Row]:
    """Return a sample each hour of a stretch."""
    first = at(start)
    count = int((at(end) - first).total_seconds()) // HOUR
    return [(circuit, first + dt.timedelta(hours=n), answers) for n in range(count)]


def store(folder: Path, rows: Iterable[Row], **other: Any) -> None:  # noqa: ANN401 - of Samples
    """Store samples as one batch."""
    values = [(c, int(t.timestamp()) * SECOND, 0, 1, r, None) for c, t, r in rows]
    frame = pl.DataFrame(values, schema=SAMPLE_SCHEMA, orient="row")
    recorded = other.pop("recorded_at", RECORDED)
    batch = Samples(frame, other.pop("vantage", "v"), HOUR * SECOND, "s", **other)
    SampleStore(folder).append(batch, recorded_at=recorded)


def told(states: pl.DataFrame | None, circuit: str, month: str) -> list[tuple[str, ...]]:
    """Return a circuit's states in a month: from, to, since, state, reason, hours known."""
    assert states is not None
    own = states.filter(
        (pl.col("circuit") == circuit) & (pl.col("from").dt.strftime("%Y-%m") == month)
    )
    form = "%m-%d %H"
    return [
        (f"{lo:{form}}", f"{hi:{form}}", f"{since:{form}}", state, reason, str(known / HOUR))
        for lo, hi, since, state, reason, known in own.select(
            "from", "to", "since", "state", "reason", "known_s"
        ).iter_rows()
    ]


def test_without_samples_there_is_nothing(tmp_path: Path, case: Case) -> None:
    """None is not an empty month: nobody ever measured."""
    assert measured_states(tmp_path, case) is None
    assert keep_states(tmp_path, case) is None
    assert list(tmp_path.iterdir()) == []


def test_samples_without_a_term_say_nothing(tmp_path: Path, minimal: Callable[..., Case]) -> None:
    """No rule says what up means."""
    store(tmp_path, hours("a", "03-01 00", "03-02 00"))
    states = measured_states(tmp_path, minimal(circuits=CIRCUITS))
    assert states is not None
    assert_frame_equal(states, STATES.empty())


def test_a_month_is_told_state_by_state(tmp_path: Path, case: Case) -> None:
    """March: 4 hours answered, 4 lost, 2 answered, then nothing.

    Two bad hours make it down from the first of them, two good ones up. After hour 10 nothing is
    known: as bad hours they would make it down from hour 10 on, as good ones leave it up.
    Circuit b was never measured: unknown, since its service began. The month has 31 × 24 hours.
    """
    rows = hours("a", "03-01 00", "03-01 04") + hours("a", "03-01 04", "03-01 08", answers=0)
    store(tmp_path, rows + hours("a", "03-01 08", "03-01 10"))
    states = measured_states(tmp_path, case)
    assert states is not None
    assert states.schema == STATES.schema()
    assert told(states, "a", "2024-03") == [
        ("03-01 00", "03-01 04", "03-01 00", "up", "", "4.0"),
        ("03-01 04", "03-01 08", "03-01 04", "down", "", "4.0"),
        ("03-01 08", "03-01 10", "03-01 08", "up", "", "2.0"),
        ("03-01 10", "04-01 00", "03-01 10", "unknown", "no data", "0.0"),
    ]
    assert told(states, "b", "2024-03") == [
        ("03-01 00", "04-01 00", "01-01 00", "unknown", "no data", "0.0")
    ]
    assert states.get_column("from").min() == at("03-01 00")


@pytest.mark.parametrize("begun", ["03-31 20", "03-20 00", "02-20 00", "01-05 00"])
def test_an_outage_that_began_long_before_is_known_by_its_start(
    tmp_path: Path, case: Case, begun: str
) -> None:
    """April by itself: down until April 2 since the hour it began, 4 hours or 3 months before."""
    rows = hours("a", "01-01 00", begun) + hours("a", begun, "04-02 00", answers=0)
    store(tmp_path, rows + hours("a", "04-02 00", "05-01 02"))
    keep_states(tmp_path, case)
    for kept in (tmp_path / "measurements" / "states" / "2024-04").iterdir():
        kept.unlink()
    assert told(measured_states(tmp_path, case), "a", "2024-04") == [
        ("04-01 00", "04-02 00", begun, "down", "", "24.0"),
        ("04-02 00", "05-01 00", "04-02 00", "up", "", str(29 * 24.0)),
    ]


def test_the_hours_past_a_month_decide_its_last(tmp_path: Path, case: Case) -> None:
    """The last hour of March is lost, and the first of April: down from March 31, 23:00 on.

    With April's hour answered, one lost hour alone changes nothing.
    """
    rows = hours("a", "03-01 00", "03-31 23") + hours("a", "03-31 23", "04-01 00", answers=0)
    for circuit, answers in (("a", 0), ("b", 1)):
        own = [(circuit, when, r) for _, when, r in rows]
        last = hours(circuit, "04-01 00", "04-01 01", answers=answers)
        store(tmp_path, own + last + hours(circuit, "04-01 01", "04-01 05"))
    states = measured_states(tmp_path, case)
    assert [s[3] for s in told(states, "a", "2024-03")] == ["up", "down"]
    assert told(states, "a", "2024-04")[0][:4] == ("04-01 00", "04-01 01", "03-31 23", "down")
    assert [s[3] for s in told(states, "b", "2024-03")] == ["up"]


def test_only_what_was_known_counts(tmp_path: Path, case: Case) -> None:
    """The lost hours came in on June 2: as known on June 1 nothing is known of them."""
    store(tmp_path, hours("a", "03-01 00", "03-31 00"))
    late = hours("a", "03-31 00", "04-01 02", answers=0)
    store(tmp_path, late, recorded_at=dt.datetime(2024, 6, 2, tzinfo=dt.UTC))
    for day, state in ((dt.date(2024, 6, 1), "unknown"), (dt.date(2024, 6, 2), "down")):
        for states in (
            measured_states(tmp_path, case, as_known=day),
            keep_states(tmp_path, case, as_known=day),
        ):
            assert [s[3] for s in told(states, "a", "2024-03")] == ["up", state]


def test_no_later_month_than_asked_is_returned(tmp_path: Path, case: Case) -> None:
    """Samples of February to April, asked until March."""
    store(tmp_path, hours("a", "02-10 00", "04-10 00"))
    states = measured_states(tmp_path, case, until=dt.date(2024, 3, 1))
    assert states is not None
    months = states.get_column("from").dt.strftime("%Y-%m").unique().sort().to_list()
    assert months == ["2024-02", "2024-03"]


def test_what_was_kept_is_read_until_a_batch_comes(tmp_path: Path, case: Case) -> None:
    """With its file gone the month still reads; with one more batch it has to be worked out."""
    store(tmp_path, hours("a", "03-01 00", "03-02 00"))
    states = keep_states(tmp_path, case)
    assert states is not None
    for path in (tmp_path / "measurements" / "samples").rglob("*.parquet"):
        path.unlink()
    kept = measured_states(tmp_path, case)
    assert kept is not None
    assert_frame_equal(kept, states)
    store(tmp_path, hours("b", "03-01 00", "03-02 00"))
    with pytest.raises(InputRefusedError, match="isn't there"):
        measured_states(tmp_path, case)


def test_what_was_kept_and_damaged_is_worked_out_again(tmp_path: Path, case: Case) -> None:
    """It can always be made again; what is of no use any more is deleted."""
    store(tmp_path, hours("a", "03-01 00", "03-02 00"))
    states = keep_states(tmp_path, case)
    assert states is not None
    (path,) = (tmp_path / "measurements" / "states" / "2024-03").iterdir()
    path.write_bytes(b"PAR1")
    again = measured_states(tmp_path, case)
    assert again is not None
    assert_frame_equal(again, states)
    store(tmp_path, hours("a", "03-02 00", "03-03 00"))
    keep_states(tmp_path, case)
    (fresh,) = (tmp_path / "measurements" / "states" / "2024-03").iterdir()
    assert fresh != path


def test_another_rule_is_another_state(
    tmp_path: Path, case: Case, minimal: Callable[..., Case]
) -> None:
    """One lost hour: nothing where two make it down, an outage where one does; kept or not."""
    rows = hours("a", "03-01 00", "03-31 00") + hours("a", "03-31 01", "04-01 02")
    store(tmp_path, rows + hours("a", "03-31 00", "03-31 01", answers=0))
    keep_states(tmp_path, case)
    strict = minimal(head={"timezone": "UTC"}, circuits=CIRCUITS, more=[UP | {"down_run": 1}])
    assert [s[3] for s in told(measured_states(tmp_path, case), "a", "2024-03")] == ["up"]
    states = measured_states(tmp_path, strict)
    assert [s[3] for s in told(states, "a", "2024-03")] == ["up", "down", "up"]


def test_a_canary_in_another_bucket_casts_doubt(tmp_path: Path, case: Case) -> None:
    """The vantage's canary is down with a: nothing is known of a in these hours; nor in a jump."""
    rows = hours("a", "03-01 00", "03-11 00") + hours("a", "03-11 00", "03-12 00", answers=0)
    rows += hours("k", "03-01 00", "03-11 00") + hours("k", "03-11 00", "03-12 00", answers=0)
    lo, hi = (int(at(text).timestamp()) * SECOND for text in ("03-05 00", "03-05 06"))
    jump = Suspect(lo, hi, "the clock went back")
    more = hours("a", "03-12 00", "04-01 02") + hours("k", "03-12 00", "04-01 02")
    store(tmp_path, rows + more, canaries=("k",), suspect=(jump,))
    found = [
        (s[0], s[1], s[3], s[4]) for s in told(measured_states(tmp_path, case), "a", "2024-03")
    ]
    assert found == [
        ("03-01 00", "03-05 00", "up", ""),
        ("03-05 00", "03-05 06", "unknown", "suspect"),
        ("03-05 06", "03-11 00", "up", ""),
        ("03-11 00", "03-12 00", "unknown", "suspect"),
        ("03-12 00", "04-01 00", "up", ""),
    ]


@given(data=st.data())
@settings(max_examples=12)
def test_how_batches_are_cut_changes_nothing(data: st.DataObject, case: Case) -> None:
    """Samples of three circuits from two vantages: as one batch each, and cut and repeated."""
    chance = random.Random(data.draw(st.integers(0, 10**6)))  # noqa: S311 - chance only
    every = {
        vantage: [
            (c, when, int(chance.random() > 0.3))
            for c in "abc"
            for _, when, _ in hours(c, "03-30 12", "04-02 06")
            if chance.random() > 0.1
        ]
        for vantage in ("v", "w")
    }
    found = []
    for pieces in (1, data.draw(st.integers(2, 6))):
        with tempfile.TemporaryDirectory() as name:
            batches = [
                (vantage, part)
                for vantage, rows in every.items()
                for part in _cut(rows, pieces, chance)
            ]
            chance.shuffle(batches)
            for vantage, part in batches:
                store(Path(name), part, vantage=vantage)
            states = measured_states(Path(name), case)
            assert states is not None
            found.append(states)
    assert_frame_equal(*found)


def _cut(rows: list[Row], pieces: int, chance: random.Random) -> list[list[Row]]:
    """Return rows in pieces, and where there are several a piece of copies, in any order."""
    mixed = list(rows)
    if pieces == 1:
        return [mixed]
    chance.shuffle(mixed)
    size = -(-len(mixed) // pieces)
    parts = [mixed[first : first + size] for first in range(0, len(mixed), size)]
    return [*parts, chance.sample(mixed, k=len(mixed) // 3)]
