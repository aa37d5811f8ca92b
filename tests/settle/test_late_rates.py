"""Which rate does late payment bear on a day? The one that holds, or was read last."""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from lineproof.contract.case import Case, View, view
from lineproof.contract.terms.paying import LateInterest
from lineproof.model.period import Days
from lineproof.settle.late_rates import late_rates

D = dt.date
YEAR = Days(D(2024, 1, 1), D(2025, 1, 1))


def _seen(minimal: Callable[..., Case], *rates: tuple[dt.date, str]) -> View:
    rows = [{"series": "BASE", "date": day, "value": value} for day, value in rates]
    return view(minimal(records={"rates": rows}))


def _term(**fields: Any) -> LateInterest:  # noqa: ANN401 - fields of the term
    return LateInterest(id="LATE", clause="9", kind="late_interest", **fields)


def test_a_fixed_rate_holds_on_every_day(minimal: Callable[..., Case]) -> None:
    """One stretch, at the rate agreed."""
    ((days, rate),) = late_rates(_seen(minimal), _term(rate=Fraction(1, 1000)), YEAR)
    assert (days, rate.a_day, rate.reference) == (YEAR, Fraction(1, 1000), None)


def test_stretches_begin_where_the_series_changes(minimal: Callable[..., Case]) -> None:
    """From its start to the day before the change, and from that day on, each with its row.

    (0.0362 + 0.08) / 365 and (0.0337 + 0.08) / 365 a day.
    """
    known = _seen(minimal, (D(2023, 7, 1), "0.0362"), (D(2024, 7, 1), "0.0337"))
    first, second = late_rates(known, _term(reference="BASE", margin=Fraction(8, 100)), YEAR)
    assert [str(first[0].end), str(second[0].start)] == ["2024-07-01", "2024-07-01"]
    assert first[1].a_day == Fraction(1162, 10000) / 365
    assert second[1].a_day == Fraction(1137, 10000) / 365
    assert (first[1].read_on, first[1].where) == (D(2023, 7, 1), "records/rates.csv:2")
    assert (second[1].read_on, second[1].where) == (D(2024, 7, 1), "records/rates.csv:3")


def test_a_change_between_reset_days_is_read_on_the_next(minimal: Callable[..., Case]) -> None:
    """Changed on 2 July, it is read again on 1 January: the whole of 2024 bears the old rate."""
    known = _seen(minimal, (D(2023, 7, 1), "0.0362"), (D(2024, 7, 2), "0.0337"))
    term = _term(reference="BASE", reset=("01-01", "07-01"))
    every = late_rates(known, term, Days(D(2024, 1, 1), D(2025, 1, 2)))
    assert [(str(r.read_on), r.reference) for _, r in every] == [
        ("2024-01-01", Fraction(362, 10000)),
        ("2024-07-01", Fraction(362, 10000)),
        ("2025-01-01", Fraction(337, 10000)),
    ]


def test_before_the_first_rate_there_is_none(minimal: Callable[..., Case]) -> None:
    """The series begins on 2 January: the 1st has no rate, and isn't taken for zero."""
    every = late_rates(_seen(minimal, (D(2024, 1, 2), "0.03")), _term(reference="BASE"), YEAR)
    assert [(d.count, r.a_day) for d, r in every] == [(1, None), (365, Fraction(3, 36500))]


def test_no_days_bear_no_rate(minimal: Callable[..., Case]) -> None:
    """What was paid on its last day in time is late on no day."""
    assert (
        late_rates(_seen(minimal), _term(reference="BASE"), Days(D(2024, 1, 1), D(2024, 1, 1)))
        == ()
    )


@pytest.mark.parametrize(("text", "is_day"), [("07-01", True), ("12-31", True), ("02-29", False),
                                              ("13-01", False), ("7-1", False)])  # fmt: skip
def test_a_reset_day_is_one_of_every_year(
    minimal: Callable[..., Case],
    text: str,
    is_day: bool,  # noqa: FBT001 - a case of the table
) -> None:
    """29 February isn't in every year; a 13th month in none."""
    more = [{"id": "LATE", "kind": "late_interest", "reference": "BASE", "reset": [text]}]
    if is_day:
        assert minimal(more=more).contract.term[-1].id == "LATE"
    else:
        with pytest.raises(AssertionError, match="is no day of every year"):
            minimal(more=more)
