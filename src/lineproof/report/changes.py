"""What changed from month to month, and what did checking bring? For the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from lineproof.model.money import format_minor
from lineproof.reconcile.savings import Savings
from lineproof.report.amounts import amount_text
from lineproof.report.causes import cause_name
from lineproof.report.printing import Printing
from lineproof.report.wording import Language
from lineproof.report.wording_changes import Change
from lineproof.settle.waterfall import Part, Waterfall

PART_WORDS: dict[Part, Change] = {
    "price": Change.PRICE,
    "new": Change.NEW,
    "ceased": Change.CEASED,
    "deduction": Change.DEDUCTION,
    "credit": Change.CREDIT,
    "one_off": Change.ONE_OFF,
    "usage": Change.USAGE,
    "interest": Change.INTEREST,
    "tax": Change.TAX,
    "correction": Change.CORRECTION,
}


@dataclass(frozen=True, slots=True)
class Changes:
    """Several months of a contract, one after the other: each step from one to the next."""

    contract: str
    currency: str
    digits: int
    steps: tuple[Waterfall, ...]
    savings: Savings

    @property
    def about(self) -> str:
        """The months it is about, from the first to the last."""
        return f"{self.steps[0].month_before} – {self.steps[-1].month}"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a waterfall, from `low` to `high` in minor units; a month's own begins at 0.

    level: where it ends, and the next one begins. amount: what it says.
    """

    label: str
    low: int
    high: int
    level: int
    amount: int
    is_total: bool


def bars_of(changes: Changes, language: Language) -> tuple[Bar, ...]:
    """Return the bars of all steps: the first month, then each step's parts and its month."""
    return tuple(_bars(changes, language))


def _bars(changes: Changes, language: Language) -> Iterator[Bar]:
    """Yield the bars, in order."""
    first = changes.steps[0]
    yield total_bar(first.month_before, first.before)
    for step in changes.steps:
        parts = [(PART_WORDS[part].said(language), amount) for part, amount in step.parts]
        yield from part_bars(parts, level=step.before)
        yield total_bar(step.month, step.after)


def part_bars(parts: Iterable[tuple[str, int]], *, level: int) -> Iterator[Bar]:
    """Yield the bars of parts, each from where the one before it ends; level: where they begin."""
    for label, amount in parts:
        after = level + amount
        yield Bar(label, min(level, after), max(level, after), after, amount, is_total=False)
        level = after


def total_bar(label: str, amount: int) -> Bar:
    """Return the bar of a whole, such as a month's, from 0."""
    return Bar(label, min(0, amount), max(0, amount), amount, amount, is_total=True)


def savings_rows(changes: Changes, language: Language) -> list[tuple[str, int]]:
    """Return what checking the bills brought, each with its amount."""
    found = changes.savings
    rows = (
        (Change.DISPUTED, found.disputed), (Change.AGREED, found.agreed),
        (Change.RECOVERED, found.recovered), (Change.AVOIDED, found.avoided),
        (Change.OPEN, found.open),
    )  # fmt: skip
    return [(word.said(language), amount) for word, amount in rows]


def print_changes(changes: Changes, printing: Printing) -> None:
    """Print each bar's amount, what was saved, and the dearest causes."""
    title = f"{printing.said(Change.REPORT)}  {changes.contract}  {changes.about}"
    printing.console.print(Text(f"{title}  {changes.currency}", style="bold"))
    table = printing.table((Change.WHAT_CHANGED, "left"), (Change.AMOUNT, "right"))
    for bar in bars_of(changes, printing.language):
        said = amount_text(bar.amount, digits=changes.digits)
        sign = "" if bar.is_total or bar.amount < 0 else "+"
        label = bar.label if bar.is_total else f"  {bar.label}"
        table.add_row(Text(label, style="bold" if bar.is_total else ""), sign + said)
    printing.console.print(table)
    printing.heading(printing.said(Change.SAVINGS))
    if not changes.savings.disputed:
        printing.indented(printing.said(Change.NO_DISPUTES))
        return
    for label, amount in savings_rows(changes, printing.language):
        printing.indented(f"{label}  {amount_text(amount, digits=changes.digits)}")
    printing.heading(printing.said(Change.CAUSES))
    for cause, amount in changes.savings.causes:
        name = cause_name(cause, printing.language)
        printing.indented(f"{name}  {amount_text(amount, digits=changes.digits)}")


def changes_json(changes: Changes) -> dict[str, Any]:
    """Return what `report --json` prints."""

    def said(minor: int) -> str:
        return format_minor(minor, digits=changes.digits)

    found = changes.savings
    return {
        "contract": changes.contract,
        "currency": changes.currency,
        "steps": [
            {
                "from": step.month_before,
                "to": step.month,
                "before": said(step.before),
                "after": said(step.after),
                "parts": [{"part": part, "amount": said(amount)} for part, amount in step.parts],
            }
            for step in changes.steps
        ],
        "savings": {
            "disputed": said(found.disputed),
            "agreed": said(found.agreed),
            "recovered": said(found.recovered),
            "avoided": said(found.avoided),
            "open": said(found.open),
            "causes": [{"cause": cause, "amount": said(amount)} for cause, amount in found.causes],
        },
    }
