"""Do the parts of a change add up to it, each for its own reason?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.model.period import Days
from lineproof.model.sealed import Booked
from lineproof.settle.settlement import LINE_SCHEMA, UNKNOWN, Bounded, Settlement
from lineproof.settle.waterfall import Waterfall, claimed, waterfall

D = dt.date
Settled = Callable[..., Settlement]
LINES = [
    {"line": "A", "id": "C-A", "monthly_rent": "310.00", "start": D(2024, 1, 1)},
    {"line": "B", "id": "C-B", "monthly_rent": "620.00", "start": D(2024, 1, 1)},
]
SCHEDULE = {
    "id": "S", "kind": "circuit_schedule", "file": "circuits.csv", "sha256": "0" * 64,
}  # fmt: skip


def _month(
    month: str, rows: list[tuple[str, str, int, int, int, int]], *, carried: int = 0,
    deferred: tuple[tuple[str | None, int], ...] = (), tax: int = 0,
) -> Settlement:  # fmt: skip
    """Return a month made of rows: line, charge, amount, monthly rent, share's two parts."""
    first = D.fromisoformat(f"{month}-01")
    frame = pl.DataFrame(
        [
            {"line": line, "charge": charge, "amount": amount, "rent": rent, "quantity": 1,
             "share_num": num, "share_den": den}
            for line, charge, amount, rent, num, den in rows
        ],
        schema={name: LINE_SCHEMA[name] for name in (
            "line", "charge", "amount", "rent", "quantity", "share_num", "share_den")},
    )  # fmt: skip
    gross = sum(row[2] for row in rows) + tax
    known = Bounded.exactly
    return Settlement(
        "c", month, Days(first, first), "CNY", 2, frame, known(gross), known(carried), UNKNOWN,
        UNKNOWN, UNKNOWN, (), (), (), deferred, (), (), (), (), (), "", "",
    )  # fmt: skip


def _parts(*months: Settlement, sealed: tuple[Booked, ...] = ()) -> dict[str, int]:
    found = waterfall(*months, sealed=sealed)
    assert found is not None
    return dict(found.parts)


def test_more_and_fewer_units_are_told_apart() -> None:
    """A had 10 of 31 days and has all of them: +210.00; C is new: +50.00; B is gone: -620.00."""
    before = _month("2024-01", [("A", "rent", 100_00, 310_00, 10, 31),
                                ("B", "rent", 620_00, 620_00, 31, 31)])  # fmt: skip
    after = _month("2024-02", [("A", "rent", 310_00, 310_00, 29, 29),
                               ("C", "rent", 50_00, 50_00, 29, 29)])  # fmt: skip
    assert _parts(before, after) == {"new": 210_00 + 50_00, "ceased": -620_00}


def test_a_price_change_is_price() -> None:
    """310.00 to 300.00 for the whole month; 15 of 30 days at each would be neither alone."""
    before = _month("2024-04", [("A", "rent", 310_00, 310_00, 30, 30)])
    after = _month("2024-05", [("A", "rent", 300_00, 300_00, 31, 31)])
    assert _parts(before, after) == {"price": -10_00}


def test_a_change_of_both_is_cut_once() -> None:
    """310.00 × 15/30 = 155.00, then 400.00: half a month more at the old price is 155.00, and the
    rest, 400.00 - 310.00, is price.
    """
    before = _month("2024-04", [("A", "rent", 155_00, 310_00, 15, 30)])
    after = _month("2024-05", [("A", "rent", 400_00, 400_00, 31, 31)])
    assert _parts(before, after) == {"new": 155_00, "price": 90_00}


