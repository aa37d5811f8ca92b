"""What does the API consist of? Its resources, how errors are told, and its OpenAPI document."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

import lineproof
from lineproof.model.errors import LineproofError, StoreError
from lineproof.web.api import (
    acceptance,
    bills,
    checks,
    circuits,
    comments,
    contracts,
    deadlines,
    disputes,
    exclusions,
    files,
    imports,
    jobs,
    ledger,
    mine,
    months,
    payments,
    records,
    scores,
    seals,
    versions,
)
from lineproof.web.api.openapi import finished
from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.uploads import UPLOAD_BYTES_MAX
from lineproof.web.known.later import LaterError
from lineproof.web.server.problems import problem, problem_of

_AGAIN_S = 2
DESCRIPTION = """\
Contracts, months, seals and bills, as the pages and the command line have them.
Amounts are exact decimals as texts, days are ISO 8601, `to` is the first day no longer in it.
What `lineproof … --json` prints has the same keys here.
"""


class Api(NinjaAPI):
    """The API, with a document that says what really is answered."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - ninja's own
        """Make it, without a document yet."""
        super().__init__(**options)
        self._document: list[OpenAPISchema] = []

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the OpenAPI document, which takes a second to make, once."""
        if not self._document:
            made = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
            self._document.append(finished(made))
        return self._document[0]


api = Api(
    title="lineproof",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    urls_namespace="api",
    openapi_extra={"info": {"x-lineproof": lineproof.__version__}},
)
RESOURCES = (
    contracts, circuits, records, imports, acceptance, months, scores, exclusions, seals, versions,
    deadlines, bills, checks, disputes, payments, ledger, comments, files, jobs, mine,
)  # fmt: skip
for each in RESOURCES:
    api.add_router("", each.operations.router)

#: What the addresses that take files are named by: the first operation of each.
TAKING_FILES = {"bills", "imports", "acceptance", "exclusions_to_answer"}

urls = api.urls
for address in urls[0]:
    if isinstance(address, URLPattern) and address.name in TAKING_FILES:
        taking: Any = address.callback
        taking.body_bytes_max = 2 * UPLOAD_BYTES_MAX  # which `Limited` asks for


@api.exception_handler(LineproofError)
def _refused(_request: HttpRequest, error: LineproofError) -> HttpResponse:
    """Tell of what can't be done."""
    return problem_of(error)


@api.exception_handler(NotNowError)
def _not_now(_request: HttpRequest, error: NotNowError) -> HttpResponse:
    """Tell of what can't be done as things stand."""
    return problem(HTTPStatus.CONFLICT, str(error))


@api.exception_handler(LaterError)
def _later(_request: HttpRequest, error: LaterError) -> HttpResponse:
    """Tell when to come again for what a job works out; or why that failed."""
    if not error.job.is_open:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
    headers = {"Retry-After": str(_AGAIN_S)}
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), headers=headers)


@api.exception_handler(StoreError)
def _broken(_request: HttpRequest, error: StoreError) -> HttpResponse:
    """Let what is our fault be logged as such."""
    raise error


@api.exception_handler(AuthenticationError)
@api.exception_handler(HttpError)
def _http(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """Tell of a body that can't be read."""
    return problem(error.status_code, str(error))


@api.exception_handler(Http404)
def _missing(_request: HttpRequest, error: Http404) -> HttpResponse:
    """Tell that something isn't there, for whoever asks."""
    return problem(HTTPStatus.NOT_FOUND, str(error) or "there is no such thing")


@api.exception_handler(PermissionDenied)
def _forbidden(_request: HttpRequest, _error: PermissionDenied) -> HttpResponse:
    """Tell that the token's owner may not do it."""
    return problem(HTTPStatus.FORBIDDEN, "the token's owner hasn't the right to do this")


@api.exception_handler(RequestDataTooBig)
@api.exception_handler(TooManyFilesSent)
def _too_large(_request: HttpRequest, error: Exception) -> HttpResponse:
    """Tell of a body that is too large."""
    return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(error))


@api.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Tell everything that is wrong with what was sent."""
    told = [
        {
            "code": str(each["type"]),
            "message": str(each["msg"]).removeprefix("Value error, "),
            "where": ".".join(str(part) for part in each["loc"]),
            "fix": "Send what the OpenAPI document says.",
        }
        for each in error.errors
    ]
    said = f"what was sent isn't what is needed: {told[0]['where']}: {told[0]['message']}"
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, said, findings=told)
