"""An explanation as text."""

from __future__ import annotations

from fractions import Fraction

from lineproof.model.explained import Explained, Rule
from lineproof.report.tree import cut_decimals, padded, text_width, tree_text

RENT = Explained(label="monthly rent", exact=Fraction(90000), unit="CNY", clause="annex 1, line 4")
DAYS = Explained(label="in service 2024-03-04 → 2024-04-01", exact=Fraction(28, 31),
                 unit="of a month", clause="4.3", evidence=("lifecycle.csv:17",))  # fmt: skip
OWED = Explained(label="rent 2024-03, line 4", exact=Fraction(2520000, 31), rule=Rule.PRODUCT,
                 is_rounded=True, unit="CNY", inputs=(RENT, DAYS))  # fmt: skip


def test_amounts_align_and_reasons_stand_right() -> None:
    """900.00 × 28/31 = 812.903…, rounded once; the points stand under each other."""
    assert tree_text(OWED, digits=2) == (
        "rent 2024-03, line 4                     812.90          "
        "from 812.903…, half away from zero, once\n"
        "├─ monthly rent                          900.00          clause annex 1, line 4\n"
        "└─ in service 2024-03-04 → 2024-04-01  28/31 of a month  lifecycle.csv:17; clause 4.3\n"
    )


def test_a_tree_is_drawn_in_chinese_too() -> None:
    """租金 takes four columns, so that the amounts still align."""
    found = tree_text(OWED, digits=2, language="zh").splitlines()
    assert found[0].startswith("租金 2024-03")
    assert "条款 4.3" in found[2]
    assert "个月" in found[2]
    columns = {text_width(line[: line.index(value)]) for line, value in
               zip(found, ("812.90", "900.00"), strict=False)}  # fmt: skip
    assert len(columns) == 1


def test_a_deep_tree_keeps_its_stems() -> None:
    """A child of a child that is not the last hangs on a line."""
    both = Explained(label="sum", exact=OWED.value * 2, rule=Rule.SUM, unit="CNY",
                     inputs=(OWED, OWED))  # fmt: skip
    stems = [line[:6] for line in tree_text(both, digits=2).splitlines()]
    assert stems == ["sum   ", "├─ ren", "│  ├─ ", "│  └─ ", "└─ ren", "   ├─ ", "   └─ "]


def test_an_unknown_amount_shows_its_bounds() -> None:
    """Not the one reading it is held with."""
    node = Explained(label="x", exact=Fraction(5), unit="CNY", bounds=(0, 1250))
    assert "0.00 to 12.50" in tree_text(node, digits=2)


def test_decimals_are_cut_not_rounded() -> None:
    """2/3 is 0.666…, never 0.667."""
    assert cut_decimals(Fraction(2, 3), 3) == "0.666…"
    assert cut_decimals(Fraction(-2, 3), 2) == "-0.66…"


def test_a_text_is_padded_by_columns() -> None:
    """Two characters take four columns; a combining accent takes none."""
    assert padded("租金", 6) == "租金  "
    assert text_width("e\u0301") == 1
