"""What do tickets tell? Pauses as written, and several tickets of one incident together."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.assess.tickets import Ticket, parsed_pauses, tickets, told_by

HOUR = 3600 * 10**9


def test_pauses_are_read_as_written() -> None:
    """Two of them, with their offsets: 08:00Z is 1,740,816,000 s, 17:00+08:00 is 09:00Z."""
    text = (
        "2025-03-01T08:00:00Z/2025-03-01T08:30:00Z; 2025-03-01T17:00+08:00/2025-03-01T18:00+08:00"
    )
    at = 1_740_816_000 * 10**9
    assert parsed_pauses(text) == ((at, at + HOUR // 2), (at + HOUR, at + 2 * HOUR))


@pytest.mark.parametrize(
    "text", ["soon", "2025-03-01T08:00:00Z", "2025-03-01T08:00/2025-03-01T09:00"]
)
def test_a_pause_without_both_ends_or_offset_is_refused(text: str) -> None:
    """Half a pause, or one whose time could be anywhere, isn't one."""
    with pytest.raises(ValueError, match=r"Invalid isoformat|lacks an offset"):
        parsed_pauses(text)


def test_a_fault_of_a_site_is_known_by_it(viewed: Callable[..., Any]) -> None:
    """A line's, a site's, and one that names neither."""
    at = dt.datetime(2024, 3, 4, tzinfo=dt.UTC)
    rows = [{"line": "1a", "reported": at}, {"site": "S", "reported": at}, {"reported": at}]
    found = tickets(viewed(records={"faults": rows}))
    assert [t.endpoint for t in found] == ["1a", "S", "r3"]
    assert found[1].where == "records/faults.csv:3"


def _ticket(reported: int, restored: int | None, **more: object) -> Ticket:
    """Return a ticket with instants in hours."""
    facts = {
        "id": "t", "endpoint": "e", "reported": reported * HOUR, "responded": None,
        "on_site": None, "restored": None if restored is None else restored * HOUR, "pauses": (),
        "whose": "", "district": "", "endpoints": 0, "where": "records/faults.csv:2",
    } | more  # fmt: skip
    return Ticket(**facts)  # type: ignore[arg-type]


def test_tickets_of_one_incident_are_told_together() -> None:
    """Reported first at 1, answered first at 2, over when the last one is, at 6."""
    told = told_by([_ticket(3, 6, responded=4 * HOUR), _ticket(1, 5, responded=2 * HOUR)])
    assert (told.reported, told.responded, told.restored) == (HOUR, 2 * HOUR, 6 * HOUR)


def test_one_open_ticket_keeps_its_incident_open() -> None:
    """The other was closed at 5."""
    assert told_by([_ticket(1, 5), _ticket(1, None)]).restored is None


def test_two_districts_are_none() -> None:
    """Which limit holds can't be said."""
    inside, outside = _ticket(1, 2, district="inside"), _ticket(1, 2, district="outside")
    assert told_by([inside]).district == "inside"
    assert told_by([inside, outside]).district == ""
