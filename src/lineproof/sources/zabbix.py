"""What did Zabbix see of each line? The history of its items as samples, page by page.

Where Zabbix holds no value nothing is known: an item that became unsupported, a host in maintenance
without data, a proxy that was cut off. It decides nothing about outages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from lineproof.measure.samples import SAMPLE_SCHEMA, Samples, scheduled
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding, Severity, error
from lineproof.sources.http_json import Server, server_at
from lineproof.sources.sample_batches import refuse_other_period
from lineproof.sources.sample_request import SampleRequest
from lineproof.sources.server_samples import span_of
from lineproof.sources.zabbix_api import NUMBERS, Span, ZabbixApi, zabbix_api, zabbix_client
from lineproof.sources.zabbix_values import Reading, packets_of, reading_of, refuse_twice, told

_SECOND = 10**9
_PAGE_SAMPLES = 1 << 17
_ANSWER_SAMPLES = 1 << 14
"""Samples expected of a page and of one answer; powers of two, so that pages nest."""
_HOSTS_ASKED = 1_000
_SENT_MAX = 65_535
_SHOWN_MAX = 5
_USUAL_KEY = "icmpping"
_USUAL_NAME, _USUAL_MACRO = "circuit", "{$CIRCUIT}"


@dataclass(frozen=True, slots=True)
class _Item:
    """An item that is read; `packets`: how many one ping of it sends, None where unknown."""

    number: int
    value_type: int
    circuit: str
    packets: int | None


def read_zabbix(request: SampleRequest) -> Iterator[Samples]:
    """Yield the samples that Zabbix holds of the whole periods from start to before end.

    request.query: the key of the items, without parameters or with * for anything; without:
    icmpping. request.reading: what their values mean, where the key doesn't tell.
    request.circuit_label: the tag of an item or host, or the macro of a host, that holds the
    circuit; without: the tag `circuit`, else the macro `{$CIRCUIT}`, else the host's name.

    One of a page; pages begin at multiples of their length, so that a rerun meets the same. Refuses
    what can't be read: the pages yielded before are right.
    """
    server = server_at(request.place, name="Zabbix", token_file=request.token_file)
    yield from zabbix_samples(server, request)


def zabbix_samples(server: Server, request: SampleRequest) -> Iterator[Samples]:
    """Yield what `read_zabbix` does, of a server whatever its patience."""
    key = request.query or _USUAL_KEY
    reading = Reading(request.reading) if request.reading else reading_of(key)
    span = _span(request)
    every_s = request.every_ns // _SECOND
    with zabbix_client(server) as client:
        api = zabbix_api(server, client)
        items = _items(api, key, request)
        rounds = _power_of_two(_PAGE_SAMPLES // max(1, len(items)))
        for page in _spans(span.lo, span.hi, rounds * every_s) if items else ():
            values = told(_values(api, items, page, every_s), reading)
            if values.height:
                yield _batch(values, request, source=f"zabbix:{server.place}")


def _span(request: SampleRequest) -> Span:
    """Return the whole periods that are asked for, in seconds; refuses what Zabbix can't have."""
    every_s, rest = divmod(request.every_ns, _SECOND)
    if rest:
        message = f"Zabbix polls at whole seconds, and --every is {request.every_ns / 1e9:g}"
        fix = "Give the interval of its items, in seconds."
        raise InputRefusedError((error("E-ZABBIX-EVERY", message, where=request.place, fix=fix),))
    start_ns, end_ns = span_of(request)
    return Span(-(-start_ns // request.every_ns) * every_s, end_ns // request.every_ns * every_s)


def _batch(values: pl.DataFrame, request: SampleRequest, *, source: str) -> Samples:
    """Return the samples that values show: one of a circuit and period, its probes added up.

    values: item, circuit, sent_at, value, and what they say. A copy of one counts once.
    """
    once = values.unique(maintain_order=True).sort("circuit", "sent_at", "item")
    wrong = once.filter(pl.col("sent").is_null())
    if wrong.height:
        item, circuit, value = wrong.select("item", "circuit", "value").row(0)
        message = f"item {item} says {value:g} of {circuit}, which means nothing as it is read"
        fix = "Name items of one meaning with --query, or say what theirs is with --reading."
        raise InputRefusedError((error("E-ZABBIX-VALUE", message, where=request.place, fix=fix),))
    placed = scheduled(once, every_ns=request.every_ns)
    refuse_other_period(placed, request)
    refuse_twice(placed, where=request.place)
    rounds = placed.group_by("circuit", "scheduled", maintain_order=True).agg(
        pl.col("jitter_ns").first(),
        pl.col("sent", "received").sum(),
        pl.col("rtt_ns").drop_nulls().first(),
    )
    crowded = rounds.filter(pl.col("sent") > _SENT_MAX)
    if crowded.height:
        message = f"values of {crowded['circuit'][0]} come far more often than --every says"
        fix = "Give --every the interval of the items."
        raise InputRefusedError((error("E-SAMPLE-PERIOD", message, where=request.place, fix=fix),))
    frame = rounds.select(pl.col(name).cast(kind) for name, kind in SAMPLE_SCHEMA.items())
    names = set(frame.get_column("circuit"))
    canaries = tuple(name for name in request.canaries if name in names)
    return Samples(frame, request.vantage, request.every_ns, source, canaries)


def _spans(start: int, end: int, length: int) -> Iterator[Span]:
    """Yield the spans from start to end, cut at multiples of a length."""
    at = start
    while at < end:
        stop = min((at // length + 1) * length, end)
        yield Span(at, stop)
        at = stop


def _power_of_two(count: int) -> int:
    """Return the largest power of two that isn't above a count, and at least 1.

    >>> [_power_of_two(n) for n in (0, 1, 7, 8)]
    [1, 1, 4, 8]
    """
    return 1 << (max(1, count).bit_length() - 1)


def _values(api: ZabbixApi, items: Sequence[_Item], page: Span, every_s: int) -> pl.DataFrame:
    """Return the values of a page, asked for in parts that fit one answer each."""
    rounds = max(1, (page.hi - page.lo) // every_s)
    at_once = max(1, _ANSWER_SAMPLES // rounds)
    found = []
    for value_type in NUMBERS:
        numbers = [item.number for item in items if item.value_type == value_type]
        parts = [numbers[place : place + at_once] for place in range(0, len(numbers), at_once)]
        spans = tuple(_spans(page.lo, page.hi, _ANSWER_SAMPLES * every_s))
        found += [api.history(value_type, part, span) for part in parts for span in spans]
    named = pl.DataFrame(
        [(item.number, item.circuit, item.packets) for item in items],
        schema={"item": pl.Int64, "circuit": pl.String, "packets": pl.Int64},
        orient="row",
    )
    return pl.concat(found).join(named, on="item", how="inner")


def _items(api: ZabbixApi, key: str, request: SampleRequest) -> list[_Item]:
    """Return the items of circuits that are known, by number; refuses a key that finds none."""
    hosts = {str(host["hostid"]): host for host in api.hosts()}
    try:
        found = list(_found(api, hosts, key, request))
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise api.strange(problem) from problem
    if not found:
        message = f"Zabbix shows no item with the key {key!r} on {len(hosts)} hosts"
        fix = "Check --query against its page Latest data, and what the token's user may read."
        raise _refusal(api, "E-ZABBIX-NOTHING", message, fix)
    known = request.circuits | set(request.canaries)
    unknown = sorted({item.circuit for item in found if item.circuit not in known})
    if unknown:
        _tell_unknown(api, unknown, request)
    return sorted((item for item in found if item.circuit in known), key=lambda item: item.number)


def _found(
    api: ZabbixApi, hosts: Mapping[str, Mapping[str, Any]], key: str, request: SampleRequest
) -> Iterator[_Item]:
    """Yield the items of hosts, some at a time; raises where an answer isn't built as one."""
    ids = list(hosts)
    pattern = key if "*" in key else f"{key}*"
    fits = _fitting(key)
    for place in range(0, len(ids), _HOSTS_ASKED):
        for item in api.items(ids[place : place + _HOSTS_ASKED], key=pattern):
            if fits.fullmatch(str(item["key_"])):
                yield _item(api, item, hosts[str(item["hostid"])], request)


def _tell_unknown(api: ZabbixApi, unknown: Sequence[str], request: SampleRequest) -> None:
    """Warn of circuits that the contract doesn't have, or refuse them."""
    shown = ", ".join(map(repr, unknown[:_SHOWN_MAX])) + (", …" if unknown[_SHOWN_MAX:] else "")
    message = f"{len(unknown)} circuits that Zabbix watches are in no schedule: {shown}"
    where = api.server.url
    if not request.skips_unknown:
        fix = "Name the tag that holds the id: --circuit-label; or leave them out: --skip-unknown."
        raise InputRefusedError((error("E-SAMPLE-UNKNOWN", message, where=where, fix=fix),))
    fix = "Nothing, if they belong to another contract."
    request.tell(Finding("W-SAMPLE-SKIPPED", Severity.WARNING, message, where, fix))


def _fitting(key: str) -> re.Pattern[str]:
    """Return what a key looks like that is asked for.

    >>> keys = ("icmpping", "icmpping[,4]", "icmppingsec")
    >>> [bool(_fitting("icmpping").fullmatch(key)) for key in keys]
    [True, True, False]
    """
    if "*" in key:
        return re.compile(".*".join(map(re.escape, key.split("*"))), re.DOTALL | re.IGNORECASE)
    rest = "" if "[" in key else r"(?:\[.*\])?"
    return re.compile(re.escape(key) + rest, re.DOTALL)


def _item(
    api: ZabbixApi, item: Mapping[str, Any], host: Mapping[str, Any], request: SampleRequest
) -> _Item:
    """Return an item as it is read; refuses one that holds no numbers, or names no circuit."""
    shown = f"{item['key_']} of host {host['host']}"
    value_type = int(item["value_type"])
    if value_type not in NUMBERS:
        message = f"the item {shown} holds texts, and a line is told by numbers"
        fix = "Narrow --query, or let a dependent item turn the text into 0 or 1."
        raise _refusal(api, "E-ZABBIX-TEXT", message, fix)
    name = circuit_named(item.get("tags", ()), host, request.circuit_label)
    if not name:
        message = f"the item {shown} has no tag, and its host neither tag nor macro, "
        message += request.circuit_label
        fix = "Write it there, or name the right one with --circuit-label."
        raise _refusal(api, "E-ZABBIX-CIRCUIT", message, fix)
    circuit = request.targets.get(name, name)
    return _Item(int(item["itemid"]), value_type, circuit, packets_of(str(item["key_"])))


def circuit_named(
    item_tags: Sequence[Mapping[str, Any]], host: Mapping[str, Any], label: str
) -> str:
    """Return the circuit that an item is about by its tags or its host, or nothing.

    host: with its tags and macros, as far as they are known.
    """
    macros = {each["macro"]: each.get("value", "") for each in host.get("macros", ())}
    tags = [*item_tags, *host.get("tags", ())]
    tagged = [tag["value"] for tag in tags if tag["tag"] == (label or _USUAL_NAME)]
    tried = [*tagged, macros.get(label or _USUAL_MACRO, ""), "" if label else host["host"]]
    return next((str(each) for each in tried if each), "")


def _refusal(api: ZabbixApi, code: str, message: str, fix: str) -> InputRefusedError:
    return InputRefusedError((error(code, message, where=api.server.url, fix=fix),))
