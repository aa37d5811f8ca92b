"""Is a bill's head read back as it was written?"""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from typing import Any

import pytest
from tests.billing import bill_of

from lineproof.model.bill import BilledTax, BilledTotals
from lineproof.sources.bill_head import bill_from_head, head_of

FULL = bill_of(
    {"net": -1000, "rate": "0.055"},
    kind="credit_note",
    due=dt.date(2025, 5, 2),
    credits=("R0", "R00"),
    contract="minimal",
    seller_tax_id="DE1",
    buyer_tax_id="DE2",
    account="ACC",
    confirmation="110",
    detail="d.xlsx",
    detail_sha256="1" * 64,
    totals=BilledTotals(-1000, -55, -1055, 0, -1055, 0),
    taxes=(BilledTax(Fraction(55, 1000), -1000, -55),),
)


@pytest.mark.parametrize("bill", [FULL, bill_of({"gross": 1}, issued=None)])
def test_a_head_comes_back(bill: Any) -> None:  # noqa: ANN401 - a Bill
    """Through JSON text; the lines are given again."""
    head = json.loads(json.dumps(head_of(bill)))
    assert bill_from_head(head, bill.lines) == bill


def test_amounts_are_texts_with_all_decimals() -> None:
    """−10.00 at 5.5 %: −0.55."""
    head = head_of(FULL)
    assert head["totals"]["net"] == "-10.00"
    assert head["taxes"] == [{"rate": "0.055", "base": "-10.00", "tax": "-0.55"}]


@pytest.mark.parametrize("change", [{"schema": "bill/2"}, {"kind": "note"}, {"digits": "x"}])
def test_another_schema_is_refused(change: dict[str, str]) -> None:
    """A later version's file is not half-read."""
    with pytest.raises(ValueError, match=r"schema|invalid"):
        bill_from_head(head_of(FULL) | change, FULL.lines)
