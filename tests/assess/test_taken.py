"""What is taken to have happened? Silence and notices together."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from lineproof.assess.taken import as_of

D = dt.date


def test_a_line_is_accepted_by_silence_and_ended_by_notice(viewed: Callable[..., Any]) -> None:
    """Accepted as of 4 March; received on 1 May, 30 days end with the 31st: ceased on 1 June."""
    sheet = {
        "id": "SHEET", "kind": "deemed", "event": "delivered", "within": 5, "unit": "days",
        "outcome": "accepted",
    }  # fmt: skip
    stop = {"id": "STOP", "kind": "termination", "who": "buyer", "notice": 30, "unit": "days"}
    records = {
        "lifecycle": [{"line": "1a", "event": "delivered", "date": D(2024, 3, 4)}],
        "notices": [{"what": "termination", "sender": "buyer", "line": "1a",
                     "sent": D(2024, 5, 1), "received": D(2024, 5, 1)}],
    }  # fmt: skip
    known = as_of(viewed(more=[sheet, stop], records=records), on=D(2024, 6, 30))
    told = known.rows("lifecycle").select("event", "date").rows()
    assert told[1:] == [("accepted", D(2024, 3, 4)), ("ceased", D(2024, 6, 1))]
