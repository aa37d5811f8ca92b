"""Do the other terms read what they say, and only known parties and channels?"""

from collections.abc import Callable
from typing import Any

import pytest

from lineproof.contract.case import Case

Minimal = Callable[..., Case]


def read(minimal: Minimal, **table: Any) -> Any:  # noqa: ANN401 - any kind's keys
    """Return the term that a table becomes."""
    return minimal(terms=[{"id": "T"} | table]).contract.term[0]


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ({"kind": "termination", "who": "carrier"}, "who"),
        ({"kind": "notice", "about": "x", "channels": [{"channel": "pigeon",
                                                       "delivered": "received"}]}, "channel"),
        ({"kind": "obligation", "who": "buyer", "what": "w", "event": "e", "repeat": "daily"},
         "repeat"),
        ({"kind": "delay_penalty", "rate": "0.1", "per": "week"}, "per"),
        ({"kind": "renewal", "months": 0}, "months"),
    ],
)  # fmt: skip
def test_a_value_that_is_none_of_the_choices_is_refused(
    minimal: Minimal, table: dict[str, Any], key: str
) -> None:
    """Named by its key."""
    with pytest.raises(AssertionError, match=f"{key} in T: "):
        read(minimal, **table)


def test_a_notice_keeps_how_each_channel_counts(minimal: Minimal) -> None:
    """A courier in the city on day 3, an e-mail on arrival."""
    channels = [
        {"channel": "courier", "delivered": "day_after_sending", "after_days": 3},
        {"channel": "email", "delivered": "received"},
    ]
    term = read(minimal, kind="notice", about="change", channels=channels)
    assert [(c.channel, c.after_days) for c in term.channels] == [("courier", 3), ("email", None)]
    assert term.by == "either"


def test_prose_is_accepted_by_nobody_unless_it_says_so(minimal: Minimal) -> None:
    """Counted until both do."""
    assert read(minimal, kind="unmodelled", reason="prose").accepted_by == ()
