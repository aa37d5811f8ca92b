"""How do an instant, a day and a month read on a page? In the reader's language.

Forms, addresses and files keep ISO 8601, and so does each `<time>` beside what is read.
"""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.dateformat import format as formatted
from django.utils.html import format_html
from django.utils.translation import gettext as _

from lineproof.report import days
from lineproof.report.days import days_said, month_name
from lineproof.web.server.middleware import language_spoken

register = template.Library()


@register.filter
def moment(at: dt.datetime | None) -> str:
    """Return an instant in UTC, to the minute; nothing where there is none."""
    return "" if at is None else formatted(at.astimezone(dt.UTC), _("j M Y, H:i"))


@register.filter
def second(at: dt.datetime | None) -> str:
    """Return an instant in UTC, to the second; nothing where there is none."""
    return "" if at is None else f"{moment(at)}:{at:%S}"


@register.filter
def day(of: dt.date | str | None) -> str:
    """Return a day as an element of a page; nothing where there is none."""
    return _timed(_iso(of), day_said(of))


@register.filter
def month(of: str) -> str:
    """Return a month as an element of a page. of: as 2025-01; any other text stays as it is."""
    return _timed(of, month_said(of))


@register.filter
def short_month(of: str) -> str:
    """Return a month over a narrow column."""
    return _timed(of, days.short_month(of, language_spoken()))


@register.filter
def day_said(of: dt.date | str | None) -> str:
    """Return a day, or a text of ours with days in it, as text alone: for titles and messages."""
    return days_said(_iso(of), language_spoken())


@register.filter
def month_said(of: str) -> str:
    """Return a month as text alone."""
    return month_name(of, language_spoken())


def moment_said(of: str) -> str:
    """Return a day or an instant as a record has it, such as 2025-03-04T08:30:00Z."""
    if "T" not in of:
        return day_said(of)
    at = dt.datetime.fromisoformat(of)
    return f"{second(at) if at.second else moment(at)} UTC"


def _iso(of: dt.date | str | None) -> str:
    """Return a day as files have it; of an instant the one that it has in UTC."""
    if isinstance(of, dt.datetime):
        of = of.astimezone(dt.UTC).date()
    return "" if of is None else str(of)


def _timed(iso: str, said: str) -> str:
    """Return what is read, with what a program reads beside it; no day or month stays a text."""
    return said if said == iso else format_html('<time datetime="{}">{}</time>', iso, said)
