"""Does a value of Zabbix say what its item measures, and nothing where it means nothing?"""

import polars as pl
import pytest

from lineproof.model.errors import InputRefusedError
from lineproof.sources.zabbix_values import Reading, packets_of, reading_of, refuse_twice, told

NAN = float("nan")
Said = tuple[int | None, int | None, int | None]


def say(reading: Reading, values: list[float], packets: int | None = None) -> list[Said]:
    """Return what values say: sent, received, round trip in nanoseconds."""
    schema = {"value": pl.Float64, "packets": pl.Int64}
    frame = pl.DataFrame([(value, packets) for value in values], schema=schema, orient="row")
    return told(frame, reading).select("sent", "received", "rtt_ns").rows()


def test_a_ping_answers_or_not() -> None:
    """1: one of one answered; 0: none of one. Anything else is no ping's value."""
    assert say(Reading.PROBE, [1, 0]) == [(1, 1, None), (1, 0, None)]
    assert say(Reading.PROBE, [2, 0.5, -1, NAN]) == [(None, None, None)] * 4


def test_a_loss_counts_packets_where_the_key_says_how_many() -> None:
    """Of 3 packets: 33.333333 % is 1 lost, 2 answered; 66.6667 % is 2 lost; 100 % is all 3."""
    found = say(Reading.LOSS, [0, 33.333333, 66.6667, 100], packets=3)
    assert found == [(3, 3, None), (3, 2, None), (3, 1, None), (3, 0, None)]


def test_a_loss_of_unknown_packets_is_taken_to_the_hundredth_of_a_percent() -> None:
    """Of 10,000: 33.333333 % is 3,333 lost; so is 12.5 % of 3 packets, which is none of them."""
    assert say(Reading.LOSS, [33.333333]) == [(10_000, 6_667, None)]
    assert say(Reading.LOSS, [12.5], packets=3) == [(10_000, 8_750, None)]


def test_a_loss_beyond_its_scale_says_nothing() -> None:
    """Just across both ends: below 0 and above 100 %."""
    assert say(Reading.LOSS, [-0.1, 100.1, NAN], packets=3) == [(None, None, None)] * 3


def test_seconds_say_that_it_answered_and_how_fast() -> None:
    """0.0125 s is 12,500,000 ns; 0 is no answer; a negative time is none."""
    assert say(Reading.SECONDS, [0.0125, 0]) == [(1, 1, 12_500_000), (1, 0, None)]
    assert say(Reading.SECONDS, [-1]) == [(None, None, None)]


def test_an_interface_tells_of_its_line_only_when_up_down_missing_or_below_down() -> None:
    """RFC 2863: 1 up; 2, 6 and 7 down; in 3 testing, 4 unknown and 5 dormant nothing was sent."""
    found = say(Reading.INTERFACE, [1, 2, 3, 4, 5, 6, 7])
    assert [(sent, received) for sent, received, _ in found] == [
        (1, 1), (1, 0), (0, 0), (0, 0), (0, 0), (1, 0), (1, 0)
    ]  # fmt: skip
    assert say(Reading.INTERFACE, [0, 8]) == [(None, None, None)] * 2


@pytest.mark.parametrize(
    ("asked", "reading"),
    [
        ("icmpping", Reading.PROBE),
        ("icmpping[,4]", Reading.PROBE),
        ("icmppingloss*", Reading.LOSS),
        ("net.tcp.service[https]", Reading.PROBE),
        ("net.tcp.service.perf[https]", Reading.SECONDS),
        ("net.if.status[ifOperStatus.*]", Reading.INTERFACE),
        ("ICMP loss", Reading.LOSS),
        ("Interface Gi0/1(A-1): Operational status", Reading.INTERFACE),
    ],
)
def test_a_known_key_or_name_says_what_its_values_mean(asked: str, reading: Reading) -> None:
    """As the manual and the templates of Zabbix 6.0 name them."""
    assert reading_of(asked) is reading


def test_an_unknown_key_is_asked_about() -> None:
    """0 may be a line that is down or one that loses nothing: guessing would turn them round."""
    with pytest.raises(InputRefusedError) as refused:
        reading_of("line.health")
    assert refused.value.findings[0].code == "E-ZABBIX-READING"


@pytest.mark.parametrize(
    ("key", "packets"),
    [
        ("icmppingloss", 3),
        ("icmppingloss[]", 3),
        ("icmppingloss[192.0.2.1,,,,]", 3),
        ("icmppingloss[,10,200]", 10),
        ('icmppingloss["192.0.2.1", "5"]', 5),
        ("icmppingloss[,{$PACKETS}]", None),
        ("icmppingloss[,0]", None),
        ("line.loss", None),
    ],
)
def test_the_second_parameter_says_how_many_packets_a_ping_sends(
    key: str, packets: int | None
) -> None:
    """Blank: 3, the default; a macro, which the API doesn't resolve, or another item: unknown."""
    assert packets_of(key) == packets


def test_two_items_of_one_circuit_may_follow_each_other_but_not_run_together() -> None:
    """Items 1 and 2 meet in one period where a router was replaced; in two they run together."""
    handover = pl.DataFrame({"circuit": "A", "scheduled": [0, 60, 60, 120], "item": [1, 1, 2, 2]})
    refuse_twice(handover, where="zabbix")
    together = pl.DataFrame({"circuit": "A", "scheduled": [0, 0, 60, 60], "item": [1, 2, 1, 2]})
    with pytest.raises(InputRefusedError, match="items 1 and 2"):
        refuse_twice(together, where="zabbix")
