"""Does what a real Zabbix was told come out as it was, and does a gap in it stay one?

Each worker of the tests runs a server of its own, for all tests of this module.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from tests.live.programs import wait_until
from tests.live.watch import spells, states
from tests.live.zabbix import FLOAT, TEXT, Value, Zabbix, now_s, zabbix

from lineproof.measure.availability import tally
from lineproof.measure.exclusions import nothing_excluded
from lineproof.measure.rule import NS, StateRule
from lineproof.measure.samples import Samples
from lineproof.model.errors import InputRefusedError
from lineproof.sources.http_json import Patience, Server
from lineproof.sources.sample_request import SampleRequest
from lineproof.sources.samples_csv import read_csv
from lineproof.sources.zabbix import zabbix_samples
from lineproof.sources.zabbix_export import read_zabbix_export

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "from-zabbix.md"
MINUTE = 60 * NS
EACH_MINUTE = StateRule(slot_s=60, loss_max=Fraction(0),
                        down_run=1, up_run=1)  # fmt: skip
LOCAL = [{"type": 1, "main": 1, "useip": 1, "ip": "127.0.0.1", "dns": "", "port": "10050"}]
SIMPLE, CALCULATED = 3, 15


@pytest.fixture(scope="module")
def server() -> Iterator[Zabbix]:
    """Run a Zabbix for the tests of this module."""
    with zabbix() as running:
        yield running


@pytest.fixture(scope="module")
def hour() -> int:
    """Return the whole minute an hour before the present one, in seconds."""
    return now_s() // 60 * 60 - 3_600


def ask(server: Zabbix, **changes: object) -> list[Samples]:
    """Return what is read of Zabbix through its API."""
    usual = {"place": server.url, "vantage": "zabbix", "every_ns": MINUTE,
             "circuits": frozenset({"A-1", "A-2", "A-3", "A-4", "gap"}),
             "latest_ns": (now_s() + 300) * NS, "skips_unknown": True}  # fmt: skip
    request = SampleRequest(**{**usual, **changes})  # type: ignore[arg-type]
    token = server.token
    return list(
        zabbix_samples(Server("Zabbix", server.url, token, Patience(timeout_s=20)), request)
    )


def rows(found: Sequence[Samples], circuit: str) -> list[tuple[int, int, int, int, int | None]]:
    """Return a circuit's samples: scheduled, jitter, sent, received, round trip; nanoseconds."""
    whole = pl.concat([each.frame for each in found]).filter(pl.col("circuit") == circuit)
    return whole.drop("circuit").rows()


def minutes(host: str, key: str, start: int, values: str) -> list[Value]:
    """Return a value a minute, at second 7 and 500 ns; a dot is a minute without one."""
    return [(host, key, start + 60 * n + 7, 500, v) for n, v in enumerate(values) if v != "."]


def test_every_value_comes_out_as_it_was_sent(server: Zabbix, hour: int) -> None:
    """Pings, losses of 4 packets, times and statuses of one line, under its tag.

    Minute 0 up, 1 down, 2 nothing, 3 up; 25 % of 4 packets is 3 answered; 0.02 s is 20,000,000 ns;
    the status 7 is down, 5 tells nothing.
    """
    host = server.host("router-1", tags=[{"tag": "circuit", "value": "A-1"}])
    for key in ("icmpping", "net.if.status[ifOperStatus.1]"):
        server.item(host, key)
    for key in ("icmppingloss[,4]", "icmppingsec"):
        server.item(host, key, value_type=FLOAT)
    two = {"icmppingloss[,4]": (25, 100), "icmppingsec": (0.02, 0)}
    two["net.if.status[ifOperStatus.1]"] = (7, 5)
    pings = minutes("router-1", "icmpping", hour, "10.1")
    others = [("router-1", key, hour + 60 * n + 7, 0, value)
              for key, values in two.items() for n, value in enumerate(values)]  # fmt: skip
    server.send([*pings, *others])
    span = {"start_ns": hour * NS, "end_ns": (hour + 600) * NS}
    start, late = hour * NS, 7 * NS
    assert rows(ask(server, **span), "A-1") == [
        (start, late + 500, 1, 1, None),
        (start + MINUTE, late + 500, 1, 0, None),
        (start + 3 * MINUTE, late + 500, 1, 1, None),
    ]
    found = rows(ask(server, query="icmppingloss", **span), "A-1")
    assert found == [(start, late, 4, 3, None), (start + MINUTE, late, 4, 0, None)]
    found = rows(ask(server, query="icmppingsec", **span), "A-1")
    assert found == [(start, late, 1, 1, 20_000_000), (start + MINUTE, late, 1, 0, None)]
    found = rows(ask(server, query="net.if.status*", **span), "A-1")
    assert found == [(start, late, 1, 0, None), (start + MINUTE, late, 0, 0, None)]


