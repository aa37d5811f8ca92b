"""Is what no rent is called told by whole words, and is a rent left alone?"""

from __future__ import annotations

import polars as pl
import pytest

from lineproof.model.bill import BILL_LINES, BILLED_CHARGES
from lineproof.sources.charge_words import CHARGE_WORDS, with_charges_told


def told(**cells: str | int | None) -> str | None:
    """Return what a line's charge is told to be."""
    line = {"net": 100} | cells
    lines = pl.DataFrame([line], schema=BILL_LINES.schema())
    charges: list[str | None] = with_charges_told(lines)["charge"].to_list()
    return charges[0]


@pytest.mark.parametrize("charge", CHARGE_WORDS)
def test_every_word_tells_its_charge_alone_and_in_a_sentence(charge: str) -> None:
    """In either column and case; of a credit the amount is negative."""
    assert charge in BILLED_CHARGES
    english, chinese = CHARGE_WORDS[charge]
    net = -100 if charge == "credit" else 100
    for word in (*english, *chinese):
        for text in (word, word.upper(), f"2024/03: {word}, account 7"):
            assert told(product=text, net=net) == charge, text
            assert told(product="fibre", text=text, net=net) == charge, text


@pytest.mark.parametrize(
    ("text", "net", "charge"),
    [
        ("Late-payment fees", 100, "interest"), ("Late fee", -100, "interest"),
        ("latest feed", 100, None), ("interesting", 100, None), ("pinterest", 100, None),
        ("Balance", 100, None), ("load balancer", 100, None), ("accreditation", -100, None),
        ("Set up", 100, "one_off"), ("setups", 100, "one_off"),
        ("ｌａｔｅ　ｆｅｅ", 100, "interest"),
        ("Credit balance brought forward", -100, "balance"), ("Late fee refund", -100, "credit"),
        ("Discount tariff 100M", 100, None), ("Discount tariff 100M", 0, None),
        ("互联网专线优惠套餐", 90000, None), ("优惠", -1, "credit"),
        ("Monthly rent incl. installation", 100, None), ("ethernet, installation free", 100, None),
        ("专线（含安装费）", 100, None), ("Late fee on monthly rent", 100, "interest"),
        ("ethernet 100M", 90000, None), ("", 100, None), (None, 100, None),
    ],
)  # fmt: skip
def test_just_across_a_word(text: str | None, net: int, charge: str | None) -> None:
    """Parts of words tell nothing, and neither does a rent that is named after what it saves."""
    assert told(product=text, net=net) == charge


def test_an_id_without_a_digit_is_a_note_and_another_is_an_id() -> None:
    """Some carriers write what a row is for where an id would stand."""
    assert told(circuit="Administration fee") == "surcharge"
    assert told(circuit="SETUP-1") is None


def test_the_amount_with_tax_tells_where_it_is_the_only_one() -> None:
    """A discount of 1.00 with tax in it."""
    assert told(product="discount", net=None, gross=-100) == "credit"
    assert told(product="discount", net=None, gross=100) is None


def test_order_and_other_columns_stay() -> None:
    """Three lines, the second told."""
    rows = [{"line": str(i), "product": p} for i, p in enumerate(("a", "手续费", None))]
    lines = pl.DataFrame(rows, schema=BILL_LINES.schema())
    found = with_charges_told(lines)
    assert found["charge"].to_list() == [None, "surcharge", None]
    assert found.drop("charge").equals(lines.drop("charge"))
    assert with_charges_told(lines.clear()).is_empty()
