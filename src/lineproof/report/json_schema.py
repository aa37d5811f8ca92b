"""How is what `--json` prints told to a program? As JSON Schema, from the same declaration.

`json-shapes.toml` says what each key means; it knows nothing of the values.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SHAPES = Path(__file__).parent / "json-shapes.toml"
_DECIMAL = r"^-?[0-9]+(\.[0-9]+)?$"
_OR_NULL = " or null"
_OPTIONAL = "only where"

Schema = dict[str, Any]
#: How each form of the declaration is written; what isn't here is a choice of words, or any text.
_FORMS: dict[str, Schema] = {
    "amount": {"type": "string", "pattern": _DECIMAL},
    "decimal": {"type": "string", "pattern": _DECIMAL},
    "points": {"type": "string", "pattern": _DECIMAL},
    "ratio": {"type": "string", "pattern": _DECIMAL},
    "per cent": {"type": "string", "pattern": _DECIMAL},
    "count": {"type": "integer"},
    "seconds": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "instant": {"type": "string", "format": "date-time"},
    "month": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"},
    "hash": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "true / false": {"type": "boolean"},
    "yes / no": {"type": "boolean"},
    "finding": {"type": "object"},
    "right": {"type": "object"},
}


@functools.cache
def shapes() -> dict[str, Any]:
    """Return the declaration, by shape."""
    return tomllib.loads(SHAPES.read_text("utf-8"))


def json_schema(name: str, *, tree: str = "", within: str = "") -> Schema:
    """Return the schema of a shape; a key that the shape doesn't name isn't there.

    tree: where the schema of a node of the same tree is found, for a shape that is one.
    within: of what stands behind this list of the shape alone, such as `lines`; `-lines`: without.

    >>> json_schema("verify")["properties"]["ok"]["type"]
    'boolean'
    """
    shape = shapes()[name]
    rows = [tuple(row) for row in shape["keys"]]
    if "extends" in shape:
        rows = [*(tuple(row) for row in shapes()[shape["extends"]]["keys"]), *rows]
    begins = f"{within.removeprefix('-')}[]."
    if within.startswith("-"):
        rows = [row for row in rows if not row[0].startswith(begins)]
    elif within:
        rows = [(k.removeprefix(begins), f, m) for k, f, m in rows if k.startswith(begins)]
    return {**_object(rows, shape["said"], tree), "description": shape["said"].strip()}


def _object(rows: list[tuple[str, ...]], said: str, tree: str) -> Schema:
    """Return the schema of an object. rows: key below it, form, meaning."""
    own: dict[str, list[tuple[str, ...]]] = {}
    for key, form, meaning in rows:
        name, _, rest = key.partition(".")
        own.setdefault(name, []).append((rest, form, meaning))
    properties, needed = {}, []
    for key, below in own.items():
        name = key.removesuffix("[]")
        made = _value(below, said, tree)
        is_null = not key.endswith("[]") and _may_be_null(name, below, said)
        made = {"anyOf": [made, {"type": "null"}]} if is_null else made
        made = {"type": "array", "items": made} if key.endswith("[]") else made
        if name == "*":
            return {"type": "object", "additionalProperties": made}
        properties[name] = made
        needed += [] if _is_optional(below) else [name]
    return {
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def _is_optional(below: list[tuple[str, ...]]) -> bool:
    """Whether a key may be left out: everything in it is said to be there only at times."""
    return all(_OPTIONAL in meaning for _, _, meaning in below)


def _may_be_null(name: str, below: list[tuple[str, ...]], said: str) -> bool:
    """Whether null may stand in place of a table, as its shape or what is in it says."""
    if not below[0][0]:
        return False
    return "null" in said or any(
        "null" in told and (_OR_NULL not in form or f"`{name}`" in told) for _, form, told in below
    )


def _value(below: list[tuple[str, ...]], said: str, tree: str) -> Schema:
    """Return the schema of what stands behind a key."""
    rest, form, meaning = below[0]
    if rest:
        return _object(below, said, tree)
    return {**_form(form, tree), "description": meaning}


def _form(form: str, tree: str) -> Schema:
    """Return the schema of a form."""
    if form.endswith(_OR_NULL):
        return {"anyOf": [_form(form.removesuffix(_OR_NULL), tree), {"type": "null"}]}
    if form == "tree":
        return {"$ref": tree}
    if form in _FORMS:
        return dict(_FORMS[form])
    words = list(_choices(form))
    return {"type": "string", "enum": words} if len(words) > 1 else {"type": "string"}


def _choices(form: str) -> Iterator[str]:
    """Yield the words that a form chooses from."""
    for word in form.split(" / "):
        if re.fullmatch(r"[a-z_]+", word):
            yield word
