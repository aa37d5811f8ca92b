"""Does a bill's table hold what a bill prints, exactly?"""

import polars as pl

from lineproof.model.bill import BILL_LINES


def test_money_is_whole_minor_units_and_prices_stay_text() -> None:
    """0.12 a message is no whole cent's multiple of anything: prices and rates stay exact text."""
    schema = BILL_LINES.schema()
    assert [schema[c] for c in ("net", "tax", "gross")] == [pl.Int64()] * 3
    assert [schema[c] for c in ("quantity", "price", "rate")] == [pl.String()] * 3


def test_only_the_lines_number_is_required() -> None:
    """Carriers leave out anything else: what is missing is absent, never guessed."""
    assert [c.name for c in BILL_LINES.columns if c.is_required] == ["line"]
