"""Do terms about payment read what they say, and leave open what they don't?"""

from collections.abc import Callable
from typing import Any

import pytest

from lineproof.contract.case import Case

Minimal = Callable[..., Case]


def read(minimal: Minimal, **table: Any) -> Any:  # noqa: ANN401 - any kind's keys
    """Return the term that a table becomes."""
    return minimal(terms=[{"id": "T"} | table]).contract.term[0]


PLAN: dict[str, Any] = {"kind": "payment_plan", "mode": "milestones"}


def test_an_instalment_leaves_open_what_it_does_not_say(minimal: Minimal) -> None:
    """No share, amount, unit or day is assumed; no invoice is required."""
    (item,) = read(minimal, **PLAN, items=[{"item": "a"}]).items
    assert (item.share, item.amount, item.on, item.within, item.unit) == (None,) * 5
    assert (item.triggers, item.after_months, item.invoice_required) == ((), 0, False)


@pytest.mark.parametrize(
    "item", [{"within": -1}, {"within": 1.5}, {"unit": "weeks"}, {"share": "60%"}, {"share": 0.6}]
)
def test_an_instalment_of_another_form_is_refused(minimal: Minimal, item: dict[str, Any]) -> None:
    """Whole lengths, known units, shares as decimals."""
    with pytest.raises(AssertionError, match="E-VALUE"):
        read(minimal, **PLAN, items=[{"item": "a"} | item])


def test_interest_runs_from_the_day_after_unless_it_says_so(minimal: Minimal) -> None:
    """The base is asked for, not assumed."""
    term = read(minimal, kind="late_interest", rate="0.003")
    assert (term.first_day, term.base) == ("day_after_due", None)


def test_a_credit_must_say_its_cycle(minimal: Minimal) -> None:
    """And may leave open what follows the last one."""
    assert read(minimal, kind="credit", cycle="next_month").after_last is None
    with pytest.raises(AssertionError, match="E-VALUE"):
        read(minimal, kind="credit", cycle="some day")
