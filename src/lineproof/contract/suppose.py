"""What if it were otherwise? A case with one thing changed: a term's field, a price, a record.

Nothing is written, and nothing else about the case changes: what comes of it is settled as usual.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
import typing
from typing import Any

import polars as pl
from pydantic import TypeAdapter, ValidationError

from lineproof.contract.case import Case
from lineproof.contract.fields import Amount
from lineproof.contract.terms.pricing import PriceLines
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.model.money import parse_minor
from lineproof.model.period import parse_month
from lineproof.model.record import RECORDS

HOW = (
    "Write TERM.field=value (bands[1].factor for a part of one), line:ID.monthly_rent=amount, "
    "score:YYYY-MM=points, or exclusion:ID=accepted, partly or rejected."
)
_STEP = re.compile(r"([a-z_]+)((?:\[[0-9]+\])*)")
_INDEX = re.compile(r"\[([0-9]+)\]")


def supposed(case: Case, setting: str) -> Case:
    """Return a case in which one setting holds; raises InputRefusedError where it can't be.

    setting: what is changed, "=", and to what; see `HOW`.
    """
    name, equals, value = setting.partition("=")
    name, value = name.strip(), value.strip()
    if not equals or not name or not value:
        raise _refused(setting, "it has no value")
    try:
        return _applied(case, name, value)
    except (ValueError, ValidationError) as wrong:
        raise _refused(setting, _reason(wrong)) from wrong


def _applied(case: Case, name: str, value: str) -> Case:
    """Return the case with a value set; raises ValueError or ValidationError."""
    if name.startswith("score:"):
        return _scored(case, name.removeprefix("score:"), value)
    if name.startswith("exclusion:"):
        return _answered(case, name.removeprefix("exclusion:"), value)
    if name.startswith("line:"):
        line, _, field = name.removeprefix("line:").rpartition(".")
        return _priced(case, line, field, value)
    term, _, path = name.partition(".")
    return _termed(case, term, path, value)


def _reason(wrong: ValueError) -> str:
    """Return why a value was refused, in a line."""
    if isinstance(wrong, ValidationError):
        return str(wrong.errors()[0]["msg"]).removeprefix("Value error, ")
    return str(wrong)


def _refused(setting: str, why: str) -> InputRefusedError:
    """Return the error for a setting that can't be made."""
    message = f'"{setting}" can\'t be supposed: {why}'
    return InputRefusedError((error("E-SUPPOSED", message, where="--set", fix=HOW),))


def _termed(case: Case, name: str, path: str, value: str) -> Case:
    """Return the case with a field of a term set, in every version of the term."""
    contract = case.contract
    if not any(term.id == name for term in contract.term):
        known = ", ".join(sorted(term.id for term in contract.term))
        message = f'there is no term "{name}"; there are {known}'
        raise ValueError(message)
    changed = tuple(
        _with(term, path.split("."), value) if term.id == name else term for term in contract.term
    )
    return dataclasses.replace(case, contract=dataclasses.replace(contract, term=changed))


def _with(part: Any, path: list[str], value: str) -> Any:  # noqa: ANN401 - any part of a term
    """Return a part of a term with the field at the end of a path set."""
    step = _STEP.fullmatch(path[0])
    names = [field.name for field in dataclasses.fields(part)]
    if step is None or step[1] not in names or step[1] in {"id", "kind"}:
        settable = ", ".join(n for n in names if n not in {"id", "kind"})
        message = f'it has no field "{path[0]}" to set; it has {settable}'
        raise ValueError(message)
    field, places = step[1], [int(place) for place in _INDEX.findall(step[2])]
    if not places and len(path) == 1:
        hint = typing.get_type_hints(type(part), include_extras=True)[field]
        return dataclasses.replace(part, **{field: _read(hint, value)})
    if not places:
        return dataclasses.replace(part, **{field: _with(getattr(part, field), path[1:], value)})
    items = list(getattr(part, field))
    if len(places) > 1 or places[0] >= len(items) or len(path) == 1:
        message = f"{field} has the places 0 to {len(items) - 1}, each with fields of its own"
        raise ValueError(message)
    items[places[0]] = _with(items[places[0]], path[1:], value)
    return dataclasses.replace(part, **{field: tuple(items)})


