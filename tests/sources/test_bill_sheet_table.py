"""Do the names that carriers give columns and charges lead to ours, each to one?"""

from collections import Counter

import pytest

from lineproof.model.bill import BILL_LINES, BILLED_CHARGES
from lineproof.sources.bill_sheet_table import BILL_SHEET, ROLES, charge_of
from lineproof.sources.headers import header_key


def test_no_header_means_two_columns() -> None:
    """The second would silently hide the first."""
    keys = Counter(
        header_key(name) for column in BILL_SHEET.columns for name in (column.name, *column.aliases)
    )
    twice = {key for key, count in keys.items() if count > 1}
    assert twice == set()


def test_every_column_of_a_line_can_come_from_a_sheet() -> None:
    """`to` comes from the last day; the bill's number and its period belong to a sheet alone."""
    sheet = {column.name for column in BILL_SHEET.columns}
    lines = {column.name for column in BILL_LINES.columns}
    assert lines - sheet == {"to"}
    assert sheet - lines == {"last", "period", "bill"}
    assert set(ROLES) <= sheet


@pytest.mark.parametrize(
    ("text", "charge"),
    [
        ("Monthly rental", "rent"), ("月租费", "rent"), ("Installation", "one_off"),
        ("一次性费用", "one_off"), ("Discount on monthly rental", "credit"), ("减免", "credit"),
        ("Late payment interest", "interest"), ("滞纳金", "interest"), ("fuel levy", "surcharge"),
        ("Previous balance", "balance"), ("Traffic overage", "usage"), ("Misc", None), ("", None),
        ("adroit rentals-of", "rent"), ("parental", None),
    ],
)  # fmt: skip
def test_a_providers_word_for_a_charge(text: str, charge: str | None) -> None:
    """What lowers or adds goes before rent: a discount on the rental is a credit."""
    assert charge_of(text) == charge
    assert charge is None or charge in BILLED_CHARGES
