"""Which amounts does unknown time leave open, and is it said of which lines?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from tests.settle.measured import AVAIL, BANDS, CREDIT, LINES, measured

from lineproof.assess.measured import Measured
from lineproof.contract.case import View
from lineproof.settle.unmeasured import Unmeasured, unmeasured

Seen = Callable[..., View]
MARCH = dt.date(2024, 3, 1)
UP: list[Any] = []


def _open(seen: Seen, states: dict[str, Any] | None, *terms: Any, **more: Any) -> list[Unmeasured]:  # noqa: ANN401 - as the builder's
    view = seen(states=None if states is None else measured(states), terms=[*terms],
                circuits=LINES, **more)  # fmt: skip
    return [*unmeasured(Measured(view), MARCH)]


def test_lines_are_named_with_what_was_measured_of_them(seen: Seen) -> None:
    """372 h of 744 h unknown: 50 to 100 %, half of it measured. 3 h unknown stay within 99 %."""
    states = {"C1": [("unknown", "01T00:00", "16T12:00")], "C2": UP, "C4": UP,
              "C3": [("unknown", "01T00:00", "01T03:00")]}  # fmt: skip
    (found,) = _open(seen, states, AVAIL, BANDS)
    assert (found.subject, found.clause) == ("AVAIL", "5.2")
    assert found.reason == (
        "SLA needs the availability of 2024-03: unknown time leaves 1 line open: "
        "line 1 50.0000–100.0000 % (50.0 % measured)"
    )


def test_many_lines_are_counted(seen: Seen) -> None:
    """Nothing was measured at all: four lines, three of them by name."""
    (found,) = _open(seen, None, AVAIL, BANDS)
    assert found.reason.endswith(
        "unknown time leaves 4 lines open: line 1 was never measured, line 2 was never measured, "
        "line 3 was never measured, 1 line more"
    )


def test_terms_that_read_the_same_measure_are_one_doubt(seen: Seen) -> None:
    """Bands and a credit over the same 10 unknown hours: one doubt, two reasons."""
    states = dict.fromkeys(("C2", "C3", "C4"), UP)
    gap = {**states, "C1": [("unknown", "01T00:00", "01T10:00")]}
    (found,) = _open(seen, gap, AVAIL, BANDS, CREDIT)
    assert "SLA needs" in found.reason
    assert "; OC needs the outages of 2024-03" in found.reason


def test_one_metric_for_all(seen: Seen) -> None:
    """Of the mean only what lies in two bands is open: 10 h of one line are 0.336 %."""
    mean = {**AVAIL, "scope": "mean"}
    rest = dict.fromkeys(("C2", "C3", "C4"), UP)
    assert not _open(seen, {**rest, "C1": [("unknown", "01T00:00", "01T10:00")]}, mean, BANDS)
    (found,) = _open(seen, {**rest, "C1": [("unknown", "01T00:00", "09T08:00")]}, mean, BANDS)
    assert found.reason.endswith("it lies in 93.2795–100.0000 %")
    (never,) = _open(seen, None, mean, BANDS)
    assert never.reason.endswith("nothing that counts was measured")


def test_only_lines_that_the_bands_rule(seen: Seen) -> None:
    """Bands about line 2 alone: that line 1 was never measured doesn't matter to them."""
    states = dict.fromkeys(("C2", "C3", "C4"), UP)
    assert _open(seen, states, AVAIL, BANDS)
    assert not _open(seen, states, AVAIL, {**BANDS, "applies_to": ["line:2"]})


def test_earlier_months_matter_where_they_are_credited(seen: Seen) -> None:
    """January and February were never measured: credited in the next month, they are open."""
    later = {"id": "LATER", "kind": "credit", "cycle": "next_month", "after_last": "refund"}
    states = dict.fromkeys(("C1", "C2", "C3", "C4"), UP)
    assert not _open(seen, states, AVAIL, BANDS)
    (found,) = _open(seen, states, AVAIL, BANDS, later)
    assert [month in found.reason for month in ("2024-01", "2024-02", "2024-03")] == [1, 1, 0]


def test_without_a_term_that_says_what_up_is(seen: Seen) -> None:
    """Bands over an availability that no term measures: the doubt is the bands' own."""
    (found,) = _open(seen, None, BANDS)
    assert (found.subject, found.clause) == ("SLA", "5.2")
