"""What does a Zabbix hold? Hosts, items and their history, as its API answers; it judges no line.

Source: the manual of Zabbix 6.0 and 7.0, API, `host.get`, `item.get` and `history.get`. Since 6.4
the token is sent in a header; before, beside the question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import httpx
import polars as pl

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.sources.http_json import Server, ask, client_for

#: Types of a value that is a number: a fraction or a whole one.
NUMBERS = (0, 3)
HISTORY_SCHEMA: dict[str, pl.DataType] = {
    "item": pl.Int64(),
    "sent_at": pl.Int64(),
    "value": pl.Float64(),
}
_ROWS_MAX = 1 << 15
"""Values taken from one answer: PHP holds an answer in memory, 128 MB where nobody raised it."""
_HEADER_SINCE = (6, 4)
_NO_ACCESS = re.compile(r"not authori[sz]ed|no permissions|session terminated|token", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """Some seconds since 1970 UTC: from lo to before hi."""

    lo: int
    hi: int


@dataclass(frozen=True, slots=True)
class ZabbixApi:
    """A Zabbix and the connection to it. takes_header: it is new enough for a token in a header."""

    server: Server
    client: httpx.Client
    takes_header: bool

    def hosts(self) -> list[dict[str, Any]]:
        """Return every host that the token may see, with its tags and macros."""
        return self._listed("host.get", output=["hostid", "host"], selectTags=["tag", "value"],
                            selectMacros=["macro", "value"], sortfield="hostid")  # fmt: skip

    def items(self, host_ids: Sequence[str], *, key: str) -> list[dict[str, Any]]:
        """Return the items of hosts whose key fits a pattern, in which * is anything."""
        return self._listed("item.get", output=["itemid", "hostid", "key_", "value_type"],
                            hostids=list(host_ids), selectTags=["tag", "value"],
                            search={"key_": key}, searchWildcardsEnabled=True,
                            sortfield="itemid")  # fmt: skip

    def history(self, value_type: int, items: Sequence[int], span: Span) -> pl.DataFrame:
        """Return the values of items in a span, in columns of `HISTORY_SCHEMA`.

        More than one answer gives are asked for in halves, so that none is lost at its end.
        """
        rows = self._ask("history.get", {
            "history": value_type, "itemids": list(items), "time_from": span.lo,
            "time_till": span.hi - 1, "output": ["itemid", "clock", "ns", "value"],
            "limit": _ROWS_MAX + 1,
        })  # fmt: skip
        if rows is not None and len(rows) <= _ROWS_MAX:
            try:
                return _history(rows)
            except (KeyError, TypeError, ValueError, pl.exceptions.PolarsError) as problem:
                raise self.strange(problem) from problem
        if len(items) > 1:
            half = len(items) // 2
            parts = [(items[:half], span), (items[half:], span)]
        elif span.hi - span.lo > 1:
            middle = (span.lo + span.hi) // 2
            parts = [(items, Span(span.lo, middle)), (items, Span(middle, span.hi))]
        else:
            message = f"item {items[0]} has more than {_ROWS_MAX} values in the second {span.lo}"
            fix = "Ask whoever runs it: something writes to that item without end."
            raise self._refusal("E-ZABBIX-TOO-MANY", message, fix)
        return pl.concat(self.history(value_type, *part) for part in parts)

    def _listed(self, method: str, output: Sequence[str], **given: object) -> list[dict[str, Any]]:
        """Return an answer that is a list of objects, each with the properties asked for."""
        names = set(output)
        found = self._ask(method, {"output": output, **given})
        if found is None:
            message = f"Zabbix has more to answer to {method} than is read at once"
            fix = "Give a token that may see only the hosts that matter, with --token-file."
            raise self._refusal("E-ZABBIX-TOO-MANY", message, fix)
        if not all(isinstance(each, dict) and each.keys() >= names for each in found):
            raise self.strange(f"{method} lists what lacks one of {', '.join(sorted(names))}")
        return found

    def _ask(self, method: str, given: dict[str, object]) -> list[Any] | None:
        """Return the list that answers a question; None: it is too long."""
        is_beside = bool(self.server.token) and not self.takes_header
        beside = {"auth": self.server.token} if is_beside else {}
        in_header = bool(self.server.token) and self.takes_header
        headers = {"Authorization": f"Bearer {self.server.token}"} if in_header else {}
        found = _result(self.server, self.client, _Question(method, given, beside, headers))
        if found is not None and not isinstance(found, list):
            raise self.strange(f"{method} answers no list")
        return found

    def strange(self, problem: object) -> InputRefusedError:
        """Return the refusal of an answer that isn't as the manual says."""
        return _strange(self.server, problem)

    def _refusal(self, code: str, message: str, fix: str) -> InputRefusedError:
        return InputRefusedError((error(code, message, where=self.server.url, fix=fix),))


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked: a method and what is given to it; and how it is shown who asks."""

    method: str
    given: object
    beside: dict[str, str]
    headers: dict[str, str]


def zabbix_client(server: Server) -> httpx.Client:
    """Return what asks a Zabbix; the token goes with each question, as its version takes it."""
    return client_for(replace(server, token=""))


def zabbix_api(server: Server, client: httpx.Client) -> ZabbixApi:
    """Return the API of a Zabbix, which is asked for its version; refuses what isn't one."""
    version = _result(server, client, _Question("apiinfo.version", {}, {}, {}))
    found = re.match(r"(\d+)\.(\d+)", version) if isinstance(version, str) else None
    if found is None:
        raise _strange(server, f"its version is {version!r}")
    return ZabbixApi(server, client, (int(found[1]), int(found[2])) >= _HEADER_SINCE)


