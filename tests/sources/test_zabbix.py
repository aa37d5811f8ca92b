"""Are Zabbix's values the samples they were, of the right circuits, and is what lacks lacking?"""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.sources.fake_server import Answering, Said, in_turn, said, serving
from tests.sources.fake_zabbix import FakeItem, FakeZabbix, Value

from lineproof.measure.samples import SAMPLE_SCHEMA, Samples
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding
from lineproof.sources.http_json import Patience, Server
from lineproof.sources.sample_request import SampleRequest
from lineproof.sources.zabbix import circuit_named, read_zabbix, zabbix_samples
from lineproof.store.samples import SampleStore

NS = 10**9
TOKEN = "of-a-reader"  # noqa: S105 - a test's own
PAGE = 1 << 17
REQUEST = SampleRequest(
    place="http://192.0.2.1/zabbix", vantage="centre", every_ns=60 * NS,
    circuits=frozenset({"A", "B"}), latest_ns=10**18, start_ns=0, end_ns=600 * NS,
)  # fmt: skip


def each_minute(values: str, *, at: int = 7) -> list[Value]:
    """Return a value a minute from 0 on; a dot is a minute without one."""
    return [(60 * n + at, 500, float(v)) for n, v in enumerate(values) if v != "."]


def read(answering: Answering, **changes: object) -> list[Samples]:
    """Return what is read."""
    with serving(answering) as fake:
        server = Server("Zabbix", fake.url, TOKEN, Patience(2, 0.01, 5))
        request = dataclasses.replace(REQUEST, **changes)  # type: ignore[arg-type]
        return list(zabbix_samples(server, request))


