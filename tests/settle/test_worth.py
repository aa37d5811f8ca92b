"""What is a difference between two contracts worth?"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from tests.seal.folder import CIRCUITS, write_folder

from lineproof.contract.case import Case
from lineproof.contract.diff import differences
from lineproof.settle.worth import (
    LineChange,
    earned_over_term,
    schedule_changes,
    worth,
    worth_together,
)
from lineproof.sources.folder import read_case

Built = Callable[..., Case]

ACCESS = Path(__file__).parents[2] / "examples" / "01-access-593"


def test_two_scans_of_one_contract_differ_in_points_alone() -> None:
    """Four numbers and two bandwidths change no rent; four steps change points: 10 differences."""
    ours, theirs = read_case(ACCESS), read_case(ACCESS / "second-scan")
    before = earned_over_term(ours)
    found = list(differences(ours.contract, theirs.contract))
    assert [d.is_points for d in found] == [False] * 6 + [True] * 4
    assert [worth(ours, d.changed, before=before) for d in found] == [0] * 10
    assert worth_together(ours, theirs, before=before) == 0


def test_another_folders_missing_records_are_no_difference_of_the_contract() -> None:
    """Scored, it earns 829,125.00; without scores 990,000.00: the 160,875.00 are no wording's."""
    ours = read_case(ACCESS)
    theirs = dataclasses.replace(ours, records={})
    assert (earned_over_term(ours), earned_over_term(theirs)) == (829_125_00, 990_000_00)
    assert worth_together(ours, theirs, before=829_125_00) == 0


def test_a_term_earns_its_rents(minimal: Built) -> None:
    """12 × 100.00."""
    assert earned_over_term(minimal()) == 120_000


def test_without_an_end_there_is_no_sum(minimal: Built) -> None:
    """A contract for an indefinite time, or one that hasn't begun."""
    head = {"start": None, "start_rule": "later_signature"}
    assert earned_over_term(minimal(head=head)) is None


def test_another_length_is_worth_its_months(minimal: Built) -> None:
    """13 months instead of 12: 100.00 more."""
    case = minimal()
    head = dataclasses.replace(case.contract.contract, months=13)
    longer = dataclasses.replace(case.contract, contract=head)
    assert worth(case, longer, before=120_000) == 10_000
    assert worth(case, longer, before=None) is None


def test_what_cant_be_settled_has_no_worth(minimal: Built) -> None:
    """A changed contract whose schedule isn't there."""
    with_schedule = minimal(circuits=[{"line": "9", "id": "C9", "monthly_rent": 1}])
    assert worth(minimal(), with_schedule.contract, before=120_000) is None


def test_schedule_lines_are_worth_their_term(tmp_path: Path) -> None:
    """Line 2: 1.00 more for 12 months; line 3, which ceased on 16 January, is gone: -300.00.

    No score is recorded from March on, and the full one is taken; January's, 85, leaves 90 %: line
    2 is worth 11 × 1.00 + 0.90, line 3 -270.00.
    """
    other = CIRCUITS.replace("310.00", "311.00").replace(
        "3,C3,620.00,2024-01-01,2024-12-31\n", "4,C4,10.00,2024-12-01,2024-12-31\n"
    )
    ours = read_case(write_folder(tmp_path / "a"))
    theirs = read_case(write_folder(tmp_path / "b", circuits=other))
    assert schedule_changes(ours, theirs) == (
        LineChange("2", "monthly_rent", "31000", "31100", 1190),
        LineChange("3", "the whole line", "present", "", -27_000),
        LineChange("4", "the whole line", "", "present", 1000),
    )
    assert schedule_changes(ours, ours) == ()
