"""Is each slot what its samples say, to one vantage and to all of them?"""

from __future__ import annotations

from fractions import Fraction

import polars as pl
import pytest

from lineproof.measure.rule import StateRule
from lineproof.measure.runs import RUN_SCHEMA
from lineproof.measure.votes import Vote, canary_suspect, decided, slot_votes, without_suspect

S = 10**9
VOTES = {"circuit": pl.String(), "vantage": pl.String(), "lo": pl.Int64(), "hi": pl.Int64(),
         "vote": pl.Int8()}  # fmt: skip
GOOD, BAD, NOT_SENT = Vote.GOOD, Vote.BAD, Vote.NOT_SENT
SUSPECT, NO_QUORUM = Vote.SUSPECT, Vote.NO_QUORUM


def rule(loss_max: str = "0", quorum: int = 1, vantages: tuple[str, ...] = ()) -> StateRule:
    """Return a rule with slots of a minute."""
    return StateRule(60, Fraction(loss_max), 3, 3, quorum, vantages)


def votes_of(*runs: tuple[int, int, int, int, int], of: StateRule) -> list[tuple[int, int, Vote]]:
    """Return slots from, to, vote of runs from, to, every (all in s), sent, received."""
    rows = [("C", "V", lo * S, hi * S, every * S, sent, received, received > sent)
            for lo, hi, every, sent, received in runs]  # fmt: skip
    found = slot_votes(pl.DataFrame(rows, schema=RUN_SCHEMA, orient="row"), of)
    return [(lo, hi, Vote(vote)) for _, _, lo, hi, vote in found.iter_rows()]


def frame(*rows: tuple[str, int, int, Vote], circuit: str = "C") -> pl.DataFrame:
    """Return votes on a circuit: vantage, from, to, vote."""
    listed = [(circuit, vantage, lo, hi, int(vote)) for vantage, lo, hi, vote in rows]
    return pl.DataFrame(listed, schema=VOTES, orient="row")


@pytest.mark.parametrize(
    ("loss_max", "sent", "received", "vote"),
    [
        ("1/4", 4, 4, GOOD),
        ("1/4", 4, 3, GOOD),  # exactly C
        ("1/4", 4, 2, BAD),
        ("0", 1000, 999, BAD),
        ("0", 1, 1, GOOD),
        ("0", 0, 0, NOT_SENT),
        ("0.999", 1000, 1, GOOD),
        ("0.999", 1000, 0, BAD),
        ("1/4", 4, 5, SUSPECT),
    ],
)
def test_a_slot_is_bad_above_the_share_it_may_lose(
    loss_max: str, sent: int, received: int, vote: Vote
) -> None:
    """Of 4 sent, C = 1/4 allows exactly 1 lost; nothing sent says nothing."""
    assert votes_of((0, 60, 60, sent, received), of=rule(loss_max)) == [(0, 1, vote)]


def test_a_run_of_one_sample_a_slot_is_one_stretch() -> None:
    """Samples at 60, 120 and 180 s fill slots 1 to 3."""
    assert votes_of((60, 240, 60, 1, 0), of=rule()) == [(1, 4, BAD)]


def test_several_samples_a_slot_are_added_up() -> None:
    """Every 20 s. Lost at 0, 20; answered from 40: slot 0 lost 2/3, from slot 1 on nothing.

    C = 2/3 allows it, C = 1/2 doesn't.
    """
    runs = ((0, 40, 20, 1, 0), (40, 180, 20, 1, 1))
    assert votes_of(*runs, of=rule("2/3")) == [(0, 1, GOOD), (1, 3, GOOD)]
    assert votes_of(*runs, of=rule("1/2")) == [(0, 1, BAD), (1, 3, GOOD)]


def test_a_slot_measured_in_part_counts_what_there_is() -> None:
    """One sample of three, at 40 s, lost: all that was sent."""
    assert votes_of((40, 60, 20, 1, 0), of=rule("1/2")) == [(0, 1, BAD)]


def test_a_run_within_one_slot_is_counted_once() -> None:
    """At 20 and 40 s of slot 0: head and tail are the same part."""
    assert votes_of((20, 60, 20, 1, 1), (0, 20, 20, 1, 0), of=rule("1/3")) == [(0, 1, GOOD)]


def test_a_period_that_does_not_divide_the_slot_counts_sample_by_sample() -> None:
    """Every 45 s from 0: 0 and 45 in slot 0, 90 in slot 1, 135 in 2, none in 3 is wrong: 180 is."""
    assert votes_of((0, 225, 45, 1, 1), of=rule()) == [(n, n + 1, GOOD) for n in range(4)]


