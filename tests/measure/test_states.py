"""Do runs of slots make the states that the contract's numbers say? Worked by hand."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
import pytest

from lineproof.measure.rule import StateRule
from lineproof.measure.states import reduce_states
from lineproof.measure.votes import Vote

S = 10**9
SIGNS = {"+": Vote.GOOD, "-": Vote.BAD, "?": Vote.NO_DATA, "0": Vote.NOT_SENT, "!": Vote.SUSPECT}
NAMES = {"up": "+", "down": "-", "unknown": "?"}
VOTES = {"circuit": pl.String(), "lo": pl.Int64(), "hi": pl.Int64(), "vote": pl.Int8()}
SERVICES = {"circuit": pl.String(), "lo": pl.Int64(), "hi": pl.Int64()}
Rows = list[tuple[int, int, int, str, str, int]]


def reduced(
    slots: str, *, n: int = 3, up: int | None = None, read: tuple[int, int, int] | None = None,
    service: tuple[int, int] = (0, 10**6),
) -> tuple[Rows, bool]:  # fmt: skip
    """Return rows of states in seconds (slots of 1 s), and whether all is settled.

    slots: one sign a slot from 0 on; "?" has no vote at all. The period is all of them.
    """
    votes = [("C", at, at + 1, int(SIGNS[sign])) for at, sign in enumerate(slots) if sign != "?"]
    rule = StateRule(1, Fraction(0), n, up if up is not None else n)
    read_from, start, end = read or (0, 0, len(slots))
    found = reduce_states(
        pl.DataFrame(votes, schema=VOTES, orient="row"),
        pl.DataFrame([("C", service[0] * S, service[1] * S)], schema=SERVICES, orient="row"),
        rule,
        read=(read_from * S, start * S, end * S),
    )
    rows = [(lo // S, hi // S, since // S, state, reason, known // S)
            for _, lo, hi, since, state, reason, known in found.states.iter_rows()]  # fmt: skip
    return rows, not found.unresolved


def drawn(slots: str, *, n: int = 3, up: int | None = None) -> str:
    """Return the state of each slot, as a sign."""
    rows, _ = reduced(slots + "+" * 9, n=n, up=up, read=(0, 0, len(slots)))
    return "".join(NAMES[state] * (hi - lo) for lo, hi, _, state, _, _ in rows)


@pytest.mark.parametrize(
    ("slots", "states"),
    [
        ("++--++", "++++++"),  # n - 1 bad: nothing
        ("++---+++", "++---+++"),  # n bad: down from the first
        ("++----+++", "++----+++"),
        ("---++---+++", "--------+++"),  # n - 1 good: still down
        ("---+++---", "---+++---"),  # n good: up from the first of them
        ("+-+-+-+-", "++++++++"),  # flapping below n: as before
        ("---+-+-+-", "---------"),
        ("--", "++"),  # the last two, and good ones after the period: no run of three
    ],
)
def test_runs_of_n_slots_set_the_state_from_their_first(slots: str, states: str) -> None:
    """Both ways n is 3; a line begins as up."""
    assert drawn(slots) == states


def test_down_and_up_may_need_runs_of_different_length() -> None:
    """Down after 1 bad, up after 3 good: +, -, then ++ is too short; +++ isn't."""
    assert drawn("+-++-+++", n=1, up=3) == "+----+++"
    assert drawn("+-+-+--+", n=2, up=1) == "+++++--+"


@pytest.mark.parametrize(
    ("slots", "states"),
    [
        ("++?+++", "++++++"),  # one missing: no run of three bad, whichever it was
        ("++??++", "++++++"),
        ("++???+++", "++???+++"),
        ("+--?+++", "+???+++"),  # with it three bad, without it two
        ("---?---+++", "-------+++"),  # one good would not make it up
        ("---???+++", "---???+++"),
        ("---++?---+++", "---???---+++"),  # with it three good, without it two
        ("0!?0+++", "????+++"),
    ],
)
def test_unknown_slots_are_read_both_ways(slots: str, states: str) -> None:
    """The state is unknown exactly where the two readings differ."""
    assert drawn(slots) == states


def test_a_stretch_says_what_was_measured_and_why_it_is_unknown() -> None:
    """+--?: with the missing slot three bad. Of its 3 s, 2 were measured."""
    rows, _ = reduced("+--?+++")
    assert rows == [(0, 1, 0, "up", "", 1), (1, 4, 1, "unknown", "no data", 2),
                    (4, 7, 4, "up", "", 3)]  # fmt: skip
    rows, _ = reduced("!0?!0+++")
    assert rows[0] == (0, 5, 0, "unknown", "no data, not sent, suspect", 0)


def test_coverage_counts_gaps_that_change_nothing() -> None:
    """++?+++ is up for 6 s, of which 5 were measured."""
    assert reduced("++?+++")[0] == [(0, 6, 0, "up", "", 5)]


def test_a_state_is_carried_into_a_period_with_when_it_began() -> None:
    """Read from 0, the period is [5, 12): down since 2, up again from 8."""
    rows, is_settled = reduced("++------++++", read=(0, 5, 12))
    assert rows == [(5, 8, 2, "down", "", 3), (8, 12, 8, "up", "", 4)]
    assert is_settled


def test_the_last_slot_of_a_period_looks_n_less_one_ahead() -> None:
    """++-|--: with the two after the period three bad, so down from slot 2 on; of --|+ nothing."""
    assert reduced("++---", read=(0, 0, 3))[0][-1] == (2, 3, 2, "down", "", 1)
    assert reduced("++--+", read=(0, 0, 3))[0] == [(0, 3, 0, "up", "", 3)]
    assert reduced("++--", read=(0, 0, 3))[0][-1] == (2, 3, 2, "unknown", "no data", 1)


@pytest.mark.parametrize(
    ("slots", "is_settled"),
    [
        ("+++++++", True),
        ("++-----", False),  # two good ones: up or down before, who knows
        ("+++----", True),
        ("-------", False),  # down, and since when?
        ("??+++++", True),
        ("?????++", False),
    ],
)
def test_what_hangs_on_before_is_unresolved(slots: str, is_settled: bool) -> None:  # noqa: FBT001
    """In service for long, read from slot 0, the period is [4, 7); n = 3."""
    _, found = reduced(slots, read=(0, 4, 7), service=(-(10**6), 10**6))
    assert found == is_settled


def test_what_was_before_may_be_why_a_state_is_unknown() -> None:
    """Two good ones, all measured, n = 3: as before, and that was not read."""
    assert reduced("++---+++", read=(0, 0, 8), service=(-9, 99))[0][0] == (
        0, 2, 0, "unknown", "carried in", 2,
    )  # fmt: skip


def test_a_service_that_begins_as_read_is_settled() -> None:
    """Down from its first slot on, in service since then: nothing was before."""
    rows, is_settled = reduced("-------", read=(0, 4, 7))
    assert is_settled
    assert rows == [(4, 7, 0, "down", "", 3)]


def test_a_service_ends_and_begins_within_the_period() -> None:
    """[2, 5) of 8 slots: --- is down, whatever is around it; two of the bad ones are not."""
    assert reduced("-----+++", service=(2, 5))[0] == [(2, 5, 2, "down", "", 3)]
    assert reduced("-----+++", service=(3, 5))[0] == [(3, 5, 3, "up", "", 2)]


def test_a_circuit_never_measured_is_unknown_throughout() -> None:
    """No vote at all: one stretch, nothing of it measured."""
    assert reduced("?????")[0] == [(0, 5, 0, "unknown", "no data", 0)]
    assert reduced("?????", service=(10, 20))[0] == []
