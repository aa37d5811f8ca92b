"""Does `lineproof ingest` take in what Prometheus holds, as somebody types it?"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.live.watch import PROMETHEUS, Watch
from tests.seal.folder import write_folder

from lineproof.measure.rule import NS
from lineproof.store.batches import instant_text
from lineproof.store.samples import SampleStore


def ingest(watch: Watch, folder: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """Run the command where Prometheus runs; return its exit code and what it prints."""
    command = [
        "ip", "netns", "exec", watch.line.near, sys.executable, "-m", "lineproof",
        "ingest", str(folder), PROMETHEUS, "--every", "1", "--vantage", "near", "--json",
    ]  # fmt: skip
    done = subprocess.run(
        [*command, *options], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return done.returncode, told


def test_a_second_run_stores_nothing_twice_and_goes_on(watch: Watch, tmp_path: Path) -> None:
    """Seconds 0 to 3, again, and then 0 to 5: each second of two lines is held once.

    C1 is probed by ICMP and C2 by TCP, both by name in the contract. A scrape that a busy machine
    leaves out may be missing, and is said nowhere to be there.
    """
    folder = write_folder(tmp_path)
    start = watch.past(7)
    span = ("--kind", "prometheus", "--start", instant_text(start), "--end")
    code, told = ingest(watch, folder, *span, instant_text(start + 3 * NS))
    assert (code, told["taken"][0]["held"]) == (0, 0), told
    assert told["taken"][0]["samples"] >= 4
    code, again = ingest(watch, folder, *span, instant_text(start + 3 * NS))
    assert (code, again["taken"][0]["samples"]) == (0, 0), again
    code, _ = ingest(watch, folder, *span, instant_text(start + 5 * NS))
    assert code == 0
    batches = SampleStore(folder).batches()
    assert {each.vantage for each in batches} == {"near"}
    assert {each.source for each in batches} == {"prometheus:127.0.0.1:9090"}
    assert max(each.hi for each in batches) == start + 5 * NS


def test_a_selector_of_prometheus_own_is_refused_in_its_words(watch: Watch, tmp_path: Path) -> None:
    """An expression is no selector: 400 of a real Prometheus; nothing is stored."""
    folder = write_folder(tmp_path)
    start = instant_text(watch.past(2))
    for query, found in (
        ("rate(probe_success[5m])", "E-PROMETHEUS-QUERY"),
        ('probe_success{job="line"}', "E-PROMETHEUS-NOTHING"),
        ("probe_success{", "E-PROMETHEUS-QUERY"),
        ("up", "E-SAMPLE-UNKNOWN"),
    ):
        code, told = ingest(
            watch, folder, "--kind", "prometheus", "--start", start, "--query", query
        )
        assert (code, [each["code"] for each in told["findings"]]) == (1, [found]), told
    assert not SampleStore(folder).exists


def test_interfaces_are_a_kind_of_their_own(watch: Watch, tmp_path: Path) -> None:
    """The router's interface towards the line has the circuit as its alias; the others have none.

    Without a selector that leaves those out they are refused: no circuit is guessed.
    """
    folder = write_folder(tmp_path)
    options = (
        "--kind",
        "snmp",
        "--circuit-label",
        "ifAlias",
        "--start",
        instant_text(watch.past(4)),
    )
    code, told = ingest(watch, folder, *options)
    assert (code, told["findings"][0]["code"]) == (1, "E-PROMETHEUS-LABEL"), told
    code, told = ingest(watch, folder, *options, "--query", 'ifOperStatus{ifAlias!=""}')
    assert (code, told["findings"]) == (0, []), told
    assert told["taken"][0]["samples"] >= 2
