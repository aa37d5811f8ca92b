"""Does a form hold what is asked for and no more? A name that is misspelt isn't left out unseen."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from ninja.params.models import File, Form

from lineproof.web.server.problems import ProblemError


def form_names(view: Callable[..., Any]) -> frozenset[str]:
    """Return the names of the fields and files that an operation takes by a form; none: no form."""
    return frozenset(_names(view))


def _names(view: Callable[..., Any]) -> Iterator[str]:
    """Yield the names of a form's fields and files."""
    for parameter in inspect.signature(view, eval_str=True).parameters.values():
        hint = parameter.annotation
        for how in getattr(hint, "__metadata__", ()):
            if isinstance(how, File):
                yield parameter.name
            if isinstance(how, Form):
                fields = hint.__origin__.model_fields
                yield from (field.alias or name for name, field in fields.items())


def refuse_unasked(request: HttpRequest, names: frozenset[str]) -> None:
    """Raise ProblemError for a form with a field or a file that nobody asked for."""
    unasked = sorted({*request.POST, *request.FILES} - names) if names else []
    if unasked:
        said = f'"{unasked[0]}" isn\'t asked for: what is, is {", ".join(sorted(names))}'
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, said)
