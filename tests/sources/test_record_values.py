"""Does a record's value suit its event, and can amounts be summed?"""

from __future__ import annotations

import polars as pl
import pytest

from lineproof.model.circuit import CIRCUITS
from lineproof.model.finding import Finding
from lineproof.model.money import AMOUNT_MAX
from lineproof.sources.record_values import too_large, wrong_values


def found(*rows: tuple[str, str | None], kind: str = "lifecycle", digits: int = 2) -> list[Finding]:
    """Return what is wrong with some events' values; the first stands in row 2."""
    numbered = [(*row, number) for number, row in enumerate(rows, 2)]
    frame = pl.DataFrame(
        numbered, schema={"event": pl.String, "value": pl.String, "row": pl.UInt32}, orient="row"
    )
    return list(wrong_values(frame, kind=kind, file="f.csv", digits=digits))


@pytest.mark.parametrize(
    ("event", "value"),
    [
        ("repriced", "0"),
        ("repriced", "880.5"),
        ("repriced", "880.500"),
        ("repriced", "9999999999999.99"),
        ("bandwidth_changed", "2.5"),
        ("reidentified", "C-1"),
        ("moved", "north"),
        ("ceased", None),
        ("accepted", "anything"),
    ],
)
def test_a_value_of_the_right_form_passes(event: str, value: str | None) -> None:
    """Zeros behind the last decimal say nothing."""
    assert found((event, value)) == []


@pytest.mark.parametrize(
    ("event", "value"),
    [
        ("repriced", None),
        ("repriced", "880.555"),
        ("repriced", "-880"),
        ("repriced", "1e5"),
        ("repriced", "８８０"),
        ("repriced", "99999999999999"),
        ("bandwidth_changed", "fast"),
        ("bandwidth_changed", None),
        ("reidentified", None),
        ("moved", None),
    ],
)
def test_a_value_of_another_form_is_an_error(event: str, value: str | None) -> None:
    """With its row, the event and the value."""
    (finding,) = found(("ceased", None), (event, value))
    assert (finding.code, finding.where) == ("E-RECORD-VALUE", "f.csv:3")
    assert finding.message == f'{event} has the value "{value or ""}"'
    assert finding.fix


def test_a_currency_without_decimals_has_none() -> None:
    """880 yen."""
    assert found(("repriced", "880"), digits=0) == []
    assert len(found(("repriced", "880.5"), digits=0)) == 1


def test_other_kinds_have_no_events_with_values() -> None:
    """Rates have a value too, whose column says what it is."""
    assert found(("repriced", "x"), kind="rates") == []


def test_a_hundred_are_listed_and_the_others_counted() -> None:
    """101 of them: 100 and one that counts 1."""
    findings = found(*[("moved", None)] * 101)
    assert len(findings) == 101
    assert findings[-1].message.startswith("1 more rows")


def test_sums_are_exact_beyond_64_bits() -> None:
    """9,300 times 10¹⁵ is 9.3 × 10¹⁸, which 64 bits would turn negative."""
    rents = [AMOUNT_MAX] * 9_300
    none = pl.lit(None, pl.Int64)
    frame = pl.DataFrame({"monthly_rent": rents}).with_columns(stated_amount=none, list_rent=none)
    (finding,) = too_large(frame, table=CIRCUITS, file="f.csv")
    assert (finding.code, finding.where) == ("E-MONEY-RANGE", "f.csv")
    assert "monthly_rent" in finding.message


def test_the_greatest_sum_passes() -> None:
    """10¹⁵ minor units, and not one more."""
    for last, count in ((1, 0), (2, 1)):
        amounts = [AMOUNT_MAX - 1, last]
        others = {"stated_amount": [None, 1], "list_rent": [1, None]}
        frame = pl.DataFrame({"monthly_rent": amounts, **others})
        assert len(list(too_large(frame, table=CIRCUITS, file="f.csv"))) == count


def test_pauses_that_cannot_be_read_are_refused() -> None:
    """Half a pause, one without an offset, and words; a real one is fine."""
    texts = ["2024-03-04T08:00Z", "2024-03-04T08:00/2024-03-04T09:00", "soon",
             "2024-03-04T08:00Z/2024-03-04T09:00Z"]  # fmt: skip
    frame = pl.DataFrame({"pauses": texts, "row": [2, 3, 4, 5]})
    found = wrong_values(frame, kind="faults", file="records/faults.csv", digits=2)
    assert [f.where for f in found] == [f"records/faults.csv:{n}" for n in (2, 3, 4)]
