"""Do the bars lead from what is owed to what is billed?"""

from __future__ import annotations

import polars as pl

from lineproof.reconcile.causes import Cause
from lineproof.reconcile.reconciliation import DIFFERENCE_SCHEMA, Reconciliation
from lineproof.report.reconciliation_picture import reconciliation_bars, reconciliation_picture

FOUND = Reconciliation(
    "k", ("2025-03",), ("B1",), "CNY", 2, billed=1_050_00, expected=1_000_00,
    causes={Cause.CEASED: 80_00, Cause.NOT_BILLED: -30_00}, undisputed=970_00,
    differences=pl.DataFrame(schema=DIFFERENCE_SCHEMA),
)  # fmt: skip


def test_each_bar_begins_where_the_one_before_ends() -> None:
    """1,000.00 + 80.00 − 30.00 = 1,050.00."""
    bars = reconciliation_bars(FOUND, "en")
    assert [(bar.label, bar.amount, bar.level) for bar in bars] == [
        ("Expected", 1_000_00, 1_000_00),
        ("ceased", 80_00, 1_080_00),
        ("not billed", -30_00, 1_050_00),
        ("Billed", 1_050_00, 1_050_00),
    ]


def test_the_picture_is_an_svg_in_both_languages() -> None:
    """The same twice, another one in Chinese."""
    english = reconciliation_picture(FOUND, form="svg", language="en")
    assert english.startswith(b"<svg")
    assert english == reconciliation_picture(FOUND, form="svg", language="en")
    assert english != reconciliation_picture(FOUND, form="svg", language="zh")