def test_a_gap_is_up_for_zabbix_and_unknown_for_us(
    server: Zabbix, hour: int, tmp_path: Path
) -> None:
    """30 minutes of answers, then 30 minutes of nothing: half the hour is not known.

    Zabbix' own average of the last two hours is of the 30 values that are there: 1, as if all had
    answered. We say 0.5 to 1, and that 1,800 of 3,600 s were measured.
    """
    host = server.host("gap")
    server.item(host, "icmpping")
    server.item(host, "average", type=CALCULATED, params="avg(//icmpping,2h)", value_type=FLOAT,
                delay="1s")  # fmt: skip
    server.send(minutes("gap", "icmpping", hour, "1" * 30))
    query = "select value from history join items using (itemid) where key_ = 'average'"
    wait_until(lambda: server.sql(query) != "", what="Zabbix calculates the average")
    assert {float(value) for value in server.sql(query).split()} == {1.0}

    start, end = hour * NS, (hour + 3_600) * NS
    found = states(ask(server, start_ns=start, end_ns=end), EACH_MINUTE, folder=tmp_path,
                   span=(start, end))  # fmt: skip
    half = start + 30 * MINUTE
    assert spells(found, "gap") == [("up", start, half), ("unknown", half, end)]
    (counted,) = tally(found.filter(pl.col("circuit") == "gap"), nothing_excluded()).to_dicts()
    low = 1 - (counted["down"] + counted["unknown"]) / counted["counted"]
    assert (low, 1 - counted["down"] / counted["counted"]) == (0.5, 1.0)
    assert counted["known"] == 1_800 * NS


def test_a_day_that_nobody_measured_meets_zabbix_own_agreement(server: Zabbix) -> None:
    """Case 3. A host without a value: Zabbix' SLA reports 86,400 s up, 100 %; we have no sample."""
    server.item(server.host("A-2"), "icmpping")
    day = now_s() // 86_400 * 86_400
    agreed = server.agreement("A-2", alarms=(), created=day - 10 * 86_400)
    told = server.call("sla.getsli", slaid=agreed, period_from=day - 86_400, period_to=day)
    first = told["sli"][0][0]
    assert (first["uptime"], first["downtime"], first["sli"]) == (86_400, 0, 100)
    assert ask(server, start_ns=(day - 86_400) * NS, end_ns=day * NS) == []


def test_zabbix_counts_an_excluded_outage_as_the_standard_does(server: Zabbix) -> None:
    """Case 2. June 2026 has 720 h; 10 h down, wholly inside one of two exclusions that overlap.

    The exclusions unite to 12 h 6 min 40 s (43,600 s): 2,592,000 - 43,600 = 2,548,400 s, all up.
    """
    start, down = _second(2026, 6, 1), _second(2026, 6, 10)
    excluded = [(down - 3_600, down + 20_000), (down + 10_000, down + 40_000)]
    agreed = server.agreement(
        "excluded", alarms=((down, down + 36_000),), created=start, period=2,
        excluded_downtimes=[{"name": str(n), "period_from": lo, "period_to": hi}
                            for n, (lo, hi) in enumerate(excluded)],
    )  # fmt: skip
    told = server.call("sla.getsli", slaid=agreed, period_from=start, period_to=start + 1)
    first = told["sli"][0][0]
    assert (first["uptime"], first["downtime"]) == (2_548_400, 0)


