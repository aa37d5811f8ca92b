"""Do two sides mean the same? What changes a hash, and what doesn't."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from lineproof.contract.case import View, view
from lineproof.model.record import RECORDS
from lineproof.settle.hashes import inputs_of, jsonable, result_hash
from lineproof.settle.settlement import Bounded

Made = Callable[..., Any]

D = dt.date
ROW = {"line": "1", "monthly_rent": 100, "start": D(2024, 1, 1)}
EVENT = {"line": "1", "event": "repriced", "date": D(2024, 3, 2), "value": "2.00"}
ANSWER = {"code": "Q-ROLL", "subject": "contract", "value": "none", "by": ["buyer", "provider"],
          "on": D(2024, 6, 1)}  # fmt: skip


def inputs_hash(known: View) -> str:
    """Return the hash of what March depends on."""
    return inputs_of(known, "2024-03").sha256


@pytest.mark.parametrize(
    "changes",
    [
        {"circuits": [{**ROW, "monthly_rent": 101}]},
        {"circuits": [{**ROW, "line": "2"}]},
        {"records": {"lifecycle": [{**EVENT, "value": "2.01"}]}},
        {"records": {"lifecycle": [EVENT], "payments": []}},
        {"records": {}},
        {"head": {"months": 13}},
        {"answer": [ANSWER]},
    ],
)
def test_content_changes_the_inputs(built: Made, changes: dict[str, Any]) -> None:
    """Another rent, line, price, term, answer; a file of payments, although it is empty."""
    usual = {"circuits": [ROW], "records": {"lifecycle": [EVENT]}}
    one, other = (inputs_hash(view(built(**keys))) for keys in (usual, {**usual, **changes}))
    assert one != other


def test_what_was_not_known_yet_changes_nothing(built: Made) -> None:
    """As known in March: a record of April and an answer of June aren't in it."""
    late = {**EVENT, "recorded_at": dt.datetime(2024, 4, 1, tzinfo=dt.UTC), "id": "late"}
    cases = (
        built(records={"lifecycle": [EVENT]}),
        built(records={"lifecycle": [EVENT, late]}, answer=[ANSWER]),
    )
    one, other = (inputs_hash(view(case, as_known=D(2024, 3, 9))) for case in cases)
    assert one == other


def test_rows_in_the_file_do_not_matter(built: Made) -> None:
    """The same record on another line of its file."""
    case = built(records={"lifecycle": [EVENT]})
    moved = case.records["lifecycle"].with_columns(
        row=pl.lit(9, RECORDS["lifecycle"].schema()["row"])
    )
    other = dataclasses.replace(case, records={**case.records, "lifecycle": moved})
    assert inputs_hash(view(case)) == inputs_hash(view(other))


def test_lines_and_totals_change_the_result() -> None:
    """Another amount, or another total with the same lines."""
    lines, more = b"line,amount\n1,0.01\n", b"line,amount\n1,0.02\n"
    totals = {"gross": Bounded.exactly(1)}
    hashes = {
        result_hash(lines, totals, digits=2), result_hash(more, totals, digits=2),
        result_hash(lines, {"gross": Bounded.between(1, 2)}, digits=2),
    }  # fmt: skip
    assert len(hashes) == 3


def test_values_as_json() -> None:
    """Ratios and amounts as plain text, however they were written; days as ISO."""
    value = {"a": (Fraction(1, 8), Decimal("2.50")), "b": D(2024, 1, 1), "c": True}
    assert jsonable(value) == {"a": ["0.125", "2.5"], "b": "2024-01-01", "c": True}
