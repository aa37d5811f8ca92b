"""What did Prometheus see of each line? Its scrapes as samples, page by page.

`up` is read beside them: a scrape that failed was meant to be a sample and is none, which is not a
probe that was lost. Where there is neither, nothing is known. It decides nothing about outages.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from lineproof.measure.samples import SAMPLE_SCHEMA, Samples, scheduled
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.sources.http_json import Server, client_for, server_at
from lineproof.sources.prometheus_api import MS, Api, Found, Labels, too_many
from lineproof.sources.sample_request import SampleRequest
from lineproof.sources.server_samples import of_contract, span_of

_PAGE_SAMPLES = 1 << 17
"""Samples asked for at a time, as the period lets expect; a power of two, so that pages nest."""
_LOOK_BACK_MS = 86_400_000
"""How far before the start lines are looked for, so that an exporter may be dead from the start."""
_NAMELESS = "__name__"
_KEY = ("circuit", "vantage", "at")


class Reading(enum.Enum):
    """What a series' values mean."""

    PROBE = "probe"
    """1: answered, 0: not; as `probe_success`."""
    INTERFACE = "interface"
    """A status by RFC 2863; as `ifOperStatus`."""


_KNOWN = {Reading.PROBE: (0.0, 1.0), Reading.INTERFACE: (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0)}
_TELLS = (1.0, 2.0, 6.0, 7.0)
"""Statuses of an interface by which its line is up or down."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read.

    selector: of the series. every_ns: the period they are scraped at. circuit_label: holds the
    circuit; without: `circuit`, else `instance`. vantage: of all samples, unless vantage_label
    holds it. rtt: selector of a series with the round-trip time in seconds, if any.
    """

    selector: str
    every_ns: int
    reading: Reading = Reading.PROBE
    circuit_label: str = ""
    vantage: str = "prometheus"
    vantage_label: str = ""
    rtt: str = ""


def read_probes(request: SampleRequest) -> Iterator[Samples]:
    """Yield the samples of a contract's lines that Prometheus holds of a prober."""
    return _read(request, Reading.PROBE, usually="probe_success")


def read_interfaces(request: SampleRequest) -> Iterator[Samples]:
    """Yield the samples of a contract's lines that Prometheus holds of their interfaces."""
    return _read(request, Reading.INTERFACE, usually="ifOperStatus")


def _read(request: SampleRequest, reading: Reading, *, usually: str) -> Iterator[Samples]:
    """Yield what is requested, under the contract's names."""
    start_ns, end_ns = span_of(request)
    server = server_at(request.place, name="Prometheus", token_file=request.token_file)
    wanted = Wanted(
        request.query or usually,
        request.every_ns,
        reading,
        circuit_label=request.circuit_label,
        vantage=request.vantage,
        vantage_label=request.vantage_label,
        rtt=request.rtt_query,
    )
    found = prometheus_samples(server, wanted, start_ns=start_ns, end_ns=end_ns)
    yield from of_contract(found, request)


