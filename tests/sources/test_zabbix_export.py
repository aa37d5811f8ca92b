"""Are the values that Zabbix exported into files the samples they were, line by line?"""

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from lineproof.measure.samples import Samples
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding
from lineproof.sources.sample_request import SampleRequest
from lineproof.sources.zabbix_export import read_zabbix_export

NS = 10**9
START = 1_740_787_200
"""2025-03-01T00:00:00Z."""
REQUEST = SampleRequest(
    place="", vantage="centre", every_ns=60 * NS, circuits=frozenset({"A", "B"}),
    latest_ns=1_800_000_000 * NS,
)  # fmt: skip


def line(minute: int, value: object, *, item: int = 1, **changes: object) -> dict[str, Any]:
    """Return a line as Zabbix 6.0 exports it: second 7 of a minute."""
    usual: dict[str, Any] = {
        "host": {"host": "A", "name": "Line A"}, "groups": ["Lines"], "item_tags": [],
        "itemid": item, "name": "ICMP ping", "clock": START + 60 * minute + 7, "ns": 5,
        "value": value, "type": 3,
    }  # fmt: skip
    return {name: each for name, each in {**usual, **changes}.items() if each is not None}


def read(
    folder: Path, lines: Sequence[object], *, tail: str = "", **changes: object
) -> list[Samples]:
    """Return what is read of a file of lines; tail: what stands behind the last of them."""
    file = folder / "history-history-syncer-1.ndjson"
    file.write_text("".join(json.dumps(each) + "\n" for each in lines) + tail)
    request = dataclasses.replace(REQUEST, place=str(file), **changes)  # type: ignore[arg-type]
    return list(read_zabbix_export(request))


