"""Which amounts does unknown time leave open? Lines whose availability or outages could differ.

It finds the doubts and says what they rest on; what they cost is for settling to try.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from lineproof.assess.availability import Judged, Percentage, percentage
from lineproof.assess.governing import governing, lines_named
from lineproof.assess.measured import Measured
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.scoring import Availability, Bands
from lineproof.model.money import format_minor
from lineproof.model.period import Days, month_text
from lineproof.settle.factors import (
    is_doubtful,
    is_measured,
    measured_by,
    month_metric,
    own_term,
)
from lineproof.settle.line_factors import TIMES, is_judged, line_metric
from lineproof.settle.outage_credits import credits_of, judged_outages, line_credits
from lineproof.settle.states_used import months_computed

_NAMED_MAX = 3
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """What unknown time leaves open of one availability term.

    subject: its id, or the term that reads it where there is no such term. clause: of the first
    term that reads it.
    """

    subject: str
    clause: str
    reason: str


def unmeasured(measured: Measured, month: dt.date) -> Iterator[Unmeasured]:
    """Yield what is open of a month, by availability term; terms that read the same one together.

    All unknown time is taken as down together, then as up together.
    """
    view = measured.view
    found: dict[str, list[tuple[str, str]]] = {}
    for each in months_computed(view, month):
        period = view.period(each)
        for bands, held in of_kind(view.versions, Bands, within=period):
            if is_measured(view, bands):
                term = measured_by(view, bands, each)
                reason = _of_bands(measured, bands, held, each)
                if reason:
                    subject = bands.id if term is None else term.id
                    found.setdefault(subject, []).append((bands.clause, reason))
        for credit, held in credits_of(view, each) if view.term_days is not None else ():
            judged = judged_outages(measured, credit, each)
            ends = {} if judged is None else line_credits(measured, (credit, held), each)
            lines = [line for line, (sure, possible) in ends.items() if sure != possible]
            if judged is not None and lines:
                shown = judged.lines.filter(pl.col("line").is_in(lines[:_NAMED_MAX]))
                said = _said(shown, judged.term, len(lines))
                reason = f"{credit.id} needs the outages of {month_text(each)}: {said}"
                found.setdefault(judged.term.id, []).append((credit.clause, reason))
    for subject, reasons in found.items():
        yield Unmeasured(subject, reasons[0][0], "; ".join(reason for _, reason in reasons))


def _of_bands(measured: Measured, bands: Bands, held: Days, month: dt.date) -> str:
    """Return why unknown time leaves a month's factors open; blank: it doesn't."""
    needs = f"{bands.id} needs the availability of {month_text(month)}: "
    term = own_term(measured.view, bands, month)
    if term is not None:
        said = _of_lines(measured, (bands, held), term, month)
        return needs + said if said else ""
    metric = month_metric(measured, bands, month)
    if metric is None or not is_doubtful(metric, bands):
        return ""
    if metric.low is None or metric.high is None:
        return needs + "nothing that counts was measured"
    return f"{needs}it lies in {_ends(Percentage(metric.low, metric.high))} %"


def _of_lines(
    measured: Measured, ruling: tuple[Bands, Days], term: Availability, month: dt.date
) -> str:
    """Return which lines' own factors are open; blank: none."""
    bands = ruling[0]
    if bands.on_missing != "block" or not is_judged(measured, bands, month):
        return ""
    lines = _ruled(measured, ruling, month)
    if measured.view.case.states is None:
        never = lines.with_columns(pl.lit(0, pl.Int64).alias(name) for name in (*TIMES, "known"))
        return _said(never, term, never.height) if never.height else ""
    judged = measured.judged(term, month)
    assert judged is not None, "a window that is judged has lines"
    times = _times(judged, lines)
    alike = times.select(*TIMES).unique()
    open_ones = [is_doubtful(line_metric(row, bands, term), bands) for row in alike.iter_rows()]
    doubtful = times.join(
        alike.filter(pl.Series(open_ones, dtype=pl.Boolean)), on=TIMES, how="semi",
        maintain_order="left",
    )  # fmt: skip
    return _said(doubtful.head(_NAMED_MAX), term, doubtful.height) if doubtful.height else ""


def _times(judged: Judged, lines: pl.DataFrame) -> pl.DataFrame:
    """Return some lines with their times; those that were never judged have none."""
    return lines.join(judged.lines, on="line", how="left", maintain_order="left").with_columns(
        pl.col(*TIMES, "known", "service").fill_null(0)
    )


def _ruled(measured: Measured, ruling: tuple[Bands, Days], month: dt.date) -> pl.DataFrame:
    """Return the lines that are in service in a month and ruled by bands: column line."""
    view, (bands, held) = measured.view, ruling
    inside = (pl.col("start") < held.end) & (pl.col("end") > held.start)
    named = pl.when(pl.col("line").is_in(lines_named(view))).then("line").otherwise(pl.lit(""))
    rows = measured.intervals.frame.filter(inside).select("line", "term", named.alias("named"))
    kinds = rows.select("term", "named").unique()
    on = max(held.start, view.period(month).start)
    is_ruled = [
        bands in governing(view, Bands, on=on,
                           charge=("rent", measured.intervals.terms[term].term.id, name))
        for term, name in kinds.iter_rows()
    ]  # fmt: skip
    ruled = kinds.filter(pl.Series(is_ruled, dtype=pl.Boolean))
    found = rows.join(ruled, on=["term", "named"], how="semi", maintain_order="left")
    return found.select("line").unique(maintain_order=True)


def _said(shown: pl.DataFrame, term: Availability, count: int) -> str:
    """Return what is open of some lines, the first of them by name."""
    said = [_line_said(row, term) for row in shown.head(_NAMED_MAX).to_dicts()]
    more = count - len(said)
    said += [f"{_lines(more)} more"] if more > 0 else []
    return f"unknown time leaves {_lines(count)} open: {', '.join(said)}"


def _lines(count: int) -> str:
    """Return so many lines in words."""
    return "1 line" if count == 1 else f"{count} lines"


def _line_said(row: dict[str, int], term: Availability) -> str:
    """Return a line with its availability and how much of its time was measured."""
    if not row["counted"]:
        return f"line {row['line']} was never measured"
    found = percentage(row["counted"], row["down"], row["unknown"], digits=term.round_digits)
    assert found is not None, "some of its time counts"
    share = format_minor(1000 * row["known"] // row["service"], digits=1)
    return f"line {row['line']} {_ends(found)} % ({share} % measured)"


def _ends(found: Percentage) -> str:
    """Return both ends of an availability, rounded outwards."""
    ends = (math.floor(found.low * 10**_DIGITS), math.ceil(found.high * 10**_DIGITS))
    return "–".join(format_minor(end, digits=_DIGITS) for end in ends)
