"""Which outages are one incident? Onsets, what they share, decisions, and tickets, by hand."""

import polars as pl
import pytest

from lineproof.assess.incidents import (
    OUTAGE_SCHEMA,
    grouped_incidents,
    incidents_of,
    outage_ref,
    reported_by,
)

MINUTE = 60 * 10**9


def _outages(*rows: tuple[str, str, int, int | None]) -> pl.DataFrame:
    """Return outages of (endpoint, shared, from, to) in minutes."""
    listed = [
        (e, s, lo * MINUTE, None if hi is None else hi * MINUTE, outage_ref(e, lo * MINUTE))
        for e, s, lo, hi in rows
    ]
    return pl.DataFrame(listed, schema=OUTAGE_SCHEMA, orient="row")


def _names(outages: pl.DataFrame, tolerance: int = 5, **decided: str) -> dict[str, str]:
    """Return each endpoint's incident, by a tolerance in minutes."""
    members = grouped_incidents(outages, tolerance_ns=tolerance * MINUTE, decided=decided)
    return dict(members.select("endpoint", "incident").iter_rows())


@pytest.mark.parametrize(("second", "together"), [(5, True), (6, False)])
def test_onsets_within_the_tolerance_are_one_incident(second: int, *, together: bool) -> None:
    """5 minutes after the first is within 5; 6 isn't."""
    names = _names(_outages(("a", "node", 0, 60), ("b", "node", second, 60)))
    assert (names["a"] == names["b"]) is together


def test_the_tolerance_counts_from_the_first_onset() -> None:
    """0, 4, 8: the third is within 5 of the second, and not of the first."""
    names = _names(_outages(("a", "n", 0, 60), ("b", "n", 4, 60), ("c", "n", 8, 60)))
    assert names["a"] == names["b"] != names["c"]


def test_other_nodes_fail_on_their_own() -> None:
    """At the same moment."""
    names = _names(_outages(("a", "n1", 0, 60), ("b", "n2", 0, 60)))
    assert names["a"] != names["b"]


def test_what_the_parties_decided_goes_before() -> None:
    """Merged by one name, though the nodes differ."""
    outages = _outages(("a", "n1", 0, 60), ("b", "n2", 0, 60))
    decided = {outage_ref(e, 0): "storm" for e in "ab"}
    assert set(_names(outages, 5, **decided).values()) == {"storm"}


def test_severity_counts_distinct_endpoints_at_the_peak() -> None:
    """A fails twice and b once: 2 endpoints; of three outages two overlap: the peak is 2."""
    outages = _outages(("a", "n", 0, 2), ("b", "n", 1, 10), ("a", "n", 3, 4))
    members = grouped_incidents(outages, tolerance_ns=5 * MINUTE, decided={})
    (found,) = incidents_of(members).to_dicts()
    assert (found["endpoints"], found["peak"]) == (2, 2)
    assert (found["lo"], found["hi"]) == (0, 10 * MINUTE)


def test_an_incident_is_open_while_one_of_its_outages_is() -> None:
    """B isn't over."""
    outages = _outages(("a", "n", 0, 2), ("b", "n", 1, None))
    (found,) = incidents_of(grouped_incidents(outages, tolerance_ns=MINUTE, decided={})).to_dicts()
    assert (found["hi"], found["peak"]) == (None, 2)


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        (-6, None),  # more than the tolerance before it began
        (-5, "a"),  # the probe saw it later than the person
        (30, "a"),
        (65, "a"),  # told shortly after it was over
        (66, None),
    ],
)
def test_a_ticket_reports_the_outage_it_fits(reported: int, expected: str | None) -> None:
    """The outage lasts from 0 to 60; the tolerance is 5."""
    asked = pl.DataFrame(
        [("t", "a", reported * MINUTE)],
        schema={"ticket": pl.String, "endpoint": pl.String, "reported": pl.Int64}, orient="row",
    )  # fmt: skip
    (found,) = reported_by(_outages(("a", "n", 0, 60)), asked, within_ns=5 * MINUTE).to_dicts()
    assert found["ref"] == (outage_ref(expected, 0) if expected else None)