def prometheus_samples(
    server: Server, wanted: Wanted, *, start_ns: int, end_ns: int
) -> Iterator[Samples]:
    """Yield the samples that Prometheus holds of the whole periods from start to before end.

    One of a vantage and page; pages begin at multiples of their length, so that a rerun meets the
    same. Refuses what can't be read: the pages yielded before are right.
    """
    every_ms = wanted.every_ns // MS
    start = -(-start_ns // wanted.every_ns) * every_ms
    end = end_ns // wanted.every_ns * every_ms
    if start >= end:
        return
    with client_for(server) as client:
        reader = _Reader(Api(server, client), wanted)
        lines = reader.lines(start, end)
        rounds = max(1, _PAGE_SAMPLES // max(1, len(lines)))
        length = every_ms << (rounds.bit_length() - 1)
        for frame in _pages(lambda lo, hi: reader.page(lines, lo, hi), start, end, length):
            for part in frame.partition_by("vantage", maintain_order=True):
                vantage = part["vantage"][0]
                source = f"prometheus:{server.place}"
                rows = part.select(pl.col(n).cast(t) for n, t in SAMPLE_SCHEMA.items())
                yield Samples(rows, vantage, wanted.every_ns, source)


def _pages(
    page: Callable[[int, int], pl.DataFrame | None], start: int, end: int, length: int
) -> Iterator[pl.DataFrame]:
    """Yield the pages from start to end; one that is too large is halved, and those behind it.

    page: returns one's rows, or None where it is too large; refuses one that can't be halved.
    """
    at = start
    while at < end:
        stop = min((at // length + 1) * length, end)
        rows = page(at, stop)
        if rows is None:
            length //= 2
            continue
        yield rows
        at = stop


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads pages of what is wanted; instants in milliseconds."""

    api: Api
    wanted: Wanted

    def lines(self, start: int, end: int) -> list[Labels]:
        """Return the label sets of the lines there are; refuses a selector that finds none."""
        selector = self.wanted.selector
        sets = self.api.label_sets(selector, start_ms=start - _LOOK_BACK_MS, end_ms=end - 1)
        if not sets:
            message = f"Prometheus holds no series {selector} in that time, nor the day before"
            fix = "Check --query against its page Graph, and --from and --to against its retention."
            raise self._refusal("E-PROMETHEUS-NOTHING", message, fix)
        return sets

    def page(self, lines: Sequence[Labels], start: int, end: int) -> pl.DataFrame | None:
        """Return the samples of a page: circuit, vantage and those of `SAMPLE_SCHEMA`."""
        found: dict[str, Found] = {}
        asked = {"line": self.wanted.selector, **self._beside(), "up": _up_of(lines)}
        for name, selector in asked.items():
            part = self.api.samples(selector, start_ms=start, end_ms=end)
            if part is None:
                if end - start <= self.wanted.every_ns // MS:
                    raise too_many(self.api.server, selector)
                return None
            found[name] = part
        rows = pl.concat([self._measured(found), self._not_sent(found["up"], lines)])
        return self._rounds(rows, found["line"].labels)

    def _beside(self) -> dict[str, str]:
        """Return what is read beside the samples: its column and selector."""
        wanted = self.wanted
        found = {"rtt": wanted.rtt} if wanted.rtt else {}
        if wanted.reading is Reading.INTERFACE and "ifOperStatus" in wanted.selector:
            found["admin"] = wanted.selector.replace("ifOperStatus", "ifAdminStatus", 1)
        return found

    def _measured(self, found: Mapping[str, Found]) -> pl.DataFrame:
        """Return the scrapes that told something. found: by what `page` asks for."""
        rows = self._named(found["line"])
        for column in ("rtt", "admin"):
            if column in found:
                more = self._named(found[column]).unique(_KEY, keep="first", maintain_order=True)
                more = more.select(*_KEY, pl.col("value").alias(column))
                rows = rows.join(more, on=_KEY, how="left", maintain_order="left")
            else:
                rows = rows.with_columns(pl.lit(None, pl.Float64).alias(column))
        known = _KNOWN[self.wanted.reading]
        wrong = rows.filter(~pl.col("value").is_in(known))
        if wrong.height:
            message = (
                f"{self.wanted.selector} of {wrong['circuit'][0]} is {wrong['value'][0]:g}, and "
                f"should be one of {', '.join(f'{each:g}' for each in known)}"
            )
            fix = "Give the selector of a series of that meaning, as probe_success or ifOperStatus."
            raise self._refusal("E-PROMETHEUS-VALUE", message, fix)
        sent, received = _counts(self.wanted.reading)
        return rows.select(
            "series", *_KEY, sent.alias("sent"), received.alias("received"),
            (pl.col("rtt") * 10**9).round().cast(pl.Int64).alias("rtt_ns"),
        )  # fmt: skip

    def _not_sent(self, up: Found, lines: Sequence[Labels]) -> pl.DataFrame:
        """Return the scrapes that failed, for each line of their target."""
        by_job: dict[tuple[str, str], list[Labels]] = {}
        for labels in lines:
            by_job.setdefault(_target(labels), []).append(labels)
        pairs = {
            (place, *self._name(labels))
            for place, target in enumerate(up.labels)
            for labels in by_job.get(_target(target), ())
            if all(labels.get(k) == v for k, v in target.items() if k != _NAMELESS)
        }
        schema = {"series": pl.Int64, "circuit": pl.String, "vantage": pl.String}
        named = pl.DataFrame(sorted(pairs), schema=schema, orient="row")
        failed = up.frame.filter(pl.col("value") == 0)
        return failed.join(named, on="series").select(
            pl.lit(None, pl.Int64).alias("series"), *_KEY,
            pl.lit(0, pl.Int64).alias("sent"), pl.lit(0, pl.Int64).alias("received"),
            pl.lit(None, pl.Int64).alias("rtt_ns"),
        )  # fmt: skip

    def _rounds(self, rows: pl.DataFrame, labels: Sequence[Labels]) -> pl.DataFrame:
        """Return one row a round: what was sent and received in one period, added up."""
        due = scheduled(
            rows.sort(_KEY).with_columns((pl.col("at") * MS).alias("sent_at")),
            every_ns=self.wanted.every_ns,
        )
        rounds = due.group_by("circuit", "vantage", "scheduled", maintain_order=True).agg(
            pl.col("jitter_ns").first(),
            pl.col("sent", "received").sum(),
            pl.col("rtt_ns").drop_nulls().first(),
            pl.col("series").drop_nulls().unique(maintain_order=True),
        )
        self._refuse_twice(rounds, labels)
        return rounds

    def _refuse_twice(self, rounds: pl.DataFrame, labels: Sequence[Labels]) -> None:
        """Refuse two series of one circuit and vantage; one that follows another meets it once."""
        both = rounds.filter(pl.col("series").list.len() > 1)
        met = both.group_by("circuit", "vantage", maintain_order=True).agg(
            pl.len(), pl.col("series").first()
        )
        met = met.filter(pl.col("len") > 1)
        if met.height:
            circuit, vantage, _, places = met.row(0)
            one, other = (_shown(labels[place]) for place in places[:2])
            message = f"two series tell of {circuit} as {vantage} saw it: {one} and {other}"
            fix = (
                "Narrow --query to one of them, tell the vantages apart with --vantage-label, or "
                "the circuits with --circuit-label."
            )
            raise self._refusal("E-PROMETHEUS-TWICE", message, fix)

    def _named(self, found: Found) -> pl.DataFrame:
        """Return samples with their circuit and vantage for their labels."""
        used = found.frame["series"].unique().sort()
        names = [(place, *self._name(found.labels[place])) for place in used]
        schema = {"series": pl.Int64, "circuit": pl.String, "vantage": pl.String}
        named = pl.DataFrame(names, schema=schema, orient="row")
        return found.frame.join(named, on="series", maintain_order="left")

    def _name(self, labels: Labels) -> tuple[str, str]:
        """Return the circuit and the vantage that labels name; refuses those that name none."""
        wanted = self.wanted
        tried = [wanted.circuit_label] if wanted.circuit_label else ["circuit", "instance"]
        circuit = next((labels[name] for name in tried if labels.get(name)), "")
        if not circuit:
            raise self._unlabelled(labels, tried[-1], "--circuit-label")
        vantage = labels.get(wanted.vantage_label, "") if wanted.vantage_label else wanted.vantage
        if not vantage:
            raise self._unlabelled(labels, wanted.vantage_label, "--vantage-label")
        return circuit, vantage

    def _unlabelled(self, labels: Labels, name: str, option: str) -> InputRefusedError:
        message = f"{_shown(labels)} has no label {name}"
        fix = f'Name the right one with {option}, or leave such series out: {{{name}!=""}}.'
        return self._refusal("E-PROMETHEUS-LABEL", message, fix)

    def _refusal(self, code: str, message: str, fix: str) -> InputRefusedError:
        return InputRefusedError((error(code, message, where=self.api.server.url, fix=fix),))


def _counts(reading: Reading) -> tuple[pl.Expr, pl.Expr]:
    """Return how many probes a value says were sent and answered.

    An interface is up (1), or down: down (2), its part missing (6), what it lies on down (7). In a
    test (3), waiting for a call (5) or in a state not known (4), it tells nothing of the line; nor
    does one that somebody switched off or tests, which its operational status can't help following.
    Source: RFC 2863, 3.1.12 to 3.1.14, and its ifOperStatus and ifAdminStatus.
    """
    value = pl.col("value")
    if reading is Reading.PROBE:
        return pl.lit(1, pl.Int64), value.cast(pl.Int64)
    is_meant_up = pl.col("admin").is_null() | (pl.col("admin") == 1)
    tells = value.is_in(_TELLS) & is_meant_up
    return tells.cast(pl.Int64), (tells & (value == 1)).cast(pl.Int64)


def _target(labels: Labels) -> tuple[str, str]:
    """Return the target that labels are of, but for what tells two of one name apart."""
    return labels.get("job", ""), labels.get("instance", "")


def _up_of(lines: Iterable[Labels]) -> str:
    """Return the selector of `up` for the jobs of lines.

    >>> _up_of([{"job": "a"}, {"job": "c"}, {"job": "c"}])
    'up{job=~"a|c"}'
    """
    jobs = sorted({re.escape(labels.get("job", "")) for labels in lines})
    quoted = "|".join(jobs).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'up{{job=~"{quoted}"}}'


def _shown(labels: Labels) -> str:
    """Return labels as Prometheus writes them.

    >>> _shown({"__name__": "up", "job": "a"})
    'up{job="a"}'
    """
    inside = ", ".join(f'{k}="{v}"' for k, v in sorted(labels.items()) if k != _NAMELESS)
    return f"{labels.get(_NAMELESS, '')}{{{inside}}}"
