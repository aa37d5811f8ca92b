"""How does a statement look in a terminal? The texts of `worded.py` in Rich tables."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from lineproof.report.printing import LINES_SHOWN_MAX, Printing
from lineproof.report.sections import Section
from lineproof.report.statement import Statement
from lineproof.report.worded import Figure, Worded, worded
from lineproof.report.worded_lines import summed_up_sections
from lineproof.report.wording import Word


def print_statement(statement: Statement, printing: Printing) -> None:
    """Print a statement; many lines are summed up by service and price."""
    texts = worded(statement, printing.language)
    _print_head(texts, printing)
    if texts.doubts:
        _print_doubts(texts, printing)
    printing.heading(texts.summary_title)
    printing.console.print(_summary(texts.summary))
    for section in _sections(statement, texts, printing):
        printing.section(section)
    if texts.notes:
        printing.heading(texts.notes_title)
        for note in texts.notes:
            printing.console.print(Text(note))
    printing.console.print()
    for label, value in texts.hashes:
        printing.console.print(Text(f"{label}  {value}", style="dim"))


def _sections(statement: Statement, texts: Worded, printing: Printing) -> list[Section]:
    """Return the tables of a statement, those of its lines as short as a terminal asks for."""
    title = Word.LINES.said(printing.language)
    if statement.lines.height <= LINES_SHOWN_MAX:
        return list(texts.sections)
    before = [s for s in texts.sections if s.title != title]
    return [*before, *summed_up_sections(statement, printing.language)]


def _print_head(texts: Worded, printing: Printing) -> None:
    """Print the title, the parties, what the document is about, and the amount payable."""
    console = printing.console
    console.print(Text(f"{texts.title}  {texts.contract}", style="bold"))
    grid = Table.grid(padding=(0, 2))
    for role, name, tax_id in texts.parties:
        grid.add_row(Text(role, style="dim"), Text(" ".join(t for t in (name, tax_id) if t)))
    for label, value in texts.facts:
        grid.add_row(Text(label, style="dim"), Text(value))
    console.print(grid)
    console.print()
    payable = f"{texts.payable.label}  {texts.currency} {texts.payable.amount}"
    console.print(Text(payable, style="bold").append(f"  {texts.payable.note}", style="dim"))
    if texts.in_words is not None:
        console.print(Text("  ".join(texts.in_words)))


def _print_doubts(texts: Worded, printing: Printing) -> None:
    """Print what keeps the month from being settled."""
    printing.heading(texts.doubts_title)
    for doubt in texts.doubts:
        printing.console.print(Text(doubt.head, style="bold red"))
        printing.indented(f"{doubt.reason}\n{doubt.bounds}")


def _summary(figures: tuple[Figure, ...]) -> Table:
    """Return the totals as a table."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    table.add_column()
    for figure in figures:
        style = "bold" if figure.is_strong else ""
        label = f"  {figure.label}" if figure.is_part else figure.label
        table.add_row(Text(label, style=style), Text(figure.amount, style=style), Text(figure.note))
    return table
