"""Which records hold: corrections, withdrawals, ties, and what was known when?"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.contract.facts import end_of_day, known_facts
from lineproof.model.record import RECORDS

NOON = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def score(name: str, points: str | None, hours: int, replaces: str | None = None) -> dict[str, Any]:
    """Return a score of March, recorded some hours after noon; no points: withdrawn."""
    own = {"month": "2024-03", "points": points} if points is not None else {}
    row = {"id": name, "recorded_at": NOON + hours * HOUR, "by": "x", "replaces": replaces}
    return row | own


def frames(*rows: Mapping[str, Any]) -> dict[str, pl.DataFrame]:
    """Return the scores as a file's rows, from line 2 on."""
    numbered = [{"row": n, **row} for n, row in enumerate(rows, start=2)]
    return {"scores": pl.DataFrame(numbered, schema=RECORDS["scores"].schema())}


def points(*rows: Mapping[str, Any], until: dt.datetime | None = None) -> list[str]:
    """Return the points that hold."""
    return known_facts(frames(*rows), until=until).records["scores"]["points"].to_list()


def codes(*rows: Mapping[str, Any]) -> list[str]:
    """Return the codes of what is wrong."""
    return [finding.code for finding in known_facts(frames(*rows), until=None).findings]


def test_rows_that_correct_nothing_all_hold() -> None:
    """Two sheets, two scores."""
    assert points(score("a", "90", 0), score("b", "80", 1)) == ["90", "80"]


@given(st.permutations([score("a", "90", 0), score("b", "80", 1, "a"), score("c", "70", 2, "b")]))
def test_the_latest_of_a_chain_holds_in_any_order(rows: list[dict[str, Any]]) -> None:
    """The last corrects the second, which corrects the first: 70 stands."""
    assert points(*rows) == ["70"]
    assert codes(*rows) == []


def test_two_corrections_of_one_row_go_by_their_time() -> None:
    """Both correct a: the later, 70, stands."""
    assert points(score("a", "90", 0), score("b", "70", 2, "a"), score("c", "80", 1, "a")) == ["70"]


def test_a_row_without_values_withdraws() -> None:
    """Nothing stands, until it is recorded anew."""
    withdrawn = [score("a", "90", 0), score("b", None, 1, "a")]
    assert points(*withdrawn) == []
    assert points(*withdrawn, score("c", "60", 2, "b")) == ["60"]


def test_a_tie_with_different_values_is_an_error() -> None:
    """80 and 70 at once; 80 twice is no contradiction."""
    first = score("a", "90", 0)
    assert codes(first, score("b", "80", 1, "a"), score("c", "70", 1, "a")) == ["E-RECORD-TIE"]
    assert codes(first, score("b", "80", 1, "a"), score("c", "80", 1, "a")) == []
    assert points(first, score("b", "80", 1, "a"), score("c", "80", 1, "a")) == ["80"]


def test_a_correction_of_nothing_is_an_error() -> None:
    """The row itself still says something."""
    rows = [score("a", "90", 0), score("b", "80", 1, "gone")]
    (finding,) = known_facts(frames(*rows), until=None).findings
    assert (finding.code, finding.where) == ("E-RECORD-UNKNOWN", "records/scores.csv:3")
    assert finding.touches.charges


@pytest.mark.parametrize(
    "rows",
    [
        [score("a", "90", 0, "a")],
        [score("a", "90", 0, "b"), score("b", "80", 1, "a")],
        [score("a", "1", 0, "c"), score("b", "2", 1, "a"), score("c", "3", 2, "b")],
    ],
    ids=["itself", "each other", "round"],
)
def test_a_circle_is_an_error(rows: list[dict[str, Any]]) -> None:
    """Found, and told once."""
    assert codes(*rows) == ["E-RECORD-CYCLE"]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (NOON, []),
        (NOON + dt.timedelta(microseconds=1), ["90"]),
        (NOON + HOUR, ["90"]),
        (NOON + HOUR + dt.timedelta(microseconds=1), ["80"]),
    ],
)
def test_what_was_recorded_later_was_not_known(until: dt.datetime, expected: list[str]) -> None:
    """90 at noon, corrected to 80 at one: the instant itself is not yet past."""
    assert points(score("a", "90", 0), score("b", "80", 1, "a"), until=until) == expected


@pytest.mark.parametrize(
    ("day", "timezone", "instant"),
    [
        (dt.date(2025, 3, 1), "Asia/Shanghai", "2025-03-01T16:00:00+00:00"),
        (dt.date(2025, 3, 30), "Europe/Berlin", "2025-03-30T22:00:00+00:00"),
        (dt.date(2025, 3, 29), "Europe/Berlin", "2025-03-29T23:00:00+00:00"),
    ],
)
def test_a_day_ends_at_local_midnight(day: dt.date, timezone: str, instant: str) -> None:
    """Shanghai is 8 hours ahead; Berlin 1, and 2 from 30 March 2025 on."""
    assert end_of_day(day, timezone=timezone).isoformat() == instant