def counts(found: Sequence[Samples]) -> dict[str, list[tuple[int, int, int]]]:
    """Return each circuit's samples: minute, sent, received."""
    seen: dict[str, list[tuple[int, int, int]]] = {}
    for each in found:
        assert each.frame.schema == SAMPLE_SCHEMA
        for circuit, at, _, sent, received, _ in each.frame.iter_rows():
            seen.setdefault(circuit, []).append((at // 60 // NS, sent, received))
    return seen


def refusal(answering: Answering, **changes: object) -> Finding:
    """Return the finding by which reading is refused."""
    with pytest.raises(InputRefusedError) as refused:
        read(answering, **changes)
    (finding,) = refused.value.findings
    return finding


def test_pings_are_samples_and_a_minute_without_a_value_has_none() -> None:
    """Up, up, down, nothing, up: four samples; minute 3 is not there, as nobody knows of it."""
    (found,) = read(FakeZabbix([FakeItem(1, "A", values=each_minute("110.1"))]))
    assert found.frame.rows() == [
        ("A", 0, 7 * NS + 500, 1, 1, None),
        ("A", 60 * NS, 7 * NS + 500, 1, 1, None),
        ("A", 120 * NS, 7 * NS + 500, 1, 0, None),
        ("A", 240 * NS, 7 * NS + 500, 1, 1, None),
    ]
    assert (found.vantage, found.every_ns) == ("centre", 60 * NS)
    assert found.source.startswith("zabbix:127.0.0.1:")


def test_only_whole_periods_of_the_time_asked_for_are_read() -> None:
    """From second 30 to 250: minutes 1, 2 and 3; minute 0 has begun before, 4 ends after."""
    zabbix = FakeZabbix([FakeItem(1, "A", values=each_minute("11111"))])
    found = counts(read(zabbix, start_ns=30 * NS, end_ns=250 * NS))
    assert [minute for minute, *_ in found["A"]] == [1, 2, 3]


def test_no_value_is_lost_or_twice_where_one_page_ends_and_the_next_begins() -> None:
    """A page of one item is 131,072 periods of a second: 300 around its end are read as two."""
    start = PAGE - 100
    values = [(start + n, 0, 1.0) for n in range(300)]
    zabbix = FakeZabbix([FakeItem(1, "A", values=values)])
    pages = read(zabbix, every_ns=NS, start_ns=start * NS, end_ns=(start + 300) * NS)
    assert [page.frame.height for page in pages] == [100, 200]
    assert [at // NS for page in pages for at in page.frame["scheduled"]] == [v[0] for v in values]


def test_two_values_of_one_period_are_one_sample_of_two_probes() -> None:
    """Polled at seconds 0, 59 of minute 1 and each minute after: minute 1 sent 2, one answered."""
    values = [(60, 0, 1.0), (119, 0, 0.0), *each_minute("..111")]
    found = counts(read(FakeZabbix([FakeItem(1, "A", values=values)])))
    assert found["A"] == [(1, 2, 1), (2, 1, 1), (3, 1, 1), (4, 1, 1)]


def test_a_value_that_is_kept_twice_counts_once() -> None:
    """The tables of Zabbix before 6.0 have no key: a repeated insert repeats a value."""
    values = each_minute("11")
    found = counts(read(FakeZabbix([FakeItem(1, "A", values=[*values, values[0]])])))
    assert found["A"] == [(0, 1, 1), (1, 1, 1)]


def test_a_loss_is_counted_in_the_packets_of_its_key() -> None:
    """50 % of 4 packets: 2 of 4 answered. Other keys that begin alike aren't read."""
    loss = FakeItem(1, "A", "icmppingloss[,4]", [(0, 0, 50.0)], value_type=0)
    beside = FakeItem(2, "A", "icmpping", each_minute("1"))
    found = counts(read(FakeZabbix([loss, beside]), query="icmppingloss"))
    assert found == {"A": [(0, 4, 2)]}


def test_whole_numbers_and_fractions_are_read_from_their_own_tables() -> None:
    """Zabbix keeps each type of number apart; a query may find items of both."""
    items = [
        FakeItem(1, "A", "icmpping", each_minute("1")),
        FakeItem(2, "B", "icmpping[,4]", each_minute("0"), value_type=0),
    ]
    assert counts(read(FakeZabbix(items))) == {"A": [(0, 1, 1)], "B": [(0, 1, 0)]}


def test_what_values_mean_can_be_said_where_the_key_does_not() -> None:
    """line.rtt with --reading seconds: 0.02 s answered, 0 didn't."""
    item = FakeItem(1, "A", "line.rtt", [(0, 0, 0.02), (60, 0, 0.0)], value_type=0)
    assert refusal(FakeZabbix([item]), query="line.rtt").code == "E-ZABBIX-READING"
    found = counts(read(FakeZabbix([item]), query="line.rtt", reading="seconds"))
    assert found == {"A": [(0, 1, 1), (1, 1, 0)]}


def test_a_circuit_is_named_by_tag_or_macro_before_the_host() -> None:
    """In this order: the item's tag, the host's tag, its macro, its name; a label names one."""
    tag = [{"tag": "circuit", "value": "I"}, {"tag": "line", "value": "L"}]
    host = {
        "host": "router", "tags": [{"tag": "circuit", "value": "H"}],
        "macros": [{"macro": "{$CIRCUIT}", "value": "M"}, {"macro": "{$ID}", "value": "N"},
                   {"macro": "{$SECRET}"}],
    }  # fmt: skip
    bare = {"host": "router", "tags": [], "macros": host["macros"]}
    named = [
        circuit_named(tag, host, ""), circuit_named([], host, ""), circuit_named([], bare, ""),
        circuit_named([], {"host": "router"}, ""), circuit_named(tag, host, "line"),
        circuit_named(tag, host, "{$ID}"), circuit_named(tag, host, "{$SECRET}"),
    ]  # fmt: skip
    assert named == ["I", "H", "M", "router", "L", "N", ""]


def test_an_item_without_the_tag_that_names_circuits_is_refused() -> None:
    """It names the item and its host: one of a hundred interfaces may lack its tag."""
    item = FakeItem(1, "router", "net.if.status[ifOperStatus.4]", each_minute("1"))
    finding = refusal(FakeZabbix([item]), query="net.if.status", circuit_label="line")
    assert finding.code == "E-ZABBIX-CIRCUIT"
    assert "net.if.status[ifOperStatus.4] of host router" in finding.message


def test_circuits_of_other_contracts_are_refused_or_left_out_unread() -> None:
    """Left out: their history isn't even asked for."""
    items = [FakeItem(1, "A", values=each_minute("1")), FakeItem(2, "X", values=each_minute("1"))]
    assert refusal(FakeZabbix(items)).code == "E-SAMPLE-UNKNOWN"
    heard: list[Finding] = []
    zabbix = FakeZabbix(items)
    assert counts(read(zabbix, skips_unknown=True, tell=heard.append)) == {"A": [(0, 1, 1)]}
    assert [finding.code for finding in heard] == ["W-SAMPLE-SKIPPED"]
    asked = [given["itemids"] for method, given in zabbix.asked if method == "history.get"]
    assert asked == [[1]]


def test_a_canary_is_read_though_no_schedule_has_it() -> None:
    """It belongs to the vantage, and is named in the batch."""
    items = [FakeItem(1, "A", values=each_minute("1")), FakeItem(2, "gw", values=each_minute("1"))]
    (found,) = read(FakeZabbix(items), canaries=("gw", "elsewhere"))
    assert (found.canaries, found.frame.height) == (("gw",), 2)


def test_a_name_of_zabbix_becomes_the_circuit_that_it_stands_for() -> None:
    """targets: what Zabbix calls router-7 is the contract's A."""
    item = FakeItem(1, "router-7", values=each_minute("0"))
    assert counts(read(FakeZabbix([item]), targets={"router-7": "A"})) == {"A": [(0, 1, 0)]}


def test_two_items_of_one_circuit_are_refused() -> None:
    """icmpping* finds the ping and the loss of the same host: which of them is the line's state?"""
    items = [
        FakeItem(1, "A", "icmpping", each_minute("11")),
        FakeItem(2, "A", "icmpping[192.0.2.9]", each_minute("11")),
    ]
    assert refusal(FakeZabbix(items)).code == "E-ZABBIX-TWICE"


def test_values_that_mean_nothing_as_they_are_read_are_refused() -> None:
    """A ping that says 2."""
    finding = refusal(FakeZabbix([FakeItem(1, "A", values=each_minute("12"))]))
    assert (finding.code, "item 1 says 2 of A" in finding.message) == ("E-ZABBIX-VALUE", True)


def test_texts_are_refused() -> None:
    """value_type 4 is text."""
    item = FakeItem(1, "A", "icmpping", value_type=4)
    assert refusal(FakeZabbix([item])).code == "E-ZABBIX-TEXT"


def test_no_such_item_is_refused() -> None:
    """A key that is misspelt, or a token that sees no host, must not look like a quiet line."""
    finding = refusal(FakeZabbix([FakeItem(1, "A")]), query="icmppingretry")
    assert (finding.code, "1 hosts" in finding.message) == ("E-ZABBIX-NOTHING", True)


def test_a_period_that_the_items_do_not_have_is_refused() -> None:
    """Polled each 300 s and read as each 60 s, four of five minutes would be unknown."""
    values = [(300 * n, 0, 1.0) for n in range(20)]
    finding = refusal(FakeZabbix([FakeItem(1, "A", values=values)]), end_ns=6_000 * NS)
    assert finding.code == "E-SAMPLE-PERIOD"
    half = refusal(FakeZabbix([FakeItem(1, "A", values=values)]), every_ns=NS // 2)
    assert half.code == "E-ZABBIX-EVERY"


def test_a_burst_beyond_what_a_sample_can_count_is_refused() -> None:
    """Seven losses of unknown packets in one minute: 7 × 10,000 is more than 65,535."""
    values = [(n, 0, 50.0) for n in range(7)]
    item = FakeItem(1, "A", "icmppingloss[,{$N}]", values, value_type=0)
    assert refusal(FakeZabbix([item]), query="icmppingloss").code == "E-SAMPLE-PERIOD"


def test_a_server_that_fails_midway_keeps_the_pages_before_and_a_rerun_goes_on(
    tmp_path: Path,
) -> None:
    """Two pages of 100 values; the question for the second is answered 503 until we give up.

    The store then holds 100. The next day the first page is held, and the second comes: 200.
    """
    start = PAGE - 100
    values = [(start + n, 0, 1.0) for n in range(200)]
    zabbix = FakeZabbix([FakeItem(1, "A", values=values)])

    def failing(path: str, given: dict[str, str]) -> Said:
        return Said(503) if f'"time_from":{PAGE}' in given["body"] else zabbix(path, given)

    request = dataclasses.replace(
        REQUEST, every_ns=NS, start_ns=start * NS, end_ns=(start + 200) * NS
    )
    store, now = SampleStore(tmp_path), dt.datetime(2025, 4, 1, tzinfo=dt.UTC)
    with serving(failing) as fake:
        server = Server("Zabbix", fake.url, TOKEN, Patience(2, 0.01, 5))
        stored = (store.append(page, recorded_at=now) for page in zabbix_samples(server, request))
        with pytest.raises(InputRefusedError) as refused:
            list(stored)
    assert refused.value.findings[0].code == "E-SERVER-SILENT"
    assert [line.rows for line in store.batches()] == [100]
    with serving(zabbix) as fake:
        server = Server("Zabbix", fake.url, TOKEN, Patience(2, 0.01, 5))
        again = [store.append(page, recorded_at=now) for page in zabbix_samples(server, request)]
    assert [line and line.rows for line in again] == [None, 100]


def test_a_request_alone_is_enough(tmp_path: Path) -> None:
    """Its place, its token's file, and from when on."""
    file = tmp_path / "token"
    file.write_text(TOKEN + "\n")
    with serving(FakeZabbix([FakeItem(1, "A", values=each_minute("1"))])) as fake:
        request = dataclasses.replace(REQUEST, place=fake.url + "/", token_file=file)
        assert counts(list(read_zabbix(request))) == {"A": [(0, 1, 1)]}
        with pytest.raises(InputRefusedError) as refused:
            list(read_zabbix(dataclasses.replace(request, start_ns=None)))
    assert refused.value.findings[0].code == "E-SAMPLE-SPAN"


def test_items_in_another_form_are_refused() -> None:
    """A property that isn't as the manual says must not end in our own failure."""
    version, hosts = (
        said({"result": "6.0.14"}),
        said({"result": [{"hostid": "1", "host": "A", "tags": [], "macros": []}]}),
    )
    item = {"itemid": "x", "hostid": "1", "key_": "icmpping", "value_type": "3", "tags": []}
    for bad in (item, item | {"itemid": "1", "hostid": "2"}, item | {"tags": [1]}):
        finding = refusal(in_turn(version, hosts, said({"result": [bad]})))
        assert finding.code == "E-SERVER-OTHER"
