"""Does Zabbix's API give every value once, and say plainly what it can't?"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.sources.fake_server import Answering, Fake, Said, in_turn, said, serving
from tests.sources.fake_zabbix import FakeItem, FakeZabbix, Value

from lineproof.model.errors import InputRefusedError
from lineproof.sources.http_json import Patience, Server
from lineproof.sources.zabbix_api import Span, ZabbixApi, zabbix_api, zabbix_client

TOKEN = "of-a-reader"  # noqa: S105 - a test's own
ANSWER_MAX = 32_768


@contextmanager
def api_of(answering: Answering, *, token: str = TOKEN) -> Iterator[tuple[ZabbixApi, Fake]]:
    """Run a server until the block ends, and give the API that asks it."""
    with serving(answering) as fake:
        server = Server("Zabbix", fake.url, token, Patience(3, 0.01, 5))
        with zabbix_client(server) as client:
            yield zabbix_api(server, client), fake


def each_second(count: int, *, at: int = 0) -> list[Value]:
    """Return a value a second."""
    return [(at + second, 7, 1.0) for second in range(count)]


def code_of(answering: Answering, *, token: str = TOKEN) -> str:
    """Return the code by which asking for hosts is refused."""
    with pytest.raises(InputRefusedError) as refused, api_of(answering, token=token) as (api, _):
        api.hosts()
    return refused.value.findings[0].code


def test_values_are_read_to_the_nanosecond_and_only_of_the_span() -> None:
    """From 60 to before 120: seconds 60 and 119 belong to it, 59 and 120 don't."""
    values = [(59, 1, 1.0), (60, 0, 1.0), (119, 999_999_999, 0.0), (120, 0, 1.0)]
    with api_of(FakeZabbix([FakeItem(5, "a", values=values)])) as (api, _):
        found = api.history(3, [5], Span(60, 120))
    assert found.rows() == [(5, 60 * 10**9, 1.0), (5, 119_999_999_999, 0.0)]


def test_more_than_one_answer_holds_is_asked_for_in_halves_and_none_is_lost() -> None:
    """Three items of 20,000 s: 60,000 values, and an answer has 32,768 of them at most.

    Asked: 3 items (too many), 1 of them (20,000), the other 2 (too many), each of these (20,000).
    One item of 40,000 s: too many, so that its time is halved: 20,000 and 20,000.
    """
    zabbix = FakeZabbix([FakeItem(n, "a", values=each_second(20_000)) for n in (1, 2, 3)])
    with api_of(zabbix) as (api, _):
        found = api.history(3, [1, 2, 3], Span(0, 20_000))
    assert found.n_unique() == found.height == 60_000
    assert len(zabbix.asked) == 1 + 5
    alone = FakeZabbix([FakeItem(1, "a", values=each_second(40_000))])
    with api_of(alone) as (api, _):
        assert api.history(3, [1], Span(0, 40_000)).n_unique() == 40_000
    assert len(alone.asked) == 1 + 3


def test_as_many_values_as_an_answer_holds_are_one_answer() -> None:
    """32,768: one question; one more: three, the first in vain."""
    for count, questions in ((ANSWER_MAX, 1), (ANSWER_MAX + 1, 3)):
        zabbix = FakeZabbix([FakeItem(1, "a", values=each_second(count))])
        with api_of(zabbix) as (api, _):
            assert api.history(3, [1], Span(0, count)).height == count
        assert len(zabbix.asked) == 1 + questions


def test_a_second_with_more_values_than_an_answer_holds_is_refused() -> None:
    """An item that is written without end can't be read whole, so it isn't read at all."""
    flood = [(60, ns, 1.0) for ns in range(ANSWER_MAX + 1)]
    flooded = FakeZabbix([FakeItem(1, "a", values=flood)])
    with pytest.raises(InputRefusedError) as refused, api_of(flooded) as (api, _):
        api.history(3, [1], Span(0, 100))
    assert refused.value.findings[0].code == "E-ZABBIX-TOO-MANY"


