"""What happens to every request? An id, a log line, a language, a limit; a token is read."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from prometheus_client import Counter, Histogram

from lineproof.report.wording import Language
from lineproof.web.doing.uploads import BODY_BYTES_MAX
from lineproof.web.server.logs import REQUEST_ID
from lineproof.web.server.problems import PROBLEM, ProblemError, problem, problem_of
from lineproof.web.who.people import User
from lineproof.web.who.tokens import token_given

Response = Callable[[HttpRequest], HttpResponseBase]

_LOG = logging.getLogger("lineproof.web")
#: Where the addresses of the API begin.
API = "/api/v1/"
REQUESTS = Counter("lineproof_web_requests", "Requests answered.", ["method", "page", "status"])
SECONDS = Histogram("lineproof_web_request_seconds", "Time to answer a request.", ["page"])


class Traced:
    """Gives each request an id, which the answer and every log line carry, and measures it."""

    def __init__(self, respond: Response) -> None:
        """Keep what answers."""
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request; whatever the caller calls it, the id is ours."""
        request_id = secrets.token_hex(8)
        token = REQUEST_ID.set(request_id)
        began = time.perf_counter()
        try:
            response = self.respond(request)
        finally:
            taken_s = time.perf_counter() - began
            match = request.resolver_match
            page = match.view_name if match is not None else "none"
            SECONDS.labels(page).observe(taken_s)
        response["X-Request-ID"] = request_id
        REQUESTS.labels(request.method, page, str(response.status_code)).inc()
        user = getattr(request, "user", None)
        _LOG.info(
            "request",
            extra={
                "method": request.method,
                "path": request.path,
                "status": response.status_code,
                "ms": round(taken_s * 1000),
                "user": user.pk if isinstance(user, User) else None,
            },
        )
        REQUEST_ID.reset(token)
        return response


class Spoken:
    """Speaks the language that a person chose, else the first of the browser's that there is."""

    def __init__(self, respond: Response) -> None:
        """Keep what answers."""
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request in its language."""
        language = translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.respond(request)
            response["Content-Language"] = language
        response["Vary"] = ", ".join(filter(None, (response.get("Vary"), "Accept-Language")))
        return response


class Tokened:
    """Lets a program do as the owner of its token; of pages it only reads, the API knows no other.

    A browser's session is left out of the API, so that no page can call it for somebody.
    """

    def __init__(self, respond: Response) -> None:
        """Keep what answers."""
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request; a token that is none, or for anything but reading, is refused."""
        is_api = request.path.startswith(API)
        if is_api:
            request.user = AnonymousUser()
        if "Authorization" not in request.headers:
            return self.respond(request)
        try:
            token = token_given(request)
        except ProblemError as refused:
            return problem_of(refused)
        request.user, request.token = token.user, token  # type: ignore[attr-defined]  # ours
        if request.method not in {"GET", "HEAD"} and not is_api:
            return problem(403, "pages are only read by a token; the API changes")
        return self.respond(request)


class Limited:
    """Refuses a body larger than its page takes, before any of it is read."""

    def __init__(self, respond: Response) -> None:
        """Keep what answers."""
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request; which page it is for is known only later."""
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: object, _args: object, _options: object
    ) -> HttpResponseBase | None:
        """Refuse more than a page's `body_bytes_max`; a stranger sends no files at all."""
        most = BODY_BYTES_MAX
        if request.user.is_authenticated:
            most = getattr(view, "body_bytes_max", BODY_BYTES_MAX)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) <= most:
            return None
        return render(request, "web/too_large.html", {"most": most // 2**20}, status=413)


class Told:
    """Tells a program of what goes wrong in one form, whoever answered."""

    def __init__(self, respond: Response) -> None:
        """Keep what answers."""
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        response = self.respond(request)
        is_told = response.get("Content-Type") == PROBLEM
        if response.status_code < HTTPStatus.BAD_REQUEST or is_told:
            return response
        if not request.path.startswith(API):
            return response
        said = problem(response.status_code, response.reason_phrase)
        if "Allow" in response:
            said["Allow"] = response["Allow"]
        return said


def language_spoken() -> Language:
    """Return the language that our own texts are shown in."""
    return "zh" if translation.get_language().startswith("zh") else "en"


def shown_everywhere(_request: HttpRequest) -> dict[str, object]:
    """Return what every page has."""
    return {"languages": settings.LANGUAGES}
