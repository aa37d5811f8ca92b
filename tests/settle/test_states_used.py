"""Which states does a month depend on? Its windows, and months that aren't sealed yet."""

import dataclasses
import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from tests.settle.measured import AVAIL, BANDS, CREDIT, LINES, ZONE, measured

from lineproof.assess.measured import Measured
from lineproof.contract.case import View
from lineproof.contract.terms.scoring import Availability
from lineproof.model.sealed import Booked
from lineproof.settle.states_used import months_computed, reads_states, states_used

Seen = Callable[..., View]
MARCH = dt.date(2024, 3, 1)
LATER = {"id": "LATER", "kind": "credit", "cycle": "next_month", "after_last": "refund"}
LATE = {"id": "LATE", "kind": "late_interest", "rate": "0.001"}


def _months() -> pl.DataFrame:
    """Return four months of one circuit, up throughout, one row each."""
    firsts = [dt.datetime(2024, n, 1, tzinfo=ZONE) for n in range(1, 6)]
    each = [measured({"C1": []}, month=(a, b)) for a, b in itertools.pairwise(firsts)]
    return pl.concat(each)


SCORED = {**BANDS, "metric": "score"}


def _card(metric: str) -> dict[str, Any]:
    """Return a scorecard of one rate."""
    item = {"item": "online", "metric": metric, "max_points": "100", "deduction": "rate",
            "target": "99", "per_point": "1", "part_point": "free"}  # fmt: skip
    return {"id": "CARD", "kind": "scorecard", "clause": "9", "base": "100", "items": [item]}


def _used(view: View) -> list[int]:
    """Return the months whose rows March uses."""
    rows = states_used(view, MARCH)
    return [] if rows is None else rows["from"].dt.convert_time_zone(str(ZONE)).dt.month().to_list()


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([AVAIL], []),
        ([AVAIL, BANDS], [3]),
        ([AVAIL, CREDIT], [3]),
        ([{**AVAIL, "window": "quarter"}, BANDS], [1, 2, 3]),
        ([{**AVAIL, "window": "rolling", "window_days": 40}, BANDS], [2, 3]),
        ([AVAIL, BANDS, LATER], [1, 2, 3]),
        ([AVAIL, BANDS, LATE], [1, 2, 3]),
        ([AVAIL, {**BANDS, "metric": "score"}], []),
        ([BANDS], []),
        ([{**AVAIL, "window": "quarter"}, _card("availability"), SCORED], [1, 2, 3]),
        ([{**AVAIL, "window": "quarter"}, _card("AVAIL"), SCORED], [1, 2, 3]),
        ([{**AVAIL, "window": "quarter"}, _card("attendance"), SCORED], [3]),
    ],
)
def test_the_windows_that_terms_judge(
    seen: Seen, terms: list[dict[str, Any]], expected: list[int]
) -> None:
    """March alone; its quarter; 40 days to 31 March begin in February; credits and interest look
    back; never April. Where no term reads an availability, nothing. A scored rate reads the term it
    names; a score that is worked out always knows of the month's outages.
    """
    view = seen(states=_months(), terms=terms, circuits=LINES[:1])
    assert _used(view) == expected


def test_sealed_months_are_done_with(seen: Seen) -> None:
    """January and February are sealed: their credits are booked; interest still needs them."""
    sealed = tuple(Booked(m, 0, 0, 0, (), 0, "") for m in ("2024-01", "2024-02"))
    for more, expected in ((LATER, [3]), (LATE, [1, 2, 3])):
        view = seen(states=_months(), terms=[AVAIL, BANDS, more], circuits=LINES[:1])
        done = dataclasses.replace(view, case=dataclasses.replace(view.case, sealed=sealed))
        assert _used(done) == expected
        assert [m.month for m in months_computed(done, MARCH)] == expected


def test_nothing_measured_is_nothing_used(seen: Seen) -> None:
    """No samples: None. Another term's states: no rows."""
    view = seen(states=None, terms=[AVAIL, BANDS], circuits=LINES)
    assert reads_states(view)
    assert states_used(view, MARCH) is None
    other = _months().with_columns(term=pl.lit("OTHER"))
    found = states_used(seen(states=other, terms=[AVAIL, BANDS], circuits=LINES), MARCH)
    assert found is not None
    assert found.height == 0


def test_what_isnt_used_changes_nothing(seen: Seen) -> None:
    """March judged from its own rows is March judged from all four months."""
    view = seen(states=_months(), terms=[AVAIL, BANDS], circuits=LINES[:1])
    case = dataclasses.replace(view.case, states=states_used(view, MARCH))
    few = dataclasses.replace(view, case=case)
    (term,) = (v.term for v in view.versions if isinstance(v.term, Availability))
    judged = [Measured(each).month(term, MARCH).lines for each in (view, few)]
    assert judged[0].equals(judged[1])
