"""How is a cell of a statement written? Texts as texts, amounts as numbers, formulas with value."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from lineproof.report.amounts import amount_text
from lineproof.report.wording import Bilingual, Language

#: Rows a sheet of this format can have.
ROWS_MAX = 1_048_576
#: Minor units from which a spreadsheet's numbers, of 15 digits, are too coarse.
NUMBER_MAX = 10**15
#: What most machines have; they know how to stand in for a font that is missing.
_FONTS: dict[Language, str] = {"en": "Arial", "zh": "Microsoft YaHei"}
_ACCENT, _SOFT = "#1F4E79", "#5B6675"
_FORMULA_STARTS = tuple("=+-@\t\r")

Style = Literal[
    "text", "wrap", "after", "label", "strong", "strong_text", "title", "section", "head",
    "head_right", "head_after", "amount", "strong_amount", "day", "count", "number", "share",
]  # fmt: skip


@dataclass(frozen=True)
class Book:
    """A workbook being written, in one language; digits: decimals of its currency."""

    workbook: Workbook
    language: Language
    digits: int
    formats: dict[str, Any] = field(default_factory=dict)

    def said(self, word: Bilingual, **values: object) -> str:
        """Return one of our texts."""
        return word.said(self.language, **values)

    def style(self, name: Style, *, is_quoted: bool = False) -> Any:  # noqa: ANN401 - untyped library
        """Return a cell's format, made once."""
        key = f"{name}'" if is_quoted else name
        if key not in self.formats:
            properties = _BASE | {"font_name": _FONTS[self.language]} | _STYLES[name]
            if name in {"amount", "strong_amount"}:
                decimals = "." + "0" * self.digits if self.digits else ""
                properties["num_format"] = f"#,##0{decimals};-#,##0{decimals}"
            made = self.workbook.add_format(properties)
            if is_quoted:
                made.set_quote_prefix()
            self.formats[key] = made
        return self.formats[key]


_BASE: dict[str, Any] = {"font_size": 9, "valign": "vcenter"}
_STYLES: dict[str, dict[str, Any]] = {
    "text": {},
    "wrap": {"text_wrap": True},
    "after": {"indent": 1},
    "amount": {},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
    "count": {"num_format": "#,##0"},
    "number": {"align": "left"},
    "share": {"num_format": "0.######%"},
    "head": {"bold": True, "font_color": _SOFT, "bottom": 1, "text_wrap": True},
    "head_after": {"bold": True, "font_color": _SOFT, "bottom": 1, "indent": 1},
    "head_right": {"bold": True, "font_color": _SOFT, "bottom": 1, "align": "right"},
    "title": {"bold": True, "font_size": 20, "font_color": _ACCENT},
    "section": {"bold": True, "font_size": 11, "font_color": _ACCENT},
    "label": {"font_color": _SOFT},
    "strong_text": {"bold": True, "font_size": 11},
    "strong": {"bold": True, "top": 1},
    "strong_amount": {"bold": True, "top": 1},
}


@dataclass(frozen=True)
class Sheet:
    """One sheet being written, from top to bottom."""

    book: Book
    worksheet: Worksheet

    def text(self, row: int, column: int, text: str, style: Style = "text") -> None:
        """Write a text as a text; one that looks like a formula is marked as quoted too."""
        if text:
            is_quoted = text.startswith(_FORMULA_STARTS)
            chosen = self.book.style(style, is_quoted=is_quoted)
            self.worksheet.write_string(row, column, text, chosen)

    def amount(self, row: int, column: int, minor: int | None, style: Style = "amount") -> None:
        """Write an amount as a number; nothing where it isn't known, a text beyond 15 digits."""
        if minor is None:
            return
        if abs(minor) >= NUMBER_MAX:
            self.text(row, column, amount_text(minor, digits=self.book.digits), style)
            return
        self.worksheet.write_number(row, column, self.number(minor), self.book.style(style))

    def formula(
        self, at: tuple[int, int], formula: str, minor: int, style: Style = "amount"
    ) -> None:
        """Write a formula with what it comes to, for readers that don't compute.

        at: row and column.
        """
        self.worksheet.write_formula(*at, formula, self.book.style(style), self.number(minor))

    def count(self, row: int, column: int, count: int | None, style: Style = "count") -> None:
        """Write a whole number; nothing where there is none."""
        if count is not None:
            self.worksheet.write_number(row, column, count, self.book.style(style))

    def share(self, row: int, column: int, share: Fraction) -> None:
        """Write a share, shown in per cent."""
        self.worksheet.write_number(row, column, float(share), self.book.style("share"))

    def day(self, row: int, column: int, day: dt.date) -> None:
        """Write a day."""
        self.worksheet.write_datetime(row, column, day, self.book.style("day"))

    def number(self, minor: int) -> float:
        """Return minor units as the nearest number of whole units."""
        number: float = minor / 10**self.book.digits
        return number
