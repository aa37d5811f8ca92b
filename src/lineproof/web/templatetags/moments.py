"""How does an instant read on a page? In the reader's language; days stay as in the files."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def moment(at: dt.datetime | None) -> str:
    """Return an instant in UTC, to the minute; nothing where there is none."""
    return "" if at is None else formatted(at.astimezone(dt.UTC), _("j M Y, H:i"))
