"""How is a line watched by real Debian programs? Prometheus and its exporters in its namespaces.

Everything has its usual port: a namespace's ports are its own.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import polars as pl
from tests.live.line import FAR, FAR_MANAGEMENT, Line
from tests.live.programs import run, running, start, stop, wait_until, within

from lineproof.measure.reduction import states_of
from lineproof.measure.rule import NS, StateRule
from lineproof.measure.samples import Samples
from lineproof.sources.http_json import Patience, Server
from lineproof.sources.prometheus import Wanted, prometheus_samples
from lineproof.store.sample_files import bucket_of
from lineproof.store.samples import SampleStore

PROMETHEUS = "http://127.0.0.1:9090"
_BLACKBOX = """\
modules:
  icmp: {prober: icmp, icmp: {preferred_ip_protocol: ip4}}
  tcp: {prober: tcp}
"""
#: What Debian may not ship ready-made: the names come from IF-MIB (RFC 2863).
_SNMP = """\
if_mib:
  walk: [1.3.6.1.2.1.2.2.1.7, 1.3.6.1.2.1.2.2.1.8, 1.3.6.1.2.1.31.1.1.1.18]
  metrics:
    - name: ifAdminStatus
      oid: 1.3.6.1.2.1.2.2.1.7
      type: gauge
      help: as meant
      indexes: &index [{labelname: ifIndex, type: gauge}]
      lookups: &name
        - {labels: [ifIndex], labelname: ifAlias, oid: 1.3.6.1.2.1.31.1.1.1.18, type: DisplayString}
    - name: ifOperStatus
      oid: 1.3.6.1.2.1.2.2.1.8
      type: gauge
      help: as it is
      indexes: *index
      lookups: *name
  version: 2
  auth: {community: reader}
"""
#: Twice a slot of a second: a scrape that comes late, in the next slot, leaves none empty.
_SCRAPES = f"""\
global: {{scrape_interval: 500ms, scrape_timeout: 500ms}}
scrape_configs:
  - job_name: lines
    metrics_path: /probe
    params: {{module: [icmp]}}
    static_configs: [{{targets: ["{FAR}"], labels: {{circuit: C1}}}}]
    relabel_configs: &through
      - {{source_labels: [__address__], target_label: __param_target}}
      - {{source_labels: [__param_target], target_label: instance}}
      - {{target_label: __address__, replacement: "127.0.0.1:9115"}}
  - job_name: services
    metrics_path: /probe
    params: {{module: [tcp]}}
    static_configs: [{{targets: ["{FAR}:8000"], labels: {{circuit: C2}}}}]
    relabel_configs: *through
  - job_name: routers
    metrics_path: /snmp
    params: {{module: [if_mib]}}
    static_configs: [{{targets: ["{FAR_MANAGEMENT}"]}}]
    relabel_configs:
      - {{source_labels: [__address__], target_label: __param_target}}
      - {{source_labels: [__param_target], target_label: instance}}
      - {{target_label: __address__, replacement: "127.0.0.1:9116"}}
"""
_SNMPD = """\
agentAddress udp:161
rocommunity reader
rwcommunity writer
dontLogTCPWrappersConnects yes
"""
_IF_DESCR, _IF_ALIAS = "1.3.6.1.2.1.2.2.1.2", "1.3.6.1.2.1.31.1.1.1.18"
#: How long snmpd may answer from memory: the cache of ifTable, in NET-SNMP-AGENT-MIB.
_IF_TABLE_CACHE = "1.3.6.1.4.1.8072.1.5.3.1.2.1.3.6.1.2.1.2.2"


@dataclass
class Watch:
    """A line that is watched since an instant; `exporter` is the blackbox_exporter that runs."""

    line: Line
    folder: Path
    since: int
    exporter: subprocess.Popen[str] | None = None

    def kill_exporter(self) -> int:
        """Kill blackbox_exporter, as a power cut would; return when, in nanoseconds."""
        assert self.exporter is not None
        self.exporter.kill()
        self.exporter.wait(10)
        return time.time_ns()

    def start_exporter(self) -> None:
        """Start blackbox_exporter, anew where it was killed."""
        command = (f"--config.file={self.folder}/blackbox.yml",
                   "--timeout-offset=0.1", "--web.listen-address=127.0.0.1:9115")  # fmt: skip
        self.exporter = start(
            self.line.near, ("prometheus-blackbox-exporter", *command),
            log=self.folder / "blackbox.log",
        )  # fmt: skip

    def ask(self, query: str) -> list[dict[str, Any]]:
        """Return what Prometheus itself answers to an instant query."""
        url = f"{PROMETHEUS}/api/v1/query"
        answer = within(self.line.near, lambda: httpx.get(url, params={"query": query}))
        found: list[dict[str, Any]] = answer.json()["data"]["result"]
        return found

    def restore(self) -> None:
        """Undo what a test did to the line, where it failed halfway."""
        self.line.mend()
        for end_of_line in (self.line.near, self.line.far):
            self.line.set_link(end_of_line, "up")
        if self.exporter is None or self.exporter.poll() is not None:
            self.start_exporter()

    def wait_until_up(self) -> None:
        """Wait until everything that is watched is seen up."""
        query = '(sum(probe_success) == 2) and on() (ifOperStatus{ifAlias="C3"} == 1)'
        wait_until(lambda: bool(self.ask(query)), what=query)

    def past(self, seconds: int) -> int:
        """Return from when on so many seconds lie behind us; waits where they don't."""
        time.sleep(max(0, self.since + seconds * NS - time.time_ns()) / NS)
        return second() - (seconds + 1) * NS

    def samples(self, wanted: Wanted, *, start: int, end: int) -> list[Samples]:
        """Return what is read of Prometheus from start to end, in nanoseconds."""
        server = Server("Prometheus", PROMETHEUS, patience=Patience(timeout_s=10))
        return within(
            self.line.near,
            lambda: list(prometheus_samples(server, wanted, start_ns=start, end_ns=end)),
        )


