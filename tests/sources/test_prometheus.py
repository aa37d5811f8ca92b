"""Are Prometheus' scrapes the samples they were, and is what is missing missing?"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.sources.fake_prometheus import Holding, Series
from tests.sources.fake_server import Answering, Said, in_turn, said, serving

from lineproof.measure.samples import SAMPLE_SCHEMA, Samples
from lineproof.model.errors import InputRefusedError
from lineproof.sources.http_json import Patience, Server
from lineproof.sources.prometheus import (
    Reading,
    Wanted,
    prometheus_samples,
    read_interfaces,
    read_probes,
)
from lineproof.sources.sample_request import SampleRequest
from lineproof.store.samples import SampleStore

NS = 10**9
MINUTE = 60 * NS
RECORDED = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
PROBES = Wanted("probe_success", MINUTE)
INTERFACES = Wanted("ifOperStatus", MINUTE, Reading.INTERFACE, circuit_label="ifAlias")
Row = tuple[str, int, int, int, int, int | None]


def target(name: str, **labels: str) -> Mapping[str, str]:
    """Return the labels of a series of the line C-1's target."""
    return {"__name__": name, "job": "lines", "instance": "192.0.2.2", "circuit": "C-1"} | labels


def each_minute(values: str, *, at: float = 7.5) -> list[tuple[float, str]]:
    """Return a value a minute from 0 on; a dot is a scrape that isn't there."""
    return [(60 * n + at, value) for n, value in enumerate(values) if value != "."]


def read(
    answering: Answering, wanted: Wanted = PROBES, *, start_s: float = 0, end_s: float = 600
) -> list[Samples]:
    """Return what is read from start to end."""
    with serving(answering) as fake:
        server = Server("Prometheus", fake.url, patience=Patience(2, 0.01, 5))
        start, end = int(start_s * NS), int(end_s * NS)
        return list(prometheus_samples(server, wanted, start_ns=start, end_ns=end))


