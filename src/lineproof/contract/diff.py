"""Where do two contracts differ, or two transcriptions of one? Term by term, row by row.

Terms are matched by their id, rows by their own key; rows that lost their key are matched by what
they say. It doesn't know what a difference is worth: it gives the contract with that one applied.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lineproof.contract.contract import Contract
from lineproof.contract.fields import Term
from lineproof.contract.terms.registry import KINDS

_KEYS = ("line", "item", "level", "channel", "id", "code")
_LOOKS_ALIKE = ("qty", "monthly_rent", "limit_h", "share", "amount", "factor")


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two contracts differ.

    term: its id, or "contract" for the head. what: the field, with the row it is in. left, right:
    what each says; blank where it says nothing. changed: the left contract with only this taken
    from the right. is_points: whether it changes points of a scorecard rather than money.
    """

    term: str
    clause: str
    what: str
    left: str
    right: str
    changed: Contract
    is_points: bool = False


def differences(left: Contract, right: Contract) -> Iterator[Difference]:
    """Yield every difference between two contracts: the head's, the terms', the amendments'."""
    yield from _in_head(left, right)
    yield from _in_terms(left, right)
    for name in ("amendment", "answer"):
        ours, theirs = getattr(left, name), getattr(right, name)
        if ours != theirs:
            changed = dataclasses.replace(left, **{name: theirs})
            count = f"{len(ours)}", f"{len(theirs)}"
            yield Difference("contract", "", f"{name}s", *count, changed)


def _in_head(left: Contract, right: Contract) -> Iterator[Difference]:
    """Yield the differences of `[contract]`."""
    for what, ours, theirs, head in _changes(left.contract, right.contract):
        changed = dataclasses.replace(left, contract=head)
        yield Difference("contract", "", what, ours, theirs, changed)


def _in_terms(left: Contract, right: Contract) -> Iterator[Difference]:
    """Yield the differences of the terms, in the order of the left contract."""
    ours = {term.id: term for term in left.term}
    theirs = {term.id: term for term in right.term}
    for term in left.term:
        other = theirs.get(term.id)
        if other is None:
            changed = _with_terms(left, tuple(t for t in left.term if t.id != term.id))
            yield _whole(term, changed, is_left=True)
        elif type(other) is not type(term):
            changed = _replaced(left, other)
            said = str(getattr(term, "kind", "")), str(getattr(other, "kind", ""))
            yield Difference(term.id, term.clause, "kind", *said, changed)
        else:
            for what, one, two, part in _changes(term, other):
                changed, points = _replaced(left, part), isinstance(term, KINDS["scorecard"].type)
                yield Difference(term.id, term.clause, what, one, two, changed, points)
    for other in right.term:
        if other.id not in ours:
            yield _whole(other, _with_terms(left, (*left.term, other)), is_left=False)


def _whole(term: Term, changed: Contract, *, is_left: bool) -> Difference:
    """Return the difference of a term that only one side has."""
    name = str(getattr(term, "kind", ""))
    said = (name, "") if is_left else ("", name)
    points = isinstance(term, KINDS["scorecard"].type)
    return Difference(term.id, term.clause, "the whole term", *said, changed, points)


def _replaced(contract: Contract, term: Any) -> Contract:  # noqa: ANN401 - any kind of term
    """Return a contract with another term of the same id."""
    return _with_terms(contract, tuple(term if t.id == term.id else t for t in contract.term))


def _with_terms(contract: Contract, terms: tuple[Any, ...]) -> Contract:
    """Return a contract with other terms."""
    return dataclasses.replace(contract, term=terms)


Change = tuple[str, str, str, Any]


def _changes(left: Any, right: Any) -> Iterator[Change]:  # noqa: ANN401 - any part of a contract
    """Yield (what, left, right, the left part with only this from the right) for each field."""
    for field in dataclasses.fields(left):
        ours, theirs = getattr(left, field.name), getattr(right, field.name)
        if ours == theirs:
            continue

        def rebuilt(value: object, name: str = field.name) -> object:
            return dataclasses.replace(left, **{name: value})

        yield from _in_field(field.name, ours, theirs, rebuilt)