@pytest.mark.parametrize(
    ("version", "header"),
    [("6.0.14", None), ("6.2.9", None), ("6.4.0", f"Bearer {TOKEN}"), ("7.0.3", f"Bearer {TOKEN}")],
)
def test_the_token_goes_beside_the_question_before_6_4_and_in_a_header_since(
    version: str, header: str | None
) -> None:
    """The question for the version has no token either way: Zabbix refuses one there."""
    with api_of(FakeZabbix([FakeItem(1, "a")], version=version)) as (api, fake):
        assert [host["host"] for host in api.hosts()] == ["a"]
    assert [each.get("Authorization") for each in fake.headers] == [None, header]


def test_a_wrong_token_is_named_as_that_and_never_shown() -> None:
    """Zabbix 6.0 answers 200 with an error "Not authorized."."""
    mistyped = "mistyped"
    with (
        pytest.raises(InputRefusedError) as refused,
        api_of(FakeZabbix(), token=mistyped) as (
            api,
            _,
        ),
    ):
        api.hosts()
    (finding,) = refused.value.findings
    assert (finding.code, "--token-file" in finding.fix) == ("E-SERVER-ACCESS", True)
    assert mistyped not in finding.message + finding.where


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (said({"error": {"code": -32500, "message": "Application error.", "data": "SQL"}}),
         "E-ZABBIX-QUERY"),
        (said({"error": {"data": 'No permissions to call "host.get".'}}), "E-SERVER-ACCESS"),
        (Said(503, b"busy"), "E-SERVER-SILENT"),
        (Said(500, b""), "E-SERVER-SILENT"),
        (Said(200, b'{"result": [1, 2, 3, 4, 5, 6]}', sends=9), "E-SERVER-SILENT"),
        (Said(404, b"<html>"), "E-SERVER-OTHER"),
        (Said(200, b"<html>"), "E-SERVER-OTHER"),
        (said([]), "E-SERVER-OTHER"),
        (said({"result": {}}), "E-SERVER-OTHER"),
        (said({"result": ["host"]}), "E-SERVER-OTHER"),
        (said({"result": [{"hostid": "1"}]}), "E-SERVER-OTHER"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_with_its_reason(bad: Said, code: str) -> None:
    """After its version was told: an error, silence, half a body, another server, other content."""
    version = said({"jsonrpc": "2.0", "result": "6.0.14", "id": 1})
    assert code_of(in_turn(version, bad)) == code


def test_a_server_that_tells_no_version_is_no_zabbix() -> None:
    """Another JSON-RPC service may answer in the same form."""
    assert code_of(in_turn(said({"result": 6}))) == "E-SERVER-OTHER"


def test_a_busy_server_is_asked_again() -> None:
    """503, then half a body, then the answer: the third of three attempts."""
    version = said({"result": "6.0.14"})
    hosts = said({"result": [{"hostid": "1", "host": "a", "tags": [], "macros": []}]})
    half = Said(200, hosts.body, sends=len(hosts.body) // 2)
    with api_of(in_turn(version, Said(503, b""), half, hosts)) as (api, fake):
        assert len(api.hosts()) == 1
    assert len(fake.asked) == 4


@pytest.mark.parametrize(
    "row",
    [
        {"itemid": "1", "clock": "60", "ns": "0"},
        {"itemid": "1", "clock": "soon", "ns": "0", "value": "1"},
        {"itemid": "1", "clock": "60", "ns": "0", "value": "up"},
        {"itemid": 1, "clock": 60, "ns": 0, "value": [1]},
        "row",
    ],
)
def test_history_in_another_form_is_refused(row: object) -> None:
    """A property that lacks, or is no number, can't be a value of an item."""
    strange = in_turn(said({"result": "7.0.0"}), said({"result": [row]}))
    with pytest.raises(InputRefusedError) as refused, api_of(strange) as (api, _):
        api.history(3, [1], Span(0, 60))
    assert refused.value.findings[0].code == "E-SERVER-OTHER"
