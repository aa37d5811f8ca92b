"""Which token does a program call by? A bearer's (RFC 6750): known, good, not used too often."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from lineproof.web.server.problems import ProblemError
from lineproof.web.who.people import Token, token_of

_SCHEME = "bearer "
_MINUTE_S = 60


def token_given(request: HttpRequest) -> Token:
    """Return the token of a request; raises ProblemError where none is good, or used too often."""
    given = request.headers.get("Authorization", "")
    now = timezone.now()
    token = None
    if given.lower().startswith(_SCHEME):
        token = token_of(given[len(_SCHEME) :].strip(), now=now)
    if token is None:
        raise unknown_token("the token is unknown or has expired")
    if token.used > settings.TOKEN_REQUESTS_A_MINUTE:
        said = f"this token was used {settings.TOKEN_REQUESTS_A_MINUTE} times in a minute"
        wait = str(_MINUTE_S - now.second)
        raise ProblemError(HTTPStatus.TOO_MANY_REQUESTS, said, Retry_After=wait)
    return token


def unknown_token(said: str) -> ProblemError:
    """Return what tells a program that it needs a token that is good."""
    return ProblemError(HTTPStatus.UNAUTHORIZED, said, WWW_Authenticate='Bearer realm="lineproof"')
