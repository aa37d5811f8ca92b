"""Does the application that gunicorn finds answer?"""

from __future__ import annotations

from collections.abc import Callable
from wsgiref.util import setup_testing_defaults

from lineproof.web.server.wsgi import application

Begun = Callable[[object], object]


def test_the_application_answers(db: None) -> None:  # noqa: ARG001 - Django looks at it
    """A plain request, by the interface of PEP 3333."""
    environ: dict[str, object] = {"PATH_INFO": "/healthz", "HTTP_HOST": "127.0.0.1"}
    setup_testing_defaults(environ)
    began: list[object] = []

    def begin(status: str, _headers: list[tuple[str, str]], _problem: object = None, /) -> Begun:
        began.append(status)
        return began.append

    body = b"".join(application(environ, begin))
    assert (began, body) == (["200 OK"], b"ok\n")
