"""Tables of texts."""

from __future__ import annotations

from lineproof.report.sections import Column, columns_of
from lineproof.report.wording import Word


def test_columns_are_named_in_a_language() -> None:
    """In the order given, with how they take room."""
    assert columns_of("zh", (Word.LINE, "left"), (Word.AMOUNT, "right")) == (
        Column(name="行号", align="left"),
        Column(name="金额", align="right"),
    )
