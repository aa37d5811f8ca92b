"""How does a contract file become typed values? Strictly, with every error of a file at once.

TOML that doesn't parse gives its first error; the rest is pydantic's, said in the contract's terms.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
import functools
import re
import tomllib
import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast, get_args, get_type_hints

import polars as pl
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from lineproof.contract.contract import Contract
from lineproof.contract.fields import Term
from lineproof.contract.locate import Path, Positions, locate
from lineproof.contract.terms.paying import PaymentPlan
from lineproof.contract.terms.pricing import PriceLines
from lineproof.contract.terms.registry import KINDS, RESERVED
from lineproof.model.finding import Finding, error
from lineproof.model.money import AMOUNT_MAX

_LINE = re.compile(r"\(at line ([0-9]+)")
#: A key of a thousand parts: reading it takes time that grows with the square of them.
_DEEP = re.compile(r"""(?<![\w"'-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){1000}""")
_TERM_ARRAYS = ("term", "adds", "replaces")
_DEDUCTIONS = {"step", "rate", "each", "manual"}
_TAGS = {*KINDS, *_DEDUCTIONS}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A contract, if it could be read, and what is wrong with the file."""

    contract: Contract | None
    findings: tuple[Finding, ...]
    positions: Positions


@functools.cache
def contract_adapter() -> TypeAdapter[Contract]:
    """Return the validator of contract files; built on first use, since that takes a while."""
    return TypeAdapter(Contract)


def parse_contract(text: str, *, file: str) -> Parsed:
    """Return the contract a text holds, or every reason why it holds none.

    file: its name, for positions.
    """
    deep = _DEEP.search(text)
    if deep is not None:
        where = f"{file}:{text.count(chr(10), 0, deep.start()) + 1}"
        return Parsed(None, (_too_deep(where),), Positions(file, {}))
    positions = locate(text, file=file)
    try:
        raw = tomllib.loads(text)
    except ValueError as broken:  # TOMLDecodeError, or an integer of too many digits
        return Parsed(None, (_toml_error(str(broken), file=file),), positions)
    except RecursionError:
        return Parsed(None, (_too_deep(file),), positions)
    _reserved_as_unmodelled(raw)
    try:
        contract = contract_adapter().validate_python(raw)
    except ValidationError as refused:
        found = (_schema_error(e, raw=raw, positions=positions) for e in refused.errors())
        return Parsed(None, tuple(dict.fromkeys(found)), positions)
    findings = tuple(_head_errors(contract, positions)) + tuple(_term_errors(contract, positions))
    return Parsed(None if findings else contract, findings, positions)


def _too_deep(where: str) -> Finding:
    """Return the finding of tables in tables in tables."""
    return error("E-TOML", "tables are nested too deeply", where=where, fix="Flatten them.")


def _toml_error(message: str, *, file: str) -> Finding:
    """Return tomllib's error as a finding with its line."""
    line = _LINE.search(message)
    where = f"{file}:{line[1]}" if line else file
    if "overwrite" in message or "twice" in message:
        return error(
            "E-KEY-DUPLICATE",
            f"{message}: the key or table is there already",
            where=where,
            fix="Keep one of the two.",
        )
    return error(
        "E-TOML",
        f"not valid TOML: {message}",
        where=where,
        fix="Correct the line; texts and amounts stand in quotes, dates don't.",
    )


def _reserved_as_unmodelled(raw: dict[str, Any]) -> None:
    """Turn terms of a reserved kind into `unmodelled` ones, in place, so that they are counted."""
    for table in _raw_terms(raw):
        if table.get("kind") in RESERVED:
            kept: dict[str, Any] = {k: table[k] for k in ("id", "clause", "quote") if k in table}
            reason = f"the kind {table['kind']} is reserved: this version doesn't compute it"
            table.clear()
            table.update(kept, kind="unmodelled", reason=reason)


def _raw_terms(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every table that stands where a term should."""
    holders = [raw, *_tables(raw.get("amendment"))]
    for holder in holders:
        for name in _TERM_ARRAYS:
            yield from _tables(holder.get(name))


def _tables(value: object) -> list[dict[str, Any]]:
    """Return the tables of an array, or none where it is something else."""
    return [t for t in value if isinstance(t, dict)] if isinstance(value, list) else []


def _schema_error(detail: ErrorDetails, *, raw: dict[str, Any], positions: Positions) -> Finding:
    """Return one of pydantic's errors in the contract's words."""
    path = _path_in_file(detail["loc"], raw)
    where = positions.of(*path)
    key = str(path[-1]) if path else ""
    kind, value = detail["type"], detail.get("input")
    if kind == "unexpected_keyword_argument":
        return error(
            "E-KEY-UNKNOWN",
            f'unknown key "{key}"{_owner(path, raw)}',
            where=where,
            fix=_nearest(key, _known_keys(detail["loc"])),
        )
    if kind in {"missing", "missing_argument", "union_tag_not_found"}:
        missing = key if kind != "union_tag_not_found" else _discriminator(path)
        return error(
            "E-KEY-MISSING",
            f'the key "{missing}" is missing{_owner(path, raw)}',
            where=where,
            fix=f"Write {missing} = …",
        )
    if kind == "union_tag_invalid":
        tag = _discriminator(path)
        wrong = str(value.get(tag)) if isinstance(value, dict) else str(value)
        return error(
            "E-KIND",
            f'there is no {tag} "{wrong}"',
            where=positions.of(*path, tag),
            fix=_nearest(wrong, _DEDUCTIONS if tag == "deduction" else set(KINDS)),
        )
    message = detail["msg"].removeprefix("Value error, ")
    quoted = "" if isinstance(value, dict | list) else f"; it says {value!r}"
    return error(
        "E-VALUE",
        f"{key}{_owner(path, raw)}: {message}{quoted}",
        where=where,
        fix="Write a value of the right form; the reference of term kinds lists it.",
    )


def _path_in_file(loc: tuple[int | str, ...], raw: object) -> Path:
    """Return pydantic's location without the tags and type names it adds to the file's own path."""
    path: list[str | int] = []
    here: object = raw
    for position, part in enumerate(loc):
        is_last = position == len(loc) - 1
        if isinstance(part, int):
            here = _step(here, part)
        elif isinstance(here, dict) and part in here:
            here = here[part]
        elif not (is_last and isinstance(here, dict) and part not in _TAGS):
            continue
        path.append(part)
    return tuple(path)


def _owner(path: Path, raw: object) -> str:
    """Return " of …", naming the term a path lies in."""
    here: object = raw
    for part in path:
        here = _step(here, part)
        if isinstance(here, dict) and isinstance(here.get("id"), str):
            return f" in {here['id']}"
    return ""


def _step(here: object, part: str | int) -> object:
    """Return what a part of a path leads to, or None."""
    if isinstance(here, dict):
        return here.get(part)
    if isinstance(here, list) and isinstance(part, int) and part < len(here):
        return here[part]
    return None


def _discriminator(path: Path) -> str:
    """Return the key that tells what a table is: `deduction` for items, `kind` for terms."""
    return "deduction" if "items" in path else "kind"


def _known_keys(loc: tuple[int | str, ...]) -> set[str]:
    """Return the keys that may stand where an unknown one was found."""
    kinds = [KINDS[part].type for part in loc if isinstance(part, str) and part in KINDS]
    owner: Any = kinds[-1] if kinds else Contract
    below = loc[max((i for i, p in enumerate(loc) if p in KINDS), default=-1) + 1 : -1]
    for part in below:
        if isinstance(part, str):
            owner = _part_type(owner, part) or owner
    return {f.name for f in dataclasses.fields(owner)} - {"__pydantic_config__"}


def _part_type(owner: Any, name: str) -> Any:  # noqa: ANN401 - annotations are of any type
    """Return the dataclass a field holds, inside tuples and unions, or None."""
    hints = get_type_hints(owner)
    pending = [hints.get(name)]
    while pending:
        kind = pending.pop()
        if dataclasses.is_dataclass(kind):
            return kind
        pending.extend(get_args(kind))
    return None


def _nearest(word: str, known: set[str]) -> str:
    """Return a fix that names the closest known word, or all of them."""
    close = difflib.get_close_matches(word, sorted(known), n=1)
    if close:
        return f'Did you mean "{close[0]}"?'
    return f"Use one of: {', '.join(sorted(known))}."


def _head_errors(contract: Contract, positions: Positions) -> Iterator[Finding]:
    """Yield what is wrong with `[contract]` beyond the form of its fields."""
    head = contract.contract
    if not _is_timezone(head.timezone):
        yield error(
            "E-TIMEZONE",
            f'"{head.timezone}" is not a timezone',
            where=positions.of("contract", "timezone"),
            fix='Name one of the IANA database, such as "Asia/Shanghai".',
        )
    if head.start is None and head.start_rule is None:
        yield error(
            "E-KEY-MISSING",
            'the contract has neither "start" nor "start_rule"',
            where=positions.of("contract"),
            fix='Write start = 2025-01-01, or start_rule = "later_signature".',
        )
    if head.start is not None and head.months is None:
        yield error(
            "E-KEY-MISSING",
            'the contract has a start but no "months"',
            where=positions.of("contract"),
            fix="Write months = …",
        )


def _is_timezone(name: str) -> bool:
    """Whether a name is one of the IANA database, to Python and to Polars alike."""
    try:
        zoneinfo.ZoneInfo(name)
        pl.select(pl.lit(dt.datetime(2000, 1, 1)).dt.replace_time_zone(name))  # noqa: DTZ001 - it gets the zone
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError, pl.exceptions.PolarsError):
        return False
    return True


def _term_errors(contract: Contract, positions: Positions) -> Iterator[Finding]:
    """Yield repeated ids, amendments of nothing, and amounts finer than the currency."""
    seen: dict[str, str] = {}
    for path, term in located_terms(contract):
        where = positions.of(*path)
        if "replaces" in path:
            if term.id not in seen:
                yield error(
                    "E-AMENDMENT-UNKNOWN",
                    f"{term.id} replaces no term of that id",
                    where=where,
                    fix="Use the id of the term it replaces.",
                )
        elif term.id in seen:
            yield error(
                "E-TERM-DUPLICATE",
                f"two terms have the id {term.id}; the other is at {seen[term.id]}",
                where=where,
                fix="Give one another id.",
            )
        seen.setdefault(term.id, where)
        yield from _value_errors(term, contract, path, positions)
    for below, amount in _amounts(contract.contract):
        where = positions.of("contract", *below)
        yield from _amount_errors(amount, below, contract, where)
    for number, amendment in enumerate(contract.amendment):
        for ended in amendment.ends:
            if ended not in seen:
                yield error(
                    "E-AMENDMENT-UNKNOWN",
                    f"{amendment.id} ends {ended}, which no term is",
                    where=positions.of("amendment", number, "ends"),
                    fix="Use the id of the term it ends.",
                )


def located_terms(contract: Contract) -> Iterator[tuple[Path, Term]]:
    """Yield every term of the file, its amendments' included, with its path in the file."""
    for number, term in enumerate(contract.term):
        yield ("term", number), term
    for a, amendment in enumerate(contract.amendment):
        for number, term in enumerate(amendment.adds):
            yield ("amendment", a, "adds", number), term
        for number, term in enumerate(amendment.replaces):
            yield ("amendment", a, "replaces", number), term


def _amounts(part: object) -> Iterator[tuple[Path, Decimal]]:
    """Yield the amounts of a part and of the parts in it, with their paths.

    Unit prices may be finer than the currency, and are left.
    """
    for field in dataclasses.fields(cast("Any", part)):
        value = getattr(part, field.name)
        if isinstance(value, Decimal) and "Amount" in str(field.type):
            yield (field.name,), value
        numbered = enumerate(value) if isinstance(value, tuple) else ()
        for path, child in [((), value), *(((n,), child) for n, child in numbered)]:
            if dataclasses.is_dataclass(child):
                yield from (((field.name, *path, *below), x) for below, x in _amounts(child))


def _amount_errors(
    amount: Decimal, path: Path, contract: Contract, where: str
) -> Iterator[Finding]:
    """Yield an error where an amount doesn't fit the currency's minor units."""
    name = path[-1]
    minor = amount.scaleb(contract.digits)
    if minor != minor.to_integral_value():
        yield error(
            "E-MONEY-PRECISE",
            f'{name} = "{amount}" has more than the {contract.digits} '
            f"decimals of {contract.contract.currency}",
            where=where,
            fix="Round it as the document does.",
        )
    elif minor > AMOUNT_MAX:
        yield error(
            "E-MONEY-RANGE",
            f'{name} = "{amount}" is too large',
            where=where,
            fix="Check its digits.",
        )


def _value_errors(
    term: Term, contract: Contract, path: Path, positions: Positions
) -> Iterator[Finding]:
    """Yield what is wrong with a term's values beyond the form of each."""
    if isinstance(term, PaymentPlan) and not term.items:
        yield error(
            "E-VALUE",
            f"items in {term.id}: a plan has at least one",
            where=positions.of(*path, "items"),
            fix='Write what is paid when: items = [{ item = "month", triggers = ["period_end"] }]',
        )
    if isinstance(term, PriceLines):
        yield from _too_large(term, contract, positions.of(*path, "lines"))
    for below, amount in _amounts(term):
        yield from _amount_errors(amount, below, contract, positions.of(*path, *below))


def _too_large(term: PriceLines, contract: Contract, where: str) -> Iterator[Finding]:
    """Yield an error where the lines of a price list come to more a month than can be computed."""
    rents = (line.qty * line.monthly_rent.scaleb(contract.digits) for line in term.lines)
    if sum(rents) > AMOUNT_MAX:
        fix = "Check quantities and rents."
        message = f"the lines of {term.id} come to too much a month"
        yield error("E-MONEY-RANGE", message, where=where, fix=fix)


def json_schema() -> Mapping[str, Any]:
    """Return the JSON Schema of contract files, for editors."""
    return contract_adapter().json_schema()
