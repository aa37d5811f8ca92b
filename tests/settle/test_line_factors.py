"""What does each line's own availability leave of its rent? Bands at their edges, by hand.

March 2024 has 744 hours: 1 % of it are 7 h 26 min 24 s, 5 % 37 h 12 min. From 99 % on all is paid,
from 95 % on 90 %, below that 50 %, of 310.00.
"""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from tests.settle.measured import AVAIL, BANDS, LINES, MARCH, local, measured

Made = Callable[..., Any]
F = Fraction
UP: list[Any] = []
EDGES = {
    "C1": [("down", "04T00:00", "04T07:26")],
    "C2": [("down", "04T00:00", "04T07:27")],
    "C3": [("down", "04T00:00", "05T13:12")],
    "C4": [("down", "04T00:00", "05T13:13")],
}


def _deductions(found: Any) -> dict[str, Any]:  # noqa: ANN401 - a settlement
    rows = found.lines.filter(found.lines["charge"] == "deduction")
    return dict(rows.select("line", "amount").iter_rows())


def _march(settled: Made, stretches: dict[str, Any], *more: Any, **changes: Any) -> Any:  # noqa: ANN401 - as the builder's
    keys: dict[str, Any] = {"terms": [AVAIL, BANDS, *more], "circuits": LINES, **changes}
    return settled("2024-03", states=measured(stretches), **keys)


def test_each_line_falls_in_its_own_band(settled: Made) -> None:
    """7 h 26 min down is just within 99 %, a minute more isn't; 37 h 12 min is 95 % exactly, a
    minute more is below it: 0, 31.00, 31.00, 155.00 are taken off.
    """
    found = _march(settled, EDGES)
    assert _deductions(found) == {"2": -3100, "3": -3100, "4": -15_500}
    assert found.gross.value == 124_000 - 21_700
    ruled = [(f.band, f.factor, f.value, f.of_each) for (f,) in found.factors]
    assert ruled == [("[99, 100]", 1, None, "line"), ("[95, 99)", F(9, 10), None, "line"),
                     ("[0, 95)", F(1, 2), None, "line")]  # fmt: skip


def test_a_percentage_is_rounded_before_its_band_is_read(settled: Made) -> None:
    """7 h 27 min down is 98.99866… %: to one decimal 99.0, all is paid; to three 98.999."""
    for digits, expected in ((1, None), (3, -3100)):
        rounded = {**AVAIL, "round_digits": digits}
        found = _march(settled, EDGES, terms=[rounded, BANDS])
        assert _deductions(found).get("2") == expected


def test_marginal_bands_by_the_line(settled: Made) -> None:
    """95 % exactly: 0.95 × 0.5 = 0.475 of 310.00 is 147.25; 100 %: 0.475 + 0.04 × 0.9 + 0.01."""
    found = _march(settled, {**EDGES, "C1": UP}, terms=[AVAIL, {**BANDS, "mode": "marginal"}])
    assert _deductions(found)["3"] == 14_725 - 31_000
    assert _deductions(found)["1"] == 16_151 - 31_000


def test_time_that_is_excluded(settled: Made) -> None:
    """10 h down, all excluded: 100 %. Taken out of the denominator, 7 h down of 734 h are 99.046 %;
    counted as available, of 744 h; 7 h 27 min of 734 h are 98.985 %.
    """
    claim = {"cause": "works", "answer": "accepted", "lines": "1",
             "from": local(MARCH[0], "10T00:00"), "to": local(MARCH[0], "10T10:00")}  # fmt: skip
    states = {**EDGES, "C1": [("down", "10T00:00", "10T10:00")]}
    found = _march(settled, states, records={"exclusions": [claim]})
    assert "1" not in _deductions(found)
    assert _deductions(_march(settled, states))["1"] == -3100


def test_a_pair_is_up_while_one_of_it_is(settled: Made) -> None:
    """Lines 1 and 2 are down one after the other, 48 h each: the pair never. Together for 8 h: both
    lose 10 %.
    """
    rows = [{**row, "group": "PAIR"} if row["line"] in "12" else row for row in LINES]
    terms = [{**AVAIL, "scope": "group", "group_up_min": 1}, BANDS]
    first = [("down", "04T00:00", "06T00:00")]
    for second, expected in (
        ([("down", "06T00:00", "08T00:00")], {}),
        ([("down", "05T16:00", "07T16:00")], {"1": -3100, "2": -3100}),
    ):
        states = {"C1": first, "C2": second, "C3": UP, "C4": UP}
        found = _march(settled, states, terms=terms, circuits=rows)
        assert _deductions(found) == expected


def test_unknown_time_that_changes_no_band_is_settled(settled: Made) -> None:
    """7 h unknown lie within 99 % either way; 8 h don't: 0 or 31.00."""
    inside = {**EDGES, "C1": [("unknown", "04T00:00", "04T07:00")]}
    found = _march(settled, inside)
    assert found.is_settled
    assert "1" not in _deductions(found)
    found = _march(settled, {**EDGES, "C1": [("unknown", "04T00:00", "04T08:00")]})
    assert (found.gross.low, found.gross.high) == (99_200, 102_300)
    assert [b.subject for b in found.blocked] == ["AVAIL"]


@pytest.mark.parametrize(("on_missing", "expected"), [("full", None), ("lowest", -3100)])
def test_who_bears_the_doubt(settled: Made, on_missing: str, expected: int | None) -> None:
    """8 h unknown: "full" pays as if it was up, "lowest" as if it was down; nothing is open."""
    states = {**EDGES, "C1": [("unknown", "04T00:00", "04T08:00")]}
    found = _march(settled, states, terms=[AVAIL, {**BANDS, "on_missing": on_missing}])
    assert found.is_settled
    assert _deductions(found).get("1") == expected


