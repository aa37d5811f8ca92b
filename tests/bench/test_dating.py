"""Does the bench date what it says? Two contracts of five years, their duties counted."""

from collections import Counter

from bench.dating import cases, dated, main

CASES = [*cases(2)]


def test_every_month_has_a_report_and_a_payment() -> None:
    """60 reports, 60 payments, 60 months; the silence, the renewal, the duties that were late."""
    for case in CASES:
        terms = Counter(duty.term for duty in dated(case))
        assert terms["REPORT"] == 60
        assert terms["MONTHLY"] == 60
        assert terms["ACCEPTANCE"] == 1
        assert terms["RENEWAL"] >= 1


def test_no_two_contracts_are_late_alike() -> None:
    """Their days differ, so that nothing is worked out for one and told of the other."""
    one, other = (dated(case) for case in CASES)
    assert [duty.done for duty in one] != [duty.done for duty in other]


def test_dating_is_timed() -> None:
    """Two runs over both."""
    found = main(2, 2)
    assert len(found["dated"]) == 2
    assert found["duties"] == [float(sum(len(dated(case)) for case in CASES))]
