"""How do measurements come in? `lineproof ingest`: from files and servers into the contract folder.

Each kind of source is a function of a request; what they yield is stored batch by batch. A kind is
registered in KINDS, and in SUFFIXES where its files are known by their name.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from lineproof.cli.running import FINE, FOUND, AsJson, Folder, write_json
from lineproof.model.errors import LineproofError

if TYPE_CHECKING:
    from rich.progress import Progress

    from lineproof.contract.case import Case
    from lineproof.measure.samples import Samples
    from lineproof.model.finding import Finding
    from lineproof.sources.sample_request import SampleRequest, Source
    from lineproof.store.samples import SampleStore

_NS = 10**9
_AHEAD_NS = 300 * _NS
"""How far ahead of ours a vantage's clock may be."""
_BYTES_HELD = 144 << 20
"""How much of a file is held between checking and storing it: two batches of a Parquet file."""
_PERIOD_MS_MAX = 86_400_000
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class _Reading(enum.StrEnum):
    """What a value that Zabbix keeps may mean; `sources.zabbix_values` says more."""

    PROBE = "probe"
    LOSS = "loss"
    SECONDS = "seconds"
    INTERFACE = "interface"


Places = Annotated[list[str], typer.Argument(metavar="FILE_OR_URL...", help="What is read.")]
Vantage = Annotated[
    str, typer.Option("--vantage", metavar="NAME", help="Where it was measured from.")
]
Every = Annotated[
    str, typer.Option("--every", metavar="SECONDS", help="The period it was probed at.")
]
Kind = Annotated[
    str | None,
    typer.Option("--kind", help="Kind of source, where the file's name doesn't tell it."),
]
Canaries = Annotated[
    list[str] | None,
    typer.Option(
        "--canary", metavar="CIRCUIT", help="A target that must always answer; may be repeated."
    ),
]
Start = Annotated[
    str | None,
    typer.Option("--start", metavar="TIME", help="Only from this instant on (ISO 8601)."),
]
End = Annotated[
    str | None, typer.Option("--end", metavar="TIME", help="Only before this instant (ISO 8601).")
]
Query = Annotated[str, typer.Option("--query", help="What a server is asked for.")]
TokenFile = Annotated[
    Path | None, typer.Option("--token-file", help="File that holds the server's token.")
]
CircuitLabel = Annotated[
    str, typer.Option("--circuit-label", metavar="NAME", help="A server's label of the circuit.")
]
VantageLabel = Annotated[
    str, typer.Option("--vantage-label", metavar="NAME", help="A server's label of the vantage.")
]
RttQuery = Annotated[
    str, typer.Option("--rtt-query", help="What Prometheus is asked for round-trip times.")
]
ReadAs = Annotated[_Reading | None, typer.Option("--reading", help="What Zabbix's values mean.")]
TargetsFile = Annotated[
    Path | None,
    typer.Option(
        "--targets",
        metavar="FILE",
        help="Table of circuit, address and canary, where the source knows addresses.",
    ),
]
SkipUnknown = Annotated[
    bool, typer.Option("--skip-unknown", help="Leave out circuits the contract doesn't have.")
]


def _csv(request: SampleRequest) -> Iterator[Samples]:
    from lineproof.sources.samples_csv import read_csv

    return read_csv(request)


def _parquet(request: SampleRequest) -> Iterator[Samples]:
    from lineproof.sources.samples_parquet import read_parquet

    return read_parquet(request)


def _probes(request: SampleRequest) -> Iterator[Samples]:
    from lineproof.sources.prometheus import read_probes

    return read_probes(request)


def _interfaces(request: SampleRequest) -> Iterator[Samples]:
    from lineproof.sources.prometheus import read_interfaces

    return read_interfaces(request)


def _zabbix(request: SampleRequest) -> Iterator[Samples]:
    from lineproof.sources.zabbix import read_zabbix

    return read_zabbix(request)


def _zabbix_export(request: SampleRequest) -> Iterator[Samples]:
    from lineproof.sources.zabbix_export import read_zabbix_export

    return read_zabbix_export(request)


def _fping(request: SampleRequest) -> Iterator[Samples]:
    from lineproof.sources.samples_fping import read_fping

    return read_fping(request)