def counts(found: Sequence[Samples]) -> list[tuple[str, int, int, int]]:
    """Return samples as circuit, minute, sent, received."""
    return [
        (circuit, (at // NS - START) // 60, sent, received)
        for each in found
        for circuit, at, _, sent, received, _ in each.frame.iter_rows()
    ]


def refusal(folder: Path, lines: Sequence[object], **changes: Any) -> Finding:  # noqa: ANN401 - as read takes them
    """Return the finding by which a file is refused."""
    with pytest.raises(InputRefusedError) as refused:
        read(folder, lines, **changes)
    return refused.value.findings[0]


def test_each_line_of_an_item_is_a_sample(tmp_path: Path) -> None:
    """Up, nothing, down; the item of another name beside it is passed over."""
    other = line(0, 0.012, item=2, name="ICMP response time", type=0)
    (found,) = read(tmp_path, [line(0, 1), other, line(2, 0)])
    assert counts([found]) == [("A", 0, 1, 1), ("A", 2, 1, 0)]
    assert found.frame["jitter_ns"].to_list() == [7 * NS + 5] * 2
    assert found.source == "zabbix-export:history-history-syncer-1.ndjson"


def test_the_name_may_leave_something_open_and_tells_what_is_meant(tmp_path: Path) -> None:
    """Interfaces are called after their port: *Operational status; 2 is down (RFC 2863)."""
    name = "Interface Gi0/{}(): Operational status"
    lines = [
        line(0, 1, name=name.format(1), item_tags=[{"tag": "circuit", "value": "A"}]),
        line(0, 2, item=2, name=name.format(2), item_tags=[{"tag": "circuit", "value": "B"}]),
    ]
    found = read(tmp_path, lines, query="*: Operational status")
    assert counts(found) == [("A", 0, 1, 1), ("B", 0, 1, 0)]


def test_a_loss_is_a_percentage_as_the_line_names_no_key(tmp_path: Path) -> None:
    """33.333333 % of 10,000 hundredths: 6,667 are left."""
    found = read(tmp_path, [line(0, 33.333333, name="ICMP loss", type=0)], query="ICMP loss")
    assert counts(found) == [("A", 0, 10_000, 6_667)]


def test_a_response_time_is_kept(tmp_path: Path) -> None:
    """0.0125 s; 0 says that none came."""
    lines = [line(n, value, name="ping time", type=0) for n, value in enumerate((0.0125, 0))]
    (found,) = read(tmp_path, lines, query="ping time", reading="seconds")
    assert found.frame["rtt_ns"].to_list() == [12_500_000, None]
    assert refusal(tmp_path, lines, query="ping time").code == "E-ZABBIX-READING"


def test_a_last_line_that_is_still_being_written_is_left_for_later(tmp_path: Path) -> None:
    """Without its line feed it may be half a value, such as 1 of 100."""
    text = json.dumps(line(1, 0))
    assert counts(read(tmp_path, [line(0, 1)], tail=text)) == [("A", 0, 1, 1)]
    assert counts(read(tmp_path, [line(0, 1)], tail=text[:40])) == [("A", 0, 1, 1)]


@pytest.mark.parametrize("bad", ["{", "[]", '{"value": 1}', '{"clock": 1, "name": "ICMP ping"}'])
def test_a_line_that_is_no_value_is_named_by_its_number(tmp_path: Path, bad: str) -> None:
    """Cut off, of another kind, without a time, without a value: the second line each time."""
    finding = refusal(tmp_path, [line(0, 1)], tail=bad + "\n" + json.dumps(line(1, 1)) + "\n")
    assert finding.code == "E-ZABBIX-LINE"
    assert finding.where == "history-history-syncer-1.ndjson:2"


@pytest.mark.parametrize("value", [2, -1, "up", None, float("nan"), True])
def test_a_value_that_means_nothing_is_named_by_its_line(tmp_path: Path, value: object) -> None:
    """A ping says 1 or 0; JSON of Python holds NaN, which is no number either."""
    lines = [line(0, 1), line(1, 1) | {"value": value}]
    finding = refusal(tmp_path, lines)
    assert (finding.code, "row 2" in finding.message) == ("E-SAMPLE-VALUE", True)


def test_a_number_beyond_every_clock_is_refused(tmp_path: Path) -> None:
    """It must not end in our own failure."""
    for changes in ({"clock": 10**30}, {"itemid": 10**30}, {"clock": float("inf")}):
        assert refusal(tmp_path, [line(0, 1, **changes)]).code == "E-ZABBIX-LINE"


def test_a_file_without_such_items_says_what_there_is(tmp_path: Path) -> None:
    """A misspelt name must not look like a quiet line."""
    finding = refusal(tmp_path, [line(0, 1)], query="ICMP loss")
    assert (finding.code, "'ICMP ping'" in finding.message) == ("E-ZABBIX-NOTHING", True)


def test_an_empty_file_and_one_that_is_not_there_are_refused(tmp_path: Path) -> None:
    """Neither holds a sample."""
    assert refusal(tmp_path, []).code == "E-SAMPLE-FILE"
    request = dataclasses.replace(REQUEST, place=str(tmp_path / "none.ndjson"))
    with pytest.raises(InputRefusedError) as refused:
        list(read_zabbix_export(request))
    assert refused.value.findings[0].code == "E-SAMPLE-FILE"


def test_circuits_times_and_items_are_looked_at_as_in_any_file(tmp_path: Path) -> None:
    """Another contract's circuit, a host that was deleted, the future, two items of one circuit."""
    other = [line(0, 1), line(0, 1, item=2, host={"host": "X", "name": "X"})]
    assert refusal(tmp_path, other).code == "E-SAMPLE-UNKNOWN"
    assert counts(read(tmp_path, other, skips_unknown=True)) == [("A", 0, 1, 1)]
    assert refusal(tmp_path, [line(0, 1, host=None)]).code == "E-SAMPLE-UNKNOWN"
    assert refusal(tmp_path, [line(0, 1, clock=1_900_000_000)]).code == "E-SAMPLE-TIME"
    assert refusal(tmp_path, [line(0, 1, clock=5)]).code == "E-SAMPLE-TIME"
    twice = [line(n, 1, item=item) for n in range(3) for item in (1, 2)]
    assert refusal(tmp_path, twice).code == "E-ZABBIX-TWICE"