def rows(found: Sequence[Samples]) -> list[Row]:
    """Return samples as circuit, scheduled (s), jitter (ms), sent, received, round trip (ms)."""
    for each in found:
        assert each.frame.schema == SAMPLE_SCHEMA
        assert each.every_ns == MINUTE
    return sorted(
        (circuit, at // NS, late // 10**6, sent, received, rtt and rtt // 10**6)
        for each in found
        for circuit, at, late, sent, received, rtt in each.frame.iter_rows()
    )


def counts(found: Sequence[Samples]) -> dict[str, list[tuple[int, int, int]]]:
    """Return each circuit's samples: minute, sent, received."""
    told: dict[str, list[tuple[int, int, int]]] = {}
    for circuit, at, _, sent, received, _ in rows(found):
        told.setdefault(circuit, []).append((at // 60, sent, received))
    return told


def code_of(answering: Answering, wanted: Wanted = PROBES) -> str:
    """Return the code with which reading is refused."""
    with pytest.raises(InputRefusedError) as refused:
        read(answering, wanted)
    (finding,) = refused.value.findings
    assert finding.fix
    assert finding.where
    return finding.code


# ---------------------------------------------------------------- probes


def test_a_probe_is_a_sample_at_its_round() -> None:
    """Scraped 7.5 s into each minute: that much jitter; 1 answered, 0 lost."""
    found = read(Holding([(target("probe_success"), each_minute("101"))]))
    assert rows(found) == [
        ("C-1", 0, 7500, 1, 1, None), ("C-1", 60, 7500, 1, 0, None), ("C-1", 120, 7500, 1, 1, None)
    ]  # fmt: skip
    assert {(each.vantage, each.source.partition(":")[0]) for each in found} == {
        ("prometheus", "prometheus")
    }


def test_a_scrape_that_failed_was_not_sent_and_a_missing_one_is_nothing() -> None:
    """Minutes 1 and 2: `up` is 0. Minute 3: neither. Minute 0, 4: answered."""
    held = Holding(
        [
            (target("probe_success"), each_minute("1...1")),
            (target("up"), each_minute("100.1")),
            (target("up", job="others"), each_minute("00000")),
            (target("up", instance="192.0.2.9"), each_minute("00000")),
        ]
    )
    assert counts(read(held)) == {"C-1": [(0, 1, 1), (1, 0, 0), (2, 0, 0), (4, 1, 1)]}
    assert 'up{job=~"lines"}' in {query.partition("[")[0] for query in held.queries}


def test_a_job_s_name_is_taken_as_it_stands() -> None:
    """A dot is a dot and a quote a quote in the selector of `up`: each behind a backslash."""
    held = Holding([(target("probe_success", job='a.b"c'), each_minute("1"))])
    read(held)
    assert held.queries[-1].partition("[")[0] == r'up{job=~"a\\.b\"c"}'


def test_an_exporter_dead_from_the_start_is_not_sent() -> None:
    """Nothing was measured since two hours before: the line is known from then."""
    early = [(-7200.0, "1")]
    held = Holding([(target("probe_success"), early), (target("up"), [*early, *each_minute("00")])])
    assert counts(read(held)) == {"C-1": [(0, 0, 0), (1, 0, 0)]}


def test_several_scrapes_a_round_are_added_up() -> None:
    """Four in minute 0, of which one was lost and one failed: 3 sent, 2 received."""
    probes = [(0.0, "1"), (15.0, "0"), (45.0, "1")]
    held = Holding([(target("probe_success"), probes), (target("up"), [(30.0, "0")])])
    assert rows(read(held)) == [("C-1", 0, 0, 3, 2, None)]


def test_only_whole_rounds_are_read() -> None:
    """From 30 s to 200 s: minutes 1 and 2; a part of a round would be added up wrongly."""
    held = Holding([(target("probe_success"), each_minute("11111"))])
    assert counts(read(held, start_s=30, end_s=200)) == {"C-1": [(1, 1, 1), (2, 1, 1)]}
    assert read(held, start_s=30, end_s=100) == []


def test_the_instance_names_a_line_without_circuit() -> None:
    """And a label of one's own instead, if told."""
    held = Holding([(target("probe_success", circuit="", line="L7"), each_minute("1"))])
    assert set(counts(read(held))) == {"192.0.2.2"}
    assert set(counts(read(held, Wanted("probe_success", MINUTE, circuit_label="line")))) == {"L7"}


def test_a_label_tells_the_vantages_apart() -> None:
    """One batch each, although both tell of C-1 at one time."""
    series: list[Series] = [
        (target("probe_success", prober=name), each_minute(value))
        for name, value in (("east", "1"), ("west", "0"))
    ]
    found = read(Holding(series), Wanted("probe_success", MINUTE, vantage_label="prober"))
    assert [(each.vantage, counts([each])) for each in found] == [
        ("east", {"C-1": [(0, 1, 1)]}), ("west", {"C-1": [(0, 1, 0)]})
    ]  # fmt: skip


def test_round_trip_times_come_from_the_series_named() -> None:
    """0.0125 s at the same scrape: 12.5 ms, kept as nanoseconds."""
    held = Holding(
        [
            (target("probe_success"), each_minute("11")),
            (target("probe_icmp_duration_seconds", phase="rtt"), [(7.5, "0.0125")]),
        ]
    )
    wanted = Wanted("probe_success", MINUTE, rtt='probe_icmp_duration_seconds{phase="rtt"}')
    (found,) = read(held, wanted)
    assert found.frame["rtt_ns"].to_list() == [12_500_000, None]


# ---------------------------------------------------------------- interfaces


def test_an_interface_s_status_is_read_by_the_standard() -> None:
    """RFC 2863: 1 up; 2, 6, 7 down; 3 testing, 4 unknown, 5 dormant tell nothing."""
    held = Holding([(target("ifOperStatus", ifAlias="C-1"), each_minute("1234567"))])
    assert counts(read(held, INTERFACES)) == {
        "C-1": [(0, 1, 1), (1, 1, 0), (2, 0, 0), (3, 0, 0), (4, 0, 0), (5, 1, 0), (6, 1, 0)]
    }


def test_an_interface_that_is_switched_off_tells_nothing() -> None:
    """Admin 2 with oper 2 from minute 1 on: somebody's decision, no outage; 3 is a test."""
    held = Holding(
        [
            (target("ifOperStatus", ifAlias="C-1"), each_minute("2221")),
            (target("ifAdminStatus", ifAlias="C-1"), each_minute("1231")),
        ]
    )
    assert counts(read(held, INTERFACES)) == {"C-1": [(0, 1, 0), (1, 0, 0), (2, 0, 0), (3, 1, 1)]}


def test_a_router_that_doesn_t_answer_hides_each_of_its_lines() -> None:
    """One `up` for two interfaces: neither is known in minute 1."""
    series: list[Series] = [
        (target("ifOperStatus", ifAlias=name, ifIndex=name[-1]), each_minute("1.1"))
        for name in ("C-1", "C-2")
    ]
    router = {k: v for k, v in target("up").items() if k != "circuit"}
    no_circuit = [({k: v for k, v in labels.items() if k != "circuit"}, s) for labels, s in series]
    found = counts(read(Holding([*no_circuit, (router, each_minute("101"))]), INTERFACES))
    assert found == {name: [(0, 1, 1), (1, 0, 0), (2, 1, 1)] for name in ("C-1", "C-2")}


# ---------------------------------------------------------------- pages


def test_pages_that_are_too_large_are_halved() -> None:
    """Ten samples, at most 3 an answer: pages of 8 and 4 minutes fail, those of 2 don't.

    0–2, 2–4, 4–6, 6–8, 8–10: five pages, of the same samples as one.
    """
    series = [(target("probe_success"), each_minute("1101111011"))]
    whole, held = read(Holding(series)), Holding(series, samples_max=3)
    halved = read(held)
    assert (len(whole), len(halved)) == (1, 5)
    assert rows(halved) == rows(whole)


def test_a_rerun_from_elsewhere_meets_the_same_pages() -> None:
    """Pages begin at multiples of their length, 2 minutes: only the first differs."""
    series = [(target("probe_success"), each_minute("1101111011"))]
    first = read(Holding(series, samples_max=2))
    again = read(Holding(series, samples_max=2), start_s=60)
    assert [each.frame.rows() for each in first[1:]] == [each.frame.rows() for each in again[1:]]
    assert rows(again) == rows(first)[1:]


def test_one_round_that_is_too_large_is_refused() -> None:
    """Two lines, and one sample an answer."""
    series: list[Series] = [
        (target("probe_success", circuit=name, instance=name), each_minute("1"))
        for name in ("C-1", "C-2")
    ]
    assert code_of(Holding(series, samples_max=1)) == "E-PROMETHEUS-TOO-MANY"


def test_what_was_read_before_a_failure_is_right() -> None:
    """The server dies behind the second page of 2 minutes: both were yielded, then the refusal."""
    held = Holding([(target("probe_success"), each_minute("1101111011"))], samples_max=2)
    answered = []

    def answering(path: str, given: Mapping[str, str]) -> Said:
        answer = held(path, given)
        if path.endswith("query") and answer.status == 200:
            answered.append(given["query"])
        return Said(503) if len(answered) > 4 else answer

    found: list[Samples] = []
    with serving(answering) as fake:
        server = Server("Prometheus", fake.url, patience=Patience(2, 0.01, 5))
        asked = prometheus_samples(server, PROBES, start_ns=0, end_ns=600 * NS)
        with pytest.raises(InputRefusedError) as refused:
            found.extend(asked)
    assert refused.value.findings[0].code == "E-SERVER-SILENT"
    assert counts(found) == {"C-1": [(0, 1, 1), (1, 1, 1), (2, 1, 0), (3, 1, 1)]}


def test_a_rerun_goes_on_where_a_server_died(tmp_path: Path) -> None:
    """Two of five pages are stored, then the server dies. The rerun stores the other three.

    The store then holds each sample once, as if nothing had happened.
    """
    held = Holding([(target("probe_success"), each_minute("1101111011"))], samples_max=2)
    left = iter(range(9))

    def dying(path: str, given: Mapping[str, str]) -> Said:
        answer = held(path, given)
        is_page = path.endswith("query") and answer.status == 200
        return Said(503) if is_page and next(left, 9) > 3 else answer

    store = SampleStore(tmp_path)
    stored = [keep(store, dying), keep(store, held)]
    assert stored == ["2 of 2, then E-SERVER-SILENT", "3 of 5"]
    assert sum(batch.rows for batch in store.batches()) == 10


def keep(store: SampleStore, answering: Answering) -> str:
    """Store what a server gives, and return how many batches were new."""
    new = found = 0
    with serving(answering) as fake:
        server = Server("Prometheus", fake.url, patience=Patience(2, 0.01, 5))
        try:
            for samples in prometheus_samples(server, PROBES, start_ns=0, end_ns=600 * NS):
                found += 1
                new += store.append(samples, recorded_at=RECORDED) is not None
        except InputRefusedError as refused:
            return f"{new} of {found}, then {refused.findings[0].code}"
    return f"{new} of {found}"


# ---------------------------------------------------------------- as the command asks


def requested(url: str, **changes: Any) -> SampleRequest:  # noqa: ANN401 - fields of a request
    """Return a request for C-1, seen from the office, from 0 to 10 minutes."""
    return replace(
        SampleRequest(url, "office", MINUTE, frozenset({"C-1"}), latest_ns=10**18, start_ns=0),
        end_ns=600 * NS, **changes,
    )  # fmt: skip


def test_probes_are_what_is_asked_for_without_a_query(tmp_path: Path) -> None:
    """`probe_success`, with the token, the vantage and the canaries of the request."""
    (tmp_path / "token").write_text("s3cret")
    series = [(target("probe_success"), each_minute("10"))]
    with serving(Holding(series)) as fake:
        request = requested(fake.url, token_file=tmp_path / "token", canaries=("C-1",))
        (found,) = read_probes(request)
    assert counts([found]) == {"C-1": [(0, 1, 1), (1, 1, 0)]}
    assert (found.vantage, found.canaries) == ("office", ("C-1",))
    assert {each["Authorization"] for each in fake.headers} == {"Bearer s3cret"}


def test_interfaces_are_what_is_asked_for_without_a_query() -> None:
    """`ifOperStatus`; labels as the request says."""
    labels = target("ifOperStatus", ifAlias="C-1", prober="east", circuit="")
    with serving(Holding([(labels, each_minute("17"))])) as fake:
        request = requested(fake.url, circuit_label="ifAlias", vantage_label="prober")
        (found,) = read_interfaces(request)
    assert counts([found]) == {"C-1": [(0, 1, 1), (1, 1, 0)]}
    assert found.vantage == "east"


def test_a_query_and_its_round_trip_times_are_asked_for_as_they_stand() -> None:
    """The selector is the user's; only the range is ours."""
    query, rtt = 'probe_success{job="lines"}', 'probe_duration_seconds{job="lines"}'
    held = Holding([(target("probe_success"), each_minute("1"))])
    with serving(held) as fake:
        list(read_probes(requested(fake.url, query=query, rtt_query=rtt)))
    assert [each.partition("[")[0] for each in held.queries] == [query, rtt, 'up{job=~"lines"}']


def test_a_line_of_somebody_else_is_refused() -> None:
    """The contract has C-1 alone."""
    held = Holding([(target("probe_success", circuit="C-9"), each_minute("1"))])
    with serving(held) as fake, pytest.raises(InputRefusedError) as refused:
        list(read_probes(requested(fake.url)))
    assert refused.value.findings[0].code == "E-SAMPLE-UNKNOWN"


# ---------------------------------------------------------------- refusals


def test_two_series_of_one_line_are_refused() -> None:
    """Two jobs probe C-1: which of them is it?"""
    series: list[Series] = [
        (target("probe_success", job=job), each_minute("11")) for job in ("a", "b")
    ]
    assert code_of(Holding(series)) == "E-PROMETHEUS-TWICE"


def test_a_series_that_follows_another_is_the_same_line() -> None:
    """Labels changed at 2:30 and both were scraped in that minute: 2 sent, 2 received in it."""
    held = Holding(
        [
            (target("probe_success", city="a"), each_minute("111")),
            (target("probe_success", city="b"), each_minute("..111", at=40)),
        ]
    )
    assert counts(read(held))["C-1"] == [
        (0, 1, 1), (1, 1, 1), (2, 2, 2), (3, 1, 1), (4, 1, 1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("2", PROBES), ("0.5", PROBES), ("+Inf", PROBES), ("0", INTERFACES), ("8", INTERFACES)],
)
def test_a_value_of_another_meaning_is_refused(value: str, wanted: Wanted) -> None:
    """A probe is 0 or 1, a status 1 to 7."""
    held = Holding([(target(wanted.selector, ifAlias="C-1"), [*each_minute("1"), (90.0, value)])])
    assert code_of(held, wanted) == "E-PROMETHEUS-VALUE"


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("probe_success", MINUTE, circuit_label="line"),
        Wanted("probe_success", MINUTE, vantage_label="prober"),
    ],
)
def test_a_series_without_the_label_is_refused(wanted: Wanted) -> None:
    """A circuit isn't guessed where its label is told."""
    held = Holding([(target("probe_success"), each_minute("1"))])
    assert code_of(held, wanted) == "E-PROMETHEUS-LABEL"


def test_a_selector_that_finds_nothing_is_refused() -> None:
    """A misspelt job isn't a month without samples."""
    assert code_of(Holding([])) == "E-PROMETHEUS-NOTHING"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (said({"status": "error", "error": "bad"}, status=422), "E-PROMETHEUS-QUERY"),
        (Said(503, b"starting"), "E-SERVER-SILENT"),
        (Said(200, b'{"status": "success", "data": []}', sends=20), "E-SERVER-SILENT"),
        (Said(200, b"<html></html>"), "E-SERVER-OTHER"),
    ],
)
def test_a_server_in_trouble_is_told(answer: Said, code: str) -> None:
    """422, 503, half a body, no JSON."""
    assert code_of(in_turn(answer)) == code
