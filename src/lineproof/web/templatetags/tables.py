"""How is a row of a table written? Its cells at once: a template takes many times as long."""

from __future__ import annotations

import functools
import html
from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def asked_of(line: str) -> str:
    """Return the question why a line owes what it does."""
    return _("Why? Line %(line)s") % {"line": line}


@register.simple_tag
def cells(row: Iterable[tuple[str, str]]) -> SafeString:
    """Return the cells of a row, each of its class and its text, which is escaped."""
    return SafeString("".join(f"{_opened(kind)}{html.escape(text)}</td>" for kind, text in row))


@functools.lru_cache
def _opened(kind: str) -> str:
    """Return how a cell of a class begins; there are few classes."""
    return f'<td class="{html.escape(kind)}">'
