"""How does a month's availability look in a terminal? A table of the worst, totals, and a map.

Nothing is said by colour alone; where the output is no terminal there are no colours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from rich.text import Text

from lineproof.assess.availability import Percentage
from lineproof.assess.term_months import TermMonth, plain_totals_of, totals_of
from lineproof.contract.case import View
from lineproof.contract.terms.scoring import Availability
from lineproof.report.availability import unit_availability
from lineproof.report.durations import duration_text
from lineproof.report.percentages import availability_text, share_text
from lineproof.report.printing import Printing
from lineproof.report.terminal_pictures import print_heat_map, print_strip
from lineproof.report.wall_clock import WallDay, wall_days
from lineproof.report.wording import Language, Word

_NS = 10**9
_WIDE_COLUMNS = 110
_WIDE = {Word.IN_SERVICE, Word.LONGEST}
_HEADS = (
    (Word.AVAILABLE_PERCENT, "right"),
    (Word.COVERAGE_PERCENT, "right"),
    (Word.TIME_DOWN, "right"),
    (Word.TIME_UNKNOWN, "right"),
    (Word.TIME_EXCLUDED, "right"),
    (Word.IN_SERVICE, "right"),
    (Word.OUTAGE_COUNT, "right"),
    (Word.LONGEST, "right"),
)


def print_availability(
    view: View, terms: Sequence[TermMonth], printing: Printing, *, month: str, worst: int
) -> None:
    """Print a month: each term with its worst units, totals, and a map of their days."""
    print_title(view, printing, title=Word.AVAILABILITY_OF, month=month)
    for found in terms:
        days = _days(view, found)
        print_term(found, printing)
        print_units(found, printing, worst=worst)
        print_totals(found, printing)
        names = found.units.head(worst).get_column("unit").to_list()
        print_heat_map(found.month, names, days, printing)


def print_unit(view: View, terms: Sequence[TermMonth], printing: Printing, *, month: str) -> None:
    """Print a month of one unit: each term with its figures and its hours.

    terms: each with that unit alone.
    """
    print_title(view, printing, title=Word.AVAILABILITY_OF, month=month)
    for found in terms:
        print_term(found, printing)
        print_units(found, printing, worst=1)
        print_strip(found.month, found.units.item(0, "unit"), _days(view, found), printing)


def _days(view: View, found: TermMonth) -> tuple[WallDay, ...]:
    """Return the month's days by the contract's clock."""
    return wall_days(found.days_of_month, timezone=view.contract.contract.timezone)


def print_title(view: View, printing: Printing, *, title: Word, month: str) -> None:
    """Print whose month it is, and in which timezone its instants are."""
    head = view.contract.contract
    parts = [printing.said(title), head.id, month, head.timezone]
    if view.as_known:
        parts.append(f"{printing.said(Word.AS_KNOWN)} {view.as_known}")
    printing.console.print(Text("  ".join(parts), style="bold"))


def print_term(found: TermMonth, printing: Printing) -> None:
    """Print a term: how it makes states, and what it judges."""
    term = found.term
    clause = printing.said(Word.CLAUSE_N, clause=term.clause)
    printing.heading(f"{term.id}  {clause}")
    printing.indented(rule_text(term, printing.language))
    printing.indented(
        printing.said(Word.RULES_THE_MONEY, what=scope_text(found, printing.language))
    )
    if not found.is_judged:
        printing.indented(printing.said(Word.NOT_THIS_MONTH))
    elif term.window != "month":
        last = found.days.end - dt.timedelta(days=1)
        printing.indented(printing.said(Word.PERIOD_DAYS, first=found.days.start, last=last))


def rule_text(term: Availability, language: Language) -> str:
    """Return how a term makes states of samples."""
    return Word.RULE_OF_STATES.said(
        language,
        slot=duration_text(term.slot_s * _NS, language),
        down=term.down_run,
        up=term.up_run or term.down_run,
    )


def scope_text(found: TermMonth, language: Language) -> str:
    """Return what a term judges, with the figure where that is one."""
    term = found.term
    if term.scope == "circuit":
        return Word.SCOPE_CIRCUIT.said(language)
    if term.scope == "group":
        return Word.SCOPE_GROUP.said(language, count=term.group_up_min or 1)
    value = availability_text(found.whole, digits=term.round_digits, language=language)
    word = Word.SCOPE_MEAN if term.scope == "mean" else Word.SCOPE_POOLED
    return word.said(language, value=value)


def print_units(found: TermMonth, printing: Printing, *, worst: int) -> None:
    """Print the worst units, one a row, and how many more there are."""
    heads = [h for h in _HEADS if printing.console.width >= _WIDE_COLUMNS or h[0] not in _WIDE]
    unit = Word.GROUP if found.term.scope == "group" else Word.CIRCUIT
    table = printing.table((unit, "left"), *heads)
    for row in found.units.head(worst).iter_rows(named=True):
        cells = _cells(row, found.term, printing)
        table.add_row(Text(row["unit"]), *(cells[word] for word, _ in heads))
    printing.console.print(table)
    more = found.units.height - worst
    if more > 0:
        printing.console.print(printing.said(Word.AND_MORE, count=f"{more:,}"))


def _cells(row: dict[str, Any], term: Availability, printing: Printing) -> dict[Word, str]:
    """Return a unit's figures by column."""
    language = printing.language
    found = unit_availability(row, digits=term.round_digits)
    return {
        Word.AVAILABLE_PERCENT: availability_text(
            found, digits=term.round_digits, language=language
        ),
        Word.COVERAGE_PERCENT: share_text(row["known"], row["service"]),
        Word.TIME_DOWN: duration_text(row["down"], language),
        Word.TIME_UNKNOWN: duration_text(row["unknown"], language),
        Word.TIME_EXCLUDED: duration_text(row["excluded"], language),
        Word.IN_SERVICE: duration_text(row["service"], language),
        Word.OUTAGE_COUNT: f"{row['outages']:,}",
        Word.LONGEST: duration_text(row["longest"], language),
    }


def print_totals(found: TermMonth, printing: Printing) -> None:
    """Print what all units come to, as agreed and as if nothing were excluded."""
    table = printing.table(
        (Word.AVAILABLE_PERCENT, "left"), (Word.WITH_EXCLUSIONS, "right"),
        (Word.WITHOUT_EXCLUSIONS, "right"),
    )  # fmt: skip
    for row in totals_rows(found, printing.language):
        table.add_row(*row)
    printing.console.print()
    printing.console.print(table)


def totals_rows(found: TermMonth, language: Language) -> list[tuple[str, str, str]]:
    """Return what all units come to: its name, as agreed, and as if nothing were excluded."""
    agreed, plain = totals_of(found), plain_totals_of(found)
    digits = found.term.round_digits

    def said(each: Percentage | None) -> str:
        return availability_text(each, digits=digits, language=language)

    return [
        (Word.MEAN_OF_UNITS.said(language), said(agreed.mean), said(plain.mean)),
        (Word.POOLED_TIME.said(language), said(agreed.pooled), said(plain.pooled)),
    ]