#: A kind of source and what reads it; imports stand in the functions, to start fast.
KINDS: dict[str, Source] = {
    "csv": _csv,
    "parquet": _parquet,
    "fping": _fping,
    "prometheus": _probes,
    "snmp": _interfaces,
    "zabbix": _zabbix,
    "zabbix-export": _zabbix_export,
}
#: Kinds whose input is a file: it is read through before anything is stored, so that nothing is
#: stored of a file with a mistake in it.
FILES = {"csv", "parquet", "fping", "zabbix-export"}
SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".log": "fping",
    ".ndjson": "zabbix-export",
}


@dataclasses.dataclass
class _Taken:
    """What became of one file or server."""

    place: str
    stored: int = 0
    samples: int = 0
    held: int = 0
    findings: list[Finding] = dataclasses.field(default_factory=list)


def ingest(
    folder: Folder,
    places: Places,
    every: Every,
    vantage: Vantage = "",
    kind: Kind = None,
    canary: Canaries = None,
    start: Start = None,
    end: End = None,
    query: Query = "",
    token_file: TokenFile = None,
    circuit_label: CircuitLabel = "",
    vantage_label: VantageLabel = "",
    rtt_query: RttQuery = "",
    reading: ReadAs = None,
    targets: TargetsFile = None,
    skip_unknown: SkipUnknown = False,
    is_json: AsJson = False,
) -> int:
    """Take in what was measured, from files or from a monitoring server.

    What is held already isn't stored again, so that it can be interrupted and run again. Exit code
    1: something was refused; nothing of that file is stored.
    """
    from lineproof.sources.folder import read_case
    from lineproof.sources.sample_request import SampleRequest

    kinds = [_kind_of(place, kind) for place in places]
    now = dt.datetime.now(tz=dt.UTC)
    addresses, canaries = _targets(targets)
    request = SampleRequest(
        place="",
        vantage=_named(vantage or vantage_label),
        every_ns=_period_ns(every),
        circuits=circuits_of(read_case(folder)),
        latest_ns=_ns(now) + _AHEAD_NS,
        canaries=tuple(dict.fromkeys([*canaries, *(canary or ())])),
        targets=addresses,
        skips_unknown=skip_unknown,
        start_ns=_instant_ns(start, option="--start"),
        end_ns=_instant_ns(end, option="--end"),
        query=query, token_file=token_file, circuit_label=circuit_label,
        vantage_label=vantage_label, rtt_query=rtt_query,
        reading=reading.value if reading else "",
    )  # fmt: skip
    asked = [dataclasses.replace(request, place=place) for place in places]
    taken = _take_all(folder, zip(asked, kinds, strict=True), now)
    _print(taken, is_json=is_json)
    return FOUND if any(f.is_open_block for each in taken for f in each.findings) else FINE


def circuits_of(case: Case) -> frozenset[str]:
    """Return every name by which a contract's circuits are, or once were, measured.

    A line's circuit id, or the line where it has none, and ids that lines got later.
    """
    names: set[str] = set()
    for rows in case.schedules.values():
        names.update(rows.get_column("id").fill_null(rows.get_column("line")))
    lifecycle = case.records.get("lifecycle")
    if lifecycle is not None:
        renamed = lifecycle.filter(lifecycle.get_column("event") == "reidentified")
        names.update(renamed.get_column("value").drop_nulls())
    return frozenset(names)


def _take_all(
    folder: Path, asked: Iterable[tuple[SampleRequest, str]], now: dt.datetime
) -> list[_Taken]:
    """Store what each file or server has, and return what became of it."""
    from lineproof.store.samples import SampleStore

    store = SampleStore(folder)
    return [_take(store, request, kind, now) for request, kind in asked]


