"""Which samples do the files hold that Zabbix exports in real time? One value a line, in JSON.

Such a line names the host and the item, but not the item's key: so it can't tell how many packets
a ping sent. The lines of other items in the file are passed over.

Source: the manual of Zabbix 6.0, "Real-time export protocol", item values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from lineproof.measure.samples import Samples
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.sources.sample_batches import ROWS_READ, batches_of, no_samples
from lineproof.sources.sample_request import SampleRequest
from lineproof.sources.zabbix import circuit_named
from lineproof.sources.zabbix_values import Reading, reading_of, refuse_twice, told

_NS = 10**9
_USUAL_NAME = "ICMP ping"
_NAMES_MAX = 1_000
_INT_MAX = (1 << 63) - 1
_SHOWN_MAX = 5
_SCHEMA: dict[str, pl.DataType] = {
    "row": pl.Int64(),
    "item": pl.Int64(),
    "circuit": pl.String(),
    "time": pl.Int64(),
    "value": pl.Float64(),
    "packets": pl.Int64(),
}


def read_zabbix_export(request: SampleRequest) -> Iterator[Samples]:
    """Yield the samples of a file of exported history, such as history-history-syncer-1.ndjson.

    request.query: the name of the items, with * for anything; without: ICMP ping. request.reading:
    what their values mean, where the name doesn't tell. request.circuit_label: the tag of an item
    that holds the circuit; without: `circuit`, else the host's name. Raises InputRefusedError, for
    single lines at its end.
    """
    name = request.query or _USUAL_NAME
    reading = Reading(request.reading) if request.reading else reading_of(name)
    try:
        with Path(request.place).open("rb") as file:
            yield from batches_of(
                _pieces(file, name, reading, request), request, kind="zabbix-export"
            )
    except OSError as problem:
        why = f"it can't be read: {problem.strerror}"
        raise InputRefusedError((no_samples(request, why),)) from problem


def _pieces(
    file: Iterable[bytes], asked: str, reading: Reading, request: SampleRequest
) -> Iterator[pl.DataFrame]:
    """Yield the values of the items that are read, with the number of each line."""
    wanted = re.compile(".*".join(map(re.escape, asked.split("*"))), re.DOTALL)
    numbered = enumerate(file, start=1)
    names: set[str] = set()
    is_found = False
    while lines := list(islice(numbered, ROWS_READ)):
        values = [
            _row(number, value, request)
            for number, value in _values(lines, request)
            if wanted.fullmatch(_name(value, names))
        ]
        frame = pl.DataFrame(values, schema=_SCHEMA, orient="row")
        placed = frame.with_columns((pl.col("time") // request.every_ns).alias("scheduled"))
        refuse_twice(placed, where=request.file)
        is_found = is_found or bool(values)
        says = told(frame, reading).with_columns((pl.col("rtt_ns") / 1e6).alias("rtt"))
        yield says.select("row", "circuit", "time", "value", "sent", "received", "rtt")
    if names and not is_found:
        raise _nothing(asked, names, request)


def _values(
    lines: Iterable[tuple[int, bytes]], request: SampleRequest
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the value of each line; refuses a line that is none.

    A last line without its end is being written at this moment: reading it again later has it all.
    """
    for number, line in lines:
        if not line.endswith(b"\n"):
            return
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict) or "clock" not in value:
            raise _no_value(number, line, request)
        yield number, value


def _name(value: Mapping[str, Any], names: set[str]) -> str:
    """Return the name of a value's item, and note it."""
    name = str(value.get("name", ""))
    if len(names) < _NAMES_MAX:
        names.add(name)
    return name


def _row(number: int, value: Mapping[str, Any], request: SampleRequest) -> tuple[object, ...]:
    """Return a value as a row of `_SCHEMA`; refuses one that is built otherwise."""
    try:
        host = value.get("host") or {"host": ""}
        name = circuit_named(value.get("item_tags", ()), host, request.circuit_label)
        at = int(value["clock"]) * _NS + int(value.get("ns", 0))
        item, said = int(value["itemid"]), value["value"]
        is_number = isinstance(said, int | float) and not isinstance(said, bool)
        number_said = float(said) if is_number else None
        fits = max(abs(at), abs(item)) <= _INT_MAX
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as problem:
        raise _no_value(number, repr(problem).encode(), request) from problem
    if not fits:
        raise _no_value(number, b"a number is too large", request)
    return (number, item, name or None, at, number_said, None)


def _no_value(number: int, line: bytes, request: SampleRequest) -> InputRefusedError:
    shown = " ".join(line[:80].decode(errors="replace").split())
    message = f"{request.file}: line {number} holds no value as Zabbix exports it: {shown!r}"
    fix = "Give a file history-*.ndjson as Zabbix wrote it; nothing of this one was stored."
    where = f"{request.file}:{number}"
    return InputRefusedError((error("E-ZABBIX-LINE", message, where=where, fix=fix),))


def _nothing(asked: str, names: set[str], request: SampleRequest) -> InputRefusedError:
    shown = ", ".join(map(repr, sorted(names)[:_SHOWN_MAX]))
    message = f"{request.file}: no item is called {asked!r}; there is {shown}"
    fix = "Give --query the name of items that say whether the line was up."
    return InputRefusedError((error("E-ZABBIX-NOTHING", message, where=request.file, fix=fix),))
