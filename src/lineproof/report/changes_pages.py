"""How are changes from month to month drawn? A waterfall as SVG or PNG, and as pages of a PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from lineproof.model.period import calendar_month, parse_month
from lineproof.report.amounts import amount_text
from lineproof.report.causes import cause_name
from lineproof.report.changes import Bar, Changes, bars_of, savings_rows
from lineproof.report.paper import pages
from lineproof.report.picture import Form, drawn
from lineproof.report.wording import Language
from lineproof.report.wording_changes import Change

#: A bar's ends are told as so many parts of the scale's length.
_SCALE = 10_000
#: Below this share of the greatest level, the levels' spread gets a scale of its own.
_SPREAD_SHARE = (1, 4)


def changes_picture(changes: Changes, *, form: Form, language: Language) -> bytes:
    """Return the waterfall as one picture; the same bytes for the same changes."""
    data = _shared(changes, language) | {
        "subtitle": [Change.MONTH_COMES_TO.said(language)],
        "legend": [],
    }
    return drawn("waterfall", data, form=form)


def changes_pdf(changes: Changes, *, language: Language) -> bytes:
    """Return the report as PDF; its date of creation is the last month's last day."""
    last = calendar_month(parse_month(changes.steps[-1].month)).end - dt.timedelta(days=1)
    return pages("changes", _pages(changes, language), on=last)


def _pages(changes: Changes, language: Language) -> dict[str, Any]:
    """Return every text of the report."""

    def amount(minor: int) -> str:
        return amount_text(minor, digits=changes.digits)

    found = changes.savings
    most = max((a for _, a in found.causes), default=1)
    return _shared(changes, language) | {
        "page": Change.PAGE.said(language, page="{page}", pages="{pages}"),
        "note": Change.MONTH_COMES_TO.said(language),
        "savings_title": Change.SAVINGS.said(language),
        "savings": [(label, amount(minor)) for label, minor in savings_rows(changes, language)]
        if found.disputed
        else [],
        "none": Change.NO_DISPUTES.said(language),
        "causes_title": Change.CAUSES.said(language),
        "causes": [
            {"name": cause_name(cause, language), "amount": amount(minor),
             "share": minor * _SCALE // most}
            for cause, minor in found.causes
        ],
    }  # fmt: skip


def _shared(changes: Changes, language: Language) -> dict[str, Any]:
    """Return what the picture and the pages share."""
    about = f"{changes.contract}  {changes.about}  {changes.currency}"
    heads = {"language": language, "title": Change.REPORT.said(language), "about": about}
    bars = bars_of(changes, language)
    return heads | bars_data(bars, digits=changes.digits, language=language)


def bars_data(bars: Sequence[Bar], *, digits: int, language: Language) -> dict[str, Any]:
    """Return bars on one scale, as the templates draw them."""
    start, length = scale_of(bars)
    notes = []
    if start > 0:
        said = amount_text(start, digits=digits)
        notes.append(Change.AXIS_FROM.said(language, amount=said))
    return {
        "notes": notes,
        "zero": _at(0, start, length),
        "bars": [
            {
                "label": bar.label,
                "low": _at(bar.low, start, length),
                "high": _at(bar.high, start, length),
                "level": _at(bar.level, start, length),
                "kind": "total" if bar.is_total else "up" if bar.amount > 0 else "down",
                "amount": bar_amount(bar, digits=digits),
            }
            for bar in bars
        ],
    }


def bar_amount(bar: Bar, *, digits: int) -> str:
    """Return what a bar says: a part with its sign, a total without."""
    sign = "+" if not bar.is_total and bar.amount > 0 else ""
    return sign + amount_text(bar.amount, digits=digits)


def scale_of(bars: Sequence[Bar]) -> tuple[int, int]:
    """Return where the scale begins and how long it is, in minor units.

    It begins at 0, or below it; where all levels lie close together far from 0, nearer to them, so
    that their differences can be seen.
    """
    levels = [bar.level for bar in bars]
    low, high = min(levels), max(levels)
    num, den = _SPREAD_SHARE
    spread = high - low
    if low > 0 and spread * den < high * num:
        start = max(0, low - max(spread, high // 100))
        return start, max(1, high - start)
    start = min(0, low)
    return start, max(1, max(0, high) - start)


def _at(minor: int, start: int, length: int) -> int:
    """Return where an amount lies on the scale; what lies before its beginning is at 0."""
    return max(0, (minor - start) * _SCALE // length)