def _targets(path: Path | None) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the circuit behind each address of a table of targets, and its canaries."""
    from lineproof.sources.targets import read_targets

    if path is None:
        return {}, ()
    read = read_targets(path)
    return dict(read.frame.select("address", "circuit").iter_rows()), read.canaries


def _take(store: SampleStore, request: SampleRequest, kind: str, now: dt.datetime) -> _Taken:
    """Store what one file or server has, and return what became of it.

    A server that can't go on keeps what it gave before; a file with a mistake gives nothing.
    """
    from lineproof.model.errors import InputRefusedError
    from lineproof.sources.ahead import read_ahead

    taken = _Taken(request.place)
    heard = dataclasses.replace(request, tell=taken.findings.append)
    with _progress() as progress:
        bar = progress.add_task(f"{request.file}: reading", total=None)
        try:
            batches, count = _checked(heard, kind) if kind in FILES else (KINDS[kind](heard), None)
            progress.update(bar, description=f"{request.file}: storing", total=count)
            for samples in read_ahead(batches):
                line = store.append(samples, recorded_at=now)
                taken.stored += line is not None
                taken.samples += line.rows if line is not None else 0
                taken.held += line is None and samples.frame.height > 0
                progress.advance(bar)
        except InputRefusedError as refused:
            taken.findings.extend(refused.findings)
    return taken


def _checked(request: SampleRequest, kind: str) -> tuple[Iterator[Samples], int]:
    """Return a file's batches and how many they are; raises InputRefusedError for any mistake.

    A file of one batch, or of few bytes, is held; a larger one is read a second time.
    """
    held: list[Samples] = []
    count, size = 0, 0
    for samples in KINDS[kind](request):
        count += 1
        size += int(samples.frame.estimated_size())
        if count == 1 or size <= _BYTES_HELD:
            held.append(samples)
        else:
            held.clear()
    if len(held) == count:
        return iter(held), count
    return KINDS[kind](dataclasses.replace(request, tell=lambda _: None)), count


def _progress() -> Progress:
    """Return a bar on the terminal that errors go to; nothing where there is none."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)


def _kind_of(place: str, kind: str | None) -> str:
    """Return the kind of a source; raises LineproofError where it isn't known."""
    found = kind or SUFFIXES.get(PurePosixPath(place).suffix.lower(), "")
    if found not in KINDS:
        said = f'--kind "{kind}" is no kind of source' if kind else f'which kind is "{place}"?'
        message = f"{said} Use --kind with one of {', '.join(KINDS)}"
        raise LineproofError(message)
    return found


def _named(vantage: str) -> str:
    """Return a vantage's name; raises LineproofError for a blank or unprintable one."""
    name = vantage.strip()
    if not name or not name.isprintable():
        message = f'--vantage "{vantage}" is no name; name where it was measured from'
        raise LineproofError(message)
    return name


def _period_ns(text: str) -> int:
    """Return a period in whole milliseconds, in nanoseconds; raises LineproofError."""
    try:
        milliseconds = Decimal(text) * 1000
    except InvalidOperation:
        milliseconds = Decimal(0)
    is_whole = milliseconds.is_finite() and not milliseconds % 1
    if not is_whole or not 1 <= milliseconds <= _PERIOD_MS_MAX:
        message = f'--every "{text}" is no period; give seconds, from 0.001 to 86400, as 60'
        raise LineproofError(message)
    return int(milliseconds) * 10**6


def _instant_ns(text: str | None, *, option: str) -> int | None:
    """Return an instant a command was given; raises LineproofError where it is none."""
    if text is None:
        return None
    try:
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.utcoffset() is None:
        message = f'{option} "{text}" is no instant; write 2025-03-01T00:00:00+08:00'
        raise LineproofError(message)
    return _ns(instant)


def _ns(instant: dt.datetime) -> int:
    """Return an instant in nanoseconds since 1970 UTC."""
    return (instant - _EPOCH) // dt.timedelta(microseconds=1) * 1000


def _print(taken: list[_Taken], *, is_json: bool) -> None:
    """Print what became of each file or server."""
    from lineproof.report.as_json import check_json, dumped
    from lineproof.report.terminal import Printing, console_for, print_findings

    findings = [finding for each in taken for finding in each.findings]
    if is_json:
        told = [
            {"place": each.place, "batches": each.stored, "samples": each.samples,
             "held": each.held}
            for each in taken
        ]  # fmt: skip
        write_json(dumped({"taken": told} | check_json(findings, digits=2)))
        return
    for each in taken:
        batches = "1 batch" if each.stored == 1 else f"{each.stored} batches"
        held = f"; {each.held} held already" if each.held else ""
        sys.stdout.write(f"{each.place}: stored {each.samples} samples in {batches}{held}\n")
    if findings:
        print_findings(findings, Printing(console_for(sys.stderr)), digits=2)
