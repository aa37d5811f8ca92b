"""What is a difference between two contracts worth?"""

from __future__ import annotations

import dataclasses
from pathlib import Path

from lineproof.contract.diff import differences
from lineproof.settle.worth import earned_over_term, worth, worth_together
from lineproof.sources.folder import read_case

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