@contextmanager
def watched(line: Line, folder: Path) -> Iterator[Watch]:
    """Watch a line twice a second, until the block ends."""
    files = {"blackbox.yml": _BLACKBOX, "snmp.yml": _SNMP, "snmpd.conf": _SNMPD,
             "prometheus.yml": _SCRAPES}  # fmt: skip
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    watch = Watch(line, folder, time.time_ns())
    with ExitStack() as programs:
        for namespace, *command in (
            (line.far, "python3", "-m", "http.server", "8000", "--bind", FAR,
             "--directory", str(folder)),
            (line.far, "snmpd", "-f", "-Lo", "-C", "-c", f"{folder}/snmpd.conf",
             "-p", f"{folder}/snmpd.pid"),
            (line.near, "prometheus-snmp-exporter", f"--config.file={folder}/snmp.yml",
             "--web.listen-address=127.0.0.1:9116"),
            (line.near, "prometheus", f"--config.file={folder}/prometheus.yml",
             f"--storage.tsdb.path={folder}/data", "--web.listen-address=127.0.0.1:9090",
             # so few that longer stretches are answered by 422, and read in halves
             "--query.max-samples=50"),
        ):  # fmt: skip
            programs.enter_context(running(namespace, command, log=folder / f"{command[0]}.log"))
        watch.start_exporter()
        programs.callback(lambda: stop(watch.exporter) if watch.exporter else None)
        _configure_router(line)
        wait_until(lambda: _is_ready(line), what=f"Prometheus starts; see {folder}")
        watch.wait_until_up()
        watch.since = second()
        yield watch


def _is_ready(line: Line) -> bool:
    try:
        return within(line.near, lambda: httpx.get(f"{PROMETHEUS}/-/ready").is_success)
    except httpx.TransportError:
        return False


def _configure_router(line: Line) -> None:
    """Name the circuit at the router's interface, which is looked at each second, not every 15."""
    ask = ("ip", "netns", "exec", line.near)
    whom = ("-v2c", "-c", "writer", "-t", "1", "-r", "20", "-Oqn", FAR_MANAGEMENT)
    names = run(*ask, "snmpwalk", *whom, _IF_DESCR).splitlines()
    (index,) = (name.split()[0].rpartition(".")[2] for name in names if "line0" in name)
    run(*ask, "snmpset", *whom, f"{_IF_ALIAS}.{index}", "s", "C3", _IF_TABLE_CACHE, "i", "1")


# ---------------------------------------------------------------- what is made of it


def second() -> int:
    """Return the second that begins next, in nanoseconds."""
    return (time.time_ns() // NS + 1) * NS


def states(
    samples: Iterable[Samples], rule: StateRule, *, folder: Path, span: tuple[int, int]
) -> pl.DataFrame:
    """Store samples, and return the states that the store's evidence shows in a span.

    Lines are in service from the span's start on. folder: of the contract.
    """
    store, recorded_at = SampleStore(folder), dt.datetime.now(dt.UTC)
    circuits: set[str] = set()
    for each in samples:
        store.append(each, recorded_at=recorded_at)
        circuits.update(each.frame["circuit"])
    frames = []
    for bucket in range(store.buckets):
        own = sorted(name for name in circuits if bucket_of(name, buckets=store.buckets) == bucket)
        services = pl.DataFrame(
            {"circuit": own, "lo": [span[0]] * len(own), "hi": [2**62] * len(own)},
            schema={"circuit": pl.String, "lo": pl.Int64, "hi": pl.Int64},
        )
        evidence = store.evidence(bucket, lo=span[0], hi=span[1] + rule.lookahead * rule.slot_ns)
        frames.append(states_of(evidence, services, rule, read=(span[0], *span)).states)
    return pl.concat(frames)


def spells(found: pl.DataFrame, circuit: str) -> list[tuple[str, int, int]]:
    """Return the states of a circuit, one after the other: state, from, to."""
    own = found.filter(pl.col("circuit") == circuit).sort("lo")
    return own.select("state", "lo", "hi").rows()


def spell_at(found: pl.DataFrame, circuit: str, instant: int) -> tuple[str, int, int]:
    """Return the state that a circuit was in at an instant, and from when to when."""
    told = spells(found, circuit)
    (spell,) = [each for each in told if each[1] <= instant < each[2]]
    return spell
