"""What a line's states are, slot by slot and sample by sample: slow, obvious, without columns.

It shares no code with lineproof.measure, so that agreeing with it says something.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

#: One sample: vantage, scheduled (ns), sent, received.
Sample = tuple[str, int, int, int]


@dataclass(frozen=True)
class Rule:
    """The contract's rule, as plain numbers; times in nanoseconds."""

    slot: int
    loss_max: Fraction
    down_run: int
    up_run: int
    quorum: int


@dataclass
class Stretch:
    """A stretch of one state: [lo, hi), since when, how much of it was measured, why unknown."""

    lo: int
    hi: int
    since: int
    state: str
    known: int = 0
    reasons: set[str] = field(default_factory=set)


def vote(samples: Iterable[tuple[int, int, int]], rule: Rule) -> str:
    """Return what one vantage's samples (scheduled, sent, received) say of one slot."""
    by_time: dict[int, set[tuple[int, int]]] = {}
    for scheduled, sent, received in samples:
        by_time.setdefault(scheduled, set()).add((sent, received))
    if not by_time:
        return "no data"
    if any(len(copies) > 1 for copies in by_time.values()):
        return "suspect"
    sent = sum(s for copies in by_time.values() for s, _ in copies)
    received = sum(r for copies in by_time.values() for _, r in copies)
    if any(r > s for copies in by_time.values() for s, r in copies):
        return "suspect"
    if sent == 0:
        return "not sent"
    return "bad" if Fraction(sent - received, sent) > rule.loss_max else "good"


def decision(votes: Iterable[str], quorum: int) -> str:
    """Return what several vantages decide on one slot."""
    said = list(votes)
    good, bad = said.count("good"), said.count("bad")
    if bad > good and bad >= quorum:
        return "bad"
    if good > bad and good >= quorum:
        return "good"
    if good or bad:
        return "no quorum"
    for reason in ("suspect", "not sent"):
        if reason in said:
            return reason
    return "no data"


def slots(
    samples: Iterable[Sample], rule: Rule, *, span: range, suspect: Mapping[str, set[int]]
) -> list[str]:
    """Return the decision on each slot of a span; suspect: vantage → slots it has no vote in."""
    seen: dict[tuple[str, int], list[tuple[int, int, int]]] = {}
    vantages = set()
    for vantage, scheduled, sent, received in samples:
        vantages.add(vantage)
        seen.setdefault((vantage, scheduled // rule.slot), []).append((scheduled, sent, received))
    decided = []
    for slot in span:
        votes = []
        for vantage in sorted(vantages):
            own = seen.get((vantage, slot), [])
            is_doubted = bool(own) and slot in suspect.get(vantage, set())
            votes.append("suspect" if is_doubted else vote(own, rule))
        decided.append(decision(votes, rule.quorum))
    return decided


def down(bad: list[bool], rule: Rule, *, carried: bool) -> list[bool]:
    """Return whether each slot is down: look at each slot's own future, as MEF's flow chart does.

    A slot whose next `down_run` slots, itself the first, are all bad makes the line down; one whose
    next `up_run` are all good makes it up; any other inherits.
    """
    state, found = carried, []
    for at in range(len(bad)):
        ahead_down = bad[at : at + rule.down_run]
        ahead_up = bad[at : at + rule.up_run]
        if not state and len(ahead_down) == rule.down_run and all(ahead_down):
            state = True
        elif state and len(ahead_up) == rule.up_run and not any(ahead_up):
            state = False
        found.append(state)
    return found


def states(decided: list[str], rule: Rule, *, is_fresh: bool) -> list[str]:
    """Return each slot's state: up, down or unknown."""
    worst = down([d != "good" for d in decided], rule, carried=not is_fresh)
    best = down([d == "bad" for d in decided], rule, carried=False)
    names = {(False, False): "up", (True, True): "down", (True, False): "unknown"}
    return [names[pair] for pair in zip(worst, best, strict=True)]


def stretches(
    samples: Iterable[Sample],
    rule: Rule,
    *,
    service: tuple[int, int],
    read: tuple[int, int, int],
    suspect: Mapping[str, set[int]],
) -> list[Stretch]:
    """Return the stretches of one state of one service in a period, as `read` (ns) tells."""
    (begun, ended), (read_from, start, end) = service, read
    is_fresh = begun >= read_from
    begin = max(begun, read_from)
    ahead = max(rule.down_run, rule.up_run) - 1
    finish = min(ended, (-(-end // rule.slot) + ahead) * rule.slot)
    span = range(begin // rule.slot, -(-finish // rule.slot))
    decided = slots(samples, rule, span=span, suspect=suspect)
    every: list[Stretch] = []
    for slot, said, state in zip(span, decided, states(decided, rule, is_fresh=is_fresh),
                                 strict=True):  # fmt: skip
        lo, hi = max(slot * rule.slot, begin), min((slot + 1) * rule.slot, finish)
        if not every or every[-1].state != state:
            every.append(Stretch(max(lo, start), 0, lo, state))
        every[-1].hi = min(hi, end)
        if said in {"good", "bad"}:
            every[-1].known += max(0, min(hi, end) - max(lo, start))
        else:
            every[-1].reasons.add(said)
    return [each for each in every if each.lo < each.hi]
