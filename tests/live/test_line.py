"""Does an outage of a real line come out as long as it was, seen through real programs?

Slots of a second, scraped twice each. An edge may lie up to one slot from the moment the line was
changed: the next scrape sees it, within half a second, and is counted from its slot's start.
"""

import time
from fractions import Fraction
from pathlib import Path

import pytest
from tests.live.line import Line
from tests.live.watch import Watch, second, spell_at, spells, states

from lineproof.measure.availability import tally
from lineproof.measure.exclusions import nothing_excluded
from lineproof.measure.rule import NS, StateRule
from lineproof.sources.prometheus import Reading, Wanted

#: Two slots in a row decide, so that a scrape that a busy machine leaves out changes nothing.
RULE = StateRule(slot_s=1, loss_max=Fraction(0), down_run=2, up_run=2)
PROBES = Wanted("probe_success", NS)
INTERFACES = Wanted('ifOperStatus{ifAlias!=""}', NS, Reading.INTERFACE, circuit_label="ifAlias")


def let_run(seconds: float) -> None:
    """Let the line be as it is for a while: Prometheus scrapes it meanwhile."""
    time.sleep(seconds)


def near(instant: int, true: int) -> bool:
    """Tell whether an instant is within one slot of the true one."""
    return abs(instant - true) <= NS


def test_an_outage_of_known_length_comes_out_within_a_slot(watch: Watch, tmp_path: Path) -> None:
    """Echo requests are dropped for 5 s: C1 is down for so long; C2, probed by TCP, stays up."""
    start = second()
    let_run(2)
    cut = watch.line.drop("icmp type echo-request")
    let_run(5)
    mended = watch.line.mend()
    let_run(3.5)
    end = second() - NS
    found = states(
        watch.samples(PROBES, start=start, end=end), RULE, folder=tmp_path, span=(start, end)
    )
    told = spells(found, "C1")
    state, since, until = spell_at(found, "C1", cut + 2 * NS)
    assert state == "down", told
    assert near(since, cut), (told, cut)
    assert near(until, mended), (told, mended)
    assert spell_at(found, "C1", until)[0] == "up"
    assert "down" not in {state for state, _, _ in spells(found, "C2")}


def test_an_exporter_that_dies_with_the_line_is_not_up(watch: Watch, tmp_path: Path) -> None:
    """Case 4. Prometheus' own mean over the time is 1.0: it has no sample of the outage.

    We say [low, 1]: low = 1 - unknown/whole, and coverage what was measured, the same here. Of
    some 12 s about 5 are missing, and a slot more at either end.
    """
    start = second()
    let_run(3)
    dead = watch.kill_exporter()
    watch.line.drop("icmp type echo-request")
    let_run(5)
    watch.line.mend()
    watch.start_exporter()
    alive = time.time_ns()
    let_run(4.5)
    end = second() - NS
    query = f'avg_over_time(probe_success{{circuit="C1"}}[{(end - start) // NS}s] @ {end // NS})'
    assert watch.ask(query)[0]["value"][1] == "1"
    found = states(
        watch.samples(PROBES, start=start, end=end), RULE, folder=tmp_path, span=(start, end)
    )
    told = spells(found, "C1")
    state, since, until = spell_at(found, "C1", dead + 2 * NS)
    assert state == "unknown", told
    assert near(since, dead), (told, dead)
    assert until - alive <= 2 * NS, (told, alive)
    assert "down" not in {state for state, _, _ in told}
    assert "not sent" in found.filter(state="unknown")["reason"][0]
    month = tally(found, nothing_excluded()).filter(circuit="C1").row(0, named=True)
    whole = end - start
    low = Fraction(whole - month["down"] - month["unknown"], whole)
    high = Fraction(whole - month["down"], whole)
    assert high == 1
    assert low <= 1 - Fraction(5 * NS - 2 * NS, whole)
    assert abs(Fraction(month["known"], whole) - low) <= Fraction(2 * NS, whole)


def test_loss_counts_by_the_contracts_share(watch: Watch, tmp_path: Path) -> None:
    """Every second echo is lost for 12 s. Slots of 4 s hold 8 probes, of which 4 are lost.

    A slot that may lose 25 % is bad, one that may lose 75 % good: the samples are the same, the
    contracts differ.
    """
    start = second() // (4 * NS) * 4 * NS + 4 * NS
    let_run(max(0, start - time.time_ns()) / NS)
    watch.line.drop("icmp type echo-request numgen inc mod 2 == 0")
    let_run(12)
    watch.line.mend()
    let_run(1)
    span = (start, start + 12 * NS)
    samples = watch.samples(PROBES, start=span[0], end=span[1])
    strict = StateRule(slot_s=4, loss_max=Fraction(1, 4), down_run=2, up_run=2)
    lax = StateRule(slot_s=4, loss_max=Fraction(3, 4), down_run=2, up_run=2)
    found = states(samples, strict, folder=tmp_path, span=span)
    assert ("down", *span) in spells(found, "C1"), spells(found, "C1")
    found = states(samples, lax, folder=tmp_path, span=span)
    assert spells(found, "C1") == [("up", *span)]


def test_an_interface_tells_whether_its_line_is_up(watch: Watch, tmp_path: Path) -> None:
    """The router's interface is down (7, lowerLayerDown) while the other end is, for 4 s.

    Switched off at the router itself (admin 2) for 4 s, it tells nothing of the line: unknown.
    snmpd looks at its interfaces once a second, which may add a second to either edge.
    """
    line: Line = watch.line
    start = second()
    let_run(2)
    cuts = []
    for end_of_line in (line.near, line.far):
        went = line.set_link(end_of_line, "down")
        let_run(4)
        cuts.append((went, line.set_link(end_of_line, "up")))
        let_run(4)
    end = second() - NS
    samples = watch.samples(INTERFACES, start=start, end=end)
    found = states(samples, RULE, folder=tmp_path, span=(start, end))
    for expected, (went, came) in zip(("down", "unknown"), cuts, strict=True):
        state, since, until = spell_at(found, "C3", went + 3 * NS)
        assert state == expected, spells(found, "C3")
        assert -NS <= since - went <= 2 * NS, (spells(found, "C3"), went)
        assert -NS <= until - came <= 2 * NS, (spells(found, "C3"), came)
    assert "not sent" in found.filter(state="unknown", circuit="C3")["reason"][-1]


@pytest.mark.parametrize("wanted", [PROBES, INTERFACES], ids=["probes", "interfaces"])
def test_pages_however_long_give_the_same_samples(watch: Watch, wanted: Wanted) -> None:
    """A stretch read at once, and second by second: samples at the borders come once each."""
    start = watch.past(6)
    end = start + 5 * NS
    whole = watch.samples(wanted, start=start, end=end)
    parts = [
        row
        for at in range(start, end, NS)
        for each in watch.samples(wanted, start=at, end=at + NS)
        for row in each.frame.rows()
    ]
    assert sorted(parts) == sorted(row for each in whole for row in each.frame.rows())
    assert len(parts) >= 4
