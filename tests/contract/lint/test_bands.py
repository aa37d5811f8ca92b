"""Does every value of the domain have one factor, and is the doubt quoted where not?"""

import re
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.contract.case import Case
from lineproof.contract.check import check
from lineproof.model.finding import Finding, Touches

Found = Callable[..., list[Finding]]
Table = dict[str, Any]

FULL = [{"ge": "90", "factor": "1"}, {"ge": "60", "lt": "90", "factor": "0.9"},
        {"lt": "60", "factor": "0.6"}]  # fmt: skip


def sla(bands: list[Table], **fields: Any) -> Table:  # noqa: ANN401 - any field of bands
    """Return bands over 0 to 100, of clause III.2.2."""
    usual = {"id": "SLA", "kind": "bands", "clause": "III.2.2", "metric": "score"}
    return usual | {"domain": ["0", "100"], "bands": bands} | fields


def test_bands_that_tile_the_domain_are_right(found: Found) -> None:
    """[0,60), [60,90) and [90,100]: nothing left, nothing twice, nothing idle."""
    codes = ("E-BANDS-GAP", "E-BANDS-OVERLAP", "E-BANDS-UNREACHABLE")
    assert [found(code, more=[sla(FULL)]) for code in codes] == [[], [], []]


def test_a_gap_is_quoted_with_the_way_to_close_it(found: Found) -> None:
    """[0,69) and [70,100] leave [69,70): its middle is 69.5. 1 - 0.9 of 100.00 is at stake."""
    bands = sla([{"ge": "70", "factor": "1"}, {"lt": "69", "factor": "0.9"}])
    (finding,) = found("E-BANDS-GAP", more=[bands])
    assert finding.message == (
        "bands of SLA leave 69.5 without a factor: the domain is 0–100, and the bands are "
        "[70,100] and [0,69)"
    )
    assert finding.fix == 'Write lt = "70" in [0,69).'
    assert (finding.clause, finding.amount) == ("III.2.2", 1000)
    assert finding.touches == Touches(("deduction",))
    assert re.fullmatch(r"contract\.toml:[0-9]+", finding.where)


@pytest.mark.parametrize(
    ("bands", "missing", "fix"),
    [
        ([{"ge": "10", "factor": "1"}], "5", "Leave ge out of [10,100]."),
        ([{"lt": "90", "factor": "1"}], "95", "Leave lt out of [0,90)."),
        ([{"lt": "100", "factor": "1"}], "100", "Leave lt out of [0,100)."),
        ([], "50", "Add a band."),
    ],
)
def test_the_ends_of_the_domain_belong_to_it(
    found: Found, bands: list[Table], missing: str, fix: str
) -> None:
    """Below 10, from 90 on, and exactly 100 lie in no band."""
    (finding,) = found("E-BANDS-GAP", more=[sla(bands)])
    assert f"leave {missing} without" in finding.message
    assert finding.fix == fix


def test_an_overlap_is_quoted_with_the_way_to_end_it(found: Found) -> None:
    """[0,75) and [70,100] both hold 70: 1 - 0.5 of 100.00 at stake."""
    bands = sla([{"ge": "70", "factor": "1"}, {"lt": "75", "factor": "0.5"}])
    (finding,) = found("E-BANDS-OVERLAP", more=[bands])
    assert "give 70 two factors, 0.5 in [0,75) and 1 in [70,100]" in finding.message
    assert (finding.fix, finding.amount) == ('Write lt = "70" in [0,75).', 5000)


def test_a_band_inside_another_overlaps_it_and_the_next_is_no_gap(found: Found) -> None:
    """[20,30) lies in [0,50); [50,100] follows."""
    bands = sla([{"lt": "50", "factor": "1"}, {"ge": "20", "lt": "30", "factor": "0.9"},
                 {"ge": "50", "factor": "0.8"}])  # fmt: skip
    assert len(found("E-BANDS-OVERLAP", more=[bands])) == 1
    assert found("E-BANDS-GAP", more=[bands]) == []


def test_two_bands_from_the_same_value_are_one_too_many(found: Found) -> None:
    """Both from 0: shortening one leaves nothing of it."""
    bands = sla([{"lt": "50", "factor": "1"}, {"factor": "0.9"}])
    (finding,) = found("E-BANDS-OVERLAP", more=[bands])
    assert finding.fix == "Keep one of [0,50) and [0,100]."


