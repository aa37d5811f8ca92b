"""Where do two sides differ? First which inputs, then the first line that came out otherwise."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lineproof.seal.difference import LineDifference, first_difference

_LISTED_MAX = 100
_ABSENT = "—"


@dataclass(frozen=True, slots=True)
class Side:
    """What one side settled a month from, and the lines it came to.

    inputs: the parts of the inputs hash; lines: `lines.csv`; totals: as sealed. states:
    `states.csv`, or nothing.
    """

    inputs: Mapping[str, Any]
    lines: bytes
    totals: Mapping[str, Any]
    states: bytes = b""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two sides; inputs_differ: each with both values, at most 100."""

    inputs_differ: tuple[str, ...]
    totals_differ: tuple[str, ...]
    first: LineDifference | None

    @property
    def is_same(self) -> bool:
        """Whether the two sides settle to the same lines and totals."""
        return self.first is None and not self.totals_differ


def compare(left: Side, right: Side) -> Comparison:
    """Return what differs between two settled months."""
    inputs = (*_differences("", left.inputs, right.inputs), *_states(left.states, right.states))
    totals = tuple(_differences("", left.totals, right.totals))
    more = len(inputs) - _LISTED_MAX
    listed = inputs[:_LISTED_MAX] + ((f"… and {more} more",) if more > 0 else ())
    return Comparison(listed, totals, first_difference(left.lines, right.lines))


def _states(left: bytes, right: bytes) -> Iterator[str]:
    """Yield the first state that two `states.csv` have differently, with both."""
    if left == right:
        return
    for one, other in itertools.zip_longest(left.splitlines(), right.splitlines()):
        if one != other:
            said = (_ABSENT if row is None else row.decode("utf-8", "replace")
                    for row in (one, other))  # fmt: skip
            yield f"states.csv, first row that differs: {' / '.join(said)}"
            return


def _differences(path: str, left: object, right: object) -> Iterator[str]:
    """Yield each place where two nested values differ, with both."""
    if left == right:
        return
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        for key in sorted({*left, *right}):
            yield from _differences(f"{path}.{key}".strip("."), left.get(key), right.get(key))
    elif isinstance(left, list) and isinstance(right, list):
        yield from _in_lists(path, left, right)
    else:
        yield f"{path}: {_said(left)} / {_said(right)}"


def _in_lists(path: str, left: list[Any], right: list[Any]) -> Iterator[str]:
    """Yield differences between two lists; what has an id is matched by it, the rest by place."""
    one, other = ({_name(item, i): item for i, item in enumerate(side)} for side in (left, right))
    for name in dict.fromkeys((*one, *other)):
        yield from _differences(f"{path}[{name}]", one.get(name), other.get(name))


def _name(item: object, index: int) -> str:
    """Return what an item of a list is matched by."""
    if isinstance(item, Mapping):
        for key in ("id", "line", "item", "code", "month"):
            if key in item:
                subject = item.get("subject", "") if key == "code" else ""
                return f"{item[key]} {subject}".strip()
    return str(index)


def _said(value: object) -> str:
    """Return a value as text; a whole part that one side lacks by its kind or id."""
    if value is None:
        return _ABSENT
    if isinstance(value, Mapping):
        return str(value.get("id") or value.get("line") or "present")
    return str(value)
