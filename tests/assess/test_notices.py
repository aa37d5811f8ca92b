"""When does a notice count as delivered? By its channel, in the city and elsewhere."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.assess.notices import notices_given

D = dt.date
CHANNELS = {
    "id": "N", "kind": "notice", "about": "change", "channels": [
        {"channel": "hand", "delivered": "received"},
        {"channel": "courier", "delivered": "sent", "after_days": 3, "area": "city"},
        {"channel": "courier", "delivered": "sent", "after_days": 5, "area": "elsewhere"},
        {"channel": "email", "delivered": "day_after_sending"},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "delivered"),
    [
        ({"channel": "hand", "received": D(2024, 3, 6)}, D(2024, 3, 6)),
        ({"channel": "hand"}, None),  # not signed for yet
        ({"channel": "courier", "area": "city"}, D(2024, 3, 7)),  # the 4th and 3 days
        ({"channel": "courier", "area": "elsewhere"}, D(2024, 3, 9)),
        ({"channel": "email"}, D(2024, 3, 5)),
        ({"channel": "fax", "received": D(2024, 3, 8)}, D(2024, 3, 8)),  # no rule: when received
        ({"received": D(2024, 3, 8)}, D(2024, 3, 8)),
    ],
)
def test_a_channel_says_when_it_is_delivered(
    viewed: Callable[..., Any], row: dict[str, Any], delivered: dt.date | None
) -> None:
    """All were sent on 4 March."""
    given = {"what": "change", "sent": D(2024, 3, 4)} | row
    (found,) = notices_given(viewed(more=[CHANNELS], records={"notices": [given]}))
    assert found.delivered == delivered
    assert found.where == "records/notices.csv:2"


def test_notices_stand_in_the_order_of_sending(viewed: Callable[..., Any]) -> None:
    """However they were recorded."""
    rows = [{"what": "b", "sent": D(2024, 3, 5)}, {"what": "a", "sent": D(2024, 3, 4)}]
    found = notices_given(viewed(records={"notices": rows}))
    assert [n.what for n in found] == ["a", "b"]
