"""Does each sample's place follow from itself alone?"""

import polars as pl
import pytest

from lineproof.measure.samples import scheduled

S = 10**9


@pytest.mark.parametrize(
    ("sent_at", "due", "jitter"),
    [
        (0, 0, 0),
        (60 * S - 1, 0, 60 * S - 1),
        (60 * S, 60 * S, 0),
        (60 * S + 1, 60 * S, 1),
        (-1, -60 * S, 60 * S - 1),
    ],
)
def test_a_sample_was_due_at_the_last_multiple_of_its_period(
    sent_at: int, due: int, jitter: int
) -> None:
    """Sent at 59.999…, 60 and 60.000…1 s, once a minute; before 1970 the same way."""
    found = scheduled(pl.DataFrame({"circuit": ["C"], "sent_at": [sent_at]}), every_ns=60 * S)
    assert found.rows() == [("C", due, jitter)]