def _in_field(
    name: str,
    ours: Any,  # noqa: ANN401 - any value of a contract
    theirs: Any,  # noqa: ANN401 - likewise
    rebuilt: Callable[[object], object],
) -> Iterator[Change]:
    """Yield the changes of one field; rebuilt: from its value to the whole part."""
    if _is_part(ours) and _is_part(theirs) and type(ours) is type(theirs):
        for what, one, two, part in _changes(ours, theirs):
            yield f"{name}.{what}", one, two, rebuilt(part)
    elif _is_rows(ours) and _is_rows(theirs):
        for what, one, two, rows in _in_rows(ours, theirs):
            yield f"{name}{what}", one, two, rebuilt(rows)
    else:
        yield name, _said(ours), _said(theirs), rebuilt(theirs)


def _in_rows(ours: Sequence[Any], theirs: Sequence[Any]) -> Iterator[Change]:
    """Yield the changes of a list of rows, matched by key, else by what they say."""
    pairs = _pairs(ours, theirs)
    for i, row in enumerate(ours):
        at = f"[{_name(row, i)}]"
        other = pairs.get(i)
        if other is None:
            yield at, _said(row), "", (*ours[:i], *ours[i + 1 :])
        elif type(other) is type(row):
            for what, one, two, part in _changes(row, other):
                yield f"{at}.{what}", one, two, (*ours[:i], part, *ours[i + 1 :])
        else:
            yield at, _said(row), _said(other), (*ours[:i], other, *ours[i + 1 :])
    matched = [id(row) for row in pairs.values()]
    for i, row in enumerate(theirs):
        if id(row) not in matched:
            yield f"[{_name(row, i)}]", "", _said(row), (*ours, row)


def _pairs(ours: Sequence[Any], theirs: Sequence[Any]) -> dict[int, Any]:
    """Return for the index of each of our rows the row of the other side it corresponds to."""
    by_key = {_name(row, i): row for i, row in enumerate(theirs)}
    pairs = {i: by_key[_name(row, i)] for i, row in enumerate(ours) if _name(row, i) in by_key}
    taken = [id(row) for row in pairs.values()]
    left = [row for row in theirs if id(row) not in taken]
    for i, row in enumerate(ours):
        if i not in pairs:
            alike = next((other for other in left if _look(other) == _look(row)), None)
            if alike is not None:
                pairs[i] = alike
                left = [other for other in left if other is not alike]
    return pairs


def _name(row: object, index: int) -> str:
    """Return what a row is known by."""
    for key in _KEYS:
        value = getattr(row, key, None)
        if value is not None:
            return str(value)
    return str(index)


def _look(row: object) -> tuple[object, ...]:
    """Return what two rows without a common key are matched by."""
    return tuple(getattr(row, name, None) for name in _LOOKS_ALIKE)


def _is_part(value: object) -> bool:
    """Whether a value has fields of its own."""
    return dataclasses.is_dataclass(value) and not isinstance(value, type)


def _is_rows(value: object) -> bool:
    """Whether a value is a list of parts."""
    return isinstance(value, tuple) and all(_is_part(row) for row in value)


def _said(value: object) -> str:
    """Return a value as a contract writes it."""
    if value is None:
        return ""
    if isinstance(value, Fraction | Decimal):
        exact = Fraction(value)
        return f"{Decimal(exact.numerator) / Decimal(exact.denominator):f}"
    if isinstance(value, tuple):
        return ", ".join(_said(each) for each in value)
    if _is_part(value):
        shown = (getattr(value, f.name) for f in dataclasses.fields(value))  # type: ignore[arg-type]
        return " ".join(_said(each) for each in shown if each is not None and each != ())
    return str(value)
