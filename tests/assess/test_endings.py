"""From which day is nothing billed? Clause 5.1 of the contract with 121 circuits, to the day."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.assess.endings import endings, with_endings

D = dt.date
Viewed = Callable[..., Any]
STOP = {
    "id": "STOP", "kind": "termination", "who": "buyer", "notice": 30, "unit": "days",
    "stop_billing": "notice_date", "short_notice": 31,
}  # fmt: skip


def _known(viewed: Viewed, wanted_for: dt.date | None, **term: object) -> Any:  # noqa: ANN401
    """Return a view with one notice, received on 1 March, about line 1a."""
    row = {
        "what": "termination", "sender": "buyer", "line": "1a", "sent": D(2024, 2, 28),
        "received": D(2024, 3, 1), "wanted_for": wanted_for,
    }  # fmt: skip
    return viewed(more=[STOP | term], records={"notices": [row]})


@pytest.mark.parametrize(
    ("wanted_for", "stops", "is_short"),
    [
        (D(2024, 3, 21), D(2024, 4, 1), True),  # 20 days: the 31st day after receipt
        (D(2024, 3, 30), D(2024, 4, 1), True),  # 29 days
        (D(2024, 3, 31), D(2024, 3, 31), False),  # 30 days: the day it names
        (D(2024, 5, 15), D(2024, 5, 15), False),
        (None, D(2024, 4, 1), False),  # names none: after its 30 days
    ],
)
def test_a_short_notice_counts_as_the_31st_day(
    viewed: Viewed, wanted_for: dt.date | None, stops: dt.date, *, is_short: bool
) -> None:
    """Received on 1 March: the 30th day after is the 31st, the 31st day after is 1 April."""
    (found,) = endings(_known(viewed, wanted_for), on=D(2024, 3, 31))
    assert (found.line, found.stops, found.is_short) == ("1a", stops, is_short)


def test_a_notice_not_delivered_yet_ends_nothing(viewed: Viewed) -> None:
    """On 29 February it is on its way."""
    known = _known(viewed, D(2024, 5, 15))
    assert not list(endings(known, on=D(2024, 2, 29)))
    assert with_endings(known, on=D(2024, 2, 29)) is known


def test_the_end_of_the_month_is_its_first_unbilled_day(viewed: Viewed) -> None:
    """30 days end with 31 March: billing stops on 1 April; received a day later, on 1 May."""
    known = _known(viewed, None, stop_billing="end_of_month")
    (found,) = endings(known, on=D(2024, 3, 31))
    assert found.stops == D(2024, 4, 1)


def test_what_a_notice_ends_is_recorded_as_ceased(viewed: Viewed) -> None:
    """So that its rent stops, and the explanation leads to the notice's row."""
    known = with_endings(_known(viewed, D(2024, 3, 21)), on=D(2024, 3, 31))
    (row,) = known.rows("lifecycle").to_dicts()
    assert (row["line"], row["event"], row["date"]) == ("1a", "ceased", D(2024, 4, 1))
    assert (row["by"], row["row"]) == ("STOP", 2)


def test_a_notice_about_the_contract_ends_every_line(viewed: Viewed) -> None:
    """Two price lines cease together."""
    prices = {
        "id": "P", "kind": "price_lines", "lines": [
            {"line": line, "name": "n", "qty": 1, "monthly_rent": "1.00"} for line in ("a", "b")
        ],
    }  # fmt: skip
    row = {"what": "termination", "sender": "buyer", "sent": D(2024, 3, 1),
           "received": D(2024, 3, 1)}  # fmt: skip
    known = viewed(terms=[prices, STOP], records={"notices": [row]})
    ended = with_endings(known, on=D(2024, 3, 31)).rows("lifecycle")
    assert ended.get_column("line").to_list() == ["a", "b"]


def test_who_may_not_leave_ends_nothing(viewed: Viewed) -> None:
    """The clause gives the right to the buyer alone."""
    row = {"what": "termination", "sender": "provider", "sent": D(2024, 3, 1),
           "received": D(2024, 3, 1)}  # fmt: skip
    assert not list(endings(viewed(more=[STOP], records={"notices": [row]}), on=D(2024, 5, 1)))
