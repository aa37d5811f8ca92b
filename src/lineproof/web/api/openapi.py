"""What does the OpenAPI document say beyond what ninja writes? What really is answered.

Problems in their own type, shapes of `--json` by the one declaration there is, headers, files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, TypeVar

from lineproof.report.json_schema import json_schema
from lineproof.web.api.shapes import SHAPE, Problem
from lineproof.web.server.problems import PROBLEM

_REF = "#/components/schemas/"
_NO_NAME = re.compile(r"[^A-Za-z-]+")
_ERRORS = 400
_LATER = (429, 503)
_FILE = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_ETAG = {"ETag": {"description": "Names the state that is shown.", "schema": {"type": "string"}}}
_RETRY = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}

Document = TypeVar("Document", bound=dict[str, Any])


def problems_told(statuses: Iterable[int]) -> dict[int, dict[str, str]]:
    """Return what an operation's answers are by which it tells that something can't be.

    Ninja would make a type of each, several hundred times the same.
    """
    return {status: {"description": HTTPStatus(status).phrase} for status in statuses}


def finished(document: Document) -> Document:
    """Return an OpenAPI document that is whole."""
    schemas = document["components"]["schemas"]
    problem = Problem.model_json_schema(ref_template=f"{_REF}{{model}}")
    schemas |= problem.pop("$defs") | {"Problem": problem}
    for path in document["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                _finish(int(status), answer)
    named: set[str] = set()
    _name(document["paths"], named)
    _name(schemas, named)
    for name in sorted(named):
        schemas[_title(name)] = _shape(name)
    return document


def _finish(status: int, answer: dict[str, Any]) -> None:
    """Say of one answer which type and headers it has."""
    content = answer.get("content", {})
    if status >= _ERRORS:
        answer["content"] = {PROBLEM: {"schema": {"$ref": f"{_REF}Problem"}}}
    elif "x-file" in str(content):
        answer["content"] = _FILE
    if status in {200, 304}:
        answer["headers"] = _ETAG
    if status in _LATER:
        answer["headers"] = _RETRY


def _name(part: Any, named: set[str]) -> None:  # noqa: ANN401 - any part of a document
    """Put a reference wherever a shape of `--json` stands, and remember which."""
    if isinstance(part, list):
        for each in part:
            _name(each, named)
    if not isinstance(part, dict):
        return
    for key, value in part.items():
        if isinstance(value, dict) and SHAPE in value:
            named.add(value[SHAPE])
            part[key] = {"$ref": _REF + _title(value[SHAPE])}
        else:
            _name(value, named)


def _shape(name: str) -> dict[str, Any]:
    """Return the schema of a shape, or of the items of a list in it."""
    shape, _, within = name.partition("/")
    return json_schema(shape, tree=_REF + _title(name), within=within)


def _title(name: str) -> str:
    """Return what a shape is called in the document."""
    return "".join(w.title() for w in _NO_NAME.sub(" ", name.replace("/-", " without ")).split())