def test_zabbix_shifts_service_hours_by_an_hour_in_the_week_of_summer_time(server: Zabbix) -> None:
    """Case 5. Berlin, Mondays 8 to 20 h; an outage on Monday 30 March 2026, 20 to 21 h local time.

    20 h there is 18 h UTC: after hours, so that nothing counts. Zabbix adds seconds to the week's
    first midnight, on Sunday the 29th, which has 23 h: its Monday ends at 21 h, and 3,600 s count.
    A week later the same outage doesn't.
    """
    monday = [{"period_from": 86_400 + 8 * 3_600, "period_to": 86_400 + 20 * 3_600}]
    found = []
    for day in (_second(2026, 3, 30), _second(2026, 4, 6)):
        outage = (day + 18 * 3_600, day + 19 * 3_600)
        agreed = server.agreement(
            f"hours {day}", alarms=(outage,), created=_second(2026, 3, 1), period=1,
            timezone="Europe/Berlin", schedule=monday,
        )  # fmt: skip
        told = server.call("sla.getsli", slaid=agreed, period_from=day, period_to=day + 1)
        found.append(told["sli"][0][0]["downtime"])
    assert found == [3_600, 0]


def test_zabbix_cuts_an_outage_at_the_months_end_and_knows_how_long_march_is(
    server: Zabbix,
) -> None:
    """Cases 5 and 6. In Berlin March 2026 has 743 h; down from 31 March 22 h to 1 April 2 h there.

    2 h of it belong to March, which has 2,674,800 s, and 2 h to April.
    """
    midnight = _second(2026, 4, 1) - 2 * 3_600
    agreed = server.agreement(
        "edge", alarms=((midnight - 7_200, midnight + 7_200),), created=_second(2026, 2, 1),
        period=2, timezone="Europe/Berlin",
    )  # fmt: skip
    found = []
    for at in (midnight - 86_400, midnight + 86_400):
        told = server.call("sla.getsli", slaid=agreed, period_from=at, period_to=at + 1)
        month = told["sli"][0][0]
        found.append((month["uptime"] + month["downtime"], month["downtime"]))
    assert found == [(2_674_800, 7_200), (2_592_000, 7_200)]


def test_zabbix_begins_an_outage_when_it_notices_it(
    server: Zabbix, hour: int, tmp_path: Path
) -> None:
    """Case 7. Three minutes up, three down, three up; its template waits for three losses.

    `max(/host/icmpping,#3)=0` is true from the third loss on, and false from the next answer on:
    a problem of one minute. By the rule of runs the line is down from the first of three losses to
    the first of three answers: three minutes.
    """
    server.item(server.host("A-5"), "icmpping")
    server.call("trigger.create", description="A-5 is down", expression="max(/A-5/icmpping,#3)=0")
    server.take_note()
    server.send(minutes("A-5", "icmpping", hour, "111000111"))
    query = "select clock from events where name = 'A-5 is down' order by clock, eventid"
    wait_until(lambda: len(server.sql(query).split()) == 2, what="the problem begins and ends")
    began, ended = map(int, server.sql(query).split())
    assert (began - hour - 7, ended - hour - 7) == (5 * 60, 6 * 60)

    start, end = hour * NS, (hour + 540) * NS
    rule = dataclasses.replace(EACH_MINUTE, down_run=3, up_run=3)
    samples = ask(server, circuits=frozenset({"A-5"}), start_ns=start, end_ns=end)
    found = states(samples, rule, folder=tmp_path, span=(start, end - 2 * MINUTE))
    down = [(lo - start, hi - start) for state, lo, hi in spells(found, "A-5") if state == "down"]
    assert down == [(3 * MINUTE, 6 * MINUTE)]


def test_the_exported_file_and_the_database_hold_the_same_samples(
    server: Zabbix, hour: int, tmp_path: Path
) -> None:
    """Four minutes of A-3: through the API, from Zabbix' file, and by the query that we tell."""
    host = server.host("A-3")
    server.item(host, "icmpping", name="ICMP ping")
    server.send(minutes("A-3", "icmpping", hour, "1001"))
    found = rows(ask(server, start_ns=hour * NS, end_ns=(hour + 600) * NS), "A-3")
    assert [received for _, _, _, received, _ in found] == [1, 0, 0, 1]
    (file,) = (server.folder / "export").glob("history-history-syncer-*.ndjson")
    request = SampleRequest(str(file), "zabbix", MINUTE, frozenset({"A-3"}), (now_s() + 300) * NS)
    assert rows(list(read_zabbix_export(request)), "A-3") == found

    (query,) = blocks("sql")
    table = tmp_path / "history.csv"
    table.write_text(
        server.sql(f"copy ({query.strip().rstrip(';')}) to stdout with csv header") + "\n"
    )
    read = SampleRequest(str(table), "zabbix", MINUTE, frozenset({"A-3"}), (now_s() + 300) * NS)
    from_database = read_csv(dataclasses.replace(read, skips_unknown=True))
    assert rows(list(from_database), "A-3") == found


