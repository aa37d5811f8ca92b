"""Are circuits found by how a field begins, page by page? pages/test_circuits.py asks a page."""

from __future__ import annotations

from lineproof.web.kept.contracts import Contract
from lineproof.web.known.circuit_search import circuits_behind


def test_each_page_has_one_more_than_it_shows(harbour: Contract) -> None:
    """Two circuits: of one asked for two are found; behind the first the second alone."""
    schedules = list(harbour.in_force.schedules.all())
    first, second = circuits_behind(schedules, {}, 0, limit=1)
    assert (first.circuit, second.circuit) == ("P-1", "P-2")
    assert circuits_behind(schedules, {}, first.pk, limit=1) == [second]
    assert circuits_behind(schedules, {"site": "South"}, 0, limit=1) == [second]
    assert circuits_behind(schedules, {"site": "South", "line": "1"}, 0, limit=1) == []
