"""How is a case or a settled month remembered? Its tables as they are, the rest as JSON.

It comes back as it was, whichever process worked it out; a refusal comes back as well.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_type_hints

import polars as pl
from pydantic import TypeAdapter

from lineproof.contract.case import Case, View, view
from lineproof.model.calendar import WorkdayTable
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding
from lineproof.model.sealed import Booked
from lineproof.settle.settlement import Settlement
from lineproof.sources.folder import parse_content
from lineproof.web.known.worked_out import keep_frame, keep_value, kept_frame, kept_value

_CASE, _REFUSED, _REST = "case.json", "refused.json", "settlement.json"
_STATES, _LINES = "states.arrow", "lines.arrow"


@dataclass(frozen=True, slots=True)
class Known:
    """A contract's case, all of it, with what `check` finds."""

    case: Case
    findings: tuple[Finding, ...]
    view: View


@dataclass(frozen=True, slots=True)
class _Told:
    """What a case holds besides its text and tables. schedules: file names; records: kinds."""

    schedules: tuple[str, ...]
    records: tuple[str, ...]
    workdays: WorkdayTable | None
    sealed: tuple[Booked, ...]
    has_states: bool
    said: tuple[Finding, ...]
    findings: tuple[Finding, ...]


_TOLD = TypeAdapter(_Told)
_FINDINGS: TypeAdapter[tuple[Finding, ...]] = TypeAdapter(tuple[Finding, ...])
_PARTS: dict[str, TypeAdapter[Any]] = {
    name: TypeAdapter(kind) for name, kind in get_type_hints(Settlement).items() if name != "lines"
}


def keep_known(place: Path, found: Known) -> None:
    """Write a case and its findings; its text is kept as a version."""
    case = found.case
    told = _Told(
        schedules=tuple(case.schedules),
        records=tuple(case.records),
        workdays=case.workdays,
        sealed=case.sealed,
        has_states=case.states is not None,
        said=case.findings,
        findings=found.findings,
    )
    keep_value(place / _CASE, _TOLD, told)
    for path, frame in zip(_paths(place, told), _frames(case), strict=True):
        keep_frame(path, frame)


def read_known(place: Path, text: bytes) -> Known:
    """Return a case with its findings; raises InputRefusedError where it was refused.

    text: the version's that it was kept of.
    """
    _refuse(place)
    told = kept_value(place / _CASE, _TOLD)
    parsed = parse_content(text)
    assert parsed.contract is not None, "its text was read before"
    frames = [kept_frame(path) for path in _paths(place, told)]
    case = Case(
        parsed.contract,
        dict(zip(told.schedules, frames, strict=False)),
        dict(zip(told.records, frames[len(told.schedules) :], strict=False)),
        told.workdays,
        parsed.positions,
        told.said,
        sealed=told.sealed,
        states=frames[-1] if told.has_states else None,
    )
    return Known(case, told.findings, view(case))


def _paths(place: Path, told: _Told) -> list[Path]:
    """Return where a case's tables lie."""
    schedules = [place / f"schedule-{number}.arrow" for number in range(len(told.schedules))]
    records = [place / f"record-{kind}.arrow" for kind in told.records]
    return [*schedules, *records, *([place / _STATES] if told.has_states else [])]


def _frames(case: Case) -> list[pl.DataFrame]:
    """Return a case's tables, in the order of their paths."""
    states = [] if case.states is None else [case.states]
    return [*case.schedules.values(), *case.records.values(), *states]


def keep_settled(place: Path, month: Settlement) -> None:
    """Write a settled month."""
    rest = {name: kind.dump_python(getattr(month, name), mode="json")
            for name, kind in _PARTS.items()}  # fmt: skip
    (place / _REST).write_text(json.dumps(rest, ensure_ascii=False), encoding="utf-8")
    keep_frame(place / _LINES, month.lines)


def read_settled(place: Path) -> Settlement:
    """Return a settled month; raises InputRefusedError where it was refused."""
    _refuse(place)
    rest = json.loads((place / _REST).read_bytes())
    parts = {name: kind.validate_python(rest[name]) for name, kind in _PARTS.items()}
    return Settlement(lines=kept_frame(place / _LINES), **parts)


def or_refused(make: Callable[[Path], None]) -> Callable[[Path], None]:
    """Return what keeps a refusal in place of what couldn't be made."""

    def made(place: Path) -> None:
        try:
            make(place)
        except InputRefusedError as problem:
            keep_value(place / _REFUSED, _FINDINGS, problem.findings)

    return made


def _refuse(place: Path) -> None:
    """Raise InputRefusedError again."""
    if (place / _REFUSED).exists():
        raise InputRefusedError(kept_value(place / _REFUSED, _FINDINGS))