def test_what_zabbix_pings_itself_is_read(server: Zabbix) -> None:
    """Its own pinger and fping, one packet each second: 127.0.0.1 answers each time."""
    host = server.host("A-4", interfaces=LOCAL)
    (interface,) = server.call("hostinterface.get", hostids=host)
    server.item(host, "icmpping[,1]", type=SIMPLE, delay="1s",
                interfaceid=interface["interfaceid"])  # fmt: skip
    start = now_s()
    query = "select count(*) from history_uint join items using (itemid) join hosts using (hostid)"
    query += " where host = 'A-4'"
    wait_until(lambda: int(server.sql(query)) >= 3, what="Zabbix pings")
    found = rows(ask(server, every_ns=NS, start_ns=start * NS, end_ns=(now_s() + 1) * NS), "A-4")
    assert len(found) >= 3
    assert {(sent, received) for _, _, sent, received, _ in found} == {(1, 1)}


def test_a_wrong_token_a_wrong_place_and_texts_are_refused(server: Zabbix, hour: int) -> None:
    """As Zabbix 6.0 itself answers them; below no other address lies its API."""
    span = {"start_ns": hour * NS, "end_ns": (hour + 60) * NS}
    right = server.token
    codes = []
    for token, url in ((right[::-1], server.url), (right, f"{server.url}/elsewhere")):
        asked = dataclasses.replace(server, url=url, token=token)
        with pytest.raises(InputRefusedError) as refused:
            ask(asked, **span)
        codes.append(refused.value.findings[0].code)
    server.item(server.host("texts"), "line.text", value_type=TEXT)
    with pytest.raises(InputRefusedError) as refused:
        ask(server, query="line.text", reading="probe", **span)
    codes.append(refused.value.findings[0].code)
    assert codes == ["E-SERVER-ACCESS", "E-SERVER-OTHER", "E-ZABBIX-TEXT"]


def blocks(kind: str) -> list[str]:
    """Return the blocks of one kind of the page on Zabbix."""
    text = PAGE.read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_pages_commands_store_what_zabbix_holds_once(
    server: Zabbix, hour: int, small: Path, tmp_path: Path
) -> None:
    """Ten minutes of C-1 as a ping and as an interface; each a second time: all is held.

    The host says by its macro which circuit it is. Here is another address than on the page.
    """
    host = server.host("router-9", macros=[{"macro": "{$CIRCUIT}", "value": "C-1"}])
    for key, values in {
        "icmpping": "11100011",
        "net.if.status[ifOperStatus.7]": "11122211",
    }.items():
        server.item(host, key)
        server.send(minutes("router-9", key, hour, values))
    (tmp_path / "token").write_text(server.token + "\n")
    small.rename(tmp_path / "leased")
    (block,) = blocks("sh")
    said = []
    for command in [line for line in block.splitlines() for _ in range(2)]:
        here = command.replace("http://127.0.0.1/zabbix", server.url)
        here = here.replace("2025-03-01T00:00:00Z", _utc(hour)) + " --skip-unknown"
        words = [sys.executable, "-m", *shlex.split(here), "--end", _utc(hour + 600), "--json"]
        done = subprocess.run(words, cwd=tmp_path, capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout
        (taken,) = json.loads(done.stdout)["taken"]
        said.append((taken["batches"], taken["samples"], taken["held"]))
    assert said == [(1, 8, 0), (0, 0, 1)] * 2


def _second(year: int, month: int, day: int) -> int:
    """Return a day's first second, UTC."""
    return int(dt.datetime(year, month, day, tzinfo=dt.UTC).timestamp())


def _utc(second: int) -> str:
    """Return a second as a command is given it."""
    return dt.datetime.fromtimestamp(second, tz=dt.UTC).isoformat()
