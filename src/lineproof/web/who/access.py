"""Who gets to a page? Each says which right it needs; one door leads to everything kept.

What a person may not even see isn't there for them: 404. What they see and may not do: 403.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render

from lineproof.model.errors import StoreError
from lineproof.web.doing.uploads import BODY_BYTES_MAX
from lineproof.web.who.people import User
from lineproof.web.who.rights import Right

_LOG = logging.getLogger("lineproof.web")
Given = ParamSpec("Given")
Kind = TypeVar("Kind", bound=Model)


class Asked(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


class Page(Protocol):
    """A view that says who may ask it, and how."""

    right: Right | None
    methods: tuple[str, ...]
    body_bytes_max: int

    def __call__(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:  # noqa: ANN401 - what its address holds
        """Answer a request."""


Shown = Callable[Concatenate[Asked, Given], HttpResponseBase]


def page(
    right: Right | None, *, method: str = "GET", body_bytes_max: int = BODY_BYTES_MAX
) -> Callable[[Shown[Given]], Page]:
    """Return what makes a view a page that a right leads to; None: to be signed in is enough.

    body_bytes_max: how much it may be sent; a page that takes a file says `UPLOAD_BYTES_MAX`.
    The view itself gets to what it shows by `reach`, with the same right.
    """
    methods = ("GET", "HEAD") if method == "GET" else (method,)

    def made(shown: Shown[Given]) -> Page:
        @functools.wraps(shown)
        def answered(request: Any, *args: Given.args, **options: Given.kwargs) -> HttpResponseBase:  # noqa: ANN401
            if not isinstance(request.user, User):
                return _sign_in(request)
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            try:
                response = shown(request, *args, **options)
            except StoreError:
                _LOG.exception("what is kept can't be used")
                response = render(request, "web/unusable.html", status=500)
            response.setdefault("Cache-Control", "private, no-store")
            return response

        told: Any = answered
        told.right, told.methods, told.body_bytes_max = right, methods, body_bytes_max
        return told  # type: ignore[no-any-return]  # it has all that a Page has

    return made


def reach(found: QuerySet[Kind], user: User, right: Right) -> Kind:
    """Return the one thing that was asked for; raises Http404, and PermissionDenied.

    found: what the address names, of everybody's. Its `for_user` alone says what is a user's.
    """
    scoped: Any = found
    seen = scoped.for_user(user, Right.SEE).first()
    if seen is None:
        raise Http404
    if right is not Right.SEE and not scoped.for_user(user, right).filter(pk=seen.pk).exists():
        raise PermissionDenied
    assert isinstance(seen, found.model)
    return seen


def require(user: User, right: Right) -> None:
    """Raise PermissionDenied for a user who has a right nowhere."""
    if not user.has_right(right):
        raise PermissionDenied


def _sign_in(request: HttpRequest) -> HttpResponse:
    """Send a stranger to the page to sign in; a part of a page, with its whole page."""
    response = redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": response["Location"]})
    return response