def test_a_line_nobody_measured_is_anything(settled: Made) -> None:
    """Line 4 has no states at all: 310.00 or 155.00, and no data is not 100 %."""
    states = {name: stretches for name, stretches in EDGES.items() if name != "C4"}
    found = _march(settled, states)
    (line,) = found.lines.filter(
        (found.lines["line"] == "4") & (found.lines["charge"] != "rent")
    ).to_dicts()
    assert (line["low"], line["high"]) == (-15_500, 0)
    nothing = settled("2024-03", states=None, terms=[AVAIL, BANDS], circuits=LINES)
    assert (nothing.gross.low, nothing.gross.high) == (62_000, 124_000)


def test_a_line_without_time_that_counts_has_no_availability(settled: Made) -> None:
    """All of March is excluded for line 1: its factor is as open as one nobody measured."""
    claim = {"cause": "works", "answer": "accepted", "lines": "1", "from": MARCH[0],
             "to": MARCH[1]}  # fmt: skip
    found = _march(settled, {**EDGES, "C1": UP}, records={"exclusions": [claim]})
    assert [(b.low, b.high) for b in found.blocked] == [(86_800, 102_300)]


def test_units_without_a_circuit_were_never_measured(settled: Made) -> None:
    """Two units of a price list at 100.00, ruled by the same bands: 100.00 to 200.00."""
    prices = {"id": "PRICES", "kind": "price_lines",
              "lines": [{"line": "p", "name": "x", "qty": 2,
                         "monthly_rent": "100.00"}]}  # fmt: skip
    found = _march(settled, EDGES, prices)
    assert (found.gross.low, found.gross.high) == (112_300, 122_300)
    ruled = {**BANDS, "applies_to": ["SCHEDULE"]}
    assert _march(settled, EDGES, terms=[AVAIL, ruled, prices]).gross.value == 122_300


def test_a_month_that_no_quarter_ends_in_is_paid_in_full(settled: Made) -> None:
    """The quarter is judged in March, with what was down in it: 37 h 13 min of 2,184 h (91 days)
    are 98.296 %. In April nothing is taken off, and a note says so.
    """
    terms = [{**AVAIL, "window": "quarter"}, BANDS]
    earlier = measured(dict.fromkeys(EDGES, UP), month=(
        dt.datetime(2024, 1, 1, tzinfo=MARCH[0].tzinfo), MARCH[0]))  # fmt: skip
    states = earlier.vstack(measured({**dict.fromkeys(EDGES, UP), "C4": EDGES["C4"]}))
    march = settled("2024-03", states=states, terms=terms, circuits=LINES)
    assert _deductions(march) == {"4": -3100}
    april = settled("2024-04", states=states, terms=terms, circuits=LINES)
    assert (april.gross.value, _deductions(april)) == (124_000, {})
    assert any("judges quarters" in note for note in april.notes)


def test_bands_over_a_score_and_an_availability_multiply(settled: Made) -> None:
    """80 points leave 0.9, 98.99 % too: 310.00 × 0.81 = 251.10; both are shown."""
    card = {"id": "CARD", "kind": "scorecard", "base": "100",
            "items": [{"item": "a", "metric": "m", "max_points": "100",
                       "deduction": "manual"}]}  # fmt: skip
    scored = {**BANDS, "id": "SCORED", "metric": "score",
              "bands": [{"ge": "0", "factor": "0.9"}]}  # fmt: skip
    found = _march(settled, EDGES, card, scored,
                   records={"scores": [{"month": "2024-03", "points": "80"}]})  # fmt: skip
    assert _deductions(found)["2"] == 25_110 - 31_000
    assert [f.term for f in found.factors[1]] == ["SLA", "SCORED"]


def test_factors_are_numbered_by_the_lines_alone(settled: Made) -> None:
    """However often it is settled, the first line's factor is number 0."""
    for _ in range(5):
        found = _march(settled, EDGES)
        rents = found.lines.filter(found.lines["charge"] == "rent")
        assert rents["factor"].to_list() == [0, 1, 1, 2]


def test_the_mean_and_the_pooled_time_are_one_metric_for_all(settled: Made) -> None:
    """Down 40 h of 744 h on one of four lines: 98.656 % as mean or pooled, 10 % of all rents."""
    states = {"C1": [("down", "04T00:00", "05T16:00")], "C2": UP, "C3": UP, "C4": UP}
    for scope in ("mean", "pooled"):
        found = _march(settled, states, terms=[{**AVAIL, "scope": scope}, BANDS])
        assert _deductions(found) == dict.fromkeys("1234", -3100)
        (factor,) = found.factors[0]
        assert (factor.value, factor.of_each) == (100 - F(1000, 744), None)
        total = _march(settled, states, terms=[{**AVAIL, "scope": scope},
                                               {**BANDS, "apply_to": "charge_total"}])  # fmt: skip
        assert _deductions(total) == {"SLA": -12_400}


def test_a_total_needs_one_metric_for_all(settled: Made) -> None:
    """Each circuit by itself, and bands on the total: no one knows which, 50 % or all is paid."""
    found = _march(settled, EDGES, terms=[AVAIL, {**BANDS, "apply_to": "charge_total"}])
    assert (found.gross.low, found.gross.high) == (62_000, 124_000)
