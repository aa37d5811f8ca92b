"""Do terms about prices read what they say, exactly?"""

from collections.abc import Callable
from typing import Any

import pytest

from lineproof.contract.case import Case

Minimal = Callable[..., Case]


def read(minimal: Minimal, **table: Any) -> Any:  # noqa: ANN401 - any kind's keys
    """Return the term that a table becomes."""
    return minimal(terms=[{"id": "T"} | table]).contract.term[0]


LINE: dict[str, Any] = {"line": "1", "name": "n", "qty": 198, "monthly_rent": "113.00"}


def test_a_price_line_keeps_its_figures_exactly(minimal: Minimal) -> None:
    """198 at 113.00; 2.5 Mbit/s stays 2.5."""
    (line,) = read(minimal, kind="price_lines", lines=[LINE | {"bandwidth": "2.5"}]).lines
    assert (line.qty, str(line.monthly_rent), str(line.bandwidth)) == (198, "113.00", "2.5")


@pytest.mark.parametrize(
    "change", [{"qty": 0}, {"qty": -1}, {"qty": "198"}, {"months": 0}, {"monthly_rent": 113}]
)
def test_a_price_line_of_another_form_is_refused(minimal: Minimal, change: dict[str, Any]) -> None:
    """At least one, for at least a month, at an amount in quotes."""
    with pytest.raises(AssertionError, match="E-VALUE"):
        read(minimal, kind="price_lines", lines=[LINE | change])


def test_rent_starts_with_acceptance_unless_it_says_otherwise(minimal: Minimal) -> None:
    """Or with service."""
    schedule: dict[str, Any] = {"kind": "circuit_schedule", "file": "circuits.csv"}
    assert read(minimal, **schedule).rent_from == "accepted"
    assert read(minimal, **schedule, rent_from="in_service").rent_from == "in_service"


def test_a_tax_without_rate_or_inclusion_leaves_both_open(minimal: Minimal) -> None:
    """Nothing is assumed of them."""
    term = read(minimal, kind="tax")
    assert (term.rate, term.inclusive, term.nature, term.round_at) == (
        None, None, "price", "category"
    )  # fmt: skip


def test_proration_methods_are_the_known_ones(minimal: Minimal) -> None:
    """Five of them, for the first, last and changed month too."""
    term = read(minimal, kind="proration", method="actual_days", first="half_month", last="none")
    assert (term.method, term.first, term.last, term.changed) == (
        "actual_days", "half_month", "none", None
    )  # fmt: skip
    with pytest.raises(AssertionError, match="E-VALUE"):
        read(minimal, kind="proration", method="annual_360")
