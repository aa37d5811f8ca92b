"""Is a comparison printed and written with what it found, in both languages?"""

import datetime as dt
import io
import json

import polars as pl
import pytest

from lineproof.reconcile.causes import Cause
from lineproof.reconcile.reconciliation import DIFFERENCE_SCHEMA, Reconciliation, Tolerated
from lineproof.report.printing import Printing, console_for
from lineproof.report.reconciliation import (
    differing,
    print_reconciliation,
    write_reconciliation_json,
)
from lineproof.report.wording import Language

D = dt.date


def found(**changes: object) -> Reconciliation:
    """Return a wrong price of 300.00 on line 1, an unknown id of 5.00, and a right line."""
    usual = {"contract": "c", "from": D(2025, 3, 1), "to": D(2025, 4, 1), "charge": "rent",
             "clause": "III.1", "bill": "B1", "suggestion": "", "evidence": "",
             "is_open": False}  # fmt: skip
    rows = [
        {**usual, "line": "1", "circuit": "C1", "cause": "wrong_price", "billed": 90_000,
         "expected": 60_000, "difference": 30_000, "bill_line": "4"},
        {**usual, "line": "", "circuit": "Cl", "cause": "unknown_id", "billed": 500, "expected": 0,
         "difference": 500, "suggestion": "C1", "bill_line": "5", "from": D(2025, 2, 10)},
        {**usual, "line": "2", "circuit": "C2", "cause": None, "billed": 100, "expected": 100,
         "difference": 0, "bill_line": "6"},
    ]  # fmt: skip
    fields = {
        "contract": "c", "months": ("2025-03",), "bills": ("B1",), "currency": "CNY", "digits": 2,
        "billed": 90_600, "expected": 60_100, "undisputed": 60_100,
        "causes": {Cause.UNKNOWN_ID: 500, Cause.WRONG_PRICE: 30_000},
        "differences": pl.DataFrame(rows, schema=DIFFERENCE_SCHEMA, orient="row"),
    }  # fmt: skip
    return Reconciliation(**fields | changes)  # type: ignore[arg-type]


def printed(result: Reconciliation, language: Language = "en") -> str:
    """Return what a terminal shows."""
    out = io.StringIO()
    print_reconciliation(result, Printing(console_for(out, width=160), language))
    return out.getvalue()


def test_the_json_has_the_promised_keys() -> None:
    """Amounts as texts; only what differs is a line, the dearest first; a period is its month."""
    out = io.BytesIO()
    write_reconciliation_json(found(), out)
    whole = json.loads(out.getvalue())
    assert {key: whole[key] for key in ("billed", "expected", "difference", "undisputed")} == {
        "billed": "906.00", "expected": "601.00", "difference": "305.00", "undisputed": "601.00",
    }  # fmt: skip
    assert whole["causes"] == {"unknown_id": "5.00", "wrong_price": "300.00"}
    first, second = whole["lines"]
    keys = ("line", "circuit", "period", "cause", "billed", "expected", "difference", "clause")
    assert [first[key] for key in keys] == [
        "1", "C1", "2025-03", "wrong_price", "900.00", "600.00", "300.00", "III.1",
    ]  # fmt: skip
    assert (second["period"], second["suggestion"]) == ("2025-02-10/2025-04-01", "C1")
    assert (whole["unproven"], whole["tolerated"], whole["notes"]) == (None, [], [])


def test_json_without_differences_has_no_lines() -> None:
    """A right bill: still valid JSON."""
    out = io.BytesIO()
    none = found().differences.filter(pl.col("cause").is_null())
    right = found(billed=100, expected=100, causes={}, undisputed=100, differences=none)
    write_reconciliation_json(right, out)
    assert json.loads(out.getvalue())["lines"] == []
    assert "The bill is what is owed." in printed(right)


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ["Bill against contract  c  2025-03  CNY", "wrong price", "305.00",
                "Cl isn't known; it may mean C1. Nothing was matched"]),
        ("zh", ["账单核对  c  2025-03  CNY", "单价不符", "305.00", "疑似 C1"]),
    ],
)  # fmt: skip
def test_a_person_sees_totals_causes_and_the_dearest(language: Language, texts: list[str]) -> None:
    """Each of them, in either language."""
    shown = printed(found(), language)
    assert [text for text in texts if text not in shown] == []


def test_bounds_and_tolerances_are_told() -> None:
    """A month that isn't settled, a difference inside a tolerance, and one outside another."""
    tolerated = (
        Tolerated("TOL", "7.2", 1_000, 500, 90_600), Tolerated("LOW", "7.3", 100, 500, None),
        Tolerated("MUTE", "7.4", 600, 500, None),
    )  # fmt: skip
    shown = printed(found(tolerated=tolerated, unproven=(60_000, 70_000), notes=("a note",)))
    assert "TOL (clause 7.2): 5.00 lies within 10.00; 906.00 stands" in shown
    assert "LOW (clause 7.3): 5.00 lies outside 1.00" in shown
    assert "doesn't say which figure stands" in shown
    assert "600.00 to 700.00 are owed" in shown
    assert "a note" in shown


def test_the_dearest_stand_first_and_then_by_name() -> None:
    """300.00 before 5.00, whatever order they were found in."""
    assert differing(found())["difference"].to_list() == [30_000, 500]


def test_many_differences_are_cut_short_for_people() -> None:
    """Of 25 rows, 20 are printed."""
    row = found().differences.head(1)
    many = pl.concat([row] * 25)
    shown = printed(found(billed=750_000, expected=0, causes={Cause.WRONG_PRICE: 750_000},
                          differences=many))  # fmt: skip
    assert "and 5 more" in shown
