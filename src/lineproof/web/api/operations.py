"""How is an operation made of a function? It reads, changes or decides; the rest is the same.

Who may ask stands before it (`door`), which state it shows beside it (`marks`), and what was done
isn't done twice (`once`). A function gets the call and what was sent, and returns what it tells.
"""

from __future__ import annotations

import datetime as dt
import functools
import inspect
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any, Protocol, TypeVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import TypeAdapter

from lineproof.report.as_json import dumped
from lineproof.web.api.door import Bearer, Call, ContractCall
from lineproof.web.api.forms import form_names, refuse_unasked
from lineproof.web.api.marks import contract_mark, is_known, mark, refuse_changed
from lineproof.web.api.openapi import problems_told
from lineproof.web.api.request_hash import request_sha256
from lineproof.web.api.shapes import IdempotencyKey, IfMatch, IfNoneMatch, Key, Problem
from lineproof.web.doing.deciding import lock
from lineproof.web.kept.once import once
from lineproof.web.who.people import Scope
from lineproof.web.who.rights import Right

#: How long a key stands for what was answered.
KEPT = dt.timedelta(days=2)
_JSON = "application/json; charset=utf-8"
_ALWAYS = (401, 403, 404, 422, 429)
_OF_CHANGES = (400, 409, 413, *_ALWAYS)
_OF_DECISIONS = (412, 428, *_OF_CHANGES)

Given = dict[str, Any]
View = TypeVar("View", bound=Callable[..., Any])
Answer = Callable[[Callable[..., Any], Call, Given], HttpResponse]
Marked = Callable[[Any], str]


class Made(Protocol):
    """Makes an operation of a function, which stays as it is."""

    def __call__(self, view: View, /) -> View:
        """Return the function."""


class Operations:
    """The operations of one resource."""

    def __init__(self, tag: str) -> None:
        """Make a resource without any. tag: what it is called."""
        self.router = Router(tags=[tag])

    def reads(
        self, path: str, right: Right | None, shape: object, *, marked: Marked = mark
    ) -> Made:
        """Return what makes a function an operation that reads; marked: what gives its ETag."""
        answers = {200: shape, 304: None, **dict.fromkeys((*_ALWAYS, 503), Problem)}
        answer = functools.partial(_read, shape, marked)
        return self._made(path, Bearer(right, Scope.READ), answers, answer)

    def changes(self, path: str, right: Right | None, shape: object) -> Made:
        """Return what makes a function an operation that changes something, once."""
        answers = {201: shape, **dict.fromkeys(_OF_CHANGES, Problem)}
        answer = functools.partial(_once, shape, HTTPStatus.CREATED)
        return self._made(path, Bearer(right, Scope.WRITE), answers, answer)

    def decides(self, path: str, right: Right, shape: object) -> Made:
        """Return what makes a function a decision on the state that its If-Match names, once."""
        answers = {200: shape, **dict.fromkeys(_OF_DECISIONS, Problem)}
        answer = functools.partial(_once, shape, HTTPStatus.OK)
        return self._made(path, Bearer(right, Scope.WRITE), answers, answer)

    def deletes(self, path: str) -> Made:
        """Return what makes a function an operation that takes something of the caller's back."""
        answers = {204: None, **dict.fromkeys(_ALWAYS, Problem)}
        return self._made(path, Bearer(None, Scope.WRITE), answers, _delete)

    def _made(self, path: str, door: Bearer, answers: dict[int, Any], answer: Answer) -> Made:
        """Return what gives a function to the router, as it asks for one."""
        method = _method(answers)

        def made(view: View) -> View:
            names = form_names(view)

            def operation(request: HttpRequest, **given: Any) -> HttpResponse:  # noqa: ANN401
                refuse_unasked(request, names)
                given.pop("pk", None)  # the door knows the contract
                return answer(view, request.auth, given)  # type: ignore[attr-defined]

            summary, _, rest = inspect.cleandoc(view.__doc__ or "").partition("\n\n")
            told: Any = operation
            told.__name__, told.__doc__ = view.__name__, rest
            told.__signature__ = _signature(view, path, answers)
            self.router.api_operation(
                [method],
                path,
                auth=door,
                response={k: shape for k, shape in answers.items() if shape is not Problem},
                by_alias=True,
                operation_id=view.__name__,
                summary=summary.replace("\n", " "),
                openapi_extra={
                    "x-right": door.right.value if door.right else "none",
                    "responses": problems_told(k for k, each in answers.items() if each is Problem),
                },
            )(operation)
            return view

        return made


