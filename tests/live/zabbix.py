"""How is a real Zabbix started, filled and stopped? Debian's server, frontend and PostgreSQL.

Its values are real too: `zabbix_sender` pushes them, its pinger pings. Everything lies in one
temporary folder and listens on 127.0.0.1 or on a socket in it.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from tests.live.postgres import USER, Postgres, postgres, running_here
from tests.live.programs import wait_until

#: 0: a fraction, 3: a whole number, 4: text; as `value_type` of an item.
FLOAT, WHOLE, TEXT = 0, 3, 4
_SQL = Path("/usr/share/zabbix-server-pgsql")
_PAGES = Path("/usr/share/zabbix")
_SETTINGS = "/etc/zabbix/zabbix.conf.php"
#: What a server needs to start and to be logged in to. The rest is templates: 20 s to load.
_TABLES = (
    "role", "role_rule", "users", "usrgrp", "users_groups", "hstgrp", "config",
    "config_autoreg_tls", "globalmacro", "regexps", "expressions", "graph_theme",
)  # fmt: skip
_HOST_GROUP = "2"
#: Zabbix accepts no higher port, and the system hands out none as low.
_PORTS = range(20_000, 32_767)
_SERVER = """\
AllowRoot=1
ListenIP=127.0.0.1
ListenPort={port}
DBHost={folder}
DBName=zabbix
DBUser={user}
LogFile={folder}/server.log
PidFile={folder}/server.pid
SocketDir={folder}
CacheUpdateFrequency=1
ExportDir={folder}/export
ExportType=history
FpingLocation=/usr/bin/fping
StartPollers=1
StartPollersUnreachable=1
StartTrappers=1
StartPingers=1
StartPreprocessors=1
StartDBSyncers=1
StartEscalators=1
StartAlerters=1
StartLLDProcessors=1
StartTimers=1
StartHistoryPollers=1
StartDiscoverers=0
StartHTTPPollers=0
StartODBCPollers=0
"""
_FRONTEND = """\
<?php
$DB['TYPE'] = 'POSTGRESQL'; $DB['SERVER'] = '{folder}'; $DB['PORT'] = '0';
$DB['DATABASE'] = 'zabbix'; $DB['USER'] = '{user}'; $DB['PASSWORD'] = ''; $DB['SCHEMA'] = '';
$DB['ENCRYPTION'] = false; $DB['KEY_FILE'] = ''; $DB['CERT_FILE'] = ''; $DB['CA_FILE'] = '';
$DB['VERIFY_HOST'] = false; $DB['CIPHER_LIST'] = ''; $DB['DOUBLE_IEEE754'] = true;
$DB['VAULT_URL'] = ''; $DB['VAULT_DB_PATH'] = ''; $DB['VAULT_TOKEN'] = '';
$ZBX_SERVER = '127.0.0.1'; $ZBX_SERVER_PORT = '{port}'; $ZBX_SERVER_NAME = '';
$IMAGE_FORMAT_DEFAULT = IMAGE_FORMAT_PNG;
"""

Value = tuple[str, str, int, int, float | str]
"""Host, item key, seconds and nanoseconds, value."""


@dataclass
class Zabbix:
    """A running Zabbix: the address of its frontend, its trapper's port, a token for its API."""

    folder: Path
    database: Postgres
    url: str
    port: int
    token: str = field(default="", repr=False)

    def call(self, method: str, **given: object) -> Any:  # noqa: ANN401 - what JSON holds
        """Return what the API answers to a method; it must succeed."""
        body: dict[str, object] = {"jsonrpc": "2.0", "method": method, "params": given, "id": 1}
        if self.token:
            body["auth"] = self.token
        answer = httpx.post(f"{self.url}/api_jsonrpc.php", json=body, timeout=30).json()
        assert "error" not in answer, (method, answer["error"])
        return answer["result"]

    def host(self, name: str, **given: object) -> str:
        """Make a host and return its id."""
        groups = [{"groupid": _HOST_GROUP}]
        made = self.call("host.create", host=name, groups=groups, **given)
        return str(made["hostids"][0])

    def item(self, host: str, key: str, **given: object) -> str:
        """Make an item that `zabbix_sender` fills, unless another type is given; return its id."""
        usual = {"name": key, "type": 2, "value_type": WHOLE, "delay": "0"}
        made = self.call("item.create", **{**usual, "hostid": host, "key_": key, **given})
        return str(made["itemids"][0])

    def take_note(self) -> None:
        """Wait until the server knows all that was made: what is made last it knows last."""
        name = f"noted-{time.time_ns()}"
        self.item(self.host(name), "noted")
        self.send([(name, "noted", now_s(), 0, 0)])

    def send(self, values: Sequence[Value]) -> None:
        """Push values with `zabbix_sender`, all of which must be taken, and wait for the database.

        The server knows new items within a second; until then it takes none of their values.
        """
        before = self.count()
        first = {value[:2]: value for value in reversed(values)}
        for value in first.values():
            told = f"the server knows {value[:2]}"
            wait_until(lambda taken=value: self._taken([taken]) == 1, what=told)  # type: ignore[misc]
        rest = [value for value in values if value not in first.values()]
        if rest:
            assert self._taken(rest) == len(rest)
        wait_until(lambda: self.count() - before >= len(values), what="the values are stored")

    def _taken(self, values: Sequence[Value]) -> int:
        """Push values, and return how many the server takes."""
        lines = "".join(f'"{h}" "{k}" {at} {ns} {value}\n' for h, k, at, ns, value in values)
        command = ["zabbix_sender", "-z", "127.0.0.1", "-p", str(self.port), "-T", "-N", "-i", "-"]
        done = subprocess.run(
            command, input=lines, capture_output=True, text=True, check=False, timeout=60
        )
        return sum(int(count) for count in re.findall(r"processed: (\d+);", done.stdout))

    def count(self) -> int:
        """Return how many numbers the history holds."""
        return int(self.sql("select (select count(*) from history)"
                            " + (select count(*) from history_uint)"))  # fmt: skip

    def agreement(
        self, name: str, *, alarms: Iterable[tuple[int, int]], created: int, **given: object
    ) -> str:
        """Make a service and an SLA of it by the day, unless another is given; return its id.

        alarms: when the service had a problem. They and when it was made are written into the
        database: what lies in the past can't be told to Zabbix otherwise.
        """
        tag = [{"tag": "service", "value": name}]
        problem = [{"tag": "circuit", "operator": 0, "value": name}]
        made = self.call("service.create", name=name, algorithm=1, sortorder=0, tags=tag,
                         problem_tags=problem)  # fmt: skip
        service = int(made["serviceids"][0])
        self.sql(f"update services set created_at = {created} where serviceid = {service}")  # noqa: S608 - numbers
        changes = [(at, value) for lo, hi in alarms for at, value in ((lo, 4), (hi, -1))]
        for place, (at, value) in enumerate(changes):
            self.sql(f"insert into service_alarms values ({service * 1_000 + place}, {service},"  # noqa: S608 - numbers
                     f" {at}, {value})")  # fmt: skip
        usual = {"period": 0, "slo": 99.9, "timezone": "UTC", "status": 1,
                 "effective_date": created // 86_400 * 86_400}  # fmt: skip
        tags = [{"operator": 0, **tag[0]}]
        agreed = self.call("sla.create", name=name, service_tags=tags, **{**usual, **given})
        return str(agreed["slaids"][0])

    def sql(self, command: str) -> str:
        """Return what the database answers, one line a row."""
        return self.database.sql("zabbix", command)


@contextmanager
def zabbix() -> Iterator[Zabbix]:
    """Run a Zabbix of its own until the block ends."""
    with ExitStack() as stack:
        database = stack.enter_context(postgres())
        database.create("zabbix", "\n".join(_statements()))
        folder = database.folder
        (folder / "export").mkdir()
        port, page_port = _free_ports(2)
        config = folder / "server.conf"
        config.write_text(_SERVER.format(port=port, folder=folder, user=USER), encoding="utf-8")
        server = ["zabbix_server", "--foreground", "--config", str(config)]
        stack.enter_context(running_here(server, log=folder / "server.out"))
        stack.enter_context(_frontend(folder, port=port, page_port=page_port))
        found = Zabbix(folder, database, f"http://127.0.0.1:{page_port}", port)
        wait_until(lambda: _listens(port) and _listens(page_port), what="Zabbix starts")
        found.token = found.call("user.login", username="Admin", password="zabbix")  # noqa: S106 - its own default
        found.token = _token(found)
        yield found


def _token(found: Zabbix) -> str:
    """Return a token for the API, made as an administrator makes one."""
    made = found.call("token.create", name="lineproof")["tokenids"]
    return str(found.call("token.generate", **{str(n): each for n, each in enumerate(made)})
               [0]["token"])  # fmt: skip


def _statements() -> Iterator[str]:
    """Yield the statements by which Debian makes a Zabbix database, but for the templates."""
    yield gzip.decompress((_SQL / "schema.sql.gz").read_bytes()).decode()
    rows = gzip.decompress((_SQL / "data.sql.gz").read_bytes()).decode()
    wanted = "|".join(_TABLES)
    yield from re.findall(rf"^INSERT INTO (?:{wanted}) \(.*\);$", rows, flags=re.MULTILINE)


@contextmanager
def _frontend(folder: Path, *, port: int, page_port: int) -> Iterator[None]:
    """Run Debian's frontend, whose settings lie in our folder instead of below /etc."""
    settings = folder / "zabbix.conf.php"
    settings.write_text(_FRONTEND.format(folder=folder, port=port, user=USER), encoding="utf-8")
    reader = (_PAGES / "include/classes/core/CConfigFile.php").read_text(encoding="utf-8")
    assert _SETTINGS in reader, "Debian's frontend names its settings otherwise"
    own = folder / "CConfigFile.php"
    own.write_text(reader.replace(_SETTINGS, str(settings)), encoding="utf-8")
    place = f"127.0.0.1:{page_port}"
    command = ["php", "-d", f"auto_prepend_file={own}", "-S", place, "-t", str(_PAGES)]
    with running_here(command, log=folder / "frontend.log"):
        yield


def _free_ports(count: int) -> list[int]:
    """Return ports that nothing listens on; each process of the tests begins elsewhere."""
    found: list[int] = []
    for step in range(len(_PORTS)):
        port = _PORTS[(os.getpid() * 37 + step) % len(_PORTS)]
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            return found
    raise AssertionError("no free port")


def _listens(port: int) -> bool:
    """Tell whether something listens on a port."""
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def lines_of(folder: Path) -> Iterable[dict[str, Any]]:
    """Return the lines of the history that Zabbix exported in real time."""
    for file in sorted((folder / "export").glob("history-history-syncer-*.ndjson")):
        yield from map(json.loads, file.read_text(encoding="utf-8").splitlines())


def now_s() -> int:
    """Return the present second."""
    return int(time.time())
