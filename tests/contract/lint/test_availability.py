"""Is a contract found that can't be measured, or that leaves open by which term?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.finding import Finding, Touches

Found = Callable[..., list[Finding]]
Table = dict[str, Any]
DEDUCTION = Touches(("deduction",))
AVAIL: Table = {"id": "AVAIL", "kind": "availability", "slot_s": 60, "down_run": 3}
OTHER = AVAIL | {"id": "OTHER"}
CREDIT: Table = {"id": "CREDIT", "kind": "outage_credit", "base": "month_rent",
                 "brackets": [{"from_h": "4", "share": "0.1"}]}  # fmt: skip


STEPS = [{"level": 1, "limit_h": "4", "first": "1", "each": "1", "per_h": "1",
          "part_step": "free", "boundary": "within"}]  # fmt: skip


def card(**item: object) -> Table:
    """Return a scorecard of one item, a rate where nothing else is said."""
    rate = {"deduction": "rate", "target": "99", "per_point": "1", "part_point": "free"}
    own = {"item": "online", "max_points": "100", **({} if "deduction" in item else rate), **item}
    return {"id": "CARD", "kind": "scorecard", "base": "100", "items": [own]}


def bands(metric: str = "availability", domain: tuple[str, str] = ("0", "100")) -> Table:
    """Return bands on a metric."""
    return {"id": "SLA", "kind": "bands", "metric": metric, "domain": list(domain),
            "bands": [{"factor": "1"}]}  # fmt: skip


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ([bands(), AVAIL], None),
        ([bands("AVAIL"), AVAIL, OTHER], None),
        ([CREDIT, AVAIL], None),
        ([CREDIT | {"measured_by": "OTHER"}, AVAIL, OTHER], None),
        ([bands()], "E-AVAILABILITY-NONE"),
        ([CREDIT], "E-AVAILABILITY-NONE"),
        ([bands(), AVAIL, OTHER], "E-AVAILABILITY-SEVERAL"),
        ([CREDIT, AVAIL, OTHER], "E-AVAILABILITY-SEVERAL"),
        ([CREDIT | {"measured_by": "AVIAL"}, AVAIL], "E-AVAILABILITY-TERM"),
        ([CREDIT | {"measured_by": "CREDIT"}, AVAIL], "E-AVAILABILITY-TERM"),
        ([bands("AVIAL"), AVAIL], "E-METRIC-UNKNOWN"),
        ([bands("score")], None),
    ],
)
def test_it_is_clear_by_which_term_availability_is_measured(
    found: Found, terms: list[Table], code: str | None
) -> None:
    """The only one, or one that is named and that there is."""
    codes = ("E-AVAILABILITY-NONE", "E-AVAILABILITY-SEVERAL", "E-AVAILABILITY-TERM",
             "E-METRIC-UNKNOWN")  # fmt: skip
    findings = [finding for each in codes for finding in found(each, more=terms)]
    assert [finding.code for finding in findings] == ([code] if code else [])
    assert all(finding.touches == DEDUCTION for finding in findings)


def test_the_closest_term_is_proposed(found: Found) -> None:
    """And where several hold, each is listed."""
    credit = CREDIT | {"measured_by": "AVIAL"}
    (finding,) = found("E-AVAILABILITY-TERM", more=[credit, AVAIL])
    assert finding.fix == 'Did you mean "AVAIL"?'
    (finding,) = found("E-AVAILABILITY-SEVERAL", more=[bands(), AVAIL, OTHER])
    assert "AVAIL and OTHER each say when a line is up" in finding.message
    assert finding.fix == 'Write metric = "AVAIL", or another of them.'


def test_terms_that_follow_one_another_are_not_several(found: Found) -> None:
    """One till 1 June, the other from then on; a day more of the first, and they meet."""
    day = dt.date(2024, 6, 1)
    late = OTHER | {"effective_from": day}
    for end, count in ((day, 0), (day + dt.timedelta(days=1), 1)):
        terms = [bands(), AVAIL | {"effective_to": end}, late]
        assert len(found("E-AVAILABILITY-SEVERAL", more=terms)) == count


@pytest.mark.parametrize(
    ("domain", "count"),
    [
        (("0", "100"), 0),
        (("90", "100"), 0),
        (("0", "1.01"), 0),
        (("0", "1"), 1),
        (("0", "100.01"), 1),
        (("0", "1000"), 1),
    ],
)
def test_bands_on_availability_are_in_per_cent(
    found: Found, domain: tuple[str, str], count: int
) -> None:
    """0–1 is the usual mistake; of a score nothing is said."""
    findings = found("E-AVAILABILITY-DOMAIN", more=[bands(domain=domain), AVAIL])
    assert len(findings) == count
    assert all("99.9 rather than 0.999" in finding.fix for finding in findings)
    assert len(found("E-AVAILABILITY-DOMAIN", more=[bands("AVAIL", domain), AVAIL])) == count
    assert found("E-AVAILABILITY-DOMAIN", more=[bands("score", domain), AVAIL]) == []


def circuit(number: int, group: str | None) -> Table:
    """Return a line of the schedule."""
    return {"line": str(number), "id": f"C{number}", "monthly_rent": 10000, "group": group,
            "start": dt.date(2024, 1, 1)}  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "groups", "said"),
    [
        ({"scope": "group", "group_up_min": 1}, ["G", "G"], None),
        ({"scope": "group", "group_up_min": 2}, ["G", "G"], None),
        ({"scope": "group", "group_up_min": 2}, ["G", "G", None], None),
        ({"scope": "group"}, ["G", "G"], "doesn't say how many"),
        ({"scope": "group", "group_up_min": 1}, [None], "no line of a schedule is in one"),
        ({"scope": "group", "group_up_min": 2}, ["G", "G", "H"], '"H" has 1'),
        ({"scope": "circuit"}, [None], None),
    ],
)
def test_groups_are_there_and_large_enough(
    found: Found, keys: Table, groups: list[str | None], said: str | None
) -> None:
    """A pair, of which one or two must be up; a line without a group is judged for itself."""
    circuits = [circuit(number, group) for number, group in enumerate(groups, start=1)]
    findings = found("E-AVAILABILITY-GROUP", more=[AVAIL | keys, bands()], circuits=circuits)
    assert len(findings) == (said is not None)
    assert all(str(said) in finding.message for finding in findings)


@pytest.mark.parametrize(
    ("code", "keys", "count"),
    [
        ("E-AVAILABILITY-LOSS", {"loss_max": "1"}, 1),
        ("E-AVAILABILITY-LOSS", {"loss_max": "0.999"}, 0),
        ("E-AVAILABILITY-LOSS", {}, 0),
        ("E-AVAILABILITY-QUORUM", {"quorum": 3, "vantages": ["a", "b"]}, 1),
        ("E-AVAILABILITY-QUORUM", {"quorum": 2, "vantages": ["a", "a"]}, 1),
        ("E-AVAILABILITY-QUORUM", {"quorum": 2, "vantages": ["a", "b"]}, 0),
        ("E-AVAILABILITY-QUORUM", {"quorum": 3}, 0),
        ("E-AVAILABILITY-WINDOW", {"window": "rolling"}, 1),
        ("E-AVAILABILITY-WINDOW", {"window": "rolling", "window_days": 30}, 0),
        ("E-AVAILABILITY-WINDOW", {"window": "quarter"}, 0),
        ("W-AVAILABILITY-SLOT", {"slot_s": 7}, 1),
        ("W-AVAILABILITY-SLOT", {"slot_s": 172_800}, 1),
        ("W-AVAILABILITY-SLOT", {"slot_s": 86_400}, 0),
        ("W-AVAILABILITY-SLOT", {"slot_s": 1}, 0),
    ],
)
def test_slots_votes_and_windows_can_be_decided(
    found: Found, code: str, keys: Table, count: int
) -> None:
    """Each on both sides of its boundary: a slot may lose 99.9 %, and not all."""
    assert len(found(code, more=[AVAIL | keys, bands()])) == count


@pytest.mark.parametrize(
    ("terms", "keys", "count"),
    [
        ([], {}, 1),
        ([bands("score")], {}, 1),
        ([bands()], {}, 0),
        ([bands("AVAIL")], {}, 0),
        ([CREDIT], {}, 0),
        ([CREDIT | {"measured_by": "OTHER"}, OTHER], {}, 1),
        ([card(metric="availability")], {}, 0),
        ([card(metric="AVAIL")], {}, 0),
        ([card(metric="attendance")], {}, 1),
        ([card(deduction="step", metric="restoration_h", steps=STEPS)], {}, 0),
        ([bands()], {"group_up_min": 1}, 1),
        ([bands()], {"window_days": 30}, 1),
        ([bands()], {"window": "rolling", "window_days": 30}, 0),
    ],
)
def test_an_availability_term_is_read(
    found: Found, terms: list[Table], keys: Table, count: int
) -> None:
    """By bands, an outage credit, a rate that names it, or times of incidents; and its numbers."""
    findings = found("W-UNREAD", more=[AVAIL | keys, *terms])
    assert [f.subject for f in findings if f.subject == "AVAIL"] == ["AVAIL"] * count