def test_reductions_credits_and_the_rest_have_parts_of_their_own() -> None:
    """60.00 less at once; 40.00 of it is put off, so that 20.00 is this month's; 10.00 of earlier
    months comes off; 5.00 interest, 80.00 once, 7.00 tax.
    """
    before = _month("2024-04", [("A", "rent", 310_00, 310_00, 30, 30)])
    after = _month(
        "2024-05",
        [("A", "rent", 310_00, 310_00, 31, 31), ("A", "deduction", -60_00, 310_00, 31, 31),
         ("m", "late_interest", 5_00, 0, 1, 1), ("M", "one_off", 80_00, 0, 1, 1)],
        carried=-10_00, deferred=(("2024-06", -40_00),), tax=7_00,
    )  # fmt: skip
    assert claimed(after) == 310_00 - 60_00 + 40_00 - 10_00 + 5_00 + 80_00 + 7_00
    assert _parts(before, after) == {
        "deduction": -20_00, "credit": -10_00, "one_off": 80_00, "interest": 5_00, "tax": 7_00,
    }  # fmt: skip


def test_what_a_restatement_carries_is_a_correction() -> None:
    """April was sealed at 310.00 and restated to 290.00, with 5.00 credited in May: May carries
    -25.00, of which -20.00 corrects.
    """
    april = Booked("2024-04", 1, 290_00, 310_00, (("2024-05", -5_00),), 0, "")
    before = _month("2024-04", [("A", "rent", 310_00, 310_00, 30, 30)])
    after = _month("2024-05", [("A", "rent", 310_00, 310_00, 31, 31)], carried=-25_00)
    assert _parts(before, after, sealed=(april,)) == {"credit": -5_00, "correction": -20_00}


def test_a_month_that_is_not_known_has_no_parts() -> None:
    """Nothing is taken for zero."""
    before = _month("2024-04", [("A", "rent", 310_00, 310_00, 30, 30)])
    after = _month("2024-05", [("A", "rent", 310_00, 310_00, 31, 31)])
    open_month = Settlement(**{f: getattr(after, f) for f in after.__dataclass_fields__}
                            | {"gross": UNKNOWN})  # fmt: skip
    assert waterfall(before, open_month, sealed=()) is None


def test_parts_that_do_not_add_up_are_our_bug() -> None:
    """1.00 to 2.00 is 1.00, not 0.99."""
    with pytest.raises(AssertionError, match="add up"):
        Waterfall("2024-04", "2024-05", 1_00, 2_00, (("new", 99),))


def test_a_settled_contract_changes_for_its_reasons(settled: Settled) -> None:
    """B ceases on 11 March, 10 of 31 days: 200.00 of 620.00 are left, and none in April."""
    records = {"lifecycle": [{"line": "B", "event": "ceased", "date": D(2024, 3, 11)}]}
    proration = {"id": "P", "kind": "proration", "method": "actual_days"}
    months = [
        settled(month, terms=[SCHEDULE, proration], circuits=_circuits(), records=records)
        for month in ("2024-02", "2024-03", "2024-04")
    ]
    assert [claimed(month) for month in months] == [930_00, 510_00, 310_00]
    assert _parts(*months[:2]) == {"ceased": -420_00}
    assert _parts(*months[1:]) == {"ceased": -200_00}


def _circuits() -> list[dict[str, Any]]:
    return [row | {"monthly_rent": int(str(row["monthly_rent"]).replace(".", ""))} for row in LINES]


ROW = st.tuples(
    st.sampled_from("ABCD"),
    st.sampled_from(("rent", "deduction", "one_off", "late_interest", "bundle", "early_end")),
    st.integers(-500, 500), st.sampled_from((0, 100, 113)), st.integers(1, 31), st.just(31),
)  # fmt: skip
MONTH = st.tuples(st.lists(ROW, max_size=8), st.integers(-50, 50), st.integers(0, 50))


@given(MONTH, MONTH)
def test_parts_sum_to_the_change(
    first: tuple[list[Any], int, int], second: tuple[list[Any], int, int]
) -> None:
    """Whatever two months hold; and there and back again comes to nothing."""
    ends = [
        _month(name, rows, carried=carried, tax=tax)
        for name, (rows, carried, tax) in zip(("2024-04", "2024-05"), (first, second), strict=True)
    ]
    there, back = waterfall(*ends, sealed=()), waterfall(*reversed(ends), sealed=())
    assert there is not None
    assert back is not None
    assert sum(a for _, a in there.parts) == there.after - there.before
    assert sum(a for _, a in there.parts) + sum(a for _, a in back.parts) == 0
