"""What would Zabbix's API answer? Some hosts, items and values, by its manual, for what goes wrong.

A real one is asked by `tests/live/test_zabbix.py`.
"""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.sources.fake_server import Said, said

Value = tuple[int, int, float]
"""Second, nanosecond, value."""


@dataclass
class FakeItem:
    """An item and its values; `tags` by their names."""

    number: int
    host: str
    key: str = "icmpping"
    values: Sequence[Value] = ()
    value_type: int = 3
    tags: dict[str, str] = field(default_factory=dict)


@dataclass
class FakeZabbix:
    """What a Zabbix holds. hosts: each with its tags and macros. asked: method and parameters."""

    items: Sequence[FakeItem] = ()
    hosts: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    version: str = "6.0.14"
    token: str = "of-a-reader"  # noqa: S105 - a test's own
    asked: list[tuple[str, Any]] = field(default_factory=list)

    def __call__(self, _path: str, given: dict[str, str]) -> Said:
        """Return the answer to a question."""
        question = json.loads(given["body"])
        method, wanted = question["method"], question["params"]
        self.asked.append((method, wanted))
        if method == "apiinfo.version":
            assert "auth" not in question
            return said({"jsonrpc": "2.0", "result": self.version, "id": 1})
        if self.version < "6.4" and question.get("auth") != self.token:
            told = {"code": -32602, "message": "Invalid params.", "data": "Not authorized."}
            return said({"jsonrpc": "2.0", "error": told, "id": 1})
        found = {"host.get": self._hosts, "item.get": self._items, "history.get": self._history}
        return said({"jsonrpc": "2.0", "result": found[method](wanted), "id": 1})

    def _hosts(self, _: dict[str, Any]) -> list[dict[str, Any]]:
        names = sorted({item.host for item in self.items} | set(self.hosts))
        return [
            {"hostid": name, "host": name,
             "tags": _tags(self.hosts.get(name, {}).get("tags", {})),
             "macros": [{"macro": macro, "value": value}
                        for macro, value in self.hosts.get(name, {}).get("macros", {}).items()]}
            for name in names
        ]  # fmt: skip

    def _items(self, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            {"itemid": str(item.number), "hostid": item.host, "key_": item.key,
             "value_type": str(item.value_type), "tags": _tags(item.tags)}
            for item in self.items
            if item.host in wanted["hostids"]
            and fnmatch.fnmatchcase(item.key, wanted["search"]["key_"].replace("[", "[[]"))
        ]  # fmt: skip

    def _history(self, wanted: dict[str, Any]) -> list[dict[str, str]]:
        found = [
            {"itemid": str(item.number), "clock": str(at), "ns": str(ns), "value": str(value)}
            for item in self.items
            if item.number in wanted["itemids"] and item.value_type == wanted["history"]
            for at, ns, value in item.values
            if wanted["time_from"] <= at <= wanted["time_till"]
        ]
        return found[: wanted["limit"]]


def _tags(tags: dict[str, str]) -> list[dict[str, str]]:
    return [{"tag": name, "value": value} for name, value in tags.items()]