@pytest.mark.parametrize(
    ("band", "count"),
    [
        ({"ge": "101"}, 1),
        ({"ge": "100"}, 0),
        ({"lt": "0"}, 1),
        ({"ge": "50", "lt": "50"}, 1),
        ({"ge": "50", "lt": "50.01"}, 0),
        ({"ge": "60", "lt": "50"}, 1),
    ],
)
def test_every_band_holds_a_value(found: Found, band: Table, count: int) -> None:
    """Above 100, below 0 and empty bands hold none; 100 alone and [50,50.01) do."""
    bands = sla([*FULL, band | {"factor": "0"}])
    assert len(found("E-BANDS-UNREACHABLE", more=[bands])) == count


def test_outage_brackets_begin_at_different_lengths(found: Found) -> None:
    """Two from 4 hours."""
    credit = {"id": "OUT", "kind": "outage_credit", "base": "month_rent",
              "brackets": [{"from_h": h, "share": "0.1"} for h in ("1", "4", "4")]}  # fmt: skip
    (finding,) = found("E-BANDS-OVERLAP", more=[credit])
    assert finding.message == "two brackets of OUT begin at 4 hours"


@pytest.mark.parametrize(("months", "amounts"), [(12, []), (16, [2500]), (11, [909]), (13, [769])])
def test_a_twelfth_of_the_total_is_a_month_only_in_a_year(
    found: Found, months: int, amounts: list[int]
) -> None:
    """A month is 100.00. In 16: 1,600/12 - 1,600/16 = 133.33… - 100 = 33.33…; the total is stated
    as 1,200.00, so 100.00 against 75.00 = 25.00; in 11: 109.09 - 100 = 9.09; in 13: 7.69.
    """
    bands = sla(FULL, monthly_base="total_over_12")
    head = {"months": months, "stated_total": "1200.00"}
    findings = found("Q-MONTHLY-BASE", more=[bands], head=head)
    assert [f.amount for f in findings] == amounts
    assert all(f.answers[0] == "month_rent" and f.subject == "SLA" for f in findings)


def test_other_bases_are_no_question(found: Found) -> None:
    """The month's rent, and the total over the term's months, fit any term."""
    for base in ("month_rent", "total_over_months"):
        bands = sla(FULL, monthly_base=base)
        assert found("Q-MONTHLY-BASE", more=[bands], head={"months": 16}) == []


@pytest.mark.parametrize(
    ("fields", "count"),
    [({}, 0), ({"cap": "0.3"}, 1), ({"cap": "0.3", "cap_order": "after_factor"}, 0)],
)
def test_a_cap_says_whether_the_factor_comes_first(found: Found, fields: Table, count: int) -> None:
    """A cap and a factor, in one order or the other."""
    assert len(found("Q-CAP-ORDER", more=[sla(FULL, **fields)])) == count


@pytest.mark.parametrize(("bands", "count"), [([], 0), ([sla(FULL)], 1)])
def test_an_outage_cap_needs_an_order_only_beside_bands(
    found: Found, bands: list[Table], count: int
) -> None:
    """Without a factor there is no order."""
    credit = {"id": "OUT", "kind": "outage_credit", "base": "month_rent", "cap_unit_month": "0.5",
              "brackets": [{"from_h": "1", "share": "0.1"}]}  # fmt: skip
    assert len(found("Q-CAP-ORDER", more=[*bands, credit])) == count


bounds = st.none() | st.integers(min_value=0, max_value=12)
some_bands = st.lists(st.tuples(bounds, bounds), max_size=4)


def is_in(band: tuple[int | None, int | None], value: Fraction) -> bool:
    """Tell whether a value lies in [ge, lt), straight from the definition."""
    ge, lt = band
    return (ge is None or ge <= value) and (lt is None or value < lt)


@given(listed=some_bands)
def test_no_finding_means_exactly_one_factor_everywhere(
    minimal: Callable[..., Case], listed: list[tuple[int | None, int | None]]
) -> None:
    """Over 2 to 10, against every half counted one by one."""
    points = [Fraction(n, 2) for n in range(4, 21)]
    counts = [sum(is_in(band, point) for band in listed) for point in points]
    tables = [
        {k: str(v) for k, v in (("ge", ge), ("lt", lt)) if v is not None} | {"factor": "1"}
        for ge, lt in listed
    ]
    findings = check(minimal(more=[sla(tables, domain=["2", "10"])]))
    by_code = Counter(f.code for f in findings)
    reached = sum(any(is_in(band, point) for point in points) for band in listed)
    assert bool(by_code["E-BANDS-GAP"]) == (0 in counts)
    assert bool(by_code["E-BANDS-OVERLAP"]) == any(count > 1 for count in counts)
    assert by_code["E-BANDS-UNREACHABLE"] == len(listed) - reached
    for gap in (f for f in findings if f.code == "E-BANDS-GAP"):
        missing = re.search(r"leave (\S+) without", gap.message)
        assert missing is not None
        assert not any(is_in(band, Fraction(missing[1])) for band in listed)
