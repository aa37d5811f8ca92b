"""Do cells alone say what a column means, where its header says nothing?"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from lineproof.sources.guess_content import by_content, known_columns
from lineproof.sources.profile import Known, profile

SCHEDULE = ("line", "id", "site", "service", "bandwidth", "monthly_rent", "start", "end")


def guessed(*columns: Sequence[str], names: Sequence[str] = SCHEDULE) -> dict[int, str]:
    """Return what columns mean, by their position."""
    profiles = [profile(pl.Series(cells), digits=2) for cells in columns]
    return {i: name for name, i in by_content(profiles, names, taken=set())}


def test_ids_rents_and_days_are_found() -> None:
    """The first of two columns of days is the start."""
    found = guessed(
        ["C-001", "C-002"], ["900.00", "812.90"], ["2024-01-01"] * 2, ["2024-12-31"] * 2
    )
    assert found == {0: "id", 1: "monthly_rent", 2: "start", 3: "end"}


def test_the_smaller_of_two_amounts_is_the_rent() -> None:
    """10,800 is what 900 comes to in a year, and no other declared column."""
    assert guessed(["10800", "7200"], ["900", "640"]) == {1: "monthly_rent"}


def test_speeds_are_not_taken_for_rents() -> None:
    """100 and 20 are usual speeds; 300 and 600 would be too: the larger ones are money."""
    assert guessed(["100", "20"], ["300", "600"]) == {0: "bandwidth", 1: "monthly_rent"}


def test_numbers_that_count_are_lines() -> None:
    """Not rents, nor speeds."""
    assert guessed(["1", "2"], ["900", "640"]) == {0: "line", 1: "monthly_rent"}


def test_few_texts_are_services_and_many_are_sites() -> None:
    """Two services on eight sites: 2/8 is at most 0.3."""
    sites = [f"Street {n} north" for n in range(8)]
    assert guessed(sites, ["vpn", "dia"] * 4) == {0: "site", 1: "service"}


def test_a_bill_needs_amounts_and_periods() -> None:
    """The largest amounts, where no rents are known."""
    found = guessed(
        ["2024-03"] * 2, ["54", "36"], ["954", "636"], names=("amount", "period", "description")
    )
    assert found == {0: "period", 2: "amount"}


def test_known_ids_need_three_of_ten() -> None:
    """Two of ten may be chance."""
    known = Known(frozenset({"A1", "A2", "A3"}))
    three = profile(pl.Series(["A1", "A2", "A3", *"BCDEFGH"]), digits=2, known=known)
    two = profile(pl.Series(["A1", "A2", *"BCDEFGHI"]), digits=2, known=known)
    assert list(known_columns([two, three], ["id"])) == [("id", 1)]
    assert list(known_columns([two], ["id"])) == []
