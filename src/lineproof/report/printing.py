"""Where and in which language is something printed? A Rich console with our own tables and texts.

Where the output is no terminal there are no colours and no lines drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from lineproof.report.sections import Column, Section
from lineproof.report.wording import Bilingual, Language

#: More lines than this are not printed; the JSON has them all.
LINES_SHOWN_MAX = 60
_PIPED_COLUMNS = 120
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Printing:
    """Where and in which language something is printed."""

    console: Console
    language: Language = "en"

    def said(self, word: Bilingual, **values: object) -> str:
        """Return one of our texts."""
        return word.said(self.language, **values)

    def table(self, *heads: tuple[Bilingual, str]) -> Table:
        """Return an empty table; heads: each column's name and "left" or "right"."""
        rules = box.SIMPLE_HEAD if self.console.is_terminal else None
        table = Table(box=rules, pad_edge=False, header_style="bold", show_edge=False)
        for word, justify in heads:
            is_figure = justify == "right"
            table.add_column(
                self.said(word), justify="right" if is_figure else "left", no_wrap=is_figure
            )
        return table

    def section(self, section: Section) -> None:
        """Print one table under its title, if it has one."""
        title = "  ".join(t for t in (section.title, section.subtitle) if t)
        if title:
            self.heading(title)
        if section.note:
            self.console.print(Text(section.note))
        rules = box.SIMPLE_HEAD if self.console.is_terminal else None
        table = Table(box=rules, pad_edge=False, header_style="bold", show_edge=False)
        for column in section.columns:
            _add_column(table, column)
        for row in section.rows:
            table.add_row(*(Text(cell) for cell in row))
        if section.total:
            table.add_section()
            table.add_row(*(Text(cell, style="bold") for cell in section.total))
        self.console.print(table)

    def indented(self, text: str) -> None:
        """Print a text two columns in, on as many lines as it needs."""
        console = self.console
        for line in Text(text).wrap(console, console.width - len(_INDENT)):
            console.print(Text(_INDENT + line.plain.rstrip()))

    def heading(self, text: str) -> None:
        """Print a heading, a blank line before it."""
        self.console.print()
        self.console.print(Text(text, style="bold"))


def _add_column(table: Table, column: Column) -> None:
    """Add a column; figures and short texts are never broken."""
    is_figure = column.align == "right"
    table.add_column(
        column.name,
        justify="right" if is_figure else "left",
        no_wrap=is_figure,
        overflow="fold",
    )


def console_for(out: IO[str], *, width: int | None = None) -> Console:
    """Return a console on a stream; without a terminal behind it, plain text of 120 columns.

    width: in columns, where it isn't the terminal's own.
    """
    if width is None and not out.isatty():
        width = _PIPED_COLUMNS
    return Console(file=out, width=width, highlight=False, markup=False, emoji=False)
