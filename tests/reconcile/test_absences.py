"""Why does a line owe nothing in a month, and which record says so?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from lineproof.reconcile.absences import absences
from lineproof.reconcile.claims import claims_of
from lineproof.reconcile.owed import Owed

D = dt.date
LIFECYCLE = "records/lifecycle.csv"


@pytest.mark.parametrize(
    ("circuit", "events", "expected"),
    [
        pytest.param({"start": D(2024, 1, 1)}, [("ceased", D(2024, 3, 1))],
                     ("ceased", f"{LIFECYCLE}:2"), id="ceased on the month's first day"),
        pytest.param({"start": D(2024, 1, 1), "end": D(2024, 2, 29)}, [],
                     ("outside_term", None), id="its scheduled end is over"),
        pytest.param({}, [], ("not_yet_accepted", None), id="nothing began it"),
        pytest.param({}, [("accepted", D(2024, 4, 1))],
                     ("not_yet_accepted", f"{LIFECYCLE}:2"), id="accepted a month later"),
        pytest.param({"start": D(2024, 4, 1)}, [], ("not_yet_accepted", None),
                     id="scheduled for later"),
        pytest.param({"start": D(2024, 1, 1)}, [("suspended", D(2024, 2, 1))],
                     ("ceased", f"{LIFECYCLE}:2"), id="suspended all month"),
    ],
)  # fmt: skip
def test_the_deciding_record(
    claimed: Callable[..., Owed], circuit: dict[str, Any], events: list[tuple[str, dt.date]],
    expected: tuple[str, str | None],
) -> None:  # fmt: skip
    """The line's rent in March 2024, and the row of the record that stops it."""
    records = {"lifecycle": [{"line": "1", "event": e, "date": day} for e, day in events]}
    claim = claimed(
        "2024-03", circuits=[{"line": "1", "id": "C1", "monthly_rent": 100, **circuit}],
        terms=({"id": "S", "kind": "proration", "method": "actual_days"},), records=records,
    )  # fmt: skip
    schema = {"row": pl.UInt32, "code": pl.UInt32, "month": pl.Int32}
    asked = pl.DataFrame({"row": [0], "code": [0], "month": [0]}, schema=schema)
    found = absences(asked, claims_of([claim]))
    assert found.select("row", "reason", "evidence").rows() == [(0, *expected)]
    assert found["clause"].to_list() == ["1"]
