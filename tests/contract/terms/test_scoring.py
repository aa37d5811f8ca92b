"""Do terms about the service read what they say, and leave open what they don't?"""

from collections.abc import Callable
from typing import Any

import pytest

from lineproof.contract.case import Case

Minimal = Callable[..., Case]


def read(minimal: Minimal, **table: Any) -> Any:  # noqa: ANN401 - any kind's keys
    """Return the term that a table becomes."""
    return minimal(terms=[{"id": "T"} | table]).contract.term[0]


BANDS: dict[str, Any] = {"kind": "bands", "metric": "score", "bands": [{"factor": "1"}]}
ITEM: dict[str, Any] = {"item": "i", "metric": "m", "max_points": "1"}


def test_bands_apply_to_each_unit_as_a_cliff_unless_they_say_otherwise(minimal: Minimal) -> None:
    """To the month's rent; a month without a metric stays unknown."""
    term = read(minimal, **BANDS, domain=["0", "100"])
    assert (term.apply_to, term.mode, term.monthly_base, term.on_missing) == (
        "unit", "cliff", "month_rent", "block"
    )  # fmt: skip


@pytest.mark.parametrize("domain", [["0"], ["0", "50", "100"], [0, 100], "0-100"])
def test_a_domain_is_two_numbers(minimal: Minimal, domain: object) -> None:
    """The least and the greatest, in quotes."""
    with pytest.raises(AssertionError, match=r"E-(VALUE|KEY-MISSING|KEY-UNKNOWN)"):
        read(minimal, **BANDS, domain=domain)


@pytest.mark.parametrize(
    ("deduction", "keys"),
    [
        ("step", {"steps": [{"level": 1, "limit_h": "4", "first": "1", "each": "1",
                             "per_h": "2"}]}),
        ("rate", {"target": "98", "per_point": "1"}),
        ("each", {"each": {"complaint": "5"}}),
        ("manual", {}),
    ],
)  # fmt: skip
def test_each_deduction_has_its_own_keys(
    minimal: Minimal, deduction: str, keys: dict[str, Any]
) -> None:
    """And none of another's."""
    item = ITEM | {"deduction": deduction} | keys
    (read_item,) = read(minimal, kind="scorecard", base="1", items=[item]).items
    assert read_item.deduction == deduction
    with pytest.raises(AssertionError, match="E-KEY-UNKNOWN"):
        read(minimal, kind="scorecard", base="1", items=[item | {"surplus": "1"}])


def test_a_step_leaves_its_choices_open(minimal: Minimal) -> None:
    """Part steps and the limit itself are asked about."""
    step = {"level": 1, "limit_h": "4", "first": "1", "each": "1", "per_h": "2"}
    items = [ITEM | {"deduction": "step", "steps": [step]}]
    (item,) = read(minimal, kind="scorecard", base="1", items=items).items
    assert (item.steps[0].part_step, item.steps[0].boundary) == (None, None)