def _result(server: Server, client: httpx.Client, question: _Question) -> Any:  # noqa: ANN401 - what JSON holds may be anything
    """Return the result of a question; None: it is too long. Refuses an error."""
    url = f"{server.url}/api_jsonrpc.php"
    body = {"jsonrpc": "2.0", "method": question.method, "params": question.given, "id": 1}
    headers = {"Content-Type": "application/json-rpc", **question.headers}
    request = client.build_request("POST", url, json=body | question.beside, headers=headers)
    answer = ask(client, server, request)
    if answer.is_cut:
        return None
    content = answer.content if isinstance(answer.content, dict) else {}
    if "error" in content:
        raise _refused(server, question.method, content["error"])
    if "result" not in content:
        raise _strange(server, f"status {answer.status} without a result")
    return content["result"]


def _refused(server: Server, method: str, told: object) -> InputRefusedError:
    """Return the refusal for an error that Zabbix answers."""
    parts = [told.get("message"), told.get("data")] if isinstance(told, dict) else [told]
    text = " ".join(str(part) for part in parts if part)
    if _NO_ACCESS.search(text):
        code, message = "E-SERVER-ACCESS", f"Zabbix doesn't let us call {method}: {text}"
        fix = "Give the token of a user who may read these hosts, with --token-file."
    else:
        code, message = "E-ZABBIX-QUERY", f"Zabbix answers {method} with an error: {text}"
        fix = "Mend what it says, and start again: what is stored stays so."
    return InputRefusedError((error(code, message, where=server.url, fix=fix),))


def _strange(server: Server, problem: object) -> InputRefusedError:
    message = f"what answers at this address doesn't speak as Zabbix does: {problem}"
    fix = "Give the address of Zabbix's frontend, below which api_jsonrpc.php lies."
    return InputRefusedError((error("E-SERVER-OTHER", message, where=server.url, fix=fix),))


def _history(rows: list[Any]) -> pl.DataFrame:
    """Return values as columns; raises where an answer isn't built as one."""
    text = {name: pl.Series([row[name] for row in rows], dtype=pl.String)
            for name in ("itemid", "clock", "ns", "value")}  # fmt: skip
    frame = pl.DataFrame(text)
    instant = pl.col("clock").cast(pl.Int64) * 10**9 + pl.col("ns").cast(pl.Int64)
    return frame.select(
        pl.col("itemid").cast(pl.Int64).alias("item"),
        instant.alias("sent_at"),
        pl.col("value").cast(pl.Float64),
    )