def test_a_slot_between_two_samples_further_apart_has_no_vote() -> None:
    """Every 120 s: slots 0 and 2, nothing of slot 1."""
    assert votes_of((0, 240, 120, 1, 1), of=rule()) == [(0, 1, GOOD), (2, 3, GOOD)]


def test_a_suspect_sample_makes_its_slot_suspect() -> None:
    """Of three good samples, one answered twice as often as it was asked."""
    runs = ((0, 20, 20, 1, 2), (20, 60, 20, 1, 1))
    assert votes_of(*runs, of=rule()) == [(0, 1, SUSPECT)]


def test_only_vantages_that_were_agreed_on_vote() -> None:
    """V isn't W."""
    assert votes_of((0, 60, 60, 1, 1), of=rule(vantages=("W",))) == []
    assert votes_of((0, 60, 60, 1, 1), of=rule(vantages=("W", "V"))) == [(0, 1, GOOD)]


@pytest.mark.parametrize(
    ("quorum", "said", "vote"),
    [
        (1, (GOOD,), GOOD),
        (2, (GOOD,), NO_QUORUM),
        (2, (GOOD, GOOD), GOOD),
        (1, (GOOD, BAD), NO_QUORUM),
        (2, (GOOD, BAD, BAD), BAD),
        (1, (GOOD, BAD, BAD), BAD),
        (2, (GOOD, GOOD, BAD), GOOD),
        (3, (GOOD, GOOD, BAD), NO_QUORUM),
        (1, (SUSPECT, BAD), BAD),
        (2, (SUSPECT, BAD), NO_QUORUM),
        (1, (SUSPECT, NOT_SENT), SUSPECT),
        (1, (NOT_SENT, NOT_SENT), NOT_SENT),
        (2, (NOT_SENT, SUSPECT, NOT_SENT), SUSPECT),
    ],
)
def test_the_side_with_more_votes_decides_if_it_has_the_quorum(
    quorum: int, said: tuple[Vote, ...], vote: Vote
) -> None:
    """A tie decides nothing; a vantage without a word of its own has no vote."""
    rows = [(f"v{n}", 0, 2, each) for n, each in enumerate(said)]
    found = decided(frame(*rows), rule(quorum=quorum)).rows()
    assert found == [("C", 0, 2, int(vote))]


def test_vantages_decide_slot_by_slot() -> None:
    """a: good in [0, 4); b: bad in [2, 6). Alone each decides, together they tie."""
    found = decided(frame(("a", 0, 4, GOOD), ("b", 2, 6, BAD)), rule()).rows()
    assert found == [("C", 0, 2, GOOD), ("C", 2, 4, NO_QUORUM), ("C", 4, 6, BAD)]


def test_a_vantages_word_is_suspect_while_it_is_doubted() -> None:
    """Doubted in [1, 3) of [0, 4): only a, not b; and nothing where it said nothing."""
    votes = frame(("a", 0, 4, BAD), ("b", 0, 4, GOOD))
    doubted = pl.DataFrame({"vantage": ["a", "a"], "lo": [1, 2], "hi": [2, 9]})
    assert without_suspect(votes, doubted).drop("circuit").rows() == [
        ("a", 0, 1, BAD), ("a", 1, 2, SUSPECT), ("a", 2, 4, SUSPECT), ("b", 0, 4, GOOD),
    ]  # fmt: skip
    assert without_suspect(votes, doubted.clear()).equals(votes)
    other = pl.DataFrame({"vantage": ["z"], "lo": [0], "hi": [9]})
    assert without_suspect(votes, other).equals(votes)


def test_a_vantage_is_doubted_where_all_its_canaries_failed() -> None:
    """One of two canaries down in [0, 4), both in [2, 3); one not measured from 6 on, one down.

    A canary of another vantage, and a circuit that is none, don't count.
    """
    first = frame(("a", 0, 4, BAD), ("a", 6, 7, BAD), ("b", 0, 9, BAD), circuit="K1")
    second = frame(("a", 0, 2, GOOD), ("a", 2, 3, BAD), ("a", 3, 6, GOOD), circuit="K2")
    votes = pl.concat([first, second, frame(("a", 0, 9, BAD))])
    canaries = pl.DataFrame({"circuit": ["K1", "K2"], "vantage": ["a", "a"]})
    found = sorted(canary_suspect(votes, canaries).rows())
    assert found == [("a", 2, 3), ("a", 6, 7)]
