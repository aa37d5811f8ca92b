"""How much of a stretch is excluded, by which claims, where many circuits share them? By hand."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from lineproof.measure.exclusions import (
    EXCLUDED_SCHEMA,
    Exclusions,
    claims_met,
    each_its_own,
    excluded_lengths,
    nothing_excluded,
    regrouped,
)

OUT, AVAILABLE = "remove_from_denominator", "count_as_available"
HOUR, DAY = 3_600 * 10**9, 86_400 * 10**9
SPANS = {"class": pl.Int64(), "lo": pl.Int64(), "hi": pl.Int64(), "mode": pl.String(),
         "claim": pl.String()}  # fmt: skip
Span = tuple[int, int, int, str]


def shared(*spans: Span, rest: int | None = 0, **classes: int) -> Exclusions:
    """Return spans by class, and which circuits aren't of the rest."""
    rows = [(*span[:3], OUT, span[3]) for span in spans]
    listed = pl.DataFrame(
        list(classes.items()), schema={"circuit": pl.String, "class": pl.Int64}, orient="row"
    )
    return Exclusions(listed, pl.DataFrame(rows, schema=SPANS, orient="row"), rest)


def times(*rows: tuple[str, int, int]) -> pl.DataFrame:
    """Return stretches: circuit, from, to."""
    schema = {"circuit": pl.String, "lo": pl.Int64, "hi": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def lengths(exclusions: Exclusions, *rows: tuple[str, int, int]) -> list[int]:
    """Return how much of each stretch is excluded."""
    return excluded_lengths(times(*rows), exclusions).to_list()


BOTH = shared((0, 10, 20, "a"), (0, 15, 30, "b"), (1, 0, 5, "c"), B=1)


def test_overlapping_claims_take_their_time_once() -> None:
    """[10, 20) and [15, 30) are 20 of [0, 40); [18, 25) lies within; [30, 40) touches only."""
    assert lengths(BOTH, ("A", 0, 40), ("A", 18, 25), ("A", 30, 40)) == [20, 7, 0]


def test_a_circuit_of_a_class_of_its_own_has_only_that_ones() -> None:
    """B: [0, 5) of [0, 40); A and X, which nothing is said of, are of the rest."""
    assert lengths(BOTH, ("B", 0, 40), ("A", 0, 12), ("B", 4, 6), ("X", 0, 12)) == [5, 2, 1, 2]


def test_without_a_rest_others_have_nothing_excluded() -> None:
    """Only B is listed."""
    found = shared((0, 0, 9, "a"), rest=None, B=0)
    assert lengths(found, ("A", 0, 40), ("B", 0, 40)) == [0, 9]
    assert lengths(nothing_excluded(), ("A", 0, 40)) == [0]
    assert lengths(nothing_excluded()) == []


def test_an_empty_or_backwards_claim_takes_nothing() -> None:
    """[9, 9) and [9, 3)."""
    assert lengths(shared((0, 9, 9, "a"), (0, 9, 3, "b")), ("A", 0, 40)) == [0]


def test_few_circuits_are_listed_one_by_one() -> None:
    """A twice, as one of the rest; B with its own; asked twice, told once."""
    rows = BOTH.of(["B", "A", "A"])
    assert dict(rows.schema) == EXCLUDED_SCHEMA
    told = rows.select("circuit", "lo", "hi", "claim").rows()
    assert told == [("A", 10, 20, "a"), ("A", 15, 30, "b"), ("B", 0, 5, "c")]
    assert BOTH.claims_of(["A", "B", "X"]) == ("a", "b", "c")
    assert BOTH.claims_of(["B"]) == ("c",)


def test_each_mode_for_itself() -> None:
    """One taken out, one counted as available."""
    rows = [("A", 0, 5, OUT, "a"), ("A", 9, 12, AVAILABLE, "b")]
    both = each_its_own(pl.DataFrame(rows, schema=EXCLUDED_SCHEMA, orient="row"))
    assert lengths(both, ("A", 0, 40)) == [8]
    assert [lengths(both.only(m), ("A", 0, 40)) for m in (OUT, AVAILABLE)] == [[5], [3]]


def test_what_is_excluded_for_a_member_is_for_its_group() -> None:
    """G of A and B: [0, 5) and [10, 30); H of A alone stays like A; of the rest nobody is told."""
    groups = pl.DataFrame({"circuit": ["A", "B", "A"], "group": ["G", "G", "H"]})
    found = regrouped(BOTH, groups)
    assert lengths(found, ("G", 0, 40), ("H", 0, 40)) == [25, 20]
    assert found.classes.get_column("circuit").to_list() == ["G"]
    alone = pl.DataFrame({"circuit": ["B"], "group": ["I"]})
    assert lengths(regrouped(BOTH, alone), ("I", 0, 40), ("A", 0, 40)) == [5, 0]


def test_claims_are_named_where_they_meet_a_stretch() -> None:
    """Over midnight of two days: each claim once; one that only touches isn't met."""
    found = shared((0, 0, DAY + HOUR, "long"), (0, DAY, DAY + 2 * HOUR, "late"),
                   (1, 0, DAY, "own"), B=1)  # fmt: skip
    rows = times(("A", DAY - HOUR, DAY + 2 * HOUR), ("A", 2, DAY), ("B", DAY, 2 * DAY), ("B", 1, 2))
    assert claims_met(rows, found).to_list() == [["late", "long"], ["long"], [], ["own"]]


SPAN = st.tuples(st.integers(0, 2), st.integers(-3, 12), st.integers(-3, 12), st.just("x"))


@given(
    st.lists(SPAN, max_size=8),
    st.lists(
        st.tuples(st.sampled_from("ABCD"), st.integers(-5, 14), st.integers(0, 9)), max_size=8
    ),
)
def test_lengths_are_what_counting_moments_gives(
    spans: list[Span], rows: list[tuple[str, int, int]]
) -> None:
    """A and others are of class 0, B of 1, C of 2; moment by moment, in whatever order."""
    classes = {"A": 0, "B": 1, "C": 2, "D": 0}
    asked = [(circuit, lo, lo + length) for circuit, lo, length in rows]
    expected = [
        sum(
            any(n == classes[circuit] and first <= at < last for n, first, last, _ in spans)
            for at in range(lo, hi)
        )
        for circuit, lo, hi in asked
    ]
    assert lengths(shared(*spans, B=1, C=2), *asked) == expected
