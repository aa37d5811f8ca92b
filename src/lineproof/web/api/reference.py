"""What can a program ask, for a person to read? Each operation of the OpenAPI document, told.

The page and the reference of the documentation are made of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from lineproof.web.who.rights import Right

_REF = "#/components/schemas/"
_SOURCES = {"path": "address", "query": "query", "header": "header"}
_NULL = {"type": "null"}
_FORMS = {"integer": "whole number", "boolean": "true / false", "number": "number"}
_FORMATS = {"date": "date", "date-time": "instant", "binary": "file"}


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter, or a key of what is sent or answered."""

    name: str
    where: str
    form: str
    is_needed: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class ToldOperation:
    """An operation. right: what the token's owner needs; empty: nothing but a token.

    is_form: whether it is sent as a form with a file is; else as JSON.
    """

    name: str
    method: str
    path: str
    summary: str
    more: str
    right: str
    parameters: tuple[Row, ...]
    is_form: bool
    body: tuple[Row, ...]
    answer: tuple[Row, ...]
    statuses: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Resource:
    """The operations of one resource."""

    name: str
    operations: tuple[ToldOperation, ...]


def resources(document: Mapping[str, Any]) -> tuple[Resource, ...]:
    """Return what a document says, by resource, in its order."""
    found: dict[str, list[ToldOperation]] = {}
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            told = _told(method.upper(), path, said, document["components"]["schemas"])
            found.setdefault(said["tags"][0], []).append(told)
    return tuple(Resource(name, tuple(each)) for name, each in found.items())


def _told(
    method: str, path: str, said: Mapping[str, Any], schemas: Mapping[str, Any]
) -> ToldOperation:
    """Return one operation as it is to be read."""
    content = said.get("requestBody", {}).get("content", {})
    sent: Mapping[str, Any] = next(iter(content.values()), {})
    good = next(answer for status, answer in said["responses"].items() if int(status) < 300)  # noqa: PLR2004
    answered: Mapping[str, Any] = next(iter(good.get("content", {}).values()), {})
    right = said["x-right"]
    return ToldOperation(
        name=said["operationId"],
        method=method,
        path=path,
        summary=said["summary"],
        more=said.get("description", ""),
        right=Right(right).value if right != "none" else "",
        parameters=tuple(_parameter(each) for each in said["parameters"]),
        is_form="multipart/form-data" in content,
        body=tuple(_rows(sent.get("schema", {}), schemas)),
        answer=tuple(_rows(answered.get("schema", {}), schemas)),
        statuses=tuple((int(s), HTTPStatus(int(s)).phrase) for s in said["responses"]),
    )


def _parameter(said: Mapping[str, Any]) -> Row:
    """Return a parameter."""
    where = _SOURCES[said["in"]]
    form = _form(said["schema"]).removesuffix(" or null")  # nothing is sent then
    return Row(said["name"], where, form, said["required"], said.get("description", ""))


def _rows(
    schema: Mapping[str, Any],
    schemas: Mapping[str, Any],
    key: str = "",
    seen: frozenset[str] = frozenset(),
    row: Row | None = None,
) -> Iterator[Row]:
    """Yield the keys of a schema, those of lists behind `[]`; a tree's own nodes once.

    row: what the key itself says, for one that has no more keys in it.
    """
    named = schema.get("$ref", "")
    if named in seen:
        yield Row(key, "", "tree", is_needed=True, meaning=row.meaning if row else "")
        return
    if named:
        whole = schemas[named.removeprefix(_REF)]
        yield from _rows(whole, schemas, key, seen | {named}, row)
        return
    held = [each for each in schema.get("anyOf", ()) if each != _NULL]
    if len(held) == 1 and _has_keys(held[0]):
        yield from _rows(held[0], schemas, key, seen, row)
        return
    if schema.get("type") == "array":
        yield from _rows(schema["items"], schemas, f"{key}[]", seen, row)
        return
    yield from _object(schema, schemas, key, seen, row)


def _object(
    schema: Mapping[str, Any],
    schemas: Mapping[str, Any],
    key: str,
    seen: frozenset[str],
    row: Row | None,
) -> Iterator[Row]:
    """Yield the keys of an object; what is none stands for itself."""
    before = f"{key}." if key else ""
    needed = schema.get("required", ())
    for name, part in schema.get("properties", {}).items():
        told = Row(name, "", "", name in needed, part.get("description", ""))
        yield from _rows(part, schemas, before + name, seen, told)
    rest = schema.get("additionalProperties")
    if isinstance(rest, dict):
        yield from _rows(rest, schemas, f"{before}*", seen, row)
    if not schema.get("properties") and not isinstance(rest, dict) and schema:
        is_needed, meaning = (row.is_needed, row.meaning) if row else (True, "")
        yield Row(key, "", _form(schema), is_needed, meaning)


def _has_keys(schema: Mapping[str, Any]) -> bool:
    """Whether a schema is of something with keys or items."""
    return "$ref" in schema or "properties" in schema or schema.get("type") == "array"


def _form(schema: Mapping[str, Any]) -> str:
    """Return how a value is written."""
    if "anyOf" in schema:
        return " or ".join("null" if each == _NULL else _form(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " / ".join(str(each) for each in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    if str(schema.get("pattern", "")).endswith(r"(\.[0-9]+)?$"):
        return "decimal"
    return _FORMS.get(str(schema.get("type", "")), "text")
