"""Do columns and the slow, obvious reference agree on every state? On twenty thousand cases."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.measure.reference import Rule, Sample, Stretch, stretches, vote

from lineproof.measure.reduction import SUSPECT_SCHEMA, Evidence, states_of
from lineproof.measure.rule import StateRule
from lineproof.measure.runs import RUN_SCHEMA
from lineproof.measure.states import Reduced

S = 10**9
SLOT_S = 60
SLOT = SLOT_S * S
START = 40
"""The period's first slot."""
FOREVER = 10**6
CIRCUITS_EACH = 50
CANARIES = {"circuit": pl.String(), "vantage": pl.String()}
SERVICES = {"circuit": pl.String(), "lo": pl.Int64(), "hi": pl.Int64()}
REASONS = ("no data", "not sent", "suspect", "no quorum")
#: A row of `RUN_SCHEMA` of one sample.
Row = tuple[str, str, int, int, int, int, int, bool]


@dataclass
class World:
    """Circuits and what was measured of them, as rows for columns and as the reference has it."""

    rule: StateRule
    read: tuple[int, int, int]
    rows: list[Row] = field(default_factory=list)
    samples: defaultdict[str, list[Sample]] = field(default_factory=lambda: defaultdict(list))
    services: list[tuple[str, int, int]] = field(default_factory=list)
    told: list[tuple[str, int, int]] = field(default_factory=list)
    canaries: list[tuple[str, str]] = field(default_factory=list)

    def add(self, circuit: str, sample: Sample, every: int) -> None:
        """Add one sample, in both forms."""
        vantage, at, sent, received = sample
        self.samples[circuit].append(sample)
        is_suspect = received > sent
        self.rows.append((circuit, vantage, at, at + every, every, sent, received, is_suspect))

    def reduced(self, more: Sequence[Row] = (), read_from: int | None = None) -> Reduced:
        """Return what the columns make of it."""
        read = self.read if read_from is None else (read_from, *self.read[1:])
        evidence = Evidence(
            pl.DataFrame([*self.rows, *more], schema=RUN_SCHEMA, orient="row"),
            pl.DataFrame(self.told, schema=SUSPECT_SCHEMA, orient="row"),
            pl.DataFrame(self.canaries, schema=CANARIES, orient="row"),
        )
        services = pl.DataFrame(self.services, schema=SERVICES, orient="row")
        return states_of(evidence, services, self.rule, read=read)

    def expected(self) -> dict[str, list[Stretch]]:
        """Return what the reference makes of it."""
        rule = Rule(
            SLOT, self.rule.loss_max, self.rule.down_run, self.rule.up_run, self.rule.quorum
        )
        suspect = self._suspect(rule)
        voting = self.rule.vantages
        found: dict[str, list[Stretch]] = defaultdict(list)
        for circuit, lo, hi in sorted(self.services):
            if lo < self.read[2] and hi > self.read[1]:
                own = [s for s in self.samples[circuit] if not voting or s[0] in voting]
                found[circuit] += stretches(
                    own, rule, service=(lo, hi), read=self.read, suspect=suspect
                )
        return dict(found)

    def _suspect(self, rule: Rule) -> Mapping[str, set[int]]:
        """Return the slots in which each vantage's word doesn't count."""
        found: dict[str, set[int]] = defaultdict(set)
        for vantage, lo, hi in self.told:
            found[vantage] |= set(range(lo // SLOT, -(-hi // SLOT)))
        watches = {vantage for _, vantage in self.canaries}
        for vantage in watches:
            said: dict[int, list[str]] = defaultdict(list)
            for circuit, watched_by in self.canaries:
                if watched_by == vantage:
                    for slot, name in _votes(self.samples[circuit], vantage, rule):
                        said[slot].append(name)
            found[vantage] |= {s for s, names in said.items() if _failed(names)}
        return found


def _votes(samples: Sequence[Sample], vantage: str, rule: Rule) -> list[tuple[int, str]]:
    """Return what a vantage's own samples say of each slot they lie in."""
    own: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for seen_by, at, sent, received in samples:
        if seen_by == vantage:
            own[at // rule.slot].append((at, sent, received))
    return [(slot, vote(listed, rule)) for slot, listed in own.items()]


def _failed(votes: Sequence[str]) -> bool:
    """Whether some canary was down in a slot, and none was up."""
    return "bad" in votes and "good" not in votes


def rows_of(reduced: Reduced) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of each circuit, in order."""
    found: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for circuit, *row in reduced.states.sort("circuit", "lo").iter_rows():
        found[circuit].append(tuple(row))
    return dict(found)


def as_row(stretch: Stretch) -> tuple[object, ...]:
    """Return a stretch of the reference as a row of states, without the circuit."""
    reason = ""
    if stretch.state == "unknown":
        reason = ", ".join(r for r in REASONS if r in stretch.reasons) or "carried in"
    return (stretch.lo, stretch.hi, stretch.since, stretch.state, reason, stretch.known)


# ---------------------------------------------------------------- random worlds


def world(rng: random.Random, circuits: int = CIRCUITS_EACH) -> World:
    """Return circuits seen in bursts by up to three vantages, under a random rule."""
    vantages = rng.choice((["a"], ["a"], ["a", "b"], ["a", "b", "c"]))
    named = rng.choice(((), (), tuple(vantages), ("a",), ("a", "b")))
    loss_max = Fraction(rng.choice((0, 1, 2, 3)), 4)
    rule = StateRule(
        SLOT_S, loss_max, rng.randint(1, 4), rng.randint(1, 4), rng.randint(1, 2), named
    )
    lead = rng.choice((0, 3, 10, 25))
    end = START + rng.randint(3, 22)
    at = ((START - lead) * SLOT, START * SLOT, end * SLOT)
    if rng.random() < 0.2:  # a period that begins and ends within slots
        at = (at[0], at[1] + 17 * S, at[2] - 5 * S)
    made = World(rule, at)
    for number in range(circuits):
        _serve(made, f"c{number}", rng)
        for vantage in vantages:
            _probe(made, f"c{number}", vantage, rng)
    for vantage in vantages:
        if rng.random() < 0.3:
            lo = rng.randint(START - 5, end) * SLOT + rng.choice((0, 0, 20 * S))
            made.told.append((vantage, lo, lo + rng.choice((1, 70, 200)) * S))
        for number in range(rng.choice((0, 0, 1, 2))):
            made.canaries.append((f"canary {vantage}{number}", vantage))
            _probe(made, f"canary {vantage}{number}", vantage, rng)
    rng.shuffle(made.rows)
    return made


def _serve(made: World, circuit: str, rng: random.Random) -> None:
    """Put a circuit in service: for ever, from before or within the period, or twice."""
    read_from, start, end = (at // SLOT for at in made.read)
    lo = rng.choice((-FOREVER, -FOREVER, read_from, rng.randint(start - 5, end - 1)))
    hi = rng.choice((FOREVER, FOREVER, rng.randint(max(lo, start) + 1, end + 9)))
    offset = rng.choice((0, 0, 0, 13 * S))
    made.services.append((circuit, lo * SLOT + offset, hi * SLOT + offset))
    if hi < end and rng.random() < 0.5:
        again = hi + rng.randint(1, 3)
        made.services.append((circuit, again * SLOT + offset, FOREVER * SLOT))


def _probe(made: World, circuit: str, vantage: str, rng: random.Random) -> None:
    """Probe a circuit in bursts: answered, lost, not probed, in part, intended and not sent.

    Some samples come twice, and some of those differ.
    """
    every = rng.choice((60, 60, 60, 30, 20, 45, 120)) * S
    at = (made.read[0] - 2 * SLOT) // every * every
    kind = "answered"
    while at < made.read[2] + 5 * SLOT:
        if rng.random() < 0.25:
            kind = rng.choice(("answered", "answered", "lost", "lost", "silent", "part", "unsent"))
        if kind != "silent":
            sent = {"unsent": 0, "part": 4}.get(kind, 1)
            received = {"answered": 1, "part": rng.randint(0, 4)}.get(kind, 0)
            made.add(circuit, (vantage, at, sent, received), every)
            if rng.random() < 0.02:
                other = rng.choice((received, received, 0, sent, sent + 1))
                made.add(circuit, (vantage, at, sent, other), every)
            if every == SLOT and rng.random() < 0.01:
                made.add(circuit, (vantage, at + 30 * S, 1, rng.randint(0, 1)), 30 * S)
        at += every


@pytest.mark.parametrize("block", range(8))
def test_columns_agree_with_the_reference(block: int) -> None:
    """8 × 50 rules × 50 circuits, 20,000 cases: each stretch, since when, known time, reasons."""
    for number in range(50):
        seed = 1_000 * block + number
        made = world(random.Random(seed))  # noqa: S311 - a test's own random cases
        got, want = rows_of(made.reduced()), made.expected()
        assert got.keys() == want.keys(), seed
        for circuit, found in got.items():
            assert found == [as_row(s) for s in want[circuit]], (seed, circuit, made.rule)


# ---------------------------------------------------------------- reading from further back


def _before(made: World, kind: str) -> tuple[list[Row], int]:
    """Return samples of forty slots before those read, all good or all bad, and where they begin.

    What the world itself has there is taken out.
    """
    read_from = made.read[0]
    made.rows = [row for row in made.rows if row[2] >= read_from]
    lo = read_from - 40 * SLOT
    vantages = made.rule.vantages or ("a", "b", "c")
    circuits = {circuit for circuit, _, _ in made.services}
    received = int(kind == "good")
    rows = [
        (circuit, vantage, lo, read_from, SLOT, 1, received, False)
        for circuit in sorted(circuits) for vantage in vantages
    ]  # fmt: skip
    return ([] if kind == "none" else rows), lo


def _telling(rows: Sequence[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Return rows without since when a line was up: nobody asks that."""
    return [(row[0], row[1], "" if row[3] == "up" else row[2], *row[3:]) for row in rows]


@pytest.mark.parametrize("block", range(2))
def test_unresolved_are_those_that_a_longer_read_may_change(block: int) -> None:
    """Forty slots more, all good, all bad or never measured: the others stay the same in each.

    And of those it names, each differs in one of the three. 2 × 60 rules × 20 circuits.
    """
    for number in range(60):
        made = world(random.Random(90_000 + 1_000 * block + number), circuits=20)  # noqa: S311
        made.told.clear()
        made.canaries.clear()
        if len(made.rule.vantages or "abc") < made.rule.quorum:
            continue  # nothing is ever decided: what is unknown stays so
        longer = [made.reduced(*_before(made, kind)) for kind in ("good", "bad", "none")]
        short = made.reduced()
        seen = [rows_of(each) for each in (short, *longer)]
        for circuit in seen[0]:
            told = [_telling(rows[circuit]) for rows in seen]
            is_alike = all(rows == told[0] for rows in told[1:])
            assert is_alike == (circuit not in short.unresolved), (block, number, circuit, told)


# ---------------------------------------------------------------- properties


def _split(rows: Sequence[Row], rng: random.Random) -> list[Row]:
    """Return the same samples in other batches: some twice, joined into runs, in any order."""
    doubled = [*rows, *rng.sample(rows, len(rows) // 3)]
    merged: dict[tuple[object, ...], Row] = {}
    for row in sorted(rows, key=lambda r: (*r[:2], r[4:], r[2])):
        key = (row[:2], row[4:], row[2])
        before = merged.pop(key, None) if rng.random() < 0.5 else None
        lo = row[2] if before is None else before[2]
        merged[row[:2], row[4:], row[3]] = (*row[:2], lo, *row[3:])
    found = [*doubled, *merged.values()]
    rng.shuffle(found)
    return found


@given(st.integers(0, 10**6))
@settings(max_examples=40)
def test_order_copies_and_cuts_of_batches_change_nothing(seed: int) -> None:
    """The same samples shuffled, a third of them twice, all once more as longer runs."""
    rng = random.Random(seed)  # noqa: S311
    made = world(rng, circuits=4)
    before = made.reduced()
    made.rows = _split(made.rows, rng)
    after = made.reduced()
    assert rows_of(before) == rows_of(after)
    assert before.unresolved == after.unresolved


_RANK = {"up": 0, "unknown": 1, "down": 2}


@given(st.integers(0, 10**6))
@settings(max_examples=40)
def test_a_worse_slot_never_makes_a_state_better(seed: int) -> None:
    """One sample of a good slot lost instead: each slot's state is as it was, or worse."""
    rng = random.Random(seed)  # noqa: S311
    made = world(rng, circuits=3)
    made.told.clear()
    made.canaries.clear()
    seen: dict[tuple[str, str, int], int] = defaultdict(int)
    for row in made.rows:
        seen[row[0], row[1], row[2] // SLOT] += 1
    good = [n for n, row in enumerate(made.rows) if row[5:] == (1, 1, False)]
    single = [n for n in good if seen[*made.rows[n][:2], made.rows[n][2] // SLOT] == 1]
    before = _by_slot(made)
    for at in rng.sample(single, min(5, len(single))):
        made.rows[at] = (*made.rows[at][:5], 1, 0, False)
    after = _by_slot(made)
    assert before.keys() == after.keys()
    assert all(_RANK[after[slot]] >= _RANK[before[slot]] for slot in before)


def _by_slot(made: World) -> dict[tuple[str, int], str]:
    """Return the state of each circuit at the start of each part of a slot."""
    found = {}
    for circuit, rows in rows_of(made.reduced()).items():
        for lo, hi, _, state, _, _ in rows:
            assert isinstance(lo, int)
            assert isinstance(hi, int)
            for at in range(lo // SLOT, -(-hi // SLOT)):
                found[circuit, max(at * SLOT, lo)] = str(state)
    return found


@given(st.integers(0, 10**6))
@settings(max_examples=40)
def test_states_tile_the_service(seed: int) -> None:
    """Each circuit's service within the period, once: no gap, no overlap, nothing outside."""
    made = world(random.Random(seed), circuits=5)  # noqa: S311
    _, start, end = made.read
    want: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for circuit, lo, hi in sorted(made.services):
        if max(lo, start) < min(hi, end):
            want[circuit].append((max(lo, start), min(hi, end)))
    got: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for circuit, lo, hi, *_ in made.reduced().states.sort("circuit", "lo").iter_rows():
        joins = got[circuit] and got[circuit][-1][1] == lo
        last = got[circuit].pop() if joins else (lo, lo)
        got[circuit].append((last[0], hi))
    assert dict(got) == dict(want)
