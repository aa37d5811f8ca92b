"""Which texts can our code say? Read from the source, with numbered places for its values.

Where one text stands in another, or is one of two, each sentence that may come out is written out.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

_HOLE = "\x00"
#: A value that is put in later: `{name}` of a text for `str.format`, or of an f-string's own.
_LATER = re.compile(r"\{(?:\x00|[a-z_]+)\}")
_DEEP = 4
#: Calls whose texts aren't messages: of columns, patterns, the trail, and those in gettext's own.
_NO_MESSAGES = {"Column", "compile", "cast", "TypeVar", "note", "_"}
_Names = dict[str, list[ast.expr]]


def texts_of(path: Path) -> set[str]:
    """Return the texts of prose in a module, without docstrings, assertions and parts of others."""
    tree = ast.parse(path.read_text("utf-8"))
    return {text for scope in _scopes(tree) for text in _texts_in(scope)}


def _scopes(tree: ast.Module) -> Iterator[list[ast.AST]]:
    """Yield what stands in each function, and outside of all, but for what is no message."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        inside: list[ast.AST] = []
        below = list(ast.iter_child_nodes(waiting.pop()))
        while below:
            node = below.pop()
            if isinstance(node, ast.FunctionDef | ast.Lambda):
                waiting.append(node)
            elif not _is_silent(node):
                inside.append(node)
                below += ast.iter_child_nodes(node)
        yield inside


def _is_silent(node: ast.AST) -> bool:
    """Whether nothing in it is a message: a docstring, an assertion, a column, a pattern."""
    if isinstance(node, ast.Call):
        return ast.unparse(node.func).rpartition(".")[2] in _NO_MESSAGES
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_docstring or isinstance(node, ast.Assert)


def _texts_in(scope: list[ast.AST]) -> Iterator[str]:
    """Yield the texts of a function."""
    names = _names(scope)
    parts: set[int] = set()
    for node in scope:
        if isinstance(node, ast.JoinedStr):
            parts |= {id(each) for each in ast.walk(node)} - {id(node)}
            held = [v.value for v in node.values if isinstance(v, ast.FormattedValue)]
            used = [names[v.id] for v in held if isinstance(v, ast.Name) and v.id in names]
            parts |= {id(each) for values in used for v in values for each in ast.walk(v)}
    for node in scope:
        if id(node) not in parts and isinstance(node, ast.Constant | ast.JoinedStr):
            yield from filter(_is_prose, map(_numbered, _said(node, names, 0)))


def _names(scope: list[ast.AST]) -> _Names:
    """Return what is called something in a function, and is a text whichever it is."""
    found: _Names = {}
    for node in scope:
        if isinstance(node, ast.Assign):
            for name, value in _assigned(node.targets[0], node.value):
                found.setdefault(name, []).append(value)
    return {name: values for name, values in found.items() if all(map(_is_text, values))}


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names of an assignment, each with its value."""
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=False):
            yield from _assigned(one, other)


def _is_text(node: ast.expr) -> bool:
    """Whether an expression is a text, whichever way it goes."""
    if isinstance(node, ast.IfExp):
        return _is_text(node.body) and _is_text(node.orelse)
    is_constant = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return is_constant or isinstance(node, ast.JoinedStr)


def _said(node: ast.AST, names: _Names, depth: int) -> list[str]:
    """Return each text that an expression may be, with holes for what only runs tell."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp) and _is_text(node):
        return [*_said(node.body, names, depth), *_said(node.orelse, names, depth)]
    if isinstance(node, ast.Name) and node.id in names and depth < _DEEP:
        return [text for value in names[node.id] for text in _said(value, names, depth + 1)]
    if isinstance(node, ast.FormattedValue):
        return _said(node.value, names, depth)
    if isinstance(node, ast.JoinedStr):
        each = [_said(value, names, depth + 1) for value in node.values]
        return ["".join(parts) for parts in itertools.product(*each)]
    return [_HOLE]


def _numbered(text: str) -> str:
    """Return a text with its places numbered, and nothing around it."""
    count = itertools.count(1)
    whole = _LATER.sub(_HOLE, text.strip())
    return re.sub(_HOLE, lambda _: f"{{{next(count)}}}", whole)


def _is_prose(text: str) -> bool:
    """Whether a person reads it: words of small letters, on one line, in English, no pattern."""
    bare = re.sub(r"\{[0-9]+\}", "", text)
    is_one_line = "\n" not in text and " " in text
    is_other = re.search(r"\(\?|\[0-9\]|\[A-Z|\\s|\||[\u4e00-\u9fff]", text)
    return is_one_line and re.search("[a-z]{2}", bare) is not None and is_other is None