def _read(hint: Any, text: str) -> Any:  # noqa: ANN401 - a field's type
    """Return a value of a field's type, written plainly or as in contract.toml."""
    adapter: TypeAdapter[Any] = TypeAdapter(hint)
    try:
        return adapter.validate_python(text)
    except ValidationError as plain:
        try:
            return adapter.validate_python(tomllib.loads(f"value = {text}")["value"])
        except (tomllib.TOMLDecodeError, ValidationError):
            raise plain from None


def _priced(case: Case, line: str, field: str, value: str) -> Case:
    """Return the case with a line's monthly rent set, on its schedule or its price list."""
    if field != "monthly_rent":
        message = f'a line has no field "{field}" to set; it has monthly_rent'
        raise ValueError(message)
    rent = parse_minor(value, digits=case.contract.digits)
    is_line = pl.col("line") == line
    schedules = {
        file: rows.with_columns(
            pl.when(is_line).then(rent).otherwise("monthly_rent").alias("monthly_rent")
        )
        for file, rows in case.schedules.items()
    }
    found = any(rows.filter(is_line).height for rows in case.schedules.values())
    terms = []
    for term in case.contract.term:
        if isinstance(term, PriceLines) and any(p.line == line for p in term.lines):
            found = True
            at = next(i for i, price in enumerate(term.lines) if price.line == line)
            terms.append(_with(term, [f"lines[{at}]", "monthly_rent"], value))
        else:
            terms.append(term)
    if not found:
        message = f'no schedule and no price list has the line "{line}"'
        raise ValueError(message)
    contract = dataclasses.replace(case.contract, term=tuple(terms))
    return dataclasses.replace(case, contract=contract, schedules=schedules)


def _scored(case: Case, month: str, value: str) -> Case:
    """Return the case with a month's signed total."""
    parse_month(month)
    points = str(_read(Amount, value))
    table = RECORDS["scores"]
    rows = case.records.get("scores", table.empty())
    kept = rows.filter((pl.col("month") != month) | pl.col("item").is_not_null())
    latest = _latest(case)
    added = pl.DataFrame(
        [{"id": f"supposed:{month}", "recorded_at": latest, "by": "supposed", "month": month,
          "points": points, "row": 0}],
        schema=table.schema(),
    )  # fmt: skip
    return _with_records(case, "scores", pl.concat([kept, added]))


def _answered(case: Case, name: str, value: str) -> Case:
    """Return the case with a claim of exclusion answered otherwise."""
    rows = case.records.get("exclusions", RECORDS["exclusions"].empty())
    if value not in {"accepted", "partly", "rejected"}:
        message = f'"{value}" is no answer'
        raise ValueError(message)
    if not rows.filter(pl.col("id") == name).height:
        known = ", ".join(rows.get_column("id")) or "none"
        message = f'there is no claim "{name}" in records/exclusions.csv; there are {known}'
        raise ValueError(message)
    is_claim = pl.col("id") == name
    answer = pl.when(is_claim).then(pl.lit(value)).otherwise("answer").alias("answer")
    return _with_records(case, "exclusions", rows.with_columns(answer))


def _with_records(case: Case, kind: str, rows: pl.DataFrame) -> Case:
    """Return a case with other records of a kind."""
    return dataclasses.replace(case, records={**case.records, kind: rows})


def _latest(case: Case) -> Any:  # noqa: ANN401 - an instant
    """Return when the last record was made: what is supposed is known as long as that."""
    instants = [
        rows.get_column("recorded_at").max() for rows in case.records.values() if rows.height
    ]
    start = case.contract.contract.start or case.contract.contract.signed
    midnight = pl.select(pl.lit(start).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")).item()
    return max([i for i in instants if i is not None], default=midnight)