def _method(answers: dict[int, Any]) -> str:
    """Return the method by what is answered."""
    if HTTPStatus.NOT_MODIFIED in answers:
        return "GET"
    return "DELETE" if HTTPStatus.NO_CONTENT in answers else "POST"


def _signature(view: Callable[..., Any], path: str, answers: dict[int, Any]) -> inspect.Signature:
    """Return the parameters of an operation: its address's, its headers and the function's own."""
    own = list(inspect.signature(view, eval_str=True).parameters.values())[1:]
    given = [*_standing(path, answers), *own]
    parts = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in given]
    request = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return inspect.Signature([request, *parts])


def _standing(path: str, answers: dict[int, Any]) -> Iterator[inspect.Parameter]:
    """Yield what every operation of a kind is given."""
    keyword = inspect.Parameter.KEYWORD_ONLY
    if "{int:pk}" in path:
        yield inspect.Parameter("pk", keyword, annotation=Key)
    if HTTPStatus.NOT_MODIFIED in answers:
        yield inspect.Parameter("if_none_match", keyword, annotation=IfNoneMatch, default=None)
    if HTTPStatus.CONFLICT in answers:
        yield inspect.Parameter("idempotency_key", keyword, annotation=IdempotencyKey)
    if HTTPStatus.PRECONDITION_REQUIRED in answers:
        yield inspect.Parameter("if_match", keyword, annotation=IfMatch, default=None)


def _read(
    shape: object, marked: Marked, view: Callable[..., Any], call: Call, given: Given
) -> HttpResponse:
    """Answer what is read, or that the caller holds it already."""
    tag = marked(call)
    if is_known(tag, given.pop("if_none_match")):
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})
    told = view(call, **given)
    response = _file(told) if isinstance(told, bytes) else _json(_body(shape, told))
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    return response


def _once(
    shape: object, status: int, view: Callable[..., Any], call: Call, given: Given
) -> HttpResponse:
    """Do what is asked, all of it or nothing; what was done already is told again.

    A decision has its If-Match looked at behind the lock, so that nothing changes in between.
    """
    key = given.pop("idempotency_key")

    def done() -> str:
        if "if_match" in given:
            assert isinstance(call, ContractCall), "what is decided is a contract's"
            refuse_changed(contract_mark(call.contract), given.pop("if_match"))
        return _body(shape, view(call, **given))

    with transaction.atomic():
        if isinstance(call, ContractCall):
            lock(call.contract)
        call.token.answers.filter(made_at__lt=timezone.now() - KEPT).delete()
        body, _is_new = once(call.token, key, done, request=request_sha256(call.request))
    return _json(body, status)


def _delete(view: Callable[..., Any], call: Call, given: Given) -> HttpResponse:
    """Take something back; that it is gone is all there is to tell."""
    view(call, **given)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _body(shape: object, told: object) -> str:
    """Return what is told, as JSON of its shape."""
    adapter = _adapter(shape)
    whole = adapter.validate_python(told, from_attributes=True)
    return dumped(adapter.dump_python(whole, mode="json", by_alias=True, exclude_unset=True))


@functools.cache
def _adapter(shape: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - any type
    """Return what checks and writes a shape."""
    return TypeAdapter(shape)


def _file(content: bytes) -> HttpResponse:
    """Return an answer of a file's bytes."""
    return HttpResponse(content, content_type="application/octet-stream")


def _json(body: str, status: int = HTTPStatus.OK) -> HttpResponse:
    """Return an answer of JSON."""
    return HttpResponse(body, content_type=_JSON, status=status)
