"""How long were outages? Cut to the month, less what is excluded, one where they touch."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from tests.settle.measured import AVAIL, BANDS, LINES, MARCH, local, measured

from lineproof.assess.measured import Measured
from lineproof.contract.case import View
from lineproof.contract.terms.scoring import Availability
from lineproof.settle.outage_lengths import POSSIBLE, SURE, outage_lengths

Made = Callable[..., Any]
NS, HOUR = 10**9, 3_600 * 10**9
START, END = (int(at.timestamp()) * NS for at in MARCH)


def _claim(first: str, last: str, **more: object) -> dict[str, Any]:
    ends = {"from": local(MARCH[0], first), "to": local(MARCH[0], last)}
    return {"cause": "works", "answer": "accepted", **ends, **more}


@pytest.fixture
def hours(seen: Callable[..., View]) -> Callable[..., list[tuple[str, float]]]:
    """Return what tells each line's outages and their hours that count."""

    def run(
        states: pl.DataFrame, *claims: dict[str, Any], taken: tuple[str, ...] = SURE,
        window: tuple[int, int] = (START, END), **changes: Any,  # noqa: ANN401 - the builder's
    ) -> list[tuple[str, float]]:  # fmt: skip
        records = {"exclusions": [*claims], **changes.pop("records", {})}
        keys = {"terms": [AVAIL, BANDS], "circuits": LINES, "records": records, **changes}
        view = seen(states=states, **keys)
        measured_case = Measured(view)
        (term,) = (v.term for v in view.versions if isinstance(v.term, Availability))
        judged = measured_case.month(term, MARCH[0].date())
        rows = outage_lengths(judged, taken, window=window)
        return [(line, length / HOUR) for line, _, _, length in rows.iter_rows()]

    return run


def test_unknown_time_counts_where_it_is_taken_so(hours: Made) -> None:
    """Down 2 h, unknown 1 h, down 3 h: two outages for sure, one of 6 h if it was down."""
    states = measured({"C1": [("down", "04T00:00", "04T02:00"), ("unknown", "04T02:00", "04T03:00"),
                              ("down", "04T03:00", "04T06:00")]})  # fmt: skip
    only = {"circuits": LINES[:1]}
    assert hours(states, **only) == [("1", 2.0), ("1", 3.0)]
    assert hours(states, taken=POSSIBLE, **only) == [("1", 6.0)]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([("04T00:00", "04T08:00")], []),
        ([("03T00:00", "05T00:00")], []),
        ([("04T02:00", "04T04:00")], [6.0]),
        ([("04T00:00", "04T03:00"), ("04T02:00", "04T04:00")], [4.0]),
        ([("05T00:00", "06T00:00")], [8.0]),
    ],
)
def test_excluded_time_doesnt_count(
    hours: Made, claims: list[tuple[str, str]], expected: list[float]
) -> None:
    """Down 8 h: wholly excluded nothing is left; 2 h in its middle leave one outage of 6 h; 3 h and
    2 h that overlap by 1 h leave 4 h; a day later doesn't matter.
    """
    states = measured({"C1": [("down", "04T00:00", "04T08:00")]})
    found = hours(states, *(_claim(*ends) for ends in claims), circuits=LINES[:1])
    assert found == [("1", length) for length in expected]


def test_an_outage_is_cut_where_the_window_ends(hours: Made) -> None:
    """Down from 30 March 00:00 on: 48 h in March; 24 h of them before the 31st."""
    states = measured({"C1": [("down", "30T00:00", "32T00:00")]})
    assert hours(states, circuits=LINES[:1]) == [("1", 48.0)]
    found = hours(states, circuits=LINES[:1], window=(START, END - 24 * HOUR))
    assert found == [("1", 24.0)]


def test_a_groups_outage_is_that_of_its_lines(hours: Made) -> None:
    """A pair, up while one is: down 1 h together; both lines have that hour."""
    rows = [{**row, "group": "PAIR"} for row in LINES[:2]]
    states = measured({"C1": [("down", "04T00:00", "04T03:00")],
                       "C2": [("down", "04T02:00", "04T06:00")]})  # fmt: skip
    terms = [{**AVAIL, "scope": "group", "group_up_min": 1}, BANDS]
    assert hours(states, terms=terms, circuits=rows) == [("1", 1.0), ("2", 1.0)]


def test_a_line_has_its_circuits_outages_while_it_is_served_by_them(hours: Made) -> None:
    """Line 1 gets circuit D on the 11th: 5 h of C1 before, 2 h of D after; C1's later hours and D's
    earlier ones are nobody's.
    """
    states = measured(
        {
            "C1": [("down", "04T00:00", "04T05:00"), ("down", "20T00:00", "20T09:00")],
            "D": [("down", "05T00:00", "05T07:00"), ("down", "21T00:00", "21T02:00")],
        }
    )
    event = {"line": "1", "event": "reidentified", "date": local(MARCH[0], "11T00:00").date(),
             "value": "D"}  # fmt: skip
    records = {"lifecycle": [event]}
    assert hours(states, circuits=LINES[:1], records=records) == [("1", 5.0), ("1", 2.0)]
