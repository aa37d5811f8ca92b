"""What may stand in a dataclass's fields, and what does each mean? Tables from its source.

A field's meaning is the text literal that follows it in its class.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from as_table import as_table

from lineproof.contract.fields import Term

FORMS = {
    "Amount": ("amount", 'an amount of the contract\'s currency, as text: `"113.00"`'),
    "UnitPrice": ("unit price", 'like an amount, with as many decimals as needed: `"0.045"`'),
    "Ratio": ("ratio", 'a plain number, as text: `"0.06"` for 6 %, `"90"` for 90 points'),
    "Count": ("count", "a whole number, 0 or more: `12`"),
    "Positive": ("positive count", "a whole number, 1 or more: `12`"),
    "Day": ("date", "a bare date: `2025-03-04`"),
    "Flag": ("true/false", "`true` or `false`"),
    "Id": ("id", 'a text without leading spaces, at most 200 long: `"PRICES"`'),
    "Text": ("text", 'any text that isn\'t empty: `"access"`'),
    "Sha256": ("hash", "64 hexadecimal digits, as `sha256sum` prints them"),
}


def doc(owner: type) -> str:
    """Return a class's docstring."""
    return inspect.cleandoc(owner.__doc__ or "") + "\n"


def with_parts(owner: type) -> str:
    """Return the table of a dataclass's fields, and one for each dataclass that they hold."""
    texts = [own_fields(owner)]
    for part in _parts_of(owner):
        texts.append(f"#### {part.__name__}\n")
        texts += [doc(part), own_fields(part)]
    return "\n".join(texts)


def _parts_of(owner: type) -> list[type]:
    """Return the dataclasses that a dataclass's fields hold, each once, however deep."""
    found: list[type] = []
    for field in dataclasses.fields(owner):
        for name in _names(ast.parse(str(field.type), mode="eval"), owner):
            part = getattr(sys.modules[owner.__module__], name, None)
            if dataclasses.is_dataclass(part) and isinstance(part, type):
                found += [each for each in (part, *_parts_of(part)) if each not in found]
    return found


def _names(tree: ast.AST, owner: type) -> Iterator[str]:
    """Yield the names in an annotation, those of a module's aliases resolved."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            alias = _alias(node.id, owner)
            yield from _names(alias, owner) if alias is not None else (node.id,)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "|" in node.value:
            yield from _names(ast.parse(node.value, mode="eval"), owner)


def _alias(name: str, owner: type) -> ast.AST | None:
    """Return what a module of terms assigns to a name, such as `Unit = Literal[…]`."""
    for node in ast.parse(inspect.getsource(sys.modules[owner.__module__])).body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in node.targets
        ):
            return node.value
    return None


def own_fields(owner: type) -> str:
    """Return the table of a dataclass's own fields; a term's without what every term says."""
    shared = {f.name for f in dataclasses.fields(Term)} if owner is not Term else set()
    left_out = shared | {"kind"} if issubclass(owner, Term) else set()
    meanings = _meanings(owner)
    rows = [
        (f"`{field.name}`", _form(field, owner), meanings[field.name])
        for field in dataclasses.fields(owner)
        if field.name not in left_out
    ]
    return (
        as_table(("field", "form", "meaning"), rows) if rows else "It has no fields of its own.\n"
    )


def _meanings(owner: type) -> dict[str, str]:
    """Return what each field means: the text literal that follows it in its class."""
    found: dict[str, str] = {}
    for source in reversed(owner.__mro__[:-1]):
        module = ast.parse(inspect.getsource(sys.modules[source.__module__]))
        bodies = [n.body for n in module.body
                  if isinstance(n, ast.ClassDef) and n.name == source.__name__]  # fmt: skip
        for body in bodies:
            for node, following in pairwise(body):
                match node, following:
                    case ast.AnnAssign(target=ast.Name(name)), ast.Expr(ast.Constant(str(said))):
                        found[name] = " ".join(said.split())
    return found


def _form(field: dataclasses.Field[Any], owner: type) -> str:
    """Return how a field's value is written, and whether it may be left out."""
    words = _words(ast.parse(str(field.type), mode="eval").body, owner)
    default = field.default
    if default is dataclasses.MISSING:
        return words
    if default is None or default == ():
        return f"{words} ?"
    if isinstance(default, bool):
        return f"{words} = `{str(default).lower()}`"
    shown = json.dumps(default, ensure_ascii=False) if isinstance(default, tuple) else default
    return f"{words} = `{shown}`"


def _words(node: ast.expr, owner: type) -> str:
    """Return an annotation in words."""
    match node:
        case ast.Name(name):
            return _name_words(name, owner)
        case ast.BinOp(left, _, ast.Constant(None)):
            return _words(left, owner)
        case ast.BinOp(left, _, right):
            return f"{_words(left, owner)} or {_words(right, owner)}"
        case ast.Subscript(ast.Name(holder), held):
            return _held_words(holder, held, owner)
        case ast.Constant(str(text)):
            return _words(ast.parse(text, mode="eval").body, owner)
    message = f"{ast.unparse(node)} of {owner.__name__} has no words yet"
    raise AssertionError(message)


def _name_words(name: str, owner: type) -> str:
    """Return a named type in words."""
    known = {"AnyTerm": "term", "str": "text"} | {key: words for key, (words, _) in FORMS.items()}
    if name in known:
        return known[name]
    alias = _alias(name, owner)
    return _words(alias, owner) if isinstance(alias, ast.expr) else f"table *{name}*"


def _held_words(holder: str, held: ast.expr, owner: type) -> str:
    """Return a type that holds others in words."""
    parts = held.elts if isinstance(held, ast.Tuple) else [held]
    if holder == "Literal":
        return " / ".join(f"`{ast.literal_eval(value)}`" for value in parts)
    if holder == "Annotated":
        return _words(parts[0], owner)
    if holder == "dict":
        return f"table of {_words(parts[0], owner)} → {_words(parts[1], owner)}"
    assert holder == "tuple", f"{holder} of {owner.__name__} has no words yet"
    if isinstance(parts[-1], ast.Constant):
        return f"list of {_words(parts[0], owner)}"
    return f"[{', '.join(_words(part, owner) for part in parts)}]"
