"""Which column of a provider's sheet means what, as somebody confirmed it? One file a provider.

A layout holds for files with exactly its headers; others are guessed anew. It reads no rows.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.sources.bill_sheet_table import BILL_SHEET

_NAMES = {column.name for column in BILL_SHEET.columns}
_HEAD = """\
# What the columns of this provider's bills mean, as it was confirmed.
# Delete a layout, or the file, to be asked again.
"""


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet's headers, and what each column means; "" where it means nothing."""

    headers: tuple[str, ...]
    columns: tuple[str, ...]


def read_layouts(content: bytes, *, file: str) -> tuple[Layout, ...]:
    """Return the layouts of a file; raises InputRefusedError where it isn't what we write."""
    try:
        layouts = tuple(_layout(raw) for raw in tomllib.loads(content.decode())["layout"])
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        message = f"{file} can't be read as column maps: {problem}"
        fix = "Mend it, or delete it and confirm the columns again."
        raise InputRefusedError((error("E-TOML", message, where=file, fix=fix),)) from problem
    return layouts


def _layout(raw: dict[str, list[str]]) -> Layout:
    """Return one layout; raises ValueError where it isn't one."""
    headers, columns = tuple(raw["headers"]), tuple(raw["columns"])
    if len(headers) != len(columns) or not all(isinstance(text, str) for text in headers):
        message = "a layout needs as many columns as headers, all of them texts"
        raise ValueError(message)
    used = [name for name in columns if name]
    if unknown := sorted(set(used) - _NAMES):
        message = f"{unknown[0]} is no column of a bill"
        raise ValueError(message)
    if len(set(used)) != len(used):
        message = "a layout gives one meaning to two columns"
        raise ValueError(message)
    return Layout(headers, columns)


def layouts_toml(layouts: Sequence[Layout]) -> str:
    """Return layouts as the text of their file.

    >>> text = layouts_toml([Layout(("电路编号", "备注"), ("circuit", ""))])
    >>> read_layouts(text.encode(), file="a.toml")[0].columns
    ('circuit', '')
    """
    parts = [
        f"\n[[layout]]\nheaders = {_texts(layout.headers)}\ncolumns = {_texts(layout.columns)}\n"
        for layout in layouts
    ]
    return _HEAD + "".join(parts)


def _texts(texts: Sequence[str]) -> str:
    """Return texts as a TOML array: JSON's strings are TOML's, but for one character."""
    return json.dumps(list(texts), ensure_ascii=False).replace("\x7f", "\\u007f")


def with_layout(layouts: Sequence[Layout], new: Layout) -> tuple[Layout, ...]:
    """Return layouts with a confirmed one in place of any for the same headers."""
    return (*(layout for layout in layouts if layout.headers != new.headers), new)


def layout_for(layouts: Sequence[Layout], headers: Sequence[str]) -> Layout | None:
    """Return the layout for a file's headers, or None where nobody confirmed one."""
    return next((layout for layout in layouts if layout.headers == tuple(headers)), None)
